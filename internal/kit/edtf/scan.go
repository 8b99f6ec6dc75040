package edtf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what an item of typed text is.
type kind uint8

const (
	tokNumber  kind = iota // n, digits
	tokShort               // a number of two digits followed by "г."
	tokMonth               // n; letter m for Russian and Roman, M for English
	tokSeason              // n
	tokDate                // date: year (or -1), month, day (or -1)
	tokDecade              // n is its first year
	tokMark                // n is the Mark
	tokSince               // с, since, from
	tokUntil               // по, до, until, to
	tokDash                // - – — /
	tokPresent             // по настоящее время, present
	tokNoMonth             // месяц не установлен
	tokNoDay               // день не установлен
	tokBlank               // окончание неизвестно
	tokCentury             // 19XX, n is its first year
	tokBetween             // между, between
	tokAnd                 // и, and
	tokNoise               // year, in, weekday, full stop: dropped
	tokYear                // г., год, year: makes a short number a year
	tokBad                 // anything else
)

type item struct {
	kind    kind
	n       int
	digits  int
	date    [3]int
	english bool
}

// letter is the item's letter in the patterns of shape.
func (t item) letter() byte {
	switch t.kind {
	case tokNumber:
		switch {
		case t.digits == 4:
			return 'Y'
		case t.digits <= 2:
			return 'd'
		}
	case tokShort:
		return 'y'
	case tokMonth:
		if t.english {
			return 'M'
		}
		return 'm'
	case tokSeason:
		return 's'
	case tokDate:
		return 'D'
	case tokDecade:
		return 'X'
	case tokCentury:
		return 'C'
	}
	return '!'
}

// letters and phrases are built once and never change: composed letters and
// invisible signs; and phrases that stand for one item each, written as a
// control character (others are refused before).
var (
	letters = strings.NewReplacer("и\u0306", "й", "И\u0306", "й", "е\u0308", "е", "\u200b", "", "\ufeff", "", "\u00ad", "")
	phrases = strings.NewReplacer(
		", год не установлен", "", ", year not known", "",
		", день и месяц не установлены", " \x01 \x02", ", day and month not known", " \x01 \x02",
		", месяц не установлен", " \x01", ", month not known", " \x01",
		", день не установлен", " \x02", ", day not known", " \x02",
		", окончание неизвестно", " \x04", ", начало неизвестно", " \x04", ", end not known", " \x04", ", start not known", " \x04",
		"до конца ", "до ", "к концу ", "до ", "by the end of ", "until ", "until the end of ", "until ",
		"начиная с ", "с ", "по настоящее время", "\x03", "– настоящее время", "\x03", "по наст. время", "\x03", "по сей день", "\x03", "по н. в.", "\x03",
		"по н.в.", "\x03", "н. в.", "\x03", "н.в.", "\x03",
	)
)

// tidy folds what has several spellings: case, spaces, dashes, a composed й.
func tidy(s string) string {
	s = letters.Replace(s)
	s = strings.Map(func(r rune) rune {
		switch r {
		case '‐', '‑', '‒', '–', '—', '―', '−':
			return '–'
		case 'ё', 'Ё':
			return 'е'
		case '’', 'ʼ':
			return '\''
		case utf8.RuneError:
			return '\x00'
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) {
			return '\x00'
		}
		return unicode.ToLower(r)
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	return phrases.Replace(s)
}

// isUnknown reports a text that says that nothing is known.
func isUnknown(s string) bool {
	switch strings.Trim(s, " .") {
	case "", "–", "-", "?", "неизвестно", "неизвестна", "неизвестен", "не известно", "не установлено",
		"не установлена", "нет данных", "н/д", "unknown", "not known", "n/a":
		return true
	}
	return false
}

// isCanonical reports a text written with nothing but the signs of EDTF, in
// its shape: four characters of a year first, or an open or unknown start.
func isCanonical(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && !strings.ContainsRune("x-./?~%", rune(c)) {
			return false
		}
	}
	for side := range strings.SplitSeq(s, "/") {
		side = strings.TrimRight(side, "?~%")
		if side == "" || side == ".." {
			continue
		}
		if len(side) != 4 && len(side) != 7 && len(side) != 10 ||
			len(side) > 4 && side[4] != '-' || len(side) > 7 && side[7] != '-' || strings.Contains(side, ".") {
			return false
		}
	}
	return true
}

// scan cuts a tidy text into items and drops the noise. It is false when a
// word is not known: a date is never guessed around one.
func scan(s, lang string) ([]item, bool) {
	items := make([]item, 0, 8)
	for s != "" {
		t, size := next(s, lang)
		s = s[size:]
		switch t.kind {
		case tokBad:
			return nil, false
		case tokNoise:
		case tokYear:
			if i := len(items) - 1; i >= 0 && items[i].kind == tokNumber && items[i].digits == 2 {
				items[i].kind = tokShort
			}
		default:
			items = append(items, t)
		}
	}
	return items, true
}

func next(s, lang string) (item, int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r >= '0' && r <= '9':
		if t, n := numeric(s, lang); n > 0 {
			return t, n
		}
		return number(s)
	case unicode.IsLetter(r):
		n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
		if n < 0 {
			n = len(s)
		}
		// "c." is circa in any language; a lone Latin c is a Russian «с» when typed by a Russian.
		if s[:n] == "c" && lang == "ru" && !strings.HasPrefix(s[n:], ".") {
			return item{kind: tokSince}, n
		}
		return word(s[:n]), n
	}
	switch r {
	case ' ', ',', '.', '(', ')':
		return item{kind: tokNoise}, size
	case '-', '–', '/', '…':
		return item{kind: tokDash}, size
	case '?', '~', '%':
		return item{kind: tokMark, n: int(r)}, size
	case '≈':
		return item{kind: tokMark, n: int(Approximate)}, size
	case 1:
		return item{kind: tokNoMonth}, size
	case 2:
		return item{kind: tokNoDay}, size
	case 3:
		return item{kind: tokPresent}, size
	case 4:
		return item{kind: tokBlank}, size
	}
	return item{kind: tokBad}, size
}

