// Package candidate says what the plan of a year could be made of: anniversaries,
// terms that end, accepted proposals, what comes round, projects that finish, and
// what is in the register already. It computes and keeps nothing.
package candidate

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// The reasons why something could be in a plan.
const (
	Anniversary = "anniversary"
	Agreement   = "agreement" // its term ends
	Repeat      = "repeat"    // of a series, or of what was done the year before
	Project     = "project"   // it ends
	Proposal    = "proposal"  // of somebody else, accepted
	Activity    = "activity"  // it is in the register already
)

// Sources are what other desks know that plans are made of.
type Sources struct {
	Year     int // the present one, by which a series is seen to rest
	Jubilees []Jubilee
	Papers   []Paper
	Deeds    []Deed
	Offers   []Offer
	Resting  map[string]string // partnership → state, of those that rest or are over
}

// Jubilee is one anniversary.
type Jubilee struct {
	Ref      record.Ref
	Sort     string    // what it is of: "sister", "agreement"
	Title    i18n.Text // of the record
	Path     string
	Partner  string // identifier of the partnership; may be empty
	Since    edtf.Date
	Year     int
	Years    int
	On       edtf.Date
	Leap     bool // of 29 February, in a common year
	Disputed bool // sources differ on the date
	InUse    bool // of disputed dates: the one that the record shows
	Source   string
	Ended    bool // of an agreement that was ended
}

// Paper is an agreement whose term ends.
type Paper struct {
	Ref     record.Ref
	Title   i18n.Text
	Path    string
	Partner string
	Until   edtf.Date
}

// Deed is an activity of the register.
type Deed struct {
	Ref      record.Ref
	Title    i18n.Text
	Path     string
	Type     string
	Status   string
	Series   string    // identifier of the series of which it is an edition
	Called   i18n.Text // name of that series
	Parent   string    // identifier of the activity that it is part of
	Starts   edtf.Date
	Ends     edtf.Date
	Place    i18n.Text
	Partners []string
	Audience []string
}

// Offer is what somebody else proposed for the plan of a year, and what was accepted.
type Offer struct {
	Ref   record.Ref
	Year  int
	Title i18n.Text
	Path  string
	When  edtf.Date
	Text  i18n.Text // what it is about, and what it needs
	Given edtf.Date
	By    string // identifier of the organisation
}

// Candidate is what could become a line of the plan of a year.
type Candidate struct {
	Year     int
	Reason   string
	Sort     string     // of an anniversary: what it is of
	Origin   record.Ref // the record of the reason
	Key      string     // which of its dates
	Title    i18n.Text  // of the origin; the line's own title is made of it
	Path     string     // of the origin, within the office
	When     edtf.Date  // as precisely as the reason tells
	Type     string
	Place    i18n.Text
	Partners []string
	Audience []string
	Activity string // of what is in the register already
	Years    int    // of an anniversary
	Since    edtf.Date
	Leap     bool
	Disputed bool
	InUse    bool
	Source   string
	By       string    // of a proposal: identifier of the organisation
	Proposer string    // its name, when a page has asked for it
	Note     i18n.Text // of a proposal: what it is about
	Resting  string    // state of the only tie it concerns, when that rests or is over; "paper" when its agreement was ended, "series" when its series rests
}

// ID is the value of the candidate's tick.
func (c Candidate) ID() string {
	return strings.Join([]string{c.Reason, c.Origin.String(), c.Key}, " ")
}

// Checked tells whether a candidate is taken unless somebody says otherwise: what
// rests and what is a second opinion on a date is for people to decide.
func (c Candidate) Checked() bool {
	return c.Resting == "" && (!c.Disputed || c.InUse)
}

// Group is the heading under which a candidate stands.
func (c Candidate) Group() string {
	if c.Reason == Anniversary {
		return c.Reason + "." + c.Sort
	}
	return c.Reason
}

