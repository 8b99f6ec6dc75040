package calendar

import (
	"strings"
	"time"

	"pobratim/internal/kit/daytime"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
)

// Hours are the days of a record and the hours on them, HH:MM by the clocks of a
// place.
type Hours struct {
	Starts, Ends edtf.Date // no end: one day
	Opens        string    // on the first day; empty when not known
	Closes       string    // on the last day
	Zone         string    // IANA zone of both; empty: that of the city
}

// Tidy writes the hours as HH:MM and refuses those that cannot be: without a day,
// the end before the beginning, an hour that the clocks of the place skip. Its
// errors name the fields opens, closes and zone.
func (h *Hours) Tidy(city *time.Location) *errs.E {
	zone, err := h.zone(city)
	opens, first := daytime.Tidy(h.Opens)
	closes, second := daytime.Tidy(h.Closes)
	switch {
	case err != nil:
		return errs.Field("zone", "calendar.hours.zone.unknown")
	case !first:
		return errs.Field("opens", "form.clock")
	case !second:
		return errs.Field("closes", "form.clock")
	}
	h.Opens, h.Closes = opens, closes
	last := h.last()
	switch {
	case opens == "" && closes == "":
	case opens == "":
		return errs.Field("opens", "calendar.hours.empty")
	case !WholeDay(h.Starts):
		return errs.Field("opens", "calendar.hours.day")
	case daytime.Skipped(h.Starts.First(), opens, zone):
		return errs.Field("opens", "calendar.hours.skipped", "time", opens, "date", h.Starts)
	case closes == "":
	case !WholeDay(last):
		return errs.Field("closes", "calendar.hours.day.last")
	case last == h.Starts && closes <= opens:
		return errs.Field("closes", "calendar.hours.order", "time", opens)
	case daytime.Skipped(last.First(), closes, zone):
		return errs.Field("closes", "calendar.hours.skipped", "time", closes, "date", last)
	}
	return nil
}

// last is the day on which it ends.
func (h Hours) last() edtf.Date {
	if h.Ends.IsZero() {
		return h.Starts
	}
	return h.Ends
}

// zone is the zone of the hours.
func (h Hours) zone(city *time.Location) (*time.Location, error) {
	switch h.Zone {
	case "":
		return city, nil
	case "Local": // is known to Go, and means the machine's
		return nil, errs.Field("zone", "calendar.hours.zone.unknown")
	}
	return time.LoadLocation(h.Zone)
}

// Instants are when it opens and closes; zero where that is not known.
func (h Hours) Instants(city *time.Location) (opens, closes time.Time) {
	if h.Opens == "" && h.Closes == "" {
		return opens, closes
	}
	zone, err := h.zone(city)
	if err != nil {
		zone = city
	}
	return daytime.At(h.Starts.First(), h.Opens, zone), daytime.At(h.last().First(), h.Closes, zone)
}

// Words are the hours as pages say them; empty for none.
func (h Hours) Words(s *web.Scene) string {
	words := strings.TrimSuffix(h.Opens+"–"+h.Closes, "–")
	if words != "" && h.Zone != "" {
		return s.T("calendar.hours.zone", "hours", words, "zone", h.Zone)
	}
	return words
}

// At are the hours when all begins at another instant and takes as long as before
// by the clocks of the place; false for what has no hours, or no exact days.
func (h Hours) At(begins time.Time, city *time.Location) (Hours, bool) {
	zone, err := h.zone(city)
	last := h.last()
	if err != nil || h.Opens == "" || !WholeDay(h.Starts) || !WholeDay(last) {
		return h, false
	}
	// Clocks are reckoned as if they were those of Greenwich, which never change.
	local := begins.In(zone)
	to := daytime.At(local, local.Format(daytime.Form), time.UTC)
	longer := to.Sub(daytime.At(h.Starts.First(), h.Opens, time.UTC))
	moved := h
	moved.Starts, moved.Opens = edtf.On(to), to.Format(daytime.Form)
	ends := last.First().Add(midnight(to).Sub(h.Starts.First()))
	if h.Closes != "" {
		ends = daytime.At(last.First(), h.Closes, time.UTC).Add(longer)
		moved.Closes = ends.Format(daytime.Form)
	}
	if moved.Ends = edtf.On(ends); moved.Ends == moved.Starts {
		moved.Ends = edtf.Date{}
	}
	return moved, true
}