// number reads digits with what may hang on them: 12th, 12-го, 1990s, 1990-е.
func number(s string) (item, int) {
	n, end := digits(s)
	if end > 4 {
		return item{kind: tokBad}, end
	}
	t := item{kind: tokNumber, n: n, digits: end}
	rest := s[end:]
	if end == 2 && n > 0 && hasWord(rest, "xx") {
		return item{kind: tokCentury, n: n * 100}, end + 2
	}
	if end == 3 && n > 0 && hasWord(rest, "x") {
		return item{kind: tokDecade, n: n * 10}, end + 1
	}
	for _, tail := range [...]string{"-е", "-х", "–е", "–х", "'s", "s"} {
		if n%10 == 0 && (end == 4 && n > 0 || end == 2 && n > 31) && hasWord(rest, tail) {
			if end == 2 {
				n = pivot(n)
			}
			return item{kind: tokDecade, n: n}, end + len(tail)
		}
	}
	for _, tail := range [...]string{"-го", "-ого", "-е", "-ое", "st", "nd", "rd", "th"} {
		if end <= 2 && hasWord(rest, tail) {
			return t, end + len(tail)
		}
	}
	return t, end
}

// hasWord is HasPrefix that does not stop within a word.
func hasWord(s, word string) bool {
	rest, ok := strings.CutPrefix(s, word)
	r, _ := utf8.DecodeRuneInString(rest)
	return ok && !unicode.IsLetter(r)
}

// digits reads up to five; more is too many anyway.
func digits(s string) (n, end int) {
	for end < len(s) && end < 5 && s[end] >= '0' && s[end] <= '9' {
		n = n*10 + int(s[end]-'0')
		end++
	}
	return n, end
}

// numeric reads a whole date of digits: 12.10.1989, 12/10/89, 10.1989,
// 1989-10-12, 1989.10.12, 12.10; the size is 0 when it is something else.
func numeric(s, lang string) (item, int) {
	var n, size [3]int
	var sep byte
	end, parts := 0, 0
	for parts < 3 {
		n[parts], size[parts] = digits(s[end:])
		if size[parts] == 0 {
			end-- // the separator belongs to what follows
			break
		}
		end += size[parts]
		parts++
		if parts == 3 || end >= len(s) || !strings.ContainsRune("./-", rune(s[end])) || sep != 0 && s[end] != sep {
			break
		}
		sep = s[end]
		end++
	}
	for i := range parts {
		if size[i] != 1 && size[i] != 2 && size[i] != 4 {
			return item{}, 0
		}
	}
	d := [3]int{-1, -1, -1}
	switch {
	case parts == 3 && size[0] == 4 && size[1] <= 2 && size[2] <= 2:
		d = [3]int{n[0], n[1], n[2]}
		end += clock(s[end:])
	case parts == 3 && size[0] <= 2 && size[1] <= 2 && size[2] != 1:
		d = [3]int{n[2], n[1], n[0]}
		if sep == '/' && lang == "en-US" {
			d[1], d[2] = d[2], d[1]
		}
		if size[2] == 2 {
			d[0] = pivot(n[2])
		}
		end += clock(s[end:])
	case parts == 2 && size[0] <= 2 && size[1] == 4:
		d = [3]int{n[1], n[0], -1}
	case parts == 2 && sep == '-' && size[0] == 4 && size[1] == 2 && n[1] <= 12:
		d = [3]int{n[0], n[1], -1}
	case parts == 2 && sep == '.' && size[0] <= 2 && size[1] == 2:
		d = [3]int{-1, n[1], n[0]}
	default:
		return item{}, 0
	}
	return item{kind: tokDate, date: d}, end
}

// clock is the length of a time of day after a date, as spreadsheets and
// programs write it: " 00:00:00", "t10:00:00.000z". It is dropped.
func clock(s string) int {
	if len(s) < 6 || s[0] != ' ' && s[0] != 't' {
		return 0
	}
	if n, size := digits(s[1:]); size != 2 || n > 23 || s[3] != ':' {
		return 0
	}
	end := strings.IndexFunc(s[1:], func(r rune) bool {
		return (r < '0' || r > '9') && r != ':' && r != '.' && r != 'z' && r != '+'
	})
	if end < 0 {
		return len(s)
	}
	return end + 1
}
