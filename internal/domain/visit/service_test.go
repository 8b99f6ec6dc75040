package visit

import (
	"context"
	"errors"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// fieldsOf are the fields and keys of an error.
func fieldsOf(err error) map[string]string {
	all := map[string]string{}
	for _, e := range errs.FieldsOf(err) {
		all[e.Field] = e.Key
	}
	if e, ok := errors.AsType[*errs.E](err); ok && len(all) == 0 {
		all[e.Field] = e.Key
	}
	return all
}

func TestNew(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Coordinator)
		v := Visit{Partner: "duisburg", Line: "line", Expected: "012", Trip: Trip{Type: In, Name: i18n.NewText("ru", "Гости"), Starts: date("2026-12-10"), Ends: date("2026-12-12"), Parent: "party"}}
		id, err := o.New(ctx, v, true)
		if err != nil {
			t.Fatal(err)
		}
		got, err := o.Visit(ctx, id)
		if err != nil || got.First != "2026-12-10" || got.Last != "2026-12-12" || got.Trip.Name.In("ru").Value != "Гости" || got.Expected != "12" || got.Trip.Parent != "party" {
			t.Errorf("%+v %v", got, err)
		}
		if n := len(o.tasks[id]); n != len(incoming()) {
			t.Errorf("%d tasks", n)
		}
		for _, task := range o.tasks[id] {
			if task.Due.Before(date("2026-11-23")) { // today is a Sunday
				t.Errorf("%s is overdue from the first day: %v", task.Title, task.Due)
			}
		}
		parts, err := partsOf(ctx, o.DB, []string{id})
		if err != nil || len(parts) != len(incoming()) {
			t.Errorf("%v %v", parts, err)
		}
		if made, err := o.Visits(ctx, Filter{Parent: "party", Limit: 10}); err != nil || len(made) != 1 {
			t.Errorf("of the event: %v %v", made, err)
		}
		for name, c := range map[string]struct {
			break_ func(*Visit)
			field  string
			key    string
		}{
			"no day":      {func(v *Visit) { v.Trip.Starts = date("2027") }, "starts", "visit.starts.coarse"},
			"backwards":   {func(v *Visit) { v.Trip.Ends = date("2026-12-01") }, "ends", "visit.ends.early"},
			"no plan":     {func(v *Visit) { v.Line = "" }, "line", "visit.line.empty"},
			"two plans":   {func(v *Visit) { v.Unplanned = "срочно" }, "unplanned", "visit.unplanned.both"},
			"no name":     {func(v *Visit) { v.Trip.Name = i18n.Text{} }, "name", "visit.name.empty"},
			"no visit":    {func(v *Visit) { v.Trip.Type = "event" }, "type", "form.choice"},
			"a crowd":     {func(v *Visit) { v.Expected = "20000" }, "expected", "visit.expected.range"},
			"less than 1": {func(v *Visit) { v.Expected = "0" }, "expected", "visit.expected.range"},
		} {
			bad := v
			c.break_(&bad)
			before := len(o.trips)
			if _, err := o.New(ctx, bad, true); fieldsOf(err)[c.field] != c.key {
				t.Errorf("%s: %v", name, err)
			}
			if all, err := o.Visits(ctx, Filter{Limit: 10}); err != nil || len(all) != 1 {
				t.Errorf("%s left something: %d visits, %d activities of %d, %v", name, len(all), len(o.trips), before, err)
			}
		}
		if _, err := o.New(keeptest.As(t, account.Auditor), v, false); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
	})
}

// TestFollow: what an activity says of its visit is copied with every change of it.
func TestFollow(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Head)
		o.begun(t)
		o.begun(t) // finds the same
		change := func() {
			t.Helper()
			_, err := o.Log.Write(ctx, func(ctx2 context.Context, w *audit.Writer) (record.Ref, error) {
				ref := record.Ref{Kind: activityKind, ID: "guests"}
				return ref, w.Did(ctx2, ref, audit.Changed, "", nil)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		trip := o.trips["guests"]
		trip.Starts, trip.Ends, trip.Status = date("2026-10-01"), date("2026-10-02"), "held"
		o.trips["guests"] = trip
		change()
		past, err := o.Visits(ctx, Filter{State: Past, Day: o.today(), Limit: 10})
		if err != nil || len(past) != 1 || past[0].First != "2026-10-01" || past[0].Trip.Status != "held" {
			t.Errorf("%+v %v", past, err)
		}
		delete(o.trips, "guests") // into the bin
		change()
		if all, err := o.Visits(ctx, Filter{Limit: 10}); err != nil || len(all) != 0 {
			t.Errorf("%+v %v", all, err)
		}
		if _, err := o.Visit(ctx, "guests"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("in the bin: %v", err)
		}
		trip.Starts, trip.Ends = date("2027-02"), date("2027-02")
		o.trips["guests"] = trip
		change()
		if v, err := o.Visit(ctx, "guests"); err != nil || v.First != "2027-02-01" || v.Last != "2027-02-28" {
			t.Errorf("%+v %v", v, err)
		}
	})
}

