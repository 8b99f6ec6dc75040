package account

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	passwords "pobratim/internal/kit/password"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var schemas = []fs.FS{record.Files, audit.Files, Files}

// office is a service with a clock that tests turn, and a cheap hash.
type office struct {
	*Service
	t   *testing.T
	now time.Time
	db  *db.DB
	log *audit.Log
}

var testPolicy = Policy{
	{Administrator, module.Manage, Kind, All},
	{Administrator, module.Edit, "profile", All},
	{Coordinator, module.Edit, "profile", All},
}

func newOffice(t *testing.T, d *db.DB) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), db: d}
	clock := func() time.Time { return o.now }
	var err error
	if o.log, err = audit.Open(t.Context(), d, clock); err != nil {
		t.Fatal(err)
	}
	o.Service = New(d, o.log, NewGate(testPolicy), clock, Site{Base: "/perm/office", Langs: []string{"ru", "en"},
		Organisations: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "friends", Label: "Общество дружбы"}}, nil
		},
		Words: func(context.Context) []string { return []string{"Пермь", "Perm"} }})
	o.hasher = passwords.NewHasher(passwords.Cost{Memory: 64, Passes: 1, Lanes: 1})
	return o
}

func (o *office) system() context.Context { return With(o.t.Context(), System("test")) }

// add makes a user who can sign in with the password.
func (o *office) add(name, email, password string, roles ...Role) User {
	o.t.Helper()
	encoded, err := hash(o.t.Context(), o.hasher, password)
	if err != nil {
		o.t.Fatal(err)
	}
	u, err := o.Add(o.system(), NewUser{Name: name, Email: email, Roles: roles}, Credentials{encoded: encoded, Codes: newRecoveryCodes()})
	if err != nil {
		o.t.Fatal(err)
	}
	return u
}

func (o *office) signIn(email, password string) (Ticket, error) {
	return o.SignIn(o.t.Context(), Attempt{Email: email, Password: password, Remote: "192.0.2.1:999", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/150"})
}

// as signs in and returns a context with the viewer and the cookie.
func (o *office) as(email, password string) (context.Context, *http.Cookie) {
	o.t.Helper()
	ticket, err := o.signIn(email, password)
	if err != nil {
		o.t.Fatal(err)
	}
	return With(o.t.Context(), o.who(ticket.Cookie)), ticket.Cookie
}

func (o *office) who(c *http.Cookie) Viewer {
	o.t.Helper()
	r := httptest.NewRequestWithContext(o.t.Context(), "GET", "/perm/office/", nil)
	r.AddCookie(c)
	v, err := o.Identify(r)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

const phrase = "семь верблюдов пьют какао"

func each(t *testing.T, test func(t *testing.T, o *office)) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) { test(t, newOffice(t, d)) })
}

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u := o.add("Мария Иванова", "M.Ivanova@example.org", phrase, Administrator)
		closed := o.add("Пётр Петров", "petrov@example.org", phrase, Coordinator)
		if err := o.Change(o.system(), UserChange{ID: closed.ID, Version: 1, Name: closed.Name, Roles: closed.Roles, Disabled: true}); err != nil {
			t.Fatal(err)
		}
		wrong := errs.New(errs.Invalid, "account.sign_in.wrong")
		for name, c := range map[string][2]string{
			"wrong password":   {"m.ivanova@example.org", "не тот пароль совсем"},
			"unknown":          {"nobody@example.org", phrase},
			"disabled":         {"petrov@example.org", phrase},
			"empty":            {"", ""},
			"no password sent": {"m.ivanova@example.org", ""},
		} {
			if _, err := o.signIn(c[0], c[1]); err == nil || err.Error() != wrong.Error() {
				t.Errorf("%s: %v", name, err)
			}
		}
		ticket, err := o.signIn(" m.ivanova@EXAMPLE.org ", phrase)
		if err != nil {
			t.Fatal(err)
		}
		c := ticket.Cookie
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/perm/office/" || len(c.Value) != 52 || c.Name != "pobratim-perm-office-session" {
			t.Errorf("cookie %+v", c)
		}
		if v := o.who(c); v.UserID != u.ID || v.Session == "" || !v.Has(Administrator) {
			t.Errorf("viewer %+v", v)
		}
		if n, _ := db.One(t.Context(), o.db, db.Value[int], `SELECT count(*) FROM sessions WHERE token_hash = $1`, c.Value); n != 0 {
			t.Error("the token itself is stored")
		}
		again, _ := o.signIn("m.ivanova@example.org", phrase)
		if again.Cookie.Value == c.Value {
			t.Error("the token did not change")
		}
		history, err := o.log.Of(t.Context(), record.Ref{Kind: Kind, ID: u.ID}, "")
		if err != nil || len(history) != 3 || history[0].Action != audit.SignedIn || history[0].Actor.ID != u.ID {
			t.Errorf("history %+v %v", history, err)
		}
	})
}

