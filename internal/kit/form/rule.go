package form

import (
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
)

// Rule restricts a field. A rule that a reader has no use for (Email at an
// Int) does nothing.
type Rule func(*rules)

type rules struct {
	required      string // key of the message; empty when the field may be empty
	args          []any
	min, max      int // in characters
	low, high     int64
	bounded       bool
	email, link   bool
	phone, whole  bool
	from          edtf.Date
	before, after time.Time
	size          int64
	types         []string
}

func collect(list []Rule) (r rules) {
	for _, rule := range list {
		rule(&r)
	}
	return r
}

// Required asks for a value; key is the sentence that says which one ("Введите
// название инициативы"). An empty key stands for the generic form.empty.
func Required(key string, args ...any) Rule {
	if key == "" {
		key = "form.empty"
	}
	return func(r *rules) { r.required, r.args = key, args }
}

// Max allows at most n characters (Unicode code points after NFC).
func Max(n int) Rule { return func(r *rules) { r.max = n } }

// Min asks for at least n characters, unless the field is empty.
func Min(n int) Rule { return func(r *rules) { r.min = n } }

// Between allows numbers from low to high, both included.
func Between(low, high int64) Rule {
	return func(r *rules) { r.low, r.high, r.bounded = low, high, true }
}

// Email asks for an address of mail.
func Email() Rule { return func(r *rules) { r.email = true } }

// URL asks for a web address with http:// or https://.
func URL() Rule { return func(r *rules) { r.link = true } }

// Phone asks for a telephone number with its country code.
func Phone() Rule { return func(r *rules) { r.phone = true } }

// WholeDay asks for a date with its day; without it a year alone is fine.
func WholeDay() Rule { return func(r *rules) { r.whole = true } }

// NotBefore asks that a date does not end before another one starts. The zero
// Date asks nothing.
func NotBefore(start edtf.Date) Rule { return func(r *rules) { r.from = start } }

// Past asks that a date is not after the day of now.
func Past(now time.Time) Rule { return func(r *rules) { r.before = now } }

// Future asks that a date is not over before the day of now.
func Future(now time.Time) Rule { return func(r *rules) { r.after = now } }

// MaxSize allows a file of at most so many bytes.
func MaxSize(bytes int64) Rule { return func(r *rules) { r.size = bytes } }

// Types allows files with these endings: "pdf", "docx".
func Types(endings ...string) Rule { return func(r *rules) { r.types = endings } }

// text checks a text that is not empty.
func (f *Form) text(name, s string, r rules) {
	if key, args := r.refuse(s); key != "" {
		f.Fail(name, key, args...)
	}
}

// refuse is the message for a text that is not empty; no key when it is fine.
func (r rules) refuse(s string) (key string, args []any) {
	n := utf8.RuneCountInString(s)
	switch {
	case r.max > 0 && n > r.max:
		return "form.long", []any{"n", r.max, "now", n}
	case r.min > 0 && n < r.min:
		return "form.short", []any{"n", r.min, "now", n}
	case r.email && !isEmail(s):
		return "form.email", nil
	case r.link && !isURL(s):
		return "form.url", nil
	case r.phone && !isPhone(s):
		return "form.phone", nil
	}
	return "", nil
}

// Takes tells whether Prose would find nothing wrong with a text: for tables of
// a hundred thousand rows, which do not come as forms.
func Takes(text string, list ...Rule) bool {
	r := collect(list)
	text = Prose(text)
	if text == "" {
		return r.required == ""
	}
	key, _ := r.refuse(text)
	return key == ""
}

// isEmail accepts what net/mail does as a bare address, with a dot in its
// domain. Whether it exists, only a letter can tell.
func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || len(s) > 254 {
		return false
	}
	_, domain, _ := strings.Cut(s[strings.LastIndexByte(s, '@'):], "@")
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, "[") && !strings.HasSuffix(domain, ".")
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && !strings.ContainsAny(s, " \n")
}

// isPhone accepts a plus, then 7 to 15 digits (ITU-T E.164) with spaces,
// hyphens, brackets and full stops between, and an extension after them.
func isPhone(s string) bool {
	number, _, _ := strings.Cut(s, ",") // «+7 814 271-00-00, доб. 12»
	number, found := strings.CutPrefix(number, "+")
	digits := 0
	for _, r := range number {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" -–().\u2011", r):
			return false
		}
	}
	return found && digits >= 7 && digits <= 15
}

// EmailHint suggests the address that was probably meant when the domain is
// one slip away from a common one: gmial.com. It is empty otherwise. It is a
// hint to show, never a reason to refuse.
func EmailHint(address string) string {
	local, domain, ok := strings.Cut(strings.ToLower(address), "@")
	if !ok {
		return ""
	}
	for _, good := range [...]string{"gmail.com", "mail.ru", "yandex.ru", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "rambler.ru"} {
		if domain == good {
			return ""
		}
	}
	for _, good := range [...]string{"gmail.com", "mail.ru", "yandex.ru", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "rambler.ru"} {
		if slip(domain, good) {
			return local + "@" + good
		}
	}
	return ""
}

// slip reports that one letter is wrong, missing, too many, or two neighbours
// have changed places. Names of five letters and less are too near each other.
func slip(a, b string) bool {
	if len(a) < 6 || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch {
	case len(x) == len(y) && x == "":
		return false
	case len(x) == len(y):
		return x[1:] == y[1:] || len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
	case len(x) > len(y):
		return x[1:] == y
	}
	return x == y[1:]
}

// Lookalikes are the words of a text that mix Cyrillic and Latin letters, such
// as «Cоглашение» with a Latin C. They are shown as a hint and never blocked.
func Lookalikes(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if strings.ContainsFunc(w, isCyrillic) && strings.ContainsFunc(w, isLatin) {
			out = append(out, w)
		}
	}
	return out
}

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
func isLatin(r rune) bool    { return unicode.Is(unicode.Latin, r) }
