package place

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Months as they begin in Russian, English, German and French; enough to read
// a date beside the name of a city.
var months = [...][]string{
	{"янв", "jan"}, {"фев", "feb", "fév", "fev"}, {"мар", "mar", "mär"}, {"апр", "apr", "avr"}, {"мая", "май", "may", "mai"}, {"июн", "jun", "juin"},
	{"июл", "jul", "juil"}, {"авг", "aug", "aoû"}, {"сен", "sep"}, {"окт", "oct", "okt"}, {"ноя", "nov"}, {"дек", "dec", "dez", "déc"},
}

const (
	yearPattern = `(?:1[89]\d\d|20\d\d)`
	before      = `(?i)(?:^|[\s,(])(?:(?:с|от|в|since|from|in|seit|depuis|vuodesta)\s+)?`
	after       = `(?:\s*(?:гг?\.?|год[ау]?))?(?:[\s,.)]|$)`
)

var (
	isoDate   = regexp.MustCompile(before + `(` + yearPattern + `)-(\d\d)(?:-(\d\d))?` + after)
	dotDate   = regexp.MustCompile(before + `(\d{1,2})[./](\d{1,2})[./](` + yearPattern + `)` + after)
	wordDate  = regexp.MustCompile(before + `(?:(\d{1,2})\.?\s+)?(\p{L}{3,10})\.?\s+(` + yearPattern + `)` + after)
	yearRange = regexp.MustCompile(before + `(` + yearPattern + `)\s*[-–—/]\s*(` + yearPattern + `)` + after)
	yearAlone = regexp.MustCompile(before + `(` + yearPattern + `)` + after)
)

// takeDate finds a date in s and returns it in EDTF and s without it. A date
// that cannot be (31 April) is read as its year.
func takeDate(s string) (date, rest string) {
	if m := isoDate.FindStringSubmatchIndex(s); m != nil {
		return day(sub(s, m, 1), sub(s, m, 2), sub(s, m, 3)), without(s, m)
	}
	if m := dotDate.FindStringSubmatchIndex(s); m != nil {
		return day(sub(s, m, 3), sub(s, m, 2), sub(s, m, 1)), without(s, m)
	}
	if m := wordDate.FindStringSubmatchIndex(s); m != nil {
		if n := month(sub(s, m, 2)); n > 0 {
			return day(sub(s, m, 3), strconv.Itoa(n), sub(s, m, 1)), without(s, m)
		}
	}
	if m := yearRange.FindStringSubmatchIndex(s); m != nil {
		return sub(s, m, 1) + "/" + sub(s, m, 2), without(s, m)
	}
	if m := yearAlone.FindStringSubmatchIndex(s); m != nil {
		return sub(s, m, 1), without(s, m)
	}
	return "", s
}

func sub(s string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return s[m[2*n]:m[2*n+1]]
}

func without(s string, m []int) string {
	return strings.TrimSpace(s[:m[0]] + " " + s[m[1]:])
}

func month(word string) int {
	w := strings.ToLower(word)
	for i, names := range months {
		for _, n := range names {
			if strings.HasPrefix(w, n) {
				return i + 1
			}
		}
	}
	return 0
}

// day writes year, month and day, as many as are given and possible.
func day(year, month, dayOfMonth string) string {
	m, _ := strconv.Atoi(month)
	if m < 1 || m > 12 {
		return year
	}
	if dayOfMonth == "" {
		return fmt.Sprintf("%s-%02d", year, m)
	}
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(dayOfMonth)
	last := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		last = 29
	}
	if d < 1 || d > last {
		return year
	}
	return fmt.Sprintf("%s-%02d-%02d", year, m, d)
}
