package calendar

import (
	"fmt"
	"strings"
	"time"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/module"
)

// The hours that a week shows even when nothing happens in them, how many
// columns stand side by side on a day, and how many lanes whole days have.
const (
	firstHour, lastHour = 8, 20
	mostColumns         = 4
	wholeLanes          = 8
)

// weekPage is a week by hours, or a day alone.
type weekPage struct {
	Alone   bool
	Caption string
	Zones   []string // names over the columns of hours: ours, the partner's
	Whole   []cell   // the days, with what has no hours
	Hours   []hourRow
}

// hourRow is one hour of all days.
type hourRow struct {
	Hour         int
	Ours, Theirs string
	Boxes        []box // one for each day on which a box begins in this hour
}

// box is a cell of the table: an empty hour, or what overlaps, over several.
type box struct {
	Date  string
	Span  int
	Class string
	Label string // day and hours, for a box with entries
	Slots []slotItem
	More  *ui.Link
}

// slotItem is an entry at its place within a box.
type slotItem struct {
	item
	Place string // classes: column, first half hour, how many
}

// weekPage is a week, or a day alone, by its hours. What a day has no place for in
// its hours is for a list below.
func (f *found) weekPage(s *web.Scene, entries []module.Entry) (w *weekPage, rest []module.Entry) {
	n, alone := daysBetween(f.from, f.until)+1, f.view == dayView
	slots := make([][]slot, n)
	first, last := firstHour, lastHour
	for _, e := range entries {
		day, from, to, ok := halfHours(e, s.Zone)
		at := daysBetween(f.from, day)
		if !ok || at < 0 || at >= n {
			rest = append(rest, e)
			continue
		}
		first, last = min(first, from/2), max(last, (to+1)/2)
		slots[at] = append(slots[at], slot{Entry: e, from: from, to: to})
	}
	if alone && len(rest) == len(entries) {
		return nil, rest
	}
	w = &weekPage{Caption: f.heading(s), Zones: []string{s.T("calendar.zone.ours")}, Alone: alone}
	if w.Whole = f.cells(s, rest, f.from, n, wholeLanes); alone {
		w.Whole[0].Items, w.Whole[0].More = nil, nil
	}
	if f.place != nil {
		w.Zones = append(w.Zones, f.place.Name)
	}
	boxes := make([]map[int]clash, n)
	for day := range slots {
		boxes[day] = map[int]clash{}
		for _, c := range clashes(slots[day], mostColumns) {
			if alone {
				for _, one := range c.over {
					rest = append(rest, one.Entry)
				}
				c.over = nil
			}
			boxes[day][c.from] = c
		}
	}
	taken := make([]int, n) // the hour from which a day is free again
	for hour := first; hour < last; hour++ {
		r := hourRow{Ours: s.Clock(f.from.Add(time.Duration(hour) * time.Hour)), Theirs: f.theirs(s, hour), Hour: hour}
		for day := range n {
			if hour < taken[day] {
				continue
			}
			b := box{Date: w.Whole[day].Date, Span: 1, Class: w.Whole[day].Class}
			if c, ok := boxes[day][hour]; ok {
				b = f.box(s, w.Whole[day], c)
				taken[day] = c.to
			}
			r.Boxes = append(r.Boxes, b)
		}
		w.Hours = append(w.Hours, r)
	}
	return w, rest
}

// box shows entries that overlap side by side.
func (f *found) box(s *web.Scene, day cell, c clash) box {
	b := box{Date: day.Date, Span: c.to - c.from, Class: strings.TrimSpace(day.Class + " cal-box"), Label: day.Label}
	for _, one := range c.slots {
		b.Slots = append(b.Slots, slotItem{f.item(s, one.Entry), fmt.Sprintf("x%d y%d z%d", one.column+1, one.from-2*c.from+1, one.to-one.from)})
	}
	if len(c.over) > 0 {
		b.More = &ui.Link{Text: s.N("calendar.more", len(c.over)), Hidden: day.Label, Href: day.Href}
	}
	return b
}

// theirs is an hour of ours by the partner's clock: on Monday, and where the
// difference changes during the week, from the change on.
func (f *found) theirs(s *web.Scene, hour int) string {
	if f.place == nil {
		return ""
	}
	var said []string
	for day := f.from; !day.After(f.until); day = day.AddDate(0, 0, 1) {
		at := s.Clock(time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, s.Zone).In(f.place.Zone))
		if len(said) == 0 || said[len(said)-1] != at {
			said = append(said, at)
		}
	}
	return strings.Join(said, " · ")
}
