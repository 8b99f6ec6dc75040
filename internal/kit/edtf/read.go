package edtf

import (
	"slices"
	"strings"
)

// Read reads what people type in Russian and English, and everything that
// Parse reads. The empty text and "unknown" are the zero Date.
//
// Words of both languages are understood whatever lang is. lang decides what
// is ambiguous: 10/12/2026 is 10 December, and October 12 for "en-US" alone;
// a lone Latin c is «с» ("since") for "ru" and "circa" otherwise.
//
// Years of two digits: 50–99 are 1950–1999, 00–49 are 2000–2049 (twinning
// began after the war, plans reach into the forties). They are read only where
// they cannot be anything else: 12.10.89, окт. 89, 2011–13, 90-е.
//
// Errors are Invalid with the key date.impossible (31 апреля), date.order,
// date.incomplete (an interval without a year) or date.unreadable.
func Read(s, lang string) (Date, error) {
	if text := strings.TrimSpace(s); len(text) >= 4 && isCanonical(text) {
		return Parse(strings.ToUpper(text)) // what programs write need not be tidied
	}
	text := tidy(s)
	if isUnknown(text) {
		return Date{}, nil
	}
	if len(text) > 200 {
		return Date{}, unreadable(s)
	}
	if isCanonical(text) {
		return Parse(strings.ToUpper(text))
	}
	r := reader{given: strings.TrimSpace(s)}
	items, ok := scan(text, lang)
	if !ok {
		return Date{}, unreadable(s)
	}
	d, err := r.whole(items)
	if err != nil {
		return Date{}, err
	}
	return d, nil
}

// reader carries what was typed, for its errors.
type reader struct{ given string }

// span is one side while it is read: numbers not yet checked, -1 for absent.
type span struct {
	year, month, day int
	gaps             uint8
	mark             Mark
	short            bool // the year had two digits and no pivot was applied
}

func (r reader) whole(items []item) (Date, error) {
	if len(items) == 0 {
		return Date{}, unreadable(r.given)
	}
	if d, ok := r.between(items); ok {
		return d, nil
	}
	// «примерно с 1965 г.»: the mark belongs to the date
	if len(items) > 2 && items[0].kind == tokMark && (items[1].kind == tokSince || items[1].kind == tokUntil) {
		items[0], items[1] = items[1], items[0]
	}
	edges := open
	if t := items[len(items)-1].kind; t == tokPresent || t == tokBlank {
		items = items[:len(items)-1]
		for len(items) > 0 && isUntilOrDash(items[len(items)-1]) {
			items = items[:len(items)-1]
		}
		if len(items) == 0 {
			return Date{}, unreadable(r.given)
		}
		if items[0].kind != tokSince && items[0].kind != tokUntil {
			return r.interval(items, nil, open)
		}
		if t == tokBlank {
			edges = blank
		}
	}
	switch items[0].kind {
	case tokSince:
		rest := items[1:]
		if i := slices.IndexFunc(rest, isUntilOrDash); i >= 0 {
			return r.interval(rest[:i], rest[i+1:], edges)
		}
		return r.interval(rest, nil, edges)
	case tokUntil:
		return r.interval(nil, items[1:], edges)
	}
	if i := slices.IndexFunc(items, isUntilOrDash); i >= 0 {
		return r.interval(items[:i], items[i+1:], edges)
	}
	side, err := r.side(items)
	if err != nil {
		return Date{}, err
	}
	if side.short || side.year < 0 && side.month < 0 {
		return Date{}, unreadable(r.given)
	}
	p, err := r.point(side)
	if err != nil {
		return Date{}, err
	}
	return Date{from: p}, nil
}

func isUntilOrDash(t item) bool { return t.kind == tokUntil || t.kind == tokDash }

// between reads "between 1900 and 1999", as Date of 19XX is written.
func (r reader) between(items []item) (Date, bool) {
	if len(items) != 4 || items[0].kind != tokBetween || items[1].kind != tokNumber ||
		items[2].kind != tokAnd || items[3].kind != tokNumber {
		return Date{}, false
	}
	a, b := items[1], items[3]
	if a.digits != 4 || b.digits != 4 || a.n == 0 || a.n%100 != 0 || b.n != a.n+99 {
		return Date{}, false
	}
	return Date{from: point{edge: known, year: uint16(a.n), gaps: 2}}, true
}

