package membership

import (
	"slices"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func names(rows []Membership) []string {
	var all []string
	for _, m := range rows {
		all = append(all, m.Name.Get("ru"))
	}
	return all
}

func TestEveryFieldIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Auditor)
		want := union()
		want.Until, want.Person, want.Visibility = keeptest.Date("2030"), "ivanova", record.Administration
		id := add(t, s, want)
		got, err := s.Membership(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := s.memberships.Fields.Audit(&got), s.memberships.Fields.Audit(&want); !slices.Equal(a, b) {
			t.Errorf("%v, want %v", a, b)
		}
		dues := Dues{Membership: id, Year: "2026", Amount: "1 250,50", Currency: "EUR", Due: keeptest.Date("2026-03"), Paid: keeptest.Date("2026-02-10"), Document: "счёт 7", Note: keeptest.Text("за год")}
		dues.Visibility = record.Department
		stored, err := s.dues.Get(ctx, addDues(t, s, dues))
		dues.Amount = "1250.50"
		if a, b := s.dues.Fields.Audit(&stored), s.dues.Fields.Audit(&dues); err != nil || !slices.Equal(a, b) || stored.Title("ru") != "Союз городов, 2026" {
			t.Errorf("%v %q %v, want %v", a, stored.Title("ru"), err, b)
		}
		zero, err := s.dues.Get(ctx, addDues(t, s, Dues{Membership: id, Year: "2025", Amount: "0", Currency: "RUB"}))
		if err != nil || zero.Amount != "0.00" {
			t.Errorf("nothing is due: %+v %v", zero, err)
		}
		blank, err := s.dues.Get(ctx, addDues(t, s, Dues{Membership: id, Year: "2024"}))
		if err != nil || blank.Amount != "" {
			t.Errorf("a sum that nobody knows: %+v %v", blank, err)
		}
		ballot := Ballot{Membership: id, Question: keeptest.Text("Бюджет"), Meeting: keeptest.Text("Казань"), Held: keeptest.Date("2026-05"), Position: "for", Reasons: keeptest.Text("нужен"), Outcome: "adopted", Note: keeptest.Text("единогласно")}
		ballot.Visibility = record.Department
		voted, err := s.ballots.Get(ctx, addBallot(t, s, ballot))
		if a, b := s.ballots.Fields.Audit(&voted), s.ballots.Fields.Audit(&ballot); err != nil || !slices.Equal(a, b) {
			t.Errorf("%v %v, want %v", a, err, b)
		}
	})
}

func TestOfNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		if _, err := s.AddDues(ctx, Dues{Membership: "none", Year: "2026"}); fieldsOf(err)["membership"] != "form.choice" {
			t.Errorf("dues of no membership: %v", err)
		}
		if _, err := s.AddBallot(ctx, Ballot{Membership: "none", Question: keeptest.Text("Бюджет")}); fieldsOf(err)["membership"] != "form.choice" {
			t.Errorf("a vote of no membership: %v", err)
		}
	})
}

func TestWhoSeesWhat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := map[record.Visibility]string{}
		for _, v := range record.Visibilities() {
			m := union()
			m.Name, m.Visibility = keeptest.Text(string(v)), v
			ids[v] = add(t, s, m)
		}
		for _, c := range []struct {
			role account.Role
			want []record.Visibility
		}{
			{account.Head, record.Visibilities()},
			{account.Branch, []record.Visibility{record.Administration, record.Participants, record.Public}},
			{account.Guest, []record.Visibility{record.Public}}, // no membership is ever one's own
		} {
			ctx := keeptest.As(t, c.role)
			rows, err := s.Memberships(ctx, Filter{Post: "deputy", Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			if n, err := s.Count(ctx, Filter{Organisation: "union"}, 10); err != nil || n != len(c.want) {
				t.Errorf("%s counts %d %v", c.role, n, err)
			}
			for v, id := range ids {
				want := slices.Contains(c.want, v)
				_, err := s.Membership(ctx, id)
				if listed := slices.Contains(names(rows), string(v)); (err == nil) != want || listed != want {
					t.Errorf("%s and %s: opened %v, listed %v, want %v", c.role, v, err == nil, listed, want)
				}
			}
		}
		if _, err := s.Add(keeptest.As(t, account.Auditor), union()); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor adds: %v", err)
		}
	})
}

