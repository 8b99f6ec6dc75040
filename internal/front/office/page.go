package office

import (
	"net/http"
	"slices"

	"pobratim/internal/front"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// page renders a subject's page inside the office's layout.
func (f *Frame) page(w http.ResponseWriter, r *http.Request, s *web.Scene, viewer account.Viewer, p web.Page) {
	view := &web.View{Scene: s, Title: p.Title, D: p.Data, Page: p}
	if about := record.ParseRef(p.About); !about.IsZero() {
		view.Panels = slices.DeleteFunc(front.Panels(r.Context(), f.Log, f.templates, s, f.related, about), func(one web.Panel) bool { return slices.Contains(p.Without, one.Name) })
		view.Line = front.Timeline(r.Context(), f.Log, s, f.moments, about)
	}
	around := f.around(r, s, viewer, p)
	if notice := f.notice(w, r); notice != "" {
		around.Toasts = append(around.Toasts, ui.Toast{Text: notice, Tone: ui.ToneGood, Close: s.T("office.close")})
	}
	view.Frame = ui.OfficePage{Frame: around, Data: view}
	body, err := f.templates.Render(p.Template, view)
	if err != nil {
		f.Log.Error("render", "template", p.Template, "error", err)
		http.Error(w, s.T("office.error.internal.title"), http.StatusInternalServerError)
		return
	}
	for _, c := range p.Cookies {
		http.SetCookie(w, c)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Cookie")
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	_, _ = w.Write(body)
}

// around is everything that stands around a page.
func (f *Frame) around(r *http.Request, s *web.Scene, viewer account.Viewer, p web.Page) ui.OfficeFrame {
	city, err := f.Settings.Get(r.Context())
	if err != nil {
		f.Log.Error("settings", "error", err)
	}
	name := city.Name.In(s.Lang).Value
	frame := ui.OfficeFrame{
		Document: ui.Document{
			Lang: s.Lang, Title: p.Title + " — " + s.T("office.title") + " — " + name, NoIndex: true,
			Look:   ui.Look{Theme: viewer.Prefs.Theme, Dense: viewer.Prefs.Dense},
			Assets: ui.Assets{Styles: []string{s.Asset("office.css"), s.Path("/accent.css")}, Scripts: []string{s.Asset("office.js")}, Icon: s.Asset("favicon.svg")},
		},
		Words:     ui.Words{Skip: s.T("office.skip"), Menu: s.T("office.menu"), Toast: s.T("office.messages"), Peek: s.T("office.peek"), Close: s.T("office.close")},
		Place:     ui.Place{Name: name, Under: s.T("office.title"), Href: s.Path("/"), Crest: city.Crest.Picture(s.Base, "")},
		Search:    ui.Search{Action: s.Path("/search"), Name: "q", Label: s.T("office.search"), Button: s.T("office.search.button"), ID: "frame-search", Key: "/"},
		Languages: languageMenu(s),
		User:      f.userMenu(s, viewer),
		Nav:       f.menu(s, viewer),
		Crumbs:    crumbs(s, p),
		Shortcuts: viewer.Prefs.Shortcuts,
		About:     p.About,
		Foot:      []ui.Link{{Text: s.T("office.foot.portal"), Href: f.Portal + "/"}, {Text: s.T("office.foot.components"), Href: s.Path("/components")}},
	}
	if p.About != "" {
		frame.Search.Hidden = []ui.Hidden{{Name: "about", Value: p.About}}
	}
	if frame.Shortcuts {
		frame.Keys = keys(s, frame.Nav)
	}
	if viewer.SignedIn() {
		frame.Palette = paletteOf(s)
	}
	if !viewer.SignedIn() || s.URL.Path == f.Base+"/search" { // that page has a field of its own
		frame.Search = ui.Search{}
	}
	frame.Eyes = viewer.Eyes.Band(s, ui.Once{Key: s.Key})
	if text := city.Demo.In(s.Lang).Value; text != "" {
		frame.Demo = &ui.Demo{Label: s.T("front.demo"), Text: text}
	}
	return frame
}

// keys lists the one-letter shortcuts that web/src/keys.ts knows.
func keys(s *web.Scene, nav ui.Nav) *ui.Keys {
	list := &ui.Keys{Title: s.T("office.keys"), Button: s.T("office.keys.button"), Close: s.T("office.close")}
	list.Each = append(list.Each, ui.Key{Press: []string{"Ctrl", "K"}, Does: s.T("office.palette")})
	for _, k := range []struct{ press, key string }{{"/", "search"}, {"j", "down"}, {"k", "up"}, {"e", "edit"}, {"x", "pick"}, {"n", "add"}, {"?", "help"}} {
		list.Each = append(list.Each, ui.Key{Press: []string{k.press}, Does: s.T("office.keys." + k.key)})
	}
	nav.Each(func(link ui.Link) {
		if link.Key != "" {
			list.Each = append(list.Each, ui.Key{Press: []string{"g", link.Key}, Does: link.Text})
		}
	})
	return list
}

func crumbs(s *web.Scene, p web.Page) ui.Crumbs {
	if len(p.Crumbs) == 0 {
		return ui.Crumbs{}
	}
	c := ui.Crumbs{Label: s.T("office.crumbs")}
	for _, step := range p.Crumbs {
		c.Items = append(c.Items, ui.Link{Text: step.Text, Href: s.Path(step.Path)})
	}
	c.Items = append(c.Items, ui.Link{Text: p.Title, Current: true})
	return c
}

// languageMenu offers the same page in the other language.
func languageMenu(s *web.Scene) ui.LangMenu {
	menu := ui.LangMenu{Label: s.T("office.language"), Lang: s.Lang}
	for _, l := range []struct{ code, name string }{{"ru", "Русский"}, {"en", "English"}} {
		if l.code == s.Lang {
			menu.Current = l.name
		}
		menu.Items = append(menu.Items, ui.Link{Text: l.name, Href: s.Here("lang", l.code), Lang: l.code, HrefLang: l.code, Current: l.code == s.Lang})
	}
	return menu
}

func (f *Frame) userMenu(s *web.Scene, viewer account.Viewer) ui.Menu {
	if !viewer.SignedIn() {
		return ui.Menu{}
	}
	return ui.Menu{
		Label: viewer.Name, Hidden: s.T("office.user"), Icon: ui.IconPerson, EndSide: true,
		Items: []ui.Link{{Text: s.T("office.profile"), Href: s.Path("/profile")}},
		Forms: []ui.MenuForm{{Action: s.Path("/sign-out"), Once: ui.Once{Key: s.Key}, Button: ui.Button{Text: s.T("office.sign_out"), Kind: ui.ButtonQuiet}}},
	}
}

// errorPage is what the template office/error shows.
type errorPage struct {
	Text      string
	Reference string // of the log entry, to be read out on the telephone
	Links     []ui.Link
}

// moved is the address of the record that stands for a merged one, as far as
// the viewer may see it.
func (f *Frame) moved(r *http.Request, err error) string {
	to, ok := record.MovedTo(err)
	if !ok || r.Method != http.MethodGet {
		return ""
	}
	kind := f.Kinds[to.Kind]
	if kind.Allowed == nil {
		return ""
	}
	if _, err := kind.Allowed(r.Context(), to.ID, module.View); err != nil {
		return ""
	}
	return f.Kinds.Path(to)
}

// fail answers an error. A forbidden record and a missing one look the same; a
// merged one leads to the record that stands for it.
func (f *Frame) fail(w http.ResponseWriter, r *http.Request, s *web.Scene, viewer account.Viewer, err error) {
	kind := errs.KindOf(err)
	if !viewer.SignedIn() && (kind == errs.Unauthenticated || kind == errs.NotFound || kind == errs.Forbidden) {
		// Without a session every address of the office leads to the sign-in
		// page, whether it exists or not.
		f.signIn(w, r, s, viewer)
		return
	}
	if to := f.moved(r, err); to != "" {
		http.Redirect(w, r, s.Path(to), http.StatusFound) // not for ever: a merge can be undone
		return
	}
	word := "internal"
	switch kind {
	case errs.NotFound, errs.Forbidden:
		word = "missing"
	case errs.Invalid, errs.Conflict, errs.Stale:
		word = "refused"
	case errs.Unavailable:
		word = "unavailable"
	case errs.TooMany:
		word = "too_many"
	}
	data := errorPage{Text: s.T("office.error." + word + ".text"), Links: []ui.Link{{Text: s.T("office.nav.today"), Href: s.Path("/")}}}
	if word != "missing" {
		if words := front.Words(s, err); words != "" {
			data.Text = words
		}
	}
	if word == "internal" {
		data.Reference = reference(id.New(s.Now))
		f.Log.Error("request", "reference", data.Reference, "method", r.Method, "path", r.URL.Path, "error", err)
	}
	f.page(w, r, s, viewer, web.Page{Template: "office/error", Title: s.T("office.error." + word + ".title"), Status: front.Status(err), Data: data})
}

// reference shortens an identifier to what can be read out: "k7q2-9fxm".
func reference(full string) string {
	tail := full[len(full)-8:]
	return tail[:4] + "-" + tail[4:]
}
