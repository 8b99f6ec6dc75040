package i18n

import (
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
)

// plain is a number without grouping, as years are written.
func plain(n int) string { return strconv.Itoa(n) }

func two(day int) string { return strconv.Itoa(day) }

// Date writes a date as precisely as it is known, for tables and captions:
//
//	«10 октября 1989 г.», «октябрь 1989 г.», «1989 г.», «12–14 июня 2026 г.»,
//	«30 июня — 2 июля 2026 г.», «2011–2013 гг.», «около 1965 г.», «с 1992 г.»,
//	«1990-е гг.», «12 октября, год не установлен»
//
// The zero Date is the empty text: a page says in its own words what is not
// known. In Russian and English edtf.Read reads it back.
func (p *Printer) Date(d edtf.Date) string {
	switch {
	case d.IsZero():
		return ""
	case !d.IsInterval():
		return p.single(d, nominative)
	case d.Start().IsZero():
		return p.until(d)
	case d.End().IsZero():
		return p.since(d)
	}
	return p.span(d.Start(), d.End())
}

// Since says in running text when something began: «с октября 1989 г.»,
// «с 1989 года», "since October 1989". The end of an interval is left out.
func (p *Printer) Since(d edtf.Date) string {
	start := d.Start()
	if start.IsZero() {
		return ""
	}
	if base(p.Lang) == "ru" && start.Precision() == edtf.Year && start.Mark() == 0 {
		if _, month, _ := start.Missing(); !month {
			y, _ := start.Year()
			return "с" + nbsp + plain(y) + nbsp + "года"
		}
	}
	return p.begun(start)
}

func (p *Printer) begun(start edtf.Date) string {
	switch base(p.Lang) {
	case "ru":
		word := "с"
		if start.Day() == 2 {
			word = "со" // со второго
		}
		return p.led(word, start)
	case "en":
		return "since " + p.single(start, genitive)
	}
	return p.single(start, nominative) + " –"
}

// led puts a Russian preposition before a date. Another one («с около») would
// not stand after it, so an approximate date has «примерно» in front.
func (p *Printer) led(preposition string, d edtf.Date) string {
	about, unsure := marks(d)
	s := preposition + nbsp + p.bare(d, genitive)
	if about {
		s = "примерно " + s
	}
	if unsure {
		s += nbsp + "(?)"
	}
	return s
}

// since writes an interval without a known end.
func (p *Printer) since(d edtf.Date) string {
	s := p.begun(d.Start())
	if d.OpenEnd() {
		return s
	}
	switch base(p.Lang) {
	case "ru":
		return s + ", окончание неизвестно"
	case "en":
		return s + ", end not known"
	}
	return s + " ?"
}

// until writes an interval without a known start.
func (p *Printer) until(d edtf.Date) string {
	end := d.End()
	switch l := base(p.Lang); {
	case l == "ru" && d.OpenStart():
		return p.led("до", end)
	case l == "ru":
		return p.led("до", end) + ", начало неизвестно"
	case l == "en" && d.OpenStart():
		return "until " + p.single(end, genitive)
	case l == "en":
		return "until " + p.single(end, genitive) + ", start not known"
	case d.OpenStart():
		return "– " + p.single(end, nominative)
	}
	return "? – " + p.single(end, nominative)
}

// gcase is the grammatical case of a date: «октябрь», after с and до «октября».
type gcase bool

const (
	nominative gcase = false
	genitive   gcase = true
)

// single writes a date that is no interval, with its marks.
func (p *Printer) single(d edtf.Date, c gcase) string {
	about, unsure := marks(d)
	lang := base(p.Lang)
	if about {
		c = genitive
	}
	s := p.bare(d, c)
	switch {
	case about && lang == "ru":
		s = "около " + s
	case about && lang == "en":
		s = "about " + s
	case about:
		s = "≈" + nbsp + s
	}
	if unsure {
		s += nbsp + "(?)"
	}
	return s
}

func marks(d edtf.Date) (about, unsure bool) {
	m := d.Mark()
	return m == edtf.Approximate || m == edtf.Both, m == edtf.Uncertain || m == edtf.Both
}

// bare writes a date without its marks.
func (p *Printer) bare(d edtf.Date, c gcase) string {
	year, _ := d.Year()
	noYear, noMonth, noDay := d.Missing()
	switch d.Precision() {
	case edtf.Century:
		return p.century(d.Marked(0), year, c)
	case edtf.Decade:
		return p.decade(year, c)
	case edtf.Season:
		return p.season(d, c)
	case edtf.Year:
		return p.fill(p.locale.year, "", 1, year) + p.gap(noMonth, noDay)
	case edtf.Month:
		if noYear {
			return p.monthName(d.Month(), c) + p.noYear()
		}
		return p.month(d.Month(), year, c) + p.gap(false, noDay)
	}
	if noYear {
		return p.fill(p.locale.dayMonth, two(d.Day()), d.Month(), 0) + p.noYear()
	}
	return p.fill(p.locale.full, two(d.Day()), d.Month(), year)
}

func (p *Printer) month(m time.Month, year int, c gcase) string {
	pattern := p.locale.monthYear
	if c == genitive && base(p.Lang) == "ru" {
		pattern = strings.Replace(pattern, "%s", "%m", 1)
	}
	return p.fill(pattern, "", m, year)
}

