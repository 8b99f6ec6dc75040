package partner

import (
	"context"
	"strings"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
)

// Home is the municipality as the starting point of distances and hours.
type Home struct {
	Name     string // in the reader's language
	Point    geo.Point
	Zone     *time.Location
	Country  string // ISO 3166-1 alpha-2
	GeoNames int    // number of the place; 0 when unknown
}

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Contacts *contact.Service
	Places   *place.Gazetteer
	Home     func(lang string) Home
	Langs    []string
	// LastContacts and NextEvents tell, per partnership, when something was done
	// together last and what comes next.
	LastContacts func(ctx context.Context) (map[string]edtf.Date, error)
	NextEvents   func(ctx context.Context) (map[string]edtf.Date, error)
}

// Service is what the office does with partnerships and prospects.
type Service struct {
	keep.Floor
	deps      Deps
	partners  keep.Pages[Partnership]
	prospects keep.Pages[Prospect]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.partners = keep.Pages[Partnership]{
		Keeper: s.keeper(), Path: "/partners", Langs: deps.Langs, Address: func(p *Partnership) string { return p.Slug },
		Start: s.start, Quick: []string{"name", "country", "type", "since", "visibility", "geonames"},
		Parts: map[string]keep.Part{"claim.ours": {Words: "partner.state."}, "claim.theirs": {Words: "partner.state."}, "claim.on": {Date: true}, "claim.wording": {Show: quoted}},
	}
	s.prospects = keep.Pages[Prospect]{Keeper: s.prospectKeeper(), Path: "/prospects", Langs: deps.Langs}
	return s
}

// Partner reads one partnership, by its slug or identifier, that the viewer may see.
func (s *Service) Partner(ctx context.Context, id string) (Partnership, error) {
	return s.partners.Get(ctx, id)
}

// Add makes a partnership and returns its identifier. What the gazetteer knows
// of the place is filled in where nothing was given.
func (s *Service) Add(ctx context.Context, p Partnership, cites ...keep.Cite) (string, error) {
	return s.partners.Add(ctx, p, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, p Partnership, cites ...keep.Cite) error {
	return s.partners.Change(ctx, p, cites...)
}

// Partners lists the partnerships that the viewer may see, by name. A query
// finds them by any name in any spelling.
func (s *Service) Partners(ctx context.Context, f Filter) ([]Partnership, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: Kind})
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, s.DB, f, scope, account.From(ctx).Organisation)
	if err != nil || f.Query == "" {
		return all, err
	}
	var found []Partnership
	for _, p := range all {
		if p.answers(f.Query) {
			found = append(found, p)
		}
	}
	return found, nil
}

// answers tells whether one of the names begins with a query, in this spelling,
// by its sound, or typed on the wrong keyboard.
func (p Partnership) answers(query string) bool {
	names := append([]string{p.Native}, p.Former...)
	for _, lang := range p.Name.Langs() {
		names = append(names, p.Name.Get(lang))
	}
	keys := []string{fold.Key(query), fold.Key(fold.SwapLayout(query))}
	sound := fold.Latin(query)
	for _, name := range names {
		folded := fold.Key(name)
		for _, key := range keys {
			if key != "" && (strings.HasPrefix(folded, key) || strings.Contains(folded, " "+key)) {
				return true
			}
		}
		if sound != "" && strings.HasPrefix(fold.Latin(name), sound) {
			return true
		}
	}
	return false
}

// Claims lists what both sides said of a partnership, the newest first.
func (s *Service) Claims(ctx context.Context, id string) ([]Claim, error) {
	p, err := s.partners.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return claimsOf(ctx, s.DB, p.ID)
}

// Say writes down what a side says. Earlier claims stay as they are.
func (s *Service) Say(ctx context.Context, c Claim) (string, error) {
	if err := c.validate(); err != nil {
		return "", err
	}
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return "", err
	}
	p, err := s.partners.Get(ctx, c.Partnership)
	if err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c.ID, c.Partnership = w.NewID(), p.ID
		if err := insertClaim(ctx, w, c); err != nil {
			return record.Ref{}, err
		}
		changes := audit.Diff(nil, audit.Fields{
			{Name: "claim." + string(c.Side), Value: string(c.State)}, {Name: "claim.on", Value: c.On.String()},
			{Name: "claim.wording", Value: c.Wording}, {Name: "claim.document", Value: c.Document}, {Name: "claim.by", Value: c.By},
		})
		return p.Ref(), w.Did(ctx, p.Ref(), audit.Changed, p.Name.In("ru").Value, changes)
	})
	_ = ref
	return c.ID, err
}

// quoted are the words of a side between quotation marks.
func quoted(words *i18n.Printer, value string) string {
	return words.T("partner.claim.quoted", "text", value)
}

func (c Claim) validate() error {
	var bad errs.Fields
	if c.Side != Ours && c.Side != Theirs {
		bad.Add(errs.Field("side", "form.choice"))
	}
	if c.State == "" {
		bad.Add(errs.Field("state", "partner.claim.state.empty"))
	}
	if c.Wording != "" && c.WordingLang == "" {
		bad.Add(errs.Field("wording_lang", "partner.claim.wording_lang.empty"))
	}
	return bad.Err()
}

// Prospects lists the places that may become partners.
func (s *Service) Prospects(ctx context.Context) ([]Prospect, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.View, Kind: ProspectKind})
	if err != nil {
		return nil, err
	}
	return listProspects(ctx, s.DB, scope)
}

// AddProspect makes a prospect and returns its identifier.
func (s *Service) AddProspect(ctx context.Context, p Prospect, cites ...keep.Cite) (string, error) {
	return s.prospects.Add(ctx, p, cites...)
}

// Options lists the partnerships, for forms of other subjects.
func (s *Service) Options(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	all, err := s.Partners(ctx, Filter{Old: true})
	options := make([]ui.Option, len(all))
	for i, p := range all {
		options[i] = ui.Option{Value: p.ID, Label: p.Name.In(scene.Lang).Value}
	}
	return options, err
}

// Country is the name of a country in the reader's language.
func (s *Service) Country(iso2, lang string) string {
	c, ok := s.deps.Places.Country(iso2)
	if !ok {
		return iso2
	}
	return c.Name(lang)
}

// Bearing is how far and in which direction a partner lies from home: metres
// and degrees from north; false when its place is not known.
func (s *Service) Bearing(p Partnership) (metres, degrees float64, ok bool) {
	there, ok := p.Point()
	if !ok {
		return 0, 0, false
	}
	metres, degrees, _ = geo.Inverse(s.deps.Home("ru").Point, there)
	return metres, degrees, true
}

// CoordinatorPost is the post of ours that answers for a partnership; empty for
// none. It asks for no permission: whoever may write down a promise may have it
// land where it belongs.
func (s *Service) CoordinatorPost(ctx context.Context, h db.Handle, id string) (string, error) {
	p, err := byID(ctx, h, id)
	return p.OurPost, err
}
