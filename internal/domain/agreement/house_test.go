package agreement

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// house is one municipality with the subjects that agreements stand on.
type house struct {
	t        *testing.T
	now      time.Time
	region   string // of the municipality
	floor    keep.Floor
	contacts *contact.Service
	partners *partner.Service
	*Service
	words *i18n.Catalog
	pages *web.Templates
}

var testPolicy = account.Policy{
	{Role: account.Coordinator, Action: module.View, Kind: Kind, Scope: account.All},
	{Role: account.Coordinator, Action: module.Create, Kind: Kind, Scope: account.All},
	{Role: account.Coordinator, Action: module.Edit, Kind: Kind, Scope: account.All},
	{Role: account.Coordinator, Action: module.Bin, Kind: Kind, Scope: account.All},
	{Role: account.Coordinator, Action: module.View, Kind: partner.Kind, Scope: account.All},
	{Role: account.Coordinator, Action: module.View, Kind: contact.PersonKind, Scope: account.All},
	{Role: account.Coordinator, Action: module.View, Kind: rule.Kind, Scope: account.All},
	{Role: account.Branch, Action: module.View, Kind: Kind, Scope: account.City},
	{Role: account.Branch, Action: module.View, Kind: partner.Kind, Scope: account.City},
	{Role: account.Guest, Action: module.View, Kind: Kind, Scope: account.Own},
	{Role: account.Guest, Action: module.View, Kind: partner.Kind, Scope: account.Own},
	{Role: account.Anyone, Action: module.View, Kind: Kind, Scope: account.Open},
	{Role: account.Anyone, Action: module.View, Kind: partner.Kind, Scope: account.Open},
}

// each runs a test on both engines.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	files := []fs.FS{record.Files, audit.Files, contact.Files, partner.Files, rule.Files, Files}
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) { test(t, newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	log, err := audit.Open(t.Context(), d, func() time.Time { return h.now })
	if err != nil {
		t.Fatal(err)
	}
	h.floor = keep.Floor{DB: d, Log: log, Gate: account.NewGate(testPolicy)}
	langs := []string{"ru", "en"}
	h.contacts = contact.New(h.floor, langs, func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil })
	none := func(context.Context) (map[string]edtf.Date, error) { return nil, nil }
	h.partners = partner.New(h.floor, partner.Deps{
		Contacts: h.contacts, Places: place.Open(), Langs: langs, LastContacts: none, NextEvents: none,
		Home: func(string) partner.Home {
			return partner.Home{Name: "Пермь", Point: geo.Point{Lat: 58.01, Lon: 56.25}, Zone: time.UTC, Country: "RU"}
		},
	})
	rules := rule.New(h.floor, rule.Deps{Langs: langs, Country: func(code, _ string) string { return code }})
	h.region = "Perm Krai"
	h.Service = New(h.floor, langs, func() time.Time { return h.now }, h.partners, Law{Rules: rules, Home: func() (string, string) { return "RU", h.region }})
	if h.words, err = i18n.Load(Files, keep.Files, rule.Files, partner.Files, contact.Files, form.Words(), edtf.Words()); err != nil {
		t.Fatal(err)
	}
	if h.pages, err = web.NewTemplates(ui.Funcs("x"), []fs.FS{ui.Files}, map[string]fs.FS{"agreement": Files, "keep": keep.Files}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) system() context.Context { return account.With(h.t.Context(), account.System("test")) }

func (h *house) as(role account.Role, organisation string) context.Context {
	v := account.Viewer{UserID: "u-" + string(role), Name: "Иванова", Organisation: organisation}
	if role != account.Anyone {
		v.Roles = []account.Role{role}
	} else {
		v.UserID = ""
	}
	return account.With(h.t.Context(), v)
}

func (h *house) partner(ru, en, country string) string {
	h.t.Helper()
	name := i18n.NewText("ru", ru)
	name.Set("en", en)
	id, err := h.partners.Add(h.system(), partner.Partnership{Meta: keep.Meta{Visibility: record.Public}, Name: name, Country: country, Type: "sister"})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) paper(a Agreement) string {
	h.t.Helper()
	if a.Type == "" {
		a.Type = "sister"
	}
	if a.Title.IsZero() {
		a.Title = i18n.NewText("ru", "Соглашение "+a.Signed.String())
	}
	id, err := h.Add(h.system(), a)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) scene(lang, address string) *web.Scene {
	at, err := url.Parse(address)
	if err != nil {
		h.t.Fatal(err)
	}
	return &web.Scene{Printer: h.words.Printer(lang), Base: "/perm/office", Now: h.now, Zone: time.UTC, Key: "key", URL: at}
}

// ask calls a route's handler as the mux would, and renders its page.
func (h *house) ask(ctx context.Context, method, address string, body url.Values) (web.Reply, string, error) {
	h.t.Helper()
	mux := http.NewServeMux()
	var reply web.Reply
	var failed error
	for _, route := range h.Module().Office {
		mux.HandleFunc(route.Pattern, func(_ http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			reply, failed = route.Handle(web.WithScene(r, h.scene("ru", address)))
		})
	}
	r := httptest.NewRequestWithContext(ctx, method, address, strings.NewReader(body.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	mux.ServeHTTP(httptest.NewRecorder(), r)
	page, ok := reply.(web.Page)
	if !ok || failed != nil {
		return reply, "", failed
	}
	html, err := h.pages.Fragment(page.Template, &web.View{Scene: h.scene("ru", address), Title: page.Title, D: page.Data, Page: page})
	if err != nil {
		h.t.Fatal(err)
	}
	return page, string(html), nil
}

// day is a date that the test wrote itself.
func day(t *testing.T, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
