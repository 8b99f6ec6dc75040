package anniversary

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// now is early in Perm's morning of 22 November and still the 21st in Greenwich.
var now = time.Date(2026, 11, 21, 20, 30, 0, 0, time.UTC)

// each runs a test on both engines, with two ties of another subject: one that
// rests, and one whose start is disputed.
func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), export.Files, Files)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"duisburg": "Дуйсбург", "agrigento": "Агридженто", "archive": "Архив города"}
	kind := func(name, path string) record.Kind {
		return record.Kind{Name: name, Path: path, Title: func(_ context.Context, id, _ string) (string, error) {
			if names[id] == "" {
				return "", errs.New(errs.NotFound, "record.missing")
			}
			return names[id], nil
		}}
	}
	deps := Deps{
		Langs: []string{"ru", "en"}, Words: words.Printer,
		Kinds: func() record.Kinds {
			return record.Kinds{"partner": kind("partner", "/partners/{id}"), "organisation": kind("organisation", "/organisations/{id}")}
		},
		Starts: func(_ context.Context, _, only string) ([]Start, error) {
			tie := func(id, on string) Start {
				return Start{Ref: record.Ref{Kind: "partner", ID: id}, Sort: Sister, Title: names[id], Path: "/partners/" + id, Partner: id, Date: date(on), Lang: "ru"}
			}
			duisburg := tie("duisburg", "2007-10-15")
			duisburg.Resting = "paused"
			used, other := tie("agrigento", "2012"), tie("agrigento", "2005")
			used.Disputed, used.InUse, other.Disputed = true, true, true
			all := []Start{duisburg, used, other, {Ref: record.Ref{Kind: "partner", ID: "brest"}, Sort: Partner, Title: "Брест", Path: "/partners/brest", Lang: "ru"}}
			var shown []Start
			for _, s := range all {
				if only == "" || s.Partner == only {
					shown = append(shown, s)
				}
			}
			return shown, nil
		},
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}}, nil
		},
		Countries: func(context.Context) ([]string, error) { return []string{"RU", "DE", "AQ"}, nil },
		Home:      func(string) string { return "Пермь" },
		Country: func(code, _ string) string {
			return map[string]string{"RU": "Россия", "DE": "Германия", "AQ": "Антарктида"}[code]
		},
		CountryOf: func(context.Context, string) (string, error) { return "DE", nil },
	}
	gate := account.Policy{{Role: account.Auditor, Action: module.View, Kind: Kind, Scope: account.All}}
	for _, action := range []string{module.View, module.Create, module.Edit, module.Bin} {
		gate = append(gate, account.Rule{Role: account.Head, Action: action, Kind: KeyDateKind, Scope: account.All}, account.Rule{Role: account.Head, Action: action, Kind: Kind, Scope: account.All})
	}
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, Files}, func(t *testing.T, d *db.DB) {
		log, err := audit.Open(t.Context(), d, clock.Fixed(now))
		if err != nil {
			t.Fatal(err)
		}
		test(t, New(keep.Floor{DB: d, Log: log, Gate: account.NewGate(gate), Kinds: deps.Kinds}, deps))
	})
}

func as(t *testing.T, role account.Role) context.Context {
	return account.With(t.Context(), account.Viewer{UserID: "u", Name: "Кто-то", Roles: []account.Role{role}})
}

func (s *Service) scene(target string) *web.Scene {
	at, err := url.Parse(target)
	if err != nil {
		panic(err)
	}
	return &web.Scene{Printer: s.deps.Words("ru"), Base: "/perm/office", Now: now, Zone: time.FixedZone("Asia/Yekaterinburg", 5*60*60), Key: "key", URL: at}
}

// ask sends a request through the routes of the module and renders the page,
// with ordinary spaces in place of those that keep words together.
func ask(t *testing.T, s *Service, role account.Role, method, target string, values url.Values) (web.Reply, string, error) {
	t.Helper()
	var reply web.Reply
	var failed error
	mux := http.NewServeMux()
	for _, route := range s.Module().Office {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) { reply, failed = route.Handle(r) })
	}
	r := httptest.NewRequestWithContext(as(t, role), method, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		t.Fatal(err)
	}
	mux.ServeHTTP(httptest.NewRecorder(), web.WithScene(r, s.scene(target)))
	page, ok := reply.(web.Page)
	if failed != nil || !ok {
		return reply, "", failed
	}
	return page, render(t, s, target, page.Template, page.Title, page.Data), nil
}

func render(t *testing.T, s *Service, target, template, title string, data any) string {
	t.Helper()
	pages, err := web.NewTemplates(ui.Funcs("icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{"anniversary": Files, "keep": keep.Files})
	if err != nil {
		t.Fatal(err)
	}
	body, err := pages.Fragment(template, &web.View{Scene: s.scene(target), Title: title, D: data})
	if err != nil {
		t.Fatal(err)
	}
	html := strings.ReplaceAll(string(body), "\u00a0", " ")
	if i := strings.Index(html, "⟦"); i >= 0 {
		t.Errorf("%s lacks words: %.60s", target, html[i:])
	}
	return html
}
