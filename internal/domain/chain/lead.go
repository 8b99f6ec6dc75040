package chain

import (
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

// The ways in which a step stands to its anchor.
const (
	Before = "before"
	After  = "after"
	Budget = "budget" // before the day of requests for the budget of the anchor's year
)

// Ways lists how a step can stand to its anchor.
func Ways() []string { return []string{Before, After, Budget} }

// Units lists what a lead is measured in.
func Units() []string { return []string{"day", "week", "month", "year"} }

// The bounds of a lead: ten years in any unit.
func unitMax(unit string) int {
	return map[string]int{"day": 3653, "week": 522, "month": 120, "year": 10}[unit]
}

// Lead is how far a step lies from its anchor.
type Lead struct {
	Way  string `json:"way"`
	N    int    `json:"n"`
	Unit string `json:"unit"`
	// Spare is how many months before the anchor a step of the budget is due while
	// the day of the budget is not known.
	Spare int `json:"spare,omitempty"`
}

// String is the stored form: "before 3 month", "budget 2 week 13".
func (l Lead) String() string {
	words := []string{l.Way, strconv.Itoa(l.N), l.Unit}
	if l.Way == Budget {
		words = append(words, strconv.Itoa(l.Spare))
	}
	return strings.Join(words, " ")
}

// ParseLead reads what String wrote.
func ParseLead(s string) (Lead, error) {
	bad := errs.New(errs.Invalid, "form.broken")
	words := strings.Split(s, " ")
	if len(words) < 3 || len(words) > 4 || (len(words) == 4) != (words[0] == Budget) {
		return Lead{}, bad
	}
	l := Lead{Way: words[0], Unit: words[2]}
	var err error
	if l.N, err = strconv.Atoi(words[1]); err != nil {
		return Lead{}, bad
	}
	if len(words) == 4 {
		if l.Spare, err = strconv.Atoi(words[3]); err != nil {
			return Lead{}, bad
		}
	}
	if l.check() != nil || l.String() != s {
		return Lead{}, bad
	}
	return l, nil
}

// check holds the bounds.
func (l Lead) check() error {
	var bad errs.Fields
	if l.Way != Before && l.Way != After && l.Way != Budget {
		bad.Add(errs.Field("way", "form.choice"))
	}
	switch most := unitMax(l.Unit); {
	case most == 0:
		bad.Add(errs.Field("unit", "form.choice"))
	case l.N < 0 || l.N > most:
		bad.Add(errs.Field("n", "form.range", "low", 0, "high", most))
	}
	if most := unitMax("month"); l.Way == Budget && (l.Spare < 1 || l.Spare > most) {
		bad.Add(errs.Field("spare", "chain.spare.bounds", "max", most))
	}
	return bad.Err()
}

// Words are the lead as one says it: "3 months before".
func (l Lead) Words(p *i18n.Printer) string {
	if l.N == 0 && l.Way != Budget {
		return p.T("chain.lead." + l.Way + ".same")
	}
	if l.N == 0 {
		return p.T("chain.lead.budget.day")
	}
	return p.N("chain.lead."+l.Way+"."+l.Unit, l.N)
}

// Span are the days of an anchor, at midnight UTC.
type Span struct{ First, Last time.Time }

// Counting is what days are counted by.
type Counting struct {
	Budget string // the day of requests for next year's budget: "10-01"; empty when nobody knows
	// Working tells whether a day is a working day; not known for years that
	// nobody has entered.
	Working func(day time.Time) (working, known bool)
}

// Counted is the day of a step, and what is to be said of it.
type Counted struct {
	On      time.Time
	Shifted time.Time // the day off that it gave way to; zero when it did not
	Unknown int       // the year of a calendar that nobody has entered; 0 otherwise
	Spared  bool      // the day of the budget is not known
}

// Count is the day of a step.
func (l Lead) Count(a Span, by Counting) Counted {
	c := Counted{}
	switch l.Way {
	case After:
		c.On = shifted(a.Last, l.N, l.Unit)
	case Budget:
		day, known := budgetDay(by.Budget, a.First.Year()-1)
		if c.On = shifted(day, -l.N, l.Unit); !known {
			c.On, c.Spared = shifted(a.First, -l.Spare, "month"), true
		}
	default:
		c.On = shifted(a.First, -l.N, l.Unit)
	}
	step := -1
	if l.Way == After {
		step = 1
	}
	for day := c.On; ; day = day.AddDate(0, 0, step) {
		working, known := by.Working(day)
		if !known {
			c.Unknown = day.Year()
			return c
		}
		if working {
			if day != c.On {
				c.On, c.Shifted = day, c.On
			}
			return c
		}
	}
}

// budgetDay is the day of requests in a year; 29 February is the 28th in a common
// year.
func budgetDay(on string, year int) (time.Time, bool) {
	day, err := time.Parse("01-02", on)
	if err != nil {
		return time.Time{}, false
	}
	return within(year, day.Month(), day.Day()), true
}

// within is a day of a month, at most its last one.
func within(year int, month time.Month, day int) time.Time {
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return time.Date(year, month, min(day, last), 0, 0, 0, 0, time.UTC)
}

// shifted moves a day. A month or a year later is the same day of that month, or
// its last one.
func shifted(day time.Time, n int, unit string) time.Time {
	switch unit {
	case "week":
		return day.AddDate(0, 0, 7*n)
	case "year":
		return within(day.Year()+n, day.Month(), day.Day())
	case "month":
		first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		return within(first.Year(), first.Month(), day.Day())
	}
	return day.AddDate(0, 0, n)
}

// away is the lead of a day that somebody chose: so many days from the anchor.
func away(day time.Time, a Span) Lead {
	if day.After(a.Last) {
		return Lead{Way: After, N: daysBetween(a.Last, day), Unit: "day"}
	}
	return Lead{Way: Before, N: max(0, daysBetween(day, a.First)), Unit: "day"}
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }
