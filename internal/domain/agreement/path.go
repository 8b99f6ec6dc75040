package agreement

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// Law is where the legal path of a paper comes from; package app hands it in.
type Law struct {
	Rules *rule.Service
	// Home is the country (ISO 3166-1) and the region of the municipality, by its
	// English name in the gazetteer; the region is empty when it is not known.
	Home func() (country, region string)
	// Follow is told of every change of a paper, in its transaction; nil tells nobody.
	Follow func(ctx context.Context, w *audit.Writer, before, after Agreement) error
}

// Done is a step of the legal path that was done.
type Done struct {
	Step     string
	On       edtf.Date
	Document string // number and date of the decision, or what proves it
}

// Path is what the law asks of a paper: the steps of its regime as they hold on
// the day of signing.
type Path struct {
	Regime  string
	Certain bool      // false: where our region lies is not known
	Pack    rule.Pack // its name is empty when there is none
	Edition *rule.Edition
	Steps   []PathStep
}

// PathStep is one step with its day and what was noted of it.
type PathStep struct {
	rule.Due
	Done Done
}

// Fault is what is wrong with the order of a path.
type Fault string

// The faults. Nothing that an imprecise date leaves open is a fault.
const (
	NoFault       Fault = ""
	BeforeConsent Fault = "before_consent" // signed before the consent was given
	NoConsent     Fault = "no_consent"     // signed, and no consent is noted
)

// Fault tells whether a paper was signed against the order of its path.
func (p Path) Fault(a Agreement) (Fault, PathStep) {
	if a.Planned || a.Signed.IsZero() {
		return NoFault, PathStep{}
	}
	for _, s := range p.Steps {
		switch {
		case !s.Consent:
		case s.Done.On.IsZero():
			return NoConsent, s
		case a.Signed.Before(s.Done.On):
			return BeforeConsent, s
		}
	}
	return NoFault, PathStep{}
}

// Late tells whether a step was done after its day, or was not done and its day
// is over.
func (s PathStep) Late(today time.Time) bool {
	if s.On.IsZero() {
		return false
	}
	due := edtf.On(s.On)
	if s.Done.On.IsZero() {
		return due.Before(edtf.On(today))
	}
	return due.Before(s.Done.On)
}

// editionFor is the edition that holds for a date, however precise it is known:
// none when several might.
func editionFor(p rule.Pack, date edtf.Date) (rule.Edition, bool) {
	first, ok := p.EditionOn(date.First())
	last, also := p.EditionOn(date.Last())
	return first, ok && also && first.From == last.From
}

// PathOf is the legal path of a paper.
func (s *Service) PathOf(ctx context.Context, a Agreement) (Path, error) {
	if _, err := s.Gate.Require(ctx, s.papers.ViewNeed()); err != nil {
		return Path{}, err
	}
	p, err := s.partners.Partner(ctx, a.Partner)
	if err != nil {
		return Path{}, err
	}
	packs, err := s.law.Rules.Packs(ctx)
	if err != nil {
		return Path{}, err
	}
	country, region := s.law.Home()
	path := Path{}
	path.Regime, path.Certain = rule.RegimeOf(packs, country, region, p.Country)
	pack, ok := rule.Of(packs, country, path.Regime)
	if !ok {
		return path, nil
	}
	path.Pack = pack
	date := a.Signed
	if date.IsZero() {
		date = edtf.On(s.today())
	}
	edition, ok := editionFor(pack, date)
	if !ok {
		return path, nil
	}
	path.Edition = &edition
	calendar, err := s.law.Rules.Calendar(ctx, pack.Calendar)
	if err != nil {
		return path, err
	}
	done, err := doneSteps(ctx, s.DB, a.ID)
	for _, step := range edition.Steps {
		if step.Of == rule.Signing || step.Of == rule.Talks {
			path.Steps = append(path.Steps, PathStep{Due: dueOf(a, step, calendar), Done: done[step.Name]})
		}
	}
	return path, err
}

// dueOf counts a step from the day of signing. A day that is not known, and
// talks, whose day no record holds, give no day.
func dueOf(a Agreement, step rule.Step, calendar rule.Calendar) rule.Due {
	if step.Of != rule.Signing || a.Signed.Precision() != edtf.Day || a.Signed.IsInterval() {
		return rule.Due{Step: step}
	}
	return step.Due(a.Signed.First(), calendar)
}

// step finds a step of the path by its name.
func (p Path) step(name string) (PathStep, bool) {
	i := slices.IndexFunc(p.Steps, func(s PathStep) bool { return s.Name == name })
	if i < 0 {
		return PathStep{}, false
	}
	return p.Steps[i], true
}

// Did notes a step of the path as done; without a date it takes the note back.
func (s *Service) Did(ctx context.Context, id string, d Done) error {
	if d.On.IsZero() && d.Document != "" {
		return errs.Field("on", "agreement.path.on.empty")
	}
	// A day begins in the east of the world fourteen hours before it does in
	// Greenwich.
	if edtf.On(s.today().UTC().Add(14 * time.Hour)).Before(d.On) {
		return errs.Field("on", "agreement.path.on.future", "date", d.On)
	}
	a, err := s.Agreement(ctx, id)
	if err != nil {
		return err
	}
	path, err := s.PathOf(ctx, a)
	if err != nil {
		return err
	}
	step, ok := path.step(d.Step)
	if !ok {
		return errs.New(errs.NotFound, "record.missing")
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := s.signed(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		before, err := s.note(ctx, w, a.ID, d)
		if err != nil {
			return record.Ref{}, err
		}
		title := step.Title.In("ru").Value
		return a.Ref(), w.Did(ctx, a.Ref(), audit.Changed, a.Title.In("ru").Value, audit.Diff(before.fields(title), d.fields(title)))
	})
	return err
}

// note writes a step and returns what was noted before.
func (s *Service) note(ctx context.Context, h db.Handle, id string, d Done) (Done, error) {
	done, err := doneSteps(ctx, h, id)
	if err != nil {
		return Done{}, err
	}
	if d.On.IsZero() {
		return done[d.Step], takeStep(ctx, h, id, d.Step)
	}
	return done[d.Step], putStep(ctx, h, id, d)
}

// fields are a note's values for the paper's history; nothing when nothing was
// noted.
func (d Done) fields(title string) audit.Fields {
	if d.On.IsZero() {
		return nil
	}
	return audit.Fields{{Name: "path.step", Value: title}, {Name: "path.on", Value: d.On.String()}, {Name: "path.document", Value: d.Document}}
}
