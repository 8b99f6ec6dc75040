package portal

import (
	"net/http"
	"strings"

	"pobratim/internal/front"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// render shows a page inside the portal's layout.
func (f *Frame) render(r *http.Request, s *web.Scene, a *ask, p web.Page) ([]byte, error) {
	view := &web.View{Scene: s, Title: p.Title, D: p.Data, Page: p}
	if about := record.ParseRef(p.About); !about.IsZero() {
		view.Panels = front.Panels(r.Context(), f.Log, f.templates, s, f.public, about)
	}
	view.Frame = ui.PortalPage{Frame: f.around(r, s, a, p), Data: view}
	return f.templates.Render(p.Template, view)
}

// around is everything that stands around a page.
func (f *Frame) around(r *http.Request, s *web.Scene, a *ask, p web.Page) ui.PortalFrame {
	name := keep.Said(s, a.city.Name).Text
	back := f.within(s)
	frame := ui.PortalFrame{
		Document:  f.document(r, s, a, p),
		Words:     ui.Words{Skip: s.T("portal.skip"), Menu: s.T("portal.menu"), Toast: s.T("portal.messages"), Close: s.T("portal.close")},
		Place:     ui.Place{Name: name, Under: s.T("portal.title"), Href: s.Path("/"), Crest: a.city.Crest},
		Nav:       ui.Nav{Label: s.T("portal.nav"), Items: f.sections(s)},
		Languages: f.languages(s, a),
		Search:    f.search(s),
		LowVision: ui.Link{Text: s.T("portal.look.title"), Href: s.Path(back, "vi", "1"), Icon: ui.IconEye, Current: a.panel},
		Crumbs:    crumbs(s, p),
		Notice:    fallen(s),
		Foot:      f.foot(s, a, p, back),
	}
	if a.city.Crest != nil && a.look.NoImage {
		crest := *a.city.Crest
		crest.WordsOnly = true
		frame.Place.Crest = &crest
	}
	if !a.city.Demo.IsZero() {
		frame.Demo = &ui.Demo{Label: s.T("portal.demo"), Text: keep.Said(s, a.city.Demo).Text}
	}
	return frame
}

// searchPath is where a subject answers who looks for something.
const searchPath = "/search"

// search leads to the page of search, when there is one.
func (f *Frame) search(s *web.Scene) ui.Link {
	for _, p := range f.stable {
		if p.path == searchPath {
			return ui.Link{Text: s.T("portal.search"), Href: s.Path(searchPath), Icon: ui.IconSearch}
		}
	}
	return ui.Link{}
}

// document is the head: title, description, canonical address, the same page
// in the other languages.
func (f *Frame) document(r *http.Request, s *web.Scene, a *ask, p web.Page) ui.Document {
	d := ui.Document{
		Lang: s.Lang, Title: f.title(s, a, p), Description: p.Head.Description, Look: a.look, NoIndex: p.Head.NoIndex, Data: p.Head.JSONLD,
		Assets: ui.Assets{Styles: []string{s.Asset("portal.css")}, Scripts: []string{s.Asset("portal.js")}, Fonts: []string{s.Asset(fontOf(s.Lang))}, Icon: s.Asset("favicon.svg")},
	}
	if len(a.city.Accent) > 0 {
		d.Assets.Styles = append(d.Assets.Styles, f.accentPath(a.city))
	}
	if p.Head.NoIndex {
		return d
	}
	at := p.Head.Canonical
	if at == "" {
		at = f.within(s)
	}
	origin := f.origin(r)
	d.Canonical = origin + f.in(a.city, at, s.Lang)
	if len(a.city.Langs) > 1 {
		for _, lang := range a.city.Langs {
			d.Alternates = append(d.Alternates, ui.Link{HrefLang: lang, Href: origin + f.in(a.city, at, lang)})
		}
		d.Alternates = append(d.Alternates, ui.Link{HrefLang: "x-default", Href: origin + f.in(a.city, at, a.city.lang())})
	}
	return d
}

// fontOf is the subset that nearly every word of a language needs.
func fontOf(lang string) string {
	switch lang {
	case "ru", "be", "uk", "bg":
		return "golos-text-cyrillic-wght-normal.woff2"
	}
	return "golos-text-latin-wght-normal.woff2"
}

// title is «Страница — Раздел — Город».
func (f *Frame) title(s *web.Scene, a *ask, p web.Page) string {
	parts := []string{p.Title}
	section := s.T("portal.title")
	if here, ok := f.section(s); ok {
		section = s.T(here.Key)
	}
	if section == p.Title {
		section = s.T("portal.title")
	}
	if section != p.Title {
		parts = append(parts, section)
	}
	return strings.Join(append(parts, keep.Said(s, a.city.Name).Text), " — ")
}

// section is the entry of the menu under which the present page stands.
func (f *Frame) section(s *web.Scene) (navEntry, bool) {
	here := strings.TrimPrefix(s.URL.Path, f.Base)
	for _, e := range f.nav {
		if e.path == here || e.path != "/" && strings.HasPrefix(here, e.path+"/") {
			return e, true
		}
	}
	return navEntry{}, false
}

// sections is the main menu.
func (f *Frame) sections(s *web.Scene) []ui.Link {
	here, _ := f.section(s)
	links := make([]ui.Link, len(f.nav))
	for i, e := range f.nav {
		links[i] = ui.Link{Text: s.T(e.Key), Href: s.Path(e.path), Current: e.path == here.path && here.Key != ""}
	}
	return links
}

func crumbs(s *web.Scene, p web.Page) ui.Crumbs {
	if len(p.Crumbs) == 0 {
		return ui.Crumbs{}
	}
	c := ui.Crumbs{Label: s.T("portal.crumbs"), Items: []ui.Link{{Text: s.T("portal.home"), Href: s.Path("/")}}}
	for _, step := range p.Crumbs {
		c.Items = append(c.Items, ui.Link{Text: step.Text, Href: s.Path(step.Path)})
	}
	c.Items = append(c.Items, ui.Link{Text: p.Title, Current: true})
	return c
}

// languages leads to the same page in the other languages.
func (f *Frame) languages(s *web.Scene, a *ask) ui.LangMenu {
	menu := ui.LangMenu{Label: s.T("portal.language"), Lang: s.Lang, Current: i18n.Native(s.Lang)}
	at := f.within(s)
	for _, lang := range a.city.Langs {
		menu.Items = append(menu.Items, ui.Link{Text: i18n.Native(lang), Href: f.in(a.city, at, lang), Lang: lang, HrefLang: lang, Current: lang == s.Lang})
	}
	return menu
}

// fallen says once that parts of the page have no translation.
func fallen(s *web.Scene) *ui.Notice {
	langs := s.Fallen()
	if len(langs) == 0 {
		return nil
	}
	if key := "portal.only." + langs[0]; len(langs) == 1 && s.Has(key) {
		return &ui.Notice{Tone: ui.ToneInfo, Text: s.T(key)}
	}
	names := make([]string, len(langs))
	for i, lang := range langs {
		names[i] = s.Language(lang)
	}
	return &ui.Notice{Tone: ui.ToneInfo, Text: s.T("portal.only", "languages", s.Join(names))}
}

// foot is the end of every page: the contact is always in one place.
func (f *Frame) foot(s *web.Scene, a *ask, p web.Page, back string) ui.PortalFoot {
	foot := ui.PortalFoot{
		Contact: Reach(s, a.city), Theme: theme(s, a.look, back), Note: s.T("portal.foot.note"),
		Columns: []ui.FootColumn{{Title: s.T("portal.foot.about"), Links: []ui.Link{
			{Text: s.T("portal.about.title"), Href: s.Path("/about")},
			{Text: s.T("portal.access.title"), Href: s.Path("/accessibility")},
			{Text: s.T("portal.data.title"), Href: s.Path("/open-data")},
		}}},
	}
	if !p.Head.Updated.IsZero() {
		day := p.Head.Updated.In(s.Zone)
		foot.Updated = ui.Value{Text: s.T("portal.foot.updated", "day", s.Day(day)), Time: day.Format("2006-01-02")}
	}
	return foot
}

// Reach lists how to reach the department, each on a line.
func Reach(s *web.Scene, c *City) []ui.Value {
	var lines []ui.Value
	for _, t := range []i18n.Text{c.Department, c.Address} {
		if !t.IsZero() {
			lines = append(lines, keep.Said(s, t))
		}
	}
	if c.Phone != "" {
		lines = append(lines, phone(c.Phone))
	}
	if c.Email != "" {
		lines = append(lines, email(c.Email))
	}
	if !c.Hours.IsZero() {
		lines = append(lines, keep.Said(s, c.Hours))
	}
	return lines
}

// phone is a number as it is written, with a link that dials it.
func phone(number string) ui.Value {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	return ui.Value{Text: number, Href: "tel:" + digits}
}

func email(address string) ui.Value { return ui.Value{Text: address, Href: "mailto:" + address} }
