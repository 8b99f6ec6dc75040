package membership

import (
	"context"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// optionsLimit is how many memberships a form offers, and how many dues or
// ballots are read at once where all of them are wanted.
const optionsLimit = 1000

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock
	// Organisations, People and Posts are what a membership can name.
	Organisations, People, Posts func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Holder shows who holds a post, or the gap, under the role that is given.
	Holder func(ctx context.Context, s *web.Scene, post, role string) (ui.Person, error)
	// Held are the posts that somebody holds on a day.
	Held func(ctx context.Context, on time.Time) (map[string]bool, error)
}

// Service is what the office does with its memberships.
type Service struct {
	keep.Floor
	deps        Deps
	memberships keep.Pages[Membership]
	dues        keep.Pages[Dues]
	ballots     keep.Pages[Ballot]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.memberships = keep.Pages[Membership]{Keeper: s.keeper(), Path: "/memberships", Langs: deps.Langs, Start: start, Quick: quick()}
	s.dues = keep.Pages[Dues]{Keeper: s.duesKeeper(), Path: "/dues", Langs: deps.Langs, Start: s.startDues}
	s.ballots = keep.Pages[Ballot]{Keeper: s.ballotKeeper(), Path: "/ballots", Langs: deps.Langs, Start: startBallot, Quick: quickBallot()}
	return s
}

// Membership reads one membership that the viewer may see.
func (s *Service) Membership(ctx context.Context, id string) (Membership, error) {
	return s.memberships.Get(ctx, id)
}

// Add makes a membership and returns its identifier.
func (s *Service) Add(ctx context.Context, m Membership, cites ...keep.Cite) (string, error) {
	return s.memberships.Add(ctx, m, cites...)
}

// AddDues makes the dues of one year and returns their identifier.
func (s *Service) AddDues(ctx context.Context, d Dues, cites ...keep.Cite) (string, error) {
	return s.dues.Add(ctx, d, cites...)
}

// AddBallot makes a ballot and returns its identifier.
func (s *Service) AddBallot(ctx context.Context, b Ballot, cites ...keep.Cite) (string, error) {
	return s.ballots.Add(ctx, b, cites...)
}

// Memberships lists a page of memberships that the viewer may see, by name.
func (s *Service) Memberships(ctx context.Context, f Filter) ([]Membership, error) {
	scope, err := s.Gate.Require(ctx, s.memberships.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Count counts what Memberships would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.memberships.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, bound)
}

// Dues lists a page of dues that the viewer may see, the newest year first.
func (s *Service) Dues(ctx context.Context, f DuesFilter) ([]Dues, error) {
	scope, err := s.Gate.Require(ctx, s.dues.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listDues(ctx, s.DB, f, scope)
}

// CountDues counts what Dues would list, up to a bound.
func (s *Service) CountDues(ctx context.Context, f DuesFilter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.dues.ViewNeed())
	if err != nil {
		return 0, err
	}
	return countDues(ctx, s.DB, f, scope, bound)
}

// Ballots lists a page of ballots that the viewer may see, the newest meeting
// first.
func (s *Service) Ballots(ctx context.Context, f BallotFilter) ([]Ballot, error) {
	scope, err := s.Gate.Require(ctx, s.ballots.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listBallots(ctx, s.DB, f, scope)
}

// CountBallots counts what Ballots would list, up to a bound.
func (s *Service) CountBallots(ctx context.Context, f BallotFilter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.ballots.ViewNeed())
	if err != nil {
		return 0, err
	}
	return countBallots(ctx, s.DB, f, scope, bound)
}

// may tells whether the viewer may do something with records of a kind at all.
func (s *Service) may(ctx context.Context, action, kind string) bool {
	return s.Gate.Scope(ctx, module.Need{Action: action, Kind: kind}) > account.None
}

// today is the day of the office as registers are asked by it.
func (s *Service) today() string { return s.deps.Clock().Format(time.DateOnly) }
