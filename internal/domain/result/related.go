package result

import (
	"context"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

const (
	// panelSize is how many results a page of another subject shows at most.
	panelSize = 100
	// cardsLimit is how many looks Today shows at most; agendaPage are read at
	// once.
	cardsLimit = 20
	agendaPage = 1000
)

// panel is what the template panel shows on a partner's or an activity's page.
type panel struct {
	Table ui.Table
	None  string
	Add   *ui.LinkButton
}

// filterOf narrows the register to what came from a record; false for a record
// from which no result can come.
func filterOf(about record.Ref) (Filter, bool) {
	f := Filter{Limit: panelSize}
	switch about.Kind {
	case "partner":
		f.Partner = about.ID
	case "activity":
		f.Activity = about.ID
	default:
		return f, false
	}
	return f, true
}

// related lists what came from a partner or an activity.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.results.ViewNeed()) == 0 {
		return nil, nil
	}
	rows, err := s.Results(ctx, f)
	if err != nil {
		return nil, err
	}
	data := panel{Table: table(scene, "related-results", rows, nil)}
	if s.mayAdd(ctx) {
		data.Add = &ui.LinkButton{Text: scene.T("result.add"), Href: scene.Path("/results/new", about.Kind, about.ID), Icon: ui.IconPlus}
	}
	if len(rows) == 0 {
		if data.Add == nil {
			return nil, nil
		}
		data.None = scene.T("result.panel.none")
	}
	return &module.Panel{Name: "results", Title: scene.T("result.list"), Count: scene.Number(int64(len(rows))), Template: "result/panel", Data: data, Order: 60}, nil
}

// moments are the results on a timeline, each at the day since which it is there.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	f, ok := filterOf(about)
	if !ok || s.Gate.Scope(ctx, s.results.ViewNeed()) == 0 {
		return nil, nil
	}
	rows, err := s.Results(ctx, f)
	if err != nil {
		return nil, err
	}
	var moments []module.Moment
	for _, r := range rows {
		if r.Since.IsZero() {
			continue
		}
		moment := module.Moment{When: r.Since, What: scene.T("result.type." + r.Type), Text: r.Name.In(scene.Lang).Value, Path: "/results/" + r.ID, Icon: string(ui.IconResult)}
		if place := r.Place.In(scene.Lang).Value; place != "" {
			moment.Notes = append(moment.Notes, place)
		}
		if r.Unproved() {
			moment.Notes = append(moment.Notes, scene.T("result.unproved"))
		}
		moments = append(moments, moment)
	}
	return moments, nil
}

// cards are the looks that are due, for those who may write down what they found.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	rows, err := s.Due(ctx, edtf.On(scene.Now.In(scene.Zone)), cardsLimit)
	if err != nil {
		return nil, err
	}
	var cards []module.Card
	for _, r := range rows {
		card := module.Card{Band: module.WaitingForMe, When: r.Recheck, Text: scene.T("result.card", "name", r.Name.In(scene.Lang).Value), Path: "/results/" + r.ID + "/recheck"}
		if !r.ThereOn.IsZero() {
			card.Note = scene.T("result.card.last", "date", scene.Date(r.ThereOn))
		}
		cards = append(cards, card)
	}
	told, err := s.Unheard(ctx, cardsLimit)
	if err != nil {
		return nil, err
	}
	for _, l := range told {
		r, err := s.results.Get(ctx, l.Result)
		if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		cards = append(cards, module.Card{Band: module.WaitingForMe, When: l.On, Text: scene.T("result.card.told", "name", r.Name.In(scene.Lang).Value, "there", scene.T("result.there."+l.There)),
			Note: l.Remark, Path: "/results/" + r.ID + "/recheck"})
	}
	return cards, nil
}

// agenda are the looks that come due between two days.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	var entries []module.Entry
	// What is due in the year stands by the first day of it.
	for since, after := edtf.OfYear(from.First().Year()).Sort(), ""; ; {
		rows, err := s.dueFrom(ctx, since, after, until, agendaPage)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Recheck.Last().Before(from.First()) {
				continue
			}
			e := module.Entry{Of: r.Ref(), Name: "recheck", Layer: module.Deadlines, Version: r.Version, When: r.Recheck, Text: scene.T("result.card", "name", r.Name.In(scene.Lang).Value), Path: "/results/" + r.ID + "/recheck"}
			if r.Partner != "" {
				e.Partners = []string{r.Partner}
			}
			entries = append(entries, e)
		}
		if len(rows) < agendaPage {
			return entries, nil
		}
		last := rows[len(rows)-1]
		since, after = last.Recheck.Sort(), last.ID
	}
}
