package activity

import (
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of activities.
const Kind = "activity"

// Types lists what an activity can be.
func Types() []string {
	return []string{"project", "event", "visit_in", "visit_out", "exchange", "mission", "training", "campaign", "meeting", "conference"}
}

// The groups of types under which lists show them.
const (
	Projects = "projects"
	Visits   = "visits"
	Events   = "events"
)

// Groups lists the groups in the order of the tabs.
func Groups() []string { return []string{Projects, Visits, Events} }

// TypesOf are the types of a group; none for an unknown one.
func TypesOf(group string) []string {
	switch group {
	case Projects:
		return []string{"project", "training", "campaign"}
	case Visits:
		return []string{"visit_in", "visit_out", "exchange", "mission"}
	case Events:
		return []string{"event", "meeting", "conference"}
	}
	return nil
}

// The states of an activity.
const (
	Planned   = "planned"
	Confirmed = "confirmed"
	Held      = "held"
	Cancelled = "cancelled"
	Moved     = "moved"
	Refused   = "refused"
	Unknown   = "unknown"
	// Unconfirmed is never stored: it is what Planned and Confirmed have become
	// when the last day is over and nobody wrote down the outcome.
	Unconfirmed = "unconfirmed"
)

// Statuses lists the states that can be stored.
func Statuses() []string {
	return []string{Planned, Confirmed, Held, Cancelled, Moved, Refused, Unknown}
}

// Activity is anything that is done.
type Activity struct {
	keep.Meta
	Type          string
	Name          i18n.Text
	Code          string // number in its funding programme
	Parent        string // identifier of the activity that it is part of
	Series        string // identifier of the series of which it is an edition
	Starts        edtf.Date
	Ends          edtf.Date
	Opens         string // HH:MM on the first day; empty when not known
	Closes        string // HH:MM on the last day
	Zone          string // IANA zone of both; empty: that of the city
	Status        string
	Place         i18n.Text
	Programme     i18n.Text // funding programme
	Summary       i18n.Text
	Inferred      bool     // the year or the link was concluded by us
	Partners      []string // identifiers of partnerships
	Themes        []string // see Themes
	Goals         []string // see Goals
	Beneficiaries []string // see Beneficiaries
}

// Ref names the activity.
func (a Activity) Ref() record.Ref { return record.Ref{Kind: Kind, ID: a.ID} }

// When is the whole time of the activity; zero when nothing is known.
func (a Activity) When() edtf.Date {
	switch {
	case a.Ends.IsZero():
		return a.Starts
	case a.Starts.IsZero():
		until, err := edtf.Parse("/" + a.Ends.String())
		if err != nil {
			return a.Ends
		}
		return until
	}
	if whole, err := edtf.Interval(a.Starts.Start(), a.Ends); err == nil {
		return whole
	}
	return a.Starts
}

// SortKey is the text by which lists order activities: the lower bound of the
// time, or of its end when the start is not known; empty without any date.
func (a Activity) SortKey() string {
	key := a.When().Sort()
	if strings.HasPrefix(key, "0000") && !a.Ends.IsZero() {
		return a.Ends.Sort()
	}
	return key
}

// LastDay is the last day that the time may mean, as YYYY-MM-DD. An end that is
// not known does not stretch it, one that is open ("1994/..") does. It is empty
// when the year is not known.
func (a Activity) LastDay() string {
	when, key := a.When(), a.SortKey()
	if key == "" || strings.HasPrefix(key, "0000") {
		return ""
	}
	if when.IsInterval() && when.End().IsZero() && !when.OpenEnd() {
		when = when.Start()
	}
	return when.Last().Format("2006-01-02")
}

// Over tells whether the last day lies before today, beyond doubt.
func (a Activity) Over(today edtf.Date) bool {
	last := a.LastDay()
	return last != "" && last < today.Sort()
}

// Outcome is the state as it is shown on a day: the stored one, or Unconfirmed.
func (a Activity) Outcome(today edtf.Date) string {
	if (a.Status == Planned || a.Status == Confirmed) && a.Over(today) {
		return Unconfirmed
	}
	return a.Status
}

// Year is the year under which lists show the activity; empty when not known.
func (a Activity) Year() string {
	key := a.SortKey()
	if key == "" || strings.HasPrefix(key, "0000") {
		return ""
	}
	return key[:4]
}

// Key is the place of the activity in a list, after which the next page begins.
func (a Activity) Key() Key { return Key{Sort: a.SortKey(), ID: a.ID} }

// Key is a place in a list of activities, the newest first.
type Key struct{ Sort, ID string }

// YearGroup is a year with its activities.
type YearGroup struct {
	Year string // empty for those without a known year
	List []Activity
}

// ByYear splits a list, sorted newest first, into years; those without a known
// year come last.
func ByYear(list []Activity) []YearGroup {
	var groups []YearGroup
	var undated []Activity
	for _, a := range list {
		year := a.Year()
		switch {
		case year == "":
			undated = append(undated, a)
		case len(groups) == 0 || groups[len(groups)-1].Year != year:
			groups = append(groups, YearGroup{Year: year, List: []Activity{a}})
		default:
			groups[len(groups)-1].List = append(groups[len(groups)-1].List, a)
		}
	}
	if len(undated) > 0 {
		groups = append(groups, YearGroup{List: undated})
	}
	return groups
}
