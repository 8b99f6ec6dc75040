package gift

import (
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of gifts.
const Kind = "gift"

// Who gave.
const (
	Given    = "given"    // by us
	Received = "received" // by us, from them
)

// Sides lists who can have given.
func Sides() []string { return []string{Given, Received} }

// What is known of a value.
const (
	Known   = "known"
	None    = "none" // it has no value in money
	Unknown = "unknown"
)

// Worths lists what can be known of a value.
func Worths() []string { return []string{Known, None, Unknown} }

// Gift is one thing that was given.
type Gift struct {
	keep.Meta
	Side         string
	Title        i18n.Text // what it was
	On           edtf.Date
	Partner      string // identifiers; at least one of the three is there
	Person       string
	Organisation string
	Activity     string // the occasion; may be empty
	Worth        string
	Value        string // decimal; as it was typed before it is checked
	Currency     string
	Kept         string // where it is now
	Official     bool   // received in office, so that a notice is due
	Noticed      edtf.Date
	Note         i18n.Text
}

// Ref names the gift.
func (g Gift) Ref() record.Ref { return record.Ref{Kind: Kind, ID: g.ID} }

// Amount is the value; false when there is none or nobody knows it.
func (g Gift) Amount() (money.Amount, bool) {
	sum, err := money.Parse(g.Value, g.Currency)
	return sum, err == nil && g.Worth == Known
}

// Open tells whether a notice is due.
func (g Gift) Open() bool { return g.Side == Received && g.Official && g.Noticed.IsZero() }

// validate holds the rules that need nothing but the gift and the latest day that
// has begun somewhere on earth.
func (g *Gift) validate(today edtf.Date) error {
	var bad errs.Fields
	if g.Title.IsZero() {
		bad.Add(errs.Field("title", "gift.title.empty"))
	}
	if !slices.Contains(Sides(), g.Side) {
		bad.Add(errs.Field("side", "form.choice"))
	}
	if g.Partner == "" && g.Person == "" && g.Organisation == "" {
		bad.Add(errs.Field("partner", "gift.partner.empty"))
	}
	switch {
	case g.On.IsZero():
		bad.Add(errs.Field("on", "form.empty"))
	case today.Before(g.On):
		bad.Add(errs.Field("on", "form.date.past"))
	}
	if e := g.valued(); e != nil {
		bad.Add(e)
	}
	switch {
	case g.Official && g.Side != Received:
		bad.Add(errs.Field("official", "gift.official.given"))
	case g.Noticed.IsZero():
	case !g.Official:
		bad.Add(errs.Field("noticed", "gift.noticed.unasked"))
	case today.Before(g.Noticed):
		bad.Add(errs.Field("noticed", "form.date.past"))
	case g.Noticed.Before(g.On):
		bad.Add(errs.Field("noticed", "gift.noticed.early", "day", g.On))
	}
	return bad.Err()
}

// valued reads the value as people write it, and asks for one where it is known.
func (g *Gift) valued() *errs.E {
	if !slices.Contains(Worths(), g.Worth) {
		return errs.Field("worth", "form.choice")
	}
	if g.Worth != Known {
		if g.Value != "" {
			return errs.Field("value", "gift.value.unasked")
		}
		g.Currency = ""
		return nil
	}
	if g.Value == "" {
		return errs.Field("value", "gift.value.empty")
	}
	sum, err := money.Parse(g.Value, g.Currency)
	switch {
	case err != nil:
		return errs.FieldsOf(err)[0].At("value")
	case sum.Minor <= 0:
		return errs.Field("value", "gift.value.nothing")
	}
	g.Value, g.Currency = sum.Decimal(), sum.Currency
	return nil
}
