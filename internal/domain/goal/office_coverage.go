package goal

import (
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// coveragePage is what the template coverage shows.
type coveragePage struct {
	Views    ui.Tabs
	Lens     ui.Form
	Coverage ui.Notice
	Table    ui.Table
}

// spareLimit is how many activities without a goal one page shows.
const spareLimit = 200

// covered lists the activities that serve no goal, the newest first, each with
// the way to its goals.
func (s *Service) covered(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	seen, err := s.look(ctx, scene)
	if err != nil {
		return nil, err
	}
	lens, f := seen.lens, seen.forest
	slices.SortStableFunc(f.Spare, func(a, b Work) int { return -edtf.Compare(a.When, b.When) })
	data := &coveragePage{Views: views(scene, "coverage"), Lens: lensForm(scene, "/goals/coverage", seen), Coverage: coverage(scene, f, lens)}
	data.Coverage.Links = nil
	edit := s.may(ctx, module.Edit)
	t := ui.Table{ID: "spare", Caption: scene.T("goal.coverage"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("goal.column.name")}, {Label: scene.T("goal.column.when")}},
		Empty: &ui.Empty{Title: scene.T("goal.coverage.empty"), Text: scene.T("goal.coverage.empty.text")}}
	if edit {
		t.Columns = append(t.Columns, ui.Column{Label: scene.T("goal.set"), Hidden: true})
	}
	kinds := s.deps.Kinds()
	for _, w := range f.Spare[:min(len(f.Spare), spareLimit)] {
		name := keep.Said(scene, w.Name)
		name.Href = scene.Path(kinds.Path(w.Ref))
		cells := []ui.Cell{{Value: name, Head: true}, {Value: ui.Value{Text: scene.Date(w.When)}}}
		if edit {
			cells = append(cells, ui.Cell{Value: ui.Value{Text: scene.T("goal.set"), Href: scene.Path("/goals/set", "about", w.Ref.String())}})
		}
		t.Rows = append(t.Rows, t.NewRow(cells...))
	}
	if len(f.Spare) > spareLimit {
		data.Coverage.Text = scene.T("goal.coverage.limit", "n", strconv.Itoa(spareLimit))
	}
	data.Table = t
	return seen.answer(scene, web.Page{Template: "goal/coverage", Title: scene.T("goal.coverage"), Data: data}, &data.Lens)
}

// pasted is the form of a list that somebody brings.
type pasted struct {
	List   string
	Parent string
}

func (s *Service) pasteSet() keep.Set[pasted] {
	return keep.Set[pasted]{
		{Name: "lines", At: func(p *pasted) any { return &p.List }, Long: true, Max: 60000, Required: true},
		{Name: "under", At: func(p *pasted) any { return &p.Parent }, Options: s.parentOptions},
	}
}

// pastePage is what the template paste shows: the form, and below it what the
// list was understood as.
type pastePage struct {
	Form    ui.Form
	Preview []previewRow
	Confirm *ui.Form
}

type previewRow struct {
	Number, Name string
	Level        int
}

// paste reads a list of goals, shows what it was understood as, and on a second
// word makes goals of it.
func (s *Service) paste(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	asked, set := pasted{}, s.pasteSet()
	if r.Method != http.MethodPost {
		return s.pasteForm(r, set, &asked, nil, nil, nil)
	}
	in := form.Read(r.PostForm)
	if err := set.Read(ctx, scene, Kind, in, &asked, nil, ""); err != nil {
		return nil, err
	}
	err := in.Err()
	var lines []Line
	if err == nil {
		lines, err = ReadList(asked.List, scene.Lang)
	}
	if err == nil && in.Bool("sure") {
		if err = s.AddAll(ctx, asked.Parent, lines); err == nil {
			return web.Redirect{To: "/goals", Notice: scene.N("goal.paste.done", len(lines))}, nil
		}
		lines = nil
	}
	return s.pasteForm(r, set, &asked, in, err, lines)
}

func (s *Service) pasteForm(r *http.Request, set keep.Set[pasted], of *pasted, in *form.Form, failed error, lines []Line) (web.Reply, error) {
	scene := web.SceneOf(r)
	page, err := keep.FormPage(r, keep.Asked[pasted]{Set: set, Kind: Kind, Of: of, Typed: in, Failed: failed, Title: scene.T("goal.paste"), Action: scene.Path("/goals/paste"), Cancel: scene.Path("/goals"), Submit: scene.T("goal.paste.look")})
	if err != nil {
		return nil, err
	}
	page.Crumbs = []web.Crumb{{Text: scene.T("goal.list"), Path: "/goals"}}
	if len(lines) == 0 {
		return page, nil
	}
	data := pastePage{}
	goals := make([]Goal, len(lines))
	for i, line := range lines {
		goals[i] = Goal{Meta: keep.Meta{ID: strconv.Itoa(i)}, Name: line.Name, Position: strconv.Itoa(i + 1)}
		if line.Parent >= 0 {
			goals[i].Parent = strconv.Itoa(line.Parent)
		}
	}
	Grow(goals, nil, Lens{}).Walk(func(n *Node) {
		data.Preview = append(data.Preview, previewRow{n.Number, n.Name.In(scene.Lang).Value, n.Level})
	})
	data.Confirm = &ui.Form{Action: scene.Path("/goals/paste"), Once: ui.Once{Key: scene.Key + "-sure"}, Submit: ui.Button{Text: scene.N("goal.paste.add", len(lines)), Kind: ui.ButtonPrimary, Icon: ui.IconCheck},
		Hidden: []ui.Hidden{{Name: "sure", Value: "yes"}, {Name: "lines", Value: of.List}, {Name: "under", Value: of.Parent}}, Cancel: &ui.Link{Text: scene.T("form.cancel"), Href: scene.Path("/goals/paste")}}
	return web.Page{Template: "goal/paste", Title: scene.T("goal.paste.preview"), Data: data, Crumbs: []web.Crumb{{Text: scene.T("goal.list"), Path: "/goals"}, {Text: scene.T("goal.paste"), Path: "/goals/paste"}}}, nil
}
