package between

import (
	"context"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// PartnerPlaces are the partners that the viewer may see, with their clocks.
func (d *Desks) PartnerPlaces(ctx context.Context, s *web.Scene) ([]calendar.Place, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind}) == account.None {
		return nil, nil
	}
	all, err := d.Partners.Partners(ctx, partner.Filter{})
	places := make([]calendar.Place, len(all))
	for i, p := range all {
		places[i] = calendar.Place{ID: p.ID, Name: p.Name.In(s.Lang).Value}
		if zone, known := p.Location(); known {
			places[i].Zone = zone
		}
	}
	return places, err
}