func TestSecureCookie(t *testing.T) {
	s := &Service{site: Site{Base: "/perm/office"}}
	c := s.cookie(web.WithSecure(t.Context()), sessionCookie, "x", time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC))
	if !strings.HasPrefix(c.Name, "__Host-") || c.Path != "/" || !c.Secure || c.Domain != "" {
		t.Errorf("browsers refuse such a cookie: %+v", c)
	}
	if err := c.Valid(); err != nil {
		t.Error(err)
	}
}

func TestSessionEnds(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		_, c := o.as("m@example.org", phrase)
		start := o.now
		for _, step := range []struct {
			after time.Duration
			in    bool
		}{{7 * time.Hour, true}, {14 * time.Hour, true}, {21*time.Hour + 59*time.Minute, true}, {30*time.Hour + time.Minute, false}} {
			o.now = start.Add(step.after)
			v := o.who(c)
			if v.SignedIn() != step.in {
				t.Errorf("after %v: signed in %v", step.after, v.SignedIn())
			}
			if !step.in && v.Former != u.ID {
				t.Errorf("after %v: whose session it was is not known", step.after)
			}
		}
		o.now = start
		_, c = o.as("m@example.org", phrase)
		for d := time.Duration(0); d < LastFor; d += 6 * time.Hour {
			o.now = start.Add(d)
			if !o.who(c).SignedIn() {
				t.Fatalf("signed out after %v of steady use", d)
			}
		}
		if o.now = start.Add(LastFor); o.who(c).SignedIn() {
			t.Error("a session outlives seven days")
		}
	})
}

func TestDisablingEndsSessions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		u := o.add("Пётр Петров", "p@example.org", phrase, Coordinator)
		_, c := o.as("p@example.org", phrase)
		if !o.who(c).SignedIn() {
			t.Fatal("not signed in")
		}
		admin, _ := o.as("m@example.org", phrase)
		if err := o.Change(admin, UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: []Role{Editor}}); err != nil {
			t.Fatal(err)
		}
		if v := o.who(c); !v.Has(Editor) || v.Has(Coordinator) {
			t.Errorf("roles did not change at once: %v", v.Roles)
		}
		err := o.Change(admin, UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: []Role{Editor}, Disabled: true})
		if errs.KindOf(err) != errs.Stale {
			t.Errorf("edit of an old state: %v", err)
		}
		if err := o.Change(admin, UserChange{ID: u.ID, Version: u.Version + 1, Name: u.Name, Roles: []Role{Editor}, Disabled: true}); err != nil {
			t.Fatal(err)
		}
		if o.who(c).SignedIn() {
			t.Error("a disabled user is still in")
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		a := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		// An invited one who has set no password cannot replace her.
		if _, _, err := o.Invite(o.system(), NewUser{Name: "Анна", Email: "a@example.org", Roles: []Role{Administrator}}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]UserChange{
			"role taken": {ID: a.ID, Version: 1, Name: a.Name, Roles: []Role{Head}},
			"disabled":   {ID: a.ID, Version: 1, Name: a.Name, Roles: a.Roles, Disabled: true},
		} {
			err := o.Change(o.system(), c)
			if f := errs.FieldsOf(err); len(f) != 1 || f[0].Key != "account.last_administrator" {
				t.Errorf("%s: %v", name, err)
			}
		}
		b := o.add("Пётр Петров", "p@example.org", phrase, Administrator)
		if err := o.Change(o.system(), UserChange{ID: a.ID, Version: 1, Name: a.Name, Roles: []Role{Head}}); err != nil {
			t.Error(err)
		}
		if err := o.Change(o.system(), UserChange{ID: b.ID, Version: 1, Name: b.Name, Roles: []Role{Head}}); err == nil {
			t.Error("the office is left without an administrator")
		}
	})
}

