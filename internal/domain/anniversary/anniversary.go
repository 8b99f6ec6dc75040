package anniversary

import (
	"cmp"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// Sort is what an anniversary is of.
type Sort string

// The sorts, in the order in which the list offers them.
const (
	Sister       Sort = "sister"  // a twin city
	Partner      Sort = "partner" // any other tie
	Agreement    Sort = "agreement"
	Organisation Sort = "organisation"
	City         Sort = "city"
	Country      Sort = "country"
	Other        Sort = "other"
)

// Sorts lists what an anniversary can be of.
func Sorts() []Sort {
	return []Sort{Sister, Partner, Agreement, Organisation, City, Country, Other}
}

// Start is a date from which anniversaries are counted.
type Start struct {
	Ref      record.Ref // the record that the date stands in
	Sort     Sort
	Title    string // of the record, in the reader's language
	Lang     string // of Title, when it is another one
	Path     string // of its page within the office
	Partner  string // identifier of the partnership it belongs to; may be empty
	City     string // name of that partner, where Title does not say it
	Country  string // ISO 3166-1, of what concerns a whole country
	Date     edtf.Date
	Disputed bool   // sources give different dates; this is one of them
	InUse    bool   // of disputed dates: the one that the record shows
	Source   string // what says so; empty when nobody has noted it
	Resting  string // state of a tie that is paused, dormant or ended; empty otherwise
}

// Rule says which anniversaries are worth a look.
type Rule struct {
	Step  int  // every so many years
	First bool // the first one too
}

// fits tells whether a number of years is round.
func (r Rule) fits(years int) bool {
	return years > 0 && (years%r.Step == 0 || r.First && years == 1)
}

// Anniversary is one round number of years.
type Anniversary struct {
	Start
	Year  int
	Years int
	On    edtf.Date // as precise as the date it counts from
	Moved bool      // of 29 February, in a common year
}

// Between lists the anniversaries of a span of years, both included, by year,
// then by date, then by title. Those that fall in a year without a day come
// before those with one.
func Between(starts []Start, from, to int, rule Rule) []Anniversary {
	var found []Anniversary
	for _, s := range starts {
		for year := from; year <= to; year++ {
			if a, ok := s.in(year, rule); ok {
				found = append(found, a)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Anniversary) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.On.Sort(), b.On.Sort()), cmp.Compare(a.On.Precision(), b.On.Precision()), cmp.Compare(a.Title, b.Title))
	})
	return found
}

// in is the anniversary of a year.
func (s Start) in(year int, rule Rule) (Anniversary, bool) {
	years, ok := s.Date.AnniversaryIn(year)
	if !ok || !rule.fits(years) {
		return Anniversary{}, false
	}
	on := s.Date.AnniversaryOn(year)
	moved := s.Date.Month() == time.February && s.Date.Day() == 29 && on.Day() == 28
	return Anniversary{Start: s, Year: year, Years: years, On: on, Moved: moved}, true
}

// Next is the first anniversary of each start that is not over on a day, within
// so many years, by date.
func Next(starts []Start, day time.Time, horizon int, rule Rule) []Anniversary {
	var next []Anniversary
	today := edtf.On(day)
	for _, s := range starts {
		for _, a := range Between([]Start{s}, day.Year(), day.Year()+horizon, rule) {
			if !a.On.Before(today) {
				next = append(next, a)
				break
			}
		}
	}
	slices.SortStableFunc(next, func(a, b Anniversary) int {
		return cmp.Or(cmp.Compare(a.On.Sort(), b.On.Sort()), cmp.Compare(a.Title, b.Title))
	})
	return next
}

// Dates are the starts of one record's field: the value in use and those of
// other sources that contradict it. A coarser form of the same date (October
// 1989 beside 10 October 1989) is no contradiction.
func Dates(of Start, used edtf.Date, facts []record.Fact) []Start {
	var starts []Start
	add := func(date edtf.Date, source string, inUse bool) {
		one := of
		one.Date, one.Source, one.InUse = date, source, inUse
		starts = append(starts, one)
	}
	source := ""
	for _, f := range facts {
		if f.Used {
			source = f.Source.Title
		}
	}
	if !used.IsZero() {
		add(used, source, true)
	}
	for _, f := range facts {
		date, err := edtf.Parse(f.Value)
		known := func(s Start) bool { return s.Date.Overlaps(date) }
		if !f.Used && err == nil && !date.IsZero() && !slices.ContainsFunc(starts, known) {
			add(date, f.Source.Title, false)
		}
	}
	for i := range starts {
		starts[i].Disputed = len(starts) > 1
	}
	return starts
}

// TwinCitiesDay is World Twin Cities Day: the last Sunday of April.
func TwinCitiesDay(year int) time.Time {
	last := time.Date(year, time.April, 30, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
