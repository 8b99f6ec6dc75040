package activity

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func field(err error) string {
	if list := errs.FieldsOf(err); len(list) > 0 {
		return list[0].Field
	}
	return ""
}

// What cannot be is refused at its field.
func TestHoursAreTidied(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	a := made(t, "Приём", "event", Planned, "2027-05-10")
	a.Opens, a.Closes = "9.30", "9:00"
	if _, err := s.Add(ctx, a); field(err) != "closes" {
		t.Error(err)
	}
	a.Closes = "1100"
	if a, err := s.Activity(ctx, add(t, s, ctx, a)); err != nil || a.Opens != "09:30" || a.Closes != "11:00" {
		t.Errorf("%+v %v", a, err)
	}
}

// An entry carries its hours as instants of its place.
func TestHoursOfAnEntry(t *testing.T) {
	s, ctx := sqlite(t), as(t.Context(), account.Head, "")
	visit := made(t, "Встреча в Дуйсбурге", "visit_out", Confirmed, "2027-03-27/2027-03-28")
	visit.Opens, visit.Closes, visit.Zone = "18:00", "12:00", "Europe/Berlin"
	id := add(t, s, ctx, visit)
	whole := day(t, "2027-03")
	entries, err := s.agenda(ctx, testScene(t, "ru", now), whole, whole, module.All)
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
		begins := time.Date(2028, 2, 28, 22, 45, 0, 0, s.clock().Location())
		if err := s.MoveTo(ctx, id, 2, begins); err != nil {
			t.Fatal(err)
		}
		if moved, err = s.Activity(ctx, id); err != nil || moved.Starts.String() != "2028-02-28" || moved.Opens != "22:45" || moved.Ends.String() != "2028-03-01" || moved.Version != 3 {
			t.Errorf("%+v %v", moved, err)
		}
		if err := s.MoveTo(ctx, id, 2, begins); errs.KindOf(err) != errs.Stale {
			t.Errorf("from an old version: %v", err)
		}
		if err := s.MoveTo(as(t.Context(), account.Auditor, ""), id, 3, begins); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("by who may only read: %v", err)
		}
		if err := s.MoveTo(ctx, add(t, s, ctx, made(t, "Без часов", "event", Planned, "2027-10-01")), 1, begins); field(err) != "day" {
			t.Errorf("without hours: %v", err)
		}
		for _, fixed := range []Activity{made(t, "Было", "event", Held, "2026-10-01"), made(t, "Когда-нибудь", "event", Planned, "2027-03"), made(t, "Примерно", "event", Planned, "2027-03-10~")} {
			if err := s.Move(ctx, add(t, s, ctx, fixed), 1, day(t, "2027-05-05")); field(err) != "day" {
				t.Errorf("%s: %v", fixed.Name.In("ru").Value, err)
			}
		}
	})
}

// A page of the calendar that names only the first of each day counts as many as
// one that names all, for whoever looks; the few that are long, or known to the
// month alone, are always named.
func TestCrowds(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s := testService(t, d)
		visible := []record.Visibility{record.Public, record.Department, record.Administration, record.Participants}
		types := []string{"meeting", "visit_in", "event", "project"}
		var list []Activity
		put := func(a Activity, i int) {
			a.ID, a.Meta.Visibility = fmt.Sprintf("a%025d", i), visible[i/3%4]
			list = append(list, a)
		}
		for i := range 2*crowdSize + 200 { // so that most viewers see too many
			a := made(t, fmt.Sprintf("Запись %03d", i), types[i%4], Planned, fmt.Sprintf("2031-05-%02d", 1+i%20))
			if i%5 == 0 {
				a.Ends = day(t, fmt.Sprintf("2031-05-%02d", 3+i%20))
			}
			if i%7 == 0 {
				a.Opens = "09:00"
			}
			put(a, i)
		}
		for i, when := range []string{"2031-04-29", "2031-05", "2031", "2030-01-01", "2031-05-10~", "2031-04-30"} {
			a := made(t, "Не как все "+when, "project", Planned, when)
			if i%3 == 0 {
				a.Ends = day(t, "2031-06-02")
			}
			put(a, 1992+12*i) // seen by everybody
		}
		if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for _, a := range list {
				if err := insert(ctx, tx, a); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		whole, scene := day(t, "2031-05"), testScene(t, "ru", now)
		for _, role := range []account.Role{account.Head, account.Branch, account.Auditor, account.Guest} {
			ctx := as(t.Context(), role, "org")
			tally := func(most int) (n, named map[string]int, odd int) {
				n, named = map[string]int{}, map[string]int{}
				entries, err := s.agenda(ctx, scene, whole, whole, most)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range entries {
					key := string(e.Layer) + " " + e.When.String()
					if n[key] += max(e.Count, 1); e.Count == 0 {
						named[key]++
					}
					if strings.HasPrefix(e.Title, "Не как все") {
						odd++
					}
				}
				return n, named, odd
			}
			all, each, odd := tally(module.All)
			if len(all) == 0 || odd == 0 || !maps.Equal(all, each) {
				t.Fatalf("%s: %v, %d", role, all, odd)
			}
			for _, most := range []int{0, 4} {
				counted, named, still := tally(most)
				if !maps.Equal(counted, all) || still != odd {
					t.Errorf("%s, %d at most: %v and %d, not %v and %d", role, most, counted, still, all, odd)
				}
				if sum := total(named); total(all) > crowdSize && sum > most*len(all)+odd || total(all) < crowdSize && sum != total(all) {
					t.Errorf("%s, %d at most: %d are named of %d", role, most, sum, total(all))
				}
			}
		}
		// The first of a day are those that a calendar shows first: whole days, then by the hour.
		entries, err := s.agenda(as(t.Context(), account.Head, ""), scene, whole, whole, 1)
		opens := 0
		for _, e := range entries {
			if e.Count == 0 && !e.Opens.IsZero() && e.When.Precision() == edtf.Day {
				opens++
			}
		}
		if err != nil || opens != 0 {
			t.Errorf("%d with an hour stand before those without: %v", opens, err)
		}
	})
}

// total is how many there are on all days.
func total(n map[string]int) (sum int) {
	for _, one := range n {
		sum += one
	}
	return sum
}
