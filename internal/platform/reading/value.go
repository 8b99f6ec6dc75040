package reading

import (
	"regexp"
	"strings"
	"unicode"

	"pobratim/internal/kit/edtf"
)

var (
	trunk     = regexp.MustCompile(`^8[\s(\-]*[3-9]\d{2}`)
	extension = regexp.MustCompile(`(?i)[,;]?\s*(?:доб|ext|вн)\.?\s*(\d+)\s*$`)
	labels    = regexp.MustCompile(`(?i)(?:^|[\s,;/(])(?:раб|моб|сот|тел|телефон|факс|дом|tel|fax|mob|mobile|phone|e-?mail|эл\.?\s?почта|почта|сайт|www|t|f|m)\s*[.:]+\s*`)
	zoned     = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}`)
	basicDay  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?$`)
	hanDay    = regexp.MustCompile(`^(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?$`)
	ofYear    = regexp.MustCompile(`(?i)^(.*\d{4})\s*(?:г\.?|гг\.?|год|года)\s*$`)
)

// What stands for a space between the parts of a value.
var (
	dialled  = strings.NewReplacer("/", " ", "\u00a0", " ", ".", " ")
	brackets = strings.NewReplacer("(", " ", ")", " ")
	spaces   = strings.NewReplacer("\u00a0", " ", "\n", " ")
	unspaced = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")
	parted   = strings.NewReplacer(",", " ", ".", ". ", "«", "« ")
)

// phonesOf finds telephone numbers in a text.
func phonesOf(text string) []string {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var out []string
	for _, m := range phoneIn.FindAllString(text, 6) {
		digits := 0
		for _, r := range m {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		if digits >= 6 && digits <= 17 && !dayLike.MatchString(strings.TrimSpace(m)) || digits >= 10 && digits <= 17 {
			out = append(out, strings.Trim(strings.TrimSpace(m), ".-– /"))
		}
	}
	return out
}

// Phone brings a number into the international form; ok is false when its
// country is not known.
func Phone(text string) (number string, ok bool) {
	more := ""
	if hasLetters(text) {
		if m := extension.FindStringSubmatch(text); m != nil {
			more, text = m[1], strings.TrimSuffix(text, m[0])
		}
	}
	text = strings.TrimSpace(dialled.Replace(text))
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	switch {
	case strings.HasPrefix(text, "+"):
		text = strings.ReplaceAll(text, "(0)", " ")
	case strings.HasPrefix(digits, "00") && len(digits) > 9:
		text = "+" + strings.TrimPrefix(strings.TrimSpace(text), "00")
	case len(digits) == 11 && trunk.MatchString(text):
		text = "+7" + text[1:]
	case len(digits) == 11 && digits[0] == '7':
		text = "+" + text
	case len(digits) == 10 && strings.ContainsRune("3489", rune(digits[0])) && strings.HasPrefix(text, "("):
		text = "+7 " + text
	default:
		return "", false
	}
	text = strings.Join(strings.Fields(brackets.Replace(text)), " ")
	text = strings.ReplaceAll(text, "+ ", "+")
	if len(digits) < 7 || len(digits) > 16 {
		return "", false
	}
	if more != "" {
		text += ", доб. " + more
	}
	return text, true
}

// Site is a web address with its scheme.
func Site(text string) (string, bool) {
	text = strings.Trim(strings.TrimSpace(text), ",;<>")
	switch {
	case strings.HasPrefix(strings.ToLower(text), "http://"), strings.HasPrefix(strings.ToLower(text), "https://"):
		return text, !strings.ContainsAny(text, " \n")
	case strings.HasPrefix(strings.ToLower(text), "www.") || strings.Contains(text, ".") && bareSite.MatchString(text):
		return "https://" + text, !strings.ContainsAny(text, " \n")
	}
	return "", false
}

// contacts are what a mixed cell holds.
type contacts struct {
	emails, phones, sites []string
	rest                  string
}

// takeApart splits «тел. 8 (8142) 71-00-00, mail@example.org». Each pattern is
// asked only where a sign that it needs is there.
func takeApart(text string) contacts {
	var c contacts
	if strings.Contains(text, "@") {
		c.emails = emailIn.FindAllString(text, 6)
		text = emailIn.ReplaceAllString(text, " ; ")
	}
	if strings.Contains(text, "://") || strings.Contains(strings.ToLower(text), "www.") {
		for _, s := range siteIn.FindAllString(text, 4) {
			if full, ok := Site(strings.TrimRight(s, ".")); ok {
				c.sites = append(c.sites, full)
			}
		}
		text = siteIn.ReplaceAllString(text, " ; ")
	}
	if full, ok := Site(text); ok {
		c.sites, text = append(c.sites, full), ""
	}
	c.phones = phonesOf(text)
	for _, p := range c.phones {
		text = strings.Replace(text, p, " ; ", 1)
	}
	if !hasLetters(text) {
		return c
	}
	rest := labels.ReplaceAllString(text, " ")
	rest = strings.Join(strings.FieldsFunc(rest, func(r rune) bool { return r == ';' || r == '\n' || r == '/' }), " ")
	rest = strings.Trim(strings.Join(strings.Fields(rest), " "), " ,.:()-–—+")
	if hasLetters(rest) {
		c.rest = rest
	}
	return c
}

// dateText drops what a date is dressed with.
func dateText(s string) string {
	s = strings.TrimSpace(spaces.Replace(s))
	s = strings.Trim(s, " ,;()")
	if m := zoned.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if m := hanDay.FindStringSubmatch(s); m != nil {
		day := m[1]
		for _, part := range m[2:] {
			if part != "" {
				day += "-" + ("0" + part)[len(part)-1:]
			}
		}
		return day
	}
	if m := basicDay.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	for _, lead := range []string{"от ", "seit ", "since ", "vom ", "am ", "ab ", "from ", "до ", "bis ", "until "} {
		if rest, ok := cutFold(s, lead); ok {
			s = rest
		}
	}
	return s
}

func cutFold(s, lead string) (string, bool) {
	if len(s) > len(lead) && strings.EqualFold(s[:len(lead)], lead) {
		return strings.TrimSpace(s[len(lead):]), true
	}
	return s, false
}

// Date reads a day, month, year or span; ok is false for what is none. Where a
// single point is asked for, an open span is its known side.
func Date(text string, point bool) (string, bool) {
	d, err := edtf.Read(dateText(text), "ru")
	if err != nil || d.IsZero() {
		if m := ofYear.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			d, err = edtf.Read(m[1], "ru")
		}
	}
	if err != nil || d.IsZero() {
		return "", false
	}
	if point && d.IsInterval() && (d.OpenEnd() || d.End().IsZero()) {
		d = d.Start()
	}
	if point && d.IsInterval() && (d.OpenStart() || d.Start().IsZero()) {
		d = d.End()
	}
	return d.String(), !d.IsZero()
}