// Groups lists the headings in their order.
func Groups() []string {
	all := make([]string, 0, 14)
	for _, sort := range []string{"sister", "partner", "agreement", "organisation", "city", "country", "other"} {
		all = append(all, Anniversary+"."+sort)
	}
	return append(all, Agreement, Proposal, Repeat, Project, Activity)
}

// Taken is a line that a plan has already.
type Taken struct {
	Year        int
	Origin, Key string // as of the candidate
	Activity    string // identifier of the activity that it is
}

// List is what a span of years could hold, both included, by year, by group and
// by time. What is in a plan already is left out.
func List(from Sources, first, last int, taken []Taken) []Candidate {
	var all []Candidate
	for _, j := range from.Jubilees {
		all = append(all, j.candidate())
	}
	for _, p := range from.Papers {
		if c, ok := p.candidate(); ok {
			all = append(all, c)
		}
	}
	for _, o := range from.Offers {
		all = append(all, o.candidate())
	}
	all = append(all, ofDeeds(from, first, last)...)
	known := keysOf(taken)
	all = slices.DeleteFunc(all, func(c Candidate) bool {
		return c.Year < first || c.Year > last || known[takenKey{c.Year, c.Origin.String(), c.Key}]
	})
	for i := range all {
		if all[i].Resting != "" {
			continue
		}
		all[i].Resting = restingOf(all[i].Partners, from.Resting)
	}
	order := map[string]int{}
	for i, g := range Groups() {
		order[g] = i
	}
	slices.SortStableFunc(all, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(order[a.Group()], order[b.Group()]), cmp.Compare(a.When.Sort(), b.When.Sort()), cmp.Compare(a.When.Precision(), b.When.Precision()), cmp.Compare(a.ID(), b.ID()))
	})
	return all
}

// restingOf is the state in which a tie rests, when it is the only one.
func restingOf(partners []string, resting map[string]string) string {
	state := ""
	for _, id := range partners {
		if resting[id] == "" {
			return "" // somebody is there to do it with
		}
		state = resting[id]
	}
	return state
}

type takenKey struct {
	year        int
	origin, key string
}

// keysOf are the origins of the lines that exist. What is in the register stands
// for itself.
func keysOf(taken []Taken) map[takenKey]bool {
	known := map[takenKey]bool{}
	for _, l := range taken {
		known[takenKey{l.Year, l.Origin, l.Key}] = true
		if l.Activity != "" {
			known[takenKey{l.Year, "activity:" + l.Activity, Activity}] = true
		}
	}
	return known
}

func (j Jubilee) candidate() Candidate {
	c := Candidate{Year: j.Year, Reason: Anniversary, Sort: j.Sort, Origin: j.Ref, Key: j.Since.String(), Title: j.Title, Path: j.Path, When: j.On.Marked(0), Type: "event",
		Years: j.Years, Since: j.Since, Leap: j.Leap, Disputed: j.Disputed, InUse: j.InUse, Source: j.Source}
	if j.Partner != "" {
		c.Partners = []string{j.Partner}
	}
	if j.Ended {
		c.Resting = "paper"
	}
	return c
}

// candidate is the year in which a term ends, in its month when that is known.
func (p Paper) candidate() (Candidate, bool) {
	end := p.Until
	if end.IsInterval() {
		end = end.End()
	}
	year, ok := end.Year()
	if !ok {
		return Candidate{}, false
	}
	return Candidate{Year: year, Reason: Agreement, Origin: p.Ref, Key: p.Until.String(), Title: p.Title, Path: p.Path, When: monthOf(end, year), Type: "meeting", Partners: []string{p.Partner}, Since: p.Until}, true
}

func (o Offer) candidate() Candidate {
	return Candidate{Year: o.Year, Reason: Proposal, Origin: o.Ref, Title: o.Title, Path: o.Path, When: o.When, Since: o.Given, By: o.By, Note: o.Text}
}

// monthOf is the month of a date in some year, or the year alone.
func monthOf(d edtf.Date, year int) edtf.Date {
	if month := d.Month(); month >= time.January && month <= time.December {
		return edtf.OfMonth(year, month)
	}
	return edtf.OfYear(year)
}

