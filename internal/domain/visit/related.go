package visit

import (
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelPage is what the template panel shows on the page of an activity.
type panelPage struct {
	Lines []string
	Open  *ui.LinkButton
	Begin *ui.Form
	Table *ui.Table
	Day   *ui.Link
}

// related is the visit on the page of its activity, the delegations on that of an
// event that they come to, and the visits of a partner.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if s.Gate.Scope(ctx, s.visits.ViewNeed()) == account.None {
		return nil, nil
	}
	switch about.Kind {
	case activityKind:
		return s.ofActivity(ctx, scene, about.ID)
	case "partner":
		rows, err := s.Visits(ctx, Filter{State: Ahead, Day: s.today(), Partner: about.ID, Limit: panelMax})
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return s.panel(ctx, scene, rows, nil)
	}
	return nil, nil
}

// panelMax is how many visits a panel shows.
const panelMax = 30

// panelOrder is the place of visits among the panels of a page.
const panelOrder = 3

func (s *Service) panel(ctx context.Context, scene *web.Scene, rows []Visit, day *ui.Link) (*module.Panel, error) {
	t, err := s.table(ctx, scene, rows, Ahead)
	t.ID = "related-visits"
	return &module.Panel{Name: "visit", Title: scene.T("visit.list"), Count: scene.Number(int64(len(rows))), Template: "visit/panel", Data: panelPage{Table: &t, Day: day}, Order: panelOrder}, err
}

func (s *Service) ofActivity(ctx context.Context, scene *web.Scene, id string) (*module.Panel, error) {
	t, err := s.deps.Activity(ctx, id)
	if hidden(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Types(), t.Type) {
		rows, err := s.Visits(ctx, Filter{Parent: id, Limit: panelMax})
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return s.panel(ctx, scene, rows, &ui.Link{Text: scene.T("visit.day.open"), Href: scene.Path("/city-day/" + id)})
	}
	panel := &module.Panel{Name: "visit", Title: scene.T("visit.kind"), Template: "visit/panel", Order: panelOrder}
	v, err := s.Visit(ctx, id)
	if hidden(err) {
		if !s.may(ctx, module.Create, Kind) {
			return nil, nil
		}
		panel.Data = panelPage{Lines: []string{scene.T("visit.panel.none")}, Begin: &ui.Form{Action: scene.Path("/visits/" + id + "/begin"), Once: ui.Once{Key: scene.Key + "-visit"}, Submit: ui.Button{Text: scene.T("visit.begin"), Icon: ui.IconPlus}}}
		return panel, nil
	}
	if err != nil {
		return nil, err
	}
	also, err := s.seen(ctx, scene, []Visit{v})
	data := panelPage{Open: &ui.LinkButton{Text: scene.T("visit.open"), Href: scene.Path("/visits/" + id)}}
	for _, line := range []string{s.clock(scene, v), scene.T("visit.panel.size", "size", size(scene, v, also.sizes[id])), scene.T("visit.panel.ready", "ready", readiness(scene, also.work[id]).Text)} {
		if line != "" {
			data.Lines = append(data.Lines, line)
		}
	}
	panel.Data = data
	return panel, err
}

// soon is how many days before a visit its empty delegation stands on Today.
const soon = 30

// cards ask for the people of delegations that come soon and that nobody has
// entered.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if !s.may(ctx, module.Create, MemberKind) || !s.may(ctx, module.View, Kind) {
		return nil, nil
	}
	rows, err := s.Visits(ctx, Filter{State: Ahead, Day: s.today(), Limit: panelMax})
	if err != nil {
		return nil, err
	}
	also, err := s.seen(ctx, scene, rows)
	var cards []module.Card
	until := s.deps.Clock().AddDate(0, 0, soon).Format(time.DateOnly)
	for _, v := range rows {
		if v.First > until || v.Trip.Off() || also.sizes[v.Trip.ID] > 0 {
			continue
		}
		band := module.Soon
		if v.First <= s.deps.Clock().AddDate(0, 0, 7).Format(time.DateOnly) {
			band = module.WaitingForMe
		}
		cards = append(cards, module.Card{Band: band, When: edtf.Date(v.Trip.Starts.Start()), Text: scene.T("visit.card", "visit", v.Trip.Name), Note: strings.TrimSpace(also.partners[v.Partner]), Path: "/visits/" + v.Trip.ID,
			Act: &module.Act{Text: scene.T("visit_member.paste"), Path: "/visits/" + v.Trip.ID + "/paste"}})
	}
	return cards, err
}
