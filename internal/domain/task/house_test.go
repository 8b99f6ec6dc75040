package task

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
	p := account.Policy{{Role: account.Auditor, Action: module.View, Kind: Kind, Scope: account.All}}
	for _, action := range []string{module.View, module.Create, module.Edit, module.Bin} {
		p = append(p, account.Rule{Role: account.Coordinator, Action: action, Kind: Kind, Scope: account.All},
			account.Rule{Role: account.Head, Action: action, Kind: Kind, Scope: account.All})
	}
	return append(p, account.Rule{Role: account.Head, Action: module.Edit, Kind: RulesKind, Scope: account.All})
}

// deps are an office of three users, of whom one has left, and two posts, of
// which Anna, whose address is the coordinator's, holds the first.
func deps() Deps {
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(now.In(perm)),
		Kinds: func() record.Kinds {
			title := func(_ context.Context, id, _ string) (string, error) { return "Запись " + id, nil }
			allowed := func(context.Context, string, string) (bool, error) { return false, nil }
			kinds := record.Kinds{}
			for _, kind := range AboutKinds() {
				kinds[kind] = record.Kind{Name: kind, Path: "/" + kind + "/{id}", Title: title, Allowed: allowed}
			}
			return kinds
		},
		Partners: options("duisburg", "Дуйсбург", "oxford", "Оксфорд"),
		Posts:    options("post-1", "Координатор связи", "post-2", "Заместитель"),
		Proofs:   options("activity:days", "Дни Дуйсбурга", "result:book", "Книга"),
		Staff: func(context.Context) ([]Colleague, error) {
			return []Colleague{{ID: "u", Name: "Кто-то", Email: "anna@example.org"}, {ID: "other", Name: "Другой", Email: "other@example.org"}, {ID: "gone", Name: "Ушедший", Left: true}}, nil
		},
		Held: func(context.Context, string) ([]Held, error) {
			return []Held{{Post: "post-1", Name: "Анна", Email: "Anna@example.org"}}, nil
		},
		Coordinator: func(_ context.Context, _ db.Handle, partner string) (string, error) {
			return map[string]string{"duisburg": "post-1"}[partner], nil
		},
		Origin: func(_ context.Context, about record.Ref) (Origin, error) {
			switch about.Kind {
			case "activity":
				return Origin{Partner: "duisburg", On: date("2026-11-10"), Lines: []string{"Прислать программу", "Назвать школу"}}, nil
			case "agreement":
				return Origin{Partner: "oxford", On: date("2027-01-01")}, nil
			}
			return Origin{}, nil
		},
	}
}

func options(pairs ...string) func(context.Context, *web.Scene) ([]ui.Option, error) {
	return func(context.Context, *web.Scene) ([]ui.Option, error) {
		var all []ui.Option
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, ui.Option{Value: pairs[i], Label: pairs[i+1]})
		}
		return all, nil
	}
}

func as(t *testing.T, roles ...account.Role) context.Context {
	t.Helper()
	ctx := audit.WithActor(t.Context(), audit.Actor{ID: "u", Name: "Кто-то"})
	return account.With(ctx, account.Viewer{UserID: "u", Name: "Кто-то", Email: "anna@example.org", Roles: roles})
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

// ask sends a request through some routes of the module, as a frame would.
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
	pages, err := web.NewTemplates(ui.Funcs("icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{"task": Files, "keep": keep.Files})
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

func add(t *testing.T, s *Service, n Task, cites ...keep.Cite) string {
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
