package report

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"pobratim/internal/kit/typst/typsttest"
	"testing"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/typst"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
)

// TestMain lets the test binary be the typesetter's worker, as the program is.
func TestMain(m *testing.M) { typsttest.Main(m) }

// pool is one typesetter for all tests; its cache of machine code stays between
// runs.
// cannot is a typesetter that is not ready.
type cannot struct{ err error }

func (c cannot) PDF(context.Context, typst.Doc) ([]byte, []typst.Diagnostic, error) {
	return nil, nil, c.err
}

// house is one municipality with the subjects that the brief reads.
type house struct {
	t        testing.TB
	now      time.Time
	floor    keep.Floor
	contacts *contact.Service
	partners *partner.Service
	papers   *agreement.Service
	words    *i18n.Catalog
	pages    *web.Templates
	sources  Sources
	crest    Crest
	*Service
}

var testPolicy = func() account.Policy {
	var p account.Policy
	for _, kind := range []string{partner.Kind, agreement.Kind, contact.PersonKind, contact.OrganisationKind, contact.PostKind} {
		for _, action := range []string{module.View, module.Create, module.Edit} {
			p = append(p, account.Rule{Role: account.Coordinator, Action: action, Kind: kind, Scope: account.All})
		}
		p = append(p, account.Rule{Role: account.Leadership, Action: module.View, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Branch, Action: module.View, Kind: kind, Scope: account.City},
			account.Rule{Role: account.Guest, Action: module.View, Kind: kind, Scope: account.Own},
			account.Rule{Role: account.Anyone, Action: module.View, Kind: kind, Scope: account.Open})
	}
	return p
}()

func schemas() []fs.FS {
	return []fs.FS{record.Files, audit.Files, contact.Files, partner.Files, agreement.Files}
}

// each runs a test on both engines.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) { test(t, newHouse(t, d)) })
}

// onFile is a house on one engine, for what does not depend on it.
func onFile(t testing.TB) *house {
	t.Helper()
	merged, err := db.Merge(schemas()...)
	if err != nil {
		t.Fatal(err)
	}
	return newHouse(t, dbtest.SQLite(t, merged))
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	zone := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	h := &house{t: t, now: time.Date(2026, 11, 22, 14, 30, 0, 0, zone)}
	clock := func() time.Time { return h.now }
	log, err := audit.Open(t.Context(), d, clock)
	if err != nil {
		t.Fatal(err)
	}
	h.floor = keep.Floor{DB: d, Log: log, Gate: account.NewGate(testPolicy)}
	langs := []string{"ru", "en"}
	h.contacts = contact.New(h.floor, langs, func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil })
	none := func(context.Context) (map[string]edtf.Date, error) { return nil, nil }
	home := func(lang string) partner.Home {
		return partner.Home{Name: map[string]string{"ru": "Пермь", "en": "Perm"}[lang], Point: geo.Point{Lat: 58.01046, Lon: 56.25017}, Zone: zone, Country: "RU"}
	}
	h.partners = partner.New(h.floor, partner.Deps{Contacts: h.contacts, Places: place.Open(), Langs: langs, LastContacts: none, NextEvents: none, Home: home})
	h.papers = agreement.New(h.floor, langs, func() time.Time { return h.now }, h.partners, agreement.Law{})
	if h.words, err = i18n.Load(Files, keep.Files, partner.Files, contact.Files, agreement.Files, form.Words(), edtf.Words(), typst.Locale()); err != nil {
		t.Fatal(err)
	}
	if h.pages, err = web.NewTemplates(ui.Funcs("x"), []fs.FS{ui.Files}, map[string]fs.FS{"report": Files}); err != nil {
		t.Fatal(err)
	}
	h.Service = New(h.floor, Deps{
		Contacts: h.contacts, Partners: h.partners, Agreements: h.papers, Home: home, Clock: clock,
		Crest: func(context.Context) ([]byte, string, error) { return h.crest.Body, h.crest.Kind, nil },
		Office: func(lang string) string {
			return map[string]string{"ru": "Администрация города Перми", "en": "Perm City Administration"}[lang]
		},
		Words: func(lang string) *i18n.Printer { return h.words.Printer(lang) },
		Sources: Sources{
			Activities: func(ctx context.Context, id string) ([]Activity, error) { return h.sources.activities(ctx, id) },
			Results:    func(ctx context.Context, id string) ([]Result, error) { return h.sources.results(ctx, id) },
			Notes:      func(ctx context.Context, about record.Ref) ([]Note, error) { return h.sources.notes(ctx, about) },
		},
		Paper: cannot{fmt.Errorf("this test sets no paper")},
	})
	return h
}

func (h *house) system() context.Context { return account.With(h.t.Context(), account.System("test")) }

func (h *house) as(role account.Role) context.Context {
	v := account.Viewer{UserID: "u", Name: "Иванова", Roles: []account.Role{role}}
	return account.With(h.t.Context(), v)
}

// must is for what a fixture does.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func day(s string) edtf.Date {
	if s == "" {
		return edtf.Date{}
	}
	return must(edtf.Parse(s))
}

// both is a text in Russian and English.
func both(ru, en string) i18n.Text {
	t := i18n.NewText("ru", ru)
	t.Set("en", en)
	return t
}

func (h *house) scene(lang, address string) *web.Scene {
	return &web.Scene{Printer: h.words.Printer(lang), Base: "/perm/office", Now: h.now, Zone: h.now.Location(), Key: "key", URL: must(url.Parse(address))}
}

// ask calls a route's handler as the mux would, and renders its page.
func (h *house) ask(ctx context.Context, lang, address string) (web.Reply, string, error) {
	mux := http.NewServeMux()
	var reply web.Reply
	var failed error
	for _, route := range h.Module().Office {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) {
			reply, failed = route.Handle(web.WithScene(r, h.scene(lang, address)))
		})
	}
	mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil))
	page, ok := reply.(web.Page)
	if !ok || failed != nil {
		return reply, "", failed
	}
	html, err := h.pages.Fragment(page.Template, &web.View{Scene: h.scene(lang, address), Title: page.Title, D: page.Data, Page: page})
	return page, string(html), err
}
