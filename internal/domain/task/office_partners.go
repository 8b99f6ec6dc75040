package task

import (
	"net/http"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// partnersPage is what the template partners shows.
type partnersPage struct {
	Tabs  ui.Tabs
	Table ui.Table
}

// partners lists with whom how much is open.
func (s *Service) partners(r *http.Request) (web.Reply, error) {
	scene, ctx := web.SceneOf(r), r.Context()
	all, err := s.Tallies(ctx)
	if err != nil {
		return nil, err
	}
	options, err := s.partnerNames(ctx, scene)
	if err != nil {
		return nil, err
	}
	by := make(map[string]Tally, len(all))
	for _, one := range all {
		by[one.Partner] = one
	}
	t := ui.Table{ID: "by-partner", Caption: scene.T("task.view.partners"), Quiet: true, Stack: true, Columns: []ui.Column{
		{Label: scene.T("task.partner")}, {Label: scene.T("task.types.ours"), Number: true}, {Label: scene.T("task.types.theirs"), Number: true},
		{Label: scene.T("task.types.task"), Number: true}, {Label: scene.T("task.overdue"), Number: true},
	}, Empty: &ui.Empty{Title: scene.T("task.all_done"), Text: scene.T("task.none.text")}}
	for _, p := range options {
		one, open := by[p.Value]
		if !open {
			continue
		}
		number := func(n int) ui.Cell { return ui.Cell{Value: ui.Value{Text: scene.Number(int64(n))}} }
		t.Rows = append(t.Rows, t.NewRow(
			ui.Cell{Value: ui.Value{Text: p.Label, Href: scene.Path("/tasks", "whose", viewAll, "partner", p.Value)}, Head: true},
			number(one.Ours), number(one.Theirs), number(one.Tasks), number(one.Overdue)))
	}
	return web.Page{Template: "task/partners", Title: scene.T("task.list"), Data: partnersPage{Tabs: tabs(scene), Table: t}}, nil
}
