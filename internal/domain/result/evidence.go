package result

import (
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
)

// Evidence is one thing that proves a result.
type Evidence struct {
	ID      string
	Result  string
	Kind    string // a Proof above Claimed
	What    string // what it shows and where it lies: address, number, folder
	Sum     string // SHA-256 of a file that was attached to the result; may be empty
	Witness string // who confirmed or saw it
	On      edtf.Date
	Actor   string // who wrote it down
}

// EvidenceKinds lists what evidence can be, the weakest first.
func EvidenceKinds() []string { return Proofs()[1:] }

// proofOf is the level that evidence adds up to: that of the strongest. More of a
// weaker kind does not make a stronger one.
func proofOf(all []Evidence) Proof {
	best := Claimed
	for _, e := range all {
		if Proof(e.Kind).Level() > best.Level() {
			best = Proof(e.Kind)
		}
	}
	return best
}

// validate asks for what makes evidence of its kind, since the result is there and
// until the latest day that has begun on earth.
func (e Evidence) validate(since, today edtf.Date) error {
	var bad errs.Fields
	kind := Proof(e.Kind)
	if !slices.Contains(EvidenceKinds(), e.Kind) {
		bad.Add(errs.Field("kind", "form.choice"))
		return bad.Err()
	}
	if (kind == Document || kind == Seen) && e.What == "" && e.Sum == "" {
		bad.Add(errs.Field("what", "result.evidence.what.empty."+e.Kind))
	}
	if kind.Level() >= Partner.Level() {
		if e.Witness == "" {
			bad.Add(errs.Field("witness", "result.evidence.witness.empty"))
		}
		if e.On.IsZero() {
			bad.Add(errs.Field("on", "result.evidence.on.empty"))
		}
	}
	switch {
	case e.On.IsZero():
	case kind == Seen && (e.On.IsInterval() || e.On.Precision() < edtf.Day):
		bad.Add(errs.Field("on", "form.date.day"))
	case today.Before(e.On):
		bad.Add(errs.Field("on", "form.date.past"))
	case e.On.Before(since):
		bad.Add(errs.Field("on", "result.evidence.on.early", "start", since))
	}
	return bad.Err()
}

// history are the values of evidence for the history of its result.
func (e Evidence) history() audit.Fields {
	fields := audit.Fields{
		{Name: "evidence.kind", Value: e.Kind}, {Name: "evidence.what", Value: e.What}, {Name: "evidence.sum", Value: e.Sum},
		{Name: "evidence.witness", Value: e.Witness}, {Name: "evidence.on", Value: e.On.String()},
	}
	return slices.DeleteFunc(fields, func(f audit.Field) bool { return f.Value == "" })
}

// Look is what somebody found who looked whether a result is still there.
type Look struct {
	There  string    // one of States
	On     edtf.Date // the day of the look
	Remark string
	Next   edtf.Date // when to look again; empty: not planned
}

// Looked is a look as the result keeps it.
type Looked struct {
	Look
	ID     string
	Result string
	Who    string
	ByLink bool // who answered has no account
	Heard  bool // the office has looked itself since, or agreed
	At     time.Time
}

// milestones are how many years after a result came somebody looks whether it is
// still there (C49 of the capabilities); after the last, every lastStep years.
func milestones() []int { return []int{1, 3, 5} }

const lastStep = 5

// nextLook is the next milestone after a day; none for a result of unknown age.
func nextLook(since, today edtf.Date) edtf.Date {
	if since.IsZero() {
		return edtf.Date{}
	}
	begun, now, years := since.Last(), today.Last(), 0
	for i := 0; ; i++ {
		if i < len(milestones()) {
			years = milestones()[i]
		} else {
			years += lastStep
		}
		if day := begun.AddDate(years, 0, 0); day.After(now) {
			return edtf.On(day)
		}
	}
}

// grace is how many days after a planned look a result still counts: a reminder
// stands on Today from the day itself, and somebody has to get there. The number is
// the program's own choice (ADR 0043).
const grace = 30

// expires is the last day on which the result counts without a new look, in the
// form of edtf.Date.Sort; empty when no look is planned.
func (r Result) expires() string {
	if r.Recheck.IsZero() {
		return ""
	}
	return edtf.On(r.Recheck.Last().AddDate(0, 0, grace)).Sort()
}

// Standing says whether a result counts in what the office puts out, and why not.
type Standing string

// The standings. Only what is Counted reaches the portal, papers and totals.
const (
	Counted  Standing = "counted"
	Unproved Standing = "unproved" // nothing but the claim stands behind it
	Expired  Standing = "expired"  // a planned look was not made in time
	Over     Standing = "gone"     // it is no longer there
)

// Standings lists them in the order of the register's views.
func Standings() []string {
	return []string{string(Counted), string(Unproved), string(Expired), string(Over)}
}

// Standing is how the result stands on a day.
func (r Result) Standing(day time.Time) Standing {
	switch until := r.expires(); {
	case r.There == Gone:
		return Over
	case r.Unproved():
		return Unproved
	case until != "" && until < edtf.On(day).Sort():
		return Expired
	}
	return Counted
}

// tidyEvidence takes away what people type around words.
func tidyEvidence(e Evidence) Evidence {
	e.What, e.Witness = strings.TrimSpace(e.What), strings.TrimSpace(e.Witness)
	return e
}
