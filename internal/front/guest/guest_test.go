package guest

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pobratim/internal/front/portal"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var noon = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// door is the frame with two purposes over records that are called after their
// identifiers.
type door struct {
	*Frame
	t    *testing.T
	now  time.Time
	said bytes.Buffer
	gone bool // the records are erased
}

func each(t *testing.T, test func(t *testing.T, d *door)) {
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, link.Files}, func(t *testing.T, h *db.DB) {
		d := &door{t: t, now: noon}
		now := func() time.Time { return d.now }
		log, err := audit.Open(t.Context(), h, now)
		if err != nil {
			t.Fatal(err)
		}
		title := func(_ context.Context, id, _ string) (string, error) {
			if d.gone {
				return "", errs.New(errs.NotFound, "record.missing")
			}
			return id, nil
		}
		allowed := func(context.Context, string, string) (bool, error) { return false, nil }
		kinds := record.Kinds{"visit": {Name: "visit", Path: "/visits/{id}", Title: title, Allowed: allowed}}
		modules := []module.Module{d.module()}
		links := link.New(keep.Floor{DB: h, Log: log, Gate: account.NewGate(nil), Kinds: func() record.Kinds { return kinds }}, link.Deps{Clock: now, Base: "/perm", Modules: func() []module.Module { return modules }})
		catalog, err := i18n.Load(Files, portal.Files, form.Words(), edtf.Words(), keep.Files)
		if err != nil {
			t.Fatal(err)
		}
		built, err := assets.Load()
		if err != nil {
			t.Fatal(err)
		}
		d.Frame = &Frame{
			Base: "/perm", Catalog: catalog, Assets: built, Modules: modules, Links: links, Clock: now,
			Exists: func(ctx context.Context, of record.Ref) error {
				_, err := title(ctx, of.ID, "ru")
				return err
			}, Log: slog.New(slog.NewTextHandler(&d.said, nil)),
			City: func(context.Context) (portal.City, error) {
				return portal.City{Name: i18n.NewText("ru", "Пермь"), Phone: "+7 342 217-00-00", Langs: []string{"ru", "en"}}, nil
			},
		}
		if err := d.Open(); err != nil {
			t.Fatal(err)
		}
		test(t, d)
	})
}

// module shows the identifier of its record, and takes one form.
func (d *door) module() module.Module {
	show := func(r *http.Request) (web.Reply, error) {
		if account.From(r.Context()).SignedIn() {
			d.t.Error("a guest is somebody with an account")
		}
		if strings.Contains(r.URL.Path, "guest") {
			d.t.Errorf("the handler sees the whole address %s", r.URL.Path)
		}
		return web.Page{Template: "sample/view", Title: "Запись", Data: link.From(r.Context()).For.ID + " " + r.PostFormValue("name")}, nil
	}
	fails := func(*http.Request) (web.Reply, error) { return nil, errs.New(errs.Internal, "broken") }
	panics := func(*http.Request) (web.Reply, error) { panic("broken") }
	file := func(*http.Request) (web.Reply, error) {
		return web.File{Name: "a.ics", Type: "text/calendar", Body: []byte("x")}, nil
	}
	return module.Module{
		Name:  "sample",
		Files: fstest.MapFS{"templates/view.html": {Data: []byte(`{{define "content"}}<h1>{{.Title}}</h1><p id="what">{{.D}}</p><a href="{{.Path "/day"}}">x</a>{{end}}`)}},
		Guest: []module.Guest{
			{Purpose: "read", Kind: "visit", Routes: []module.Route{
				{Pattern: "GET /{$}", Handle: show}, {Pattern: "GET /day", Handle: show}, {Pattern: "GET /a.ics", Handle: file}, {Pattern: "GET /fails", Handle: fails}, {Pattern: "GET /panics", Handle: panics},
			}},
			{Purpose: "write", Kind: "visit", Routes: []module.Route{{Pattern: "GET /{$}", Handle: show}, {Pattern: "POST /{$}", Handle: show}}},
		},
	}
}

func (d *door) link(id, purpose, lang string) (link.Link, string) {
	d.t.Helper()
	l, key, err := d.Links.Make(account.With(d.t.Context(), account.System("test")), link.Wish{For: record.Ref{Kind: "visit", ID: id}, Purpose: purpose, Name: "Гость", Lang: lang, Until: noon.AddDate(0, 0, 7)})
	if err != nil {
		d.t.Fatal(err)
	}
	return l, key
}

