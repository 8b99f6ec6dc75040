package result

import (
	"context"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock
	// Partners and Activities are what a result can come from, by identifier.
	Partners   func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Places are the partnerships with their countries, and Country names one.
	Places  func(ctx context.Context) ([]Place, error)
	Country func(code, lang string) string
	// Files are what is attached to a result, as far as the viewer may see.
	Files func(ctx context.Context, about record.Ref) ([]file.Attachment, error)
	// PublicPartner is a public partner's name and address on the portal; the
	// zero link when the partner is not public.
	PublicPartner func(ctx context.Context, s *web.Scene, id string) (ui.Link, error)
}

// Place is a partnership with the country in which it lies.
type Place struct {
	ID      string
	Name    i18n.Text
	Country string // ISO 3166
}

// Service is what the office does with results.
type Service struct {
	keep.Floor
	deps       Deps
	results    keep.Pages[Result]
	indicators keep.Pages[Indicator]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.results = keep.Pages[Result]{Keeper: s.keeper(), Path: "/results", Langs: deps.Langs, Start: start, Quick: quick(), Parts: map[string]keep.Part{"evidence.kind": {Words: "result.proof."}, "evidence.on": {Date: true}}}
	s.indicators = keep.Pages[Indicator]{Keeper: s.indicatorKeeper(), Path: "/indicators", Langs: deps.Langs, Start: startIndicator}
	return s
}

// Result reads one result that the viewer may see.
func (s *Service) Result(ctx context.Context, id string) (Result, error) {
	return s.results.Get(ctx, id)
}

// Add makes a result and returns its identifier. An empty answer to "is it still
// there?" is unknown; without a day for the next look it is the next milestone.
func (s *Service) Add(ctx context.Context, r Result, cites ...keep.Cite) (string, error) {
	if r.Recheck.IsZero() && r.There != Gone {
		r.Recheck = nextLook(r.Since, s.today())
	}
	return s.results.Add(ctx, r, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, r Result, cites ...keep.Cite) error {
	return s.results.Change(ctx, r, cites...)
}

// Results lists a page of results that the viewer may see, the newest first.
func (s *Service) Results(ctx context.Context, f Filter) ([]Result, error) {
	scope, err := s.Gate.Require(ctx, s.results.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope, s.day())
}

// Count counts what Results would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.results.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, s.day(), bound)
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

// day is the present day as the columns of days keep one.
func (s *Service) day() string { return edtf.On(s.deps.Clock()).Sort() }

// mayAdd tells whether the viewer may record results.
func (s *Service) mayAdd(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None
}
