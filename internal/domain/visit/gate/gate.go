// Package gate decides whether personal data of a delegation may go to another
// country (capability C43), and keeps what was decided: the class of the country,
// the notice to the supervisory authority, the fields and the reason. Package visit
// asks for the permissions and owns the tables; the law and its sources stand
// there.
package gate

import (
	"slices"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
)

// The classes of countries. Empty is unknown.
const (
	Adequate = "adequate" // protects personal data adequately
	Lacking  = "not"      // does not
)

// noticeWait is how many working days after the notice nothing may go to a country
// without adequate protection (see the package).
const noticeWait = 10

// Country is what the office has found out about the protection of personal data
// in a country.
type Country struct {
	Code   string
	Class  string // empty: nobody has found out
	Source string
	AsOf   edtf.Date
}

// Settings are what holds for all visits.
type Settings struct {
	Version  int64
	KeepDays int64     // after which what is sealed of a visit that is over is destroyed
	Notice   string    // number of the notice of transfers abroad
	NoticeOn edtf.Date // when it was filed
}

// Transfer is one decision to let personal data go abroad.
type Transfer struct {
	ID        string
	Activity  string
	Country   string
	Recipient string
	Fields    []string // of the list
	People    int
	Reason    string
	// What the decision rested on.
	Class, Source, Notice string
	NoticeOn              edtf.Date
	On                    time.Time
	By                    string // name of who decided
}

// Shut says what keeps the gate closed; nil when it may be opened. The reader can
// mend each of these.
func Shut(c Country, set Settings, today time.Time, working func(time.Time) (working, known bool)) error {
	day := edtf.On(today)
	switch {
	case c.Class == "":
		return errs.Field("country", "visit.gate.unknown")
	case set.Notice == "" || set.NoticeOn.IsZero():
		return errs.Field("country", "visit.gate.notice")
	case day.Before(set.NoticeOn):
		return errs.Field("country", "visit.gate.notice.ahead", "date", set.NoticeOn)
	case c.Class == Adequate:
		return nil
	}
	opens, known := afterWorking(set.NoticeOn.Last(), noticeWait, working)
	if !known {
		return errs.Field("country", "visit.gate.calendar", "year", opens.Year())
	}
	if !day.First().After(opens) {
		return errs.Field("country", "visit.gate.wait", "date", edtf.On(opens))
	}
	return nil
}

// afterWorking is the n-th working day after a day; not known when a calendar on
// the way is not.
func afterWorking(day time.Time, n int, working func(time.Time) (working, known bool)) (time.Time, bool) {
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		works, known := working(day)
		if !known {
			return day, false
		}
		if works {
			n--
		}
	}
	return day, true
}

// Check wants what a decision cannot do without; allowed are the fields that a list
// can hold.
func (t Transfer) Check(allowed []string) error {
	var bad errs.Fields
	if t.Country == "" {
		bad.Add(errs.Field("country", "visit.gate.country.empty"))
	}
	if t.Recipient == "" {
		bad.Add(errs.Field("recipient", "visit.gate.recipient.empty"))
	}
	if t.Reason == "" {
		bad.Add(errs.Field("reason", "visit.gate.reason.empty"))
	}
	if len(t.Fields) == 0 {
		bad.Add(errs.Field("fields", "visit.gate.fields.empty"))
	}
	for _, f := range t.Fields {
		if !slices.Contains(allowed, f) {
			bad.Add(errs.Field("fields", "form.choice"))
		}
	}
	return bad.Err()
}
