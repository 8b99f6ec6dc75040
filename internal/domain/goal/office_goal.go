package goal

import (
	"context"
	"net/http"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// goalPage is what the template goal shows.
type goalPage struct {
	Head    ui.Head
	Gap     *ui.Notice
	Edit    []ui.LinkButton
	Facts   ui.Facts
	Lens    ui.Form
	Below   branch
	Serving []serving
	Tie     *ui.Form
}

// serving are the records of one kind that serve the goal.
type serving struct {
	Kind, Title, Count string
	Table              ui.Table
}

func (s *Service) view(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	g, err := s.Goal(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	lens, in := asked(scene)
	if in.Err() != nil {
		lens.Year = 0
	}
	works, err := s.deps.Works(ctx)
	if err != nil {
		return nil, err
	}
	goals, err := s.Goals(ctx)
	if err != nil {
		return nil, err
	}
	f := Grow(slices.DeleteFunc(goals, func(one Goal) bool { return one.Archived && one.ID != g.ID }), works, lens)
	n := f.Nodes[g.ID]
	at := s.goals.At(&g)
	data := goalPage{Head: ui.Head{Over: scene.T("goal.over", "number", n.Number), Title: keep.Said(scene, g.Name), Audience: keep.Audience(scene, g.Visibility)}}
	if g.Archived {
		data.Head.Over = scene.T("goal.kind")
		data.Head.Chips = []ui.Chip{{Text: scene.T("goal.archived.chip"), Tone: ui.TonePaused}}
	} else if chip := gapChip(scene, n); chip != nil {
		data.Gap = &ui.Notice{Tone: chip.Tone, Title: scene.T("goal.gap.text." + n.Gap())}
	}
	if data.Facts, err = s.goals.FactList(ctx, scene, &g, at); err != nil {
		return nil, err
	}
	partners, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	posts, err := s.postWords(ctx, scene)
	if err != nil {
		return nil, err
	}
	data.Lens = lensForm(scene, at, sight{lens: lens, in: in, partners: partners})
	data.Below = s.branch(ctx, scene, n.Children, lens, posts)
	data.Serving = s.serving(scene, n)
	if s.goals.Can(ctx, module.Edit, &g) {
		data.Edit = []ui.LinkButton{{Text: scene.T("keep.change"), Href: scene.Path(at + "/edit"), Icon: ui.IconEdit}}
		if n.Level < maxLevel && !g.Archived {
			data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("goal.add.below"), Href: scene.Path("/goals/new", "parent", g.ID), Icon: ui.IconPlus})
		}
		if len(g.Ties) > 0 {
			data.Edit = append(data.Edit, ui.LinkButton{Text: scene.T("goal.untie"), Href: scene.Path(at + "/field/ties"), Icon: ui.IconLink})
		}
		tie := tieForm(scene, g, works)
		data.Tie = &tie
	}
	page := web.Page{Template: "goal/goal", Title: g.Name.In(scene.Lang).Value, Data: &data, About: g.Ref().String(), Crumbs: []web.Crumb{{Text: scene.T("goal.list"), Path: "/goals"}}}
	for above := n.Above; above != nil; above = above.Above {
		page.Crumbs = slices.Insert(page.Crumbs, 1, web.Crumb{Text: above.Name.In(scene.Lang).Value, Path: "/goals/" + above.ID})
	}
	return page, nil
}

// serving lists what serves a goal, by kind, the newest first.
func (s *Service) serving(scene *web.Scene, n *Node) []serving {
	kinds := s.deps.Kinds()
	var all []serving
	for _, kind := range TieKinds() {
		list := slices.Clone(n.Serving[kind])
		if len(list) == 0 {
			continue
		}
		slices.SortStableFunc(list, func(a, b Served) int { return -edtf.Compare(a.When, b.When) })
		part := serving{Kind: kind, Title: scene.T("goal.serving." + kind), Count: scene.Number(int64(len(list)))}
		part.Table = ui.Table{ID: "serving-" + kind + "-table", Caption: part.Title, Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("goal.column.name")}, {Label: scene.T("goal.column.when")}, {Label: scene.T("goal.column.how")}}}
		for _, w := range list {
			name := keep.Said(scene, w.Name)
			name.Href = scene.Path(kinds.Path(w.Ref))
			part.Table.Rows = append(part.Table.Rows, part.Table.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: ui.Value{Text: scene.Date(w.When)}}, ui.Cell{Value: ui.Value{Text: scene.T("goal.how." + string(w.How))}}))
		}
		all = append(all, part)
	}
	return all
}

