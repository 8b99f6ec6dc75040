package edtf

import "strings"

// shape recognises the order in which numbers and names stand.
func (s *span) shape(items []item) bool {
	var pattern strings.Builder
	for _, t := range items {
		pattern.WriteByte(t.letter())
	}
	n := func(i int) int { return items[i].n }
	switch pattern.String() {
	case "D": // a whole numeric date
		s.year, s.month, s.day = items[0].date[0], items[0].date[1], items[0].date[2]
	case "X": // a decade
		s.year, s.gaps = n(0), 1
	case "Y":
		s.year = n(0)
	case "y":
		s.year = pivot(n(0))
	case "d":
		s.day = n(0)
	case "C": // a hundred years
		s.year, s.gaps = n(0), 2
	case "dY": // Jun 12–14, 2026: the month stands with the other day
		s.day, s.year = n(0), n(1)
	case "m", "M":
		s.month = n(0)
	case "mY", "MY", "sY":
		s.month, s.year = n(0), n(1)
	case "Ym", "YM", "Ys":
		s.year, s.month = n(0), n(1)
	case "my", "My": // окт. 89 г.
		s.month, s.year = n(0), pivot(n(1))
	case "dm", "dM":
		s.day, s.month = n(0), n(1)
	case "md": // a Russian month name is not followed by a day
		s.month, s.year = n(0), pivot(n(1))
	case "Md": // June 12; October 89
		s.month, s.day = n(0), n(1)
		if n(1) > 31 {
			s.year, s.day = pivot(n(1)), -1
		}
	case "dmY", "dMY":
		s.day, s.month, s.year = n(0), n(1), n(2)
	case "dmd", "dMd", "dmy", "dMy":
		s.day, s.month, s.year = n(0), n(1), pivot(n(2))
	case "mdY", "MdY":
		s.month, s.day, s.year = n(0), n(1), n(2)
	case "Ymd", "YMd":
		s.year, s.month, s.day = n(0), n(1), n(2)
	default:
		return false
	}
	// The pivot is for years of two digits: "12 июня 5" is not a date.
	switch p := pattern.String(); p {
	case "md", "dmd", "dMd":
		return items[len(p)-1].digits == 2
	}
	return true
}

// pivot places a year of two digits.
func pivot(n int) int {
	if n >= 50 {
		return 1900 + n
	}
	return 2000 + n
}
