package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key folds s for comparison: compatibility decomposition, lower case, no
// accents on Latin, Cyrillic, Greek, Hebrew and Arabic letters (so ё is е, but
// й stays й: it is a letter, not an accented и), ß as ss, ø as o, ł as l, æ as
// ae; every run of anything that is neither letter, mark nor digit becomes one
// space, none at the ends. Key(Key(s)) == Key(s), and the result is valid
// UTF-8 in NFC whatever the input.
func Key(s string) string {
	if plain(s) {
		return s
	}
	if k, ok := quick(s); ok {
		return k
	}
	return slow(s)
}

// slow folds any text, by decomposition.
func slow(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	var base rune // last letter written, to know whose mark follows
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if base == 0 || dropsMark(base, r) {
				continue
			}
			b.WriteRune(r)
			if base == 'и' {
				base = 'й' // one breve makes the letter; more are noise
			}
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mc, r):
			if modifier(r) {
				continue
			}
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			base = unicode.ToLower(r)
			if t, ok := letter(base); ok {
				b.WriteString(t)
				continue
			}
			b.WriteRune(base)
		case r == '\u00AD' || r == '\u200B' || r == '\u200C' || r == '\u200D' || r == '\uFEFF':
			// soft hyphens and joiners are invisible: they part nothing
		default:
			gap, base = true, 0
		}
	}
	return norm.NFC.String(b.String())
}

// Words splits s into its folded words, in order; nil when there are none.
func Words(s string) []string { return strings.Fields(Key(s)) }

// plain reports that s is already a key made of lower-case ASCII: the usual
// case inside loops over stored keys, where decomposition would be waste.
func plain(s string) bool {
	gap := true
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			gap = false
		case c == ' ' && !gap:
			gap = true
		default:
			return false
		}
	}
	return !gap || s == ""
}

// quick folds text of ASCII and Russian letters alone, which is nearly all
// there is, without decomposition.
func quick(s string) (string, bool) {
	b := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', 'а' <= r && r <= 'я':
		case 'A' <= r && r <= 'Z', 'А' <= r && r <= 'Я':
			r += 32
		case r == 'ё', r == 'Ё':
			r = 'е'
		case r == '№': // decomposes into two letters
			if gap {
				b, gap = append(b, ' '), false
			}
			b = append(b, 'n')
			r = 'o'
		case r < 0x80, r == '\u00A0', r == '«', r == '»', r == '–', r == '—', r == '„', r == '“', r == '”', r == '’', r == '‘':
			gap = len(b) > 0
			continue
		default:
			return "", false
		}
		if gap {
			b, gap = append(b, ' '), false
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), true
}

// dropsMark reports whether a combining mark on this letter is an accent that
// people leave out. In other scripts (Devanagari, kana, Thai) marks are vowels
// and voicing and must stay.
func dropsMark(base, mark rune) bool {
	if mark == '\u0306' && base == 'и' {
		return false
	}
	return base < 0x0250 || unicode.In(base, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic)
}

// modifier reports letters that only soften or glottalise in romanisations
// (ʼ ʹ ʻ) and the Arabic tatweel: they are never typed.
func modifier(r rune) bool {
	return r == '\u0640' || r >= 0x02B0 && r <= 0x02FF || r == '\uA78C' || r == '\uA78B'
}

// letter gives the plain spelling of letters that do not decompose.
func letter(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'ø':
		return "o", true
	case 'ł', 'ƚ':
		return "l", true
	case 'æ':
		return "ae", true
	case 'œ':
		return "oe", true
	case 'đ', 'ð':
		return "d", true
	case 'þ':
		return "th", true
	case 'ħ':
		return "h", true
	case 'ŧ':
		return "t", true
	case 'ŋ':
		return "ng", true
	case 'ı':
		return "i", true
	case 'ə':
		return "e", true
	case 'ſ':
		return "s", true
	case 'ς':
		return "σ", true
	}
	return "", false
}