func (d *door) ask(method, path string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if values != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

// wants asks for an address and looks at status and words.
func (d *door) wants(path string, status int, words ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	w := d.ask(http.MethodGet, path, nil)
	if w.Code != status {
		d.t.Errorf("%s answers %d instead of %d", path, w.Code, status)
	}
	body := strings.ReplaceAll(w.Body.String(), "\u00a0", " ")
	for _, word := range words {
		if !strings.Contains(body, word) {
			d.t.Errorf("%s: %q is missing in\n%s", path, word, body)
		}
	}
	for name, want := range map[string]string{"Cache-Control": "private", "X-Robots-Tag": "noindex"} {
		if !strings.Contains(w.Header().Get(name), want) && !strings.Contains(w.Header().Get(name), "no-store") {
			d.t.Errorf("%s: %s is %q", path, name, w.Header().Get(name))
		}
	}
	return w
}

func TestWords(t *testing.T) {
	c, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range i18n.Check(c) {
		t.Error(problem)
	}
}

func TestLinksOpenTheirPurpose(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		_, one := d.link("first", "read", "ru")
		_, two := d.link("second", "write", "en")
		d.wants("/perm/guest/"+one, 200, ">first <", `<html lang="ru"`, "/perm/guest/"+one+"/day", "noindex", "342 217-00-00")
		d.wants("/perm/guest/"+one+"/", 200, ">first <")
		d.wants("/perm/guest/"+one+"/day", 200, ">first <")
		d.wants("/perm/guest/"+two+"/", 200, ">second <", `<html lang="en"`)
		if w := d.wants("/perm/guest/"+one+"/a.ics", 200); w.Header().Get("Content-Type") != "text/calendar" {
			t.Error(w.Header())
		}
		d.wants("/perm/guest/"+two+"/day", 404)  // of the other purpose
		d.wants("/perm/guest/"+one+"//day", 404) // no redirect out of the frame
		d.wants("/perm/guest/"+one+"/../"+two, 404)
		if w := d.ask(http.MethodPost, "/perm/guest/"+two+"/", url.Values{"name": {"Иван"}}); w.Code != 200 || !strings.Contains(w.Body.String(), "second Иван") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w := d.ask(http.MethodPost, "/perm/guest/"+one+"/", url.Values{}); w.Code != 404 {
			t.Errorf("a page that only shows takes a form: %d", w.Code)
		}
		d.gone = true
		d.wants("/perm/guest/"+one, 404, "Такой ссылки нет")
	})
}

func TestLinksThatOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		l, key := d.link("first", "read", "ru")
		d.wants("/perm/guest/", 404, "Такой ссылки нет", "342 217-00-00")
		d.wants("/perm/guest/"+secret.New(), 404, "Такой ссылки нет")
		d.now = noon.AddDate(0, 0, 8)
		if w := d.wants("/perm/guest/"+key, 410, "Срок ссылки истёк", "342 217-00-00"); strings.Contains(w.Body.String(), "first") {
			t.Error("an expired link still shows its record")
		}
		d.wants("/perm/guest/"+key+"?lang=en", 410, "This link has expired")
		d.now = noon
		if _, err := d.Links.Revoke(account.With(t.Context(), account.System("test")), l.ID); err != nil {
			t.Fatal(err)
		}
		d.wants("/perm/guest/"+key+"/day", 410, "Ссылка отозвана")
	})
}

func TestLanguages(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		_, key := d.link("first", "read", "de")
		d.wants("/perm/guest/"+key, 200, `<html lang="en"`, "does not exist in German yet", `lang=ru`)
		w := d.wants("/perm/guest/"+key+"?lang=ru", 200, `<html lang="ru"`, "/perm/guest/"+key+"/day?lang=ru")
		if strings.Contains(w.Body.String(), "пока нет") {
			t.Error("who chose a language is told that another one is missing")
		}
		d.wants("/perm/guest/"+key+"?lang=xx", 200, `<html lang="en"`)
	})
}

func TestGuessingIsSlow(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		_, key := d.link("first", "read", "ru")
		for range wrongBurst {
			d.wants("/perm/guest/"+secret.New(), 404)
		}
		if w := d.wants("/perm/guest/"+secret.New(), 429); w.Header().Get("Retry-After") == "" {
			t.Error("nobody says when to come back")
		}
		d.now = d.now.Add(wrongRegain)
		d.wants("/perm/guest/"+key, 200)
		d.wants("/perm/guest/"+key, 200) // a right one costs nothing
	})
}

// Secrets stand in no log, whatever goes wrong.
func TestSecretsAreNotLogged(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		_, key := d.link("first", "read", "ru")
		d.wants("/perm/guest/"+key+"/fails", 500, "Страница не открывается")
		d.wants("/perm/guest/"+key+"/panics", 500)
		if said := d.said.String(); !strings.Contains(said, "broken") || strings.Contains(said, key) {
			t.Errorf("the log says\n%s", said)
		}
	})
}
