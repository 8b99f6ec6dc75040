package calendar

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
)

func on(text string) time.Time { return date(text).First() }

// What spans several days keeps its lane on all of them; what finds none is
// counted on each of its days.
func TestRow(t *testing.T) {
	entries := []module.Entry{
		entry("2027-04-20/2027-05-04", "long", module.Visits), entry("2027-05-03", "a", module.Events), entry("2027-05-03/2027-05-05", "b", module.Events),
		entry("2027-05-05", "c", module.Events), entry("2027-05-05/2027-06-01", "d", module.Events), entry("2027-05-05", "e", module.Events), entry("2027-06-02", "later", module.Events),
	}
	bars, left := row(entries, on("2027-05-03"), 7, 3)
	var got []string
	for _, b := range bars {
		got = append(got, fmt.Sprintf("%s %d-%d/%d %v %v", b.Text, b.from, b.to, b.lane, b.before, b.after))
	}
	if want := "b 0-2/0 false false; long 0-1/1 true false; a 0-0/2 false false; d 2-6/1 false true; c 2-2/2 false false"; strings.Join(got, "; ") != want {
		t.Errorf("%s, want %s", strings.Join(got, "; "), want)
	}
	if fmt.Sprint(left) != "[0 0 1 0 0 0 0]" {
		t.Error(left)
	}
}

