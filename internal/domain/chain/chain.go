package chain

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// The kinds under which sets and settings stand in the history and in the
// authorization table.
const (
	SetKind      = "chain_set"
	SettingsKind = "chain_settings"
)

// Anchor is a record with a day, on which tasks hang.
type Anchor struct {
	Ref          record.Ref
	Title        i18n.Text
	Starts, Ends edtf.Date
	Partner      string // identifier of the only partner that it concerns; may be empty
	Off          bool   // it will not take place
}

// endless is the year of a day without an end.
const endless = 9999

// span are the days that steps are counted from; false when not even the month is
// known.
func span(starts, ends edtf.Date) (Span, bool) {
	first := starts.Start()
	if _, dated := first.Year(); !dated || first.IsZero() || first.Precision() < edtf.Month {
		return Span{}, false
	}
	if _, noMonth, _ := first.Missing(); noMonth {
		return Span{}, false
	}
	a := Span{First: first.First(), Last: first.Last()}
	for _, end := range []edtf.Date{starts.End(), ends} {
		if _, dated := end.Year(); dated && !end.IsZero() && end.Last().Year() < endless && end.Last().After(a.Last) {
			a.Last = end.Last()
		}
	}
	return a, true
}

// The questions that a chain can have for the office.
const (
	AskMoved = "moved" // the anchor's days have changed
	AskOff   = "off"   // the anchor will not take place
)

// Chain is the preparation of one anchor.
type Chain struct {
	ID           string
	Anchor       record.Ref
	Of           record.Ref // the record whose jubilee it prepares; may be zero
	Year         int        // of that jubilee
	Starts, Ends edtf.Date  // the days that its steps are counted from
	// WasStarts and WasEnds are those before the last move, until it is taken back.
	WasStarts, WasEnds edtf.Date
	Asks               string
}

// Step is a task of a chain.
type Step struct {
	Task    string // its identifier
	Anchor  record.Ref
	Lead    Lead
	Counted string // the day that the lead gave, YYYY-MM-DD
}

// follows tells whether a task still stands on the day that was counted for it.
func (s Step) follows(t task.Task) bool { return t.Due.String() == s.Counted }

// Planned is a step that somebody wants to have.
type Planned struct {
	Title i18n.Text
	Lead  Lead
	Due   edtf.Date // chosen by hand; zero: as counted
	Owner string
}

// Set is a list of steps to unroll.
type Set struct {
	ID      string
	Version int64
	Name    i18n.Text
	Steps   []SetStep
}

// SetStep is a step of a set.
type SetStep struct {
	Title i18n.Text `json:"title"`
	Lead
}

// fields are a set's values for its history.
func (s Set) fields() audit.Fields {
	var lines []string
	for _, step := range s.Steps {
		lines = append(lines, step.Title.In("ru").Value+" · "+step.Lead.String())
	}
	return audit.Fields{{Name: "name", Value: s.Name.In("ru").Value}, {Name: "steps", Value: strings.Join(lines, "\n")}}
}

// Settings are what the office knows of its own year.
type Settings struct {
	Version int64
	Budget  string // "10-01"; empty: nobody has entered it
}

// row is a step with its task, for a page.
type row struct {
	Step
	Task task.Task
}

// sorted are the steps by the day they are due, then by title.
func sorted(rows []row) []row {
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(a.sort().Compare(b.sort()), cmp.Compare(a.Task.Title.In("ru").Value, b.Task.Title.In("ru").Value))
	})
	return rows
}

// sort is the day by which a step stands in its list.
func (r row) sort() time.Time {
	if !r.Task.Due.IsZero() {
		return r.Task.Due.Last()
	}
	day, err := time.Parse(time.DateOnly, r.Counted)
	if err != nil {
		return time.Time{}
	}
	return day
}

// setSteps is how many steps a set has at most.
const setSteps = 40

// validate holds the rules of a set.
func (s Set) validate() error {
	var bad errs.Fields
	if s.Name.IsZero() {
		bad.Add(errs.Field("name", "chain.set.name.empty"))
	}
	switch {
	case len(s.Steps) == 0:
		bad.Add(errs.Field("step-0-title", "chain.set.steps.none"))
	case len(s.Steps) > setSteps:
		bad.Add(errs.New(errs.Invalid, "chain.steps.many", "max", setSteps))
	}
	for _, step := range s.Steps {
		if err := step.check(); err != nil {
			return err
		}
	}
	return bad.Err()
}