func (p *Printer) monthName(m time.Month, c gcase) string {
	if c == genitive && base(p.Lang) == "ru" {
		return p.locale.months[m-1]
	}
	return p.Month(m)
}

func (p *Printer) noYear() string {
	switch base(p.Lang) {
	case "ru":
		return ", год не установлен"
	case "en":
		return ", year not known"
	}
	return " (????)"
}

// gap says which part is said to be not established.
func (p *Printer) gap(month, day bool) string {
	if !month && !day {
		return ""
	}
	i := 0 // day
	if month && day {
		i = 2
	} else if month {
		i = 1
	}
	switch base(p.Lang) {
	case "ru":
		return [...]string{", день не установлен", ", месяц не установлен", ", день и месяц не установлены"}[i]
	case "en":
		return [...]string{", day not known", ", month not known", ", day and month not known"}[i]
	}
	return nbsp + "(?)"
}

func (p *Printer) decade(year int, c gcase) string {
	y := plain(year)
	switch l := base(p.Lang); {
	case l == "ru" && c == genitive:
		return y + "-х" + nbsp + "гг."
	case l == "ru":
		return y + "-е" + nbsp + "гг."
	case l == "en" && c == genitive:
		return "the " + y + "s"
	case l == "en":
		return y + "s"
	}
	return y + "–" + plain(year+9)
}

// century writes 19XX. Beside other words it keeps its notation, since
// «с между 1900 и 1999» is no language.
func (p *Printer) century(d edtf.Date, year int, c gcase) string {
	y, z := plain(year), plain(year+99)
	switch l := base(p.Lang); {
	case c == genitive && (l == "ru" || l == "en"):
		return d.String()
	case l == "ru":
		return "между" + nbsp + y + " и" + nbsp + z + nbsp + "гг."
	case l == "en":
		return "between " + y + " and " + z
	}
	return y + "–" + z
}

func (p *Printer) season(d edtf.Date, c gcase) string {
	i := d.Season() - edtf.Spring
	year, _ := d.Year()
	switch base(p.Lang) {
	case "ru":
		names := [...]string{"весна", "лето", "осень", "зима"}
		if c == genitive {
			names = [...]string{"весны", "лета", "осени", "зимы"}
		}
		return names[i] + " " + p.fill(p.locale.year, "", 1, year)
	case "en":
		return [...]string{"spring", "summer", "autumn", "winter"}[i] + " " + plain(year)
	}
	from, to := d.First(), d.Last()
	return p.span(edtf.OfMonth(from.Year(), from.Month()), edtf.OfMonth(to.Year(), to.Month()))
}

// span writes an interval with both sides known, and says once what the sides
// have in common.
func (p *Printer) span(a, b edtf.Date) string {
	if a.Mark() == 0 && b.Mark() == 0 {
		if s, ok := p.merged(a, b); ok {
			return s
		}
	}
	return p.beside(a) + p.wide() + p.beside(b)
}

func (p *Printer) beside(d edtf.Date) string {
	if d.Precision() == edtf.Century && (base(p.Lang) == "ru" || base(p.Lang) == "en") {
		return d.String()
	}
	return p.single(d, nominative)
}

// wide is the dash between two sides that are more than a number.
func (p *Printer) wide() string {
	if base(p.Lang) == "ru" {
		return p.locale.dash
	}
	return " – "
}

func (p *Printer) merged(a, b edtf.Date) (string, bool) {
	y, _ := a.Year()
	z, _ := b.Year()
	if a.Precision() != b.Precision() || missing(a) || missing(b) {
		return "", false
	}
	switch a.Precision() {
	case edtf.Year:
		if base(p.Lang) == "ru" {
			return plain(y) + "–" + plain(z) + nbsp + "гг.", true
		}
		return plain(y) + "–" + p.fill(p.locale.year, "", 1, z), true
	case edtf.Month:
		if y != z || p.locale.yearFirst || base(p.Lang) == "hy" {
			return "", false
		}
		dash := "–"
		if base(p.Lang) == "ru" {
			dash = p.locale.dash
		}
		return p.Month(a.Month()) + dash + p.month(b.Month(), z, nominative), true
	case edtf.Day:
		return p.days(a, b, y, z)
	}
	return "", false
}

func missing(d edtf.Date) bool {
	year, month, day := d.Missing()
	return year || month || day
}

func (p *Printer) days(a, b edtf.Date, y, z int) (string, bool) {
	switch {
	case y != z:
		return p.bare(a, nominative) + p.locale.dash + p.bare(b, nominative), true
	case a.Month() == b.Month() && a.Day() == b.Day():
		return p.bare(a, nominative), true
	case a.Month() == b.Month():
		return p.fill(p.locale.full, two(a.Day())+p.locale.dayDot+"–"+two(b.Day()), a.Month(), y), true
	case base(p.Lang) == "hy": // its short form turns day and month round
		return p.bare(a, nominative) + p.locale.dash + p.bare(b, nominative), true
	case p.locale.yearFirst:
		return p.bare(a, nominative) + p.locale.dash + p.fill(p.locale.dayMonth, two(b.Day()), b.Month(), 0), true
	}
	return p.fill(p.locale.dayMonth, two(a.Day()), a.Month(), 0) + p.locale.dash + p.bare(b, nominative), true
}
