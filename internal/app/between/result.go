package between

import (
	"context"

	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/result"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// ResultPlaces are the partnerships that the viewer may see, with their countries.
func (d *Desks) ResultPlaces(ctx context.Context) ([]result.Place, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind}) == account.None {
		return nil, nil
	}
	all, err := d.Partners.Partners(ctx, partner.Filter{Old: true})
	places := make([]result.Place, len(all))
	for i, p := range all {
		places[i] = result.Place{ID: p.ID, Name: p.Name, Country: p.Country}
	}
	return places, err
}
