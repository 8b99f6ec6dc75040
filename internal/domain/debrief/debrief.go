package debrief

import (
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of reports.
const Kind = "debrief"

// Debrief is one report.
type Debrief struct {
	keep.Meta
	Activity    string // identifier
	Purpose     string
	Who         string
	Agreed      []string // a line for each point
	Results     string
	Costs       string
	Impressions string
	Next        string
	Submitted   edtf.Date // empty while it is written
	SubmitterID string
	Submitter   string
	Due         edtf.Date // by when it was due when it was handed in
}

// Ref names the report.
func (d Debrief) Ref() record.Ref { return record.Ref{Kind: Kind, ID: d.ID} }

// Sealed tells whether the report was handed in.
func (d Debrief) Sealed() bool { return !d.Submitted.IsZero() }

// Section is one part of a report with its text.
type Section struct{ Name, Text string }

// Sections are the parts of the report in the order of the paper, but for what
// was agreed, which stands third.
func (d Debrief) Sections() (before, after []Section) {
	return []Section{{"purpose", d.Purpose}, {"who", d.Who}}, []Section{{"results", d.Results}, {"costs", d.Costs}, {"impressions", d.Impressions}, {"next", d.Next}}
}

// Activity is what a report needs to know of its visit.
type Activity struct {
	ID       string
	Name     i18n.Text
	When     edtf.Date
	Place    i18n.Text
	Last     time.Time // its last day, at midnight UTC; zero when it is not known
	Out      bool      // we went
	Partners []string
}

// Due is by when a report is to be handed in.
type Due struct {
	On      time.Time // zero when it cannot be told
	Missing int       // the year whose days off nobody has entered; 0 otherwise
	Rule    string    // its source in words
	Path    string    // of the rule pack within the office
}

// late is how many days lie between the day by which something was due and
// another one; 0 when it was in time or no day is known.
func late(due, on time.Time) int {
	if due.IsZero() || on.IsZero() {
		return 0
	}
	return max(0, int(on.Sub(due).Hours()/24))
}
