// Package money holds amounts as whole minor units with an ISO 4217 currency:
// 497 660,00 ₽ is {49766000, "RUB"}. Nothing is rounded silently and no sum is
// wrong silently: arithmetic is checked for overflow and for mixed currencies.
// The words for an amount are made by i18n.
package money

import (
	"cmp"
	"embed"
	"io/fs"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
)

//go:embed locale/*.json
var words embed.FS

// Words are the sentences of this package's errors, for i18n.Load.
func Words() fs.FS { return words }

// The keys of this package's errors, all Invalid without a field.
const (
	keyUnreadable = "money.unreadable" // {text} is what was given
	keyCurrency   = "money.currency"   // {currency}: unknown, or not the other's
	keyOverflow   = "money.overflow"   // the sum does not fit 64 bits
)

// Amount is a sum of money. The zero Amount is nothing, in no currency; it can
// be added to any.
type Amount struct {
	Minor    int64  `json:"minor"`    // kopecks, cents, yen: units of 10^-Digits
	Currency string `json:"currency"` // ISO 4217, "RUB"
}

// Of is a sum of whole units: Of(150, "RUB") is 150 roubles. The error is
// money.currency or money.overflow.
func Of(major int64, currency string) (Amount, error) {
	digits, ok := Digits(currency)
	if !ok {
		return Amount{}, errs.New(errs.Invalid, keyCurrency, "currency", currency)
	}
	minor, ok := mul(major, pow10(digits))
	if !ok {
		return Amount{}, errs.New(errs.Invalid, keyOverflow)
	}
	return Amount{minor, currency}, nil
}

// IsZero reports a sum of nothing, in whatever currency.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// Add is a + b. The error is money.currency when they differ, or money.overflow.
func (a Amount) Add(b Amount) (Amount, error) {
	switch {
	case a == Amount{}:
		return b, nil
	case b == Amount{}:
		return a, nil
	case a.Currency != b.Currency:
		return Amount{}, errs.New(errs.Invalid, keyCurrency, "currency", b.Currency)
	}
	sum := a.Minor + b.Minor
	if b.Minor > 0 && sum < a.Minor || b.Minor < 0 && sum > a.Minor {
		return Amount{}, errs.New(errs.Invalid, keyOverflow)
	}
	return Amount{sum, a.Currency}, nil
}

// Sub is a − b, with the errors of Add.
func (a Amount) Sub(b Amount) (Amount, error) {
	if b.Minor == math.MinInt64 {
		return Amount{}, errs.New(errs.Invalid, keyOverflow)
	}
	return a.Add(Amount{-b.Minor, b.Currency})
}

// Mul is the sum n times: a norm for n people. The error is money.overflow.
func (a Amount) Mul(n int64) (Amount, error) {
	minor, ok := mul(a.Minor, n)
	if !ok {
		return Amount{}, errs.New(errs.Invalid, keyOverflow)
	}
	return Amount{minor, a.Currency}, nil
}

// Sum adds up any number of amounts of one currency.
func Sum(list ...Amount) (total Amount, err error) {
	for _, a := range list {
		if total, err = total.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return total, nil
}

// Compare orders by currency, then by size.
func Compare(a, b Amount) int {
	return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Minor, b.Minor))
}

// Decimal is the number for machines: "497660.00", "-0.05", "1500" for yen.
func (a Amount) Decimal() string {
	digits, _ := Digits(a.Currency)
	whole, rest := a.Split()
	s := strconv.FormatUint(whole, 10)
	if digits > 0 {
		fraction := strconv.FormatUint(rest, 10)
		s += "." + strings.Repeat("0", digits-len(fraction)) + fraction
	}
	if a.Minor < 0 {
		s = "-" + s
	}
	return s
}

// String is for logs and tests: "497660.00 RUB".
func (a Amount) String() string { return strings.TrimSpace(a.Decimal() + " " + a.Currency) }

// Split is the absolute value in whole units and the minor units that remain.
func (a Amount) Split() (whole, rest uint64) {
	digits, _ := Digits(a.Currency)
	abs := uint64(a.Minor)
	if a.Minor < 0 {
		abs = -abs
	}
	p := uint64(pow10(digits))
	return abs / p, abs % p
}

// mul multiplies with a check.
func mul(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	hi, lo := bits.Mul64(abs(a), abs(b))
	negative := (a < 0) != (b < 0)
	switch {
	case hi != 0 || lo > 1<<63 || lo == 1<<63 && !negative:
		return 0, false
	case negative:
		return int64(-lo), true
	}
	return int64(lo), true
}

func abs(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func pow10(digits int) int64 {
	p := int64(1)
	for range digits {
		p *= 10
	}
	return p
}
