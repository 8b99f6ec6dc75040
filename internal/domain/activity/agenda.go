package activity

import (
	"context"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// agendaPage is how many activities are read at once.
const agendaPage = 1000

// agenda are the activities that may touch a span, whatever became of them. What
// is over, called off or runs for years asks nothing of anybody.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if !s.sees(ctx) {
		return nil, nil
	}
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	n := s.namer(scene.Lang)
	var entries []module.Entry
	for after := (Key{}); ; {
		list, err := touching(ctx, s.DB, stamp(from.First()), stamp(until.Last()), after, agendaPage, scope, own)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			entries = append(entries, s.entry(ctx, scene, a, n))
		}
		if len(list) < agendaPage {
			return entries, nil
		}
		after = list[len(list)-1].Key()
	}
}

// entry is an activity in the calendar.
func (s *Service) entry(ctx context.Context, scene *web.Scene, a Activity, n *namer) module.Entry {
	name := a.Name.In(scene.Lang).Value
	e := module.Entry{
		Of: a.Ref(), Name: "starts", Layer: a.layer(), Version: a.Version, When: calendar.Days(a.When()), Title: name, Text: scene.T("activity.card."+cardVerb(a), "name", name),
		Note: n.partners(ctx, a.Partners), Path: "/activities/" + a.ID, Partners: a.Partners, Standing: a.standing(),
		Aside: a.Status != Planned && a.Status != Confirmed || slices.Contains([]string{"project", "campaign"}, a.Type),
	}
	e.Opens, e.Closes = a.hours(zone(scene))
	if a.movable() && s.activities.Can(ctx, module.Edit, &a) {
		e.Move = "/activities/" + a.ID + "/move"
	}
	return e
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
	if slices.Contains(TypesOf(Visits), a.Type) {
		return module.Visits
	}
	return module.Events
}
