package form

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Line normalises a text of one line: NFC, plain single spaces, no invisible
// signs, ASCII digits for full-width ones, trimmed.
func Line(s string) string {
	if usual(s) && !strings.ContainsAny(s, "\t\r\n") && !strings.Contains(s, "  ") {
		return strings.Trim(s, " ")
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, clean(s))
	return strings.Join(strings.Fields(s), " ")
}

// breaks are the ends of lines and paragraphs.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n")

// Prose normalises a text of several lines. It keeps no-break spaces, which
// the typographer puts in, and the paragraphs; it drops spaces at the ends of
// lines and lines at the ends of the text.
func Prose(s string) string {
	if usual(s) && !strings.ContainsAny(s, "\t\r\n") {
		return strings.Trim(s, " ")
	}
	s = breaks.Replace(clean(s))
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// usual holds for texts of signs that cleaning leaves as they are, which is
// nearly all there is.
func usual(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r < 0x7f, r == '\n', r == '\r', r == '\t', r >= 'А' && r <= 'я', r == 'ё', r == 'Ё', r == '№', r == '«', r == '»', r == '–', r == '—':
		default:
			return false
		}
	}
	return true
}

// clean does what lines and prose have in common. Joiners (U+200C, U+200D) stay: scripts
// and emoji need them.
func clean(s string) string {
	if usual(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '\n' || r == '\r' || r == '\t':
			return r
		case unicode.IsControl(r), invisible(r):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// invisible are signs that change nothing one can see, or that turn the
// direction of the text around.
func invisible(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u180e',
		r == '\u200e', r == '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}
