package account

import (
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/webtest"
)

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		u := o.add("Мария Иванова", "m@example.org", phrase, Administrator)
		ctx, _ := o.as("m@example.org", phrase)
		_, _ = o.as("m@example.org", phrase)
		for _, c := range []struct {
			name   string
			handle web.Handler
			method string
			form   url.Values
			path   [2]string
			has    []string
		}{
			{"sign in", o.signInPage, "GET", nil, [2]string{}, []string{`type="password"`, `autocomplete="current-password"`, `action="/perm/office/sign-in"`}},
			{"keys cannot work", o.signInPage, "GET", nil, [2]string{}, []string{"Ключи доступа здесь не работают", "http://example.com"}},
			{"wrong", o.Service.signIn, "POST", url.Values{"email": {"m@example.org"}, "password": {"тайное слово"}}, [2]string{}, []string{"Имя или пароль не подходят", `value="m@example.org"`}},
			{"code", o.codePage, "GET", nil, [2]string{}, []string{"one-time-code"}},
			{"invite", o.invitePage, "GET", nil, [2]string{}, []string{`name="code"`}},
			{"no key", o.Service.signInByPasskey, "POST", url.Values{"answer": {"{"}}, [2]string{}, []string{"Ключи доступа здесь не работают"}},
			{"bad invite", o.invitePage, "GET", nil, [2]string{"code", "ABCD"}, []string{"больше не действует"}},
			{"users", o.list, "GET", nil, [2]string{}, []string{"Мария Иванова", "/perm/office/users/" + u.ID, "Начальник отдела"}},
			{"new", o.newPage, "GET", nil, [2]string{}, []string{`name="roles"`}},
			{"bad new", o.invite, "POST", url.Values{"name": {""}, "email": {"m@"}}, [2]string{}, []string{"нужно исправить 3 поля", `href="#f-email"`, `value="m@"`}},
			{"taken", o.invite, "POST", url.Values{"name": {"Я"}, "email": {"M@example.org"}, "roles": {"head"}}, [2]string{}, []string{"уже есть учётная запись", "checked"}},
			{"invited", o.invite, "POST", url.Values{"name": {"Анна"}, "email": {"a@example.org"}, "roles": {"head"}}, [2]string{}, []string{"/perm/office/invite/", "29 ноября 2026"}},
			{"guest of nobody", o.invite, "POST", url.Values{"name": {"Вера"}, "email": {"v@example.org"}, "roles": {"guest"}}, [2]string{}, []string{"Выберите организацию", `href="#f-organisation"`, "Общество дружбы"}},
			{"guest of the unknown", o.invite, "POST", url.Values{"name": {"Вера"}, "email": {"v@example.org"}, "roles": {"guest"}, "organisation": {"nobody"}}, [2]string{}, []string{`href="#f-organisation"`}},
			{"guest", o.invite, "POST", url.Values{"name": {"Вера"}, "email": {"v@example.org"}, "roles": {"guest"}, "organisation": {"friends"}}, [2]string{}, []string{"/perm/office/invite/"}},
			{"user", o.view, "GET", nil, [2]string{"id", u.ID}, []string{"m@example.org", "Firefox, Windows"}},
			{"last administrator", o.save, "POST", url.Values{"version": {"1"}, "name": {"Мария Иванова"}, "roles": {"head"}}, [2]string{"id", u.ID}, []string{"последний администратор"}},
		} {
			r := o.request(c.method, "/x", c.form)
			if c.path[0] != "" {
				r.SetPathValue(c.path[0], c.path[1])
			}
			if c.name != "sign in" && c.name != "keys cannot work" {
				r = r.WithContext(With(r.Context(), From(ctx)))
			}
			reply, err := c.handle(r)
			html := webtest.HTML(t, Files, r, reply, err)
			webtest.Has(t, c.name, html, c.has...)
			for _, secret := range []string{phrase, "тайное слово", "короткий"} {
				if strings.Contains(html, secret) {
					t.Errorf("%s: the password is in the page", c.name)
				}
			}
		}
	})
}

// The page says when to try again, on the clocks of the city.
func TestTooManySaysWhen(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var html string
		var page web.Page
		for range attemptsPerAccount + 1 {
			r := o.request("POST", "/sign-in", url.Values{"email": {"m@example.org"}, "password": {"мимо"}})
			reply, err := o.Service.signIn(r)
			page = webtest.Page(t, reply, err)
			html = webtest.HTML(t, Files, r, reply, err)
		}
		webtest.Has(t, "too many", html, "Слишком много попыток. Повторите в 14:33", `value="m@example.org"`)
		if page.Status != 429 {
			t.Errorf("status %d", page.Status)
		}
	})
}
