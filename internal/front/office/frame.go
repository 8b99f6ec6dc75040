// Package office is the staff's frame: sign-in check, navigation, language,
// Today, and every subject's page inside one layout. It knows subjects only as
// module values.
package office

import (
	"context"
	"embed"
	"encoding/base64"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pobratim/internal/front"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
	"pobratim/internal/platform/setting"
)

// Files holds the frame's own templates and words.
//
//go:embed templates locale layout
var Files embed.FS

// Frame serves one municipality's office.
type Frame struct {
	Base     string // "/perm/office"
	Portal   string // "/perm"
	Origin   string // "https://friends.example.org" when there is one; empty: as the request came
	Catalog  *i18n.Catalog
	Assets   *assets.Set
	Modules  []module.Module
	Kinds    record.Kinds
	Gate     *account.Gate
	Accounts *account.Service
	Settings *setting.Service
	Search   *search.Service
	Clock    clock.Clock
	Log      *slog.Logger

	templates *web.Templates
	related   []module.Related
	moments   []module.Moments
	nav       []navEntry
	acts      []act
	offers    []module.Offer
	mux       *http.ServeMux
}

// Open builds routes and templates of the modules.
func (f *Frame) Open() error {
	pages := map[string]fs.FS{"office": Files}
	f.mux = http.NewServeMux()
	for _, m := range f.Modules {
		if m.Files != nil {
			pages[m.Name] = m.Files
		}
		f.related = append(f.related, m.Related...)
		f.moments = append(f.moments, m.Moments...)
		f.offers = append(f.offers, m.Offers...)
		for _, route := range m.Office {
			f.mount(route)
		}
	}
	for _, route := range f.Routes() {
		f.mount(route)
	}
	if err := f.housed(); err != nil {
		return err
	}
	f.Search.Commanded(f.commandLinks)
	// Anything else shows the same page as a record that may not be seen.
	f.mount(module.Route{Pattern: "/", Handle: func(*http.Request) (web.Reply, error) {
		return nil, errs.New(errs.NotFound, "record.missing")
	}})
	frame, err := fs.Sub(Files, "layout")
	if err != nil {
		return err
	}
	f.templates, err = web.NewTemplates(ui.Funcs(f.Assets.Path("icons.svg")), []fs.FS{ui.Files, frame}, pages)
	return err
}

// Routes are the frame's own pages.
func (f *Frame) Routes() []module.Route {
	signedIn := module.Need{Action: module.View, Kind: "office"}
	return []module.Route{
		{Pattern: "GET /{$}", Need: signedIn, Handle: f.today, Nav: &module.Nav{Key: "office.nav.today", Order: 10, Section: module.SectionToday, Jump: "t"}},
		{Pattern: "GET /palette", Need: signedIn, Handle: f.palette},
		{Pattern: "GET /components", Need: signedIn, Handle: f.components},
		{Pattern: "GET " + account.ResumePath, Need: signedIn, Handle: nil},
	}
}

// Templates gives the pages to the conformance tests.
func (f *Frame) Templates() *web.Templates { return f.templates }

func (f *Frame) mount(route module.Route) {
	method, path, ok := strings.Cut(route.Pattern, " ")
	if !ok {
		method, path = "", route.Pattern
	}
	if route.Nav != nil {
		f.nav = append(f.nav, navEntry{*route.Nav, strings.TrimSuffix(path, "{$}"), route.Need})
	}
	f.offer(method, path, route)
	f.mux.HandleFunc(strings.TrimSpace(method+" "+f.Base+path), func(w http.ResponseWriter, r *http.Request) {
		f.serve(w, r, route)
	})
}

// ServeHTTP answers a request to the office.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.mux.ServeHTTP(w, r) }

// maxBody is what a request may bring when its route says nothing.
const maxBody = 1 << 20

func (f *Frame) serve(w http.ResponseWriter, r *http.Request, route module.Route) {
	viewer, err := f.Accounts.Identify(r)
	if err != nil {
		viewer = account.Viewer{}
	}
	scene := f.scene(w, r, viewer)
	r = web.WithScene(r, scene)
	limit := route.MaxBody
	if limit == 0 {
		limit = maxBody
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	ctx := f.Accounts.Seeing(r.Context(), viewer)
	w.Header().Set("Cache-Control", "no-store")
	var reply web.Reply
	if err == nil {
		if r.Method == http.MethodPost && !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			err = parse(r)
		}
		if key := r.PostForm.Get(ui.OnceName); len(key) >= id.Len && len(key) <= id.Len+12 {
			ctx = audit.WithKey(ctx, key)
		}
		r = r.WithContext(ctx)
	}
	if err == nil {
		err = f.Accounts.Refuse(viewer, r)
	}
	if err == nil {
		if route.Need != (module.Need{}) {
			err = f.admit(ctx, viewer, route.Need)
		}
		if err == nil && route.Handle == nil {
			f.resume(w, r, scene, viewer)
			return
		}
		if err == nil {
			reply, err = route.Handle(r)
		}
	}
	f.answer(w, r, scene, viewer, reply, err)
}