// interval reads two sides and lets each lend the other what it lacks: in
// "12–14 июня 2026" the first has no month and no year. An empty side becomes
// the given edge, open or blank.
func (r reader) interval(left, right []item, empty edge) (Date, error) {
	switch {
	case len(left) == 0 && len(right) == 0:
		return Date{}, unreadable(r.given)
	case len(left) == 0:
		p, err := r.alone(right)
		return Date{point{edge: empty}, p}.orNothing(err)
	case len(right) == 0:
		p, err := r.alone(left)
		return Date{p, point{edge: empty}}.orNothing(err)
	}
	a, err := r.side(left)
	if err != nil {
		return Date{}, err
	}
	b, err := r.side(right)
	if err != nil {
		return Date{}, err
	}
	if !lend(&a, &b) {
		return Date{}, unreadable(r.given)
	}
	if a.year < 0 {
		return Date{}, incomplete(r.given)
	}
	from, err := r.point(a)
	if err != nil {
		return Date{}, err
	}
	to, err := r.point(b)
	if err != nil {
		return Date{}, err
	}
	if disordered(from, to) {
		return Date{}, order(Date{from: from})
	}
	return Date{from, to}, nil
}

// orNothing drops the date when there is an error.
func (d Date) orNothing(err error) (Date, error) {
	if err != nil {
		return Date{}, err
	}
	return d, nil
}

// alone reads the one known side of an open interval; it needs a year.
func (r reader) alone(items []item) (point, error) {
	side, err := r.side(items)
	switch {
	case err != nil:
		return point{}, err
	case side.short || side.year < 0 && side.month < 0:
		return point{}, unreadable(r.given)
	case side.year < 0:
		return point{}, incomplete(r.given)
	}
	return r.point(side)
}

// lend completes the sides of an interval from each other. It is false when
// they do not fit: "12 – 2026", "12–14".
func lend(a, b *span) bool {
	if a.short || a.day >= 0 && a.month < 0 && b.day < 0 {
		return false
	}
	if a.year < 0 && b.month < 0 && b.day < 0 { // 12 июня – 2026
		return false
	}
	// 2011–13: a day alone after a year alone is the short form of a year.
	if b.year < 0 && b.month < 0 && b.day >= 0 && a.year >= 0 && a.month < 0 {
		b.year, b.day, b.short = b.day, -1, true
	}
	if b.short {
		if a.year < 0 || a.month >= 0 {
			return false
		}
		b.year += a.year / 100 * 100
		if b.year < a.year {
			b.year += 100
		}
		b.short = false
	}
	// "12 июня – 14" lacks only the second month; "12–14 июня" the first.
	if b.month < 0 && b.day >= 0 {
		b.month = a.month
	}
	if a.month < 0 && a.day >= 0 {
		a.month = b.month
	}
	if b.year < 0 {
		b.year = a.year
	}
	if a.year < 0 {
		a.year, a.gaps = b.year, b.gaps
	}
	return (a.month >= 0 || a.day < 0) && (b.month >= 0 || b.day < 0)
}

// point checks a side against the calendar.
func (r reader) point(s span) (point, error) {
	if s.year == 0 || s.year > 9999 {
		return point{}, unreadable(r.given)
	}
	p := point{edge: known, gaps: s.gaps, mark: s.mark}
	if s.year < 0 {
		p.gaps = 4
	} else {
		p.year = uint16(s.year)
	}
	if s.day >= 0 && s.month < 0 {
		return point{}, unreadable(r.given)
	}
	if s.month == 0 || s.day == 0 {
		return point{}, impossible(r.given)
	}
	p.month, p.day = uint8(max(s.month, 0)), uint8(max(s.day, 0))
	if !p.possible() {
		return point{}, impossible(r.given)
	}
	if !p.grammatical() || p.gaps == 4 && p.day == unspecified {
		return point{}, unreadable(r.given)
	}
	return p, nil
}

// side reads the items of one side: marks first, then the shape of the rest.
func (r reader) side(items []item) (span, error) {
	s := span{year: -1, month: -1, day: -1}
	var noMonth, noDay bool
	var rest []item
	for _, t := range items {
		switch t.kind {
		case tokMark:
			s.mark = s.mark.with(Mark(t.n))
		case tokNoMonth:
			noMonth = true
		case tokNoDay:
			noDay = true
		default:
			rest = append(rest, t)
		}
	}
	if !s.shape(rest) {
		return span{}, unreadable(r.given)
	}
	if s.month >= unspecified || s.day >= unspecified {
		return span{}, impossible(r.given)
	}
	if noMonth && (s.month >= 0 || s.year < 0) || noDay && s.day >= 0 {
		return span{}, unreadable(r.given)
	}
	if noMonth {
		s.month = unspecified
	}
	if noDay {
		s.day = unspecified
	}
	return s, nil
}

// with joins two qualifiers: about and possibly make both.
func (m Mark) with(n Mark) Mark {
	if m == 0 || m == n {
		return n
	}
	return Both
}
