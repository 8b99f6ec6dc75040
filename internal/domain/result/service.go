package result

import (
	"context"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock
	// Partners and Activities are what a result can come from, by identifier.
	Partners   func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// PublicPartner is a public partner's name and address on the portal; the
	// zero link when the partner is not public.
	PublicPartner func(ctx context.Context, s *web.Scene, id string) (ui.Link, error)
}

// Service is what the office does with results.
type Service struct {
	keep.Floor
	deps    Deps
	results keep.Pages[Result]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.results = keep.Pages[Result]{Keeper: s.keeper(), Path: "/results", Langs: deps.Langs, Start: start, Quick: quick()}
	return s
}

// Result reads one result that the viewer may see.
func (s *Service) Result(ctx context.Context, id string) (Result, error) {
	return s.results.Get(ctx, id)
}

// Add makes a result and returns its identifier. An empty proof is a claim, an
// empty answer to "is it still there?" is unknown.
func (s *Service) Add(ctx context.Context, r Result, cites ...keep.Cite) (string, error) {
	return s.results.Add(ctx, r, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, r Result, cites ...keep.Cite) error {
	return s.results.Change(ctx, r, cites...)
}

// Recheck writes down what somebody found who looked, over the version that was
// read. The day of the next look takes the place of the one that was due.
func (s *Service) Recheck(ctx context.Context, id string, version int64, look Look) error {
	r, err := s.results.Get(ctx, id)
	if err != nil {
		return err
	}
	r.Version, r.There, r.ThereOn, r.Recheck = version, look.There, look.On, look.Next
	return s.results.Change(ctx, r)
}

// Results lists a page of results that the viewer may see, the newest first.
func (s *Service) Results(ctx context.Context, f Filter) ([]Result, error) {
	scope, err := s.Gate.Require(ctx, s.results.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Count counts what Results would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.results.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, bound)
}

// Due lists the results that the viewer may change and that are to be looked at
// until a day, the longest overdue first.
func (s *Service) Due(ctx context.Context, until edtf.Date, limit int) ([]Result, error) {
	scope := s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind})
	if !scope.Touches(false) {
		return nil, nil
	}
	return due(ctx, s.DB, until.Sort(), scope, limit)
}

// dueFrom lists a page of the looks of a span by their day: those on since with
// an identifier above after, and those later.
func (s *Service) dueFrom(ctx context.Context, since, after string, until edtf.Date, limit int) ([]Result, error) {
	scope := s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind})
	if !scope.Touches(false) {
		return nil, nil
	}
	return dueFrom(ctx, s.DB, since, after, edtf.On(until.Last()).Sort(), scope, limit)
}

// mayAdd tells whether the viewer may record results.
func (s *Service) mayAdd(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None
}
