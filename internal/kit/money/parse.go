package money

import (
	"math"
	"strings"
	"unicode"

	"pobratim/internal/kit/errs"
)

// Parse reads a sum as people type it: «150 000», «497 660,00», "1,500.50",
// «1,5 млн», "€ 20", «300 руб.». The currency is the one of the form; when it
// is empty, the text must name one.
//
// The last of a comma and a full stop is the decimal sign; the other one, a
// space or an apostrophe groups by three. A lone comma or full stop before
// exactly three digits groups, because no currency with hundredths can have
// three: "1,500" and "1.500" are both one thousand five hundred. In currencies
// with thousandths that is not clear, so it is refused. More digits after the
// decimal sign than the currency has are refused too.
//
// Errors: money.unreadable, money.currency, money.overflow.
func Parse(s, currency string) (Amount, error) {
	text, named, factor := strip(s)
	switch {
	case currency == "":
		currency = named
	case named != "" && named != currency:
		return Amount{}, errs.New(errs.Invalid, keyCurrency, "currency", named)
	}
	digits, ok := Digits(currency)
	if !ok {
		if currency == "" {
			return Amount{}, unreadable(s)
		}
		return Amount{}, errs.New(errs.Invalid, keyCurrency, "currency", currency)
	}
	text, negative := cutSign(text)
	whole, fraction, ok := split(text, digits)
	if !ok || len(fraction) > digits+zeros(factor) {
		return Amount{}, unreadable(s)
	}
	all := whole + fraction
	minor := int64(0)
	for _, c := range []byte(all) {
		if minor > (math.MaxInt64-int64(c-'0'))/10 {
			return Amount{}, errs.New(errs.Invalid, keyOverflow)
		}
		minor = minor*10 + int64(c-'0')
	}
	minor, ok = mul(minor, pow10(digits+zeros(factor)-len(fraction)))
	if !ok {
		return Amount{}, errs.New(errs.Invalid, keyOverflow)
	}
	if negative {
		minor = -minor
	}
	return Amount{minor, currency}, nil
}

func unreadable(s string) *errs.E {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if r := []rune(s); len(r) > 40 {
		s = string(r[:39]) + "…"
	}
	return errs.New(errs.Invalid, keyUnreadable, "text", s)
}

// zeros is the number of noughts of 1, 1000, 1 000 000, 1 000 000 000.
func zeros(factor int64) int {
	n := 0
	for ; factor > 1; factor /= 10 {
		n++
	}
	return n
}

// strip takes the words off: the currency that the text names and a factor.
// What it does not know it leaves, for split to refuse.
func strip(s string) (text, currency string, factor int64) {
	factor = 1
	var b strings.Builder
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u2009' || r == '\u202f':
			return ' '
		case r == '−' || r == '–':
			return '-'
		case r == '’':
			return '\''
		}
		return r
	}, s)
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) })
		if n < 0 {
			n = len(s)
		}
		if n == 0 {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		word := s[:n]
		s = s[n:]
		if f := factorOf(word); f > 1 && factor == 1 {
			factor = f
			s = strings.TrimPrefix(s, ".")
		} else if c := currencyOf(word); c != "" && (currency == "" || currency == c) {
			currency = c
			s = strings.TrimPrefix(s, ".")
		} else {
			b.WriteString(word)
		}
	}
	return strings.TrimSpace(b.String()), currency, factor
}

func factorOf(word string) int64 {
	switch strings.ToLower(word) {
	case "тыс", "тысяча", "тысячи", "тысяч", "thousand":
		return 1_000
	case "млн", "миллион", "миллиона", "миллионов", "million":
		return 1_000_000
	case "млрд", "миллиард", "миллиарда", "миллиардов", "billion":
		return 1_000_000_000
	}
	return 1
}

// currencyOf knows the codes, and the signs and words that mean one currency
// only in an office like ours: $ is the US dollar.
func currencyOf(word string) string {
	switch strings.ToLower(word) {
	case "₽", "р", "руб", "рубль", "рубля", "рублей", "рубли":
		return "RUB"
	case "€", "евро", "euro", "euros":
		return "EUR"
	case "$", "доллар", "доллара", "долларов":
		return "USD"
	case "£":
		return "GBP"
	}
	code := strings.ToUpper(word)
	if _, ok := Digits(code); ok {
		return code
	}
	return ""
}

func cutSign(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return strings.TrimSpace(rest), true
	}
	return s, false
}

// split finds the decimal sign and takes the grouping out.
func split(s string, digits int) (whole, fraction string, ok bool) {
	at := strings.LastIndexAny(s, ",.")
	if at >= 0 {
		sign := s[at : at+1]
		whole, fraction = s[:at], s[at+1:]
		lone := strings.Count(s, sign) == 1 && !strings.ContainsAny(whole, ",.")
		switch {
		case strings.Count(s, sign) > 1: // 1,500,000
			whole, fraction = s, ""
		case lone && len(fraction) == 3 && len(whole) <= 3 && whole != "" && whole[0] != '0':
			if digits == 3 {
				return "", "", false
			}
			whole, fraction = s, ""
		case fraction == "":
			return "", "", false
		}
	}
	whole, ok = ungroup(whole, at < 0, s)
	return whole, fraction, ok && numeric(whole) && (fraction == "" || numeric(fraction))
}

// ungroup takes out one kind of separator that stands before every three
// digits. all is the whole text when there was no decimal sign.
func ungroup(whole string, all bool, s string) (string, bool) {
	if all {
		whole = s
	}
	at := strings.IndexAny(whole, " ',.")
	if at < 0 {
		return whole, true
	}
	groups := strings.Split(whole, whole[at:at+1])
	for i, g := range groups {
		if i == 0 && (len(g) == 0 || len(g) > 3) || i > 0 && len(g) != 3 || !numeric(g) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func numeric(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
