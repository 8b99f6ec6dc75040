package estimate

import (
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// LimitKind is the kind of the records in the table of limits.
const LimitKind = "limit"

// What a limit bounds.
const (
	Count = "count" // how many times a year something is paid for, such as receptions
	Guest = "guest" // what one guest of a visit costs
	Visit = "visit" // what one visit costs
	Whole = "year"  // what a year costs
)

// LimitTypes lists what a limit can bound.
func LimitTypes() []string { return []string{Count, Guest, Visit, Whole} }

// Limit is what the municipality allows itself in one year. Sums are those of
// its own money.
type Limit struct {
	keep.Meta
	Type     string
	Year     string
	Item     string // empty: receptions for Count, everything otherwise
	Value    string // a whole number for Count, a decimal otherwise
	Currency string
	Firm     bool // an estimate beyond it is not approved
	Act
	Note string
}

// Ref names the limit.
func (l Limit) Ref() record.Ref { return record.Ref{Kind: LimitKind, ID: l.ID} }

// Amount is the sum of a limit that bounds one.
func (l Limit) Amount() money.Amount { return amount(l.Value, l.Currency) }

// Times is the number of a limit that bounds one.
func (l Limit) Times() int64 {
	n, err := strconv.ParseInt(l.Value, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// item is the kind of expense that the limit is about; empty: all.
func (l Limit) item() string {
	if l.Item == "" && l.Type == Count {
		return Reception
	}
	return l.Item
}

// validate holds the rules that need nothing but the limit.
func (l *Limit) validate() error {
	var bad errs.Fields
	if !slices.Contains(LimitTypes(), l.Type) {
		bad.Add(errs.Field("type", "form.choice"))
	}
	if e := checkYear(l.Year); e != nil {
		bad.Add(e)
	}
	if l.Title == "" {
		bad.Add(errs.Field("act", "norm.act.empty"))
	}
	if l.Type == Count {
		n, e := readCount(l.Value, "value")
		if e == nil && l.Value == "" {
			e = errs.Field("value", "form.empty")
		}
		if e != nil {
			bad.Add(e)
		}
		l.Value, l.Currency = strconv.FormatInt(n, 10), ""
		return bad.Err()
	}
	sum, e := readSum(l.Value, l.Currency, "value")
	if e != nil {
		bad.Add(e)
		return bad.Err()
	}
	l.Value, l.Currency = sum.Decimal(), sum.Currency
	return bad.Err()
}

// The years that estimates and limits are made for.
const (
	firstYear = 1991
	lastYear  = 2199
)

func checkYear(text string) *errs.E {
	year, err := strconv.Atoi(text)
	if err != nil || len(text) != 4 || year < firstYear || year > lastYear {
		return errs.Field("year", "estimate.year.bad", "from", edtf.OfYear(firstYear), "until", edtf.OfYear(lastYear))
	}
	return nil
}

// Standing is how an estimate, or a whole year, stands towards a limit.
type Standing struct {
	Limit
	Times   int64        // used, of Count
	Used    money.Amount // used, otherwise
	Allowed money.Amount // for all guests together, of Guest
	Unknown bool         // it cannot be told: nobody knows how many guests there are
	Over    bool
}

// Against compares the lines of one estimate and those of its whole year, the
// estimate's own among them, with the limits. The error is money.overflow.
func Against(limits []Limit, people int64, own, year []Line) ([]Standing, error) {
	var all []Standing
	for _, l := range limits {
		s := Standing{Limit: l}
		var err error
		switch l.Type {
		case Count:
			for _, line := range year {
				if line.Item == l.item() {
					s.Times++
				}
			}
			s.Over = s.Times > l.Times()
		case Whole:
			s.Used, err = spent(l, year, Line.Cost)
			s.Over = s.Used.Minor > l.Amount().Minor
		case Visit:
			s.Used, err = spent(l, own, Line.Planned)
			s.Over = s.Used.Minor > l.Amount().Minor
		case Guest:
			if s.Used, err = spent(l, own, Line.Planned); err == nil {
				s.Allowed, err = l.Amount().Mul(people)
			}
			s.Unknown = people == 0
			s.Over = !s.Unknown && s.Used.Minor > s.Allowed.Minor
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// spent adds up what lines take of the municipality's own money in the limit's
// currency for what the limit is about.
func spent(l Limit, lines []Line, cost func(Line) money.Amount) (money.Amount, error) {
	sum := money.Amount{Currency: l.Currency}
	for _, line := range lines {
		if line.Source != Own || line.Currency != l.Currency || l.item() != "" && line.Item != l.item() {
			continue
		}
		var err error
		if sum, err = sum.Add(cost(line)); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
