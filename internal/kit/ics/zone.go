package ics

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// zoneName is the name by which events refer to a zone; empty for UTC, and for
// zones that have no name outside of this process.
func zoneName(l *time.Location) string {
	if name := l.String(); strings.Contains(name, "/") {
		return name
	}
	return ""
}

// repeated tells whether clocks have been set back before an instant, and show
// an hour for the second time.
func repeated(t time.Time) bool {
	begun, _ := t.ZoneBounds()
	if begun.IsZero() {
		return false
	}
	_, before := begun.Add(-time.Second).Zone()
	_, now := t.Zone()
	return t.Before(begun.Add(time.Duration(before-now) * time.Second))
}

// observance is one way in which a zone's clocks are set, and since when.
type observance struct {
	name     string
	daylight bool
	from, to int         // seconds east of UTC, before and since
	onsets   []time.Time // as clocks showed before
}

// same tells whether two differ in their onsets alone.
func (o observance) same(p observance) bool {
	return o.name == p.name && o.daylight == p.daylight && o.from == p.from && o.to == p.to
}

// long ago stands for the beginning of a zone that never changed.
const longAgo = 1601

// observances are what a zone does from one instant to another: what holds at
// the first, and each change until the last.
func observances(l *time.Location, from, until time.Time) []observance {
	var all []observance
	for t := from.In(l); ; {
		begun, ends := t.ZoneBounds()
		one := observance{daylight: t.IsDST()}
		one.name, one.to = t.Zone()
		one.from = one.to
		onset := time.Date(longAgo, 1, 1, 0, 0, 0, 0, time.UTC)
		if !begun.IsZero() {
			_, one.from = begun.Add(-time.Second).Zone()
			onset = begun.UTC().Add(time.Duration(one.from) * time.Second)
		}
		if i := slices.IndexFunc(all, one.same); i >= 0 {
			all[i].onsets = append(all[i].onsets, onset)
		} else {
			one.onsets = []time.Time{onset}
			all = append(all, one)
		}
		if ends.IsZero() || ends.After(until) {
			return all
		}
		t = ends
	}
}

// appendZones describes the zones of all hours, in the order of their names.
func appendZones(b []byte, events []Event) []byte {
	type span struct {
		zone        *time.Location
		from, until time.Time
	}
	used := map[string]*span{}
	for i := range events {
		if events[i].Starts.IsZero() {
			continue
		}
		for _, t := range []time.Time{events[i].Starts, events[i].Ends} {
			name := zoneName(t.Location())
			if name == "" || t.IsZero() {
				continue
			}
			one := used[name]
			if one == nil {
				one = &span{t.Location(), t, t}
				used[name] = one
			}
			if t.Before(one.from) {
				one.from = t
			}
			one.until = later(one.until, t)
		}
	}
	names := make([]string, 0, len(used))
	for name := range used {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		one := used[name]
		b = append(b, "BEGIN:VTIMEZONE\r\n"...)
		b = line(b, "TZID:"+name)
		for _, o := range observances(one.zone, one.from, one.until) {
			b = o.append(b)
		}
		b = append(b, "END:VTIMEZONE\r\n"...)
	}
	return b
}

func (o observance) append(b []byte) []byte {
	kind := "STANDARD"
	if o.daylight {
		kind = "DAYLIGHT"
	}
	b = line(b, "BEGIN:"+kind)
	b = line(b, "DTSTART:"+o.onsets[0].Format(localForm))
	for _, onset := range o.onsets[1:] {
		b = line(b, "RDATE:"+onset.Format(localForm))
	}
	b = line(b, "TZOFFSETFROM:"+offset(o.from))
	b = line(b, "TZOFFSETTO:"+offset(o.to))
	b = text(b, "TZNAME", o.name)
	return line(b, "END:"+kind)
}

// offset writes seconds east of UTC as +HHMM, with seconds where there are some.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest > 0 {
		s += fmt.Sprintf("%02d", rest)
	}
	return s
}
