package ics_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/contentline"
	"pobratim/internal/kit/ics"
	"pobratim/internal/kit/sheet"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func event() ics.Event {
	return ics.Event{UID: "activity-1-starts@perm", Sequence: 3, Revised: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), Summary: "Визит", First: day(2027, 5, 10), Last: day(2027, 5, 12)}
}

func TestWhole(t *testing.T) {
	e := event()
	e.Description, e.URL, e.Categories = "Дуйсбург; Амневиль", "https://friends.example.org/perm/office/activities/1", []string{"Визиты", "а,б"}
	e.Status, e.Free = ics.Tentative, true
	got := string(ics.Calendar{Product: "-//Pobratim//EN", Name: "Пермь: визиты", Color: ics.Color{Name: "teal", Hex: "#008080"}, Zone: "Asia/Yekaterinburg", Refresh: 4 * time.Hour, Events: []ics.Event{e}}.Bytes())
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Pobratim//EN
CALSCALE:GREGORIAN
NAME:Пермь: визиты
X-WR-CALNAME:Пермь: визиты
COLOR:teal
X-APPLE-CALENDAR-COLOR:#008080
X-WR-TIMEZONE:Asia/Yekaterinburg
REFRESH-INTERVAL;VALUE=DURATION:PT240M
X-PUBLISHED-TTL:PT240M
BEGIN:VEVENT
UID:activity-1-starts@perm
DTSTAMP:20261122T093000Z
LAST-MODIFIED:20261122T093000Z
SEQUENCE:3
DTSTART;VALUE=DATE:20270510
DTEND;VALUE=DATE:20270513
SUMMARY:Визит
DESCRIPTION:Дуйсбург\; Амневиль
URL:https://friends.example.org/perm/office/activities/1
CATEGORIES:Визиты,а\,б
STATUS:TENTATIVE
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// One day, the last of a month and 29 February end on the day after.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		first, last time.Time
		want        string
	}{
		{day(2027, 5, 10), day(2027, 5, 10), "20270511"},
		{day(2027, 12, 31), day(2027, 12, 31), "20280101"},
		{day(2028, 2, 29), day(2028, 2, 29), "20280301"},
		{day(2027, 2, 28), time.Time{}, "20270301"},
	} {
		e := event()
		e.First, e.Last = c.first, c.last
		if got := string(ics.Calendar{Events: []ics.Event{e}}.Bytes()); !strings.Contains(got, "\r\nDTEND;VALUE=DATE:"+c.want+"\r\n") {
			t.Errorf("%v to %v: no %s in\n%s", c.first, c.last, c.want, got)
		}
	}
}

// zonesOf are the lines that describe zones, and those of the moments.
func zonesOf(events ...ics.Event) string {
	var kept []string
	in := false
	for l := range strings.SplitSeq(string(ics.Calendar{Events: events}.Bytes()), "\r\n") {
		in = in || l == "BEGIN:VTIMEZONE"
		if in && !strings.HasPrefix(l, "BEGIN:V") && !strings.HasPrefix(l, "END:") || strings.HasPrefix(l, "DTSTART;TZID") || strings.HasPrefix(l, "DTEND") {
			kept = append(kept, l)
		}
		in = in && l != "END:VTIMEZONE"
	}
	return strings.Join(kept, " ")
}

