package plan

import (
	"cmp"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/holiday"
)

// The ways in which lines get into each other's way.
const (
	TooSoon   = "soon"    // the same partner again before the days of the limit are over
	SamePlace = "place"   // the same place on the same day
	Feast     = "holiday" // a public holiday of ours or of a partner
	Overload  = "load"    // too much for one person in a month
)

// longSpan is from how many days on a holiday within a line is no surprise.
const longSpan = 14

// Clash says what gets into the way of what.
type Clash struct {
	What    string
	Lines   []Line
	Partner string      // of TooSoon and of a partner's Feast
	Country string      // of a Feast
	Day     time.Time   // of a Feast, or a day of the month of an Overload
	Holiday holiday.Day // of a Feast
	Owner   string      // of an Overload: identifier of the user
}

// Clashes looks for what lines of one plan do to each other. Days matter only
// for what is known to the day. Holidays are those of home and of the countries
// of the partners, by country code; what is cancelled is in nobody's way.
func Clashes(lines []Line, by Limits, home string, countries map[string]string, holidays map[string][]holiday.Day) []Clash {
	lines = slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Outcome == Cancelled || l.Outcome == NotDone })
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.When.Sort(), b.When.Sort()) })
	var all []Clash
	for i, a := range lines {
		if a.When.Precision() < edtf.Day {
			continue
		}
		for _, b := range lines[i+1:] {
			if b.When.Precision() < edtf.Day {
				continue
			}
			if b.When.First().Sub(a.When.Last()) < time.Duration(by.Apart)*24*time.Hour {
				for _, partner := range a.Partners {
					if slices.Contains(b.Partners, partner) {
						all = append(all, Clash{What: TooSoon, Lines: []Line{a, b}, Partner: partner})
					}
				}
			}
			if place := placeKey(a); place != "" && place == placeKey(b) && a.When.Overlaps(b.When) {
				all = append(all, Clash{What: SamePlace, Lines: []Line{a, b}})
			}
		}
		all = append(all, feasts(a, home, countries, holidays)...)
	}
	return append(all, overloads(lines, by.Load)...)
}

// placeKey compares places as they are written.
func placeKey(l Line) string { return fold.Key(l.Place.Get(l.Place.Source())) }

// feasts are the public holidays on which a line falls.
func feasts(l Line, home string, countries map[string]string, holidays map[string][]holiday.Day) []Clash {
	if l.When.Last().Sub(l.When.First()) >= longSpan*24*time.Hour {
		return nil
	}
	type land struct{ country, partner string }
	lands := []land{{home, ""}}
	for _, partner := range l.Partners {
		if country := countries[partner]; country != home && !slices.ContainsFunc(lands, func(x land) bool { return x.country == country }) {
			lands = append(lands, land{country, partner})
		}
	}
	var all []Clash
	for _, x := range lands {
		for _, day := range holidays[x.country] {
			if l.When.Contains(day.Date) {
				all = append(all, Clash{What: Feast, Lines: []Line{l}, Partner: x.partner, Country: x.country, Day: day.Date, Holiday: day})
			}
		}
	}
	return all
}

// overloads are the months in which somebody has too many lines.
func overloads(lines []Line, most int) []Clash {
	type load struct {
		owner string
		month time.Month
	}
	of := map[load][]Line{}
	var order []load
	for _, l := range lines {
		at := load{l.Owner, l.When.Month()}
		if at.owner == "" || at.month == 0 {
			continue
		}
		if of[at] = append(of[at], l); len(of[at]) == 1 {
			order = append(order, at)
		}
	}
	var all []Clash
	for _, at := range order {
		if len(of[at]) > most {
			all = append(all, Clash{What: Overload, Lines: of[at], Owner: at.owner, Day: of[at][0].When.First()})
		}
	}
	return all
}