// tieForm offers what the goal is not tied to yet, one list per kind.
func tieForm(scene *web.Scene, g Goal, works []Work) ui.Form {
	f := ui.Form{Action: scene.Path("/goals/" + g.ID + "/tie"), Once: ui.Once{Key: scene.Key + "-tie"}, Submit: ui.Button{Text: scene.T("goal.tie"), Icon: ui.IconLink}}
	for _, kind := range TieKinds() {
		field := ui.Field{Kind: ui.FieldSelect, Name: "tie_" + kind, Label: scene.T("goal.serving.one." + kind), Empty: scene.T("goal.tie.none"), Optional: scene.T("form.optional")}
		for _, w := range works {
			if w.Ref.Kind == kind && !slices.Contains(g.Ties, w.Ref.String()) {
				label := w.Name.In(scene.Lang).Value
				if when := scene.Date(w.When); when != "" {
					label += " (" + when + ")"
				}
				field.Options = append(field.Options, ui.Option{Value: w.Ref.String(), Label: label})
			}
		}
		if len(field.Options) > 0 {
			f.Fields = append(f.Fields, field)
		}
	}
	return f
}

// tie adds what was chosen to the ties of a goal.
func (s *Service) tie(r *http.Request) (web.Reply, error) {
	scene, id := web.SceneOf(r), r.PathValue("id")
	if _, err := s.Goal(r.Context(), id); err != nil {
		return nil, err
	}
	in := form.Read(r.PostForm)
	var ties []string
	for _, kind := range TieKinds() {
		if ref := in.Typed("tie_" + kind); ref != "" {
			ties = append(ties, ref)
		}
	}
	notice := scene.T("goal.tie.nothing")
	if len(ties) > 0 {
		if err := s.Tie(r.Context(), id, ties); err != nil {
			return nil, err
		}
		notice = scene.T("keep.saved", "time", scene.Clock(scene.Now))
	}
	return web.Redirect{To: "/goals/" + id + "#tie", Notice: notice}, nil
}

// archivedPage is what the template archived shows.
type archivedPage struct {
	Views ui.Tabs
	Table ui.Table
}

// archived lists the goals that are no longer pursued.
func (s *Service) archived(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	goals, err := s.Goals(r.Context())
	if err != nil {
		return nil, err
	}
	data := archivedPage{Views: views(scene, "archived"), Table: ui.Table{ID: "archived", Caption: scene.T("goal.archive"), Quiet: true, Stack: true,
		Columns: []ui.Column{{Label: scene.T("goal.name")}, {Label: scene.T("goal.document")}, {Label: scene.T("goal.period")}}, Empty: &ui.Empty{Title: scene.T("goal.archive.none"), Text: scene.T("goal.archive.none.text")}}}
	for _, g := range goals {
		if !g.Archived {
			continue
		}
		name := keep.Said(scene, g.Name)
		name.Href = scene.Path("/goals/" + g.ID)
		data.Table.Rows = append(data.Table.Rows, data.Table.NewRow(ui.Cell{Value: name, Head: true}, ui.Cell{Value: keep.Said(scene, g.Document)}, ui.Cell{Value: ui.Value{Text: scene.Date(g.Period)}}))
	}
	return web.Page{Template: "goal/archived", Title: scene.T("goal.archive"), Data: data}, nil
}

// allowed asks whether the viewer may see the record that goals are set for.
func (s *Service) allowed(ctx context.Context, about string) error {
	return s.known(ctx, Goal{Ties: []string{about}}, Goal{})
}
