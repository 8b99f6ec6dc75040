package plan

import (
	"slices"
	"strconv"

	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The kinds of records of this package.
const (
	Kind         = "plan"
	LineKind     = "planline"
	ProposalKind = "proposal"
	// ApprovalKind is the kind of the permission to approve a plan.
	ApprovalKind = "plan_approval"
)

// State is how far a plan has come.
type State string

// The states.
const (
	Draft      State = "draft"
	Collecting State = "collecting" // proposals are taken until a day
	Review     State = "review"     // waits for approval
	Approved   State = "approved"
	Closed     State = "closed" // the year is over and reported on
)

// nextStates are the states that a plan can be brought to by one press. Approval
// is not among them: it freezes a baseline.
func nextStates(now State) []State {
	switch now {
	case Draft:
		return []State{Review, Collecting}
	case Collecting:
		return []State{Review, Draft}
	case Review:
		return []State{Draft}
	case Approved:
		return []State{Closed}
	case Closed:
		return []State{Approved}
	}
	return nil
}

// Plan is the plan of one year.
type Plan struct {
	keep.Meta
	Year   string
	State  State
	Closes edtf.Date // the last day on which proposals are taken
	Load   string    // how many lines one person can have in a month before it is said; empty: loadUsual
	Apart  string    // how many days have to lie between lines with one partner; empty: apartUsual
	Note   i18n.Text
}

// What is too much, when the head has not said so, and the bounds of both.
const (
	loadUsual  = 4
	apartUsual = 7
	loadMost   = 100
	apartMost  = 60
)

// Limits are what the lines of a plan are compared by.
type Limits struct{ Load, Apart int }

// Limits are those of the plan, or the usual ones.
func (p Plan) Limits() Limits {
	l := Limits{loadUsual, apartUsual}
	if n, err := strconv.Atoi(p.Load); err == nil {
		l.Load = n
	}
	if n, err := strconv.Atoi(p.Apart); err == nil {
		l.Apart = n
	}
	return l
}

// Ref names the plan.
func (p Plan) Ref() record.Ref { return record.Ref{Kind: Kind, ID: p.ID} }

// Number is the year as a number.
func (p Plan) Number() int {
	n, err := strconv.Atoi(p.Year)
	if err != nil {
		return 0
	}
	return n
}

// Takes tells whether proposals are taken on a day.
func (p Plan) Takes(today edtf.Date) bool {
	return p.State == Collecting && !p.Closes.IsZero() && !p.Closes.Before(today)
}

// The years of plans: before the first there are no twin cities to plan with.
const (
	firstYear = 1920
	lastYear  = 2200
)

// validate holds the rules that need nothing but the plan; was is its earlier
// state, nil for a new one.
func (p Plan) validate(today edtf.Date, was *Plan) error {
	var bad errs.Fields
	if n := p.Number(); n < firstYear || n > lastYear {
		bad.Add(errs.Field("year", "plan.year.bounds", "from", strconv.Itoa(firstYear), "to", strconv.Itoa(lastYear)))
	}
	if !p.Closes.IsZero() {
		year, known := p.Closes.Year()
		switch {
		case !known || p.Closes.Precision() != edtf.Day || p.Closes.IsInterval():
			bad.Add(errs.Field("closes", "plan.closes.day"))
		case p.Closes.Before(today) && (was == nil || was.Closes != p.Closes):
			bad.Add(errs.Field("closes", "plan.closes.past"))
		case year > p.Number():
			bad.Add(errs.Field("closes", "plan.closes.late", "year", p.Year))
		}
	} else if p.State == Collecting {
		bad.Add(errs.Field("closes", "plan.closes.empty"))
	}
	for _, c := range []struct {
		field, value string
		most         int
	}{{"load", p.Load, loadMost}, {"apart", p.Apart, apartMost}} {
		if n, err := strconv.Atoi(c.value); c.value != "" && (err != nil || n < 1 || n > c.most) {
			bad.Add(errs.Field(c.field, "plan.limit.bounds", "to", strconv.Itoa(c.most)))
		}
	}
	return bad.Err()
}

// The reasons why something is in a plan.
const (
	Anniversary = candidate.Anniversary
	Agreement   = candidate.Agreement
	Repeat      = candidate.Repeat
	Project     = candidate.Project
	Activity    = candidate.Activity
	Proposed    = candidate.Proposal
	Own         = "own"
)

// Reasons lists why something can be in a plan.
func Reasons() []string {
	return []string{Anniversary, Agreement, Repeat, Project, Activity, Proposed, Own}
}

// What is known of the money for a line; empty when nobody has said.
const (
	Known  = "known"
	Asked  = "asked"
	NoCost = "none"
)

// Monies lists what can be known of the money.
func Monies() []string { return []string{Known, Asked, NoCost} }

// How a line ended; empty while nobody knows.
const (
	Held      = "held"
	Moved     = "moved"
	Cancelled = "cancelled"
	NotDone   = "not_done"
)

// Outcomes lists how a line can end.
func Outcomes() []string { return []string{Held, Moved, Cancelled, NotDone} }

// Line is one line of a plan.
type Line struct {
	keep.Meta
	Plan     string // identifier of the plan
	Title    i18n.Text
	When     edtf.Date
	Place    i18n.Text
	Type     string   // kind of activity
	Partners []string // identifiers of partnerships
	Owner    string   // identifier of a user
	Post     string   // identifier of a post of ours
	Money    string   // see Monies
	Amount   string   // decimal number and currency: "150000.00 RUB"
	Funder   i18n.Text
	Audience []string
	Reason   string
	Origin   string // the record of the reason, "kind:id"
	Activity string // identifier of the activity that it became
	Outcome  string
	Note     i18n.Text

	Key string // which of the dates of the origin it is
}

// Ref names the line.
func (l Line) Ref() record.Ref { return record.Ref{Kind: LineKind, ID: l.ID} }

// completed is a time without its year, as people type it into a plan, put into
// the year of the plan; nothing means some day of that year.
func completed(when edtf.Date, year int) edtf.Date {
	if when.IsZero() {
		return edtf.OfYear(year)
	}
	noYear, noMonth, noDay := when.Missing()
	switch {
	case !noYear || when.IsInterval():
		return when
	case noMonth:
		return edtf.OfYear(year)
	case noDay || when.Day() == 0:
		return edtf.OfMonth(year, when.Month())
	}
	if day := edtf.OfDay(year, when.Month(), when.Day()); !day.IsZero() {
		return day
	}
	return when // 29 February of a common year is refused with its own words
}

// validate holds the rules that need nothing but the line and its plan.
func (l Line) validate(p Plan) error {
	var bad errs.Fields
	if l.Title.IsZero() {
		bad.Add(errs.Field("title", "planline.title.empty"))
	}
	noYear, _, _ := l.When.Missing()
	start, known := l.When.Start().Year()
	switch {
	case noYear && l.When.Month() == 2 && l.When.Day() == 29:
		bad.Add(errs.Field("when", "planline.when.leap", "year", p.Year))
	case noYear || !known || start != p.Number():
		bad.Add(errs.Field("when", "planline.when.year", "year", p.Year))
	}
	for _, c := range []struct {
		field, value string
		allowed      []string
	}{{"reason", l.Reason, Reasons()}, {"money", l.Money, append(Monies(), "")}, {"outcome", l.Outcome, append(Outcomes(), "")}} {
		if !slices.Contains(c.allowed, c.value) {
			bad.Add(errs.Field(c.field, "form.choice"))
		}
	}
	if l.Money == NoCost && l.Amount != "" {
		bad.Add(errs.Field("amount", "planline.amount.none"))
	}
	if l.Money == Known && l.Amount == "" {
		bad.Add(errs.Field("amount", "planline.amount.empty"))
	}
	return bad.Err()
}

// sortedUnique is a list of identifiers in one order, each once.
func sortedUnique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
