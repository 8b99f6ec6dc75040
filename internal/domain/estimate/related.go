package estimate

import (
	"context"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panel is what the template panel shows on the page of an activity.
type panel struct {
	Head   ui.Value
	Totals ui.Table
	None   string
	Add    *ui.LinkButton
}

// related shows what an activity costs.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "activity" || s.Gate.Scope(ctx, s.estimates.ViewNeed()) == account.None {
		return nil, nil
	}
	rows, err := s.Estimates(ctx, Filter{Activity: about.ID, Limit: 1})
	if err != nil {
		return nil, err
	}
	data := panel{}
	if len(rows) == 0 {
		if !s.may(ctx, module.Create, Kind) {
			return nil, nil
		}
		data.None = scene.T("estimate.panel.none")
		data.Add = &ui.LinkButton{Text: scene.T("estimate.add"), Href: scene.Path("/estimates/new", "activity", about.ID), Icon: ui.IconPlus}
	} else {
		lines, err := s.Lines(ctx, rows[0].ID)
		if err != nil {
			return nil, err
		}
		last, err := lastEdition(ctx, s.DB, rows[0].ID)
		if err != nil {
			return nil, err
		}
		chip := stateChip(scene, last, lines)
		data.Head = ui.Value{Text: scene.T("estimate.titled", "year", rows[0].Year), Href: scene.Path("/estimates/" + rows[0].ID), Chip: &chip}
		if data.Totals, err = totalTable(scene, lines); err != nil {
			return nil, err
		}
		data.Totals.ID = "estimate-totals"
	}
	return &module.Panel{Name: "estimate", Title: scene.T("estimate.panel"), Template: "estimate/panel", Data: data, Order: 30}, nil
}
