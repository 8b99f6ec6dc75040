package rating

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"pobratim/internal/domain/rating/method"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
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
	Clock clock.Clock // in the municipality's zone
	// Partners and Organisations are to choose from, by identifier.
	Partners      func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Organisations func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Measures are what the rules of methodologies may count, and Evidence is what
	// the records that the viewer may see say to each measure for a year. Awards
	// are our own.
	Measures method.Measures
	Evidence func(ctx context.Context, year int, lang string) (map[string]Evidence, error)
	// Population is that of the city by the gazetteer; 0 where it is not known.
	Population func() int64
	Files      *file.Service
	Words      func(lang string) *i18n.Printer
}

// Service is what the office does with awards and ratings.
type Service struct {
	keep.Floor
	deps   Deps
	awards keep.Pages[Award]

	methodologies keep.Pages[Methodology]
	assessments   keep.Pages[Assessment]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.awards = keep.Pages[Award]{Keeper: s.awardKeeper(), Path: "/awards", Langs: deps.Langs, Start: startAward,
		Quick: []string{"type", "name", "giver", "year", "given", "place", "partner", "kept", "visibility"}}
	s.methodologies = keep.Pages[Methodology]{Keeper: s.methodologyKeeper(), Path: "/methodologies", Langs: deps.Langs}
	s.assessments = keep.Pages[Assessment]{Keeper: s.assessmentKeeper(), Path: "/assessments", Langs: deps.Langs, Start: s.startAssessment, Quick: []string{"methodology", "year", "population"},
		Parts: map[string]keep.Part{"question": {}, "value": {}, "reason": {}}}
	return s
}

// startAssessment takes the methodology from the page one came from; it is mostly
// the year that has passed which is asked about.
func (s *Service) startAssessment(r *http.Request, a *Assessment) {
	a.Methodology = r.URL.Query().Get("methodology")
	if r.Method != http.MethodPost {
		a.Year = strconv.Itoa(s.deps.Clock().Year())
	}
}

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

// begun is the latest day that has begun somewhere on earth.
func (s *Service) begun() edtf.Date { return edtf.On(s.deps.Clock().UTC().Add(earliest)) }

func (s *Service) awardKeeper() *keep.Keeper[Award] {
	return &keep.Keeper[Award]{
		Floor: s.Floor, Kind: AwardKind, IDs: allAwardIDs,
		Fields: keep.Set[Award]{
			{Name: "type", At: func(a *Award) any { return &a.Type }, Required: true, Options: keep.Choices("award.type", AwardTypes()...)},
			{Name: "name", At: func(a *Award) any { return &a.Name }, Required: true, Max: 300, Called: true, Source: true},
			{Name: "giver", At: func(a *Award) any { return &a.Giver }, Max: 300, Source: true},
			{Name: "organisation", At: func(a *Award) any { return &a.Organisation }, Options: s.deps.Organisations, Link: "/organisations/{id}"},
			{Name: "year", At: func(a *Award) any { return &a.Year }, Kind: ui.FieldNumber, Max: 4, Width: ui.WidthShort, Source: true},
			{Name: "given", At: func(a *Award) any { return &a.Given }, Source: true},
			{Name: "place", At: func(a *Award) any { return &a.Place }, Max: 300, Source: true},
			{Name: "partner", At: func(a *Award) any { return &a.Partner }, Options: s.deps.Partners, Link: "/partners/{id}"},
			{Name: "kept", At: func(a *Award) any { return &a.Kept }, Max: 300},
			{Name: "note", At: func(a *Award) any { return &a.Note }, Long: true, Source: true},
			{Name: "visibility", At: func(a *Award) any { return &a.Visibility }, Aside: true},
		},
		Meta:  func(a *Award) *keep.Meta { return &a.Meta },
		Title: func(a *Award, lang string) string { return a.Name.In(lang).Value },
		ByID:  awardByID, Insert: insertAward, Update: updateAward, Bin: binAward, Found: foundAward,
		Check: func(_ context.Context, _ db.Handle, a *Award) error { return a.validate(s.begun()) },
	}
}

// foundAward adds to the search who gave the award and who shares it.
func foundAward(_ context.Context, _ db.Handle, a *Award, to *record.Searched) error {
	for _, ref := range []record.Ref{{Kind: "organisation", ID: a.Organisation}, {Kind: "partner", ID: a.Partner}} {
		if ref.ID != "" {
			to.Links = append(to.Links, ref)
		}
	}
	return nil
}

// startAward takes giver and partner from the page one came from.
func startAward(r *http.Request, a *Award) {
	q := r.URL.Query()
	a.Organisation, a.Partner = q.Get("organisation"), q.Get("partner")
}

// Award reads one award that the viewer may see.
func (s *Service) Award(ctx context.Context, id string) (Award, error) { return s.awards.Get(ctx, id) }

// AddAward writes an award down and returns its identifier.
func (s *Service) AddAward(ctx context.Context, a Award, cites ...keep.Cite) (string, error) {
	return s.awards.Add(ctx, a, cites...)
}

// Awards lists a page of awards that the viewer may see, the newest first.
func (s *Service) Awards(ctx context.Context, f AwardFilter) ([]Award, error) {
	scope, err := s.Gate.Require(ctx, s.awards.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listAwards(ctx, s.DB, f, scope)
}

// CountAwards counts what Awards would list, up to a bound.
func (s *Service) CountAwards(ctx context.Context, f AwardFilter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.awards.ViewNeed())
	if err != nil {
		return 0, err
	}
	return countAwards(ctx, s.DB, f, scope, bound)
}

// may tells whether the viewer may do something with all records of a kind.
func (s *Service) may(ctx context.Context, action, kind string) bool {
	return s.Gate.Scope(ctx, module.Need{Action: action, Kind: kind}) > account.None
}