func TestZones(t *testing.T) {
	perm, berlin := zone(t, "Asia/Yekaterinburg"), zone(t, "Europe/Berlin")
	at := func(starts, ends time.Time) ics.Event {
		e := event()
		e.Starts, e.Ends = starts, ends
		return e
	}
	for name, c := range map[string]struct {
		events []ics.Event
		want   string
	}{
		"no summer time": {[]ics.Event{at(time.Date(2027, 5, 10, 9, 0, 0, 0, perm), time.Date(2027, 5, 10, 10, 30, 0, 0, perm))},
			"TZID:Asia/Yekaterinburg BEGIN:STANDARD DTSTART:20141026T020000 TZOFFSETFROM:+0600 TZOFFSETTO:+0500 TZNAME:+05 DTSTART;TZID=Asia/Yekaterinburg:20270510T090000 DTEND;TZID=Asia/Yekaterinburg:20270510T103000"},
		"summer time on one side only": {[]ics.Event{at(time.Date(2027, 3, 27, 9, 0, 0, 0, berlin), time.Date(2027, 3, 29, 15, 0, 0, 0, perm))},
			"TZID:Asia/Yekaterinburg BEGIN:STANDARD DTSTART:20141026T020000 TZOFFSETFROM:+0600 TZOFFSETTO:+0500 TZNAME:+05 " +
				"TZID:Europe/Berlin BEGIN:STANDARD DTSTART:20261025T030000 TZOFFSETFROM:+0200 TZOFFSETTO:+0100 TZNAME:CET " +
				"DTSTART;TZID=Europe/Berlin:20270327T090000 DTEND;TZID=Asia/Yekaterinburg:20270329T150000"},
		"across both changes of a year": {[]ics.Event{at(time.Date(2027, 3, 1, 9, 0, 0, 0, berlin), time.Time{}), at(time.Date(2028, 4, 1, 9, 0, 0, 0, berlin), time.Time{})},
			"TZID:Europe/Berlin BEGIN:STANDARD DTSTART:20261025T030000 RDATE:20271031T030000 TZOFFSETFROM:+0200 TZOFFSETTO:+0100 TZNAME:CET " +
				"BEGIN:DAYLIGHT DTSTART:20270328T020000 RDATE:20280326T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0200 TZNAME:CEST " +
				"DTSTART;TZID=Europe/Berlin:20270301T090000 DTSTART;TZID=Europe/Berlin:20280401T090000"},
		"before a zone's law changed": {[]ics.Event{at(time.Date(2013, 7, 1, 9, 0, 0, 0, perm), time.Date(2015, 7, 1, 9, 0, 0, 0, perm))},
			"TZID:Asia/Yekaterinburg BEGIN:STANDARD DTSTART:20110327T020000 TZOFFSETFROM:+0500 TZOFFSETTO:+0600 TZNAME:+06 BEGIN:STANDARD DTSTART:20141026T020000 TZOFFSETFROM:+0600 TZOFFSETTO:+0500 TZNAME:+05 " +
				"DTSTART;TZID=Asia/Yekaterinburg:20130701T090000 DTEND;TZID=Asia/Yekaterinburg:20150701T090000"},
		"no end":         {[]ics.Event{at(time.Date(2027, 5, 10, 9, 0, 0, 0, time.UTC), time.Time{})}, ""},
		"a nameless one": {[]ics.Event{at(time.Date(2027, 5, 10, 9, 0, 0, 0, time.FixedZone("", 3600)), time.Date(2027, 5, 10, 10, 0, 0, 0, time.FixedZone("", 3600)))}, "DTEND:20270510T090000Z"},
	} {
		if got := zonesOf(c.events...); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}

// When clocks go back at 03:00, 02:30 comes twice: the second one is in UTC.
func TestRepeatedHour(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for utc, want := range map[time.Time]string{
		time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC): "DTSTART;TZID=Europe/Berlin:20271031T023000",
		time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC): "DTSTART:20271031T013000Z",
		time.Date(2027, 10, 31, 2, 30, 0, 0, time.UTC): "DTSTART;TZID=Europe/Berlin:20271031T033000",
		time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC):  "DTSTART;TZID=Europe/Berlin:20270328T033000",
	} {
		e := event()
		e.Starts = utc.In(berlin)
		if got := string(ics.Calendar{Events: []ics.Event{e}}.Bytes()); !strings.Contains(got, "\r\n"+want+"\r\n") {
			t.Errorf("%v: no %s in\n%s", utc, want, got)
		}
	}
}

// wellFormed finds what no reader of the format would take.
func wellFormed(b []byte) error {
	s := string(b)
	if !strings.HasSuffix(s, "\r\n") {
		return fmt.Errorf("the last line has no end")
	}
	for l := range strings.SplitSeq(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		switch {
		case len(l) > 75:
			return fmt.Errorf("a line of %d octets: %q", len(l), l)
		case !utf8.ValidString(l):
			return fmt.Errorf("a character is cut: %q", l)
		case strings.ContainsAny(l, "\r\n\x00\x7f"):
			return fmt.Errorf("a sign that may not stand in %q", l)
		}
	}
	return nil
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Встреча", "a,b;c\\d\ne", strings.Repeat("Ж", 100), strings.Repeat("🌍", 40), "END:VEVENT\r\nBEGIN:VEVENT", "\xff\xfe", "\x00\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := event()
		e.Summary, e.Description, e.URL, e.Categories = s, s, s, []string{s, s}
		c := ics.Calendar{Name: s, Events: []ics.Event{e}}
		b := c.Bytes()
		if err := wellFormed(b); err != nil {
			t.Fatal(err)
		}
		r, begun := contentline.New(string(b)), 0
		for {
			p, more, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				break
			}
			if p.Name == "BEGIN" {
				begun++
			}
			if want := legible(s); p.Name == "SUMMARY" && contentline.Text(p.Value) != want {
				t.Errorf("%q became %q", want, contentline.Text(p.Value))
			}
		}
		if begun != 2 {
			t.Errorf("%q makes %d components", s, begun)
		}
	})
}

// legible is a text as it can stand in a calendar.
func legible(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r < ' ' && r != '\t' && r != '\n' || r == 0x7f:
			return -1
		}
		return r
	}, s)
}

