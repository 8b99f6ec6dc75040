package activity

import (
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
)

// MoneyKind names lines of money in idempotent outcomes.
const MoneyKind = "activity_money"

// The lines that obey the rule requested + co-financing = total.
const (
	Requested   = "requested"
	Cofinancing = "cofinancing"
	Total       = "total"
)

// MoneyTypes lists what a line of money can be.
func MoneyTypes() []string {
	return []string{"budget", "grant", Requested, Cofinancing, Total}
}

// Money is one line of an activity's money.
type Money struct {
	ID       string
	Activity string
	What     string
	Amount   money.Amount // minor units; always more than nothing
	Note     i18n.Text    // whose share it is, from where
}

// Balance is what is requested, added by others and named as the total in one
// currency.
type Balance struct {
	Requested, Cofinancing, Total money.Amount
	Sum                           money.Amount // requested and co-financing together
	Whole                         bool         // all three are on record, so that the rule can be checked
}

// Fits tells whether the three agree; also when one of them is missing.
func (b Balance) Fits() bool { return !b.Whole || b.Sum == b.Total }

// Balances adds up the lines by currency, in the order in which currencies
// occur. The error is money.overflow.
func Balances(lines []Money) ([]Balance, error) {
	var order []string
	sums := map[string]map[string]money.Amount{}
	for _, line := range lines {
		currency := line.Amount.Currency
		if sums[currency] == nil {
			sums[currency] = map[string]money.Amount{}
			order = append(order, currency)
		}
		sum, err := sums[currency][line.What].Add(line.Amount)
		if err != nil {
			return nil, err
		}
		sums[currency][line.What] = sum
	}
	balances := make([]Balance, 0, len(order))
	for _, currency := range order {
		of := sums[currency]
		b := Balance{Requested: of[Requested], Cofinancing: of[Cofinancing], Total: of[Total]}
		b.Whole = !b.Requested.IsZero() && !b.Cofinancing.IsZero() && !b.Total.IsZero()
		sum, err := b.Requested.Add(b.Cofinancing)
		if err != nil {
			return nil, err
		}
		b.Sum = sum
		balances = append(balances, b)
	}
	return balances, nil
}

// checkMoney looks at a new line together with those that are there.
func checkMoney(line Money, there []Money) error {
	var bad errs.Fields
	if !slices.Contains(MoneyTypes(), line.What) {
		bad.Add(errs.Field("what", "activity.money.what.empty"))
	}
	if _, known := money.Digits(line.Amount.Currency); !known {
		bad.Add(errs.Field("currency", "activity.money.currency.empty"))
	}
	if line.Amount.Minor <= 0 {
		bad.Add(errs.Field("amount", "activity.money.amount.empty"))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	balances, err := Balances(append(slices.Clone(there), line))
	if err != nil {
		return errs.Field("amount", "money.overflow")
	}
	for _, b := range balances {
		if !b.Fits() {
			return errs.Field("amount", "activity.money.unbalanced", "requested", b.Requested, "cofinancing", b.Cofinancing, "sum", b.Sum, "total", b.Total)
		}
	}
	return nil
}

// moneyFields are a line's values for the activity's history.
func moneyFields(m Money) audit.Fields {
	return audit.Fields{
		{Name: "money.what", Value: m.What}, {Name: "money.amount", Value: m.Amount.Decimal() + " " + m.Amount.Currency}, {Name: "money.note", Value: keep.Canonical(&m.Note)},
	}
}
