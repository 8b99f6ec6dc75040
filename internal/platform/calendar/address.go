package calendar

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
)

// The views of the calendar, in the order of their tabs.
const (
	dayView    = "day"
	weekView   = "week"
	monthView  = "month"
	yearView   = "year"
	agendaView = "agenda"
)

func views() []string { return []string{dayView, weekView, monthView, yearView, agendaView} }

// agendaDays is how many days an agenda holds.
const agendaDays = 31

// The days that a calendar can be opened at: those of the years that dates of
// records can have, with room for the weeks around them.
const firstYear, lastYear = 2, 9998

// asked is what an address of the calendar says: everything that one sees hangs
// on it, so that it can be sent to a colleague.
type asked struct {
	view    string
	day     time.Time      // midnight UTC
	layers  []module.Layer // that are shown, in their order
	partner string         // identifier of a partnership; empty: all
	zone    string         // partnership whose hours stand beside ours; empty: none
}

// read takes an address apart. What it does not say is the month of today with
// all layers; a day that is none is an error at its field.
func read(s *web.Scene) (asked, *form.Form) {
	in := form.Read(s.URL.Query())
	a := asked{view: in.Typed("view"), day: midnight(s.Local(s.Now)), layers: module.Layers(), partner: in.Typed("partner"), zone: in.Typed("zone")}
	if !slices.Contains(views(), a.view) {
		a.view = monthView
	}
	if typed := in.Date("day", s.Lang); !typed.IsZero() {
		switch first := typed.First(); {
		case first.Year() < firstYear || first.Year() > lastYear:
			in.FailWith("day", errs.Field("day", "calendar.day.far", "from", firstYear, "to", lastYear))
		default:
			a.day = first
		}
	}
	if in.Has("layers") {
		on := strings.Split(in.Typed("layers"), ",")
		a.layers = slices.DeleteFunc(a.layers, func(l module.Layer) bool { return !slices.Contains(on, string(l)) })
	}
	return a, in
}

// path is the address that says all that, within the office.
func (a asked) path() string {
	q := url.Values{"view": {a.view}, "day": {a.day.Format(time.DateOnly)}}
	if len(a.layers) < len(module.Layers()) {
		q.Set("layers", a.layerText())
	}
	if a.partner != "" {
		q.Set("partner", a.partner)
	}
	if a.zone != "" {
		q.Set("zone", a.zone)
	}
	return "/calendar?" + q.Encode()
}

// layerText are the names of the layers that are shown; "none" for none.
func (a asked) layerText() string {
	names := make([]string, len(a.layers))
	for i, l := range a.layers {
		names[i] = string(l)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ",")
}

func (a asked) in(view string) asked      { a.view = view; return a }
func (a asked) at(day time.Time) asked    { a.day = day; return a }
func (a asked) shows(l module.Layer) bool { return slices.Contains(a.layers, l) }

// toggled shows a layer that is hidden, and hides one that is shown.
func (a asked) toggled(l module.Layer) asked {
	on := slices.DeleteFunc(module.Layers(), func(o module.Layer) bool { return a.shows(o) == (o == l) })
	a.layers = on
	return a
}

// span is the first and the last day that the view shows.
func (a asked) span() (from, until time.Time) {
	switch a.view {
	case dayView:
		return a.day, a.day
	case weekView:
		from = monday(a.day)
		return from, from.AddDate(0, 0, 6)
	case yearView:
		return time.Date(a.day.Year(), time.January, 1, 0, 0, 0, 0, time.UTC), time.Date(a.day.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
	case agendaView:
		return a.day, a.day.AddDate(0, 0, agendaDays-1)
	}
	first := a.day.AddDate(0, 0, 1-a.day.Day())
	last := first.AddDate(0, 1, -1)
	return monday(first), monday(last).AddDate(0, 0, 6)
}

// step is the same view n pages on. A day that the month does not have becomes
// its last.
func (a asked) step(n int) asked {
	switch a.view {
	case dayView:
		return a.at(a.day.AddDate(0, 0, n))
	case weekView:
		return a.at(a.day.AddDate(0, 0, 7*n))
	case yearView:
		return a.at(months(a.day, 12*n))
	case agendaView:
		return a.at(a.day.AddDate(0, 0, agendaDays*n))
	}
	return a.at(months(a.day, n))
}

// months is the same day some months on, or the last of that month.
func months(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// monday is the first day of a day's week.
func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -int((day.Weekday()+6)%7))
}

// midnight is midnight UTC of the day that an instant carries.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dates are two days as dates.
func dates(from, until time.Time) (a, b edtf.Date) { return edtf.On(from), edtf.On(until) }
