package reciprocity

import (
	"cmp"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

// Kind is under what the ledger stands in the authorization table.
const Kind = "reciprocity"

// The ways of a visit.
const (
	In   = "in"   // to us
	Out  = "out"  // to them
	Both = "both" // an exchange
)

// Whose money was spent.
const (
	Own    = "own"
	Theirs = "theirs"
	Others = "others" // sponsors and funding programmes
)

// Who gave a gift.
const (
	Given    = "given"
	Received = "received"
)

// Unsure are the visits that are over and of which nobody said whether they took
// place.
const Unsure = "unsure"

// Visit is one visit as the ledger counts it.
type Visit struct {
	ID       string // of the activity
	Name     i18n.Text
	When     edtf.Date
	Way      string
	Partners []string // identifiers of the partnerships
	Held     bool     // somebody wrote that it took place
	People   int      // 0: nobody is entered
	Days     int      // 0: not known
	Paid     []Paid   // none: it has no estimate
}

// Paid is what one side paid for a visit, in one currency.
type Paid struct {
	By       string
	Estimate string // identifier
	Sum      money.Amount
	Known    int // lines with a fact
	Missing  int // lines whose fact nobody wrote down
}

// Gift is one thing that was given.
type Gift struct {
	ID    string
	Title i18n.Text
	On    edtf.Date
	Side  string
}

// Gifts are how many gifts one side gave in a year.
type Gifts struct {
	Partner string
	Side    string
	Year    int // 0: not known
	N       int
}

// Count is what passed one way.
type Count struct {
	Visits           int
	People, Nameless int // Nameless: visits without a delegation
	Days, Dayless    int // Dayless: visits whose days are not known
}

func (c *Count) add(v Visit) {
	c.Visits++
	if c.People += v.People; v.People == 0 {
		c.Nameless++
	}
	if c.Days += v.Days; v.Days == 0 {
		c.Dayless++
	}
}

// Purse is what one side paid: a sum in each currency, and how many lines of
// estimates say nothing of what was spent.
type Purse struct {
	Sums    []money.Amount
	Missing int
}

func (p *Purse) add(one Paid) error {
	p.Missing += one.Missing
	if one.Known == 0 {
		return nil
	}
	at, found := slices.BinarySearchFunc(p.Sums, one.Sum.Currency, func(a money.Amount, currency string) int { return cmp.Compare(a.Currency, currency) })
	if !found {
		p.Sums = slices.Insert(p.Sums, at, money.Amount{Currency: one.Sum.Currency})
	}
	var err error
	p.Sums[at], err = p.Sums[at].Add(one.Sum)
	return err
}

// Figures are the sums of a year, or of all years.
type Figures struct {
	In, Out, Both       Count
	Own, Theirs, Others Purse
	Uncosted            int // visits without an estimate
	Given, Received     int
	Unsure              int
}

// Empty tells whether nothing is known to have passed.
func (f Figures) Empty() bool {
	return f.In.Visits+f.Out.Visits+f.Both.Visits+f.Given+f.Received+f.Unsure == 0
}

func (f *Figures) count(way string) *Count {
	switch way {
	case In:
		return &f.In
	case Out:
		return &f.Out
	}
	return &f.Both
}

func (f *Figures) purse(by string) *Purse {
	switch by {
	case Own:
		return &f.Own
	case Theirs:
		return &f.Theirs
	}
	return &f.Others
}

func (f *Figures) add(v Visit) error {
	if !v.Held {
		f.Unsure++
		return nil
	}
	f.count(v.Way).add(v)
	for _, one := range v.Paid {
		if err := f.purse(one.By).add(one); err != nil {
			return err
		}
	}
	if len(v.Paid) == 0 {
		f.Uncosted++
	}
	return nil
}

func (f *Figures) present(side string, n int) {
	if side == Given {
		f.Given += n
	} else {
		f.Received += n
	}
}

// Whose turn it is to pay a visit.
const (
	OurTurn   = "ours"   // they were here more often
	TheirTurn = "theirs" // we were there more often
	Even      = "even"
	Nobody    = "none" // no visit is written down
)

// Turns lists whose turn it can be.
func Turns() []string { return []string{OurTurn, TheirTurn, Even, Nobody} }

// Turn says whose turn it is, and by how many visits.
func (f Figures) Turn() (string, int) {
	switch n := f.In.Visits - f.Out.Visits; {
	case f.In.Visits+f.Out.Visits == 0:
		return Nobody, 0
	case n > 0:
		return OurTurn, n
	case n < 0:
		return TheirTurn, -n
	}
	return Even, 0
}

// Year is one line of a ledger.
type Year struct {
	Year int // 0: not known
	Figures
}

// Ledger is what passed between the city and one partner.
type Ledger struct {
	Years  []Year // the newest first, the unknown one last
	Total  Figures
	Visits []Visit // the newest first
	Gifts  []Gift  // the newest first
}

// yearOf is the year in which something was; 0 when it is not known.
func yearOf(when edtf.Date) int {
	year, known := when.Start().Year()
	if !known {
		return 0
	}
	return year
}

// reckon makes the ledger of one partner.
func reckon(visits []Visit, gifts []Gift) (Ledger, error) {
	l := Ledger{Visits: visits, Gifts: gifts}
	years := map[int]*Figures{}
	at := func(year int) *Figures {
		if years[year] == nil {
			years[year] = &Figures{}
		}
		return years[year]
	}
	for _, v := range visits {
		if err := at(yearOf(v.When)).add(v); err != nil {
			return l, err
		}
		if err := l.Total.add(v); err != nil {
			return l, err
		}
	}
	for _, g := range gifts {
		at(yearOf(g.On)).present(g.Side, 1)
		l.Total.present(g.Side, 1)
	}
	for year, f := range years {
		l.Years = append(l.Years, Year{year, *f})
	}
	slices.SortFunc(l.Years, func(a, b Year) int { return cmp.Compare(b.Year, a.Year) })
	return l, nil
}

// Line is one partner in the register.
type Line struct {
	Partner, Name string
	// LastIn and LastOut are the newest visits each way; zero without one.
	LastIn, LastOut edtf.Date
	Figures
}

// lines are the partners in their order with what passed in a year, or in all
// years when it is 0.
func lines(partners []Line, visits []Visit, gifts []Gifts, year int) ([]Line, error) {
	at := map[string]*Line{}
	for i := range partners {
		at[partners[i].Partner] = &partners[i]
	}
	for _, v := range visits {
		if year != 0 && yearOf(v.When) != year {
			continue
		}
		for _, id := range v.Partners {
			if at[id] == nil {
				continue
			}
			if err := at[id].note(v); err != nil {
				return nil, err
			}
		}
	}
	for _, g := range gifts {
		if at[g.Partner] != nil && (year == 0 || g.Year == year) {
			at[g.Partner].present(g.Side, g.N)
		}
	}
	return partners, nil
}

// note counts a visit; they come the newest first.
func (l *Line) note(v Visit) error {
	switch {
	case !v.Held:
	case v.Way == In && l.LastIn.IsZero():
		l.LastIn = v.When
	case v.Way == Out && l.LastOut.IsZero():
		l.LastOut = v.When
	}
	return l.add(v)
}

// years are those that visits and gifts know, the newest first.
func years(visits []Visit, gifts []Gifts) []int {
	var all []int
	for _, v := range visits {
		all = append(all, yearOf(v.When))
	}
	for _, g := range gifts {
		all = append(all, g.Year)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	slices.Reverse(all)
	return slices.DeleteFunc(all, func(year int) bool { return year == 0 })
}
