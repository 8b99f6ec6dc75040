package i18n

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Typo sets a Russian text as a printer would: «quotes» with „inner“ ones, em
// dashes, en dashes in ranges, the ellipsis, and no-break spaces. It touches
// nothing else: «N 179-ФЗ», phone numbers and ISO dates stay. Text in other
// languages is returned as it is. Typo of its own result changes nothing.
//
// Messages of the catalogue pass it on load. What people write gets it as a
// suggestion that they accept; it is never applied silently to their text.
func Typo(lang, s string) string {
	if base(lang) != "ru" || s == "" {
		return s
	}
	s = strings.ReplaceAll(s, "...", "…")
	s = quotes(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = typoLine(line)
	}
	return strings.Join(lines, "\n")
}

// quotes turns straight and foreign quotation marks into «…» outside and „…“
// inside. Where they do not pair (5" is five inches) nothing is changed.
func quotes(s string) string {
	if !strings.ContainsAny(s, `"“”„«»`) {
		return s
	}
	in := []rune(s)
	out := make([]rune, 0, len(in))
	depth := 0
	for i, r := range in {
		opens := r == '«' || r == '„'
		switch r {
		default:
			out = append(out, r)
			continue
		case '«', '„', '»', '”':
		case '"', '“':
			opens = opening(in, i, depth)
		}
		if opens {
			depth++
			out = append(out, [...]rune{'«', '„'}[min(depth, 2)-1])
			continue
		}
		if depth == 0 {
			return s
		}
		out = append(out, [...]rune{'»', '“'}[min(depth, 2)-1])
		depth--
	}
	if depth != 0 {
		return s
	}
	return string(out)
}

// opening reports whether the mark at i opens: it follows a space, a bracket,
// a dash or another opening mark, and a word follows it.
func opening(in []rune, i, depth int) bool {
	if i+1 == len(in) || unicode.IsSpace(in[i+1]) {
		return false
	}
	if i == 0 || unicode.IsSpace(in[i-1]) || strings.ContainsRune("([{—–-/«„", in[i-1]) {
		return true
	}
	return in[i-1] == '"' && depth > 0 && (i == 1 || unicode.IsSpace(in[i-2]))
}

// typoLine sets dashes and spaces of one line. It looks at each gap between two
// words; the spaces at both ends of the line stay.
func typoLine(line string) string {
	body := strings.TrimLeft(line, " ")
	indent := line[:len(line)-len(body)]
	core := strings.TrimRight(body, " ")
	tail := body[len(core):]
	var tokens []string // words split at plain and no-break spaces
	var gaps []string   // the space after the word of the same place
	for core != "" {
		end := strings.IndexAny(core, " \u00a0")
		if end < 0 {
			tokens, gaps = append(tokens, core), append(gaps, "")
			break
		}
		rest := strings.TrimLeft(core[end:], " \u00a0")
		gap := core[end : len(core)-len(rest)]
		if strings.Trim(gap, " ") == "" {
			gap = " "
		}
		tokens, gaps = append(tokens, core[:end]), append(gaps, gap)
		core = rest
	}
	for i := range tokens {
		tokens[i] = rangeDash(tokens, i)
		if i > 0 && i+1 < len(tokens) && isDash(tokens[i]) && !(isNumber(tokens[i-1]) && isNumber(tokens[i+1])) {
			tokens[i] = "—"
		}
	}
	var b strings.Builder
	b.WriteString(indent)
	for i, t := range tokens {
		b.WriteString(t)
		if gaps[i] == " " && i+1 < len(tokens) && tied(tokens, i) {
			b.WriteString(nbsp)
			continue
		}
		b.WriteString(gaps[i])
	}
	return b.String() + tail
}

func isDash(s string) bool { return s == "-" || s == "--" || s == "–" || s == "—" }

