package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
)

// ask is what a request to the portal wants, reduced to what a page may depend
// on: two requests with equal keys get the same bytes.
type ask struct {
	key     pageKey
	version int64 // of the records, read before anything else
	now     time.Time
	city    *City
	look    ui.Look
	query   url.Values // only what the route reads
	panel   bool       // ?vi=1: the low-vision settings instead of the page
	long    bool       // too long a query to be kept
}

type askKey struct{}

// askOf is what the request of one of the frame's own pages wants.
func askOf(r *http.Request) *ask { return r.Context().Value(askKey{}).(*ask) }

// maxQuery is how long the query of a page that is kept may be.
const maxQuery = 300

// ask reads a request. A nil route is an address that nobody owns.
func (f *Frame) ask(r *http.Request, route *module.Route) (ask, error) {
	a := ask{version: f.Version(), now: f.Clock()}
	a.key.path = r.URL.Path
	if f.Origin == "" {
		if a.key.host = r.Host; web.Secure(r.Context()) {
			a.key.host = "https://" + r.Host
		}
	}
	city, err := f.city(r.Context(), a.version)
	if err != nil {
		a.city = &City{}
		a.key.lang = a.city.lang()
		return a, err
	}
	a.city, a.key.lang = city, city.lang()
	if _, sent := r.Header["Cookie"]; sent {
		a.look = lookOf(r)
		a.key.look = a.look.Class()
	}
	if r.URL.RawQuery != "" {
		a.read(r.URL.Query(), route)
	}
	return a, nil
}

// read takes from the query the language, the wish for the settings and what
// the route knows.
func (a *ask) read(q url.Values, route *module.Route) {
	if lang := q.Get("lang"); slices.Contains(a.city.Langs, lang) {
		a.key.lang = lang
	}
	if route == nil {
		return
	}
	a.panel = q.Get("vi") == "1"
	a.query = url.Values{}
	for _, name := range route.Query {
		if values := q[name]; len(values) > 0 {
			a.query[name] = values
		}
	}
	a.key.query = a.query.Encode()
	a.long = len(a.key.query) > maxQuery
	if a.panel {
		a.key.query += "&vi=1"
	}
}

// scene sets the scene of a request.
func (f *Frame) scene(a *ask, path string) *web.Scene {
	at := &url.URL{Path: path, RawQuery: a.query.Encode()}
	s := &web.Scene{
		Printer: f.Catalog.Printer(a.key.lang), Base: f.Base, LangTail: a.key.lang != a.city.lang(),
		Now: a.now.In(a.city.zone()), Zone: a.city.zone(), URL: at,
	}
	s.SetAssets(f.Assets)
	return s
}

// within is the present page as a path within the portal, with its query and
// without its language.
func (f *Frame) within(s *web.Scene) string {
	path := strings.TrimPrefix((&url.URL{Path: s.URL.Path}).EscapedPath(), f.Base)
	if path == "" {
		path = "/"
	}
	if s.URL.RawQuery != "" {
		path += "?" + s.URL.RawQuery
	}
	return path
}

// in is the address of a path within the portal in a language.
func (f *Frame) in(city *City, path, lang string) string {
	s := web.Scene{Base: f.Base}
	if lang == city.lang() {
		return s.Path(path)
	}
	return s.Path(path, "lang", lang)
}

// origin is what absolute addresses begin with. A host that is not written as
// hosts are is left out.
func (f *Frame) origin(r *http.Request) string {
	if f.Origin != "" {
		return f.Origin
	}
	for _, c := range []byte(r.Host) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(".-:[]", c) >= 0) {
			return ""
		}
	}
	if web.Secure(r.Context()) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
