// Package numfmt understands the number formats of spreadsheets: which of them
// make a date of a number, how much of the date they show, and how digits
// stand in a telephone number.
package numfmt

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Kind is what the format of a cell makes of its number.
type Kind uint8

// The kinds.
const (
	Plain    Kind = iota
	Day           // 12.10.1989
	Instant       // 12.10.1989 14:30
	Month         // October 1989
	Year          // 1989
	Clock         // 14:30
	Duration      // 25:30
	Percent
	Mask // digits among other characters: +7 (000) 000-00-00, or leading zeros
)

// Format is a format of numbers.
type Format struct {
	Kind Kind
	mask string
}

// Builtin gives the formats that files name by number alone. 27–36 and 50–58 are
// dates in the East Asian editions, 14–22 and 45–47 everywhere.
func Builtin(id int) Format {
	switch {
	case id >= 14 && id <= 16, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return Format{Kind: Day}
	case id == 17, id == 55:
		return Format{Kind: Month}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47:
		return Format{Kind: Clock}
	case id == 22:
		return Format{Kind: Instant}
	case id == 46:
		return Format{Kind: Duration}
	case id == 9, id == 10:
		return Format{Kind: Percent}
	}
	return Format{}
}

// Read understands a format code: "dd.mm.yyyy", "[$-419]mmmm yyyy;@",
// "00000", "0.0%".
func Read(code string) Format {
	section := firstSection(code)
	letters, held := bareLetters(section)
	if held {
		return Format{Kind: Duration}
	}
	has := func(set string) bool { return strings.ContainsAny(letters, set) }
	digits := strings.ContainsAny(strings.NewReplacer("s.0", "s", "s.00", "s", "s.000", "s", "s,0", "s").Replace(letters), "0#?")
	d, y := has("d"), has("y")
	h := has("hs")
	m := has("m")
	switch {
	case digits && strings.Contains(letters, "%"):
		return Format{Kind: Percent}
	case digits:
		return masked(section)
	case h && (d || y):
		return Format{Kind: Instant}
	case h:
		return Format{Kind: Clock}
	case d && (m || y):
		return Format{Kind: Day}
	case m && y:
		return Format{Kind: Month}
	case y:
		return Format{Kind: Year}
	case m || d:
		return Format{Kind: Day} // part of a date whose whole is known
	}
	return Format{}
}

// firstSection cuts the format for positive numbers off.
func firstSection(code string) string {
	quoted := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			quoted = !quoted
		case '\\':
			i++
		case ';':
			if !quoted {
				return code[:i]
			}
		}
	}
	return code
}

// bareLetters is a section in lower case without its quoted text, conditions
// and colours; elapsed tells of [h], [mm] or [ss]. Letters of Russian formats
// (ДД.ММ.ГГГГ) become those of English ones.
func bareLetters(section string) (letters string, elapsed bool) {
	var b strings.Builder
	russian := strings.NewReplacer("д", "d", "м", "m", "г", "y", "ч", "h", "с", "s")
	runes := []rune(section)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case '\\', '_', '*':
			i++
		case '"':
			for i++; i < len(runes) && runes[i] != '"'; i++ {
			}
		case '[':
			var in strings.Builder
			for i++; i < len(runes) && runes[i] != ']'; i++ {
				in.WriteRune(unicode.ToLower(runes[i]))
			}
			if s := in.String(); s != "" && strings.Trim(s, s[:1]) == "" && strings.Contains("hms", s[:1]) {
				elapsed = true
			}
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	letters = b.String()
	if letters == "general" || letters == "основной" || letters == "@" {
		return "", false
	}
	if !strings.ContainsAny(letters, "0#?") && strings.Contains(letters, "гг") {
		letters = russian.Replace(letters)
	}
	return strings.NewReplacer("am/pm", "h", "a/p", "h").Replace(letters), elapsed
}

// masked recognises formats that write whole numbers with characters between
// the digits or with zeros in front. Signs of grouping are no such characters.
func masked(section string) Format {
	if strings.ContainsAny(section, ".,/%eE?*_") || strings.Contains(section, "# ##0") || strings.Contains(section, "#\u00a0##0") {
		return Format{}
	}
	var b strings.Builder
	digits, zeros, between, pending := 0, 0, false, false
	runes := []rune(section)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case '0', '#':
			if pending && digits > 0 {
				between = true
			}
			pending = false
			digits++
			if r == '0' {
				zeros++
			}
			b.WriteRune(r)
			continue
		case '\\':
			if i++; i < len(runes) {
				b.WriteString("\\" + string(runes[i]))
			}
		case '"':
			for i++; i < len(runes) && runes[i] != '"'; i++ {
				b.WriteString("\\" + string(runes[i]))
			}
		case '[':
			for i++; i < len(runes) && runes[i] != ']'; i++ {
			}
			continue
		default:
			b.WriteString("\\" + string(r))
		}
		pending = true
	}
	if zeros > 1 || between {
		return Format{Kind: Mask, mask: b.String()}
	}
	return Format{}
}

