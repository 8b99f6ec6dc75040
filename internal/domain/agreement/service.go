package agreement

import (
	"context"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// SignatoryKind names signatories in idempotent outcomes; they have no pages of
// their own.
const SignatoryKind = "signatory"

// chainBound is how many papers of one partner are read; more than any tie has.
const chainBound = 1000

// Service is what the office does with agreements.
type Service struct {
	keep.Floor
	langs    []string
	today    clock.Clock // in the municipality's zone
	partners *partner.Service
	law      Law
	papers   keep.Pages[Agreement]
}

// New makes the service on a municipality's floor. Langs are the languages that
// every text is offered in, law is where the legal path of a paper comes from.
func New(floor keep.Floor, langs []string, today clock.Clock, partners *partner.Service, law Law) *Service {
	s := &Service{Floor: floor, langs: langs, today: today, partners: partners, law: law}
	s.papers = keep.Pages[Agreement]{
		Keeper: s.keeper(), Path: "/agreements", Langs: langs, Start: start,
		Quick: []string{"partner", "type", "title", "signed", "planned", "until", "renews", "visibility"},
		Parts: map[string]keep.Part{"signatory.person": {Kind: contact.PersonKind}},
	}
	return s
}

// Agreement reads one paper that the viewer may see.
func (s *Service) Agreement(ctx context.Context, id string) (Agreement, error) {
	return s.papers.Get(ctx, id)
}

// Add makes a paper and returns its identifier. The partner may be given by
// identifier or slug.
func (s *Service) Add(ctx context.Context, a Agreement, cites ...keep.Cite) (string, error) {
	return s.papers.Add(ctx, a, cites...)
}

// Change writes a new state over the version it was made from.
func (s *Service) Change(ctx context.Context, a Agreement, cites ...keep.Cite) error {
	return s.papers.Change(ctx, a, cites...)
}

// Agreements lists a page of the papers that the viewer may see, the newest
// first, those without a date last. A limit of 0 is that of one partner.
func (s *Service) Agreements(ctx context.Context, f Filter) ([]Agreement, error) {
	scope, err := s.Gate.Require(ctx, s.papers.ViewNeed())
	if err != nil {
		return nil, err
	}
	if f.Limit == 0 {
		f.Limit = chainBound
	}
	return list(ctx, s.DB, f, scope, account.From(ctx).Organisation)
}

// Chains lists the papers of a partner in chains of renewal, the oldest first.
func (s *Service) Chains(ctx context.Context, partnership string) ([][]Agreement, error) {
	papers, err := s.Agreements(ctx, Filter{Partner: partnership})
	return Chains(papers), err
}

// Signatories lists who signed a paper, by side.
func (s *Service) Signatories(ctx context.Context, id string) ([]Signatory, error) {
	if _, err := s.papers.Get(ctx, id); err != nil {
		return nil, err
	}
	return signatoriesOf(ctx, s.DB, id)
}

// AddSignatory writes down who signed and returns the identifier of the entry.
// The name of a known person is taken from there when none is given.
func (s *Service) AddSignatory(ctx context.Context, one Signatory) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := s.signed(ctx, w, one.Agreement)
		if err != nil {
			return record.Ref{}, err
		}
		if err := one.check(ctx, w); err != nil {
			return record.Ref{}, err
		}
		one.ID = w.NewID()
		if err := insertSignatory(ctx, w, one); err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: SignatoryKind, ID: one.ID}
		return ref, w.Did(ctx, a.Ref(), audit.Changed, a.Title.In("ru").Value, audit.Diff(nil, one.fields()))
	})
	return ref.ID, err
}

// RemoveSignatory takes an entry out again; it stays in the paper's history.
func (s *Service) RemoveSignatory(ctx context.Context, agreement, id string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := s.signed(ctx, w, agreement)
		if err != nil {
			return record.Ref{}, err
		}
		all, err := signatoriesOf(ctx, w, a.ID)
		if err != nil {
			return record.Ref{}, err
		}
		if err := removeSignatory(ctx, w, a.ID, id); err != nil {
			return record.Ref{}, err
		}
		var before audit.Fields
		for _, one := range all {
			if one.ID == id {
				before = one.fields()
			}
		}
		return record.Ref{Kind: SignatoryKind, ID: id}, w.Did(ctx, a.Ref(), audit.Changed, a.Title.In("ru").Value, audit.Diff(before, nil))
	})
	return err
}

// signed reads the paper whose signatories the viewer wants to change.
func (s *Service) signed(ctx context.Context, h db.Handle, id string) (Agreement, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind})
	if err != nil {
		return Agreement{}, err
	}
	a, err := byID(ctx, h, id)
	if err != nil {
		return a, err
	}
	own, err := isOwn(ctx, h, &a, account.From(ctx).Organisation)
	if err != nil {
		return a, err
	}
	if a.Binned || !scope.Sees(a.Visibility, own) {
		return a, errs.New(errs.NotFound, "record.missing")
	}
	return a, nil
}

// check wants a side and a name, and a person that exists.
func (one *Signatory) check(ctx context.Context, h db.Handle) error {
	var bad errs.Fields
	if !contains(SignatorySides(), one.Side) {
		bad.Add(errs.Field("side", "form.choice"))
	}
	if one.Person != "" {
		name, err := personName(ctx, h, one.Person)
		if err != nil {
			bad.Add(errs.Field("person", "form.choice"))
		}
		if one.Name == "" {
			one.Name = name
		}
	}
	if one.Name == "" && bad.Of("person") == nil {
		bad.Add(errs.Field("name", "agreement.signatory.name.empty"))
	}
	return bad.Err()
}

// fields are an entry's values for the paper's history.
func (one Signatory) fields() audit.Fields {
	return audit.Fields{
		{Name: "signatory." + one.Side, Value: one.Name}, {Name: "signatory.post", Value: keep.Canonical(&one.Post)}, {Name: "signatory.person", Value: one.Person},
	}
}

// partnersByID are the partnerships that the viewer may see, with the historic ones.
func (s *Service) partnersByID(ctx context.Context) (map[string]partner.Partnership, error) {
	all, err := s.partners.Partners(ctx, partner.Filter{Old: true})
	byID := make(map[string]partner.Partnership, len(all))
	for _, p := range all {
		byID[p.ID] = p
	}
	return byID, err
}

// signers lists who may have signed, as far as the viewer may see people.
func (s *Service) signers(ctx context.Context, partnership string) ([]contact.Person, error) {
	scope := s.Gate.Scope(ctx, module.Need{Action: module.View, Kind: contact.PersonKind})
	return signers(ctx, s.DB, partnership, scope)
}
