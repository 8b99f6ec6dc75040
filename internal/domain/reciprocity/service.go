package reciprocity

import (
	"context"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// Deps is what the desks tell the ledger, each as far as the viewer may see it;
// package app hands it in.
type Deps struct {
	// Partners are all partnerships, in the order of the register; Partner is one of
	// them by its identifier or address.
	Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Partner  func(ctx context.Context, id string) (Party, error)
	// Visits are those that are over or were held, the newest first: of a partner,
	// or of all when it is empty.
	Visits func(ctx context.Context, partner string) ([]Visit, error)
	// Gifts are those of a partner, the newest first; Tally counts those of all.
	Gifts func(ctx context.Context, partner string) ([]Gift, error)
	Tally func(ctx context.Context) ([]Gifts, error)
	Words func(lang string) *i18n.Printer
}

// Party is a partnership as the ledger names it.
type Party struct {
	ID   string
	Name i18n.Text
	Path string // of its dossier within the office
}

// Service is the ledger.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{Floor: floor, deps: deps} }

// viewNeed is what whoever reads the ledger needs.
func viewNeed() module.Need { return module.Need{Action: module.View, Kind: Kind} }

func (s *Service) require(ctx context.Context) error {
	_, err := s.Gate.Require(ctx, viewNeed())
	return err
}

func (s *Service) sees(ctx context.Context) bool {
	return s.Gate.Scope(ctx, viewNeed()) > account.None
}

// Ledger is what passed between the city and a partner, by its identifier.
func (s *Service) Ledger(ctx context.Context, partner string) (Ledger, error) {
	if err := s.require(ctx); err != nil {
		return Ledger{}, err
	}
	visits, err := s.deps.Visits(ctx, partner)
	if err != nil {
		return Ledger{}, err
	}
	gifts, err := s.deps.Gifts(ctx, partner)
	if err != nil {
		return Ledger{}, err
	}
	return reckon(visits, gifts)
}

// Register is what passed with each partner in a year, or in all years when it is
// 0, and the years that there are.
func (s *Service) Register(ctx context.Context, scene *web.Scene, year int) ([]Line, []int, error) {
	if err := s.require(ctx); err != nil {
		return nil, nil, err
	}
	options, err := s.deps.Partners(ctx, scene)
	if err != nil {
		return nil, nil, err
	}
	visits, err := s.deps.Visits(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	gifts, err := s.deps.Tally(ctx)
	if err != nil {
		return nil, nil, err
	}
	partners := make([]Line, len(options))
	for i, o := range options {
		partners[i] = Line{Partner: o.Value, Name: o.Label}
	}
	all, err := lines(partners, visits, gifts, year)
	return all, years(visits, gifts), err
}
