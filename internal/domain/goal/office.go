package goal

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// treePage is what the template tree shows.
type treePage struct {
	Views    ui.Tabs
	Lens     ui.Form
	Coverage ui.Notice
	Branch   branch
	Empty    *ui.Empty
	Take     ui.Download
	Print    ui.Button
	Add      *ui.LinkButton
	Paste    *ui.LinkButton
}

// branch are the goals below one, or those at the top.
type branch struct {
	Root bool
	Rows []branchRow
}

// branchRow is one goal of the tree.
type branchRow struct {
	ID     string
	Number string
	Name   ui.Value
	Notes  []string
	Counts []ui.Link
	Gap    *ui.Chip
	Moves  []moveForm
	Below  branch
}

// moveForm puts a goal one place up or down.
type moveForm struct {
	Action string
	Once   ui.Once
	Hidden []ui.Hidden
	Button ui.Button
}

// asked is the lens that an address names. A year that is none is an error at
// its field.
func asked(scene *web.Scene) (Lens, *form.Form) {
	in := form.Read(scene.URL.Query())
	lens := Lens{Partner: in.Typed("partner")}
	if in.Typed("year") != "" {
		lens.Year = int(in.Int("year", form.Between(1, 9999)))
	}
	return lens, in
}

// sight is the tree under the lens that an address names, and what to choose
// another lens from.
type sight struct {
	lens     Lens
	in       *form.Form
	forest   *Forest
	partners []ui.Option
}

func (s *Service) look(ctx context.Context, scene *web.Scene) (is sight, err error) {
	is.lens, is.in = asked(scene)
	works, err := s.deps.Works(ctx)
	if err != nil {
		return is, err
	}
	if is.forest, err = s.forest(ctx, works, is.lens); err != nil {
		return is, err
	}
	is.partners, err = s.deps.Partners(ctx, scene)
	return is, err
}

// answer shows a page, with what was wrong with the lens at its fields.
func (is sight) answer(scene *web.Scene, page web.Page, lens *ui.Form) (web.Reply, error) {
	if failed := is.in.Err(); failed != nil {
		status, ok := scene.Mark(lens, failed)
		if !ok {
			return nil, failed
		}
		page.Status, page.Title = status, scene.ErrorTitle(page.Title)
	}
	return page, nil
}

// query are the pairs of an address that keep a lens.
func (l Lens) query() []string {
	year := ""
	if l.Year != 0 {
		year = strconv.Itoa(l.Year)
	}
	return []string{"year", year, "partner", l.Partner}
}

func (s *Service) tree(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	if as := export.Asked(r); as != "" {
		return s.export(r, as)
	}
	seen, err := s.look(ctx, scene)
	if err != nil {
		return nil, err
	}
	lens, f := seen.lens, seen.forest
	posts, err := s.postWords(ctx, scene)
	if err != nil {
		return nil, err
	}
	data := &treePage{Views: views(scene, "tree"), Lens: lensForm(scene, "/goals", seen), Coverage: coverage(scene, f, lens),
		Branch: s.branch(ctx, scene, f.Roots, lens, posts), Take: export.Links(scene), Print: ui.Button{Text: scene.T("goal.print"), Icon: ui.IconPrint, Print: true}}
	data.Branch.Root = true
	if s.may(ctx, module.Create) {
		data.Add = &ui.LinkButton{Text: scene.T("goal.add"), Href: scene.Path("/goals/new"), Icon: ui.IconPlus, Kind: ui.ButtonPrimary}
		data.Paste = &ui.LinkButton{Text: scene.T("goal.paste"), Href: scene.Path("/goals/paste"), Icon: ui.IconList}
	}
	if len(f.Roots) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("goal.none"), Text: scene.T("goal.none.text")}
	}
	return seen.answer(scene, web.Page{Template: "goal/tree", Title: scene.T("goal.list"), Data: data}, &data.Lens)
}

// export is the register as a file, in the order of the tree, archived goals
// last.
func (s *Service) export(r *http.Request, as export.Format) (web.Reply, error) {
	goals, err := s.Goals(r.Context())
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, archived := range []bool{false, true} {
		some := slices.DeleteFunc(slices.Clone(goals), func(g Goal) bool { return g.Archived != archived })
		Grow(some, nil, Lens{}).Walk(func(n *Node) { ids = append(ids, n.ID) })
	}
	return s.goals.Export(r, as, "goals", func(yield func(string, error) bool) {
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	})
}

// views are the pages of goals.
func views(scene *web.Scene, now string) ui.Tabs {
	return ui.Tabs{Label: scene.T("goal.views"), Items: []ui.Link{
		{Text: scene.T("goal.list"), Href: scene.Path("/goals"), Current: now == "tree"},
		{Text: scene.T("goal.coverage"), Href: scene.Path("/goals/coverage"), Current: now == "coverage"},
		{Text: scene.T("goal.archive"), Href: scene.Path("/goals/archived"), Current: now == "archived"},
	}}
}

