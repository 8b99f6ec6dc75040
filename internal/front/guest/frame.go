package guest

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/front"
	"pobratim/internal/front/portal"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds the frame's own templates and words.
//
//go:embed templates locale layout
var Files embed.FS

// Frame serves the pages behind one municipality's links.
type Frame struct {
	Base    string // "/perm"
	Catalog *i18n.Catalog
	Assets  *assets.Set
	Modules []module.Module
	Links   *link.Service
	// Exists is nil when the record of a link is there, whoever may see it.
	Exists func(context.Context, record.Ref) error
	City   func(context.Context) (portal.City, error)
	Clock  clock.Clock
	Log    *slog.Logger

	templates *web.Templates
	purposes  map[string]*http.ServeMux
	inner     http.Handler
	wrong     *limit.Limiter // secrets that open nothing, by network address
	calls     *limit.Limiter // what is asked for by one link
}

// How often anybody may ask: with what opens nothing, then with a link.
const (
	wrongBurst  = 30
	wrongRegain = 20 * time.Second
	callsBurst  = 300
	callsRegain = time.Second
)

// maxBody is what a request may bring when its route says nothing.
const maxBody = 1 << 20

// Open builds routes and templates of the modules.
func (f *Frame) Open() error {
	subjects := map[string]fs.FS{"guest": Files}
	f.purposes = map[string]*http.ServeMux{}
	f.wrong, f.calls = limit.New(f.Clock, wrongBurst, wrongRegain), limit.New(f.Clock, callsBurst, callsRegain)
	for _, m := range f.Modules {
		for _, g := range m.Guest {
			subjects[m.Name] = m.Files
			mux := http.NewServeMux()
			for _, route := range g.Routes {
				mux.Handle(route.Pattern, f.answer(&route))
			}
			f.purposes[g.Purpose] = mux
		}
	}
	f.inner = web.Recover(f.Log, http.HandlerFunc(f.enter))
	layout, err := fs.Sub(Files, "layout")
	if err != nil {
		return err
	}
	f.templates, err = web.NewTemplates(ui.Funcs(f.Assets.Path("icons.svg")), []fs.FS{ui.Files, layout}, subjects)
	return err
}

// Templates gives the pages to the conformance tests.
func (f *Frame) Templates() *web.Templates { return f.templates }

type visitKey struct{}

// visit is one request: what its secret opened, or why it opened nothing.
type visit struct {
	key    string // the secret
	origin url.URL
	link   link.Link
	city   portal.City
	scene  *web.Scene
}

func visitOf(r *http.Request) *visit { return r.Context().Value(visitKey{}).(*visit) }

// ServeHTTP answers an address below Base/guest/. What is inside sees the address
// without its secret.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	key, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, f.Base+"/guest/"), "/")
	v := &visit{key: key, origin: url.URL{Scheme: "http", Host: r.Host}}
	if web.Secure(r.Context()) {
		v.origin.Scheme = "https"
	}
	inner := r.Clone(context.WithValue(r.Context(), visitKey{}, v))
	inner.URL.Path, inner.URL.RawPath, inner.RequestURI = "/"+rest, "", ""
	f.inner.ServeHTTP(w, inner)
}

// enter looks up the link and lets its purpose answer.
func (f *Frame) enter(w http.ResponseWriter, r *http.Request) {
	v := visitOf(r)
	err := f.open(r, v)
	f.scene(r, v)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	mux := f.purposes[v.link.Purpose]
	if mux == nil || path.Clean(r.URL.Path) != r.URL.Path {
		f.fail(w, r, errs.New(errs.NotFound, "link.unknown"))
		return
	}
	if _, pattern := mux.Handler(r); pattern == "" {
		f.fail(w, r, errs.New(errs.NotFound, "record.missing"))
		return
	}
	mux.ServeHTTP(w, r)
}

// open finds the link. Secrets that open nothing are counted by network address,
// which may then try nothing for a while.
func (f *Frame) open(r *http.Request, v *visit) (err error) {
	if v.city, err = f.City(r.Context()); err != nil {
		return err
	}
	from, tooMany := limit.Address(r.RemoteAddr), errs.New(errs.TooMany, "guest.too_many")
	if ok, _ := f.wrong.Take(from); !ok {
		return tooMany
	}
	v.link, err = f.Links.Enter(r.Context(), v.key)
	if v.link.ID != "" { // right, though it may open no longer
		f.wrong.GiveBack(from)
	}
	if err != nil {
		return err
	}
	if ok, _ := f.calls.Take(v.link.ID); !ok {
		return tooMany
	}
	return f.Exists(r.Context(), v.link.For)
}

