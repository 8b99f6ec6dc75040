package gate

import (
	"errors"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
)

func TestShut(t *testing.T) {
	today := time.Date(2026, 11, 23, 23, 0, 0, 0, time.UTC) // a Monday
	working := func(day time.Time) (bool, bool) {
		return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && day.Day() != 4, day.Year() == 2026 // 4 November is a holiday
	}
	filed := func(s string) Settings {
		d, err := edtf.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return Settings{Notice: "77-1", NoticeOn: d}
	}
	for name, c := range map[string]struct {
		country Country
		set     Settings
		want    string
	}{
		"nobody knows the country":   {Country{}, filed("2026-01-15"), "visit.gate.unknown"},
		"no notice":                  {Country{Class: Adequate}, Settings{}, "visit.gate.notice"},
		"a number without a day":     {Country{Class: Adequate}, Settings{Notice: "77-1"}, "visit.gate.notice"},
		"a notice of tomorrow":       {Country{Class: Adequate}, filed("2026-11-24"), "visit.gate.notice.ahead"},
		"adequate, filed today":      {Country{Class: Adequate}, filed("2026-11-23"), ""},
		"not adequate, filed today":  {Country{Class: Lacking}, filed("2026-11-23"), "visit.gate.wait"},
		"on the tenth working day":   {Country{Class: Lacking}, filed("2026-11-09"), "visit.gate.wait"},
		"on the day after the tenth": {Country{Class: Lacking}, filed("2026-11-06"), ""},
		"long ago":                   {Country{Class: Lacking}, filed("2026-09-01"), ""},
		"a calendar nobody entered":  {Country{Class: Lacking}, filed("2025-01-15"), "visit.gate.calendar"},
	} {
		err := Shut(c.country, c.set, today, working)
		e, _ := errors.AsType[*errs.E](err)
		if (err == nil) != (c.want == "") || err != nil && e.Key != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
