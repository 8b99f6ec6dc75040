package visit

import (
	"slices"
	"strconv"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The kinds of this subject's records, and those under which its other doings
// stand in the authorization table.
const (
	Kind         = "visit"
	MemberKind   = "visit_member"
	SealedKind   = "visit_sealed"
	TransferKind = "visit_transfer"
	SettingsKind = "visit_settings"
)

// activityKind is the kind of what a visit belongs to.
const activityKind = "activity"

// Types lists the types of activities that are visits.
func Types() []string { return []string{"visit_in", "visit_out", "exchange", "mission"} }

// In is the type of a visit to us.
const In = "visit_in"

// Bases lists by what a visit can come about.
func Bases() []string { return []string{"request", "invitation"} }

// maxPeople is how many people a delegation can have.
const maxPeople = 2000

// unknownDay stands for a day that nobody knows, behind all others.
const unknownDay = "9999-12-31"

// Trip is what an activity says of the visit that it is.
type Trip struct {
	ID           string
	Name         i18n.Text
	Type, Status string
	Starts, Ends edtf.Date
	Opens        string // HH:MM on the first day; empty when not known
	Parent       string // the activity that it is part of
	Partners     []string
}

// Off tells whether the visit will not take place.
func (t Trip) Off() bool { return t.Status == "cancelled" || t.Status == "refused" }

// When is the whole time.
func (t Trip) When() edtf.Date {
	if t.Ends.IsZero() {
		return t.Starts
	}
	if whole, err := edtf.Interval(t.Starts.Start(), t.Ends); err == nil {
		return whole
	}
	return t.Starts
}

// days are the first and the last day that the time can mean.
func (t Trip) days() (first, last string) {
	first, last = unknownDay, unknownDay
	when := t.When()
	if _, dated := when.Year(); !dated {
		return first, last
	}
	return when.First().Format(time.DateOnly), when.Last().Format(time.DateOnly)
}

// Visit is what the office knows of a delegation beside its activity.
type Visit struct {
	keep.Meta
	Partner   string // identifier of the partnership that comes or is visited
	Purpose   i18n.Text
	Basis     string // see Bases
	Letter    string // identifier of the request or invitation in the register
	Document  string // the same in words: number, date
	Line      string // identifier of the line of a plan
	Unplanned string // why it is in no plan
	Expected  string // how many people, in digits
	Owner     string // user who answers for it
	Note      i18n.Text

	// Trip is what the activity says, read with the visit and written by Follow.
	Trip Trip
	// First and Last are the days that the register goes by.
	First, Last string
	Purged      edtf.Date // when the sealed fields were destroyed
}

// Ref names the visit.
func (v Visit) Ref() record.Ref { return record.Ref{Kind: Kind, ID: v.ID} }

// Activity names the activity.
func (v Visit) Activity() record.Ref { return record.Ref{Kind: activityKind, ID: v.Trip.ID} }

// Key is the visit's place in the register.
func (v Visit) Key() Key { return Key{v.First, v.ID} }

// Until is how many days lie between a day and the arrival; false when the day of
// arrival is not known or over.
func (v Visit) Until(today time.Time) (int, bool) {
	first := v.Trip.Starts.Start()
	if first.IsZero() || first.Precision() < edtf.Day || v.First == unknownDay {
		return 0, false
	}
	day := edtf.On(today).First()
	n := int(first.First().Sub(day).Hours() / 24)
	return n, n >= 0
}

// Over tells whether the last day is over beyond doubt.
func (v Visit) Over(today time.Time) bool { return v.Last < today.Format(time.DateOnly) }

// validate holds the rules that need nothing but the visit.
func (v *Visit) validate() error {
	var bad errs.Fields
	if v.Basis != "" && !slices.Contains(Bases(), v.Basis) {
		bad.Add(errs.Field("basis", "form.choice"))
	}
	if v.Line != "" && v.Unplanned != "" {
		bad.Add(errs.Field("unplanned", "visit.unplanned.both"))
	}
	if v.Expected != "" {
		n, err := strconv.Atoi(v.Expected)
		if err != nil || n < 1 || n > maxPeople {
			bad.Add(errs.Field("expected", "visit.expected.range", "max", maxPeople))
		} else {
			v.Expected = strconv.Itoa(n)
		}
	}
	return bad.Err()
}
