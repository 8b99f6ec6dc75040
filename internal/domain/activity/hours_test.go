package activity

import (
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
)

// Hours are kept as HH:MM, and what cannot be is refused at its field.
func TestHours(t *testing.T) {
	s := sqlite(t)
	for _, c := range []struct {
		when, opens, closes, zone string
		wantOpens, wantCloses     string
		field                     string
	}{
		{"2027-05-10", "9.30", "1100", "", "09:30", "11:00", ""},
		{"2027-05-10/2027-05-12", "10:00", "9:00", "Europe/Berlin", "10:00", "09:00", ""},
		{"2027-05-10", "25:00", "", "", "", "", "opens"},
		{"2027-05-10", "10:00", "десять", "", "", "", "closes"},
		{"2027-05-10", "", "10:00", "", "", "", "opens"},
		{"2027-05", "10:00", "", "", "", "", "opens"},
		{"2027-05-10", "10:00", "10:00", "", "", "", "closes"},
		{"2027-05-10", "10:00", "", "Europe/Nowhere", "", "", "zone"},
		{"2027-03-28", "02:30", "", "Europe/Berlin", "", "", "opens"}, // the clocks go forward at two
	} {
		a := made(t, "Приём", "event", Planned, c.when)
		a.Opens, a.Closes, a.Zone = c.opens, c.closes, c.zone
		if e := checkDates(&a, s.today()); e != nil {
			t.Fatal(e)
		}
		got := ""
		if e := s.checkHours(&a); e != nil {
			got = e.Field
		}
		if got != c.field {
			t.Errorf("%+v: at %q", c, got)
		}
		if c.field == "" && (a.Opens != c.wantOpens || a.Closes != c.wantCloses) {
			t.Errorf("%+v: %s %s", c, a.Opens, a.Closes)
		}
	}
}

func field(err error) string {
	if list := errs.FieldsOf(err); len(list) > 0 {
		return list[0].Field
	}
	return ""
}

// An entry carries its hours as instants of its place.
func TestHoursOfAnEntry(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	visit := made(t, "Встреча в Дуйсбурге", "visit_out", Confirmed, "2027-03-27/2027-03-28")
	visit.Opens, visit.Closes, visit.Zone = "18:00", "12:00", "Europe/Berlin"
	id := add(t, s, ctx, visit)
	whole := day(t, "2027-03")
	entries, err := s.agenda(ctx, testScene(t, "ru", now), whole, whole)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%+v %v", entries, err)
	}
	e := entries[0]
	if got := e.Opens.UTC().Format(time.RFC3339) + " " + e.Closes.UTC().Format(time.RFC3339); got != "2027-03-27T17:00:00Z 2027-03-28T10:00:00Z" {
		t.Error(got) // the clocks went forward in between
	}
	if e.Move != "/activities/"+id+"/move" {
		t.Error(e.Move)
	}
	has(t, when(testScene(t, "ru", now), visit).Text, "18:00–12:00 по времени Europe/Berlin")
}

// Moving keeps the length and the hours, asks for the version, and leaves alone
// what is over or has no exact day.
func TestMove(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		visit := made(t, "Делегация", "visit_in", Confirmed, "2027-02-27/2027-03-01")
		visit.Opens = "10:00"
		id := add(t, s, ctx, visit)
		if err := s.Move(ctx, id, 1, day(t, "2028-02-28")); err != nil {
			t.Fatal(err)
		}
		moved, err := s.Activity(ctx, id)
		if err != nil || moved.Starts.String() != "2028-02-28" || moved.Ends.String() != "2028-03-01" || moved.Opens != "10:00" || moved.Version != 2 {
			t.Errorf("%+v %v", moved, err)
		}
		if err := s.Move(ctx, id, 1, day(t, "2028-02-29")); errs.KindOf(err) != errs.Stale {
			t.Errorf("from an old version: %v", err)
		}
		if err := s.Move(as(t.Context(), account.Auditor, ""), id, 2, day(t, "2028-03-03")); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("by who may only read: %v", err)
		}
		for _, fixed := range []Activity{made(t, "Было", "event", Held, "2026-10-01"), made(t, "Когда-нибудь", "event", Planned, "2027-03"), made(t, "Примерно", "event", Planned, "2027-03-10~")} {
			if err := s.Move(ctx, add(t, s, ctx, fixed), 1, day(t, "2027-05-05")); field(err) != "day" {
				t.Errorf("%s: %v", fixed.Name.In("ru").Value, err)
			}
		}
	})
}
