package activity

import (
	"context"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// crowdSize is from how many activities on a page some are counted only.
const crowdSize = 500

// agenda are the activities that may touch a span, whatever became of them. What
// is over, called off or runs for years asks nothing of anybody.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date, most int) ([]module.Entry, error) {
	if !s.sees(ctx) {
		return nil, nil
	}
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	first, last, only := stamp(from.First()), stamp(until.Last()), ""
	var entries []module.Entry
	var named []Activity
	if most < module.All {
		all, total, err := crowds(ctx, s.DB, first, last, scope, own)
		if err != nil {
			return nil, err
		}
		if total > crowdSize {
			only = " AND NOT " + wholeDays
			if entries, named, err = s.count(ctx, all, most, scope, own); err != nil {
				return nil, err
			}
		}
	}
	rest, err := touching(ctx, s.DB, first, last, only, scope, own)
	if err != nil {
		return nil, err
	}
	n := s.namer(scene.Lang)
	for _, a := range append(named, rest...) {
		entries = append(entries, s.entry(ctx, scene, a, n))
	}
	return entries, nil
}

// count lists the first of each crowd, and how many more there are.
func (s *Service) count(ctx context.Context, all []crowd, most int, scope account.Scope, own string) (counted []module.Entry, named []Activity, err error) {
	for _, c := range all {
		if most > 0 && c.n > 0 {
			some, err := c.of(ctx, s.DB, most, scope, own)
			if err != nil {
				return nil, nil, err
			}
			named = append(named, some...)
		}
		if c.n > most {
			counted = append(counted, calendar.Counted(c.layer(), c.first, c.last, c.n-most))
		}
	}
	return counted, named, withPartners(ctx, s.DB, named)
}

// entry is an activity in the calendar.
func (s *Service) entry(ctx context.Context, scene *web.Scene, a Activity, n *namer) module.Entry {
	name := a.Name.In(scene.Lang).Value
	e := module.Entry{
		Of: a.Ref(), Name: "starts", Layer: a.layer(), Version: a.Version, When: calendar.Days(a.When()), Title: name, Text: scene.T("activity.card."+cardVerb(a), "name", name),
		Note: n.partners(ctx, a.Partners), Path: "/activities/" + a.ID, Partners: a.Partners, Standing: a.standing(),
		Aside: a.Status != Planned && a.Status != Confirmed || slices.Contains([]string{"project", "campaign"}, a.Type),
	}
	e.Opens, e.Closes = a.hours().Instants(s.clock().Location())
	if a.movable() && s.activities.Can(ctx, module.Edit, &a) {
		e.Move = "/activities/" + a.ID + "/move"
	}
	return e
}

// hours are the days of an activity with its hours.
func (a Activity) hours() calendar.Hours {
	return calendar.Hours{Starts: a.Starts, Ends: a.Ends, Opens: a.Opens, Closes: a.Closes, Zone: a.Zone}
}

// standing is how sure an activity is.
func (a Activity) standing() module.Standing {
	switch a.Status {
	case Planned:
		return module.Tentative
	case Held:
		return module.Done
	case Cancelled, Refused, Moved:
		return module.Off
	}
	return ""
}

// layer is the part of the calendar that an activity stands in.
func (a Activity) layer() module.Layer {
	return crowd{visits: slices.Contains(TypesOf(Visits), a.Type)}.layer()
}
