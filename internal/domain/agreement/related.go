package agreement

import (
	"context"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelPage is what the templates panel and public show: the papers of a tie.
type panelPage struct {
	Chains []ui.Chain
	Add    *ui.LinkButton
	Empty  string
}

// relatedToPartner shows the papers of a partner in their chains.
func (s *Service) relatedToPartner(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	if about.Kind != partner.Kind || s.Gate.Scope(ctx, s.papers.ViewNeed()) == account.None {
		return nil, nil
	}
	papers, err := s.Agreements(ctx, Filter{Partner: about.ID})
	if err != nil {
		return nil, err
	}
	data := panelPage{}
	if data.Chains, err = s.chains(ctx, scene, papers, true); err != nil {
		return nil, err
	}
	if s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None {
		data.Add = &ui.LinkButton{Text: scene.T("agreement.add"), Href: scene.Path("/agreements/new", "partner", about.ID), Icon: ui.IconPlus}
	}
	if len(papers) == 0 {
		if data.Add == nil {
			return nil, nil
		}
		data.Empty = scene.T("agreement.panel.none")
	}
	return &module.Panel{Name: "agreements", Title: scene.T("agreement.list"), Count: scene.Number(int64(len(papers))), Template: "agreement/panel", Data: data, Order: 10}, nil
}

func (s *Service) chains(ctx context.Context, scene *web.Scene, papers []Agreement, links bool) ([]ui.Chain, error) {
	var shown []ui.Chain
	for _, one := range Chains(papers) {
		chain, err := s.chain(ctx, scene, one, "", links)
		if err != nil {
			return nil, err
		}
		shown = append(shown, chain)
	}
	return shown, nil
}

// moments are the days of signing and of an early end: on the page of the partner, and on that of
// a person who signed.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	scope := s.Gate.Scope(ctx, s.papers.ViewNeed())
	if scope == account.None {
		return nil, nil
	}
	var papers []Agreement
	var err error
	switch about.Kind {
	case partner.Kind:
		papers, err = s.Agreements(ctx, Filter{Partner: about.ID})
	case "person":
		papers, err = signedBy(ctx, s.DB, about.ID, scope, account.From(ctx).Organisation)
	}
	moments := make([]module.Moment, 0, len(papers))
	for _, a := range papers {
		what := "agreement.moment"
		if a.Planned {
			what = "agreement.moment.planned"
		}
		m := module.Moment{When: a.Signed, What: scene.T(what), Text: a.Title.In(scene.Lang).Value, Path: s.papers.At(&a), Icon: string(ui.IconDocument)}
		if place := a.Place.In(scene.Lang).Value; place != "" {
			m.Notes = append(m.Notes, place)
		}
		moments = append(moments, m)
		if about.Kind == partner.Kind && a.EndedOn(scene.Now) {
			moments = append(moments, module.Moment{When: a.Ended, What: scene.T("agreement.moment.ended"), Text: a.Title.In(scene.Lang).Value, Path: s.papers.At(&a), Icon: string(ui.IconDocument), Notes: []string{endWords(scene.Printer, a)}})
		}
	}
	return moments, err
}

// openPaper is a paper that asks for something, with its partner.
type openPaper struct {
	Agreement
	city partner.Partnership
}

// unsettled lists the papers that are announced or whose term has an end without
// a renewal, as far as asks wants them. A tie that one of the sides has ended
// asks for no renewal.
func (s *Service) unsettled(ctx context.Context, asks func(Agreement) bool) ([]openPaper, error) {
	scope := s.Gate.Scope(ctx, s.papers.ViewNeed())
	if scope == account.None {
		return nil, nil
	}
	open, err := unsettled(ctx, s.DB, scope, account.From(ctx).Organisation)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	names, err := s.partnersByID(ctx)
	if err != nil {
		return nil, err
	}
	var found []openPaper
	for _, a := range open {
		p, ok := names[a.Partner]
		if !ok || p.Historic || !asks(a) {
			continue
		}
		claims, err := s.partners.Claims(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		newest := partner.Newest(claims)
		if newest[partner.Ours].State != partner.Ended && newest[partner.Theirs].State != partner.Ended {
			found = append(found, openPaper{a, p})
		}
	}
	return found, nil
}

// cards are the papers whose term is over without a renewal, and announced
// signings whose day is past.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	today := edtf.On(scene.Now)
	missed := func(a Agreement) bool { return a.Planned && a.Signed.Before(today) }
	open, err := s.unsettled(ctx, func(a Agreement) bool {
		return missed(a) || !a.Planned && a.StateOn(scene.Now, false) == Lapsed
	})
	var cards []module.Card
	for _, one := range open {
		card := module.Card{Band: module.WaitingForMe, When: one.Until, Note: one.Title.In(scene.Lang).Value, Path: s.papers.At(&one.Agreement)}
		if city := one.city.Name.In(scene.Lang).Value; missed(one.Agreement) {
			card.When, card.Text = one.Signed, scene.T("agreement.card.signed", "city", city)
		} else {
			card.Text = scene.T("agreement.card.lapsed", "city", city)
		}
		cards = append(cards, card)
	}
	if err != nil {
		return cards, err
	}
	now := scene.Local(scene.Now)
	late, err := s.lawDays(ctx, now.AddDate(0, 0, -pathSpan), now.AddDate(0, 0, -1))
	for _, one := range late {
		cards = append(cards, module.Card{Band: module.Burning, When: edtf.On(one.step.On), Text: one.words(scene, "agreement.card.path"), Note: one.Title.In(scene.Lang).Value, Path: s.stepPath(ctx, one)})
	}
	return cards, err
}

// agenda are the ends of terms, the days of announced signings, and those that
// the law sets.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	open, err := s.unsettled(ctx, func(a Agreement) bool {
		return a.Planned && within(a.Signed, from, until) || !a.Planned && within(a.LastDay(), from, until)
	})
	var entries []module.Entry
	for _, one := range open {
		entry := module.Entry{Of: one.Ref(), Name: "until", Layer: module.Deadlines, Version: one.Version, When: one.LastDay(), Note: one.Title.In(scene.Lang).Value, Path: s.papers.At(&one.Agreement), Partners: []string{one.Partner}}
		if city := one.city.Name.In(scene.Lang).Value; one.Planned {
			entry.Name, entry.When, entry.Text = "signed", one.Signed, scene.T("agreement.agenda.signed", "city", city)
		} else if !one.Ended.IsZero() {
			entry.Text = scene.T("agreement.agenda.ended", "city", city)
		} else {
			entry.Text = scene.T("agreement.card.ends", "city", city)
		}
		entries = append(entries, entry)
	}
	if err != nil {
		return entries, err
	}
	ahead, err := s.lawDays(ctx, from.First(), until.Last())
	for _, one := range ahead {
		entries = append(entries, module.Entry{Of: one.Ref(), Name: "path." + one.step.Name, Layer: module.Deadlines, Version: one.Version, When: edtf.On(one.step.On),
			Text: one.words(scene, "agreement.agenda.path"), Note: one.Title.In(scene.Lang).Value, Path: s.stepPath(ctx, one)})
	}
	return entries, err
}

// within tells whether a day may lie between two others.
func within(day, from, until edtf.Date) bool {
	return !day.IsZero() && !day.Last().Before(from.First()) && !day.First().After(until.Last())
}
