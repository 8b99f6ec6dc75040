package estimate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Activity is what an estimate needs to know of the activity that it is of.
type Activity struct {
	Name   i18n.Text
	When   edtf.Date
	Starts edtf.Date
	Place  i18n.Text
	Days   int // whole days from the first to the last; 0: not known
	People int // participants on record; 0: not known
}

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs      []string
	Clock      clock.Clock // in the city's zone
	Words      func(lang string) *i18n.Printer
	Home       func(lang string) string // name of the municipality
	Activity   func(ctx context.Context, id string) (Activity, error)
	Activities func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Paper sets a text as PDF.
	Paper paper.Setter
}

// Service is what the office does with norms, limits and estimates.
type Service struct {
	keep.Floor
	deps      Deps
	norms     keep.Pages[Norm]
	limits    keep.Pages[Limit]
	estimates keep.Pages[Estimate]
	lines     keep.Pages[Line]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.norms = keep.Pages[Norm]{Keeper: s.normKeeper(), Path: "/norms", Langs: deps.Langs, Start: startNorm}
	s.limits = keep.Pages[Limit]{Keeper: s.limitKeeper(), Path: "/limits", Langs: deps.Langs, Start: s.startLimit}
	s.estimates = keep.Pages[Estimate]{Keeper: s.estimateKeeper(), Path: "/estimates", Langs: deps.Langs, Start: s.start, Quick: []string{"activity", "year", "people", "days"},
		Parts: map[string]keep.Part{"edition": {}}}
	s.lines = keep.Pages[Line]{Keeper: s.lineKeeper(), Path: "/estimate-lines", Langs: deps.Langs, Start: s.startLine,
		Quick: []string{"estimate", "norm", "item", "title", "people", "days", "sum", "currency", "source"}}
	return s
}

// AddNorm writes down an adopted rate and returns its identifier.
func (s *Service) AddNorm(ctx context.Context, n Norm, cites ...keep.Cite) (string, error) {
	return s.norms.Add(ctx, n, cites...)
}

// AddLimit writes down a limit and returns its identifier.
func (s *Service) AddLimit(ctx context.Context, l Limit, cites ...keep.Cite) (string, error) {
	return s.limits.Add(ctx, l, cites...)
}

// Add begins an estimate and returns its identifier.
func (s *Service) Add(ctx context.Context, e Estimate) (string, error) {
	return s.estimates.Add(ctx, e)
}

// AddLine adds a line to an estimate and returns its identifier.
func (s *Service) AddLine(ctx context.Context, l Line) (string, error) {
	return s.lines.Add(ctx, l)
}

// ChangeLine writes a new state of a line over the version it was made from.
func (s *Service) ChangeLine(ctx context.Context, l Line) error { return s.lines.Change(ctx, l) }

