package reciprocity

import (
	"context"
	"embed"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds templates and words of the subject.
//
//go:embed templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "reciprocity", Files: Files, Related: []module.Related{s.related},
		Office: []module.Route{
			{Pattern: "GET /reciprocity", Need: viewNeed(), Handle: s.list, Nav: &module.Nav{Key: "reciprocity.nav", Order: 35, Section: module.SectionPartners}},
			{Pattern: "GET /reciprocity/{id}", Need: viewNeed(), Handle: s.view},
		},
		Listings: []module.Listing{{Name: "reciprocity", Need: viewNeed(), Rows: s.listing}},
	}
}

// panel is what the template panel shows on the dossier of a partner.
type panel struct {
	Turn  ui.Chip
	Years ui.Table
	Open  ui.Link
}

// panelYears are how many years a dossier shows.
const panelYears = 4

// related is the ledger on the dossier of its partner; nothing while nothing has
// passed.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != "partner" || !s.sees(ctx) {
		return nil, nil
	}
	l, err := s.Ledger(ctx, about.ID)
	if err != nil || l.Total.Empty() {
		return nil, err
	}
	data := panel{Turn: turnChip(scene, l.Total), Years: yearTable(scene, "related-reciprocity", about.ID, l, panelYears), Open: ui.Link{Text: scene.T("reciprocity.open"), Href: scene.Path("/reciprocity/" + about.ID)}}
	return &module.Panel{Name: "reciprocity", Title: scene.T("reciprocity.kind"), Template: "reciprocity/panel", Data: data, Order: 31}, nil
}
