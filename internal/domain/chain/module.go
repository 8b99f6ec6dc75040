package chain

import (
	"context"
	"embed"
	"errors"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Files holds schema, templates and words of the subject.
//
//go:embed schema templates locale
var Files embed.FS

// Module is what this subject hands over to the program.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "chain", Files: Files, Related: []module.Related{s.related}, Cards: []module.Cards{s.cards},
		Office: append(s.routesOf(), s.setRoutes()...),
		Pointers: []record.Pointer{
			{Table: "chains", Column: "anchor_id", Key: []string{"id"}, KindColumn: "anchor_kind", Fate: record.Goes, Words: "chain.moves"},
			{Table: "chains", Column: "of_id", Key: []string{"id"}, KindColumn: "of_kind", Fate: record.Empties},
			{Table: "chain_steps", Column: "anchor_id", Key: []string{"task_id"}, KindColumn: "anchor_kind", Fate: record.Goes},
			{Table: "chain_steps", Column: "task_id", Key: []string{"task_id"}, Kind: task.Kind, Fate: record.Goes},
		},
	}
}

// cardsLimit is how many chains with a question Today asks about.
const cardsLimit = 20

// cards are the chains that moved, and those of anchors that will not take place,
// until the office has taken note.
func (s *Service) cards(ctx context.Context, scene *web.Scene) ([]module.Card, error) {
	if s.Gate.Scope(ctx, edit()) < account.All {
		return nil, nil
	}
	chains, err := asking(ctx, s.DB, cardsLimit)
	if err != nil {
		return nil, err
	}
	var cards []module.Card
	for _, c := range chains {
		p, has, err := s.Preparation(ctx, c.Anchor)
		if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden || err == nil && !has {
			continue
		}
		if err != nil {
			return nil, err
		}
		follow, stay, _ := p.parts()
		if len(follow)+len(stay) == 0 {
			continue
		}
		cards = append(cards, module.Card{Band: module.WaitingForMe, Text: scene.T("chain.card."+c.Asks, "title", p.Anchor.Title), Note: scene.N("chain.card.open", len(follow)+len(stay)), Path: s.pathOf(c.Anchor)})
	}
	return cards, nil
}

// errorOf is an error that one sentence explains.
func errorOf(err error) (*errs.E, bool) {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Stale, errs.Conflict:
	default:
		return nil, false
	}
	if all := errs.FieldsOf(err); len(all) > 0 {
		return all[0], true
	}
	return errors.AsType[*errs.E](err)
}