func TestMembers(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := keeptest.As(t, account.Head)
		o.begun(t)
		o.joined(t, Member{Latin: "Anna Beispiel", Name: "Анна Байшпиль", Role: roleHead, State: coming})
		for name, c := range map[string]struct {
			m     Member
			field string
			key   string
		}{
			"nobody":               {Member{}, "latin", "visit_member.name.empty"},
			"Cyrillic letters":     {Member{Latin: "Аnna"}, "latin", "visit_member.latin.script"},
			"twice":                {Member{Latin: "ANNA  Beispiel"}, "latin", "visit_member.twice"},
			"two heads":            {Member{Latin: "Max Muster", Role: roleHead}, "role", "visit_member.head.twice"},
			"no hour":              {Member{Latin: "Max Muster", Arrives: date("2026-12-01"), ArrivesAt: "25:00"}, "arrives_at", "visit_member.hour"},
			"an hour of no day":    {Member{Latin: "Max Muster", ArrivesAt: "10:00"}, "arrives_at", "visit_member.hour.day"},
			"leaves first":         {Member{Latin: "Max Muster", Arrives: date("2026-12-02"), Leaves: date("2026-12-01")}, "leaves", "visit_member.leaves.early"},
			"leaves an hour early": {Member{Latin: "Max Muster", Arrives: date("2026-12-02"), ArrivesAt: "10:00", Leaves: date("2026-12-02"), LeavesAt: "9:00"}, "leaves", "visit_member.leaves.early"},
			"no such role":         {Member{Latin: "Max Muster", Role: "king"}, "role", "form.choice"},
		} {
			c.m.Visit = "guests"
			if _, err := o.AddMember(ctx, c.m); fieldsOf(err)[c.field] != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		// Another delegation on the same days: the same name, and the same person of
		// the register.
		o.trips["others"] = Trip{ID: "others", Name: i18n.NewText("ru", "Другие гости"), Type: In, Status: "planned", Starts: date("2026-12-03"), Ends: date("2026-12-05")}
		if _, err := o.Begin(ctx, "others"); err != nil {
			t.Fatal(err)
		}
		again := Member{Visit: "others", Latin: "Anna Beispiel"}
		if _, err := o.AddMember(ctx, again); fieldsOf(err)["doubled"] != "visit_member.double" {
			t.Errorf("in two delegations: %v", err)
		}
		again.Doubled = "едет с обеими"
		o.joined(t, again)
		o.joined(t, Member{Latin: "Li Wei", Person: "person"})
		if _, err := o.AddMember(ctx, Member{Visit: "others", Latin: "Li  Wei B.", Person: "person"}); fieldsOf(err)["doubled"] != "visit_member.double" {
			t.Errorf("the same person under another name: %v", err)
		}
		o.joined(t, Member{Visit: "others", Latin: "Li Wei", State: declined}) // does not come
		o.trips["later"] = Trip{ID: "later", Name: i18n.NewText("ru", "Позже"), Type: In, Status: "planned", Starts: date("2026-12-20")}
		if _, err := o.Begin(ctx, "later"); err != nil {
			t.Fatal(err)
		}
		o.joined(t, Member{Visit: "later", Latin: "Anna Beispiel"}) // other days
		if n, err := sizes(ctx, o.DB, []string{"guests", "others", "later"}); err != nil || n["guests"] != 2 || n["others"] != 1 || n["later"] != 1 {
			t.Errorf("%v %v", n, err)
		}
	})
}

func TestLate(t *testing.T) {
	trip := Trip{Starts: date("2026-12-01"), Opens: "10:00"}
	for _, c := range []struct {
		m    Member
		late bool
	}{
		{Member{Arrives: date("2026-11-30"), ArrivesAt: "23:00"}, false}, {Member{Arrives: date("2026-12-01"), ArrivesAt: "09:59"}, false},
		{Member{Arrives: date("2026-12-01"), ArrivesAt: "10:01"}, true}, {Member{Arrives: date("2026-12-02")}, true}, {Member{Arrives: date("2026-12-01")}, false},
		{Member{Arrives: date("2026-12-02"), State: declined}, false}, {Member{}, false},
	} {
		if got := c.m.late(trip); got != c.late {
			t.Errorf("%+v: late %v", c.m, got)
		}
	}
}
