package gift

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/money"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Notice is by when the receipt of a gift is to be told to the employer.
type Notice struct {
	On      time.Time // zero when it cannot be told
	Missing int       // the year whose days off nobody has entered; 0 otherwise
	Rule    string    // its source in words
	Path    string    // of the rule pack within the office
}

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Clock clock.Clock // in the city's zone
	// Partners, People, Organisations and Activities are whom and what a gift can
	// concern, by identifier.
	Partners      func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	People        func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Organisations func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	Activities    func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Notice is what the rules say of a gift received on a day; false when they
	// say nothing.
	Notice func(ctx context.Context, day time.Time) (Notice, bool, error)
}

// Service is what the office does with gifts.
type Service struct {
	keep.Floor
	deps  Deps
	gifts keep.Pages[Gift]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.gifts = keep.Pages[Gift]{Keeper: s.keeper(), Path: "/gifts", Langs: deps.Langs, Start: s.start,
		Quick: []string{"side", "title", "on", "partner", "person", "organisation", "activity", "worth", "value", "currency", "kept", "official"}}
	return s
}

// earliest is how far the earliest zone on earth is ahead of UTC.
const earliest = 14 * time.Hour

func (s *Service) keeper() *keep.Keeper[Gift] {
	return &keep.Keeper[Gift]{
		Floor: s.Floor, Kind: Kind, IDs: allIDs,
		Fields: keep.Set[Gift]{
			{Name: "side", At: func(g *Gift) any { return &g.Side }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("gift.side", Sides()...)},
			{Name: "title", At: func(g *Gift) any { return &g.Title }, Required: true, Max: 300, Called: true, Source: true},
			{Name: "on", At: func(g *Gift) any { return &g.On }, Required: true, Source: true},
			{Name: "partner", At: func(g *Gift) any { return &g.Partner }, Options: s.deps.Partners, Link: "/partners/{id}"},
			{Name: "person", At: func(g *Gift) any { return &g.Person }, Options: s.deps.People, Link: "/people/{id}"},
			{Name: "organisation", At: func(g *Gift) any { return &g.Organisation }, Options: s.deps.Organisations, Link: "/organisations/{id}"},
			{Name: "activity", At: func(g *Gift) any { return &g.Activity }, Options: s.deps.Activities, Link: "/activities/{id}"},
			{Name: "worth", At: func(g *Gift) any { return &g.Worth }, Kind: ui.FieldRadios, Required: true, Options: keep.Choices("gift.worth", Worths()...)},
			{Name: "value", At: func(g *Gift) any { return &g.Value }, Max: 40, Width: ui.WidthMedium, Source: true},
			{Name: "currency", At: func(g *Gift) any { return &g.Currency }, Options: currencies},
			{Name: "kept", At: func(g *Gift) any { return &g.Kept }, Max: 300, Source: true},
			{Name: "official", At: func(g *Gift) any { return &g.Official }},
			{Name: "noticed", At: func(g *Gift) any { return &g.Noticed }},
			{Name: "note", At: func(g *Gift) any { return &g.Note }, Long: true},
			{Name: "visibility", At: func(g *Gift) any { return &g.Visibility }, Aside: true},
		},
		Meta:  func(g *Gift) *keep.Meta { return &g.Meta },
		Title: func(g *Gift, lang string) string { return g.Title.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin, Found: found,
		Check: func(_ context.Context, _ db.Handle, g *Gift) error {
			return g.validate(edtf.On(s.deps.Clock().UTC().Add(earliest)))
		},
	}
}

// currencies are those that forms offer.
func currencies(context.Context, *web.Scene) ([]ui.Option, error) {
	var options []ui.Option
	for _, code := range money.Offered() {
		options = append(options, ui.Option{Value: code, Label: code})
	}
	return options, nil
}

// found adds to the search whom the gift concerns, and its occasion.
func found(_ context.Context, _ db.Handle, g *Gift, to *record.Searched) error {
	for _, ref := range []record.Ref{{Kind: "partner", ID: g.Partner}, {Kind: "person", ID: g.Person}, {Kind: "organisation", ID: g.Organisation}, {Kind: "activity", ID: g.Activity}} {
		if ref.ID != "" {
			to.Links = append(to.Links, ref)
		}
	}
	return nil
}

// start takes from the address whom and what the gift concerns.
func (s *Service) start(r *http.Request, g *Gift) {
	scene, q := web.SceneOf(r), r.URL.Query()
	g.Side, g.Partner, g.Person, g.Organisation, g.Activity = q.Get("side"), q.Get("partner"), q.Get("person"), q.Get("organisation"), q.Get("activity")
	if r.Method != http.MethodPost {
		g.On, g.Worth, g.Currency = edtf.On(scene.Now.In(scene.Zone)), Unknown, money.Offered()[0]
	}
}

// Gift reads one gift that the viewer may see.
func (s *Service) Gift(ctx context.Context, id string) (Gift, error) { return s.gifts.Get(ctx, id) }

// Add writes a gift down and returns its identifier.
func (s *Service) Add(ctx context.Context, g Gift, cites ...keep.Cite) (string, error) {
	return s.gifts.Add(ctx, g, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, g Gift, cites ...keep.Cite) error {
	return s.gifts.Change(ctx, g, cites...)
}

// Gifts lists a page of gifts that the viewer may see, the newest first.
func (s *Service) Gifts(ctx context.Context, f Filter) ([]Gift, error) {
	scope, err := s.Gate.Require(ctx, s.gifts.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Count counts what Gifts would list, up to a bound.
func (s *Service) Count(ctx context.Context, f Filter, bound int) (int, error) {
	scope, err := s.Gate.Require(ctx, s.gifts.ViewNeed())
	if err != nil {
		return 0, err
	}
	return count(ctx, s.DB, f, scope, bound)
}

// mayAdd tells whether the viewer may write gifts down.
func (s *Service) mayAdd(ctx context.Context) bool {
	return s.Gate.Scope(ctx, module.Need{Action: module.Create, Kind: Kind}) > account.None
}

// Tally counts the gifts that the viewer may see, by partner, side and year.
func (s *Service) Tally(ctx context.Context) ([]Tally, error) {
	scope, err := s.Gate.Require(ctx, s.gifts.ViewNeed())
	if err != nil {
		return nil, err
	}
	return tally(ctx, s.DB, scope)
}
