package calendar

import (
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
)

// item is an entry on the screen.
type item struct {
	Href, Words, Note string
	Lang, After       string // of the words, where it is not the reader's; what follows them in the reader's
	Time              string // the hours, by our clock
	Short             string // the first of them, where there is little room
	There             string // the hours by the clock of the place, where it differs
	When              string // the dates in words, where the place on the page does not say them
	Class             string
	Said              string // layer and standing, for who does not see colours
	Icon              ui.Icon
	// Of an entry that can be moved: the form, and for moving by hand where it
	// is sent, the record's version and the first day.
	MoveHref, Move, First string
	At                    string // its hour by our clock, HH:MM, where it can be dragged to another one
	MoveText              string
	Version               int64
	Gap                   bool // an empty lane
	Runs                  bool // it began on an earlier day of this row
}

// icons are the drawings of the layers.
func icons() map[module.Layer]ui.Icon {
	return map[module.Layer]ui.Icon{
		module.Events: ui.IconCalendar, module.Visits: ui.IconPlane, module.Deadlines: ui.IconClock, module.Anniversaries: ui.IconAnniversary, module.Holidays: ui.IconSun,
	}
}

// item is an entry for this page.
func (f *found) item(s *web.Scene, e module.Entry) item {
	it := item{Href: s.Path(e.Path), Words: e.Called(), Lang: e.Lang, After: e.After, Note: e.Note, Class: "cal-" + string(e.Layer), Said: s.T("calendar.layer." + string(e.Layer)), Icon: icons()[e.Layer]}
	if e.Standing != "" {
		it.Class += " cal-" + string(e.Standing)
		it.Said += ", " + s.T("calendar.standing."+string(e.Standing))
	}
	if !e.Opens.IsZero() {
		it.Time, it.There = hours(s, e)
		it.Short = s.Clock(e.Opens.In(s.Zone))
		it.At = e.Opens.In(s.Zone).Format(daytime.Form)
	}
	if e.Move != "" {
		it.MoveHref, it.Move, it.Version, it.First = s.Path(e.Move, "from", f.path()), s.Path(e.Move), e.Version, e.When.First().Format(time.DateOnly)
		it.MoveText = s.T("calendar.move")
	}
	return it
}

// hours are the hours of an entry by our clock, and by that of its place where
// it shows something else.
func hours(s *web.Scene, e module.Entry) (ours, there string) {
	say := func(zone *time.Location) string {
		if e.Closes.IsZero() {
			return s.Clock(e.Opens.In(zone))
		}
		return s.Clocks(e.Opens.In(zone), e.Closes.In(zone))
	}
	ours = say(s.Zone)
	if local := say(e.Opens.Location()); local != ours {
		there = s.T("calendar.there", "time", local)
	}
	return ours, there
}

// cell is one day of a table.
type cell struct {
	ID, Date, Number, Weekday string
	Label                     string // the whole date in words
	Href                      string
	Class                     string
	Today, Chosen             bool
	Notes                     []string // what is said to screen readers: today, a day off
	Items                     []item
	More                      *ui.Link
	Count                     string // of entries, in words; empty for none
	Dots                      []module.Layer
}

// cell is a day without its entries.
func (f *found) cell(s *web.Scene, day time.Time) cell {
	date := day.Format(time.DateOnly)
	c := cell{ID: "d-" + date, Date: date, Number: strconv.Itoa(day.Day()), Weekday: s.ShortWeekday(day.Weekday()), Label: s.Weekday(day.Weekday()) + ", " + s.Day(day), Href: s.Path(f.in(dayView).at(day).path())}
	var classes []string
	if f.rests(day) {
		classes = append(classes, "cal-rest")
		c.Notes = append(c.Notes, s.T("calendar.rest"))
	}
	if c.Today = day.Equal(f.today); c.Today {
		classes = append(classes, "cal-today")
		c.Notes = append(c.Notes, s.T("calendar.today.note"))
	}
	c.Chosen = day.Equal(f.day)
	c.Class = strings.Join(classes, " ")
	return c
}

// cells are n days of a row with their entries in lanes.
func (f *found) cells(s *web.Scene, entries []module.Entry, first time.Time, n, lanes int) []cell {
	bars, left := row(entries, first, n, lanes)
	cells := make([]cell, n)
	for i := range cells {
		cells[i] = f.cell(s, first.AddDate(0, 0, i))
		if left[i] > 0 {
			cells[i].More = &ui.Link{Text: s.N("calendar.more", left[i]), Hidden: cells[i].Label, Href: cells[i].Href}
		}
	}
	for _, b := range bars {
		it := f.item(s, b.Entry)
		for day := b.from; day <= b.to; day++ {
			c := &cells[day]
			for len(c.Items) < b.lane {
				c.Items = append(c.Items, item{Gap: true})
			}
			one := it
			if one.Runs = day > b.from; !one.Runs {
				one.Class += " w" + strconv.Itoa(b.to-b.from+1)
				if b.before {
					one.Class += " cal-before"
				}
				if b.after {
					one.Class += " cal-after"
				}
			}
			if len(c.Items) > b.lane {
				c.Items[b.lane] = one
			} else {
				c.Items = append(c.Items, one)
			}
		}
	}
	return cells
}

// band is what has no day of its own.
type band struct {
	ID, Title string
	Items     []item
	More      *ui.Link
}

// bands are the entries of some days that stand above them: at most so many of
// each, and the rest on the page of the agenda.
func (f *found) bands(s *web.Scene, parts sorted, from, until time.Time, most int) []band {
	var all []band
	for _, one := range []struct {
		id   string
		list []module.Entry
	}{{"long", parts.long}, {"month", parts.month}, {"year", parts.year}} {
		b := band{ID: one.id, Title: s.T("calendar.band." + one.id)}
		rest := 0
		for _, e := range one.list {
			if e.When.Last().Before(from) || e.When.First().After(until) {
				continue
			}
			if len(b.Items) == most {
				rest++
				continue
			}
			it := f.item(s, e)
			it.When = s.Date(e.When)
			b.Items = append(b.Items, it)
		}
		if rest > 0 {
			b.More = &ui.Link{Text: s.N("calendar.more", rest), Hidden: b.Title, Href: s.Path(f.in(agendaView).path()) + "#" + b.ID}
		}
		if len(b.Items) > 0 {
			all = append(all, b)
		}
	}
	return all
}

// dayList is one day of an agenda.
type dayList struct {
	cell
	Title string
}

// dayLists are the days that have something, each with all of it, by hour. An
// entry of several days stands on each of them in the view of a day, and on its
// first in an agenda.
func (f *found) dayLists(s *web.Scene, entries []module.Entry) []dayList {
	by := map[time.Time][]item{}
	for _, e := range entries {
		day := e.When.First()
		if day.Before(f.from) {
			day = f.from
		}
		it := f.item(s, e)
		if !e.When.First().Equal(e.When.Last()) {
			it.When = s.Date(e.When)
		}
		by[day] = append(by[day], it)
	}
	var lists []dayList
	for day := f.from; !day.After(f.until); day = day.AddDate(0, 0, 1) {
		if len(by[day]) == 0 && f.view != dayView {
			continue
		}
		c := f.cell(s, day)
		c.Items = by[day]
		lists = append(lists, dayList{cell: c, Title: s.Date(edtf.On(day)) + ", " + s.Weekday(day.Weekday())})
	}
	return lists
}
