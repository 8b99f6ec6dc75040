package office

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pobratim/internal/kit/lexis"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
)

// act is something that the palette offers to do.
type act struct {
	key, path string
	need      module.Need
	named     bool // by the subject itself
}

// offer notes a route that begins something new.
func (f *Frame) offer(method, path string, route module.Route) {
	one := act{route.Command, path, route.Need, route.Command != ""}
	if one.key == "" && strings.HasSuffix(path, "/new") && route.Need.Action == module.Create {
		one.key = route.Need.Kind + ".new"
	}
	if method != http.MethodGet || one.key == "" || strings.Contains(path, "{") {
		return
	}
	at := slices.IndexFunc(f.acts, func(a act) bool { return a.need == one.need })
	switch {
	case at < 0:
		f.acts = append(f.acts, one)
	case one.named:
		f.acts[at] = one
	}
}

// How much the palette shows.
const (
	paletteHits   = 8
	paletteActs   = 6
	paletteRecent = 6
)

// paletteGroup is a headed part of the answer.
type paletteGroup struct {
	Title string        `json:"title"`
	Items []paletteItem `json:"items"`
}

type paletteItem struct {
	Title string `json:"title"`
	Note  string `json:"note,omitempty"` // what kind of thing it is
	Href  string `json:"href"`
	Icon  string `json:"icon"`
}

// paletteAnswer is what the script of the palette shows.
type paletteAnswer struct {
	Groups []paletteGroup `json:"groups"`
	Icons  string         `json:"icons"`          // address of the drawings
	Said   string         `json:"said"`           // for screen readers
	Note   string         `json:"note,omitempty"` // another layout, an unfinished index, nothing found

	nothing bool // was found
}

func paletteOf(s *web.Scene) *ui.Palette {
	return &ui.Palette{
		URL: s.Path("/palette"), Action: s.Path("/search"), Label: s.T("office.palette"), List: s.T("office.palette.list"), Hint: s.T("office.palette.hint"),
		Close: s.T("office.close"), Waiting: s.T("office.palette.waiting"), Failed: s.T("office.palette.failed"),
	}
}

// palette answers the dialog of search and commands: what was opened lately,
// what is found, where one can go and what one may begin.
func (f *Frame) palette(r *http.Request) (web.Reply, error) {
	s, query := web.SceneOf(r), r.URL.Query()
	q := strings.TrimSpace(query.Get("q"))
	answer := paletteAnswer{Icons: f.Assets.Path("icons.svg"), Groups: []paletteGroup{}}
	var err error
	if q == "" {
		err = f.recent(r, s, query["recent"], &answer)
	} else {
		err = f.hits(r, s, query.Get("q"), &answer)
	}
	if err != nil {
		return nil, err
	}
	groups, err := f.commands(r, s, q)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		answer.add(g.Title, g.Items)
	}
	if answer.nothing {
		var next []paletteItem
		for _, step := range f.Search.Next(r.Context(), s, query.Get("q")) {
			next = append(next, paletteItem{Title: step.Text, Href: step.Href, Icon: string(step.Icon)})
		}
		answer.add(s.T("search.next"), next)
	}
	n := 0
	for _, g := range answer.Groups {
		n += len(g.Items)
	}
	answer.Said = s.N("office.palette.said", n)
	return web.JSON{Body: answer}, nil
}

// recent shows what this browser has opened lately; it names records, and only
// those that the viewer may still see come back with a title.
func (f *Frame) recent(r *http.Request, s *web.Scene, names []string, to *paletteAnswer) error {
	var refs []record.Ref
	for _, name := range names[:min(len(names), paletteRecent)] {
		if ref := record.ParseRef(name); !ref.IsZero() {
			refs = append(refs, ref)
		}
	}
	hits, err := f.Search.Recent(r.Context(), s.Lang, refs)
	to.add(s.T("office.palette.recent"), items(s, hits))
	return err
}

func (f *Frame) hits(r *http.Request, s *web.Scene, q string, to *paletteAnswer) error {
	a, err := f.Search.Find(r.Context(), search.Ask{Text: q, Lang: s.Lang, Limit: paletteHits, Plain: true})
	if err != nil {
		return err
	}
	found := items(s, a.Hits)
	if a.Total > len(found) {
		found = append(found, paletteItem{Title: s.T("office.palette.all"), Href: s.Path("/search", "q", strings.TrimSpace(q)), Icon: string(ui.IconSearch)})
	}
	to.add(s.T("office.palette.found"), found)
	to.nothing = a.Total == 0
	switch {
	case a.Making:
		to.Note = s.T("search.making")
	case a.As != "":
		to.Note = s.T("office.palette.as", "query", a.As)
	case a.Total == 0:
		to.Note = s.T("search.nothing", "query", strings.TrimSpace(q))
		to.add(s.T("search.near"), items(s, a.Near))
	}
	return nil
}