// lensForm chooses year and partner.
func lensForm(scene *web.Scene, path string, is sight) ui.Form {
	year := ui.Field{Kind: ui.FieldNumber, Name: "year", Label: scene.T("goal.lens.year"), Hint: scene.T("goal.lens.year.hint"), Value: is.in.Typed("year"), Width: ui.WidthShort}
	partner := ui.Select("partner", scene.T("goal.lens.partner"), scene.T("goal.lens.any"), is.partners, is.lens.Partner)
	return ui.Form{Action: scene.Path(path), Get: true, Submit: ui.Button{Text: scene.T("goal.lens.show")}, Sets: []ui.Fieldset{{Legend: scene.T("goal.lens"), Row: true, Fields: []ui.Field{year, partner}}}}
}

// coverage says how many activities serve a goal, and leads to those that do not.
func coverage(scene *web.Scene, f *Forest, lens Lens) ui.Notice {
	n := ui.Notice{Tone: ui.ToneGood, Title: scene.N("goal.coverage.all", f.Total)}
	switch {
	case f.Total == 0:
		n.Tone, n.Title = ui.ToneNeutral, scene.T("goal.coverage.none")
	case len(f.Spare) > 0:
		n.Tone, n.Title = ui.ToneWarn, scene.N("goal.coverage.some", f.Total, "served", scene.Number(int64(f.Total-len(f.Spare))))
		n.Links = []ui.Link{{Text: scene.N("goal.coverage.spare", len(f.Spare)), Href: scene.Path("/goals/coverage", lens.query()...)}}
	}
	return n
}

// postWords are the names of posts by identifier.
func (s *Service) postWords(ctx context.Context, scene *web.Scene) (map[string]string, error) {
	posts, err := s.deps.Posts(ctx, scene)
	words := make(map[string]string, len(posts))
	for _, o := range posts {
		words[o.Value] = o.Label
	}
	return words, err
}

func (s *Service) branch(ctx context.Context, scene *web.Scene, nodes []*Node, lens Lens, posts map[string]string) branch {
	var b branch
	for i, n := range nodes {
		name := keep.Said(scene, n.Name)
		name.Href = scene.Path("/goals/"+n.ID, lens.query()...)
		row := branchRow{ID: n.ID, Number: n.Number, Name: name, Counts: counts(scene, n, lens), Gap: gapChip(scene, n), Below: s.branch(ctx, scene, n.Children, lens, posts)}
		for _, note := range []string{n.Document.In(scene.Lang).Value, scene.Date(n.Period), posts[n.Post]} {
			if note != "" {
				row.Notes = append(row.Notes, note)
			}
		}
		if len(nodes) > 1 && s.goals.Can(ctx, module.Edit, &n.Goal) {
			row.Moves = moves(scene, n, i > 0, i < len(nodes)-1)
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

// counts lead to the records that serve a goal.
func counts(scene *web.Scene, n *Node, lens Lens) []ui.Link {
	var links []ui.Link
	for _, kind := range TieKinds() {
		if many := len(n.Serving[kind]); many > 0 {
			links = append(links, ui.Link{Text: scene.N("goal.count."+kind, many), Hidden: n.Name.In(scene.Lang).Value, Href: scene.Path("/goals/"+n.ID, lens.query()...) + "#serving-" + kind})
		}
	}
	return links
}

// gapChip names what a goal lacks; nil when something remained of it.
func gapChip(scene *web.Scene, n *Node) *ui.Chip {
	switch gap := n.Gap(); gap {
	case "":
		return nil
	case "result":
		return &ui.Chip{Text: scene.T("goal.gap.result"), Tone: ui.ToneNeutral}
	default:
		return &ui.Chip{Text: scene.T("goal.gap." + gap), Tone: ui.ToneWarn}
	}
}

func moves(scene *web.Scene, n *Node, up, down bool) []moveForm {
	var forms []moveForm
	for _, m := range []struct {
		way  string
		may  bool
		icon ui.Icon
	}{{"up", up, ui.IconArrowUp}, {"down", down, ui.IconArrowDown}} {
		if m.may {
			forms = append(forms, moveForm{Action: scene.Path("/goals/" + n.ID + "/move"), Once: ui.Once{Key: scene.Key + "-" + m.way + n.ID},
				Hidden: []ui.Hidden{{Name: "version", Value: strconv.FormatInt(n.Version, 10)}, {Name: "way", Value: m.way}},
				Button: ui.Button{Text: scene.T("goal.move." + m.way), Hidden: n.Name.In(scene.Lang).Value, Kind: ui.ButtonQuiet, Icon: m.icon}})
		}
	}
	return forms
}

// move puts a goal one place up or down.
func (s *Service) move(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	in := form.Read(r.PostForm)
	err := s.Move(r.Context(), id, in.Int("version"), in.Typed("way") == "down")
	if errs.KindOf(err) == errs.Stale { // the tree has changed: it is shown as it is now
		return web.Redirect{To: "/goals#goal-" + id, Notice: scene.T("goal.move.stale")}, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect{To: "/goals#goal-" + id, Notice: scene.T("keep.saved", "time", scene.Clock(scene.Now))}, nil
}
