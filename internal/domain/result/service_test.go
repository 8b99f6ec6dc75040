package result

import (
	"slices"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func names(rows []Result) []string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Name.Get("ru"))
	}
	return all
}

func TestResultKeepsEveryField(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		want := seen()
		want.Name.Set("de", "Welle der Freundschaft")
		id := add(t, s, want, keep.Cite{Field: "name", Source: record.Source{Title: "Газета", Kind: record.SourcePress}, Inferred: true},
			keep.Cite{Field: "name", Source: record.Source{Title: "Слайды", Kind: record.SourceDeck}})
		got, err := s.Result(keeptest.As(t, account.Auditor), id)
		if err != nil {
			t.Fatal(err)
		}
		fields := s.results.Fields.Audit(&got)
		want.Visibility, want.Proof = record.Department, "claimed"
		for i, f := range s.results.Fields.Audit(&want) {
			if fields[i] != f {
				t.Errorf("%s: %q, want %q", f.Name, fields[i].Value, f.Value)
			}
		}
		facts, err := s.results.Facts(keeptest.As(t, account.Head), id)
		if err != nil || len(facts["name"]) != 2 {
			t.Errorf("both sources are kept: %v %v", facts, err)
		}
		// What is not known stays not known, and is not zero.
		id = add(t, s, Result{Type: "practice", Name: keeptest.Text("Городской кол-центр")})
		got, err = s.Result(keeptest.As(t, account.Auditor), id)
		if err != nil || got.Number != "" || got.Proof != "claimed" || got.There != Unknown || !got.Since.IsZero() {
			t.Errorf("%+v %v", got, err)
		}
		zero := Result{Type: "trained", Name: keeptest.Text("Обучено"), Number: "0", Unit: keeptest.Text("человек")}
		if got, err = s.Result(keeptest.As(t, account.Auditor), add(t, s, zero)); err != nil || got.Number != "0" {
			t.Errorf("%+v %v", got, err)
		}
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, role := range []account.Role{account.Auditor, account.Branch, account.Guest} {
			if _, err := s.Add(keeptest.As(t, role), seen()); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s adds: %v", role, err)
			}
		}
		r := seen()
		r.Visibility = record.Public
		if _, err := s.Add(keeptest.As(t, account.Coordinator), r); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != "visibility" {
			t.Errorf("a coordinator publishes: %v", err)
		}
		id := add(t, s, r)
		look := Look{There: Gone, On: keeptest.Date("2026-11-20")}
		if err := s.Recheck(keeptest.As(t, account.Branch), id, 1, look); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a branch department writes down a look: %v", err)
		}
		if due, err := s.Due(keeptest.As(t, account.Auditor), keeptest.Date("2030"), 10); err != nil || len(due) != 0 {
			t.Errorf("who changes nothing is reminded of nothing: %v %v", due, err)
		}
	})
}

// TestVisibility compares the rule in Go with the rule in SQL for every circle
// and role: what a list shows can be opened, and nothing else.
func TestVisibility(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := map[record.Visibility]string{}
		for _, v := range record.Visibilities() {
			r := seen()
			r.Name, r.Visibility = keeptest.Text(string(v)), v
			ids[v] = add(t, s, r)
		}
		for _, c := range []struct {
			role account.Role
			want []record.Visibility
		}{
			{account.Head, record.Visibilities()},
			{account.Auditor, record.Visibilities()},
			{account.Branch, []record.Visibility{record.Administration, record.Participants, record.Public}},
			{account.Guest, []record.Visibility{record.Public}}, // no result is ever one's own
			{account.Administrator, []record.Visibility{record.Public}},
		} {
			ctx := keeptest.As(t, c.role)
			rows, err := s.Results(ctx, Filter{Partner: "duisburg", Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			total, err := s.Count(ctx, Filter{Activity: "ars-vivendi"}, 10)
			if err != nil || total != len(c.want) {
				t.Errorf("%s counts %d %v, want %d", c.role, total, err, len(c.want))
			}
			for v, id := range ids {
				want := slices.Contains(c.want, v)
				_, err := s.Result(ctx, id)
				if listed := slices.Contains(names(rows), string(v)); (err == nil) != want || listed != want {
					t.Errorf("%s and %s: opened %v, listed %v, want %v", c.role, v, err == nil, listed, want)
				}
			}
		}
	})
}

func TestStaleBinAndReturn(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		id := add(t, s, seen())
		one, err := s.Result(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		two := one
		one.Number = "4"
		if err := s.Change(ctx, one); err != nil {
			t.Fatal(err)
		}
		two.Number, two.Beneficiaries = "5", nil
		if err := s.Change(ctx, two); errs.KindOf(err) != errs.Stale {
			t.Errorf("a stale change: %v", err)
		}
		if now, err := s.Result(ctx, id); err != nil || now.Number != "4" || len(now.Beneficiaries) != 2 {
			t.Errorf("after a stale change: %+v %v", now, err)
		}
		if err := s.results.PutAway(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Result(ctx, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a binned result: %v", err)
		}
		rows, err := s.Results(ctx, Filter{Limit: 10})
		due, dueErr := s.Due(ctx, keeptest.Date("2030"), 10)
		if err != nil || dueErr != nil || len(rows)+len(due) != 0 {
			t.Errorf("a binned result is listed: %v %v %v %v", rows, err, due, dueErr)
		}
		if err := s.results.Restore(ctx, id); err != nil {
			t.Fatal(err)
		}
		history, err := s.Log.Of(ctx, record.Ref{Kind: Kind, ID: id}, "")
		var actions []audit.Action
		for _, rev := range history {
			actions = append(actions, rev.Action)
		}
		if want := []audit.Action{audit.Restored, audit.Binned, audit.Changed, audit.Created}; err != nil || !slices.Equal(actions, want) {
			t.Errorf("history %v %v, want %v", actions, err, want)
		}
		if history, err := s.Log.Of(ctx, record.Ref{Kind: Kind, ID: id}, "number"); err != nil || len(history) != 2 || history[0].Changes[0] != (audit.Change{Field: "number", Before: "3", After: "4"}) {
			t.Errorf("history of the number: %+v %v", history, err)
		}
	})
}

func TestRegisterFiltersAndPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		for _, r := range []Result{
			{Type: "award", Name: keeptest.Text("Рейтинг"), Since: keeptest.Date("2017")},
			{Type: "practice", Name: keeptest.Text("Кол-центр"), Partner: "oxford"},
			{Type: "thing", Name: keeptest.Text("Книга"), Since: keeptest.Date("2017-10"), Partner: "duisburg"},
			{Type: "practice", Name: keeptest.Text("Мастерские"), Since: keeptest.Date("2019?"), Partner: "duisburg", Activity: "ars-vivendi"},
			{Type: "tie", Name: keeptest.Text("Журналисты")},
		} {
			id := add(t, s, r)
			if r.Type == "thing" {
				if _, err := s.Prove(ctx, Evidence{Result: id, Kind: "document", What: "тираж в библиотеке"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, c := range []struct {
			f    Filter
			want []string
		}{
			{Filter{}, []string{"Мастерские", "Книга", "Рейтинг", "Журналисты", "Кол-центр"}}, // unknown age last, the newest record first
			{Filter{Type: "practice"}, []string{"Мастерские", "Кол-центр"}},
			{Filter{Partner: "duisburg"}, []string{"Мастерские", "Книга"}},
			{Filter{Activity: "ars-vivendi"}, []string{"Мастерские"}},
			{Filter{Proof: "document"}, []string{"Книга"}},
			{Filter{Proof: "claimed", Type: "award"}, []string{"Рейтинг"}},
			{Filter{Partner: "atlantis"}, nil},
			{Filter{Standing: Counted}, []string{"Книга"}},
			{Filter{Standing: Unproved, Type: "practice"}, []string{"Мастерские", "Кол-центр"}},
			{Filter{Standing: Over}, nil},
			{Filter{Partners: []string{"oxford", "duisburg"}}, []string{"Мастерские", "Книга", "Кол-центр"}},
		} {
			var got []string
			f := c.f
			f.Limit = 1 // page by page
			for {
				rows, err := s.Results(ctx, f)
				if err != nil {
					t.Fatal(err)
				}
				if len(rows) == 0 {
					break
				}
				got = append(got, names(rows)...)
				f.After = rows[0].Key()
			}
			// Two records made at the same instant have no order of their own.
			if len(c.want) == 5 {
				slices.Sort(got[3:])
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%+v: %q, want %q", c.f, got, c.want)
			}
		}
	})
}

func TestRecheck(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		r := seen()
		r.Recheck = keeptest.Date("2026-11")
		id := add(t, s, r)
		later := seen()
		later.Name, later.Recheck = keeptest.Text("Позже"), keeptest.Date("2026-12-10")
		add(t, s, later)
		due, err := s.Due(ctx, keeptest.Date("2026-11-22"), 10)
		if err != nil || !slices.Equal(names(due), []string{"Волна дружбы"}) {
			t.Errorf("due: %q %v", names(due), err)
		}
		if err := s.Recheck(ctx, id, 1, Look{There: "perhaps", On: keeptest.Date("2026-11-20")}); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("an answer that is none: %v", err)
		}
		if err := s.Recheck(ctx, id, 1, Look{There: Gone, On: keeptest.Date("2026-11-20"), Next: keeptest.Date("2027")}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Result(ctx, id)
		if err != nil || got.There != Gone || got.ThereOn != keeptest.Date("2026-11-20") || !got.Recheck.IsZero() || got.Proof != "claimed" {
			t.Errorf("%+v %v", got, err)
		}
		if due, err := s.Due(ctx, keeptest.Date("2027-12-31"), 10); err != nil || !slices.Equal(names(due), []string{"Позже"}) {
			t.Errorf("what is gone is not looked for: %q %v", names(due), err)
		}
		if err := s.Recheck(ctx, id, 1, Look{There: Alive, On: keeptest.Date("2026-11-21")}); errs.KindOf(err) != errs.Stale {
			t.Errorf("a look at an old state: %v", err)
		}
	})
}

func TestAlike(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, seen())
		for _, c := range []struct {
			r    Result
			want string
		}{
			{Result{Name: keeptest.Text("волна  ДРУЖБЫ"), Partner: "duisburg"}, id},
			{Result{Name: keeptest.Text("Волна дружбы"), Partner: "oxford"}, ""},
			{Result{Name: i18n.NewText("ru", "Волна"), Partner: "duisburg"}, ""},
		} {
			if _, got, err := alike(t.Context(), s.DB, &c.r); err != nil || got != c.want {
				t.Errorf("%v: %q %v, want %q", c.r.Name, got, err, c.want)
			}
		}
	})
}

func TestListing(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, seen())
		add(t, s, Result{Type: "tie", Name: keeptest.Text("Журналисты")})
		rows, err := s.listing(keeptest.As(t, account.Auditor), "ru")
		if err != nil {
			t.Fatal(err)
		}
		got := rows.([]listingRow)
		if len(got) != 2 || *got[0].Number != 3 || got[0].Unit != "скульптуры" || got[1].Number != nil {
			t.Errorf("%+v", got)
		}
	})
}
