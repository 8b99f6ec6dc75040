// Package daytime holds hours of a day as people write them, and puts them on
// the clocks of a zone: HH:MM beside a day, not an instant, so that a meeting at
// ten stays at ten when a state changes its summer time.
package daytime

import (
	"net/url"
	"time"

	"pobratim/internal/kit/form"
)

// Form is how hours are written.
const Form = "15:04"

// Tidy reads an hour as it is typed ("9.30", "0930") and writes it as HH:MM. An
// empty text stays empty; false is what is no hour.
func Tidy(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	since, ok := form.Read(url.Values{"hour": {text}}).Clock("hour")
	if !ok {
		return "", false
	}
	return time.Time{}.Add(since).Format(Form), true
}

// At is an hour, HH:MM, of a day on the clocks of a zone; the zero time for an
// empty hour.
func At(day time.Time, hour string, zone *time.Location) time.Time {
	t, err := time.Parse(Form, hour)
	if err != nil {
		return time.Time{}
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, zone)
}

// Skipped tells whether clocks that go forward on a day leave an hour out.
func Skipped(day time.Time, hour string, zone *time.Location) bool {
	at := At(day, hour, zone)
	return !at.IsZero() && at.Format(Form) != hour
}
