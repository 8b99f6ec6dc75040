package activity

import (
	"net/url"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/web"
)

// checkHours writes hours as HH:MM and refuses those that cannot be: without a
// day, the end before the beginning, an hour that the clocks of the place skip.
func (s *Service) checkHours(a *Activity) (bad errs.Fields) {
	zone, err := s.zoneOf(*a)
	if err != nil {
		bad.Add(errs.Field("zone", "activity.zone.unknown"))
	}
	opens := tidyHour(&bad, "opens", &a.Opens)
	closes := tidyHour(&bad, "closes", &a.Closes)
	switch {
	case bad.Err() != nil || a.Opens == "" && a.Closes == "":
	case a.Opens == "":
		bad.Add(errs.Field("opens", "activity.opens.empty"))
	case !wholeDay(a.Starts):
		bad.Add(errs.Field("opens", "activity.opens.day"))
	case skipped(a.Starts, opens, zone):
		bad.Add(errs.Field("opens", "activity.opens.skipped", "time", a.Opens, "date", a.Starts))
	case a.Closes == "":
	case !a.Ends.IsZero() && !wholeDay(a.Ends):
		bad.Add(errs.Field("closes", "activity.closes.day"))
	case (a.Ends.IsZero() || a.Ends == a.Starts) && closes <= opens:
		bad.Add(errs.Field("closes", "activity.closes.order", "time", a.Opens))
	case skipped(a.lastWhole(), closes, zone):
		bad.Add(errs.Field("closes", "activity.opens.skipped", "time", a.Closes, "date", a.lastWhole()))
	}
	return bad
}

// tidyHour reads an hour as people type it and keeps it as HH:MM.
func tidyHour(bad *errs.Fields, name string, text *string) time.Duration {
	if *text == "" {
		return 0
	}
	since, ok := form.Read(url.Values{name: {*text}}).Clock(name)
	if !ok {
		bad.Add(errs.Field(name, "form.clock"))
		return 0
	}
	*text = time.Time{}.Add(since).Format("15:04")
	return since
}

// wholeDay tells whether a date is one day, beyond doubt.
func wholeDay(d edtf.Date) bool {
	return d.Precision() == edtf.Day && !d.IsInterval() && d.Mark() == 0
}

// at is an hour of a day on the clocks of a zone.
func at(day edtf.Date, since time.Duration, zone *time.Location) time.Time {
	y, m, d := day.First().Date()
	return time.Date(y, m, d, int(since.Hours()), int(since.Minutes())%60, 0, 0, zone)
}

// skipped tells whether clocks that go forward leave an hour out.
func skipped(day edtf.Date, since time.Duration, zone *time.Location) bool {
	return zone != nil && at(day, since, zone).Format("15:04") != time.Time{}.Add(since).Format("15:04")
}

// lastWhole is the day on which an activity with hours ends.
func (a Activity) lastWhole() edtf.Date {
	if a.Ends.IsZero() {
		return a.Starts
	}
	return a.Ends
}

// zoneOf is the zone of an activity's hours: its own, or that of the city.
func (s *Service) zoneOf(a Activity) (*time.Location, error) {
	if a.Zone == "" {
		return s.clock().Location(), nil
	}
	if a.Zone == "Local" { // is known to Go, and means the machine's
		return nil, errs.Field("zone", "activity.zone.unknown")
	}
	return time.LoadLocation(a.Zone)
}

// hours are the instants at which an activity opens and closes; zero where that
// is not known.
func (s *Service) hours(a Activity) (opens, closes time.Time) {
	zone, err := s.zoneOf(a)
	if err != nil || a.Opens == "" {
		return opens, closes
	}
	if since, err := time.Parse("15:04", a.Opens); err == nil {
		opens = at(a.Starts, since.Sub(since.Truncate(24*time.Hour)), zone)
	}
	if since, err := time.Parse("15:04", a.Closes); err == nil {
		closes = at(a.lastWhole(), since.Sub(since.Truncate(24*time.Hour)), zone)
	}
	return opens, closes
}

// hoursWords are the hours of an activity as its pages say them; empty for none.
func hoursWords(s *web.Scene, a Activity) string {
	words := a.Opens
	if a.Closes != "" {
		words += "–" + a.Closes
	}
	if words != "" && a.Zone != "" {
		return s.T("activity.hours.zone", "hours", words, "zone", a.Zone)
	}
	return words
}
