package membership

import (
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Years that dues may be of.
const (
	firstYear = 1900
	lastYear  = 2100
)

// Dues are what one year of a membership costs.
type Dues struct {
	keep.Meta
	Membership string
	Year       string // four digits
	Amount     string // as typed, then with a full stop: "1500.00"; empty: not known
	Currency   string
	Due        edtf.Date // by when it is to be paid
	Paid       edtf.Date // the day it was paid; empty: not yet
	Document   string    // invoice, payment order
	Note       i18n.Text
	Of         i18n.Text // name of the network, read with the dues
}

// Ref names the dues.
func (d Dues) Ref() record.Ref { return record.Ref{Kind: DuesKind, ID: d.ID} }

// Sum is the amount; false when it is not known.
func (d Dues) Sum() (money.Amount, bool) {
	if d.Amount == "" {
		return money.Amount{}, false
	}
	sum, err := money.Parse(d.Amount, d.Currency)
	return sum, err == nil
}

// Overdue tells whether the dues should have been paid before a day.
func (d Dues) Overdue(day time.Time) bool { return d.Paid.IsZero() && d.Due.Before(edtf.On(day)) }

// Title is the network with the year.
func (d Dues) Title(lang string) string { return joined(d.Of.In(lang).Value, d.Year) }

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// validate reads the sum as people write it and holds the rules of dues; today
// is the latest day that has begun somewhere on earth.
func (d *Dues) validate(today edtf.Date) error {
	var bad errs.Fields
	if year, err := strconv.Atoi(d.Year); err != nil || year < firstYear || year > lastYear {
		bad.Add(errs.Field("year", "dues.year.range", "from", firstYear, "to", lastYear))
	}
	switch {
	case d.Amount == "":
		d.Currency = ""
	case d.Currency == "":
		bad.Add(errs.Field("currency", "dues.currency.empty"))
	default:
		sum, err := money.Parse(d.Amount, d.Currency)
		switch {
		case err != nil:
			bad.Add(errs.Field("amount", "dues.amount.unreadable"))
		case sum.Minor < 0:
			bad.Add(errs.Field("amount", "dues.amount.negative"))
		default:
			d.Amount, d.Currency = sum.Decimal(), sum.Currency
		}
	}
	if today.Before(d.Paid) {
		bad.Add(errs.Field("paid", "form.date.past"))
	}
	return bad.Err()
}
