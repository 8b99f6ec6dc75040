package note

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var (
	now     = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	schemas = []fs.FS{record.Files, audit.Files, Files}
	perm    = time.FixedZone("Asia/Yekaterinburg", 5*60*60)
)

// missing finds words and arguments that a page lacks.
var missing = regexp.MustCompile(`⟦[^⟧]*⟧`)

// policy is a small authorization table with every scope.
func policy() account.Policy {
	p := account.Policy{
		{Role: account.Branch, Action: module.View, Kind: Kind, Scope: account.City},
		{Role: account.Guest, Action: module.View, Kind: Kind, Scope: account.Own},
		{Role: account.Anyone, Action: module.View, Kind: Kind, Scope: account.Open},
		{Role: account.Auditor, Action: module.View, Kind: Kind, Scope: account.All},
	}
	for _, action := range []string{module.View, module.Create, module.Edit, module.Bin} {
		p = append(p, account.Rule{Role: account.Coordinator, Action: action, Kind: Kind, Scope: account.All},
			account.Rule{Role: account.Head, Action: action, Kind: Kind, Scope: account.All})
	}
	return append(p, account.Rule{Role: account.Head, Action: module.Publish, Kind: Kind, Scope: account.All})
}

// neighbours are two partner cities, an activity with one of them, and a person
// whom only some may see.
func neighbours() record.Kinds {
	names := map[string]string{"duisburg": "Дуйсбург", "oxford": "Оксфорд", "crossroutes": "Кроссроутс", "schmidt": "Anna Schmidt"}
	kind := func(name, path string) record.Kind {
		find := func(ctx context.Context, id string) error {
			if names[id] == "" || name == "person" && !account.From(ctx).Has(account.Head) {
				return errs.New(errs.NotFound, "record.missing")
			}
			return nil
		}
		return record.Kind{
			Name: name, Path: path,
			Title:   func(ctx context.Context, id, _ string) (string, error) { return names[id], find(ctx, id) },
			Allowed: func(ctx context.Context, id, _ string) (bool, error) { return false, find(ctx, id) },
		}
	}
	return record.Kinds{"partner": kind("partner", "/partners/{id}"), "activity": kind("activity", "/activities/{id}"), "person": kind("person", "/people/{id}")}
}

func deps() Deps {
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(now), Kinds: neighbours,
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "oxford", Label: "Оксфорд"}}, nil
		},
		Countries: func(context.Context) ([]string, error) { return []string{"DE", "GB"}, nil },
		Country: func(code, _ string) string {
			return map[string]string{"DE": "Германия", "GB": "Великобритания"}[code]
		},
		Near: func(_ context.Context, about record.Ref) ([]record.Ref, error) {
			switch about.ID {
			case "duisburg":
				return []record.Ref{{Kind: CountryKind, ID: "DE"}}, nil
			case "crossroutes":
				return []record.Ref{{Kind: "partner", ID: "duisburg"}, {Kind: CountryKind, ID: "DE"}}, nil
			}
			return nil, nil
		},
	}
}

func as(t *testing.T, roles ...account.Role) context.Context {
	t.Helper()
	return account.With(t.Context(), account.Viewer{UserID: "u", Name: "Кто-то", Roles: roles, Organisation: "org"})
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		log, err := audit.Open(t.Context(), d, clock.Fixed(now))
		if err != nil {
			t.Fatal(err)
		}
		test(t, New(keep.Floor{DB: d, Log: log, Gate: account.NewGate(policy())}, deps()))
	})
}

func catalog(t *testing.T) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func scene(t *testing.T, lang, target string) *web.Scene {
	t.Helper()
	at, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	return &web.Scene{Printer: catalog(t).Printer(lang), Base: "/perm/office", Now: now, Zone: perm, Key: "key", URL: at}
}

// ask sends a request through the routes of the module, as the office would.
func ask(t *testing.T, s *Service, ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	var reply web.Reply
	var failed error = errs.New(errs.NotFound, "no route")
	mux := http.NewServeMux()
	for _, route := range s.Module().Office {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) { reply, failed = route.Handle(r) })
	}
	r := httptest.NewRequestWithContext(ctx, method, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		t.Fatal(err)
	}
	mux.ServeHTTP(httptest.NewRecorder(), web.WithScene(r, scene(t, "ru", target)))
	return reply, failed
}

// html shows a page's own part.
func html(t *testing.T, sc *web.Scene, template, title string, data any) string {
	t.Helper()
	pages, err := web.NewTemplates(ui.Funcs("icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{"note": Files, "keep": keep.Files})
	if err != nil {
		t.Fatal(err)
	}
	body, err := pages.Fragment(template, &web.View{Scene: sc, Title: title, D: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range missing.FindAllString(string(body), -1) {
		t.Errorf("%s is missing on %s", key, template)
	}
	return string(body)
}

// shown asks for a page and shows it.
func shown(t *testing.T, s *Service, ctx context.Context, target string) string {
	t.Helper()
	reply, err := ask(t, s, ctx, http.MethodGet, target, nil)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	page := reply.(web.Page)
	return html(t, scene(t, "ru", target), page.Template, page.Title, page.Data)
}

func add(t *testing.T, s *Service, n Note, cites ...keep.Cite) string {
	t.Helper()
	id, err := s.Add(as(t, account.Head), n, cites...)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func text(s string) i18n.Text { return i18n.NewText("ru", s) }

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}