// Two administrators who take the role from each other in the same instant.
func TestLastAdministratorRace(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		a := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		b := o.add("Пётр Петров", "p@example.org", phrase, Administrator)
		done := make(chan error, 2)
		for _, u := range []User{a, b} {
			go func() {
				done <- o.Change(o.system(), UserChange{ID: u.ID, Version: 1, Name: u.Name, Roles: []Role{Head}})
			}()
		}
		failed := 0
		for range 2 {
			if <-done != nil {
				failed++
			}
		}
		if failed != 1 {
			t.Errorf("%d of two were refused, want 1", failed)
		}
	})
}

func TestGuessingIsSlowed(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		for range attemptsPerAccount {
			if _, err := o.signIn("m@example.org", "мимо"); errs.KindOf(err) != errs.Invalid {
				t.Fatal(err)
			}
		}
		_, err := o.signIn("m@example.org", phrase)
		if errs.KindOf(err) != errs.TooMany {
			t.Fatalf("the right password after too many wrong ones: %v", err)
		}
		at, _ := err.(*errs.E).Arg("at").(time.Time)
		if !at.Equal(o.now.Add(accountRegain * time.Second)) {
			t.Errorf("again at %v", at)
		}
		o.now = at
		if _, err := o.signIn("m@example.org", phrase); err != nil {
			t.Errorf("at the time that was told: %v", err)
		}
		for i := range attemptsPerRemote {
			_, _ = o.SignIn(t.Context(), Attempt{Email: string(rune('a'+i)) + "@example.org", Remote: "[2001:db8::1]:1"})
		}
		_, err = o.SignIn(t.Context(), Attempt{Email: "z@example.org", Remote: "[2001:db8::ffff]:1"})
		if errs.KindOf(err) != errs.TooMany {
			t.Errorf("another address of the same /64: %v", err)
		}
	})
}

func TestInvitation(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u, code, err := o.Invite(o.system(), NewUser{Name: "Анна Смирнова", Email: "a@example.org", Roles: []Role{Coordinator, Coordinator}})
		if err != nil || len(code) != 24 || len(u.Roles) != 1 {
			t.Fatal(u, code, err)
		}
		if _, err := o.signIn("a@example.org", ""); err == nil {
			t.Error("signed in without a password")
		}
		if _, _, err := o.Invite(o.system(), NewUser{Name: "Другая", Email: "A@Example.org", Roles: []Role{Coordinator}}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the same address twice: %v", err)
		}
		typed := strings.ToLower(Spaced(code)) + " "
		for range 3 { // looking changes nothing
			if got, err := o.Invited(t.Context(), typed, "192.0.2.1:1"); err != nil || got.ID != u.ID {
				t.Fatal(got, err)
			}
		}
		a := Attempt{Code: typed, Password: "Perm-Perm-2026", Remote: "192.0.2.1:1"}
		if _, _, err := o.Accept(t.Context(), a); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a password made of the city's name: %v", err)
		}
		a.Password = phrase
		ticket, codes, err := o.Accept(t.Context(), a)
		if err != nil || len(codes) != recoveryCodes || !o.who(ticket.Cookie).SignedIn() {
			t.Fatal(ticket, codes, err)
		}
		if _, _, err := o.Accept(t.Context(), a); errs.KindOf(err) != errs.NotFound {
			t.Errorf("used twice: %v", err)
		}
		_, code, err = o.Reinvite(o.system(), u.ID)
		if err != nil {
			t.Fatal(err)
		}
		o.now = o.now.Add(InviteFor)
		if _, err := o.Invited(t.Context(), code, "192.0.2.1:1"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after a week: %v", err)
		}
	})
}

