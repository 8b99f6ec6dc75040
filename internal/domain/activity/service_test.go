package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// made is a valid activity; starts may be empty.
func made(t testing.TB, name, kind, status, starts string) Activity {
	t.Helper()
	return Activity{Meta: keep.Meta{Visibility: record.Public}, Name: i18n.NewText("ru", name), Type: kind, Status: status, Starts: day(t, starts)}
}

func add(t testing.TB, s *Service, ctx context.Context, a Activity, cites ...keep.Cite) string {
	t.Helper()
	id, err := s.Add(ctx, a, cites...)
	if err != nil {
		t.Fatalf("%s: %v", a.Name.Get("ru"), err)
	}
	return id
}

func names(list []Activity) []string {
	var all []string
	for _, a := range list {
		all = append(all, a.Name.Get("ru"))
	}
	return all
}

func TestOneActivity(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		series, err := s.AddSeries(ctx, Series{Name: i18n.NewText("ru", "Дни Перми")})
		if err != nil {
			t.Fatal(err)
		}
		whole := add(t, s, ctx, made(t, "Год юбилеев", "project", Held, "2022"))
		a := made(t, "Дни Перми в Дуйсбурге", "event", Held, "2017-09-07/2017-09-09")
		a.Parent, a.Series, a.Code, a.Inferred = whole, series, "22-2", true
		a.Partners, a.Themes, a.Goals, a.Beneficiaries = []string{"oxford", "duisburg", "oxford"}, []string{"music", "culture"}, []string{"world_community"}, []string{"youth"}
		a.Place, a.Programme, a.Summary = i18n.NewText("ru", "Дуйсбург"), i18n.NewText("ru", "Фонд"), i18n.NewText("ru", "Концерт и выставка")
		a.Place.Set("en", "Duisburg")
		id := add(t, s, ctx, a,
			keep.Cite{Field: "name", Source: record.Source{Title: "Слайды", Kind: record.SourceDeck}},
			keep.Cite{Field: "name", Source: record.Source{Title: "Газета", Kind: record.SourcePress}})
		got, err := s.Activity(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		want := a
		want.ID, want.Version = id, 1
		want.Starts, want.Ends = day(t, "2017-09-07"), day(t, "2017-09-09")
		want.Partners, want.Themes = []string{"duisburg", "oxford"}, []string{"culture", "music"}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("read back\n%+v\nwant\n%+v", got, want)
		}
		facts, err := s.activities.Facts(ctx, id)
		if err != nil || len(facts["name"]) != 2 {
			t.Errorf("two sources of the name: %v %v", facts, err)
		}

		old := got
		got.Status = Cancelled
		if err := s.Change(ctx, got); err != nil {
			t.Fatal(err)
		}
		if err := s.Change(ctx, old); errs.KindOf(err) != errs.Stale {
			t.Errorf("a stale save: %v", err)
		}
		got, err = s.Activity(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		since, changed, err := s.statusSince(ctx, got)
		if err != nil || !changed || !since.Equal(now) {
			t.Errorf("the change of state is dated %v %v %v", since, changed, err)
		}

		if err := s.PutAway(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Activity(ctx, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("in the bin: %v", err)
		}
		if list, _ := s.List(ctx, Filter{Limit: 10}); len(list) != 1 {
			t.Errorf("listed from the bin: %v", names(list))
		}
		if err := s.Restore(ctx, id); err != nil {
			t.Fatal(err)
		}
		if children, err := s.Children(ctx, whole); err != nil || len(children) != 1 {
			t.Errorf("parts: %v %v", names(children), err)
		}
		if list, err := s.EditionsOf(ctx, series); err != nil || len(list) != 1 {
			t.Errorf("editions: %v %v", names(list), err)
		}
	})
}

func TestBadInput(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		a := add(t, s, ctx, made(t, "A", "project", Held, "2010"))
		child := made(t, "B", "event", Held, "2010")
		child.Parent = a
		b := add(t, s, ctx, child)
		for name, c := range map[string]struct {
			change     func(*Activity)
			field, key string
		}{
			"no name":        {func(x *Activity) { x.Name = i18n.Text{} }, "name", "activity.name.empty"},
			"no such type":   {func(x *Activity) { x.Type = "party" }, "type", "activity.type.empty"},
			"no such state":  {func(x *Activity) { x.Status = Unconfirmed }, "status", "activity.status.empty"},
			"no such theme":  {func(x *Activity) { x.Themes = []string{"magic"} }, "themes", "form.choice"},
			"no such goal":   {func(x *Activity) { x.Goals = []string{"fame"} }, "goals", "form.choice"},
			"no such group":  {func(x *Activity) { x.Beneficiaries = []string{"cats"} }, "beneficiaries", "form.choice"},
			"end first":      {func(x *Activity) { x.Ends = day(t, "2009") }, "ends", "date.order"},
			"held ahead":     {func(x *Activity) { x.Starts = day(t, "2027") }, "status", "activity.status.ahead"},
			"its own part":   {func(x *Activity) { x.Parent = a }, "parent", "activity.parent.circle"},
			"part of a part": {func(x *Activity) { x.Parent = b }, "parent", "activity.parent.circle"},
			"no such whole":  {func(x *Activity) { x.Parent = "none" }, "parent", "form.choice"},
			"no such series": {func(x *Activity) { x.Series = "none" }, "series", "form.choice"},
		} {
			x, err := s.Activity(ctx, a)
			if err != nil {
				t.Fatal(err)
			}
			c.change(&x)
			bad := errs.FieldsOf(s.Change(ctx, x))
			if len(bad) != 1 || bad[0].Field != c.field || bad[0].Key != c.key {
				t.Errorf("%s: %v, want %s at %s", name, bad, c.key, c.field)
			}
		}
		if _, err := s.AddSeries(ctx, Series{}); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("a series without a name: %v", err)
		}
	})
}

