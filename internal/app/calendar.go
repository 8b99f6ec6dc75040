package app

import (
	"context"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// newCalendar makes the calendar over the agendas of all subjects.
func (c *City) newCalendar() *calendar.Service {
	return calendar.New(calendar.Deps{
		Gate: c.Gate, Modules: func() []module.Module { return c.Modules }, Working: c.workingDays, Partners: c.partnerPlaces,
		New: "/activities/new", NewNeed: module.Need{Action: module.Create, Kind: activity.Kind},
	})
}

// workingDays are those of our own country. They are no secret of those who may
// see the rules, so the program itself asks.
func (c *City) workingDays(ctx context.Context) (func(day time.Time) (working, known bool), error) {
	days, err := c.rules.Calendar(forProgram(ctx), c.home("ru").Country)
	return days.Working, err
}

// partnerPlaces are the partners that the viewer may see, with their clocks.
func (c *City) partnerPlaces(ctx context.Context, s *web.Scene) ([]calendar.Place, error) {
	if c.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind}) == account.None {
		return nil, nil
	}
	all, err := c.partners.Partners(ctx, partner.Filter{})
	places := make([]calendar.Place, len(all))
	for i, p := range all {
		places[i] = calendar.Place{ID: p.ID, Name: p.Name.In(s.Lang).Value}
		if zone, known := p.Location(); known {
			places[i].Zone = zone
		}
	}
	return places, err
}