func TestRegisters(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		one := add(t, s, Membership{Name: keeptest.Text("Бета"), Type: "full", Post: "head"})
		two := add(t, s, Membership{Name: keeptest.Text("альфа"), Until: keeptest.Date("2020"), Person: "ivanova"})
		add(t, s, Membership{Name: keeptest.Text("Гамма"), Until: keeptest.Date("2026-11-22"), Deputy: "head"})
		for _, c := range []struct {
			f    Filter
			want []string
		}{
			{Filter{}, []string{"альфа", "Бета", "Гамма"}},
			{Filter{State: Current, Day: "2026-11-22"}, []string{"Бета", "Гамма"}},
			{Filter{State: Past, Day: "2026-11-22"}, []string{"альфа"}},
			{Filter{Type: "full"}, []string{"Бета"}},
			{Filter{Post: "head"}, []string{"Бета", "Гамма"}},
			{Filter{Person: "ivanova"}, []string{"альфа"}},
		} {
			var got []string
			f := c.f
			for f.Limit = 1; ; { // page by page
				rows, err := s.Memberships(ctx, f)
				if err != nil {
					t.Fatal(err)
				}
				if len(rows) == 0 {
					break
				}
				got, f.After = append(got, names(rows)...), rows[0].Key()
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%+v: %q, want %q", c.f, got, c.want)
			}
		}
		addDues(t, s, Dues{Membership: one, Year: "2025", Paid: keeptest.Date("2025")})
		addDues(t, s, Dues{Membership: one, Year: "2026"})
		addDues(t, s, Dues{Membership: two, Year: "2020"})
		for _, c := range []struct {
			f    DuesFilter
			want []string
		}{
			{DuesFilter{}, []string{"2026", "2025", "2020"}},
			{DuesFilter{Year: 2025}, []string{"2025"}},
			{DuesFilter{Unpaid: true}, []string{"2026", "2020"}},
			{DuesFilter{Membership: two}, []string{"2020"}},
		} {
			var got []string
			f := c.f
			for f.Limit = 1; ; {
				rows, err := s.Dues(ctx, f)
				if err != nil {
					t.Fatal(err)
				}
				if len(rows) == 0 {
					break
				}
				got, f.After = append(got, rows[0].Year), rows[0].Key()
			}
			if n, err := s.CountDues(ctx, c.f, 10); err != nil || n != len(c.want) || !slices.Equal(got, c.want) {
				t.Errorf("%+v: %q (%d) %v, want %q", c.f, got, n, err, c.want)
			}
		}
		addBallot(t, s, Ballot{Membership: one, Question: keeptest.Text("первый"), Held: keeptest.Date("2025"), Position: "for"})
		addBallot(t, s, Ballot{Membership: two, Question: keeptest.Text("второй")})
		if rows, err := s.Ballots(ctx, BallotFilter{Limit: 10}); err != nil || len(rows) != 2 || rows[0].Question.Get("ru") != "первый" {
			t.Errorf("%v %v", rows, err)
		}
		if n, err := s.CountBallots(ctx, BallotFilter{Unsettled: true}, 10); err != nil || n != 1 {
			t.Errorf("%d unsettled %v", n, err)
		}
		// What belongs to a membership in the bin is in no register.
		if err := s.memberships.PutAway(ctx, one); err != nil {
			t.Fatal(err)
		}
		dues, err := s.Dues(ctx, DuesFilter{Limit: 10})
		ballots, err2 := s.Ballots(ctx, BallotFilter{Position: "for", Limit: 10})
		if err != nil || err2 != nil || len(dues) != 1 || len(ballots) != 0 {
			t.Errorf("%v %v %v %v", dues, ballots, err, err2)
		}
	})
}

func TestAlike(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, union())
		if _, got, err := alike(t.Context(), s.DB, &Membership{Name: keeptest.Text("союз  ГОРОДОВ")}); err != nil || got != id {
			t.Errorf("%q %v", got, err)
		}
		if _, got, err := alike(t.Context(), s.DB, &Membership{Name: keeptest.Text("Союз")}); err != nil || got != "" {
			t.Errorf("%q %v", got, err)
		}
		dues := addDues(t, s, Dues{Membership: id, Year: "2026"})
		if title, got, err := alikeDues(t.Context(), s.DB, &Dues{Membership: id, Year: "2026"}); err != nil || got != dues || title != "Союз городов, 2026" {
			t.Errorf("%q %q %v", title, got, err)
		}
		if _, got, err := alikeDues(t.Context(), s.DB, &Dues{Membership: id, Year: "2027"}); err != nil || got != "" {
			t.Errorf("%q %v", got, err)
		}
	})
}

func TestListing(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, union())
		addDues(t, s, Dues{Membership: id, Year: "2026", Amount: "100", Currency: "RUB"})
		rows, err := s.listing(keeptest.As(t, account.Auditor), "ru")
		if err != nil {
			t.Fatal(err)
		}
		got := rows.([]listingRow)
		if len(got) != 1 || got[0].Name != "Союз городов" || len(got[0].Dues) != 1 || got[0].Dues[0].Amount != "100.00" {
			t.Errorf("%+v", got)
		}
	})
}
