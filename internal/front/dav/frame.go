package dav

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/front"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/feed"
)

// City is what the answers say of the municipality.
type City struct {
	Name  i18n.Text
	Langs []string // of the office; the first is the default
	Zone  *time.Location
}

// Frame serves one municipality's calendars to programs.
type Frame struct {
	Base    string // "/perm"
	Origin  string // "https://friends.example.org" when there is one; empty: as the request came
	Catalog *i18n.Catalog
	Feeds   *feed.Service
	City    func(context.Context) (City, error)
	Version func() int64 // changes whenever a record does
	Clock   clock.Clock
	Log     *slog.Logger

	mux   *http.ServeMux
	wrong *limit.Limiter // secrets that open nothing, by network address
	names *limit.Limiter // and by the name that they were typed with
	calls *limit.Limiter // what a feed or a user asks for
	shelf *shelf
	verbs map[string]func(*call) error
}

// How often programs may ask: what opens nothing, then how much anybody. A
// program that sees a calendar for the first time asks for everything at once.
const (
	wrongBurst  = 30
	wrongRegain = 20 * time.Second
	callsBurst  = 600
	callsRegain = 200 * time.Millisecond
)

// Route is one address of this frame, for the list of routes.
type Route struct{ Method, Path string }

// Routes are the addresses and methods that are answered.
func Routes() []Route {
	routes := []Route{{"GET", "/feeds/{file}"}, {"", "/.well-known/caldav"}}
	for _, path := range []string{"/dav/", "/dav/principals/{user}/", "/dav/calendars/{user}/", "/dav/calendars/{user}/{layer}/"} {
		routes = append(routes, Route{"PROPFIND", path})
	}
	return append(routes, Route{"REPORT", "/dav/calendars/{user}/{layer}/"}, Route{"GET", "/dav/calendars/{user}/{layer}/{name}"}, Route{"PROPFIND", "/dav/calendars/{user}/{layer}/{name}"})
}

// Open builds the routes.
func (f *Frame) Open() {
	f.wrong, f.names = limit.New(f.Clock, wrongBurst, wrongRegain), limit.New(f.Clock, wrongBurst, wrongRegain)
	f.calls = limit.New(f.Clock, callsBurst, callsRegain)
	f.shelf = newShelf(f.Clock)
	f.verbs = map[string]func(*call) error{
		http.MethodOptions: f.options, "PROPFIND": f.propfind, "REPORT": f.report, http.MethodGet: f.get, http.MethodHead: f.get,
	}
	f.mux = http.NewServeMux()
	f.mux.HandleFunc(f.Base+"/feeds/{file}", f.serveFeed)
	f.mux.HandleFunc(f.Base+"/.well-known/caldav", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, f.Base+"/dav/", http.StatusMovedPermanently)
	})
	f.mux.HandleFunc(f.Base+"/dav/", f.serveDAV)
}

// ServeHTTP implements http.Handler.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.mux.ServeHTTP(w, r) }

// call is one request of somebody who is known.
type call struct {
	w      http.ResponseWriter
	r      *http.Request
	ctx    context.Context
	viewer account.Viewer
	scene  *web.Scene
	city   City
	origin string
}

// begin makes the call of a viewer. An empty language is the viewer's own, or
// the office's first one.
func (f *Frame) begin(w http.ResponseWriter, r *http.Request, v account.Viewer, lang string) (*call, error) {
	city, err := f.City(r.Context())
	if err != nil {
		return nil, err
	}
	if lang == "" {
		lang = v.Prefs.Lang
	}
	if lang == "" && len(city.Langs) > 0 {
		lang = city.Langs[0]
	}
	c := &call{w: w, r: r, ctx: account.With(r.Context(), v), viewer: v, city: city, origin: f.originOf(r)}
	c.scene = &web.Scene{Printer: f.Catalog.Printer(lang), Base: f.Base + "/office", Now: f.Clock().In(city.Zone), Zone: city.Zone, URL: r.URL}
	return c, nil
}