// scene chooses the language: the one asked for, or that of the link, or English
// where the program has no words in it.
func (f *Frame) scene(r *http.Request, v *visit) {
	zone := v.city.Zone
	if zone == nil {
		zone = time.UTC
	}
	known := f.Catalog.Languages()
	lang := v.link.Lang
	if lang == "" && len(v.city.Langs) > 0 {
		lang = v.city.Langs[0]
	}
	if !slices.Contains(known, lang) {
		lang = "en"
	}
	own := lang
	if asked := r.URL.Query().Get("lang"); slices.Contains(known, asked) {
		lang = asked
	}
	at := v.origin
	at.Path, at.RawQuery = f.Base+"/guest/"+v.key+r.URL.Path, r.URL.RawQuery
	now := f.Clock()
	v.scene = &web.Scene{Printer: f.Catalog.Printer(lang), Base: f.Base + "/guest/" + v.key, LangTail: lang != own, Now: now.In(zone), Zone: zone, Key: id.New(now), URL: &at}
	v.scene.SetAssets(f.Assets)
}

// answer lets a subject answer, as somebody who has no account and came by a link.
func (f *Frame) answer(route *module.Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Cache-Control", "no-store")
			limit := route.MaxBody
			if limit == 0 {
				limit = maxBody
			}
			r.Body = http.MaxBytesReader(w, r.Body, limit)
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
				if err := r.ParseForm(); err != nil {
					f.fail(w, r, errs.Wrap(err, errs.Invalid, "form.unreadable"))
					return
				}
			}
		}
		ctx := audit.WithActor(account.With(r.Context(), account.Viewer{}), audit.Actor{ID: "link-" + v.link.ID, Name: v.link.Name})
		ctx = link.With(ctx, v.link)
		if key := r.PostForm.Get(ui.OnceName); len(key) >= id.Len && len(key) <= id.Len+12 {
			ctx = audit.WithKey(ctx, key)
		}
		reply, err := route.Handle(web.WithScene(r.WithContext(ctx), v.scene))
		if err == nil {
			err = f.send(w, r, v, reply)
		}
		if err != nil {
			f.fail(w, r, err)
		}
	})
}

func (f *Frame) send(w http.ResponseWriter, r *http.Request, v *visit, reply web.Reply) error {
	page, ok := reply.(web.Page)
	if !ok {
		return front.Send(w, r, v.scene, reply)
	}
	body, err := f.render(v, page)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.scene.Lang)
	w.WriteHeader(max(page.Status, http.StatusOK))
	_, _ = w.Write(body)
	return nil
}

// closed is what the template guest/closed shows.
type closed struct {
	Text      string
	Reference string // of the log entry, to be read out on the telephone
	Contact   []ui.Value
}

// fail answers what cannot be shown, and says how the department is reached. What
// a person did to the link is told; what is missing is one page.
func (f *Frame) fail(w http.ResponseWriter, r *http.Request, err error) {
	v := visitOf(r)
	s, status, word := v.scene, front.Status(err), "missing"
	switch e, _ := err.(*errs.E); {
	case e != nil && (e.Key == "link.expired" || e.Key == "link.revoked" || e.Key == "link.retired"):
		status, word = http.StatusGone, strings.TrimPrefix(e.Key, "link.")
	case status == http.StatusNotFound, status == http.StatusUnauthorized:
		status = http.StatusNotFound
	case status == http.StatusTooManyRequests:
		word = "too_many"
		w.Header().Set("Retry-After", strconv.Itoa(int(wrongRegain/time.Second)))
	case status == http.StatusInternalServerError, status == http.StatusServiceUnavailable:
		word = "failed"
	default:
		word = "refused"
	}
	data := closed{Text: s.T("guest." + word + ".text"), Contact: portal.Reach(s, &v.city)}
	if word == "refused" {
		if words := front.Words(s, err); words != "" {
			data.Text = words
		}
	}
	if word == "failed" {
		full := id.New(s.Now)
		data.Reference = full[len(full)-8:len(full)-4] + "-" + full[len(full)-4:]
		f.Log.Error("guest", "reference", data.Reference, "method", r.Method, "path", r.URL.Path, "link", v.link.ID, "error", err)
	}
	page := web.Page{Template: "guest/closed", Title: s.T("guest." + word + ".title"), Status: status, Data: data}
	if err := f.send(w, r, v, page); err != nil {
		f.Log.Error("render", "template", page.Template, "error", err)
		http.Error(w, page.Title, status)
	}
}