func TestInviteTwiceWithOneKey(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := audit.WithKey(o.system(), "k1")
		n := NewUser{Name: "Анна", Email: "a@example.org", Roles: []Role{Coordinator}}
		first, code, err := o.Invite(ctx, n)
		if err != nil || code == "" {
			t.Fatal(err)
		}
		again, second, err := o.Invite(ctx, n)
		if err != nil || again.ID != first.ID || second != "" {
			t.Errorf("%v %q %v", again, second, err)
		}
		if _, err := o.Invited(t.Context(), code, "192.0.2.1:1"); err != nil {
			t.Errorf("the first code: %v", err)
		}
	})
}

func TestRecovery(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		ctx, other := o.as("m@example.org", phrase)
		if _, err := o.NewRecoveryCodes(ctx, "не тот"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("codes without the password: %v", err)
		}
		codes, err := o.NewRecoveryCodes(ctx, phrase)
		if err != nil {
			t.Fatal(err)
		}
		a := Attempt{Email: "m@example.org", Code: strings.ReplaceAll(codes[3], "-", " "), Remote: "192.0.2.9:1"}
		ticket, err := o.SignInByCode(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.SignInByCode(t.Context(), a); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a code used twice: %v", err)
		}
		a.Email, a.Code = "x@example.org", codes[4]
		if _, err := o.SignInByCode(t.Context(), a); errs.KindOf(err) != errs.Invalid {
			t.Errorf("somebody else's code: %v", err)
		}
		rescued := With(t.Context(), o.who(ticket.Cookie))
		if left, err := o.RecoveryCodesLeft(rescued); left != recoveryCodes-1 || err != nil {
			t.Errorf("%d codes left, %v", left, err)
		}
		const fresh = "восьмой верблюд пьёт чай"
		if err := o.SetPassword(ctx, "", fresh); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a new password without the old one: %v", err)
		}
		if err := o.SetPassword(rescued, "", fresh); err != nil {
			t.Fatal(err)
		}
		if o.who(other).SignedIn() {
			t.Error("the other session goes on after the password changed")
		}
		if !o.who(ticket.Cookie).SignedIn() {
			t.Error("the present session ended")
		}
		if _, err := o.signIn("m@example.org", phrase); err == nil {
			t.Error("the old password still works")
		}
		o.now = o.now.Add(freshFor)
		if err := o.SetPassword(rescued, "", phrase); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a quarter of an hour later: %v", err)
		}
	})
}

func TestOwnSessions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		o.add("Пётр Петров", "p@example.org", phrase, Coordinator)
		ctx, c := o.as("m@example.org", phrase)
		_, second := o.as("m@example.org", phrase)
		foreign, foreignCookie := o.as("p@example.org", phrase)
		list, err := o.Sessions(ctx)
		if err != nil || len(list) != 2 || list[0].Browser != "Firefox, Windows" || list[0].Address != "192.0.2.1" {
			t.Fatal(list, err)
		}
		if err := o.EndSession(ctx, From(foreign).Session); errs.KindOf(err) != errs.NotFound || !o.who(foreignCookie).SignedIn() {
			t.Errorf("ended somebody else's session: %v", err)
		}
		if err := o.EndOthers(ctx); err != nil || o.who(second).SignedIn() || !o.who(c).SignedIn() {
			t.Errorf("end others: %v", err)
		}
		if err := o.SignOut(ctx); err != nil || o.who(c).SignedIn() {
			t.Errorf("sign out: %v", err)
		}
	})
}