// commands are what one may do with the record in view, the pages of the menu
// and the forms that the viewer may open; with a query those whose words answer
// it, in either keyboard layout.
func (f *Frame) commands(r *http.Request, s *web.Scene, q string) ([]paletteGroup, error) {
	viewer := account.From(r.Context())
	typed := lexis.Read(q)
	other, _ := lexis.Other(q)
	goTo, begin := s.T("office.palette.go"), s.T("office.palette.begin")
	fits := func(verb, label string) bool {
		return q == "" || typed.Answers(verb+" "+label) || other.Answers(verb+" "+label)
	}
	here := paletteGroup{}
	offers, title, err := f.offered(r, s, viewer)
	if err != nil {
		return nil, err
	}
	for _, o := range offers {
		if fits("", o.Title) {
			here.Items = append(here.Items, o)
		}
	}
	here.Title = s.T("office.palette.here", "name", title)
	var pages, forms []paletteItem
	nav := f.menu(s, viewer)
	for _, link := range slices.Concat(nav.Items, nav.Under) {
		if fits(goTo, link.Text) {
			pages = append(pages, paletteItem{Title: link.Text, Href: link.Href, Icon: string(link.Icon)})
		}
	}
	for _, a := range f.acts {
		if label := s.T(a.key); f.Gate.Policy().Scope(viewer.Roles, a.need) > account.None && fits(begin, label) {
			forms = append(forms, paletteItem{Title: label, Href: s.Path(a.path), Icon: string(ui.IconPlus)})
		}
	}
	if q != "" {
		pages, forms = pages[:min(len(pages), paletteActs)], forms[:min(len(forms), paletteActs)]
	}
	return []paletteGroup{here, {goTo, pages}, {begin, forms}}, nil
}

// offered is what subjects offer for the record that the page in view is about,
// and its title; nothing when the viewer may not see it.
func (f *Frame) offered(r *http.Request, s *web.Scene, viewer account.Viewer) ([]paletteItem, string, error) {
	about := record.ParseRef(r.URL.Query().Get("about"))
	if about.IsZero() {
		return nil, "", nil
	}
	found, err := f.Search.Recent(r.Context(), s.Lang, []record.Ref{about})
	if err != nil || len(found) == 0 {
		return nil, "", err
	}
	var list []paletteItem
	for _, o := range f.offers {
		if !slices.Contains(o.Kinds, about.Kind) || f.Gate.Policy().Scope(viewer.Roles, o.Need) == account.None {
			continue
		}
		path, query, _ := strings.Cut(strings.NewReplacer("{ref}", url.QueryEscape(about.String()), "{id}", url.QueryEscape(about.ID)).Replace(o.Path), "?")
		address := s.Path(path)
		if query != "" {
			address += map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")] + query
		}
		icon := ui.IconPlus
		if o.Need.Action == module.View {
			icon = ui.IconDocument
		}
		list = append(list, paletteItem{Title: s.T(o.Key, "name", found[0].Title), Href: address, Icon: string(icon)})
	}
	return list, found[0].Title, nil
}

// commandLinks are the commands for the page of search, which works without
// scripts.
func (f *Frame) commandLinks(r *http.Request, q string) ([]ui.Link, error) {
	groups, err := f.commands(r, web.SceneOf(r), q)
	var links []ui.Link
	for _, g := range groups {
		for _, item := range g.Items {
			links = append(links, ui.Link{Text: item.Title, Href: item.Href, Icon: ui.Icon(item.Icon)})
		}
	}
	return links, err
}

func (a *paletteAnswer) add(title string, items []paletteItem) {
	if len(items) > 0 {
		a.Groups = append(a.Groups, paletteGroup{title, items})
	}
}

func items(s *web.Scene, hits []search.Hit) []paletteItem {
	list := make([]paletteItem, len(hits))
	for i, h := range hits {
		list[i] = paletteItem{Title: h.Title, Note: s.T(h.Ref.Kind + ".kind"), Href: s.Path(h.Path), Icon: string(iconOf(h.Ref.Kind))}
	}
	return list
}

// iconOf draws the kinds of records as the menu draws their lists.
func iconOf(kind string) ui.Icon {
	switch kind {
	case "partner", "prospect":
		return ui.IconHandshake
	case "person":
		return ui.IconPerson
	case "organisation", "post":
		return ui.IconBuilding
	case "activity", "series":
		return ui.IconProject
	case "note":
		return ui.IconNote
	case "result":
		return ui.IconResult
	}
	return ui.IconDocument
}
