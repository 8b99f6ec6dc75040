package chain

import (
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/keep/keeptest"
)

// always is a calendar without days off.
func always(time.Time) (bool, bool) { return true, true }

// weekdays knows Saturdays and Sundays of 2026 and 2027, and nothing else.
func weekdays(day time.Time) (bool, bool) {
	if day.Year() < 2026 || day.Year() > 2027 {
		return false, false
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday, true
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		name, starts, ends, lead, budget string
		working                          func(time.Time) (bool, bool)
		want                             string
	}{
		{"days", "2027-06-12", "", "before 10 day", "", always, "2027-06-02"},
		{"weeks", "2027-06-12", "", "before 2 week", "", always, "2027-05-29"},
		{"months", "2027-06-12", "", "before 18 month", "", always, "2025-12-12"},
		{"the last day of a shorter month", "2027-05-31", "", "before 3 month", "", always, "2027-02-28"},
		{"29 February in a leap year", "2028-05-31", "", "before 3 month", "", always, "2028-02-29"},
		{"a year after 29 February", "2028-02-29", "", "after 1 year", "", always, "2029-02-28"},
		{"a year before 29 February", "2028-02-29", "", "before 1 year", "", always, "2027-02-28"},
		{"after counts from the last day", "2027-06-12", "2027-06-15", "after 1 week", "", always, "2027-06-22"},
		{"an interval has its own last day", "2027-06-12/2027-06-15", "", "after 1 day", "", always, "2027-06-16"},
		{"before counts from the first day", "2027-06-12", "2027-06-15", "before 1 day", "", always, "2027-06-11"},
		{"an end that is open is none", "2027-06-12/", "", "after 1 day", "", always, "2027-06-13"},
		{"of a month the first day", "2027-06", "", "before 1 day", "", always, "2027-05-31"},
		{"of a month the last day", "2027-06", "", "after 1 day", "", always, "2027-07-01"},
		{"on the day itself", "2027-06-12", "", "before 0 day", "", always, "2027-06-12"},
		{"over the new year", "2027-01-10", "", "before 1 month", "", always, "2026-12-10"},
		{"the budget of the year before", "2027-06-12", "", "budget 2 week 13", "10-01", always, "2026-09-17"},
		{"by the day of the budget", "2027-06-12", "", "budget 0 day 13", "10-01", always, "2026-10-01"},
		{"29 February as the day of the budget", "2027-06-12", "", "budget 0 day 13", "02-29", always, "2026-02-28"},
		{"no day of the budget", "2027-06-12", "", "budget 2 week 13", "", always, "2026-05-12 spared"},
		{"a Saturday gives way backwards", "2027-06-12", "", "before 0 day", "", weekdays, "2027-06-11 from 2027-06-12"},
		{"a Sunday gives way forwards", "2027-06-12", "", "after 1 day", "", weekdays, "2027-06-14 from 2027-06-13"},
		{"a year that nobody knows", "2028-06-10", "", "before 0 day", "", weekdays, "2028-06-10 unknown 2028"},
		{"forwards into a year that nobody knows", "2027-12-31", "", "after 1 day", "", weekdays, "2028-01-01 unknown 2028"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lead, err := ParseLead(c.lead)
			if err != nil {
				t.Fatal(err)
			}
			days, ok := span(keeptest.Date(c.starts), keeptest.Date(c.ends))
			if !ok {
				t.Fatal("no span")
			}
			got := lead.Count(days, Counting{c.budget, c.working})
			said := got.On.Format(time.DateOnly)
			if got.Spared {
				said += " spared"
			}
			if !got.Shifted.IsZero() {
				said += " from " + got.Shifted.Format(time.DateOnly)
			}
			if got.Unknown > 0 {
				said += " unknown " + edtf.OfYear(got.Unknown).String()
			}
			if said != c.want {
				t.Errorf("%s, want %s", said, c.want)
			}
		})
	}
}

// Days are counted as days, whatever a zone does to its clocks: the night in
// which Europe puts them forward is as long as any other.
func TestClocksDoNotMatter(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2027, 3, 28, 23, 59, 59, 0, berlin) // the clocks went forward at two
	days, _ := span(edtf.On(late), edtf.Date{})
	for n, want := range map[int]string{0: "2027-03-28", 1: "2027-03-27", 7: "2027-03-21", 148: "2026-10-31", 155: "2026-10-24"} {
		if got := (Lead{Way: Before, N: n, Unit: "day"}).Count(days, Counting{Working: always}).On.Format(time.DateOnly); got != want {
			t.Errorf("%d days before: %s, want %s", n, got, want)
		}
		back := away(keeptest.Date(want).First(), days)
		if back.N != n {
			t.Errorf("%s is %d days away, want %d", want, back.N, n)
		}
	}
}

func TestSpanRefuses(t *testing.T) {
	for _, starts := range []string{"", "2027", "202X", "/2027-06-12", "XXXX-06-12"} {
		if days, ok := span(keeptest.Date(starts), edtf.Date{}); ok {
			t.Errorf("%q: %v", starts, days)
		}
	}
}

func FuzzParseLead(f *testing.F) {
	for _, s := range []string{"before 3 month", "after 1 year", "budget 2 week 13", "budget 2 week", "before -1 day", "before 01 day", " ", "before 99999999999999999999 day"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lead, err := ParseLead(s)
		if err != nil {
			return
		}
		if lead.String() != s || lead.check() != nil {
			t.Errorf("%q is taken for %q", s, lead)
		}
		days, _ := span(keeptest.Date("2028-02-29"), edtf.Date{})
		if on := lead.Count(days, Counting{"02-29", always}).On; on.Year() < 2015 || on.Year() > 2040 {
			t.Errorf("%q: %v", s, on)
		}
	})
}
