package activity

import (
	"strings"
	"time"

	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/calendar"
)

// checkHours writes hours as HH:MM and refuses those that cannot be: without a
// day, the end before the beginning, an hour that the clocks of the place skip.
func (s *Service) checkHours(a *Activity) *errs.E {
	zone, err := a.zone(s.clock().Location())
	opens, first := daytime.Tidy(a.Opens)
	closes, second := daytime.Tidy(a.Closes)
	switch {
	case err != nil:
		return errs.Field("zone", "activity.zone.unknown")
	case !first:
		return errs.Field("opens", "form.clock")
	case !second:
		return errs.Field("closes", "form.clock")
	}
	a.Opens, a.Closes = opens, closes
	last := a.lastWhole()
	switch {
	case opens == "" && closes == "":
	case opens == "":
		return errs.Field("opens", "activity.opens.empty")
	case !calendar.WholeDay(a.Starts):
		return errs.Field("opens", "activity.opens.day")
	case daytime.Skipped(a.Starts.First(), opens, zone):
		return errs.Field("opens", "activity.opens.skipped", "time", opens, "date", a.Starts)
	case closes == "":
	case !calendar.WholeDay(last):
		return errs.Field("closes", "activity.closes.day")
	case last == a.Starts && closes <= opens:
		return errs.Field("closes", "activity.closes.order", "time", opens)
	case daytime.Skipped(last.First(), closes, zone):
		return errs.Field("closes", "activity.opens.skipped", "time", closes, "date", last)
	}
	return nil
}

// lastWhole is the day on which an activity with hours ends.
func (a Activity) lastWhole() edtf.Date {
	if a.Ends.IsZero() {
		return a.Starts
	}
	return a.Ends
}

// zone is the zone of an activity's hours: its own, or that of the city.
func (a Activity) zone(city *time.Location) (*time.Location, error) {
	switch a.Zone {
	case "":
		return city, nil
	case "Local": // is known to Go, and means the machine's
		return nil, errs.Field("zone", "activity.zone.unknown")
	}
	return time.LoadLocation(a.Zone)
}

// hours are the instants at which an activity opens and closes; zero where that
// is not known.
func (a Activity) hours(city *time.Location) (opens, closes time.Time) {
	zone, err := a.zone(city)
	if err != nil {
		zone = city
	}
	return daytime.At(a.Starts.First(), a.Opens, zone), daytime.At(a.lastWhole().First(), a.Closes, zone)
}

// hoursWords are the hours of an activity as its pages say them; empty for none.
func hoursWords(s *web.Scene, a Activity) string {
	words := strings.TrimSuffix(a.Opens+"–"+a.Closes, "–")
	if words != "" && a.Zone != "" {
		return s.T("activity.hours.zone", "hours", words, "zone", a.Zone)
	}
	return words
}
