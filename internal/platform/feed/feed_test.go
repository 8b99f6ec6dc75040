package feed

import (
	"context"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/ics"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var noon = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// desk is the service with two users, and an agenda that a test writes.
type desk struct {
	*Service
	t       *testing.T
	entries []module.Entry
	ivan    account.Viewer
	maria   account.Viewer
}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, account.Files, Files}, func(t *testing.T, h *db.DB) {
		now := clock.Fixed(noon)
		log, err := audit.Open(t.Context(), h, now)
		if err != nil {
			t.Fatal(err)
		}
		gate := account.NewGate(account.Policy{
			{Role: account.Head, Action: module.Edit, Kind: "profile", Scope: account.All}, {Role: account.Auditor, Action: module.Edit, Kind: "profile", Scope: account.All},
			{Role: account.Administrator, Action: module.Manage, Kind: "user", Scope: account.All},
		})
		accounts := account.New(h, log, gate, now, account.Site{Base: "/perm/office", Langs: []string{"ru", "en"}})
		d := &desk{t: t}
		agenda := func(ctx context.Context, _ *web.Scene, _, _ edtf.Date) ([]module.Entry, error) {
			if account.From(ctx).Has(account.Auditor) {
				return nil, nil
			}
			return d.entries, nil
		}
		d.Service = New(keep.Floor{DB: h, Log: log, Gate: gate}, Deps{
			Accounts: accounts, Clock: now, Langs: []string{"ru", "en"}, Slug: "perm", Base: "/perm",
			Modules: func() []module.Module { return []module.Module{{Name: "test", Agenda: []module.Agenda{agenda}}} },
			Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
				return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}}, nil
			},
		})
		d.ivan, d.maria = d.user("ivan@example.org", account.Head), d.user("maria@example.org", account.Head, account.Administrator)
		test(t, d)
	})
}

func (d *desk) user(email string, roles ...account.Role) account.Viewer {
	d.t.Helper()
	credentials, err := account.NewCredentials(d.t.Context(), "семь верблюдов пьют какао", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	u, err := d.deps.Accounts.Add(account.With(d.t.Context(), account.System("test")), account.NewUser{Name: email, Email: email, Roles: roles}, credentials)
	if err != nil {
		d.t.Fatal(err)
	}
	return account.Viewer{UserID: u.ID, Name: u.Name, Email: email, Roles: roles}
}

func (d *desk) as(v account.Viewer) context.Context {
	return audit.WithActor(account.With(d.t.Context(), v), audit.Actor{ID: v.UserID, Name: v.Name})
}

func (d *desk) scene() *web.Scene {
	s := webtest.Stage{T: d.t, Lang: "ru", Base: "/perm/office", Now: noon, Zone: time.UTC, Words: []fs.FS{account.Files, Files}}
	return web.SceneOf(s.Request("GET", "/", nil))
}

// change has an administrator edit an account.
func (d *desk) change(v account.Viewer, roles []account.Role, disabled bool) {
	d.t.Helper()
	ctx := account.With(d.t.Context(), account.System("test"))
	u, err := d.deps.Accounts.User(ctx, v.UserID)
	if err == nil {
		err = d.deps.Accounts.Change(ctx, account.UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: roles, Disabled: disabled})
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// A feed is found by its secret and by nothing else, as its owner sees it, until
// it is revoked or the account closed; the secret is not stored.
func TestFeed(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := d.as(d.ivan)
		made, secret, err := d.Make(ctx, Feed{Name: "  мой   телефон ", Layers: []module.Layer{module.Visits, module.Events, "made-up"}, Lang: "en", Partner: "duisburg"})
		if err != nil {
			t.Fatal(err)
		}
		got, v, err := d.Open(t.Context(), secret)
		if err != nil || got.Name != "мой телефон" || !slices.Equal(got.Layers, []module.Layer{module.Events, module.Visits}) || got.Lang != "en" || got.Partner != "duisburg" || v.UserID != d.ivan.UserID {
			t.Errorf("%+v of %+v, %v", got, v, err)
		}
		if list, err := d.Feeds(ctx); err != nil || len(list) != 1 || !list[0].SeenAt.Equal(noon) {
			t.Errorf("%+v, %v", list, err)
		}
		for _, wrong := range []string{"", "x", secret + "x", strings.ToUpper(secret), made.ID, strings.Repeat("a", 200)} {
			if _, _, err := d.Open(t.Context(), wrong); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%q opens: %v", wrong, err)
			}
		}
		stored, err := db.One(t.Context(), d.DB, db.Value[int], `SELECT count(*) FROM feeds WHERE token_hash = $1 OR id = $1 OR name = $1`, secret)
		if err != nil || stored != 0 {
			t.Errorf("the secret is stored: %d, %v", stored, err)
		}
		if err := d.Revoke(d.as(d.maria), made.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("somebody else revokes: %v", err)
		}
		d.change(d.ivan, []account.Role{account.Auditor}, false)
		if _, v, err = d.Open(t.Context(), secret); err != nil || !slices.Equal(v.Roles, []account.Role{account.Auditor}) {
			t.Errorf("after the role has changed: %v, %v", v.Roles, err)
		}
		d.change(d.ivan, []account.Role{account.Auditor}, true)
		if _, _, err = d.Open(t.Context(), secret); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after the account was closed: %v", err)
		}
		d.change(d.ivan, []account.Role{account.Head}, false)
		if _, _, err = d.Open(t.Context(), secret); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after the account was opened again: %v", err)
		}
		again, secret, err := d.Make(ctx, Feed{Name: "почта", Layers: module.Layers(), Lang: "ru"})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Revoke(ctx, again.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err = d.Open(t.Context(), secret); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after it was revoked: %v", err)
		}
		history, err := d.Log.Of(t.Context(), ref(d.ivan.UserID), "feed")
		if err != nil || len(history) != 3 {
			t.Errorf("the history has %d entries, %v", len(history), err)
		}
	})
}

