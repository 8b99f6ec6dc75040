package outbox

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelSize is how many messages a record's page shows.
const panelSize = 10

// panel is what the template panel shows on the page of an occasion.
type panel struct{ Table ui.Table }

// related lists the newest messages about a record; silent when there are none.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind == Kind || !s.mayRead(ctx) {
		return nil, nil
	}
	rows, err := s.Messages(ctx, Filter{Occasion: about, Limit: panelSize})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	t := ui.Table{ID: "related-outbox", Caption: scene.T("outbox.list"), Quiet: true, Stack: true, Columns: []ui.Column{{Label: scene.T("message.title")}, {Label: scene.T("message.to")}, {Label: scene.T("outbox.state")}}}
	for _, m := range rows {
		title := keep.Said(scene, m.Title)
		title.Href = scene.Path("/outbox/" + m.ID)
		t.Rows = append(t.Rows, t.NewRow(ui.Cell{Value: title, Head: true}, ui.Cell{Value: ui.Value{Text: toWords(scene, m)}}, ui.Cell{Value: ui.Value{Chip: s.chip(scene, m)}}))
	}
	return &module.Panel{Name: "outbox", Title: scene.T("outbox.list"), Count: scene.Number(int64(len(rows))), Template: "outbox/panel", Data: panel{t}, Order: 9}, nil
}
