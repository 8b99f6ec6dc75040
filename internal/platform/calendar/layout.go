package calendar

import (
	"cmp"
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/module"
)

// longDays is from how many days on an entry no longer stands on each of them:
// a project of three years is no news of every day.
const longDays = 45

// sorted are the entries of a span by how they can be shown.
type sorted struct {
	days  []module.Entry // on days of their own
	month []module.Entry // known to the month or the season
	year  []module.Entry // known to the year or less
	long  []module.Entry // running for long
}

// split puts entries, in their order, to where they can be shown.
func split(entries []module.Entry) sorted {
	var s sorted
	for _, e := range entries {
		switch p := e.When.Precision(); {
		case p < edtf.Season:
			s.year = append(s.year, e)
		case p < edtf.Day:
			s.month = append(s.month, e)
		case e.When.Last().Sub(e.When.First()) >= longDays*24*time.Hour:
			s.long = append(s.long, e)
		default:
			s.days = append(s.days, e)
		}
	}
	return s
}

// bar is an entry in one row of days: from which of them to which, and in which
// lane, so that it stands at the same height on each.
type bar struct {
	module.Entry
	from, to int // days of the row, from 0
	lane     int
	before   bool // it began earlier
	after    bool // it goes on later
}

// row lays the entries that touch n days from first on into lanes. What lasts
// longer comes first. What finds no lane, or has no name, is counted for each of
// its days.
func row(entries []module.Entry, first time.Time, n, lanes int) (bars []bar, left []int) {
	left = make([]int, n)
	for _, e := range entries {
		from, to := daysBetween(first, e.When.First()), daysBetween(first, e.When.Last())
		if to < 0 || from >= n {
			continue
		}
		if e.Count > 0 {
			for day := max(from, 0); day <= min(to, n-1); day++ {
				left[day] += e.Count
			}
			continue
		}
		bars = append(bars, bar{Entry: e, from: max(from, 0), to: min(to, n-1), before: from < 0, after: to >= n})
	}
	slices.SortStableFunc(bars, func(a, b bar) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	busy := make([][]bool, lanes)
	for i := range busy {
		busy[i] = make([]bool, n)
	}
	placed := bars[:0]
	for _, b := range bars {
		b.lane = slices.IndexFunc(busy, func(lane []bool) bool { return !slices.Contains(lane[b.from:b.to+1], true) })
		for day := b.from; day <= b.to; day++ {
			if b.lane < 0 {
				left[day]++
			} else {
				busy[b.lane][day] = true
			}
		}
		if b.lane >= 0 {
			placed = append(placed, b)
		}
	}
	return placed, left
}

// daysBetween is how many days b lies after a.
func daysBetween(a, b time.Time) int { return int(b.Sub(a).Hours() / 24) }

// slot is an entry with hours on one day: in half hours from midnight, and in
// which of the columns that stand side by side.
type slot struct {
	module.Entry
	from, to int // half hours; to is the first that is free again
	column   int
}

// clash are entries that overlap, directly or through others, widened to whole
// hours: one box of the day, with its columns.
type clash struct {
	from, to int // hours
	columns  int
	slots    []slot
	over     []slot // for which there is no column
}

// clashes lays the entries of one day side by side where they overlap. from and
// to give the half hours of an entry.
func clashes(slots []slot, columns int) []clash {
	slices.SortStableFunc(slots, func(a, b slot) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var all []clash
	for _, one := range slots {
		from, to := one.from/2, (one.to+1)/2
		if len(all) == 0 || all[len(all)-1].to <= from {
			all = append(all, clash{from: from, to: to})
		}
		c := &all[len(all)-1]
		c.to = max(c.to, to)
		c.slots = append(c.slots, one)
	}
	for i := range all {
		all[i].arrange(columns)
	}
	return all
}

// arrange gives each entry the first column that is free at its time.
func (c *clash) arrange(columns int) {
	var free []int // from when on each column is free
	kept := c.slots[:0]
	for _, one := range c.slots {
		one.column = slices.IndexFunc(free, func(from int) bool { return from <= one.from })
		switch {
		case one.column >= 0:
			free[one.column] = one.to
		case len(free) < columns:
			one.column = len(free)
			free = append(free, one.to)
		default:
			c.over = append(c.over, one)
			continue
		}
		kept = append(kept, one)
	}
	c.slots, c.columns = kept, len(free)
}

// halfHours are the half hours of a day in a zone that an entry takes. It is
// false when the entry has no hours, or not on that day alone.
func halfHours(e module.Entry, zone *time.Location) (day time.Time, from, to int, ok bool) {
	if e.Opens.IsZero() {
		return day, 0, 0, false
	}
	opens, closes := e.Opens.In(zone), e.Closes.In(zone)
	if e.Closes.IsZero() {
		closes = opens.Add(time.Hour)
	}
	day = midnight(opens)
	from = opens.Hour()*2 + opens.Minute()/30
	switch to = closes.Hour()*2 + (closes.Minute()+29)/30; {
	case midnight(closes).After(day) && closes.Sub(opens) < 24*time.Hour && e.When.First().Equal(e.When.Last()):
		to = 48 // past midnight, by our clock
	case midnight(closes).After(day):
		return day, 0, 0, false
	}
	return day, from, max(to, from+1), true
}

// shift is a change of the difference between two zones.
type shift struct {
	day           time.Time // the first on which it holds at noon
	before, after int       // hours by which the other is ahead, in minutes
	other         bool      // the other zone changes its clocks; otherwise ours
}

// shifts are the changes between two days, both included, of how far another
// zone is ahead of ours: summer time begins and ends on one side alone, or on
// both on different days.
func shifts(ours, other *time.Location, from, until time.Time) []shift {
	var all []shift
	for day := from; !day.After(until); day = day.AddDate(0, 0, 1) {
		before, after := ahead(ours, other, day.AddDate(0, 0, -1)), ahead(ours, other, day)
		if before != after {
			all = append(all, shift{day: day, before: before, after: after, other: offset(other, day) != offset(other, day.AddDate(0, 0, -1))})
		}
	}
	return all
}

// ahead is by how many minutes another zone is ahead of ours at noon of a day.
func ahead(ours, other *time.Location, day time.Time) int {
	return offset(other, day) - offset(ours, day)
}

// offset is how many minutes a zone is ahead of Greenwich at noon of a day.
func offset(zone *time.Location, day time.Time) int {
	_, seconds := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone).Zone()
	return seconds / 60
}
