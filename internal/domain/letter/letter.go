package letter

import (
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of letters.
const Kind = "letter"

// Types lists how something can pass between two sides.
func Types() []string { return []string{Paper, "email", Call, "message", Meeting} }

// The types that rules name.
const (
	Paper   = "letter"
	Call    = "call"
	Meeting = "meeting"
)

// Sides lists who turned to whom.
func Sides() []string { return []string{Out, In, Both} }

// The sides.
const (
	Out  = "out"  // we turned to them
	In   = "in"   // they turned to us
	Both = "both" // talks, without one who began
)

// Letter is one thing that passed.
type Letter struct {
	keep.Meta
	Type    string
	Side    string
	Title   i18n.Text // what about, in one line
	Note    i18n.Text
	On      edtf.Date
	Partner string // identifier of the partnership
	Person  string // identifier of the person on the other side; may be empty
	Event   string // identifier of the activity that it is about; may be empty
	Number  string // ours, in the city's registry of documents
	Theirs  string // the number that the other side gave
	Waits   bool   // somebody is to answer it
	By      edtf.Date
	Answers string // identifier of the letter that this one answers
	Message string // identifier of the message by which it was sent
	MailID  string // Message-ID of the mail, which says that it is the same one
	Body    string // what the mail says
	// Answered tells whether another entry answers this one. It is read with the
	// row and never written.
	Answered bool
}

// Ref names the entry.
func (l Letter) Ref() record.Ref { return record.Ref{Kind: Kind, ID: l.ID} }

// Open tells whether an answer is still awaited.
func (l Letter) Open() bool { return l.Waits && !l.Answered }

// Silence is how many whole days have passed without an answer, 0 when none is
// awaited. An entry whose day is not known counts from the last day it can mean.
func (l Letter) Silence(now time.Time) int {
	if !l.Open() || l.On.IsZero() {
		return 0
	}
	return max(0, days(l.On.Last(), now))
}

// Overdue is how many days ago the answer was due, 0 when it is not.
func (l Letter) Overdue(now time.Time) int {
	if !l.Open() || l.By.IsZero() {
		return 0
	}
	return max(0, days(l.By.Last(), now))
}

// days counts from a day, given as midnight UTC, to the day of an instant in its
// own zone.
func days(day, now time.Time) int {
	y, m, d := now.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(day.Truncate(24*time.Hour)).Hours() / 24)
}

// validate holds the rules that need nothing but the entry and the latest day
// that has begun somewhere on earth.
func (l Letter) validate(today edtf.Date) error {
	var bad errs.Fields
	if l.Title.IsZero() {
		bad.Add(errs.Field("title", "letter.title.empty"))
	}
	if !slices.Contains(Types(), l.Type) {
		bad.Add(errs.Field("type", "form.choice"))
	}
	switch {
	case !slices.Contains(Sides(), l.Side):
		bad.Add(errs.Field("side", "form.choice"))
	case l.Side == Both && l.Type != Meeting && l.Type != Call:
		bad.Add(errs.Field("side", "letter.side.both"))
	case l.Side == Both && l.Waits:
		bad.Add(errs.Field("waits", "letter.waits.both"))
	}
	if l.Partner == "" && l.Person == "" {
		bad.Add(errs.Field("partner", "letter.partner.empty"))
	}
	switch {
	case l.On.IsZero():
		bad.Add(errs.Field("on", "letter.on.empty"))
	case today.Before(l.On):
		bad.Add(errs.Field("on", "form.date.past"))
	}
	switch {
	case l.By.IsZero():
	case !l.Waits:
		bad.Add(errs.Field("by", "letter.by.unasked"))
	case l.By.Before(l.On):
		bad.Add(errs.Field("by", "letter.by.early", "day", l.On))
	}
	if l.Answers != "" && l.Answers == l.ID {
		bad.Add(errs.Field("answers", "letter.answers.itself"))
	}
	return bad.Err()
}