// admit asks for a route's permission. The office is for people with an
// account: what the table grants to anyone opens the portal, not these pages.
func (f *Frame) admit(ctx context.Context, viewer account.Viewer, need module.Need) error {
	if !viewer.SignedIn() {
		return errs.New(errs.Unauthenticated, "account.sign_in_first")
	}
	_, err := f.Gate.Require(ctx, need)
	return err
}

// resume shows a form that was interrupted by the end of a session: the request
// that was being made goes through the frame again, unable to write anything.
func (f *Frame) resume(w http.ResponseWriter, r *http.Request, s *web.Scene, viewer account.Viewer) {
	again, err := f.Accounts.Resume(r)
	if err != nil {
		f.fail(w, r, s, viewer, err)
		return
	}
	f.mux.ServeHTTP(w, again)
}

func parse(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return errs.Wrap(err, errs.Invalid, "form.unreadable")
	}
	return nil
}

func (f *Frame) answer(w http.ResponseWriter, r *http.Request, s *web.Scene, viewer account.Viewer, reply web.Reply, err error) {
	if err != nil {
		f.fail(w, r, s, viewer, err)
		return
	}
	if to, ok := reply.(web.Redirect); ok && to.Notice != "" {
		to.Cookies = append(to.Cookies, f.noticeCookie(to.Notice, s.Now))
		reply = to
	}
	if page, ok := reply.(web.Page); ok {
		f.page(w, r, s, viewer, page)
		return
	}
	if err := front.Send(w, r, s, reply); err != nil {
		f.fail(w, r, s, viewer, err)
	}
}

// scene makes the scene of a request: language from the address, the profile or
// the office's first one.
func (f *Frame) scene(w http.ResponseWriter, r *http.Request, viewer account.Viewer) *web.Scene {
	city, err := f.Settings.Get(r.Context())
	if err != nil {
		f.Log.Error("settings", "error", err)
	}
	lang := viewer.Prefs.Lang
	if c, err := r.Cookie("lang"); err == nil && f.speaks(c.Value) {
		lang = c.Value
	}
	if asked := r.URL.Query().Get("lang"); f.speaks(asked) {
		lang = asked
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: lang, Path: f.Base, MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	if !f.speaks(lang) {
		lang = "ru"
		if len(city.OfficeLangs) > 0 {
			lang = city.OfficeLangs[0]
		}
	}
	now, zone := f.Clock(), city.Home.Location()
	s := &web.Scene{Printer: f.Catalog.Printer(lang), Base: f.Base, Now: now.In(zone), Zone: zone, Key: id.New(now), URL: f.whole(r)}
	s.SetAssets(f.Assets)
	return s
}

// whole is the request's address with scheme and host, for links that leave the
// program, such as an invitation.
func (f *Frame) whole(r *http.Request) *url.URL {
	u := *r.URL
	if own, err := url.Parse(f.Origin); f.Origin != "" && err == nil {
		u.Scheme, u.Host = own.Scheme, own.Host
		return &u
	}
	u.Host, u.Scheme = r.Host, "http"
	if web.Secure(r.Context()) {
		u.Scheme = "https"
	}
	return &u
}

// speaks tells whether the office has words in a language.
func (f *Frame) speaks(lang string) bool { return lang == "ru" || lang == "en" }

func (f *Frame) noticeCookie(text string, now time.Time) *http.Cookie {
	return &http.Cookie{Name: "notice", Value: base64.RawURLEncoding.EncodeToString([]byte(text)), Path: f.Base, Expires: now.Add(time.Minute), HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// notice reads the words left by the page before and forgets them.
func (f *Frame) notice(w http.ResponseWriter, r *http.Request) string {
	c, err := r.Cookie("notice")
	if err != nil {
		return ""
	}
	http.SetCookie(w, &http.Cookie{Name: "notice", Path: f.Base, MaxAge: -1})
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(text) > 400 {
		return ""
	}
	return string(text)
}

// signIn leads to the sign-in page and back afterwards; what was being sent is
// kept aside meanwhile.
func (f *Frame) signIn(w http.ResponseWriter, r *http.Request, s *web.Scene, viewer account.Viewer) {
	next := strings.TrimPrefix(r.URL.RequestURI(), f.Base)
	if r.Method == http.MethodPost {
		token, err := f.Accounts.KeepDraft(r.Context(), viewer.Former, next, r.PostForm)
		if err != nil {
			f.Log.Warn("an unsent form is not kept", "error", err)
		} else {
			http.SetCookie(w, f.Accounts.DraftCookie(r.Context(), token))
		}
		next = ""
	}
	to := s.Path("/sign-in", "next", next)
	if web.WantsFragment(r) {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
