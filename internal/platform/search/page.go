package search

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"pobratim/internal/kit/lexis"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
)

// pageSize is how many hits a page shows.
const pageSize = 20

// resultPage is what the template search shows, in the office and on the portal.
type resultPage struct {
	Search ui.Search
	Notice *ui.Notice // the index is being made
	As     string     // the query was taken for another
	Found  string     // how many, read out as it changes
	Tabs   *ui.Tabs
	Hits   []shownHit
	Pager  *ui.Pager
	Empty  *ui.Empty
	Near   []ui.Link
	NearTo string // heading of Near
	More   []ui.Link
	MoreAs string // heading of More
	Acts   []ui.Link
	ActsAs string // heading of Acts
}

type shownHit struct {
	Title ui.Value
	Kind  string
	Parts []lexis.Part
}

// office is the page of search.
func (s *Service) office(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	data, err := s.page(r, false)
	if err != nil {
		return nil, err
	}
	title, q := scene.T("search.title"), asked(r)
	if q != "" {
		title = scene.T("search.title_of", "query", q)
	}
	if data.Empty != nil {
		data.MoreAs = scene.T("search.next")
		data.More = s.Next(r.Context(), scene, q)
	}
	if about := r.URL.Query().Get("about"); about != "" {
		data.Search.Hidden = append(data.Search.Hidden, ui.Hidden{Name: "about", Value: about})
	}
	if s.commands != nil {
		data.ActsAs = scene.T("search.commands")
		if data.Acts, err = s.commands(r, q); err != nil {
			return nil, err
		}
	}
	return web.Page{Template: "search/results", Title: title, Data: data}, nil
}

// Commanded says what the page of search offers to do beside what it finds, for
// a query. It is called once, while the program is built.
func (s *Service) Commanded(commands func(r *http.Request, q string) ([]ui.Link, error)) {
	s.commands = commands
}

// Next is what one does when nothing was found: look into the bin, write the
// thing down.
func (s *Service) Next(ctx context.Context, scene *web.Scene, q string) []ui.Link {
	var links []ui.Link
	for _, step := range []struct {
		action, kind, path, key string
		asks                    string // by which name it takes the query; empty when it takes none
		icon                    ui.Icon
	}{
		{module.View, "bin", "/bin", "search.in_bin", "q", ui.IconSearch},
		{module.Create, "partner", "/partners/find", "search.add_partner", "q", ui.IconPlus},
		{module.Create, "person", "/people/new", "search.add_person", "", ui.IconPlus},
		{module.Create, "organisation", "/organisations/new", "search.add_organisation", "", ui.IconPlus},
	} {
		if s.gate.Scope(ctx, module.Need{Action: step.action, Kind: step.kind}) > 0 {
			href := scene.Path(step.path)
			if step.asks != "" {
				href = scene.Path(step.path, step.asks, q)
			}
			links = append(links, ui.Link{Text: scene.T(step.key), Href: href, Icon: step.icon})
		}
	}
	return links
}

// public is the page of search on the portal.
func (s *Service) public(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	data, err := s.page(r, true)
	if err != nil {
		return nil, err
	}
	q := asked(r)
	title := scene.T("search.title")
	if q != "" {
		title = scene.T("search.title_of", "query", q)
	}
	if q == "" || data.Empty != nil {
		data.MoreAs = scene.T("search.sections")
		data.More = []ui.Link{
			{Text: scene.T("search.cities"), Href: scene.Path("/partners")},
			{Text: scene.T("search.projects"), Href: scene.Path("/projects")},
			{Text: scene.T("search.results"), Href: scene.Path("/results")},
		}
	}
	return web.Page{Template: "search/results", Title: title, Data: data, Head: web.Head{Description: scene.T("search.lead"), Canonical: "/search", NoIndex: q != ""}}, nil
}

// asked is the query of a page, cut to what anybody types.
func asked(r *http.Request) string {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if n := 0; len(q) > 200 {
		for i := range q {
			if n == 200 {
				return q[:i]
			}
			n++
		}
	}
	return q
}