func TestFeedFaults(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := d.as(d.ivan)
		for want, f := range map[string]Feed{
			"name":   {Name: " ", Layers: module.Layers(), Lang: "ru"},
			"layers": {Name: "a", Layers: []module.Layer{"made-up"}, Lang: "ru"},
			"lang":   {Name: "a", Layers: module.Layers(), Lang: "tlh"},
		} {
			if _, _, err := d.Make(ctx, f); !strings.Contains(err.Error(), want) || errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", want, err)
			}
		}
		for range maxFeeds {
			if _, _, err := d.Make(ctx, Feed{Name: "a", Layers: module.Layers(), Lang: "ru"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := d.Make(ctx, Feed{Name: "a", Layers: module.Layers(), Lang: "ru"}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("one too many: %v", err)
		}
		if _, _, err := d.Make(t.Context(), Feed{Name: "a", Layers: module.Layers(), Lang: "ru"}); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("nobody makes a feed: %v", err)
		}
	})
}

// A calendar password opens with the name of its owner, however it is spaced;
// the password of the account does not.
func TestPassword(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := d.as(d.ivan)
		made, secret, err := d.MakePassword(ctx, "Thunderbird")
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{secret, strings.ReplaceAll(secret, "-", ""), strings.ToLower(strings.ReplaceAll(secret, "-", " "))} {
			if v, err := d.Enter(t.Context(), " IVAN@example.org", typed); err != nil || v.UserID != d.ivan.UserID {
				t.Errorf("%q: %+v, %v", typed, v, err)
			}
		}
		for _, wrong := range [][2]string{{"maria@example.org", secret}, {"ivan@example.org", secret[1:]}, {"ivan@example.org", "семь верблюдов пьют какао"}, {"ivan@example.org", ""}, {"", secret}} {
			if _, err := d.Enter(t.Context(), wrong[0], wrong[1]); errs.KindOf(err) != errs.Unauthenticated {
				t.Errorf("%q enters: %v", wrong, err)
			}
		}
		if err := d.RevokePassword(d.as(d.maria), made.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("somebody else revokes: %v", err)
		}
		if list, err := d.Passwords(ctx); err != nil || len(list) != 1 || list[0].Name != "Thunderbird" || !list[0].SeenAt.Equal(noon) {
			t.Errorf("%+v, %v", list, err)
		}
		if err := d.RevokePassword(ctx, made.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Enter(t.Context(), d.ivan.Email, secret); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("after it was revoked: %v", err)
		}
		_, secret, err = d.MakePassword(ctx, "a")
		if err != nil {
			t.Fatal(err)
		}
		d.change(d.ivan, d.ivan.Roles, true)
		if _, err := d.Enter(t.Context(), d.ivan.Email, secret); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("after the account was closed: %v", err)
		}
		for range maxPasswords {
			if _, _, err := d.MakePassword(d.as(d.maria), "a"); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := d.MakePassword(d.as(d.maria), "a"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("one too many: %v", err)
		}
	})
}