func TestPermissions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		o.add("Пётр Петров", "p@example.org", phrase, Coordinator)
		ctx, _ := o.as("p@example.org", phrase)
		for _, c := range []struct {
			ctx  context.Context
			want errs.Kind
		}{{ctx, errs.Forbidden}, {t.Context(), errs.Unauthenticated}} {
			for name, do := range map[string]func(ctx context.Context) error{
				"Users":         func(ctx context.Context) error { _, err := o.Users(ctx); return err },
				"User":          func(ctx context.Context) error { _, err := o.User(ctx, u.ID); return err },
				"Invite":        func(ctx context.Context) error { _, _, err := o.Invite(ctx, NewUser{}); return err },
				"Add":           func(ctx context.Context) error { _, err := o.Add(ctx, NewUser{}, Credentials{}); return err },
				"Reinvite":      func(ctx context.Context) error { _, _, err := o.Reinvite(ctx, u.ID); return err },
				"Change":        func(ctx context.Context) error { return o.Change(ctx, UserChange{ID: u.ID}) },
				"SessionsOf":    func(ctx context.Context) error { _, err := o.SessionsOf(ctx, u.ID); return err },
				"EndSessionsOf": func(ctx context.Context) error { return o.EndSessionsOf(ctx, u.ID) },
			} {
				if err := do(c.ctx); errs.KindOf(err) != c.want {
					t.Errorf("%s: %v, want %v", name, err, c.want)
				}
			}
		}
		for name, err := range map[string]error{
			"SetPrefs":    o.SetPrefs(t.Context(), Prefs{}),
			"SetPassword": o.SetPassword(t.Context(), phrase, phrase),
			"EndOthers":   o.EndOthers(t.Context()),
		} {
			if errs.KindOf(err) != errs.Unauthenticated {
				t.Errorf("%s by nobody: %v", name, err)
			}
		}
	})
}

func TestDraft(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		o.add("Пётр Петров", "p@example.org", phrase, Coordinator)
		typed := url.Values{"name": {"Дуйсбург"}, "about": {"строка\nвторая"}, "password": {"тайна"}, "old_password": {"тайна"}, "code": {"X"}}
		token, err := o.KeepDraft(t.Context(), u.ID, "/users/new", typed)
		if err != nil {
			t.Fatal(err)
		}
		for _, column := range []string{"token_hash", "sealed"} {
			kept, err := db.One(t.Context(), o.db, db.Value[string], `SELECT `+column+` FROM drafts`)
			if err != nil || strings.Contains(kept, "Дуйсбург") || strings.Contains(kept, token) {
				t.Errorf("%s tells too much: %q %v", column, kept, err)
			}
		}
		other, _ := o.as("p@example.org", phrase)
		if _, err := o.TakeDraft(other, token); errs.KindOf(err) != errs.NotFound {
			t.Errorf("somebody else took it: %v", err)
		}
		ctx, _ := o.as("m@example.org", phrase)
		if _, err := o.TakeDraft(ctx, secret.New()); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a guessed token: %v", err)
		}
		for range 2 { // the page can be loaded again
			d, err := o.TakeDraft(ctx, token)
			if err != nil || d.Path != "/users/new" || d.Values.Get("name") != "Дуйсбург" || d.Values.Get("about") != "строка\nвторая" {
				t.Fatal(d, err)
			}
			if len(d.Values) != 2 {
				t.Errorf("kept %v", d.Values)
			}
		}
		if _, err := o.KeepDraft(t.Context(), "", "/", url.Values{"a": {strings.Repeat("я", maxDraft)}}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a huge form: %v", err)
		}
		o.now = o.now.Add(DraftFor)
		if _, err := o.TakeDraft(ctx, token); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after an hour: %v", err)
		}
		if err := o.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, _ := countDrafts(t.Context(), o.db); n != 0 {
			t.Errorf("%d drafts left after sweeping", n)
		}
	})
}

