// Package keeptest lets the tests of a subject act on it as the office does:
// over an empty database of either engine, under a small authorization table,
// through the routes of its module, reading the pages it answers with.
package keeptest

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
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Now is when the tests take place.
func Now() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) }

// Rights is a small authorization table in which these kinds have every scope:
// the head may do all, a coordinator all but publish, the others read.
func Rights(kinds ...string) account.Policy {
	var p account.Policy
	for _, kind := range kinds {
		p = append(p,
			account.Rule{Role: account.Head, Action: module.Publish, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Auditor, Action: module.View, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Branch, Action: module.View, Kind: kind, Scope: account.City},
			account.Rule{Role: account.Guest, Action: module.View, Kind: kind, Scope: account.Own},
			account.Rule{Role: account.Anyone, Action: module.View, Kind: kind, Scope: account.Open})
		for _, action := range []string{module.View, module.Create, module.Edit, module.Bin} {
			p = append(p, account.Rule{Role: account.Coordinator, Action: action, Kind: kind, Scope: account.All},
				account.Rule{Role: account.Head, Action: action, Kind: kind, Scope: account.All})
		}
	}
	return p
}

// As is how somebody of these roles acts, who belongs to the organisation "org".
func As(t testing.TB, roles ...account.Role) context.Context {
	return account.With(t.Context(), account.Viewer{UserID: "u", Name: "Кто-то", Roles: roles, Organisation: "org"})
}

// Each runs a test on both engines over an empty municipality that has the
// tables of these subjects.
func Each(t *testing.T, policy account.Policy, subjects []fs.FS, test func(t *testing.T, floor keep.Floor)) {
	t.Helper()
	dbtest.Each(t, append([]fs.FS{record.Files, audit.Files}, subjects...), func(t *testing.T, d *db.DB) {
		log, err := audit.Open(t.Context(), d, clock.Fixed(Now()))
		if err != nil {
			t.Fatal(err)
		}
		test(t, keep.Floor{DB: d, Log: log, Gate: account.NewGate(policy)})
	})
}

// Desk is where the pages of one subject are asked for.
type Desk struct {
	T     testing.TB
	Name  string // of the subject, as its templates are called
	Files fs.FS  // its words and templates
}

// Scene is a page's surroundings in the office of Perm.
func (d Desk) Scene(lang, target string) *web.Scene {
	d.T.Helper()
	at, err := url.Parse(target)
	if err != nil {
		d.T.Fatal(err)
	}
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), money.Words(), d.Files)
	if err != nil {
		d.T.Fatal(err)
	}
	zone := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	return &web.Scene{Printer: words.Printer(lang), Base: "/perm/office", Now: Now(), Zone: zone, Key: "key", URL: at}
}

// Ask sends a request through some routes of the subject, as a frame would.
func (d Desk) Ask(ctx context.Context, routes []module.Route, method, target string, values url.Values) (web.Reply, error) {
	d.T.Helper()
	var reply web.Reply
	var failed error = errs.New(errs.NotFound, "no route")
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) { reply, failed = route.Handle(r) })
	}
	r := httptest.NewRequestWithContext(ctx, method, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		d.T.Fatal(err)
	}
	mux.ServeHTTP(httptest.NewRecorder(), web.WithScene(r, d.Scene("ru", target)))
	return reply, failed
}

// HTML shows a page's own part and complains of words that it lacks.
func (d Desk) HTML(sc *web.Scene, template, title string, data any) string {
	d.T.Helper()
	pages, err := web.NewTemplates(ui.Funcs("icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{d.Name: d.Files, "keep": keep.Files})
	if err != nil {
		d.T.Fatal(err)
	}
	body, err := pages.Fragment(template, &web.View{Scene: sc, Title: title, D: data})
	if err != nil {
		d.T.Fatal(err)
	}
	if strings.Contains(string(body), "⟦") {
		d.T.Errorf("words are missing on %s:\n%s", template, body)
	}
	return string(body)
}

// Show asks for a page and shows it.
func (d Desk) Show(ctx context.Context, routes []module.Route, target string) string {
	d.T.Helper()
	reply, err := d.Ask(ctx, routes, http.MethodGet, target, nil)
	if err != nil {
		d.T.Fatalf("%s: %v", target, err)
	}
	page, ok := reply.(web.Page)
	if !ok {
		d.T.Fatalf("%s: no page but %+v", target, reply)
	}
	return d.HTML(d.Scene("ru", target), page.Template, page.Title, page.Data)
}

// Post sends a form that is answered by a page, such as one that is not taken
// and comes back, and shows that page.
func (d Desk) Post(ctx context.Context, routes []module.Route, target string, values url.Values) string {
	d.T.Helper()
	reply, err := d.Ask(ctx, routes, http.MethodPost, target, values)
	page, ok := reply.(web.Page)
	if err != nil || !ok {
		d.T.Fatalf("%s is not answered by a page: %#v %v", target, reply, err)
	}
	return d.HTML(d.Scene("ru", target), page.Template, page.Title, page.Data)
}

// Wants checks that a page says some words and does not say others.
func Wants(t testing.TB, body string, says []string, not ...string) {
	t.Helper()
	body = strings.ReplaceAll(body, "\u00a0", " ") // the typographer's
	for _, words := range says {
		if !strings.Contains(body, words) {
			t.Errorf("%q is missing in %s", words, body)
		}
	}
	for _, words := range not {
		if strings.Contains(body, words) {
			t.Errorf("%q stands in %s", words, body)
		}
	}
}

// Text is a text in Russian.
func Text(s string) i18n.Text { return i18n.NewText("ru", s) }

// Date is a date of EDTF; an empty one is no date.
func Date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}