// What is written is what our own reader of calendars finds.
func TestReadBack(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	zones := []*time.Location{zone(t, "Asia/Yekaterinburg"), zone(t, "Europe/Berlin"), zone(t, "America/New_York"), zone(t, "Asia/Kathmandu"), time.UTC}
	words := []string{"Дуйсбург", "визит, обмен", "Agrigento; Sicilia", "двадцать\nлет", "友好城市", `\o/`, "🤝"}
	var events []ics.Event
	var want [][]string
	for i := range 300 {
		var said []string
		for range 1 + chance.IntN(12) {
			said = append(said, words[chance.IntN(len(words))])
		}
		e := ics.Event{UID: fmt.Sprintf("x-%d@perm", i), Revised: day(2026, 11, 22), Summary: strings.Join(said, " "), URL: fmt.Sprintf("https://friends.example.org/%d", i), Status: ics.Confirmed}
		first := day(2026+chance.IntN(11), time.Month(1+chance.IntN(12)), 1+chance.IntN(31))
		row := []string{"", "", strings.TrimSpace(e.Summary), e.UID}
		if chance.IntN(2) == 0 {
			e.First, e.Last = first, first.AddDate(0, 0, chance.IntN(40))
			row[0], row[1] = e.First.Format(time.DateOnly), e.Last.Format(time.DateOnly)
		} else {
			at := zones[chance.IntN(len(zones))]
			e.Starts = first.Add(time.Duration(chance.IntN(24*60)) * time.Minute).In(at)
			e.Ends = e.Starts.Add(time.Duration(1+chance.IntN(3000)) * time.Minute)
			row[0], row[1] = e.Starts.Format(time.RFC3339), e.Ends.Format(time.RFC3339)
		}
		events, want = append(events, e), append(want, row)
	}
	b := ics.Calendar{Name: "Проба", Events: events}.Bytes()
	if err := wellFormed(b); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Parse(b, sheet.Options{})
	if err != nil || len(book.Sheets) != 1 || len(book.Sheets[0].Rows) != len(want)+1 {
		t.Fatalf("%v: %+v", err, book)
	}
	head := map[string]int{}
	for i, c := range book.Sheets[0].Rows[0] {
		head[c] = i
	}
	for i, row := range book.Sheets[0].Rows[1:] {
		var got []string
		for _, name := range []string{"DTSTART", "DTEND", "SUMMARY", "UID"} {
			got = append(got, strings.TrimSpace(row[head[name]]))
		}
		for n, name := range []string{"the start", "the end"} {
			a, errA := time.Parse(time.RFC3339, got[n])
			b, errB := time.Parse(time.RFC3339, want[i][n])
			if errA == nil && errB == nil && a.Equal(b) {
				continue
			}
			if got[n] != want[i][n] {
				t.Errorf("event %d: %s is %q, want %q", i, name, got[n], want[i][n])
			}
		}
		if !slices.Equal(got[2:], want[i][2:]) {
			t.Errorf("event %d: %q, want %q", i, got[2:], want[i][2:])
		}
	}
}

// Events are the same when they are written alike: also a text that is as long,
// or another zone at the same instant, makes another event.
func TestEqual(t *testing.T) {
	at := time.Date(2027, time.May, 10, 9, 0, 0, 0, time.UTC)
	one := ics.Event{UID: "a", Sequence: 1, Revised: at, Summary: "b", Description: "c", URL: "https://example.org", Categories: []string{"d"}, Status: ics.Confirmed, First: at, Last: at, Starts: at, Ends: at}
	same := one
	if same.Categories = []string{"d"}; !one.Equal(same) {
		t.Error("a copy is another event")
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*ics.Event){
		"uid": func(e *ics.Event) { e.UID = "b" }, "sequence": func(e *ics.Event) { e.Sequence = 2 }, "revised": func(e *ics.Event) { e.Revised = at.Add(time.Second) },
		"summary": func(e *ics.Event) { e.Summary = "x" }, "description": func(e *ics.Event) { e.Description = "" }, "url": func(e *ics.Event) { e.URL = "" },
		"categories": func(e *ics.Event) { e.Categories = []string{"d", "e"} }, "status": func(e *ics.Event) { e.Status = ics.Cancelled }, "free": func(e *ics.Event) { e.Free = true },
		"first": func(e *ics.Event) { e.First = at.AddDate(0, 0, -1) }, "last": func(e *ics.Event) { e.Last = at.AddDate(0, 0, 1) },
		"starts": func(e *ics.Event) { e.Starts = at.Add(time.Minute) }, "ends": func(e *ics.Event) { e.Ends = time.Time{} }, "zone": func(e *ics.Event) { e.Starts = at.In(berlin) },
	} {
		other := one
		if change(&other); one.Equal(other) || other.Equal(one) {
			t.Errorf("%s makes no difference", name)
		}
	}
}