// tied reports whether the space after tokens[i] must not break.
func tied(tokens []string, i int) bool {
	l, r := tokens[i], tokens[i+1]
	if r == "—" {
		return true
	}
	word := strings.TrimLeft(l, "\"«„([—")
	switch strings.ToLower(word) {
	case "в", "к", "с", "о", "у", "и", "а", "во", "ко", "со", "об", "на", "не", "ни", "но", "по", "за", "из", "до", "от", "для", "при", "№", "§":
		return true
	case "ул.", "пр.", "пл.", "д.", "стр.", "ст.", "п.", "им.", "с.":
		return startsNumber(r) || startsUpper(r)
	case "г.":
		return startsUpper(r) && (i == 0 || !endsNumber(tokens[i-1]))
	}
	if isInitial(word) && startsUpper(r) {
		return true
	}
	bare := strings.TrimRight(r, ",;:!?)»“…")
	if slices.Contains([]string{"бы", "б", "ли", "же", "ж"}, bare) {
		return true
	}
	if !endsNumber(l) {
		return false
	}
	return isUnit(bare) || isUnit(strings.TrimRight(bare, ".")) || isMonth(strings.TrimRight(bare, ".")) || grouped(l, bare)
}

func isUnit(s string) bool {
	switch s {
	case "г.", "гг.", "год", "года", "лет", "чел.", "чел", "тыс.", "тыс", "млн", "млрд", "руб.", "руб", "₽", "€", "$", "%", "‰",
		"км", "м", "см", "кг", "т", "л", "ч", "мин", "с", "МБ", "ГБ", "кБ":
		return true
	}
	return false
}

func isMonth(s string) bool { return slices.Contains(locales["ru"].months[:], s) }

// grouped reports the gap of 10 000.
func grouped(l, r string) bool {
	r = strings.TrimRight(r, ".")
	whole, _, _ := strings.Cut(r, ",")
	l = strings.TrimLeft(l, "«„([−-")
	return len(whole) == 3 && isNumber(whole) && len(l) <= 3 && isNumber(l) && l[0] != '0'
}

// rangeDash is the word with an en dash for the hyphen of a range: 12-14 июня,
// 2011-2013, 10:00-11:30.
func rangeDash(tokens []string, i int) string {
	t := tokens[i]
	word := strings.TrimLeft(t, "«„(")
	bare := strings.TrimRight(word, ".,;:!?)»“")
	a, b, ok := strings.Cut(bare, "-")
	if !ok || !isRange(a, b, tokens, i) {
		return t
	}
	return strings.Replace(t, "-", "–", 1)
}

func isRange(a, b string, tokens []string, i int) bool {
	if isClock(a) && isClock(b) {
		return true
	}
	if !isNumber(a) || !isNumber(b) || len(a) > len(b) || len(a) == len(b) && a >= b {
		return false
	}
	if len(a) == 4 && len(b) == 4 {
		return a >= "1000" && b <= "2100"
	}
	if i+1 == len(tokens) || len(b) > 3 {
		return false
	}
	next := strings.TrimRight(tokens[i+1], ".,;:!?)»“")
	return isMonth(next) || isUnit(next) || isUnit(next+".")
}

func isClock(s string) bool {
	h, m, ok := strings.Cut(s, ":")
	return ok && isNumber(h) && isNumber(m) && len(h) <= 2 && len(m) == 2 && m < "60"
}

func isNumber(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// endsNumber takes a placeholder for a number: «{n} г.».
func endsNumber(s string) bool {
	return s != "" && (s[len(s)-1] >= '0' && s[len(s)-1] <= '9' || s[len(s)-1] == '}')
}

func startsNumber(s string) bool { return s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == '{') }

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "«„("))
	return unicode.IsUpper(r)
}

// isInitial reports «И.» and «И.И.».
func isInitial(s string) bool {
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsUpper(r) || !strings.HasPrefix(s[size:], ".") {
			return false
		}
		if s = s[size+1:]; s == "" {
			return true
		}
	}
	return false
}
