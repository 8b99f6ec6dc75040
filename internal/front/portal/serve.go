package portal

import (
	"context"
	"net/http"
	"strings"

	"pobratim/internal/front"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
)

// maxBody is what a request may bring when its route says nothing.
const maxBody = 1 << 20

// get answers with a kept page where there is one.
func (f *Frame) get(w http.ResponseWriter, r *http.Request, route *module.Route) {
	a, err := f.ask(r, route)
	switch {
	case err != nil:
		f.fail(w, r, a, err)
	case route.Live || a.long:
		f.fresh(w, r, a, route)
	default:
		p, mine := f.pages.begin(a.key, a.version, a.now)
		if p != nil {
			p.send(w, r)
			return
		}
		f.make(w, r, a, route, mine)
	}
}

// made is a page ready to be sent, or what else the subject answered.
type made struct {
	page    *kept
	cookies []*http.Cookie
	scene   *web.Scene
	reply   web.Reply
}

// make answers with a page made now.
func (f *Frame) make(w http.ResponseWriter, r *http.Request, a ask, route *module.Route, mine bool) {
	m, err := f.prepare(r, &a, route, mine)
	switch {
	case err != nil:
		f.fail(w, r, a, err)
	case m.page == nil:
		f.send(w, r, a, m.scene, m.reply)
	default:
		for _, c := range m.cookies {
			http.SetCookie(w, c)
		}
		m.page.send(w, r)
	}
}

// prepare asks the subject, renders its page and keeps it. Others wait for the
// page that is mine to make, so it is finished though the reader has left.
func (f *Frame) prepare(r *http.Request, a *ask, route *module.Route, mine bool) (made, error) {
	if mine {
		defer f.pages.end(a.key)
	}
	r = r.WithContext(context.WithoutCancel(r.Context()))
	s := f.scene(a, r.URL.Path)
	reply, err := f.handle(r, s, a, route)
	if err != nil {
		return made{}, err
	}
	page, ok := reply.(web.Page)
	if !ok {
		return made{scene: s, reply: reply}, nil
	}
	body, err := f.render(r, s, a, page)
	if err != nil {
		return made{}, err
	}
	p, err := newKept(a, max(page.Status, http.StatusOK), body)
	if err != nil {
		return made{}, err
	}
	if p.status == http.StatusOK && len(page.Cookies) == 0 {
		f.pages.put(p)
	}
	return made{page: p, cookies: page.Cookies}, nil
}

// fresh answers without the cache: forms carry a key of their own.
func (f *Frame) fresh(w http.ResponseWriter, r *http.Request, a ask, route *module.Route) {
	s := f.scene(&a, r.URL.Path)
	s.Key = id.New(a.now)
	w.Header().Set("Cache-Control", "no-store")
	reply, err := f.handle(r, s, &a, route)
	if err != nil {
		f.fail(w, r, a, err)
		return
	}
	f.send(w, r, a, s, reply)
}

// post answers what changes something.
func (f *Frame) post(w http.ResponseWriter, r *http.Request, route *module.Route) {
	limit := route.MaxBody
	if limit == 0 {
		limit = maxBody
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	a, err := f.ask(r, route)
	if err == nil && !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if parse := r.ParseForm(); parse != nil {
			err = errs.Wrap(parse, errs.Invalid, "form.unreadable")
		}
	}
	if err != nil {
		f.fail(w, r, a, err)
		return
	}
	if key := r.PostForm.Get(ui.OnceName); len(key) >= id.Len && len(key) <= id.Len+12 {
		r = r.WithContext(audit.WithKey(r.Context(), key))
	}
	f.fresh(w, r, a, route)
}

// handle asks for the route's permission as the public and lets it answer.
func (f *Frame) handle(r *http.Request, s *web.Scene, a *ask, route *module.Route) (web.Reply, error) {
	ctx := account.With(r.Context(), account.Viewer{})
	if route.Need != (module.Need{}) {
		if _, err := f.Gate.Require(ctx, route.Need); err != nil {
			return nil, err
		}
	}
	r = web.WithScene(r.WithContext(context.WithValue(ctx, askKey{}, a)), s)
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		// The handler sees the reduced query, or the kept page could differ from it.
		r.URL = s.URL
		r.Form = nil
	}
	if a.panel {
		return f.panel(r)
	}
	return route.Handle(r)
}

// send answers with what is not a kept page.
func (f *Frame) send(w http.ResponseWriter, r *http.Request, a ask, s *web.Scene, reply web.Reply) {
	h := w.Header()
	if page, ok := reply.(web.Page); ok {
		body, err := f.render(r, s, &a, page)
		if err != nil {
			f.fail(w, r, a, err)
			return
		}
		for _, c := range page.Cookies {
			http.SetCookie(w, c)
		}
		h.Set("Content-Type", htmlType[0])
		h.Set("Content-Language", a.key.lang)
		w.WriteHeader(max(page.Status, http.StatusOK))
		_, _ = w.Write(body)
		return
	}
	if file, ok := reply.(web.File); ok && h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=60")
		if !file.Modified.IsZero() {
			h.Set("Last-Modified", file.Modified.UTC().Format(http.TimeFormat))
		}
	}
	if err := front.Send(w, r, s, reply); err != nil {
		f.fail(w, r, a, err)
	}
}

// failure is what the template portal/error shows.
type failure struct {
	Text      string
	Reference string // of the log entry, to be read out on the telephone
	Links     []ui.Link
	Contact   []ui.Value
}

// fail answers an error. What is missing, what is hidden and what asks for an
// account are one page with the same bytes, whatever the address.
func (f *Frame) fail(w http.ResponseWriter, r *http.Request, a ask, err error) {
	word, status := "internal", front.Status(err)
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Unauthenticated:
		word, status = "missing", http.StatusNotFound
	case errs.Invalid, errs.Conflict, errs.Stale:
		word = "refused"
	case errs.Unavailable:
		word = "unavailable"
	case errs.TooMany:
		word = "too_many"
	}
	a.key.path, a.key.query, a.query = "\x00"+word, "", nil
	if word == "missing" {
		if p := f.pages.get(a.key, a.version, a.now); p != nil {
			p.send(w, r)
			return
		}
	}
	s := f.scene(&a, f.Base+"/")
	data := failure{Text: s.T("portal.error." + word + ".text"), Contact: Reach(s, a.city)}
	switch word {
	case "missing":
		data.Links = f.sections(s)
	case "internal":
		full := id.New(a.now)
		data.Reference = full[len(full)-8:len(full)-4] + "-" + full[len(full)-4:]
		f.Log.Error("request", "reference", data.Reference, "method", r.Method, "path", r.URL.Path, "error", err)
	default:
		if words := front.Words(s, err); words != "" {
			data.Text = words
		}
	}
	page := web.Page{Template: "portal/error", Title: s.T("portal.error." + word + ".title"), Status: status, Data: data, Head: web.Head{NoIndex: true}}
	body, err := f.render(r, s, &a, page)
	var p *kept
	if err == nil {
		p, err = newKept(&a, status, body)
	}
	if err != nil {
		f.Log.Error("render", "template", page.Template, "error", err)
		http.Error(w, page.Title, status)
		return
	}
	if word == "missing" {
		f.pages.put(p)
	} else {
		p.control = []string{"no-store"}
	}
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "60")
	}
	p.send(w, r)
}
