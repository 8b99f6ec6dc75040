// Package edtf holds dates that are known only as well as they are known: a
// year, a month, a day, "about 1965", "since 1992", "12–14 June 2026".
//
// It follows ISO 8601-2:2019 / EDTF (Library of Congress, 2019): level 0 and
// level 1 for the years 0001 to 9999, without times of day, without negative
// years and years of five digits. One notation is taken from level 2, since
// the archives of cities need it: XXXX-10-12 and XXXX-10, where the year is
// not known.
//
// Parse is strict and reads what String writes; Read reads what people type in
// Russian and English. The words for a date are made by i18n.
package edtf

import (
	"database/sql/driver"
	"embed"
	"fmt"
	"io/fs"
	"time"
)

//go:embed locale/*.json
var words embed.FS

// Words are the sentences of this package's errors, for i18n.Load.
func Words() fs.FS { return words }

// Date is a date or an interval of dates with its precision. It is comparable
// with ==; the zero Date is "not known".
type Date struct{ from, to point }

// edge says what stands at one side of an interval.
type edge uint8

const (
	none  edge = iota // not given: the to of a single date, the from of the zero Date
	known             // a date
	open              // ".."
	blank             // "": there is an end, but nobody knows it
)

// unspecified stands for XX in point.month and point.day.
const unspecified = 99

// point is one date. Small fields keep Date at 16 bytes.
type point struct {
	year  uint16 // 1–9999; 0 when it is XXXX; the first year of a decade or hundred
	edge  edge
	gaps  uint8 // unspecified digits at the right of the year: 0, 1, 2 or 4
	month uint8 // 0 none, 1–12, 21–24 season, 99 XX
	day   uint8 // 0 none, 1–31, 99 XX
	mark  Mark
}

// Mark is the qualifier of a date.
type Mark byte

// The three qualifiers of EDTF level 1; zero is none.
const (
	Uncertain   Mark = '?' // possibly
	Approximate Mark = '~' // about
	Both        Mark = '%' // possibly, and about
)

// Precision is how fine a date is.
type Precision uint8

// From the coarsest to the finest. Unknown belongs to the zero Date.
const (
	Unknown Precision = iota
	Century           // 19XX: some year from 1900 to 1999
	Decade            // 199X
	Year
	Season // 2001-21
	Month
	Day
)

// The seasons of EDTF level 1, as Season returns them.
const (
	Spring = 21
	Summer = 22
	Autumn = 23
	Winter = 24
)

// OfYear is a year, 1 to 9999; any other is the zero Date.
func OfYear(year int) Date { return of(year, 0, 0) }

// OfMonth is a month of a year; an impossible one is the zero Date.
func OfMonth(year int, month time.Month) Date {
	if month == 0 {
		return Date{}
	}
	return of(year, int(month), 0)
}

// OfDay is one day; an impossible one is the zero Date.
func OfDay(year int, month time.Month, day int) Date {
	if month == 0 || day == 0 {
		return Date{}
	}
	return of(year, int(month), day)
}

// On is the day of an instant, in the zone that the instant carries.
func On(t time.Time) Date { return OfDay(t.Date()) }

func of(year, month, day int) Date {
	if year < 1 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31 {
		return Date{}
	}
	p := point{edge: known, year: uint16(year), month: uint8(month), day: uint8(day)}
	if !p.possible() {
		return Date{}
	}
	return Date{from: p}
}

// Interval runs from one date to another, both single. A zero start or end is
// open. The error is "date.order" when it ends before it starts.
func Interval(start, end Date) (Date, error) {
	a, b := start.from, end.from
	if a.edge == none {
		a.edge = open
	}
	if b.edge == none {
		b.edge = open
	}
	d := Date{a, b}
	if start.IsInterval() || end.IsInterval() || !d.wellFormed() {
		return Date{}, unreadable(start.String() + "/" + end.String())
	}
	if disordered(a, b) {
		return Date{}, order(start)
	}
	return d, nil
}

// IsZero reports whether nothing is known.
func (d Date) IsZero() bool { return d == Date{} }

// IsInterval reports whether the date has two sides.
func (d Date) IsInterval() bool { return d.to.edge != none }

