package note

import (
	"context"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock
	// Kinds are the kinds of records of all subjects, complete once the program
	// is built.
	Kinds func() record.Kinds
	// Partners are the partnerships to choose from, by identifier.
	Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Countries are the codes of the countries to choose from: those in which
	// the partners lie.
	Countries func(ctx context.Context) ([]string, error)
	// Country is a country's name by its code; empty for an unknown code.
	Country func(code, lang string) string
	// Near are the records whose notes hold for this one as well: the country
	// of a partner, the partners of an activity.
	Near func(ctx context.Context, about record.Ref) ([]record.Ref, error)
}

// Service is what the office does with notes.
type Service struct {
	keep.Floor
	deps      Deps
	notes     keep.Pages[Note]
	decisions keep.Pages[Note] // the same records, with the longer form for a new one
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.notes = keep.Pages[Note]{Keeper: s.keeper(), Path: "/notes", Langs: deps.Langs, Start: s.start, Quick: quick()}
	s.decisions = s.notes
	s.decisions.Quick = quickDecision()
	return s
}

// Note reads one note that the viewer may see.
func (s *Service) Note(ctx context.Context, id string) (Note, error) { return s.notes.Get(ctx, id) }

// Add makes a note and returns its identifier.
func (s *Service) Add(ctx context.Context, n Note, cites ...keep.Cite) (string, error) {
	if err := s.known(ctx, n, Note{}); err != nil {
		return "", err
	}
	return s.notes.Add(ctx, n, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, n Note, cites ...keep.Cite) error {
	before, err := s.notes.Get(ctx, n.ID)
	if err != nil {
		return err
	}
	if err := s.known(ctx, n, before); err != nil {
		return err
	}
	return s.notes.Change(ctx, n, cites...)
}

// Confirm says that a note, in the version that was read, is still right on a
// day; errs.Stale says that it has changed since.
func (s *Service) Confirm(ctx context.Context, id string, version int64, on edtf.Date) error {
	n, err := s.notes.Get(ctx, id)
	if err != nil {
		return err
	}
	n.Version, n.Confirmed = version, on
	return s.notes.Change(ctx, n)
}

// Notes lists a page of notes that the viewer may see, ordered by title.
func (s *Service) Notes(ctx context.Context, f Filter) ([]Row, error) {
	scope, err := s.Gate.Require(ctx, s.notes.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Count counts what Notes would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.notes.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, bound)
}

// About lists the notes on any of some records that the viewer may see,
// decisions first.
func (s *Service) About(ctx context.Context, limit int, refs ...record.Ref) ([]Note, error) {
	scope, err := s.Gate.Require(ctx, s.notes.ViewNeed())
	if err != nil {
		return nil, err
	}
	return about(ctx, s.DB, refs, scope, limit)
}

// mayAdd tells whether the viewer may write notes.
func (s *Service) mayAdd(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > 0
}
