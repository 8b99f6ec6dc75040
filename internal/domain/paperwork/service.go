package paperwork

import (
	"context"
	"unicode/utf8"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// The kinds in the authorization table: making papers, and the templates that
// all of them are made of.
const (
	Kind         = "paper"
	TemplateKind = "paper_template"
	activityKind = "activity"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs   []string
	Clock   clock.Clock // in the municipality's zone
	Words   func(lang string) *i18n.Printer
	Country func(code, lang string) string // empty for an unknown code
	Sources Sources
	Files   *file.Service
	Jail    *jail.Jail
	Set     paper.Setter
	// People and Posts are to choose from; Activities are those whose papers a
	// template can be tried with.
	People, Posts, Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
}

// Service makes papers and keeps what they are made of.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

func paperNeed(action string) module.Need    { return module.Need{Action: action, Kind: Kind} }
func templateNeed(action string) module.Need { return module.Need{Action: action, Kind: TemplateKind} }

// Details are what papers of an activity say beside its records.
type Details struct {
	Activity                     string
	Version                      int64
	Signer, SignerPost           string // identifiers of a person and of a post; the post alone means whoever holds it
	Responsible, ResponsiblePost string
	Addressee, AddresseePost     string
	Purpose, Ground, Money       i18n.Text
}

func (d Details) audit() audit.Fields {
	return audit.Fields{
		{Name: "paper_signer_post", Value: d.SignerPost}, {Name: "paper_signer", Value: d.Signer},
		{Name: "paper_responsible_post", Value: d.ResponsiblePost}, {Name: "paper_responsible", Value: d.Responsible},
		{Name: "paper_addressee_post", Value: d.AddresseePost}, {Name: "paper_addressee", Value: d.Addressee},
		{Name: "paper_purpose", Value: d.Purpose.In("ru").Value}, {Name: "paper_ground", Value: d.Ground.In("ru").Value}, {Name: "paper_money", Value: d.Money.In("ru").Value},
	}
}

func (d Details) check() error {
	var bad errs.Fields
	for name, t := range map[string]i18n.Text{"purpose": d.Purpose, "ground": d.Ground, "money": d.Money} {
		for _, lang := range t.Langs() {
			if n := utf8.RuneCountInString(t.Get(lang)); n > 600 {
				bad.Add(errs.Field(name, "form.long", "n", 600, "now", n))
			}
		}
	}
	return bad.Err()
}

// mayOf asks whether the viewer may do something with papers of an activity.
func (s *Service) mayOf(ctx context.Context, activity, action string) error {
	if _, err := s.Gate.Require(ctx, paperNeed(action)); err != nil {
		return err
	}
	kind := s.Floor.Kinds()[activityKind]
	if kind.Allowed == nil {
		return errs.New(errs.NotFound, "record.missing")
	}
	_, err := kind.Allowed(ctx, activity, action)
	return err
}

// Details are what papers of an activity say beside its records.
func (s *Service) Details(ctx context.Context, activity string) (Details, error) {
	if err := s.mayOf(ctx, activity, module.View); err != nil {
		return Details{}, err
	}
	return detailsOf(ctx, s.DB, activity)
}

// SayDetails writes them over the version that they were made from.
func (s *Service) SayDetails(ctx context.Context, d Details) error {
	if err := s.mayOf(ctx, d.Activity, module.Edit); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	ref := record.Ref{Kind: activityKind, ID: d.Activity}
	title := s.title(ctx, ref, "ru")
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := detailsOf(ctx, w, d.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		if before.Version != d.Version {
			return record.Ref{}, errs.New(errs.Stale, "form.stale")
		}
		if err := putDetails(ctx, w, d); err != nil {
			return record.Ref{}, err
		}
		return ref, w.Changed(ctx, ref, title, before.audit(), d.audit())
	})
	return err
}

// mayMake tells whether the viewer may make papers.
func (s *Service) mayMake(ctx context.Context) bool {
	return s.Gate.Scope(ctx, paperNeed(module.Create)) > account.None
}
