package activity

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
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.FixedZone("YEKT", 5*3600))

func testCatalog(t testing.TB) *i18n.Catalog {
	t.Helper()
	catalog, err := i18n.Load(Files, calendar.Files, keep.Files, form.Words(), edtf.Words(), money.Words())
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

func testScene(t testing.TB, lang string, at time.Time) *web.Scene {
	t.Helper()
	return &web.Scene{Printer: testCatalog(t).Printer(lang), Base: "/perm/office", Now: at, Zone: at.Location(), Key: "k", URL: &url.URL{Path: "/perm/office/activities"}}
}

// policy lets the head do everything, a branch see its own and the city's, a
// guest see and change its own, the public see what is public.
func policy() account.Policy {
	var p account.Policy
	for _, kind := range []string{Kind, SeriesKind} {
		for _, action := range []string{module.View, module.Create, module.Edit, module.Bin, module.Publish} {
			p = append(p, account.Rule{Role: account.Head, Action: action, Kind: kind, Scope: account.All})
		}
		p = append(p,
			account.Rule{Role: account.Branch, Action: module.View, Kind: kind, Scope: account.City},
			account.Rule{Role: account.Branch, Action: module.Create, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Guest, Action: module.View, Kind: kind, Scope: account.Own},
			account.Rule{Role: account.Guest, Action: module.Edit, Kind: kind, Scope: account.Own},
			account.Rule{Role: account.Coordinator, Action: module.View, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Coordinator, Action: module.Create, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Coordinator, Action: module.Edit, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Anyone, Action: module.View, Kind: kind, Scope: account.Open},
		)
	}
	return p
}

func as(ctx context.Context, role account.Role, organisation string) context.Context {
	v := account.Viewer{UserID: string(role), Roles: []account.Role{role}, Organisation: organisation}
	return audit.WithActor(account.With(ctx, v), audit.Actor{ID: v.UserID, Name: v.UserID})
}

// neighbours are stand-ins: partners and organisations have titles, the person
// and the organisation "closed" are hidden from the public.
func neighbours() Neighbours {
	title := func(names map[string]string, hidden ...string) func(context.Context, string, string) (string, error) {
		return func(ctx context.Context, id, _ string) (string, error) {
			if name, ok := names[id]; ok && (account.From(ctx).SignedIn() || !strings.Contains(strings.Join(hidden, " "), id)) {
				return name, nil
			}
			return "", errs.New(errs.NotFound, "record.missing")
		}
	}
	options := func(pairs ...string) Options {
		return func(context.Context, *web.Scene) ([]ui.Option, error) {
			var all []ui.Option
			for i := 0; i < len(pairs); i += 2 {
				all = append(all, ui.Option{Value: pairs[i], Label: pairs[i+1]})
			}
			return all, nil
		}
	}
	kinds := record.Kinds{
		"partner":      {Name: "partner", Path: "/partners/{id}", Title: title(map[string]string{"duisburg": "Дуйсбург", "oxford": "Оксфорд"})},
		"organisation": {Name: "organisation", Path: "/organisations/{id}", Title: title(map[string]string{"museum": "Музей", "closed": "Закрытое учреждение"}, "closed")},
		"person":       {Name: "person", Path: "/people/{id}", Title: title(map[string]string{"anna": "Анна Смирнова"}, "anna")},
	}
	return Neighbours{
		Partners: options("duisburg", "Дуйсбург", "oxford", "Оксфорд"), Organisations: options("museum", "Музей", "closed", "Закрытое учреждение"),
		People: options("anna", "Анна Смирнова"), Kinds: func() record.Kinds { return kinds },
		PublicPath: func(_ context.Context, ref record.Ref) string {
			if ref.Kind == "partner" {
				return "/partners/" + ref.ID
			}
			return ""
		},
	}
}

func subjects() []fs.FS { return []fs.FS{record.Files, audit.Files, Files} }

func testService(t testing.TB, d *db.DB) *Service {
	t.Helper()
	c := clock.Fixed(now)
	log, err := audit.Open(t.Context(), d, c)
	if err != nil {
		t.Fatal(err)
	}
	return New(keep.Floor{DB: d, Log: log, Gate: account.NewGate(policy())}, c, []string{"ru", "en"}, neighbours())
}

// call runs the handler of a route as the frame would.
func call(t testing.TB, s *Service, ctx context.Context, lang, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	mux := http.NewServeMux()
	var reply web.Reply
	var failed error
	m := s.Module()
	for _, route := range append(m.Office, m.Portal...) {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) { reply, failed = route.Handle(r) })
	}
	r := httptest.NewRequest(method, target, strings.NewReader(values.Encode())).WithContext(ctx)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if err := r.ParseForm(); err != nil {
			t.Fatal(err)
		}
	}
	scene := testScene(t, lang, now)
	scene.URL = r.URL
	mux.ServeHTTP(httptest.NewRecorder(), web.WithScene(r, scene))
	if reply == nil && failed == nil {
		t.Fatalf("%s %s: no route answers", method, target)
	}
	return reply, failed
}

func templates(t testing.TB) *web.Templates {
	t.Helper()
	set, err := web.NewTemplates(ui.Funcs("/icons.svg"), []fs.FS{ui.Files}, map[string]fs.FS{"activity": Files, "keep": keep.Files})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// html renders the page of a reply.
func html(t testing.TB, reply web.Reply, lang string) string {
	t.Helper()
	page, ok := reply.(web.Page)
	if !ok {
		t.Fatalf("%T is no page: %+v", reply, reply)
	}
	body, err := templates(t).Fragment(page.Template, &web.View{Scene: testScene(t, lang, now), Title: page.Title, D: page.Data, Page: page})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// panel renders a panel on somebody else's page.
func panel(t testing.TB, p *module.Panel, lang string) string {
	t.Helper()
	if p == nil {
		t.Fatal("no panel")
	}
	body, err := templates(t).Fragment(p.Template, &web.View{Scene: testScene(t, lang, now), D: p.Data})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func has(t testing.TB, body string, want ...string) {
	t.Helper()
	plain := strings.ReplaceAll(body, "\u00a0", " ")
	for _, w := range want {
		if !strings.Contains(plain, w) {
			t.Errorf("%q is missing in\n%s", w, plain)
		}
	}
	if i := strings.Index(body, "⟦"); i >= 0 {
		t.Errorf("words are missing: %s", body[i:min(len(body), i+60)])
	}
}

func lacks(t testing.TB, body string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(body, w) {
			t.Errorf("%q should not be there", w)
		}
	}
}

func TestWords(t *testing.T) {
	ours, err := i18n.Load(Files, calendar.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range i18n.Check(ours) {
		t.Error(problem)
	}
	catalog := testCatalog(t)
	for _, lang := range []string{"ru", "en"} {
		for prefix, values := range map[string][]string{
			"activity.type.": Types(), "activity.status.": append(Statuses(), Unconfirmed), "activity.role.": Roles(), "activity.role.one.": Roles(),
			"activity.side.": Sides(), "activity.money.what.": MoneyTypes(), "currency.": money.Offered(), "theme.": record.Themes(), "goal.": record.Goals(),
			"beneficiary.": record.Beneficiaries(), "activity.group.": Groups(),
		} {
			for _, v := range values {
				if !catalog.Has(lang, prefix+v) {
					t.Errorf("%s has no %s%s", lang, prefix, v)
				}
			}
		}
	}
}