// The whole way: a form arrives after its session ended, the person signs in
// and finds the form as it was; nothing is written until it is sent again.
func TestResume(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		token, err := o.KeepDraft(t.Context(), u.ID, "/users/new", url.Values{"name": {"Анна Смирнова"}, "email": {"a@example.org"}, "roles": {"coordinator"}, "idempotency_key": {"k"}})
		if err != nil {
			t.Fatal(err)
		}
		typed := url.Values{"email": {"m@example.org"}, "password": {phrase}, "next": {"//evil.example"}}
		in := o.request("POST", "/sign-in", typed)
		in.AddCookie(o.DraftCookie(t.Context(), token))
		reply, err := o.Service.signIn(in)
		to, ok := reply.(web.Redirect)
		if err != nil || !ok || to.To != ResumePath || len(to.Cookies) != 1 {
			t.Fatalf("%+v %v", reply, err)
		}
		back := o.request("GET", ResumePath, nil)
		back.AddCookie(o.DraftCookie(t.Context(), token))
		back = back.WithContext(With(back.Context(), o.who(to.Cookies[0])))
		again, err := o.Resume(back)
		if err != nil || again.Method != "POST" || again.URL.Path != "/perm/office/users/new" {
			t.Fatal(again, err)
		}
		reply, err = o.invite(again)
		page, ok := reply.(web.Page)
		if err != nil || !ok || page.Status != 422 {
			t.Fatalf("%+v %v", reply, err)
		}
		p := page.Data.(*FormPage)
		if p.Form.Fields[0].Value != "Анна Смирнова" || p.Form.Errors == nil || !strings.Contains(p.Form.Errors.Title, "восстановлена") {
			t.Errorf("form %+v, errors %+v", p.Form.Fields[0], p.Form.Errors)
		}
		if users, _ := listUsers(t.Context(), o.db); len(users) != 1 {
			t.Errorf("showing the form made a user: %v", users)
		}
		// Once shown, it does not come back at the next signing in.
		reply, _ = o.Service.signIn(o.with(o.request("POST", "/sign-in", typed), o.DraftCookie(t.Context(), token)))
		if to := reply.(web.Redirect).To; to != "/" {
			t.Errorf("second signing in leads to %s", to)
		}
	})
}

func (o *office) with(r *http.Request, c *http.Cookie) *http.Request { r.AddCookie(c); return r }

// request makes a request in a scene, as the frame does.
func (o *office) request(method, path string, form url.Values) *http.Request {
	o.t.Helper()
	return o.stage().Request(method, path, form)
}

func (o *office) stage() webtest.Stage {
	return webtest.Stage{T: o.t, Lang: "ru", Base: "/perm/office", Now: o.now, Zone: time.FixedZone("YEKT", 5*3600), Words: []fs.FS{Files}}
}

func TestWords(t *testing.T) {
	for _, p := range i18n.Check(webtest.Stage{T: t, Words: []fs.FS{Files}}.Catalog()) {
		t.Error(p)
	}
}

// Every request of the office asks who it is: with the cache and without.
func BenchmarkIdentify(b *testing.B) {
	merged, err := db.Merge(schemas...)
	if err != nil {
		b.Fatal(err)
	}
	d := dbtest.SQLite(b, merged)
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	log, err := audit.Open(b.Context(), d, func() time.Time { return now })
	if err != nil {
		b.Fatal(err)
	}
	s := New(d, log, NewGate(testPolicy), func() time.Time { return now }, Site{Base: "/perm/office"})
	s.hasher = passwords.NewHasher(passwords.Cost{Memory: 64, Passes: 1, Lanes: 1})
	encoded, _ := hash(b.Context(), s.hasher, phrase)
	if _, err := s.Add(With(b.Context(), System("bench")), NewUser{Name: "М", Email: "m@example.org", Roles: []Role{Head}}, Credentials{encoded: encoded}); err != nil {
		b.Fatal(err)
	}
	ticket, err := s.SignIn(b.Context(), Attempt{Email: "m@example.org", Password: phrase})
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequestWithContext(b.Context(), "GET", "/perm/office/", nil)
	r.AddCookie(ticket.Cookie)
	for _, name := range []string{"remembered", "read"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if name == "read" {
					s.known.forget()
				}
				if v, err := s.Identify(r); err != nil || !v.SignedIn() {
					b.Fatal(v, err)
				}
			}
		})
	}
}
