package estimate

import (
	"cmp"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The kinds of the records in the tables of estimates and their lines.
const (
	Kind     = "estimate"
	LineKind = "estimateline"
)

// Whose money a line takes.
const (
	Own       = "own" // the municipality's own budget
	Partner   = "partner"
	Sponsor   = "sponsor"
	Programme = "programme"
)

// Sources lists whose money a line can take.
func Sources() []string { return []string{Own, Partner, Sponsor, Programme} }

// Estimate is what one activity costs.
type Estimate struct {
	keep.Meta
	Activity string // identifier
	Year     string // of the budget that pays
	People   string // guests, or members of our delegation; empty: not known
	Days     string
	Note     string
}

// Ref names the estimate.
func (e Estimate) Ref() record.Ref { return record.Ref{Kind: Kind, ID: e.ID} }

// Line is one expense.
type Line struct {
	keep.Meta
	Estimate string // identifier
	Item     string // kind of expense
	Title    i18n.Text
	Norm     string // identifier; empty for a fixed sum
	People   string
	Days     string
	Sum      string // decimal: the plan; follows from the norm where there is one
	Currency string
	Source   string
	Fact     string // decimal; empty: nobody wrote it down
	Note     string

	Place int64  // in the estimate
	Per   string // of the norm
	Rate  string // decimal: the norm as it was when the line was written
}

// Ref names the line.
func (l Line) Ref() record.Ref { return record.Ref{Kind: LineKind, ID: l.ID} }

// Planned is what the line was to cost.
func (l Line) Planned() money.Amount { return amount(l.Sum, l.Currency) }

// Spent is what it did cost; false when nobody wrote it down.
func (l Line) Spent() (money.Amount, bool) {
	if l.Fact == "" {
		return money.Amount{}, false
	}
	return amount(l.Fact, l.Currency), true
}

// Cost is what the line takes as far as it is known: the fact, or else the plan.
func (l Line) Cost() money.Amount {
	if fact, known := l.Spent(); known {
		return fact
	}
	return l.Planned()
}

// priced works out the plan of a line by a norm.
func (l *Line) priced(n Norm) error {
	people, e := readCount(l.People, "people")
	if e != nil {
		return e
	}
	days, e := readCount(l.Days, "days")
	if e != nil {
		return e
	}
	if n.Per == PerPerson || n.Per == PerPiece {
		days = 1
	}
	var bad errs.Fields
	if people == 0 {
		bad.Add(errs.Field("people", "estimateline.people.empty"))
	}
	if days == 0 {
		bad.Add(errs.Field("days", "estimateline.days.empty"))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	sum, err := Product(n.Amount(), people, days)
	if err != nil {
		return errs.FieldsOf(err)[0].At("people")
	}
	l.Item, l.Per, l.Rate, l.Currency = n.Item, n.Per, n.Rate, n.Currency
	l.People, l.Days, l.Sum = countWords(people), countWords(days), sum.Decimal()
	return nil
}

// fixed checks a line without a norm.
func (l *Line) fixed() error {
	var bad errs.Fields
	l.Per, l.Rate = "", ""
	if l.Item == "" {
		bad.Add(errs.Field("item", "estimateline.item.empty"))
	}
	for _, c := range []struct {
		field string
		at    *string
	}{{"people", &l.People}, {"days", &l.Days}} {
		n, e := readCount(*c.at, c.field)
		if e != nil {
			bad.Add(e)
		}
		*c.at = countWords(n)
	}
	if l.Sum == "" {
		bad.Add(errs.Field("sum", "estimateline.sum.empty"))
	} else if sum, e := readSum(l.Sum, l.Currency, "sum"); e != nil {
		bad.Add(e)
	} else {
		l.Sum, l.Currency = sum.Decimal(), sum.Currency
	}
	return bad.Err()
}

// settled checks what every line has.
func (l *Line) settled() error {
	var bad errs.Fields
	if !slices.Contains(Sources(), l.Source) {
		bad.Add(errs.Field("source", "form.choice"))
	}
	if l.Fact != "" {
		fact, e := readSum(l.Fact, l.Currency, "fact")
		if e != nil {
			bad.Add(e)
		} else {
			l.Fact = fact.Decimal()
		}
	}
	return bad.Err()
}

// Total is what the lines of one source and one currency come to.
type Total struct {
	Source   string // empty: of all sources
	Currency string
	Plan     money.Amount
	Fact     money.Amount // of the lines that have one
	Lines    int
	Missing  int // lines without a fact
}

// Difference is how much more was spent than planned; false while a fact is
// missing.
func (t Total) Difference() (money.Amount, bool) {
	d, err := t.Fact.Sub(t.Plan)
	return d, err == nil && t.Missing == 0
}

// Totals adds up lines by source and currency, then by currency alone where a
// currency comes from several sources. The error is money.overflow.
func Totals(lines []Line) ([]Total, error) {
	by := map[[2]string]*Total{}
	for _, l := range lines {
		fact, known := l.Spent()
		for _, key := range [][2]string{{l.Source, l.Currency}, {"", l.Currency}} {
			t := by[key]
			if t == nil {
				t = &Total{Source: key[0], Currency: key[1], Plan: money.Amount{Currency: key[1]}, Fact: money.Amount{Currency: key[1]}}
				by[key] = t
			}
			var err error
			if t.Plan, err = t.Plan.Add(l.Planned()); err != nil {
				return nil, err
			}
			if t.Lines++; !known {
				t.Missing++
			} else if t.Fact, err = t.Fact.Add(fact); err != nil {
				return nil, err
			}
		}
	}
	var all []Total
	for _, t := range by {
		if t.Source == "" && one(by, t) {
			continue
		}
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b Total) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(place(a.Source), place(b.Source)))
	})
	return all, nil
}

