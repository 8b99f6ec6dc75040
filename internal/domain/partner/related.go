package partner

import (
	"context"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// moments are what the partnership itself adds to its timeline: its beginning
// and what the sides said.
func (s *Service) moments(ctx context.Context, scene *web.Scene, about record.Ref) ([]module.Moment, error) {
	if about.Kind != Kind {
		return nil, nil
	}
	p, err := s.partners.Get(ctx, about.ID)
	if err != nil {
		return nil, err
	}
	at := s.partners.At(&p)
	var all []module.Moment
	if !p.Since.IsZero() {
		all = append(all, module.Moment{When: p.Since, What: scene.T("partner.moment.start"), Text: scene.T("partner.type." + p.Type), Path: at + "#fact-since", Icon: "handshake"})
	}
	facts, err := s.partners.Facts(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"first_contact", "council_decision"} {
		for _, f := range facts[name] {
			if when, err := edtf.Parse(f.Value); err == nil {
				all = append(all, module.Moment{When: when, What: scene.T("partner.fact." + name), Text: f.Note.In(scene.Lang).Value, Path: at + "#facts", Icon: "handshake"})
			}
		}
	}
	claims, err := claimsOf(ctx, s.DB, p.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		m := module.Moment{When: c.On, What: scene.T("partner.moment.claim." + string(c.Side)), Text: scene.T("partner.state." + string(c.State)), Path: at + "#said", Icon: "file-text"}
		if c.Document != "" {
			m.Notes = append(m.Notes, c.Document)
		}
		if c.Inferred {
			m.Notes = append(m.Notes, scene.T("keep.inferred"))
		}
		all = append(all, m)
	}
	return all, nil
}

// cards are what the register wants done: jubilees of this year and the next,
// and coordinators that nobody is.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, s.partners.ViewNeed()) == 0 {
		return nil, nil
	}
	rows, err := s.rows(ctx, scene, Filter{})
	if err != nil {
		return nil, err
	}
	mayEdit := s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}) >= account.All
	var cards, gaps []module.Card
	for _, p := range rows {
		name := p.Name.In(scene.Lang).Value
		if j := p.jubilee; j.Year == scene.Now.Year() || j.Year == scene.Now.Year()+1 {
			cards = append(cards, module.Card{Band: module.Soon, When: edtf.OfYear(j.Year), Text: scene.N("partner.card.jubilee", j.Age, "city", name), Path: s.partners.At(&p.Partnership)})
		}
		if !p.ours && mayEdit {
			gaps = append(gaps, module.Card{Band: module.WaitingForMe, Text: scene.T("partner.card.no_coordinator", "city", name), Path: s.partners.At(&p.Partnership) + "/field/our_post"})
		}
	}
	if len(gaps) > manyGaps {
		return append(cards, module.Card{Band: module.WaitingForMe, Text: scene.N("partner.card.no_coordinators", len(gaps)), Path: "/partners?saved=gap"}), nil
	}
	return append(cards, gaps...), nil
}

// manyGaps is how many cities without a coordinator are named one by one.
const manyGaps = 4
