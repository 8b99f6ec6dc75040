package i18n

import (
	"math"
	"strconv"
	"strings"

	"pobratim/internal/kit/money"
)

// minus is the sign; a hyphen would let a line break after it.
const minus = "−"

// Number writes a whole number with the grouping of the language: «10 000»,
// but «3194» in Russian.
func (p *Printer) Number(n int64) string {
	var room [40]byte
	return string(p.appendInt(room[:0], n))
}

func (p *Printer) appendInt(b []byte, n int64) []byte {
	u := uint64(n)
	if n < 0 {
		b = append(b, minus...)
		u = -u
	}
	return p.appendUint(b, u)
}

func (p *Printer) appendUint(b []byte, n uint64) []byte {
	var room [20]byte
	digits := strconv.AppendUint(room[:0], n, 10)
	if len(digits) < 3+p.locale.minGroup {
		return append(b, digits...)
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, p.locale.group...)
		}
		b = append(b, d)
	}
	return b
}

// Decimal writes a number with at most so many digits after the decimal sign,
// without noughts at the end: 1,5. Halves are rounded away from zero.
func (p *Printer) Decimal(f float64, digits int) string {
	if math.IsNaN(f) || math.IsInf(f, 0) || math.Abs(f) > 1e15 {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	s := strconv.FormatFloat(round(math.Abs(f), digits), 'f', digits, 64)
	whole, rest, _ := strings.Cut(s, ".")
	rest = strings.TrimRight(rest, "0")
	n, _ := strconv.ParseUint(whole, 10, 64) // digits that FormatFloat wrote
	var b []byte
	if f < 0 && (n > 0 || rest != "") {
		b = append(b, minus...)
	}
	b = p.appendUint(b, n)
	if rest != "" {
		b = append(append(b, p.locale.decimal...), rest...)
	}
	return string(b)
}

// round rounds halves away from zero as people do: 2.5 of a binary 2.4999… is
// still 2.5 to the reader who typed it, hence the decimal detour.
func round(f float64, digits int) float64 {
	scale := math.Pow10(digits)
	scaled, err := strconv.ParseFloat(strconv.FormatFloat(f*scale, 'f', 6, 64), 64)
	if err != nil {
		return f
	}
	return math.Floor(scaled+0.5) / scale
}

// Percent writes a share (0.606) as «60,6 %», with one digit at most.
func (p *Printer) Percent(share float64) string {
	return p.Decimal(share*100, 1) + p.locale.percent
}

// Money writes a sum with all digits of its currency: «497 660,00 ₽»,
// "RUB 497,660.00". The sign stands for currencies that have one of their own;
// others keep their code.
func (p *Printer) Money(a money.Amount) string {
	whole, rest := a.Split()
	digits, _ := money.Digits(a.Currency)
	var room [64]byte
	b := room[:0]
	if a.Minor < 0 {
		b = append(b, minus...)
	}
	sign := p.sign(a.Currency)
	if p.locale.prefix && sign != "" {
		b = append(b, sign...)
		if len(sign) == 3 && sign == a.Currency {
			b = append(b, nbsp...)
		}
	}
	b = p.appendUint(b, whole)
	if digits > 0 {
		b = append(b, p.locale.decimal...)
		fraction := strconv.FormatUint(rest, 10)
		for range digits - len(fraction) {
			b = append(b, '0')
		}
		b = append(b, fraction...)
	}
	if !p.locale.prefix && sign != "" {
		b = append(append(b, nbsp...), sign...)
	}
	return string(b)
}

func (p *Printer) sign(currency string) string {
	switch currency {
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "RUB":
		if l := base(p.Lang); l == "ru" || l == "be" {
			return "₽"
		}
	}
	return currency
}

// Km writes a distance given in metres: «850 м», «5,2 км», «3194 км».
func (p *Printer) Km(metres float64) string {
	switch metres = math.Abs(metres); {
	case metres < 999.5:
		return p.Decimal(metres, 0) + p.locale.metre
	case metres < 9_950:
		return p.Decimal(metres/1000, 1) + p.locale.km
	}
	return p.Decimal(metres/1000, 0) + p.locale.km
}

// Size writes a number of bytes: «20 МБ». A kilobyte has 1024 bytes, as the
// file managers of an office show it.
func (p *Printer) Size(bytes int64) string {
	value, unit := float64(max(bytes, 0)), 0
	for value >= 1023.5 && unit < 3 {
		value /= 1024
		unit++
	}
	digits := 0
	if unit > 0 && value < 9.95 {
		digits = 1
	}
	return p.Decimal(value, digits) + nbsp + p.locale.sizes[unit]
}

// Join makes a list: «A, B и C», "A, B and C".
func (p *Printer) Join(list []string) string {
	if len(list) == 0 {
		return ""
	}
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	comma := ", "
	if base(p.Lang) == "zh" {
		comma = "、"
	}
	return strings.Join(list[:last], comma) + p.locale.and + list[last]
}