// one tells whether a sum of all sources repeats that of the only one.
func one(by map[[2]string]*Total, whole *Total) bool {
	for _, t := range by {
		if t.Source != "" && t.Currency == whole.Currency && t.Lines == whole.Lines {
			return true
		}
	}
	return false
}

// place is where a source stands among the totals; the sum of all is the last.
func place(source string) int {
	if source == "" {
		return len(Sources())
	}
	return slices.Index(Sources(), source)
}

// Frozen is a line as it was approved.
type Frozen struct {
	ID       string    `json:"id"`
	Item     string    `json:"item"`
	Title    i18n.Text `json:"title"`
	Rate     string    `json:"rate,omitempty"`
	People   string    `json:"people,omitempty"`
	Days     string    `json:"days,omitempty"`
	Sum      string    `json:"sum"`
	Currency string    `json:"currency"`
	Source   string    `json:"source"`
}

// Edition is the copy of an estimate's lines that an approval freezes.
type Edition struct {
	Estimate string
	Number   int64
	Day      edtf.Date
	By       string // identifier of the user who approved
	ByName   string
	Lines    []Frozen
}

func frozen(lines []Line) []Frozen {
	all := make([]Frozen, len(lines))
	for i, l := range lines {
		all[i] = freeze(l)
	}
	return all
}

func freeze(l Line) Frozen {
	return Frozen{l.ID, l.Item, l.Title, l.Rate, l.People, l.Days, l.Sum, l.Currency, l.Source}
}

// The ways in which a line can differ from what was approved.
const (
	Added   = "added"
	Removed = "removed"
	Altered = "altered"
)

// Difference is one change since the approval.
type Difference struct {
	What   string
	Before Frozen // zero for what was added
	Now    Line   // zero for what was removed
}

// Differences are what has changed between an approved copy and the present
// lines. Facts are no change: they are written down afterwards.
func Differences(before []Frozen, now []Line) []Difference {
	by := make(map[string]Line, len(now))
	for _, l := range now {
		by[l.ID] = l
	}
	var all []Difference
	for _, f := range before {
		l, there := by[f.ID]
		delete(by, f.ID)
		switch was := freeze(l); {
		case !there:
			all = append(all, Difference{What: Removed, Before: f})
		case !was.same(f):
			all = append(all, Difference{Altered, f, l})
		}
	}
	for _, l := range now {
		if _, left := by[l.ID]; left {
			all = append(all, Difference{What: Added, Now: l})
		}
	}
	return all
}

func (f Frozen) same(g Frozen) bool {
	values := func(f Frozen) [7]string {
		return [7]string{f.Item, f.Rate, f.People, f.Days, f.Sum, f.Currency, f.Source}
	}
	return f.Title.Equal(g.Title) && values(f) == values(g)
}