func date(text string) edtf.Date {
	d, err := edtf.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// What an agenda says becomes events that keep their names.
func TestEvents(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		zone, err := time.LoadLocation("Asia/Yekaterinburg")
		if err != nil {
			t.Fatal(err)
		}
		user := ref(d.ivan.UserID) // a record with a history
		opens := time.Date(2027, 5, 10, 9, 0, 0, 0, zone)
		d.entries = []module.Entry{
			{Of: user, Name: "starts", Layer: module.Visits, When: date("2027-05-10"), Opens: opens, Closes: opens.Add(time.Hour), Text: "Принять делегацию", Note: "Дуйсбург", Path: "/activities/1", Version: 7, Partners: []string{"duisburg"}, Standing: module.Tentative},
			{Of: record.Ref{Kind: "activity", ID: "2"}, Name: "starts", Layer: module.Events, When: date("2027-05-10/2027-05-12"), Text: "a", Version: 1, Standing: module.Off},
			{Of: record.Ref{Kind: "activity", ID: "3"}, Name: "starts", Layer: module.Events, When: date("2027-06"), Text: "b", Version: 1},
			{Of: user, Name: "anniversary", Layer: module.Anniversaries, When: date("2028-10-03"), Text: "c"},
			{Of: user, Name: "anniversary", Layer: module.Anniversaries, When: date("2033-10-03"), Text: "d"},
			{Of: record.Ref{Kind: "country", ID: "DE"}, Name: "day of unity", Layer: module.Holidays, When: date("2027-10-03"), Text: "e"},
			{Of: record.Ref{Kind: "country", ID: "DE"}, Name: "day of unity", Layer: module.Holidays, When: date("2027-10-04"), Text: "the same once more"},
			{Of: user, Name: "year", Layer: module.Events, When: date("2029"), Text: "a year is no day"},
			{Of: user, Name: "long", Layer: module.Events, When: date("2027-01-01/2029-01-01"), Text: "runs for years"},
		}
		items, err := d.Events(d.as(d.ivan), d.scene(), "https://friends.example.org", "")
		if err != nil {
			t.Fatal(err)
		}
		byText := map[string]Item{}
		for _, item := range items {
			byText[item.Summary] = item
		}
		names := map[string]string{
			"Принять делегацию": "user-" + user.ID + "-starts", "a": "activity-2-starts", "b": "activity-3-starts", "c": "user-" + user.ID + "-anniversary-2028", "d": "user-" + user.ID + "-anniversary-2033",
			"e": "country-DE-day_20of_20unity-2027", "the same once more": "country-DE-day_20of_20unity-2027-2",
		}
		if len(items) != len(names) {
			t.Errorf("%d items, want %d", len(items), len(names))
		}
		for text, name := range names {
			if got := byText[text]; got.Name != name || got.UID != name+"@perm.pobratim" {
				t.Errorf("%s is called %s, %s", text, got.Name, got.UID)
			}
		}
		visit := byText["Принять делегацию"]
		if visit.Sequence != 7 || !visit.Starts.Equal(opens) || visit.Free || visit.Status != ics.Tentative || visit.URL != "https://friends.example.org/perm/office/activities/1" || visit.Description != "Дуйсбург" || !visit.Revised.Equal(noon) {
			t.Errorf("the visit: %+v", visit)
		}
		if a, b, c, e := byText["a"], byText["b"], byText["c"], byText["e"]; a.Status != ics.Cancelled || !a.Last.Equal(date("2027-05-12").First()) || !b.Last.Equal(date("2027-06-30").First()) || b.Description == "" || c.Sequence < 1 || e.Revised.Year() != 1970 {
			t.Errorf("%+v\n%+v\n%+v\n%+v", a, b, c, e)
		}
		before := byText["c"].Sequence
		d.change(d.ivan, d.ivan.Roles, true)
		items, err = d.Events(d.as(d.maria), d.scene(), "", "", module.Anniversaries)
		if err != nil || len(items) != 2 || items[0].Sequence <= before {
			t.Errorf("after a change: %+v, %v", items, err)
		}
		if items, err = d.Events(d.as(d.maria), d.scene(), "", "duisburg"); err != nil || len(items) != 1 {
			t.Errorf("of one partner: %+v, %v", items, err)
		}
		if items, err = d.Events(d.as(d.user("auditor@example.org", account.Auditor)), d.scene(), "", ""); err != nil || len(items) != 0 {
			t.Errorf("an auditor sees %+v, %v", items, err)
		}
	})
}

