package edtf

import (
	"cmp"
	"fmt"
	"time"
)

// First is the first day that the date may mean, midnight UTC. It is the zero
// time when there is no lower bound: open or unknown start, unknown year, zero
// Date. A mark (about, possibly) does not widen the bounds.
func (d Date) First() time.Time { return d.from.first() }

// Last is the last day that the date may mean (that day is included), midnight
// UTC. Without an upper bound it is 9999-12-31; of the zero Date it is the
// zero time.
func (d Date) Last() time.Time {
	if d.IsInterval() {
		return d.to.last()
	}
	if d.IsZero() {
		return time.Time{}
	}
	return d.from.last()
}

func (p point) first() time.Time {
	if p.edge != known || p.gaps == 4 {
		return time.Time{}
	}
	month, day := time.Month(1), 1
	switch {
	case p.month >= Spring && p.month <= Winter:
		month = seasonStart(p.month)
	case p.month >= 1 && p.month <= 12:
		month = time.Month(p.month)
		if p.day >= 1 && p.day <= 31 {
			day = int(p.day)
		}
	}
	return midnight(int(p.year), month, day)
}

func (p point) last() time.Time {
	year := int(p.year)
	switch {
	case p.edge != known || p.gaps == 4:
		return midnight(9999, 12, 31)
	case p.gaps == 1:
		return midnight(year+9, 12, 31)
	case p.gaps == 2:
		return midnight(year+99, 12, 31)
	case p.month >= Spring && p.month <= Winter:
		return midnight(year, seasonStart(p.month)+3, 0)
	case p.month == 0 || p.month == unspecified:
		return midnight(year, 12, 31)
	case p.day == 0 || p.day == unspecified:
		return midnight(year, time.Month(p.month)+1, 0)
	}
	return midnight(year, time.Month(p.month), int(p.day))
}

// seasonStart is the first month of a season as the north of the world counts
// them: spring is March to May, and the winter of a year begins in its December.
func seasonStart(season uint8) time.Month { return time.Month(3 * (season - Spring + 1)) }

func midnight(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Sort is ten characters, the lower bound as YYYY-MM-DD, that order the same
// in Go, SQLite and PostgreSQL. Without a lower bound it begins with 0000
// (unknown years keep their month and day). The zero Date sorts as the empty
// text, so "newest first" puts it last; "oldest first" must say where it goes.
func (d Date) Sort() string {
	switch {
	case d.IsZero():
		return ""
	case d.from.edge != known:
		return "0000-00-00"
	case d.from.gaps == 4:
		return fmt.Sprintf("0000-%02d-%02d", d.from.month, max(d.from.day, 1))
	}
	return d.First().Format(time.DateOnly)
}

// Compare orders dates for a list: by the first day, then by the last, then
// by the text. The zero Date comes last.
func Compare(a, b Date) int {
	switch {
	case a == b:
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return cmp.Or(cmp.Compare(a.Sort(), b.Sort()), a.Last().Compare(b.Last()), cmp.Compare(a.String(), b.String()))
}

// Before reports whether d was over before e began, beyond doubt. 1989 is not
// before October 1989, and nothing is before or after the zero Date.
func (d Date) Before(e Date) bool {
	first := e.First()
	return !d.IsZero() && !first.IsZero() && d.Last().Before(first)
}

// Contains reports whether the day of t (in the zone it carries) lies within
// the bounds.
func (d Date) Contains(t time.Time) bool {
	y, m, day := t.Date()
	at := midnight(y, m, day)
	return !d.IsZero() && !at.Before(d.First()) && !at.After(d.Last())
}

// Overlaps reports whether the two may have a day in common.
func (d Date) Overlaps(e Date) bool {
	return !d.IsZero() && !e.IsZero() && !d.Last().Before(e.First()) && !e.Last().Before(d.First())
}

// AnniversaryIn is how many years after the date, or after its start, a year
// is. It is false unless the year of the date is known and earlier.
func (d Date) AnniversaryIn(year int) (n int, ok bool) {
	start, ok := d.Year()
	if !ok || year <= start {
		return 0, false
	}
	return year - start, true
}

// AnniversaryOn is when the anniversary falls in a year, as precisely as the
// date itself is known: of a year-only date in the year, of a day on the day.
// 29 February falls on the 28th in common years. A mark is kept. It is zero
// when AnniversaryIn is false.
func (d Date) AnniversaryOn(year int) Date {
	if _, ok := d.AnniversaryIn(year); !ok || year > 9999 {
		return Date{}
	}
	p := d.from
	p.year = uint16(year)
	if !p.possible() {
		p.day = uint8(lengthOf(year, time.Month(p.month)))
	}
	return Date{from: p}
}