// once are the kinds of activity that are worth repeating by themselves; a
// project, a training or a campaign is not.
func once() []string {
	return []string{"event", "visit_in", "visit_out", "exchange", "mission", "conference", "meeting"}
}

// ofDeeds are the candidates of the register: what is in it for a year, what
// comes round, and projects that finish.
func ofDeeds(from Sources, first, last int) []Candidate {
	var all []Candidate
	series := map[string][]Deed{}
	for _, d := range from.Deeds {
		year, ok := d.Starts.Year()
		if !ok && d.Type != "project" {
			continue
		}
		done := d.Status == "held" || d.Status == "unknown" || d.open()
		switch {
		case d.Type == "project":
			if c, ends := d.finish(); ends && d.Status != "cancelled" && d.Status != "refused" {
				all = append(all, c)
			}
			continue
		case d.open() && d.Parent == "":
			all = append(all, d.registered(year))
		}
		switch {
		case d.Series != "" && done:
			series[d.Series] = append(series[d.Series], d)
		case d.Series == "" && d.Parent == "" && done && slices.Contains(once(), d.Type):
			all = append(all, d.again(year+1))
		}
	}
	for _, editions := range series {
		all = append(all, rounds(editions, from.Year, first, last)...)
	}
	return all
}

// open tells whether an activity is still to come.
func (d Deed) open() bool { return d.Status == "planned" || d.Status == "confirmed" }

// registered is what is in the register already: it only has to be taken over.
func (d Deed) registered(year int) Candidate {
	when := d.Starts
	if span, err := edtf.Interval(d.Starts.Start(), d.Ends.Start()); err == nil && !d.Ends.IsZero() && d.Ends != d.Starts {
		when = span
	}
	return Candidate{Year: year, Reason: Activity, Origin: d.Ref, Key: Activity, Title: d.Title, Path: d.Path, When: when, Type: d.Type, Place: d.Place, Partners: d.Partners, Audience: d.Audience, Activity: d.Ref.ID, Since: d.Starts}
}

// again repeats something in the month in which it was.
func (d Deed) again(year int) Candidate {
	return Candidate{Year: year, Reason: Repeat, Origin: d.Ref, Title: d.Title, Path: d.Path, When: monthOf(d.Starts, year), Type: d.Type, Partners: d.Partners, Audience: d.Audience, Since: d.Starts}
}

// finish is the end of a project: its results are to be told.
func (d Deed) finish() (Candidate, bool) {
	end := d.Ends
	if end.IsZero() && d.Starts.IsInterval() {
		end = d.Starts.End()
	}
	year, ok := end.Year()
	if !ok {
		return Candidate{}, false
	}
	return Candidate{Year: year, Reason: Project, Origin: d.Ref, Key: end.String(), Title: d.Title, Path: d.Path, When: monthOf(end, year), Type: "meeting", Partners: d.Partners, Audience: d.Audience, Since: end}, true
}

// rounds are the next editions of a series, as far apart as the last two were; a
// year that has an edition needs no candidate. A series whose turn has passed
// without an edition rests: it could begin again in any year, if people want it.
func rounds(editions []Deed, now, first, last int) []Candidate {
	years := map[int]Deed{}
	var order []int
	for _, d := range editions {
		year, _ := d.Starts.Year()
		if _, twice := years[year]; !twice {
			order = append(order, year)
		}
		years[year] = d
	}
	slices.Sort(order)
	newest := years[order[len(order)-1]]
	at, step := order[len(order)-1], 1
	if len(order) > 1 {
		step = at - order[len(order)-2]
	}
	var all []Candidate
	rests := at+step < now
	if rests {
		step = 1
	}
	for year := at + step; year <= last; year += step {
		if year < first {
			continue
		}
		c := newest.again(year)
		if rests {
			c.Resting = "series"
		}
		c.Origin = record.Ref{Kind: "series", ID: newest.Series}
		c.Path = "/series/" + newest.Series
		c.Title = newest.Called
		all = append(all, c)
	}
	return all
}