// Pages show what there is, and a secret once.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		show := func(handle web.Handler, method string, form url.Values) (string, web.Reply) {
			stage := webtest.Stage{T: t, Lang: "ru", Base: "/perm/office", Now: noon, Zone: time.UTC, Words: []fs.FS{account.Files, Files}}
			r := stage.Request(method, "/x", form)
			r = r.WithContext(audit.WithActor(account.With(r.Context(), d.ivan), audit.Actor{ID: d.ivan.UserID, Name: d.ivan.Name}))
			reply, err := handle(r)
			if _, ok := reply.(web.Page); !ok {
				return "", reply
			}
			files := fs.FS(Files)
			if strings.HasPrefix(webtest.Page(t, reply, err).Template, "account/") {
				files = account.Files
			}
			return webtest.HTML(t, files, r, reply, err), reply
		}
		html, _ := show(d.page, "GET", nil)
		webtest.Has(t, "empty", html, "/perm/dav/", "ivan@example.org", "Новая подписка", "Новый пароль для календаря")
		html, _ = show(d.newPage, "GET", nil)
		webtest.Has(t, "new", html, "Дуйсбург", "Все партнёры", "Визиты")
		html, reply := show(d.make, "POST", url.Values{"name": {" "}, "layers": {"visits"}, "lang": {"ru"}})
		webtest.Has(t, "no name", html, "Назовите программу", `href="#f-name"`)
		if p := reply.(web.Page); p.Status != http.StatusUnprocessableEntity {
			t.Errorf("no name: %d", p.Status)
		}
		html, _ = show(d.make, "POST", url.Values{"name": {"телефон"}, "layers": {"visits"}, "lang": {"ru"}, "partner": {"gone"}})
		webtest.Has(t, "partner is gone", html, "Этого партнёра больше нет", `value="телефон"`)
		html, _ = show(d.make, "POST", url.Values{"name": {"телефон"}, "layers": {"visits"}, "lang": {"ru"}, "partner": {"duisburg"}})
		webtest.Has(t, "made", html, "/perm/feeds/", ".ics", "Показано один раз")
		html, _ = show(d.makePassword, "POST", url.Values{"name": {""}})
		webtest.Has(t, "no name", html, "Назовите программу")
		html, _ = show(d.makePassword, "POST", url.Values{"name": {"Thunderbird"}})
		webtest.Has(t, "password", html, "Показано один раз", "/perm/dav/", "ivan@example.org")
		html, _ = show(d.page, "GET", nil)
		webtest.Has(t, "list", html, "телефон", "Дуйсбург: визиты; язык — русский", "запросов ещё не было", "Thunderbird", "Отозвать")
		if strings.Contains(html, ".ics") {
			t.Error("the list shows an address")
		}
	})
}

// The list on the command line says whose feeds there are, without secrets.
func TestListing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		if _, _, err := d.Make(d.as(d.ivan), Feed{Name: "телефон", Layers: []module.Layer{module.Events, module.Visits}, Lang: "ru"}); err != nil {
			t.Fatal(err)
		}
		rows, err := d.listing(d.as(d.maria), "en")
		if want := []listed{{User: "ivan@example.org", Name: "телефон", Layers: "events visits", Language: "ru", Made: "2026-11-22T09:30:00.000000Z"}}; err != nil || !slices.Equal(rows.([]listed), want) {
			t.Errorf("%+v, %v", rows, err)
		}
		if _, err := d.listing(d.as(d.ivan), "en"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("who keeps no users lists: %v", err)
		}
	})
}
