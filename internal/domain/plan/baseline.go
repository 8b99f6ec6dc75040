package plan

import (
	"context"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Frozen is a line as it was approved.
type Frozen struct {
	ID     string    `json:"id"`
	Title  i18n.Text `json:"title"`
	When   edtf.Date `json:"when"`
	Money  string    `json:"money,omitempty"`
	Amount string    `json:"amount,omitempty"`
}

// Baseline is the copy of a plan that an approval freezes.
type Baseline struct {
	Plan   string
	Number int64
	Day    edtf.Date
	By     string // identifier of the user who approved
	ByName string
	Lines  []Frozen
}

// frozen is the copy of lines.
func frozen(lines []Line) []Frozen {
	all := make([]Frozen, len(lines))
	for i, l := range lines {
		all[i] = Frozen{l.ID, l.Title, l.When, l.Money, l.Amount}
	}
	return all
}

// Approve approves a plan, in the version that was read, or what has changed in
// it since it was approved last, and freezes its lines.
func (s *Service) Approve(ctx context.Context, id string, version int64) error {
	viewer := account.From(ctx)
	if _, err := s.Gate.Require(ctx, approval()); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.plans.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		switch {
		case p.Version != version:
			return p.Ref(), errs.New(errs.Stale, "plan.stale")
		case p.State != Review && p.State != Approved:
			return p.Ref(), errs.New(errs.Conflict, "plan.state.not_now")
		}
		lines, err := listLines(ctx, w, Filter{Plan: id}, account.All)
		if err != nil {
			return p.Ref(), err
		}
		if len(lines) == 0 {
			return p.Ref(), errs.New(errs.Conflict, "plan.approve.empty")
		}
		b := Baseline{Plan: id, Number: 1, Day: s.today(), By: viewer.UserID, ByName: viewer.Name, Lines: frozen(lines)}
		last, err := lastBaseline(ctx, w, id)
		if err != nil {
			return p.Ref(), err
		}
		b.Number += last.Number
		if last.Number > 0 && len(Differences(last.Lines, lines)) == 0 && p.State == Approved {
			return p.Ref(), errs.New(errs.Conflict, "plan.approve.same")
		}
		if err := insertBaseline(ctx, w, b); err != nil {
			return p.Ref(), err
		}
		return p.Ref(), s.setIn(ctx, w, p, Approved, audit.Field{Name: "baseline", Value: edition(last.Number)}, audit.Field{Name: "baseline", Value: edition(b.Number)})
	})
	return err
}

// Baseline is the copy that the last approval froze; its number is 0 when there
// was none.
func (s *Service) Baseline(ctx context.Context, plan string) (Baseline, error) {
	if _, err := s.plans.Get(ctx, plan); err != nil {
		return Baseline{}, err
	}
	return lastBaseline(ctx, s.DB, plan)
}

// The ways in which a line can differ from what was approved.
const (
	Added   = "added"
	Removed = "removed"
	Shifted = "shifted" // another time
	Funded  = "funded"  // other money
	Renamed = "renamed"
)

// Difference is one change since the approval.
type Difference struct {
	What   string
	Before Frozen // zero for what was added
	Now    Line   // zero for what was removed
}

// Differences are what has changed between a baseline and the present lines:
// what was there in its order, then what was added.
func Differences(before []Frozen, now []Line) []Difference {
	by := make(map[string]Line, len(now))
	for _, l := range now {
		by[l.ID] = l
	}
	var all []Difference
	for _, f := range before {
		l, there := by[f.ID]
		delete(by, f.ID)
		if !there {
			all = append(all, Difference{What: Removed, Before: f})
			continue
		}
		for _, c := range []struct {
			what string
			same bool
		}{{Renamed, f.Title.Equal(l.Title)}, {Shifted, f.When == l.When}, {Funded, f.Money == l.Money && f.Amount == l.Amount}} {
			if !c.same {
				all = append(all, Difference{c.what, f, l})
			}
		}
	}
	for _, l := range now {
		if _, left := by[l.ID]; left {
			all = append(all, Difference{What: Added, Now: l})
		}
	}
	return all
}

// What a line has come to beside its outcomes.
const (
	Ahead   = "ahead"   // its time is not over
	Unknown = "unknown" // its time is over, and nobody says how it ended
)

// cameTo is what a line has come to on a day: as its activity says, or as the
// line itself.
func (l Line) cameTo(today edtf.Date, activity string) string {
	switch activity {
	case "held":
		return Held
	case "moved":
		return Moved
	case "cancelled", "refused":
		return Cancelled
	}
	switch {
	case l.Outcome != "":
		return l.Outcome
	case l.When.Last().Before(today.First()):
		return Unknown
	}
	return Ahead
}

// Execution says what became of a plan.
type Execution struct {
	Planned int            // lines that were approved
	Of      map[string]int // outcome → how many of these; Removed is one
	Extra   int            // lines that came later
	Done    int            // how many of those were held
}

// Percent is how many of a hundred approved lines were held.
func (e Execution) Percent() int {
	if e.Planned == 0 {
		return 0
	}
	return (e.Of[Held]*100 + e.Planned/2) / e.Planned
}

// Executed counts what the lines of a baseline came to; outcomes tells that of
// each present line. Without a baseline all lines count as planned.
func Executed(before []Frozen, now []Line, outcomes map[string]string) Execution {
	e := Execution{Of: map[string]int{}}
	there := map[string]bool{}
	for _, l := range now {
		there[l.ID] = true
	}
	if before == nil {
		before = frozen(now)
	}
	for _, f := range before {
		e.Planned++
		if !there[f.ID] {
			e.Of[Removed]++
			continue
		}
		e.Of[outcomes[f.ID]]++
	}
	for _, l := range now {
		if !slices.ContainsFunc(before, func(f Frozen) bool { return f.ID == l.ID }) {
			if e.Extra++; outcomes[l.ID] == Held {
				e.Done++
			}
		}
	}
	return e
}

// outcomes tell what each line has come to by now.
func (s *Service) outcomes(ctx context.Context, lines []Line) (map[string]string, error) {
	var ids []string
	for _, l := range lines {
		if l.Activity != "" {
			ids = append(ids, l.Activity)
		}
	}
	statuses := map[string]string{}
	if len(ids) > 0 {
		var err error
		if statuses, err = s.deps.Statuses(ctx, ids); err != nil {
			return nil, err
		}
	}
	came := make(map[string]string, len(lines))
	for _, l := range lines {
		came[l.ID] = l.cameTo(s.today(), statuses[l.Activity])
	}
	return came, nil
}
