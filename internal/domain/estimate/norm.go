package estimate

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// NormKind is the kind of the records in the table of norms.
const NormKind = "norm"

// What a norm is multiplied by.
const (
	PerDay    = "day"    // people and days
	PerPerson = "person" // people, once
	PerHour   = "hour"   // people (interpreters, drivers) and hours
	PerPiece  = "piece"  // pieces
)

// Pers lists what a rate can be for.
func Pers() []string { return []string{PerDay, PerPerson, PerHour, PerPiece} }

// Reception is the kind of expense that a limit counts when it names no other.
const Reception = "reception"

// Act is the decision of the municipality that a norm or a limit rests on.
type Act struct {
	Title  string
	Number string
	Dated  edtf.Date
	URL    string
}

// words are the decision in one line: "Решение Думы № 12 от 1 мая 2026 г.".
func (a Act) words(p *i18n.Printer) string {
	said := a.Title
	if a.Number != "" {
		said = p.T("estimate.act.number", "act", said, "number", a.Number)
	}
	if !a.Dated.IsZero() {
		said = p.T("estimate.act.dated", "act", said, "date", p.Date(a.Dated))
	}
	return said
}

// Norm is one adopted rate.
type Norm struct {
	keep.Meta
	Item     string // key of the program's or words of the office's
	Rank     string // of the guest; empty: any
	Per      string
	Rate     string // decimal, "470.00"; as it was typed before it is checked
	Currency string
	From     edtf.Date // empty: from the beginning
	Until    edtf.Date // its last day; empty: until further notice
	Act
	Note string
}

// Ref names the norm.
func (n Norm) Ref() record.Ref { return record.Ref{Kind: NormKind, ID: n.ID} }

// Amount is the rate as money.
func (n Norm) Amount() money.Amount { return amount(n.Rate, n.Currency) }

// amount reads a decimal that was checked before.
func amount(decimal, currency string) money.Amount {
	sum, err := money.Parse(decimal, currency)
	if err != nil {
		return money.Amount{}
	}
	return sum
}

// Holds tells whether the norm is in force on a day.
func (n Norm) Holds(day time.Time) bool {
	return (n.From.IsZero() || !n.From.First().After(day)) && (n.Until.IsZero() || !n.Until.Last().Before(day))
}

// normalise reads the rate as people write it.
func (n *Norm) normalise() *errs.E {
	sum, err := readSum(n.Rate, n.Currency, "rate")
	if err != nil {
		return err
	}
	if sum.Minor == 0 {
		return errs.Field("rate", "norm.rate.empty")
	}
	n.Rate, n.Currency = sum.Decimal(), sum.Currency
	return nil
}

// readSum reads an amount that is not below nothing; the error names the field.
func readSum(text, currency, field string) (money.Amount, *errs.E) {
	sum, err := money.Parse(text, currency)
	if err != nil {
		return sum, errs.FieldsOf(err)[0].At(field)
	}
	if sum.Minor < 0 {
		return sum, errs.Field(field, "estimate.negative")
	}
	return sum, nil
}

// validate holds the rules that need nothing but the norm.
func (n *Norm) validate() error {
	var bad errs.Fields
	if n.Item == "" {
		bad.Add(errs.Field("item", "form.empty"))
	}
	if !slices.Contains(Pers(), n.Per) {
		bad.Add(errs.Field("per", "form.choice"))
	}
	if e := n.normalise(); e != nil {
		bad.Add(e)
	}
	if n.Title == "" {
		bad.Add(errs.Field("act", "norm.act.empty"))
	}
	if !n.From.IsZero() && !n.Until.IsZero() && n.Until.Last().Before(n.From.First()) {
		bad.Add(errs.Field("until", "date.order", "start", n.From))
	}
	return bad.Err()
}

// countMax is the largest number of people, days, hours or pieces of a line.
const countMax = 100_000

// readCount reads a whole number of people or days; empty is 0.
func readCount(text, field string) (int64, *errs.E) {
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(text)
	if digits == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil && strings.Trim(digits, "0123456789") == "" || n > countMax:
		return 0, errs.Field(field, "estimate.count.many", "max", int64(countMax))
	case err != nil:
		return 0, errs.Field(field, "estimate.count.bad")
	case n < 0:
		return 0, errs.Field(field, "estimate.negative")
	}
	return n, nil
}

// countWords is a number as it is kept in a form; nothing for 0.
func countWords(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// Product is rate × people × days. The error is money.overflow.
func Product(rate money.Amount, people, days int64) (money.Amount, error) {
	if people != 0 && days > math.MaxInt64/people {
		return money.Amount{}, errs.New(errs.Invalid, "money.overflow")
	}
	return rate.Mul(people * days)
}