// Norms lists all norms, by what they are for.
func (s *Service) Norms(ctx context.Context) ([]Norm, error) {
	scope, err := s.Gate.Require(ctx, s.norms.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listNorms(ctx, s.DB, scope)
}

// Limits lists the limits of a year, or of all years.
func (s *Service) Limits(ctx context.Context, year string) ([]Limit, error) {
	scope, err := s.Gate.Require(ctx, s.limits.ViewNeed())
	if err != nil {
		return nil, err
	}
	return listLimits(ctx, s.DB, year, scope)
}

// Estimate reads one estimate that the viewer may see.
func (s *Service) Estimate(ctx context.Context, id string) (Estimate, error) {
	return s.estimates.Get(ctx, id)
}

// Estimates lists a page of estimates that the viewer may see.
func (s *Service) Estimates(ctx context.Context, f Filter) ([]Estimate, error) {
	scope, err := s.Gate.Require(ctx, s.estimates.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, f, scope)
}

// Lines are the lines of an estimate that the viewer may see.
func (s *Service) Lines(ctx context.Context, estimate string) ([]Line, error) {
	if _, err := s.estimates.Get(ctx, estimate); err != nil {
		return nil, err
	}
	scope, err := s.Gate.Require(ctx, s.lines.ViewNeed())
	if err != nil {
		return nil, err
	}
	lines, err := linesOf(ctx, s.DB, estimate)
	return slices.DeleteFunc(lines, func(l Line) bool { return !scope.Sees(l.Visibility, false) }), err
}

// Spent is what was paid for some activities, by source and currency, as far as the
// viewer may see it.
func (s *Service) Spent(ctx context.Context, activities []string) ([]Spent, error) {
	scope, err := s.Gate.Require(ctx, s.estimates.ViewNeed())
	if err != nil {
		return nil, err
	}
	ofLines, err := s.Gate.Require(ctx, s.lines.ViewNeed())
	if err != nil {
		return nil, err
	}
	return factsOf(ctx, s.DB, activities, scope, ofLines)
}

// Standings are how an estimate stands towards the limits of its year.
func (s *Service) Standings(ctx context.Context, e Estimate) ([]Standing, error) {
	limits, err := s.Limits(ctx, e.Year)
	if err != nil || len(limits) == 0 {
		return nil, err
	}
	own, err := linesOf(ctx, s.DB, e.ID)
	if err != nil {
		return nil, err
	}
	year, err := linesOfYear(ctx, s.DB, e.Year)
	if err != nil {
		return nil, err
	}
	return Against(limits, number(e.People), own, year)
}

// LastEdition is the copy that the last approval froze; its number is 0 when
// there was none.
func (s *Service) LastEdition(ctx context.Context, estimate string) (Edition, error) {
	if _, err := s.estimates.Get(ctx, estimate); err != nil {
		return Edition{}, err
	}
	return lastEdition(ctx, s.DB, estimate)
}

// Seal is a mark of lines that changes with whatever an approval would freeze, so
// that nobody approves something else than was looked at.
func Seal(lines []Line) string {
	b, err := json.Marshal(frozen(lines))
	if err != nil { // cannot happen: lines are texts
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// approval is the permission to approve estimates.
func approval() module.Need { return module.Need{Action: module.Edit, Kind: "estimate_approval"} }

// Approve approves an estimate, in the version and with the lines that were
// read, and freezes its lines. Seen is what Seal said of them.
func (s *Service) Approve(ctx context.Context, id, seen string) error {
	viewer := account.From(ctx)
	if _, err := s.Gate.Require(ctx, approval()); err != nil {
		return err
	}
	ref := record.Ref{Kind: Kind, ID: id}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		e, err := s.estimates.GetIn(ctx, w, id)
		if err != nil {
			return ref, err
		}
		lines, err := linesOf(ctx, w, id)
		if err != nil {
			return ref, err
		}
		last, err := lastEdition(ctx, w, id)
		if err != nil {
			return ref, err
		}
		switch {
		case Seal(lines) != seen:
			return ref, errs.New(errs.Stale, "estimate.approve.stale")
		case len(lines) == 0:
			return ref, errs.New(errs.Conflict, "estimate.approve.empty")
		case last.Number > 0 && len(Differences(last.Lines, lines)) == 0:
			return ref, errs.New(errs.Conflict, "estimate.approve.same")
		}
		if err := s.within(ctx, w, e, lines); err != nil {
			return ref, err
		}
		ed := Edition{Estimate: id, Number: last.Number + 1, Day: edtf.On(s.deps.Clock()), By: viewer.UserID, ByName: viewer.Name, Lines: frozen(lines)}
		if err := insertEdition(ctx, w, ed); err != nil {
			return ref, err
		}
		return ref, w.Did(ctx, ref, audit.Changed, s.estimates.Title(&e, "ru"), []audit.Change{{Field: "edition", Before: editionWords(last.Number), After: editionWords(ed.Number)}})
	})
	return err
}

// within refuses what goes beyond a firm limit, with the reason.
func (s *Service) within(ctx context.Context, w *audit.Writer, e Estimate, lines []Line) error {
	limits, err := listLimits(ctx, w, e.Year, account.All)
	if err != nil {
		return err
	}
	year, err := linesOfYear(ctx, w, e.Year)
	if err != nil {
		return err
	}
	standings, err := Against(limits, number(e.People), lines, year)
	for _, one := range standings {
		if one.Over && one.Firm {
			var why i18n.Text // in every language: the reader's is known at the edge
			for _, lang := range s.deps.Langs {
				why.Set(lang, standingWords(s.deps.Words(lang), one))
			}
			return errs.New(errs.Conflict, "estimate.approve.over", "why", why)
		}
	}
	return err
}

// Copied says what became of lines that were taken from another estimate.
type Copied struct {
	Taken int
	// Left are the kinds of expense for which no norm is in force on the day.
	Left []string
}

// Copy takes the lines of another estimate, without their facts. Lines by a norm
// are priced by the one that is in force on the day of this activity for the same
// kind of expense and rank, with the people and days of this estimate.
func (s *Service) Copy(ctx context.Context, to, from string) (Copied, error) {
	var done Copied
	lines, err := s.Lines(ctx, from)
	if err != nil {
		return done, err
	}
	ref := record.Ref{Kind: Kind, ID: to}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		e, err := s.estimates.GetIn(ctx, w, to)
		if err != nil {
			return ref, err
		}
		day, err := s.day(ctx, e)
		if err != nil {
			return ref, err
		}
		norms, err := listNorms(ctx, w, account.All)
		if err != nil {
			return ref, err
		}
		for _, l := range lines {
			l.Meta, l.Estimate, l.Place, l.Fact = keep.Meta{Visibility: e.Visibility}, to, 0, ""
			if l.Norm != "" {
				now := inForce(norms, l.Norm, day)
				if now == "" {
					done.Left = append(done.Left, l.Item)
					continue
				}
				l.Norm = now
				if e.People != "" {
					l.People = e.People
				}
				if e.Days != "" && l.Per == PerDay {
					l.Days = e.Days
				}
			}
			if _, err := s.lines.AddIn(ctx, w, l); err != nil {
				return ref, err
			}
			done.Taken++
		}
		return ref, nil
	})
	return done, err
}

// inForce is the norm that holds on a day for what another one is for; empty when
// there is none.
func inForce(norms []Norm, id string, day time.Time) string {
	i := slices.IndexFunc(norms, func(n Norm) bool { return n.ID == id })
	if i < 0 {
		return ""
	}
	was := norms[i]
	if was.Holds(day) {
		return id
	}
	for _, n := range norms {
		if n.Item == was.Item && n.Rank == was.Rank && n.Per == was.Per && n.Holds(day) {
			return n.ID
		}
	}
	return ""
}
