package activity

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

const (
	closeDays  = 3  // from when on a visit burns
	runningMax = 31 // days; what runs longer is no news every morning
	cardLimit  = 100
)

// cards are what Today should know: what comes within days, what runs, and what
// was planned for a time that is over without anybody saying whether it took
// place.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if !s.sees(ctx) {
		return nil, nil
	}
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	day := dayOf(scene.Now)
	ahead, err := around(ctx, s.DB, stamp(day.AddDate(0, 0, -runningMax)), stamp(day), stamp(day.AddDate(0, 0, closeDays)), cardLimit, scope, own)
	if err != nil {
		return nil, err
	}
	n := s.namer(scene.Lang)
	var cards []module.Card
	for _, a := range ahead {
		if card, ok := upcoming(scene, a, day); ok && card.Band != module.Soon {
			card.Note = n.partners(ctx, a.Partners)
			cards = append(cards, card)
		}
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) == account.None {
		return cards, nil
	}
	silent, err := s.List(ctx, Filter{Status: Unconfirmed, Limit: cardLimit})
	if err != nil {
		return nil, err
	}
	for _, a := range silent {
		if !s.activities.Can(ctx, module.Edit, &a) {
			continue
		}
		cards = append(cards, module.Card{Band: module.WaitingForMe, When: a.When(), Text: scene.T("activity.ask", "name", a.Name.In(scene.Lang).Value), Note: n.partners(ctx, a.Partners), Path: "/activities/" + a.ID + "/field/status"})
	}
	return cards, nil
}

// dayOf is midnight UTC of the day that an instant carries.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func stamp(day time.Time) string { return day.Format("2006-01-02") }

// upcoming puts an activity into a band. A visit burns from three days before,
// anything else when it is that near and not yet confirmed; the rest is "soon",
// which the agenda tells.
func upcoming(s *web.Scene, a Activity, day time.Time) (module.Card, bool) {
	when := a.When()
	start := a.Starts.Start()
	first := start.First()
	if start.IsZero() || start.Precision() < edtf.Month || a.Type == "project" || a.Type == "campaign" {
		return module.Card{}, false
	}
	card := module.Card{Band: module.Soon, When: when, Text: s.T("activity.card."+cardVerb(a), "name", a.Name.In(s.Lang).Value), Path: "/activities/" + a.ID}
	left := int(first.Sub(day).Hours() / 24)
	exact := start.Precision() == edtf.Day
	switch {
	case left < 0 && (!exact || a.LastDay() > stamp(first.AddDate(0, 0, runningMax))):
		return module.Card{}, false
	case left < 0:
		card.Band, card.Text = module.TodayTomorrow, s.T("activity.card.running", "name", a.Name.In(s.Lang).Value)
	case !exact || left > closeDays:
	case slices.Contains(TypesOf(Visits), a.Type):
		card.Band = module.Burning
	case left <= 1:
		card.Band = module.TodayTomorrow
	case a.Status == Planned:
		card.Band = module.Burning
	}
	return card, true
}

// cardVerb says what is to be done before it begins.
func cardVerb(a Activity) string {
	switch {
	case a.Status == Planned:
		return "confirm"
	case a.Type == "visit_in":
		return "receive"
	case slices.Contains(TypesOf(Visits), a.Type):
		return "set_out"
	}
	return "prepare"
}
