package task

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

// TestNightsWithAChangeOfClocks goes through the night in which Europe puts its
// clocks forward and the one in which it puts them back, and over 29 February: a
// day is a day, be it 23, 24 or 25 hours long.
func TestNightsWithAChangeOfClocks(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct{ due, now, want string }{
		{"2027-03-27", "2027-03-28 00:01", "просрочено на 1 день"},
		{"2027-03-28", "2027-03-28 01:59", "сегодня"},
		{"2027-03-28", "2027-03-28 03:00", "сегодня"}, // there is no two o'clock
		{"2027-03-28", "2027-03-28 23:59", "сегодня"},
		{"2027-03-28", "2027-03-29 00:00", "просрочено на 1 день"},
		{"2027-03-29", "2027-03-28 00:00", "завтра"},
		{"2027-03-29", "2027-03-27 23:59", "до понедельника"},
		{"2027-10-31", "2027-10-31 02:30", "сегодня"}, // half past two comes twice
		{"2027-10-31", "2027-10-31 23:59", "сегодня"},
		{"2027-10-31", "2027-11-01 00:00", "просрочено на 1 день"},
		{"2027-11-01", "2027-10-31 00:00", "завтра"},
		{"2027-11-01", "2027-10-30 23:59", "до понедельника"},
		{"2028-02-29", "2028-02-28 23:59", "завтра"},
		{"2028-02-29", "2028-02-29 23:59", "сегодня"},
		{"2028-02-29", "2028-03-01 00:00", "просрочено на 1 день"},
		{"2028-02", "2028-02-29 23:59", "сегодня"},
		{"2027-02", "2027-03-01 00:00", "просрочено на 1 день"},
	} {
		words := dueWords(desk(t).Scene("ru", "/").Printer, keeptest.Date(c.due), at(c.now))
		if got := strings.ReplaceAll(words, "\u00a0", " "); got != c.want {
			t.Errorf("%s at %s: %q, want %q", c.due, c.now, got, c.want)
		}
	}
	for now, want := range map[string]string{"2027-03-28 23:59": "2027-03-22", "2027-03-29 00:00": "2027-03-29", "2027-10-31 23:59": "2027-10-25", "2027-11-01 00:00": "2027-11-01"} {
		if got := monday(at(now)).Format(time.DateOnly); got != want {
			t.Errorf("the week of %s begins on %s, want %s", now, got, want)
		}
	}
}

// TestDoneAroundMidnight closes a promise when a new day has begun in the city
// and not yet in Greenwich: it is done on the city's day, and late.
func TestDoneAroundMidnight(t *testing.T) {
	for instant, want := range map[string]struct{ done, outcome string }{
		"2026-11-22T18:59:59Z": {"2026-11-22", Kept},
		"2026-11-22T19:00:00Z": {"2026-11-23", Late},
	} {
		when, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		keeptest.Each(t, policy(), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) {
			with := deps()
			with.Clock = clock.Fixed(when.In(perm))
			s := New(floor, with)
			is := full()
			is.Type, is.Due, is.Reminded = Ours, keeptest.Date("2026-11-22"), keeptest.Date("")
			id := add(t, s, is)
			if err := s.Finish(as(t, account.Head), id, 1); err != nil {
				t.Fatal(err)
			}
			if got := get(t, s, id); got.Done.String() != want.done || got.Outcome != want.outcome {
				t.Errorf("%s: %s on %s, want %+v", instant, got.Outcome, got.Done, want)
			}
		})
	}
}
