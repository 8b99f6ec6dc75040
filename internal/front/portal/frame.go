package portal

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds the frame's own templates and words.
//
//go:embed templates locale layout
var Files embed.FS

// Frame serves one municipality's portal.
type Frame struct {
	Base    string // "/perm"; empty when the portal has a host of its own
	Office  string // "/perm/office", for robots.txt; may be empty
	Origin  string // "https://city.example" for absolute addresses; empty: as the request came
	Catalog *i18n.Catalog
	Assets  *assets.Set
	Modules []module.Module
	Kinds   record.Kinds
	Gate    *account.Gate
	// City reads what the municipality says about itself; it is asked once per
	// version.
	City func(context.Context) (City, error)
	// Version counts the changes of records (audit.Log.Version); ready pages are
	// shown as long as it stands still.
	Version func() int64
	// Data are the registers of the open data; their files lie below API.
	Data  []DataSet
	API   string
	Clock clock.Clock
	Log   *slog.Logger

	templates *web.Templates
	public    []module.Related
	nav       []navEntry
	stable    []stablePage
	pages     *pages
	drawings  drawings
	known     atomic.Pointer[known]
	mux       *http.ServeMux
}

type navEntry struct {
	module.Nav
	path string
}

// stablePage is an address without parameters, for the site map.
type stablePage struct {
	path string
	need module.Need
}

// otherName leads to the page of contacts for those who guess its address.
const otherName = "/contacts"

// keptBytes bounds the memory of ready pages.
const keptBytes = 32 << 20

// Open builds routes and templates of the modules.
func (f *Frame) Open() error {
	subjects := map[string]fs.FS{"portal": Files}
	f.mux = http.NewServeMux()
	f.pages = newPages(keptBytes)
	for _, m := range f.Modules {
		if m.Files != nil {
			subjects[m.Name] = m.Files
		}
		f.public = append(f.public, m.Public...)
		for _, route := range m.Portal {
			f.mount(route)
		}
	}
	for _, route := range f.Routes() {
		f.mount(route)
	}
	slices.SortStableFunc(f.nav, func(a, b navEntry) int { return a.Order - b.Order })
	f.mux.HandleFunc("GET "+f.Base+"/sitemap.xml", f.sitemap)
	f.mux.HandleFunc("GET "+f.Base+"/robots.txt", f.robots)
	f.mux.HandleFunc("GET "+f.Base+"/accent.css", f.accent)
	f.mux.HandleFunc(f.Base+"/", f.missing)
	layout, err := fs.Sub(Files, "layout")
	if err != nil {
		return err
	}
	f.templates, err = web.NewTemplates(ui.Funcs(f.Assets.Path("icons.svg")), []fs.FS{ui.Files, layout}, subjects)
	return err
}

// Routes are the frame's own pages. They need no permission: they show no
// record, and what subjects add to them has been asked for as the public.
func (f *Frame) Routes() []module.Route {
	return []module.Route{
		{Pattern: "GET /{$}", Handle: f.home},
		{Pattern: "GET /about", Handle: f.about, Nav: &module.Nav{Key: "portal.about.nav", Order: 900}},
		{Pattern: "GET " + otherName, Handle: web.Static(web.Redirect{To: "/about"})},
		{Pattern: "GET /open-data", Handle: f.openData},
		{Pattern: "GET /accessibility", Handle: f.accessibility},
		{Pattern: "POST /settings", Handle: f.settings},
	}
}

// Templates gives the pages to the conformance tests.
func (f *Frame) Templates() *web.Templates { return f.templates }

func (f *Frame) mount(route module.Route) {
	method, path, ok := strings.Cut(route.Pattern, " ")
	if !ok {
		method, path = "", route.Pattern
	}
	at := strings.TrimSuffix(path, "{$}")
	if route.Nav != nil {
		f.nav = append(f.nav, navEntry{*route.Nav, at})
	}
	if method == http.MethodGet && !strings.ContainsAny(at, "{.") && path != otherName {
		f.stable = append(f.stable, stablePage{at, route.Need})
	}
	f.mux.HandleFunc(strings.TrimSpace(method+" "+f.Base+path), func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			f.get(w, r, &route)
			return
		}
		f.post(w, r, &route)
	})
}

// ServeHTTP answers a request to the portal.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.mux.ServeHTTP(w, r) }

// missing answers every address that no subject owns.
func (f *Frame) missing(w http.ResponseWriter, r *http.Request) {
	if a, err := f.ask(r, nil); err != nil {
		f.fail(w, r, a, err)
	} else {
		f.fail(w, r, a, errs.New(errs.NotFound, "record.missing"))
	}
}
