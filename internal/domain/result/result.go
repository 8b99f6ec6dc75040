package result

import (
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of results.
const Kind = "result"

// Types lists what a result can be. A thing is what stands or is used, an
// object a building or place; trained are people who learnt something; a tie is
// a contact that goes on.
func Types() []string {
	return []string{"thing", "practice", "trained", "tie", "award", "publication", "media", "object"}
}

// Proof is how well a result is proved.
type Proof string

// The steps of proof, each stronger than the one before.
const (
	Claimed     Proof = "claimed"
	Document    Proof = "document"    // a paper shows it
	Partner     Proof = "partner"     // the partner confirms it
	Seen        Proof = "seen"        // somebody of us stood before it: day and photograph
	Independent Proof = "independent" // somebody who gains nothing by it confirms it
)

// Proofs lists the steps from the weakest.
func Proofs() []string {
	return []string{string(Claimed), string(Document), string(Partner), string(Seen), string(Independent)}
}

// Level is the step as a number, 0 to 4; -1 for a word that is no step.
func (p Proof) Level() int { return slices.Index(Proofs(), string(p)) }

// States lists the answers to "is it still there?".
func States() []string { return []string{Unknown, Alive, Altered, Gone} }

// The answers.
const (
	Unknown = "unknown"
	Alive   = "yes"
	Altered = "changed" // it is there, but no longer as it was
	Gone    = "no"
)

// Result is what remained.
type Result struct {
	keep.Meta
	Type          string
	Name          i18n.Text
	Since         edtf.Date
	Place         i18n.Text
	Beneficiaries []string // see record.Beneficiaries
	Number        string   // digits; empty: nobody counted
	Unit          i18n.Text
	Partner       string // identifier of the partnership; may be empty
	Activity      string // identifier of the activity; may be empty
	Note          i18n.Text
	Proof         string    // a Proof, as the evidence adds up
	There         string    // is it still there: one of States
	ThereOn       edtf.Date // the day of that answer
	Recheck       edtf.Date // when to look again; empty: not planned
}

// Ref names the result.
func (r Result) Ref() record.Ref { return record.Ref{Kind: Kind, ID: r.ID} }

// Unproved tells whether nothing but the claim stands behind the result.
func (r Result) Unproved() bool { return Proof(r.Proof).Level() < Proof(Document).Level() }

// Due tells whether the result is to be looked at on a day. What is known to be
// gone is not looked for again.
func (r Result) Due(day time.Time) bool {
	return !r.Recheck.IsZero() && r.There != Gone && !r.Recheck.First().After(edtf.On(day).First())
}

// normalise fills in what an empty field means and reads the number as people
// write it: "1 674".
func (r *Result) normalise() {
	if r.Proof == "" {
		r.Proof = string(Claimed)
	}
	if r.There == "" {
		r.There = Unknown
	}
	r.Number = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(r.Number)
	if bare := strings.TrimLeft(r.Number, "0"); bare != "" {
		r.Number = bare
	} else if r.Number != "" {
		r.Number = "0"
	}
}

// validate holds the rules that need nothing but the result and the latest day
// that has begun somewhere on earth.
func (r Result) validate(today edtf.Date) error {
	var bad errs.Fields
	if r.Name.IsZero() {
		bad.Add(errs.Field("name", "result.name.empty"))
	}
	for _, c := range []struct {
		field, value string
		allowed      []string
	}{{"type", r.Type, Types()}, {"proof", r.Proof, Proofs()}, {"there", r.There, States()}} {
		if !slices.Contains(c.allowed, c.value) {
			bad.Add(errs.Field(c.field, "form.choice"))
		}
	}
	for _, group := range r.Beneficiaries {
		if !slices.Contains(record.Beneficiaries(), group) {
			bad.Add(errs.Field("beneficiaries", "form.choice"))
			break
		}
	}
	bad = append(bad, r.counted()...)
	if r.There != Unknown && r.ThereOn.IsZero() {
		bad.Add(errs.Field("there_on", "result.there_on.empty"))
	}
	for _, d := range []struct {
		field string
		day   edtf.Date
	}{{"since", r.Since}, {"there_on", r.ThereOn}} {
		if today.Before(d.day) {
			bad.Add(errs.Field(d.field, "form.date.past"))
		}
	}
	return bad.Err()
}

// counted checks number and unit: neither says anything alone.
func (r Result) counted() (bad errs.Fields) {
	notDigit := func(c rune) bool { return c < '0' || c > '9' }
	switch {
	case strings.ContainsFunc(r.Number, notDigit) || len(r.Number) > 15:
		bad.Add(errs.Field("number", "form.number"))
	case r.Number != "" && r.Unit.IsZero():
		bad.Add(errs.Field("unit", "result.unit.empty"))
	case r.Number == "" && !r.Unit.IsZero():
		bad.Add(errs.Field("number", "result.number.empty"))
	}
	return bad
}
