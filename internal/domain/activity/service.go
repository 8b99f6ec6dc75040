package activity

import (
	"context"
	"strings"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Options lists records of another subject, to choose from.
type Options func(ctx context.Context, s *web.Scene) ([]ui.Option, error)

// Neighbours is what package app hands in of other subjects, so that this one
// knows none of them.
type Neighbours struct {
	Partners      Options
	Organisations Options
	People        Options
	Kinds         func() record.Kinds // complete only after all modules exist
	// PublicPath is the address of a record within the portal; empty when the
	// public has no page of it. It may be nil.
	PublicPath func(ctx context.Context, ref record.Ref) string
}

// Service is what the office does with activities and their series.
type Service struct {
	keep.Floor
	clock      clock.Clock
	with       Neighbours
	activities keep.Pages[Activity]
	series     keep.Pages[Series]
}

// New makes the service on a municipality's floor. The clock gives instants in
// the zone of the municipality: "today" is the day that they carry.
func New(floor keep.Floor, now clock.Clock, langs []string, with Neighbours) *Service {
	s := &Service{Floor: floor, clock: now, with: with}
	for _, options := range []*Options{&s.with.Partners, &s.with.Organisations, &s.with.People} {
		if *options == nil {
			*options = func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil }
		}
	}
	s.activities = keep.Pages[Activity]{Keeper: s.activityKeeper(), Path: "/activities", Langs: langs, Start: start, Quick: quick(), Parts: parts()}
	s.series = keep.Pages[Series]{Keeper: s.seriesKeeper(), Path: "/series", Langs: langs}
	return s
}

// parts says how the history shows participants and money.
func parts() map[string]keep.Part {
	return map[string]keep.Part{
		"participant.organisation": {Kind: "organisation"}, "participant.person": {Kind: "person"},
		"participant.role": {Words: "activity.role.one."}, "participant.side": {Words: "contact.side."},
		"money.what": {Words: "activity.money.what."}, "money.amount": {Show: sum},
	}
}

// sum is an amount as the history keeps it, in the words of a language.
func sum(words *i18n.Printer, value string) string {
	digits, currency, _ := strings.Cut(value, " ")
	amount, err := money.Parse(digits, currency)
	if err != nil {
		return ""
	}
	return words.Money(amount)
}

func (s *Service) today() edtf.Date { return edtf.On(s.clock()) }

func (s *Service) kinds() record.Kinds {
	if s.with.Kinds == nil {
		return nil
	}
	return s.with.Kinds()
}

// reach is how far the viewer sees activities, and the viewer's organisation.
func (s *Service) reach(ctx context.Context) (account.Scope, string, error) {
	scope, err := s.Gate.Require(ctx, s.activities.ViewNeed())
	return scope, account.From(ctx).Organisation, err
}

// sees tells whether the viewer may see activities at all.
func (s *Service) sees(ctx context.Context) bool {
	return s.Gate.Scope(ctx, s.activities.ViewNeed()) > account.None
}

// Activity reads one activity that the viewer may see.
func (s *Service) Activity(ctx context.Context, id string) (Activity, error) {
	return s.activities.Get(ctx, id)
}

// Add makes an activity and returns its identifier.
func (s *Service) Add(ctx context.Context, a Activity, cites ...keep.Cite) (string, error) {
	return s.activities.Add(ctx, a, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, a Activity, cites ...keep.Cite) error {
	return s.activities.Change(ctx, a, cites...)
}

// PutAway moves an activity to the bin.
func (s *Service) PutAway(ctx context.Context, id string) error { return s.activities.PutAway(ctx, id) }

// Restore brings an activity back from the bin.
func (s *Service) Restore(ctx context.Context, id string) error { return s.activities.Restore(ctx, id) }

// List lists a page of activities that the viewer may see, the newest first,
// with their partners and without tags.
func (s *Service) List(ctx context.Context, f Filter) ([]Activity, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	f.today = s.today().Sort()
	return list(ctx, s.DB, f, scope, own)
}

// Count counts what List would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return 0, err
	}
	f.today = s.today().Sort()
	return count(ctx, s.DB, f, scope, own, bound)
}

// maxParts is how many parts of a project or editions of a series a page shows.
const maxParts = 300

// Children lists the parts of an activity, the newest first.
func (s *Service) Children(ctx context.Context, id string) ([]Activity, error) {
	return s.List(ctx, Filter{Parent: id, Limit: maxParts})
}

// EditionsOf lists the editions of a series, the newest first.
func (s *Service) EditionsOf(ctx context.Context, series string) ([]Activity, error) {
	return s.List(ctx, Filter{Series: series, Limit: maxParts})
}

// wholes lists activities that have parts.
func (s *Service) wholes(ctx context.Context) ([]Activity, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	return withParts(ctx, s.DB, parentChoices, scope, own)
}

// SeriesByID reads one series that the viewer may see.
func (s *Service) SeriesByID(ctx context.Context, id string) (Series, error) {
	return s.series.Get(ctx, id)
}

// AddSeries makes a series and returns its identifier.
func (s *Service) AddSeries(ctx context.Context, x Series, cites ...keep.Cite) (string, error) {
	return s.series.Add(ctx, x, cites...)
}

// AllSeries lists the series that the viewer may see, by name.
func (s *Service) AllSeries(ctx context.Context) ([]Series, error) {
	scope, err := s.Gate.Require(ctx, s.series.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listSeries(ctx, s.DB, scope, account.From(ctx).Organisation)
}

// LastContacts is the newest held activity of each partner that is not ahead of
// today, by the identifier of the partnership: when it was.
func (s *Service) LastContacts(ctx context.Context) (map[string]edtf.Date, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	last, err := lastHeld(ctx, s.DB, s.today().Sort(), scope, own)
	dates := make(map[string]edtf.Date, len(last))
	for partner, a := range last {
		dates[partner] = a.When()
	}
	return dates, err
}

// NextEvents is when the next planned or confirmed activity of each partner is,
// by the identifier of the partnership.
func (s *Service) NextEvents(ctx context.Context) (map[string]edtf.Date, error) {
	next, err := s.NextActivities(ctx)
	dates := make(map[string]edtf.Date, len(next))
	for partner, a := range next {
		dates[partner] = a.When()
	}
	return dates, err
}

// NextActivities is the next planned or confirmed activity of each partner, by
// the identifier of the partnership; without partners and tags.
func (s *Service) NextActivities(ctx context.Context) (map[string]Activity, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	return nextAhead(ctx, s.DB, s.today().Sort(), scope, own)
}

// OfOrganisation lists what an organisation took part in, the newest first, one
// entry per role.
func (s *Service) OfOrganisation(ctx context.Context, id string, limit int) ([]Participation, error) {
	return s.participations(ctx, "organisation_id", id, limit)
}

// OfPerson lists what a person took part in, the newest first, one entry per
// role.
func (s *Service) OfPerson(ctx context.Context, id string, limit int) ([]Participation, error) {
	return s.participations(ctx, "person_id", id, limit)
}

func (s *Service) participations(ctx context.Context, column, id string, limit int) ([]Participation, error) {
	scope, own, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	return participations(ctx, s.DB, column, id, limit, scope, own)
}

// mayCreate tells whether the viewer may add activities.
func (s *Service) mayCreate(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None
}
