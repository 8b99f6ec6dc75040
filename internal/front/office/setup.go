package office

import (
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"pobratim/internal/front"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/assets"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/setting"
)

// SetupFrame shows the first-run set-up, when there is no municipality and
// nobody to sign in yet.
type SetupFrame struct {
	Setup   *setting.Setup
	Catalog *i18n.Catalog
	Assets  *assets.Set
	Clock   clock.Clock
	Log     *slog.Logger

	templates *web.Templates
}

const setupBase = "/setup"

// Open mounts the pages of the set-up.
func (f SetupFrame) Open() (http.Handler, error) {
	layout, err := fs.Sub(Files, "layout")
	if err != nil {
		return nil, err
	}
	f.templates, err = web.NewTemplates(ui.Funcs(f.Assets.Path("icons.svg")), []fs.FS{ui.Files, layout}, map[string]fs.FS{"office": Files, "setting": setting.Files})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, route := range f.Setup.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		mux.HandleFunc(method+" "+setupBase+path, func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, route) })
	}
	return mux, nil
}

func (f SetupFrame) serve(w http.ResponseWriter, r *http.Request, route module.Route) {
	lang := f.Setup.Lang(r)
	if asked := r.URL.Query().Get("lang"); asked == "ru" || asked == "en" {
		lang = asked
	}
	if lang == "" {
		lang = "ru"
	}
	now := f.Clock()
	s := &web.Scene{Printer: f.Catalog.Printer(lang), Base: setupBase, Now: now, Key: id.New(now), URL: r.URL}
	s.SetAssets(f.Assets)
	r = web.WithScene(r, s)
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	w.Header().Set("Cache-Control", "no-store")
	var reply web.Reply
	var err error
	if r.Method == http.MethodPost {
		err = parse(r)
	}
	if err == nil {
		reply, err = route.Handle(r)
	}
	if err != nil {
		reply = f.failed(s, err)
	}
	page, ok := reply.(web.Page)
	if !ok {
		if err := front.Send(w, r, s, reply); err != nil {
			f.Log.Error("set-up", "error", err)
		}
		return
	}
	f.page(w, s, page)
}

func (f SetupFrame) failed(s *web.Scene, err error) web.Page {
	word := "missing"
	if errs.KindOf(err) == errs.Internal {
		f.Log.Error("set-up", "error", err)
		word = "internal"
	}
	text := s.T("office.error." + word + ".text")
	if words := front.Words(s, err); words != "" && word != "missing" {
		text = words
	}
	return web.Page{Template: "office/error", Title: s.T("office.error." + word + ".title"), Status: front.Status(err), Data: errorPage{Text: text}}
}

func (f SetupFrame) page(w http.ResponseWriter, s *web.Scene, p web.Page) {
	view := &web.View{Scene: s, Title: p.Title, D: p.Data, Page: p}
	frame := ui.OfficeFrame{
		Document: ui.Document{Lang: s.Lang, Title: p.Title + " — Pobratim", NoIndex: true,
			Assets: ui.Assets{Styles: []string{s.Asset("office.css")}, Scripts: []string{s.Asset("office.js")}, Icon: s.Asset("favicon.svg")}},
		Words:     ui.Words{Skip: s.T("office.skip"), Menu: s.T("office.menu"), Toast: s.T("office.messages"), Peek: s.T("office.peek"), Close: s.T("office.close")},
		Place:     ui.Place{Name: "Побратим", Under: s.T("office.setup"), Href: s.Path("/")},
		Languages: languageMenu(s),
		Nav:       ui.Nav{Label: s.T("office.nav")},
	}
	view.Frame = ui.OfficePage{Frame: frame, Data: view}
	body, err := f.templates.Render(p.Template, view)
	if err != nil {
		f.Log.Error("set-up", "template", p.Template, "error", err)
		http.Error(w, s.T("office.error.internal.title"), http.StatusInternalServerError)
		return
	}
	for _, c := range p.Cookies {
		http.SetCookie(w, c)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(max(p.Status, http.StatusOK))
	_, _ = w.Write(body)
}
