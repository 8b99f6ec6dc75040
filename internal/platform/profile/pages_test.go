package profile

import (
	"io/fs"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

const phrase = "семь верблюдов пьют какао"

// desk is the profile of somebody who has signed in.
type desk struct {
	*Pages
	t      *testing.T
	viewer account.Viewer
}

func each(t *testing.T, test func(d *desk)) {
	schemas := []fs.FS{record.Files, audit.Files, account.Files}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		clock := func() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) }
		log, err := audit.Open(t.Context(), d, clock)
		if err != nil {
			t.Fatal(err)
		}
		gate := account.NewGate(account.Policy{{Role: account.Head, Action: module.Edit, Kind: "profile", Scope: account.All}})
		accounts := account.New(d, log, gate, clock, account.Site{Base: "/perm/office", Langs: []string{"ru", "en"}})
		credentials, err := account.NewCredentials(t.Context(), phrase, nil)
		if err != nil {
			t.Fatal(err)
		}
		u, err := accounts.Add(account.With(t.Context(), account.System("test")), account.NewUser{Name: "Мария Иванова", Email: "m@example.org", Roles: []account.Role{account.Head}}, credentials)
		if err != nil {
			t.Fatal(err)
		}
		ticket, err := accounts.SignIn(t.Context(), account.Attempt{Email: u.Email, Password: phrase, Remote: "192.0.2.1:9", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/150"})
		if err != nil {
			t.Fatal(err)
		}
		one := &desk{Pages: New(accounts), t: t}
		r := one.stage().Request("GET", "/", nil)
		r.AddCookie(ticket.Cookie)
		if one.viewer, err = accounts.Identify(r); err != nil || !one.viewer.SignedIn() {
			t.Fatalf("%+v, %v", one.viewer, err)
		}
		test(one)
	})
}

func (d *desk) stage() webtest.Stage {
	return webtest.Stage{T: d.t, Lang: "ru", Base: "/perm/office", Now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), Zone: time.UTC, Words: []fs.FS{account.Files}}
}

// show asks for a page at an address where passkeys work, or not.
func (d *desk) show(handle web.Handler, host, method string, form url.Values) string {
	d.t.Helper()
	r := d.stage().Request(method, "/x", form)
	r.Host = host
	r = r.WithContext(account.With(web.WithSecure(r.Context()), d.viewer))
	reply, err := handle(r)
	files := fs.FS(Files)
	if strings.HasPrefix(webtest.Page(d.t, reply, err).Template, "account/") {
		files = account.Files
	}
	return webtest.HTML(d.t, files, r, reply, err)
}

func TestPages(t *testing.T) {
	each(t, func(d *desk) {
		for _, c := range []struct {
			name   string
			handle web.Handler
			method string
			form   url.Values
			has    []string
		}{
			{"profile", d.profile, "GET", nil, []string{"это устройство", "Осталось 8 кодов", `name="theme"`, "Новый ключ доступа", "Не настроены"}},
			{"bad profile", d.savePrefs, "POST", url.Values{"theme": {"pink"}}, []string{"Выберите оформление"}},
			{"password", d.passwordPage, "GET", nil, []string{"old_password", "new-password"}},
			{"bad password", d.savePassword, "POST", url.Values{"old_password": {phrase}, "password": {"короткий"}}, []string{"не короче 12 знаков"}},
			{"codes", d.codesAsk, "GET", nil, []string{"old_password"}},
			{"new codes", d.newCodes, "POST", url.Values{"old_password": {phrase}}, []string{"<code>"}},
			{"new key", d.passkeyPage, "GET", nil, []string{"old_password", `name="name"`}},
			{"key without a name", d.makePasskey, "POST", url.Values{"name": {" "}, "old_password": {phrase}}, []string{"Назовите ключ", `href="#f-name"`}},
			{"key of somebody else", d.makePasskey, "POST", url.Values{"name": {"мой ноутбук"}, "old_password": {"мимо"}}, []string{"Нынешний пароль не подходит", `value="мой ноутбук"`}},
			{"key to be made", d.makePasskey, "POST", url.Values{"name": {"мой ноутбук"}, "old_password": {phrase}}, []string{"data-make=", "challenge", `value="мой ноутбук"`, "<noscript>"}},
			{"no key", d.addPasskey, "POST", url.Values{"name": {"мой ноутбук"}, "answer": {"{"}}, []string{"Ключ не создан", `value="мой ноутбук"`}},
			{"second step", d.newSecondPage, "GET", nil, []string{"old_password"}},
			{"second step of somebody else", d.newSecond, "POST", url.Values{"old_password": {"мимо"}}, []string{"Нынешний пароль не подходит"}},
			{"second step too late", d.confirmSecond, "POST", url.Values{"enrolment": {"unknown"}, "code": {"123456"}}, []string{"Прошло больше четверти часа"}},
			{"end of the second step", d.endSecondPage, "GET", nil, []string{"хватит пароля"}},
			{"token", d.tokenPage, "GET", nil, []string{"Новый ключ для программы"}},
		} {
			html := d.show(c.handle, "friends.example.org", c.method, c.form)
			webtest.Has(t, c.name, html, c.has...)
			for _, secret := range []string{phrase, "мимо", "короткий"} {
				if strings.Contains(html, secret) {
					t.Errorf("%s: the password is in the page", c.name)
				}
			}
		}
	})
}

func TestWithoutAName(t *testing.T) {
	each(t, func(d *desk) {
		html := d.show(d.profile, "192.0.2.1", "GET", nil)
		webtest.Has(d.t, "profile", html, "Ключи доступа здесь не работают")
		if strings.Contains(html, "/profile/passkeys/new") {
			d.t.Error("a passkey is offered under an address without a name")
		}
	})
}

// The secret stays the same when the first code was mistyped.
func TestEnrolment(t *testing.T) {
	each(t, func(d *desk) {
		html := d.show(d.newSecond, "friends.example.org", "POST", url.Values{"old_password": {phrase}})
		token := regexp.MustCompile(`name="enrolment" value="([^"]+)"`).FindStringSubmatch(html)
		secret := regexp.MustCompile(`[A-Z2-7]{4}( [A-Z2-7]{4}){7}`).FindString(html)
		if token == nil || secret == "" || !strings.Contains(html, `<svg class="qr"`) {
			d.t.Fatalf("no secret in\n%s", html)
		}
		again := d.show(d.confirmSecond, "friends.example.org", "POST", url.Values{"enrolment": {token[1]}, "code": {"12"}})
		webtest.Has(d.t, "a wrong code", again, "Код не подходит", secret, token[1])
	})
}
