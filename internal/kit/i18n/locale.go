package i18n

import "strings"

const (
	nbsp   = "\u00a0"
	narrow = "\u202f" // narrow no-break space, as French groups digits
)

// locale is what the formats of one language need. In patterns %d is the day,
// %m the month as it stands in a date, %s the month that stands alone and %y
// the year.
type locale struct {
	decimal, group string
	minGroup       int // groups from this many digits before the first separator: 1 or 2
	percent        string
	months         [12]string // in a date: «июня», "kesäkuuta"
	alone          [12]string // «июнь», "kesäkuu"
	days           [7]string  // from Sunday
	short          [7]string
	full           string // day, month, year
	monthYear      string
	year           string
	dayMonth       string
	weekDay        string // %w and %x, which is dayMonth
	dayDot         string // stands after the first day of a range too: 12.–14.
	dash           string // between the two sides of a range of days
	yearFirst      bool
	clock          string // between hours and minutes
	and            string
	sizes          [4]string // byte, kilobyte, megabyte, gigabyte
	metre, km      string    // with the space before them
	prefix         bool      // the currency stands before the number
}

// localeOf is the table of a language, English for those that have none.
func localeOf(lang string) *locale {
	if l, ok := locales[base(lang)]; ok {
		return l
	}
	return locales["en"]
}

// twelve and seven read the names of months and days, which have no spaces.
func twelve(s string) (out [12]string) {
	copy(out[:], strings.Fields(s))
	return out
}

func seven(s string) (out [7]string) {
	copy(out[:], strings.Fields(s))
	return out
}