// Show writes the number of a cell as its format says. raw is the number as
// the file holds it.
func (l Format) Show(raw string, since1904 bool) string {
	if l.Kind == Plain {
		return Tidy(raw)
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return raw
	}
	switch l.Kind {
	case Percent:
		return Tidy(strconv.FormatFloat(f*100, 'g', 15, 64)) + "%"
	case Mask:
		return l.fill(raw)
	case Duration:
		if f < 0 || f > 1e6 {
			return Tidy(raw)
		}
		s := int(math.Round(f * 86400))
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return l.date(f, raw, since1904)
}

// fill puts the digits of a whole number into the mask, from the right.
func (l Format) fill(raw string) string {
	digits := Tidy(raw)
	if _, err := strconv.ParseUint(digits, 10, 64); err != nil {
		return digits
	}
	var out []rune
	runes := []rune(l.mask)
	first := strings.IndexAny(l.mask, "0#")
	first = len([]rune(l.mask[:first]))
	for i := len(runes) - 1; i >= 0; i-- {
		if i > 0 && runes[i-1] == '\\' {
			if len(digits) > 0 || i < first || strings.ContainsRune(string(runes[:i]), '0') {
				out = append(out, runes[i])
			}
			i--
			continue
		}
		switch {
		case len(digits) > 0:
			out = append(out, rune(digits[len(digits)-1]))
			digits = digits[:len(digits)-1]
		case runes[i] == '0':
			out = append(out, '0')
		}
		if i == first { // what is left goes before the first place
			for ; len(digits) > 0; digits = digits[:len(digits)-1] {
				out = append(out, rune(digits[len(digits)-1]))
			}
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return strings.TrimSpace(string(out))
}

// date writes the number of a day as EDTF, with the time where it is shown.
func (l Format) date(f float64, raw string, since1904 bool) string {
	if f < 0 || f >= 2_958_466 {
		return Tidy(raw)
	}
	seconds := int64(math.Round(f * 86400))
	n, s := int(seconds/86400), int(seconds%86400)
	hours := fmt.Sprintf("%02d:%02d", s/3600, s/60%60)
	if s%60 != 0 {
		hours += fmt.Sprintf(":%02d", s%60)
	}
	if n == 0 && (l.Kind == Clock || l.Kind == Instant) {
		return hours
	}
	switch {
	case since1904:
		n += 1462
	case n < 60: // spreadsheets have a 29 February 1900, which there never was
		n++
	}
	y, m, d := civil(n + daysSince1970(1899, 12, 30))
	switch date := fmt.Sprintf("%04d-%02d-%02d", y, m, d); l.Kind {
	case Year:
		return date[:4]
	case Month:
		return date[:7]
	case Instant, Clock:
		if s != 0 {
			return fmt.Sprintf("%sT%02d:%02d:%02d", date, s/3600, s/60%60, s%60)
		}
		return date
	default:
		return date
	}
}

// civil is the day so many days after 1 January 1970.
func civil(n int) (y, m, d int) {
	n += 719468
	era := n / 146097
	doe := n - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	y = yoe + era*400
	if m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

// Tidy writes a number without exponent, with the 15 digits that spreadsheets
// count with. Whole numbers stay as they are, however long.
func Tidy(raw string) string {
	whole := strings.TrimPrefix(raw, "-")
	if whole != "" && strings.Trim(whole, "0123456789") == "" {
		return raw
	}
	if digits, ok := Decimal(raw); ok && digits <= 15 {
		return raw
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || math.Abs(f) >= 1e100 {
		return raw
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		return raw
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// Decimal counts the significant digits of a number in plain decimal notation.
func Decimal(s string) (digits int, ok bool) {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" || point && fraction == "" || len(whole) > 1 && whole[0] == '0' {
		return 0, false
	}
	for _, part := range []string{whole, fraction} {
		for _, r := range part {
			if r < '0' || r > '9' {
				return 0, false
			}
		}
	}
	return len(strings.TrimLeft(whole+fraction, "0")), true
}

// Serial is the number of a day as spreadsheets count since 1900. Days before
// March 1900, which programs count differently, have none.
func Serial(day string) (int, bool) {
	y, errY := strconv.Atoi(day[:4])
	m, errM := strconv.Atoi(day[5:7])
	d, errD := strconv.Atoi(day[8:])
	if errY != nil || errM != nil || errD != nil {
		return 0, false
	}
	n := daysSince1970(y, m, d) - daysSince1970(1899, 12, 30)
	return n, n >= 61
}

// daysSince1970 counts days of the Gregorian calendar.
func daysSince1970(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1 - 719468
}