// Start is the first side of an interval, or the date itself. It is zero when
// the interval has an open or unknown start.
func (d Date) Start() Date { return side(d.from) }

// End is the second side of an interval, or the date itself. It is zero when
// the interval has an open or unknown end.
func (d Date) End() Date {
	if d.IsInterval() {
		return side(d.to)
	}
	return d
}

func side(p point) Date {
	if p.edge != known {
		return Date{}
	}
	return Date{from: p}
}

// OpenStart reports "../1990".
func (d Date) OpenStart() bool { return d.from.edge == open }

// OpenEnd reports "1990/..", which holds to this day.
func (d Date) OpenEnd() bool { return d.to.edge == open }

// Mark is the qualifier of the date, or of the start of an interval.
func (d Date) Mark() Mark { return d.from.mark }

// Marked is the same single date with a qualifier; 0 takes it away.
func (d Date) Marked(m Mark) Date {
	if d.from.edge == known {
		d.from.mark = m
	}
	return d
}

// Year is the year of the date or of its start. It is false when the year is
// not known to the digit. Decade and Century return their first year with false.
func (d Date) Year() (year int, ok bool) {
	return int(d.from.year), d.from.edge == known && d.from.gaps == 0
}

// Month is the month of the date or of its start; 0 when there is none.
func (d Date) Month() time.Month {
	if d.from.month > 12 {
		return 0
	}
	return time.Month(d.from.month)
}

// Season is Spring, Summer, Autumn or Winter, or 0.
func (d Date) Season() int {
	if m := d.from.month; m >= Spring && m <= Winter {
		return int(m)
	}
	return 0
}

// Day is the day of the month of the date or of its start; 0 when there is none.
func (d Date) Day() int {
	if d.from.day == unspecified {
		return 0
	}
	return int(d.from.day)
}

// Missing reports what is said to be not established: 2004-XX misses the
// month, 2004-10-XX the day, XXXX-10-12 the year.
func (d Date) Missing() (year, month, day bool) {
	return d.from.gaps == 4, d.from.month == unspecified, d.from.day == unspecified
}

// Precision is how fine the date is; of an interval, the coarser side that is
// known. XXXX-10-12 has the precision of a day, 2004-XX of a year.
func (d Date) Precision() Precision {
	p := d.from.precision()
	if q := d.to.precision(); p == Unknown || q != Unknown && q < p {
		p = q
	}
	return p
}

func (p point) precision() Precision {
	switch {
	case p.edge != known:
		return Unknown
	case p.gaps == 2:
		return Century
	case p.gaps == 1:
		return Decade
	case p.month == 0 || p.month == unspecified:
		return Year
	case p.month >= Spring:
		return Season
	case p.day == 0 || p.day == unspecified:
		return Month
	}
	return Day
}

// String is the canonical EDTF text; empty for the zero Date.
func (d Date) String() string {
	if !d.IsInterval() {
		return d.from.String()
	}
	return d.from.String() + "/" + d.to.String()
}

func (p point) String() string {
	switch p.edge {
	case open:
		return ".."
	case none, blank:
		return ""
	}
	b := make([]byte, 0, 12)
	year := fmt.Appendf(nil, "%04d", p.year)
	for i := range int(p.gaps) {
		year[3-i] = 'X'
	}
	b = append(b, year...)
	for _, part := range [...]uint8{p.month, p.day} {
		switch part {
		case 0:
		case unspecified:
			b = append(b, "-XX"...)
		default:
			b = append(b, '-', '0'+part/10, '0'+part%10)
		}
	}
	if p.mark != 0 {
		b = append(b, byte(p.mark))
	}
	return string(b)
}

// MarshalText writes the canonical text, so that JSON carries EDTF.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads strictly.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = Parse(string(b))
	return err
}

// Value writes the column: TEXT, empty for the zero Date, never NULL.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads the column; NULL and the empty text are the zero Date.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case string:
		*d, err = Parse(v)
	case []byte:
		*d, err = Parse(string(v))
	default:
		err = fmt.Errorf("edtf: cannot read a date from %T", src)
	}
	return err
}
