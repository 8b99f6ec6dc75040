package membership

import (
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Positions lists what the city can say to a question.
func Positions() []string { return []string{"for", "against", "abstained", "absent"} }

// Outcomes lists what can become of a question.
func Outcomes() []string { return []string{"adopted", "rejected", "postponed"} }

// Ballot is one question that a meeting of a network decides.
type Ballot struct {
	keep.Meta
	Membership string
	Question   i18n.Text
	Meeting    i18n.Text
	Held       edtf.Date // the day of the meeting
	Position   string    // see Positions; empty: not settled
	Reasons    i18n.Text
	Outcome    string // see Outcomes; empty: not known
	Note       i18n.Text
	Of         i18n.Text // name of the network, read with the ballot
}

// Ref names the ballot.
func (b Ballot) Ref() record.Ref { return record.Ref{Kind: BallotKind, ID: b.ID} }

// Open tells whether the city has still to settle what it says: the meeting is
// not over on a day.
func (b Ballot) Open(day time.Time) bool {
	return b.Position == "" && !b.Held.IsZero() && !b.Held.Before(edtf.On(day))
}

// validate holds the rules of ballots; today is the latest day that has begun
// somewhere on earth.
func (b Ballot) validate(today edtf.Date) error {
	var bad errs.Fields
	if b.Question.IsZero() {
		bad.Add(errs.Field("question", "ballot.question.empty"))
	}
	if b.Position != "" && !slices.Contains(Positions(), b.Position) {
		bad.Add(errs.Field("position", "form.choice"))
	}
	if b.Outcome != "" && !slices.Contains(Outcomes(), b.Outcome) {
		bad.Add(errs.Field("outcome", "form.choice"))
	}
	if today.Before(b.Held) {
		if b.Outcome != "" {
			bad.Add(errs.Field("outcome", "ballot.outcome.early"))
		}
		if b.Position == "absent" {
			bad.Add(errs.Field("position", "ballot.position.early"))
		}
	}
	return bad.Err()
}
