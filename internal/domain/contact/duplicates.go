package contact

import (
	"context"
	"slices"

	"pobratim/internal/platform/account"
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/module"
)

// Duplicates are the registers in which somebody may stand twice.
func (s *Service) Duplicates() []duplicate.Register {
	return []duplicate.Register{
		{Kind: PersonKind, Sort: duplicate.People, Cards: s.personCards},
		{Kind: OrganisationKind, Sort: duplicate.Organisations, Cards: s.organisationCards},
		{Kind: PostKind, Sort: duplicate.Posts, Columns: duplicate.Columns{Names: "title", Place: "organisation"}},
	}
}

func (s *Service) organisationCards(ctx context.Context) ([]duplicate.Card, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: OrganisationKind})
	if err != nil {
		return nil, err
	}
	return organisationCards(ctx, s.DB, scope, account.From(ctx).Organisation)
}

func (s *Service) personCards(ctx context.Context) ([]duplicate.Card, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: PersonKind})
	if err != nil {
		return nil, err
	}
	cards, err := personCards(ctx, s.DB, scope, account.From(ctx).Organisation)
	if err != nil {
		return nil, err
	}
	belongs, err := memberships(ctx, s.DB)
	for i := range cards {
		cards[i].Names = slices.DeleteFunc(cards[i].Names, func(name string) bool { return name == "" })
		cards[i].Belongs = belongs[cards[i].ID]
	}
	return cards, err
}