func (s *Service) page(r *http.Request, portal bool) (resultPage, error) {
	scene, query := web.SceneOf(r), r.URL.Query()
	q, kind := asked(r), query.Get("kind")
	number, _ := strconv.Atoi(query.Get("page"))
	number = min(max(number, 1), mostMatches)
	data := resultPage{Search: ui.Search{Action: scene.Path("/search"), Name: "q", Value: q, Label: scene.T("search.label"), Button: scene.T("search.button"), ID: "page-search"}}
	if scene.LangTail {
		data.Search.Action, data.Search.Hidden = scene.Base+"/search", []ui.Hidden{{Name: "lang", Value: scene.Lang}}
	}
	if q == "" {
		return data, nil
	}
	a, err := s.Find(r.Context(), Ask{Text: q, Kind: kind, Lang: scene.Lang, Portal: portal, From: (number - 1) * pageSize, Limit: pageSize})
	if err != nil {
		return data, err
	}
	if a.Making {
		data.Notice = &ui.Notice{Tone: ui.ToneInfo, Text: scene.T("search.making")}
	}
	if a.As != "" {
		data.As = scene.T("search.as", "query", a.As)
	}
	for _, h := range a.Hits {
		data.Hits = append(data.Hits, shownHit{Title: ui.Value{Text: h.Title, Href: address(scene, h.Path)}, Kind: scene.T(h.Ref.Kind + ".kind"), Parts: h.Snippet})
	}
	data.Found = found(scene, a, kind)
	data.Tabs = tabs(scene, a, kind)
	data.Pager = pager(scene, a, number)
	if a.Total == 0 {
		data.Empty = &ui.Empty{Title: scene.T("search.nothing", "query", q), Text: scene.T("search.nothing.text")}
		for _, h := range a.Near {
			data.Near = append(data.Near, ui.Link{Text: h.Title, Href: address(scene, h.Path)})
		}
		data.NearTo = scene.T("search.near")
	}
	return data, nil
}

// address is a path of the frame with its query and its anchor.
func address(scene *web.Scene, path string) string {
	path, anchor, ok := strings.Cut(path, "#")
	if !ok {
		return scene.Path(path)
	}
	return scene.Path(path) + "#" + anchor
}

func found(scene *web.Scene, a Answer, kind string) string {
	switch {
	case a.Total == 0:
		return ""
	case a.More && kind == "":
		return scene.T("search.found_more", "n", scene.Number(int64(a.Total)))
	}
	return scene.N("search.found", a.Total)
}

// tabs narrow the hits to one kind; a single kind needs none.
func tabs(scene *web.Scene, a Answer, chosen string) *ui.Tabs {
	if len(a.Kinds) < 2 && chosen == "" {
		return nil
	}
	t := &ui.Tabs{Label: scene.T("search.kinds"), Items: []ui.Link{{Text: scene.T("search.all_kinds"), Href: scene.Here("kind", "", "page", ""), Current: chosen == ""}}}
	for _, c := range a.Kinds {
		t.Items = append(t.Items, ui.Link{Text: scene.T(c.Kind+".kind") + " · " + scene.Number(int64(c.N)), Href: scene.Here("kind", c.Kind, "page", ""), Current: chosen == c.Kind})
	}
	return t
}

func pager(scene *web.Scene, a Answer, number int) *ui.Pager {
	p := &ui.Pager{Label: scene.T("search.pages")}
	if number > 1 {
		before := strconv.Itoa(number - 1)
		if number == 2 {
			before = ""
		}
		p.Prev = &ui.Link{Text: scene.T("search.prev"), Href: scene.Here("page", before)}
	}
	if number*pageSize < a.Total {
		p.Next = &ui.Link{Text: scene.T("search.more"), Href: scene.Here("page", strconv.Itoa(number+1))}
	}
	if p.Prev == nil && p.Next == nil {
		return nil
	}
	return p
}
