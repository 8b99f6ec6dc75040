package i18n

// The plural categories of CLDR that our languages use.
const (
	One   = "one"
	Few   = "few"
	Many  = "many"
	Other = "other"
)

// Plural is the CLDR category of a number. Of a number with a fraction that
// is written out (1,5), whole is its whole part and fraction is true.
func Plural(lang string, whole int64, fraction bool) string {
	n := uint64(whole)
	if whole < 0 {
		n = -n
	}
	switch base(lang) {
	case "ru", "be":
		return slavic(n, fraction)
	case "lt":
		return lithuanian(n, fraction)
	case "fr":
		switch {
		case n < 2:
			return One
		case n%1_000_000 == 0 && !fraction:
			return Many
		}
	case "it":
		switch {
		case n == 1 && !fraction:
			return One
		case n != 0 && n%1_000_000 == 0 && !fraction:
			return Many
		}
	case "hy":
		if n < 2 {
			return One
		}
	case "zh":
	default: // en, de, fi, sv, et, nb
		if n == 1 && !fraction {
			return One
		}
	}
	return Other
}

func slavic(n uint64, fraction bool) string {
	switch ten, hundred := n%10, n%100; {
	case fraction:
		return Other
	case ten == 1 && hundred != 11:
		return One
	case ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14):
		return Few
	}
	return Many
}

func lithuanian(n uint64, fraction bool) string {
	switch ten, hundred := n%10, n%100; {
	case fraction:
		return Many
	case hundred >= 11 && hundred <= 19 || ten == 0:
		return Other
	case ten == 1:
		return One
	}
	return Few
}

// Categories are the categories that a message with a number must have in a
// language.
func Categories(lang string) []string {
	switch base(lang) {
	case "ru", "be", "lt":
		return []string{One, Few, Many, Other}
	case "fr", "it":
		return []string{One, Many, Other}
	case "zh":
		return []string{Other}
	}
	return []string{One, Other}
}

// base is the language without region and script: en of en-GB.
func base(lang string) string {
	for i := range len(lang) {
		if lang[i] == '-' || lang[i] == '_' {
			return lang[:i]
		}
	}
	return lang
}
