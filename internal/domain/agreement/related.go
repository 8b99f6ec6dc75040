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

// moments are the days of signing: on the page of the partner, and on that of
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
	}
	return moments, err
}

// soonDays is how far ahead an ending term is worth a card.
const soonDays = 365

// cards are the papers whose term ends within a year, those whose term is over
// without a renewal, and announced signings whose day is past. A tie that one of
// the sides has ended asks for no renewal.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
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
	var cards []module.Card
	for _, a := range open {
		p, ok := names[a.Partner]
		card, due := cardOf(scene, a, p)
		if !ok || p.Historic || !due {
			continue
		}
		claims, err := s.partners.Claims(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		newest := partner.Newest(claims)
		if newest[partner.Ours].State == partner.Ended || newest[partner.Theirs].State == partner.Ended {
			continue
		}
		card.Path = s.papers.At(&a)
		cards = append(cards, card)
	}
	return cards, nil
}

// cardOf is what a paper asks for on the day of the page.
func cardOf(scene *web.Scene, a Agreement, p partner.Partnership) (module.Card, bool) {
	today := edtf.On(scene.Now)
	city := p.Name.In(scene.Lang).Value
	card := module.Card{When: a.Until, Note: a.Title.In(scene.Lang).Value, Band: module.WaitingForMe}
	switch {
	case a.Planned && a.Signed.Before(today):
		card.When, card.Text = a.Signed, scene.T("agreement.card.signed", "city", city)
	case a.Planned:
		return card, false
	case ends(a, today, edtf.On(scene.Now.AddDate(0, 0, soonDays))):
		card.Band, card.Text = module.Soon, scene.T("agreement.card.ends", "city", city)
	case a.StateOn(scene.Now, false) == Lapsed:
		card.Text = scene.T("agreement.card.lapsed", "city", city)
	default:
		return card, false
	}
	return card, true
}
