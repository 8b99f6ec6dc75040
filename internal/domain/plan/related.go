package plan

import (
	"context"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// panelSize is how many lines a page of another subject shows at most.
const panelSize = 50

// panel is what the template panel shows on the page of another record.
type panel struct{ Table ui.Table }

// related lists the lines that concern a partner, that became an activity, or
// that have their reason in a record.
func (s *Service) related(ctx context.Context, scene *web.Scene, about record.Ref) (*module.Panel, error) {
	f := Filter{Limit: panelSize}
	switch about.Kind {
	case "partner":
		f.Partner, f.Since = about.ID, strconv.Itoa(s.deps.Clock().Year())
	case "activity", "agreement", "series", "keydate", ProposalKind:
		f.Of = about
	default:
		return nil, nil
	}
	if s.Gate.Scope(ctx, s.lines.ViewNeed()) == account.None {
		return nil, nil
	}
	lines, err := s.Lines(ctx, f)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	n, err := s.naming(ctx, scene)
	if err != nil {
		return nil, err
	}
	data := panel{Table: n.table(scene, lines, false, nil)}
	data.Table.ID, data.Table.Caption = "plan-lines", scene.T("plan.panel")
	return &module.Panel{Name: "plan", Title: scene.T("plan.panel"), Count: scene.Number(int64(len(lines))), Template: "plan/panel", Data: data, Order: 30}, nil
}

// cards ask whoever may for an answer to the proposals that wait for one: the only
// one by its name, several as a number.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if !s.answers(ctx) {
		return nil, nil
	}
	list, err := s.Proposals(ctx, "")
	open := slices.DeleteFunc(list, func(p Proposal) bool { return p.State != Open })
	if err != nil || len(open) == 0 {
		return nil, err
	}
	oldest := open[len(open)-1] // the newest come first
	card := module.Card{Band: module.WaitingForMe, When: oldest.Given, Text: scene.N("proposal.cards", len(open)), Path: "/proposals"}
	if len(open) == 1 {
		card.Text, card.Path = scene.T("proposal.card", "title", oldest.Title.In(scene.Lang).Value), "/proposals/"+oldest.ID
		card.Note, err = s.called(ctx, scene.Lang, record.Ref{Kind: "organisation", ID: oldest.Organisation})
	}
	return []module.Card{card}, err
}

// agenda are the lines that fall between two days and are known to the month at
// least. What has become an activity stands there as one.
func (s *Service) agenda(ctx context.Context, scene *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
	if s.Gate.Scope(ctx, s.lines.ViewNeed()) == account.None {
		return nil, nil
	}
	first := from.First()
	lines, err := s.Lines(ctx, Filter{From: first.Format("2006-01-02"), Since: strconv.Itoa(first.Year()), Until: until.Last().Format("2006-01-02")})
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	options, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, err
	}
	n := &naming{partners: ui.Labels(options)}
	var entries []module.Entry
	for _, l := range lines {
		if l.Activity != "" || l.Outcome != "" || l.When.Precision() < edtf.Month {
			continue
		}
		e := module.Entry{Of: l.Ref(), Name: "plan", Layer: module.Events, When: l.When, Text: l.Title.In(scene.Lang).Value, Note: scene.Join(n.cities(l)), Path: "/planlines/" + l.ID, Version: l.Version}
		if s.lines.Can(ctx, module.Edit, &l) {
			e.Move = "/planlines/" + l.ID + "/move"
		}
		entries = append(entries, e)
	}
	return entries, nil
}