// Who sees what: the rule in Go (one record) and the rule in SQL (a list) must
// agree for every circle, role and participation.
func TestScopesAgree(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, head := testService(t, d), as(t.Context(), account.Head, "")
		var ids []string
		for _, v := range record.Visibilities() {
			for _, own := range []bool{false, true} {
				a := made(t, fmt.Sprintf("%s %v", v, own), "event", Held, "2019")
				a.Visibility = v
				id := add(t, s, head, a)
				ids = append(ids, id)
				if own {
					if _, err := s.AddParticipant(head, Participant{Activity: id, Organisation: "museum", Role: "host", Side: "ours"}); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for _, c := range []struct {
			who  string
			ctx  context.Context
			want []string
		}{
			{"head", head, []string{"administration false", "administration true", "department false", "department true", "participants false", "participants true", "public false", "public true"}},
			{"branch", as(t.Context(), account.Branch, "museum"), []string{"administration false", "administration true", "participants false", "participants true", "public false", "public true"}},
			{"guest", as(t.Context(), account.Guest, "museum"), []string{"participants true", "public false", "public true"}},
			{"guest of nobody", as(t.Context(), account.Guest, ""), []string{"public false", "public true"}},
			{"public", t.Context(), []string{"public false", "public true"}},
		} {
			list, err := s.List(c.ctx, Filter{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			listed := names(list)
			slices.Sort(listed)
			var read []string
			for _, id := range ids {
				if a, err := s.Activity(c.ctx, id); err == nil {
					read = append(read, a.Name.Get("ru"))
				} else if errs.KindOf(err) != errs.NotFound {
					t.Fatal(err)
				}
			}
			slices.Sort(read)
			if !slices.Equal(listed, c.want) || !slices.Equal(read, c.want) {
				t.Errorf("%s: listed %v, read %v, want %v", c.who, listed, read, c.want)
			}
			if n, err := s.Count(c.ctx, Filter{}, 100); err != nil || n != len(c.want) {
				t.Errorf("%s: counted %d %v", c.who, n, err)
			}
		}
		guest := as(t.Context(), account.Guest, "museum")
		for i, id := range ids {
			_, err := s.AddParticipant(guest, Participant{Activity: id, Text: i18n.NewText("ru", "хор"), Role: "participant", Side: "ours"})
			if mine := slices.Contains([]int{5, 7}, i); mine != (err == nil) {
				t.Errorf("guest adds a participant to %d: %v", i, err)
			}
		}
		if _, err := s.AddMoney(t.Context(), Money{Activity: ids[7], What: "budget", Amount: money.Amount{Minor: 1, Currency: "RUB"}}); errs.KindOf(err) != errs.Unauthenticated {
			t.Errorf("the public adds money: %v", err)
		}
		hidden := made(t, "x", "event", Held, "")
		if _, err := s.Add(as(t.Context(), account.Coordinator, ""), hidden); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != "visibility" {
			t.Errorf("a coordinator publishes: %v", err)
		}
	})
}

// What a branch or a guest adds belongs to their own organisation.
func TestOwnerOfWhatABranchAdds(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s := testService(t, d)
		for _, c := range []struct {
			role account.Role
			want record.Visibility
			n    int
		}{{account.Branch, record.Participants, 1}, {account.Head, record.Department, 0}} {
			ctx := as(t.Context(), c.role, "museum")
			a := made(t, "Выставка "+string(c.role), "event", Planned, "2027")
			a.Visibility = record.Department
			id := add(t, s, ctx, a)
			got, err := s.Activity(ctx, id)
			if err != nil || got.Visibility != c.want {
				t.Errorf("%s: %v %v", c.role, got.Visibility, err)
			}
			if takes, err := s.Participants(ctx, id); err != nil || len(takes) != c.n {
				t.Errorf("%s: %+v %v", c.role, takes, err)
			}
		}
	})
}

func TestParticipantsAndMoney(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		id := add(t, s, ctx, made(t, "Заявка", "project", Refused, "2022"))
		other := add(t, s, ctx, made(t, "Другая", "project", Held, "2023"))
		museum := Participant{Activity: id, Organisation: "museum", Role: "venue", Side: "ours"}
		text := Participant{Activity: id, Text: i18n.NewText("ru", "Печ"), Role: "partner", Side: "neutral"}
		text.Text.Set("en", "Pécs")
		head := Participant{Activity: id, Person: "anna", Role: "delegation_head", Side: "ours"}
		for _, p := range []*Participant{&museum, &text, &head} {
			var err error
			if p.ID, err = s.AddParticipant(ctx, *p); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.AddParticipant(ctx, museum); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("twice in one role: %v", err)
		}
		again := museum
		again.Role = "lead"
		if _, err := s.AddParticipant(ctx, again); err != nil {
			t.Errorf("in another role: %v", err)
		}
		all, err := s.Participants(ctx, id)
		if err != nil || len(all) != 4 {
			t.Fatalf("%v %v", all, err)
		}
		var roles []string
		for _, p := range all {
			roles = append(roles, p.Role)
		}
		if !slices.Equal(roles, []string{"lead", "delegation_head", "partner", "venue"}) {
			t.Errorf("order of roles: %v", roles)
		}
		if fmt.Sprint(all[2]) != fmt.Sprint(text) {
			t.Errorf("read back %v, want %v", all[2], text)
		}
		if list, _ := s.List(ctx, Filter{Query: "pecs", Limit: 5}); len(list) != 1 {
			t.Errorf("not found by a participant: %v", names(list))
		}
		if err := s.RemoveParticipant(ctx, other, text.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("removed through another activity: %v", err)
		}
		if err := s.RemoveParticipant(ctx, id, text.ID); err != nil {
			t.Fatal(err)
		}
		if list, _ := s.List(ctx, Filter{Query: "pecs", Limit: 5}); len(list) != 0 {
			t.Errorf("still found by who was removed: %v", names(list))
		}
		mine, err := s.OfOrganisation(ctx, "museum", 10)
		if err != nil || len(mine) != 2 || mine[0].ID != id {
			t.Errorf("track record: %+v %v", mine, err)
		}

		sum := func(what string, minor int64) Money {
			return Money{Activity: id, What: what, Amount: money.Amount{Minor: minor, Currency: "RUB"}, Note: i18n.NewText("ru", "доля")}
		}
		var lines []string
		for _, m := range []Money{sum(Requested, 49766000), sum(Cofinancing, 31062500), sum(Total, 80828500)} {
			line, err := s.AddMoney(ctx, m)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
		if bad := errs.FieldsOf(second(s.AddMoney(ctx, sum(Cofinancing, 1)))); len(bad) != 1 || bad[0].Field != "amount" {
			t.Errorf("a line that breaks the sum: %v", bad)
		}
		if err := s.RemoveMoney(ctx, other, lines[0]); errs.KindOf(err) != errs.NotFound {
			t.Errorf("removed through another activity: %v", err)
		}
		if err := s.RemoveMoney(ctx, id, lines[0]); err != nil {
			t.Fatal(err)
		}
		left, err := s.Money(ctx, id)
		if err != nil || len(left) != 2 || left[0].What != Cofinancing || left[0].Amount.Minor != 31062500 || left[0].Note.Get("ru") != "доля" {
			t.Errorf("money: %+v %v", left, err)
		}
		history, err := s.Log.Of(ctx, record.Ref{Kind: Kind, ID: id}, "money.amount")
		if err != nil || len(history) != 4 || history[0].Changes[0].Before != "497660.00 RUB" {
			t.Errorf("history of money: %+v %v", history, err)
		}
		if findings, err := s.checkAll(ctx); err != nil || len(findings) != 0 {
			t.Errorf("check finds %v %v", findings, err)
		}
		_, err = db.Exec(ctx, d, `INSERT INTO activity_money (id, activity_id, position, what, minor, currency) VALUES ('m', $1, 9, 'requested', 1, 'RUB')`, id)
		if err != nil {
			t.Fatal(err)
		}
		if findings, err := s.checkAll(ctx); err != nil || len(findings) != 1 || !strings.Contains(findings[0], "808285.00 RUB") {
			t.Errorf("check overlooks a sum that does not come out: %v %v", findings, err)
		}
	})
}

func second(_ string, err error) error { return err }

func TestRepeatedSubmission(t *testing.T) {
	dbtest.Each(t, subjects(), func(t *testing.T, d *db.DB) {
		s, ctx := testService(t, d), as(t.Context(), account.Head, "")
		id := add(t, s, ctx, made(t, "A", "event", Held, "2019"))
		keyed := audit.WithKey(ctx, "once")
		p := Participant{Activity: id, Text: i18n.NewText("ru", "хор"), Role: "participant", Side: "ours"}
		first, err := s.AddParticipant(keyed, p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.AddParticipant(keyed, p)
		if err != nil || again != first {
			t.Errorf("%q then %q %v", first, again, err)
		}
	})
}