// originOf is how addresses begin that lead to the office.
func (f *Frame) originOf(r *http.Request) string {
	if f.Origin != "" {
		return f.Origin
	}
	if web.Secure(r.Context()) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// spent tells whether a key has no attempt left, without using one up.
func spent(l *limit.Limiter, key string) bool {
	ok, _ := l.Take(key)
	if ok {
		l.GiveBack(key)
	}
	return !ok
}

// enter tells who asks over CalDAV. Wrong passwords are counted by network
// address, which may then try nothing for a while, and by name. A name alone
// locks nobody out: its owner's right password is always taken, or anybody could
// keep them from their calendar.
func (f *Frame) enter(r *http.Request) (account.Viewer, error) {
	name, password, ok := r.BasicAuth()
	if !ok {
		return account.Viewer{}, errs.New(errs.Unauthenticated, "feed.password.unknown")
	}
	from := limit.Address(r.RemoteAddr)
	tooMany := errs.New(errs.TooMany, "feed.too_many")
	if spent(f.wrong, from) {
		return account.Viewer{}, tooMany
	}
	v, err := f.Feeds.Enter(r.Context(), name, password)
	switch {
	case errs.KindOf(err) == errs.Unauthenticated:
		f.wrong.Take(from)
		if left, _ := f.names.Take(strings.ToLower(name[:min(len(name), 200)])); !left {
			return v, tooMany
		}
		return v, err
	case err != nil:
		return v, err
	}
	if ok, _ := f.calls.Take("user " + v.UserID); !ok {
		return v, tooMany
	}
	return v, nil
}

// serveDAV answers a request below /dav/.
func (f *Frame) serveDAV(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("DAV", "1, 3, access-control, calendar-access")
	h.Add("Vary", "Authorization")
	verb := f.verbs[r.Method]
	if r.Method == http.MethodOptions { // says nothing of anybody, and is asked before signing in
		_ = verb(&call{w: w, r: r})
		return
	}
	v, err := f.enter(r)
	if err == nil {
		var c *call
		if c, err = f.begin(w, r, v, ""); err == nil {
			if verb == nil {
				verb = refuse
			}
			err = verb(c)
		}
	}
	if err != nil {
		f.fail(w, r, err)
	}
}

func (f *Frame) options(c *call) error {
	c.w.Header().Set("Allow", "OPTIONS, GET, HEAD, PROPFIND, REPORT")
	c.w.WriteHeader(http.StatusOK)
	return nil
}

// refuse answers what would write.
func refuse(*call) error {
	return precondition{http.StatusForbidden, `<d:need-privileges/>`}
}

// precondition is an error as WebDAV says it (RFC 4918, 16).
type precondition struct {
	status  int
	element string
}

// Error is the element that says what is missing.
func (p precondition) Error() string { return p.element }

// fail answers an error.
func (f *Frame) fail(w http.ResponseWriter, r *http.Request, err error) {
	if p, ok := errors.AsType[precondition](err); ok {
		body := xmlHead + `<d:error` + namespaces + `>` + p.element + `</d:error>`
		sendXML(w, p.status, []byte(body))
		return
	}
	status := front.Status(err)
	switch errs.KindOf(err) {
	case errs.Unauthenticated:
		w.Header().Set("WWW-Authenticate", `Basic realm="Pobratim", charset="UTF-8"`)
	case errs.TooMany:
		w.Header().Set("Retry-After", strconv.Itoa(int(wrongRegain/time.Second)))
	case errs.NotFound, errs.Forbidden:
	case errs.Invalid:
		status = http.StatusBadRequest
	default:
		f.Log.Error("calendars", "method", r.Method, "error", err)
	}
	http.Error(w, http.StatusText(status), status)
}

func sendXML(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// matches tells whether one of the tags that a caller has is this one (RFC 9110).
func matches(has, tag string) bool {
	for one := range strings.SplitSeq(has, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// segments are the parts of a path below /dav/, each without its escapes.
func (f *Frame) segments(path string) ([]string, bool) {
	rest, ok := strings.CutPrefix(path, f.Base+"/dav/")
	if !ok {
		return nil, false
	}
	rest = strings.TrimSuffix(rest, "/")
	if rest == "" {
		return nil, true
	}
	parts := strings.Split(rest, "/")
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil || plain == "" {
			return nil, false
		}
		parts[i] = plain
	}
	return parts, true
}
