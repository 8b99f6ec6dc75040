package edtf

import (
	"strings"
	"time"

	"pobratim/internal/kit/errs"
)

// The keys of this package's errors. All are Invalid and name no field; a form
// adds it with errs.E.At.
const (
	keyUnreadable = "date.unreadable" // {date} is what was given
	keyImpossible = "date.impossible" // {date} is what was given
	keyOrder      = "date.order"      // {start} is the Date that the end must not precede
	keyIncomplete = "date.incomplete" // {date} is what was given; a year is missing
)

func unreadable(given string) *errs.E {
	return errs.New(errs.Invalid, keyUnreadable, "date", clip(given))
}
func impossible(given string) *errs.E {
	return errs.New(errs.Invalid, keyImpossible, "date", clip(given))
}
func incomplete(given string) *errs.E {
	return errs.New(errs.Invalid, keyIncomplete, "date", clip(given))
}
func order(start Date) *errs.E { return errs.New(errs.Invalid, keyOrder, "start", start) }

// clip keeps a pasted novel out of an error message.
func clip(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// Parse reads canonical EDTF and nothing else. The empty text is the zero
// Date. Errors are Invalid with the key date.unreadable, date.impossible or
// date.order.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	left, right, two := strings.Cut(s, "/")
	if !two {
		p, err := parsePoint(s)
		if err == nil && p.edge != known {
			err = unreadable(s)
		}
		if err != nil {
			return Date{}, err
		}
		return Date{from: p}, nil
	}
	a, err := parsePoint(left)
	if err != nil {
		return Date{}, err
	}
	b, err := parsePoint(right)
	if err != nil {
		return Date{}, err
	}
	d := Date{a, b}
	if !d.wellFormed() {
		return Date{}, unreadable(s)
	}
	if disordered(a, b) {
		return Date{}, order(Date{from: a})
	}
	return d, nil
}

// wellFormed reports whether an interval has a known side and no side whose
// year is unknown: between two days of unknown years lies nothing one can say.
func (d Date) wellFormed() bool {
	return (d.from.edge == known || d.to.edge == known) && d.from.gaps != 4 && d.to.gaps != 4
}

// disordered reports that the interval ends before it starts, beyond doubt:
// 2011-06/2011 is fine, 2011-06/2010 is not.
func disordered(a, b point) bool {
	return a.edge == known && b.edge == known && b.last().Before(a.first())
}

// parsePoint reads one side. The empty text is blank, ".." is open.
func parsePoint(s string) (point, *errs.E) {
	switch s {
	case "":
		return point{edge: blank}, nil
	case "..":
		return point{edge: open}, nil
	}
	p := point{edge: known}
	rest := s
	switch Mark(rest[len(rest)-1]) {
	case Uncertain, Approximate, Both:
		p.mark = Mark(rest[len(rest)-1])
		rest = rest[:len(rest)-1]
	}
	if len(rest) != 4 && len(rest) != 7 && len(rest) != 10 {
		return point{}, unreadable(s)
	}
	if !p.parseYear(rest[:4]) {
		return point{}, unreadable(s)
	}
	var ok bool
	if len(rest) > 4 {
		if p.month, ok = parsePart(rest[4:7]); !ok {
			return point{}, unreadable(s)
		}
	}
	if len(rest) > 7 {
		if p.day, ok = parsePart(rest[7:10]); !ok {
			return point{}, unreadable(s)
		}
	}
	if !p.grammatical() {
		return point{}, unreadable(s)
	}
	// "-00" was written, so 0 here is a number and not an absence.
	if len(rest) > 4 && p.month == 0 || len(rest) > 7 && p.day == 0 || !p.possible() {
		return point{}, impossible(s)
	}
	return p, nil
}

func (p *point) parseYear(s string) bool {
	stem := strings.TrimRight(s, "X")
	for _, c := range []byte(stem) {
		if c < '0' || c > '9' {
			return false
		}
		p.year = p.year*10 + uint16(c-'0')
	}
	p.gaps = uint8(4 - len(stem))
	switch p.gaps {
	case 1:
		p.year *= 10
	case 2:
		p.year *= 100
	case 3:
		return false
	case 4:
		return true
	}
	return p.year > 0
}

// parsePart reads "-12" or "-XX".
func parsePart(s string) (uint8, bool) {
	switch {
	case s == "-XX":
		return unspecified, true
	case s[0] != '-' || s[1] < '0' || s[1] > '9' || s[2] < '0' || s[2] > '9':
		return 0, false
	}
	n := (s[1]-'0')*10 + s[2] - '0'
	return n, n != unspecified
}

// grammatical checks which parts may stand together: digits are unspecified
// from the right, except that XXXX needs a month.
func (p point) grammatical() bool {
	season := p.month >= Spring && p.month <= Winter
	switch {
	case p.gaps == 4:
		return p.month >= 1 && p.month <= 12 && p.day != unspecified || p.month > 12 && p.month < Spring
	case p.gaps > 0:
		return p.month == 0
	case p.month == unspecified:
		return p.day == 0 || p.day == unspecified
	}
	return !season || p.day == 0
}

// possible checks the calendar. Without a year, 29 February is possible.
func (p point) possible() bool {
	switch {
	case p.month == 0 || p.month == unspecified || p.month >= Spring && p.month <= Winter:
		return true
	case p.month > 12:
		return false
	case p.day == 0 || p.day == unspecified:
		return true
	}
	return int(p.day) <= lengthOf(p.leapYear(), time.Month(p.month))
}

// leapYear is a year for the length of February.
func (p point) leapYear() int {
	if p.gaps == 4 {
		return 2000
	}
	return int(p.year)
}

// lengthOf is the number of days of a month.
func lengthOf(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