// What overlaps stands side by side, also through a third; what follows at once
// does not; what finds no column is counted.
func TestClashes(t *testing.T) {
	slots := func(spans ...[2]int) []slot {
		var all []slot
		for i, s := range spans {
			all = append(all, slot{Entry: module.Entry{Text: string(rune('a' + i))}, from: s[0], to: s[1]})
		}
		return all
	}
	for _, c := range []struct {
		slots []slot
		want  string
	}{
		{slots([2]int{18, 20}, [2]int{20, 22}), "9-10 [a0] 10-11 [b0]"},
		{slots([2]int{18, 21}, [2]int{20, 24}, [2]int{23, 25}), "9-13 [a0 b1 c0]"},
		{slots([2]int{19, 20}, [2]int{18, 19}), "9-10 [b0 a0]"}, // one hour, one after the other
		{slots([2]int{18, 20}, [2]int{18, 20}, [2]int{18, 20}), "9-10 [a0 b1]+1"},
		{nil, ""},
	} {
		var got []string
		for _, one := range clashes(c.slots, 2) {
			var in []string
			for _, s := range one.slots {
				in = append(in, fmt.Sprintf("%s%d", s.Text, s.column))
			}
			said := fmt.Sprintf("%d-%d %v", one.from, one.to, in)
			if len(one.over) > 0 {
				said += fmt.Sprintf("+%d", len(one.over))
			}
			got = append(got, said)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v, want %s", got, c.want)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Hours are those of our clock: what is evening there may be night here, and the
// hour of a winter is not that of a summer.
func TestHalfHours(t *testing.T) {
	perm, berlin := zone(t, "Asia/Yekaterinburg"), zone(t, "Europe/Berlin")
	for _, c := range []struct {
		day          string
		opens, until string
		want         string
	}{
		{"2027-03-27", "10:00", "11:15", "2027-03-27 28-31"}, // four hours
		{"2027-03-29", "10:00", "11:15", "2027-03-29 26-29"}, // three
		{"2027-03-27", "18:00", "22:00", "2027-03-27 44-48"}, // over our midnight
		{"2027-03-27", "21:00", "", "2027-03-28 2-4"},        // tomorrow, by our clock
		{"2027-03-27", "10:00", "10:00", "2027-03-27 28-29"},
	} {
		e := entry(c.day, "x", module.Events)
		at := func(hour string) time.Time {
			if hour == "" {
				return time.Time{}
			}
			got, err := time.ParseInLocation("2006-01-02 15:04", c.day+" "+hour, berlin)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		e.Opens, e.Closes = at(c.opens), at(c.until)
		day, from, to, ok := halfHours(e, perm)
		if got := fmt.Sprintf("%s %d-%d", day.Format(time.DateOnly), from, to); !ok || got != c.want {
			t.Errorf("%+v: %s %v", c, got, ok)
		}
	}
	if _, _, _, ok := halfHours(entry("2027-03-27", "x", module.Events), perm); ok {
		t.Error("a whole day has hours")
	}
	fair := entry("2027-03-27/2027-03-29", "x", module.Events)
	fair.Opens, fair.Closes = time.Date(2027, 3, 27, 10, 0, 0, 0, perm), time.Date(2027, 3, 29, 18, 0, 0, 0, perm)
	if _, _, _, ok := halfHours(fair, perm); ok {
		t.Error("three days stand by hour")
	}
}

// Summer time on one side alone, on both on different days, in the other half of
// the world, and nowhere.
func TestShifts(t *testing.T) {
	for _, c := range []struct{ ours, other, from, until, want string }{
		{"Asia/Yekaterinburg", "Europe/Berlin", "2027-03-22", "2027-03-28", "2027-03-28 -240>-180 theirs"},
		{"Asia/Yekaterinburg", "Europe/Berlin", "2027-10-25", "2027-10-31", "2027-10-31 -180>-240 theirs"},
		{"Asia/Yekaterinburg", "Europe/Berlin", "2027-03-29", "2027-10-30", ""},
		{"Europe/Berlin", "Asia/Yekaterinburg", "2027-03-22", "2027-03-28", "2027-03-28 240>180 ours"},
		{"Europe/Berlin", "America/Kentucky/Louisville", "2027-03-01", "2027-03-31", "2027-03-14 -360>-300 theirs, 2027-03-28 -300>-360 ours"},
		{"Europe/Berlin", "Europe/Rome", "2027-01-01", "2027-12-31", ""}, // both on one day: the difference stays
		{"Europe/Berlin", "Australia/Adelaide", "2027-03-27", "2027-04-04", "2027-03-28 570>510 ours, 2027-04-04 510>450 theirs"},
		{"Asia/Yekaterinburg", "Asia/Shanghai", "2027-01-01", "2027-12-31", ""},
	} {
		var got []string
		for _, s := range shifts(zone(t, c.ours), zone(t, c.other), on(c.from), on(c.until)) {
			who := "ours"
			if s.other {
				who = "theirs"
			}
			got = append(got, fmt.Sprintf("%s %d>%d %s", s.day.Format(time.DateOnly), s.before, s.after, who))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s %s: %v, want %s", c.ours, c.other, got, c.want)
		}
	}
}

func TestSplit(t *testing.T) {
	s := split([]module.Entry{
		entry("2027-05-10", "day", module.Events), entry("2027-05-10~", "about", module.Events), entry("2027-05", "month", module.Events), entry("2027-21", "spring", module.Events),
		entry("2027", "year", module.Events), entry("1994/..", "since", module.Events), entry("2027-01-01/2027-03-01", "two months", module.Events), entry("2027-05-01/2027-05-31", "a month", module.Events),
		entry("2027-05/2027-06", "some of them", module.Events),
	})
	for _, c := range []struct {
		got  []module.Entry
		want string
	}{{s.days, "day about a month"}, {s.month, "month spring some of them"}, {s.year, "year since"}, {s.long, "two months"}} {
		if texts(c.got) != c.want {
			t.Errorf("%s, want %s", texts(c.got), c.want)
		}
	}
}

// The address says everything, and reads what it says.
func TestAddress(t *testing.T) {
	words, err := i18n.Load(Files, edtf.Words())
	if err != nil {
		t.Fatal(err)
	}
	parse := func(query string) (asked, string) {
		at, err := url.Parse("/perm/office/calendar?" + query)
		if err != nil {
			t.Fatal(err)
		}
		// 20:00 in Greenwich is tomorrow in Perm.
		s := &web.Scene{Printer: words.Printer("ru"), URL: at, Now: time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), Zone: zone(t, "Asia/Yekaterinburg")}
		a, in := read(s)
		if in.Err() != nil {
			return a, "refused"
		}
		return a, strings.TrimPrefix(a.path(), "/calendar?")
	}
	for query, want := range map[string]string{
		"":                              "day=2026-11-23&view=month",
		"view=week&day=29.03.2027":      "day=2027-03-29&view=week",
		"view=decade&day=2027-05":       "day=2027-05-01&view=month",
		"layers=visits,events,nonsense": "day=2026-11-23&layers=events%2Cvisits&view=month",
		"layers=none":                   "day=2026-11-23&layers=none&view=month",
		"partner=duisburg&zone=oxford":  "day=2026-11-23&partner=duisburg&view=month&zone=oxford",
		"day=31.02.2027":                "refused",
		"day=9999-12-31":                "refused",
		"day=вчера":                     "refused",
	} {
		if _, got := parse(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	a, _ := parse("day=2027-01-31")
	for want, got := range map[string]asked{
		"2027-02-28": a.step(1), "2026-12-31": a.step(-1), "2027-02-07": a.in(weekView).step(1), "2028-01-31": a.in(yearView).step(1), "2027-01-30": a.in(dayView).step(-1),
	} {
		if got.day.Format(time.DateOnly) != want {
			t.Errorf("%s instead of %s", got.day.Format(time.DateOnly), want)
		}
	}
	leap := a.at(on("2028-02-29")).in(yearView).step(1)
	if leap.day.Format(time.DateOnly) != "2029-02-28" {
		t.Errorf("a year after 29 February is %s", leap.day)
	}
	if got := a.toggled(module.Visits).toggled(module.Visits); !got.shows(module.Visits) || len(got.layers) != len(module.Layers()) {
		t.Errorf("%v", got.layers)
	}
	for view, want := range map[string]string{monthView: "2026-12-28 2027-01-31", weekView: "2027-01-25 2027-01-31", yearView: "2027-01-01 2027-12-31", dayView: "2027-01-31 2027-01-31", agendaView: "2027-01-31 2027-03-02"} {
		from, until := a.in(view).span()
		if got := from.Format(time.DateOnly) + " " + until.Format(time.DateOnly); got != want {
			t.Errorf("%s: %s, want %s", view, got, want)
		}
	}
}

func TestShift(t *testing.T) {
	for _, c := range []struct{ starts, ends, day, want string }{
		{"2027-02-27", "2027-03-01", "2028-02-28", "2028-02-28 2028-03-01 true"}, // a leap year in between
		{"2027-02-27", "", "2026-12-31", "2026-12-31  true"},
		{"2027-02", "", "2026-12-31", "2027-02  false"}, {"2027-02-27~", "", "2026-12-31", "2027-02-27~  false"},
		{"2027-02-27", "2027-03", "2026-12-31", "2027-02-27 2027-03 false"}, {"2027-02-27", "", "2026-12", "2027-02-27  false"},
	} {
		from, until, ok := Shift(date(c.starts), date(c.ends), date(c.day))
		if got := fmt.Sprintf("%s %s %v", from, until, ok); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestDays(t *testing.T) {
	for when, want := range map[string]string{"2027-05-10": "2027-05-10", "2027-05-10/": "2027-05-10", "/2027-05-10": "2027-05-10", "2027-05-10/..": "2027-05-10/..", "2027-05-10/2027-05-12": "2027-05-10/2027-05-12"} {
		if got := Days(date(when)).String(); got != want {
			t.Errorf("%s: %s", when, got)
		}
	}
}
