package task

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// full is a promise with every field that an open one can have.
func full() Task {
	return Task{Type: Theirs, Title: keeptest.Text("Прислать каталог"), Note: keeptest.Text("Двести экземпляров"), Partner: "duisburg", About: "activity:days", Clause: "п. 3", Made: keeptest.Date("2026-10-01"),
		Due: keeptest.Date("2026-12"), Post: "post-1", Steps: []string{"[x] Спросить", "Получить"}, Reminded: keeptest.Date("2026-11-20"), Meta: keep.Meta{Visibility: record.Administration}}
}

func duty(title, due string) Task {
	return Task{Type: Duty, Title: keeptest.Text(title), Due: keeptest.Date(due)}
}

func titles(rows []Task) string {
	var all []string
	for _, t := range rows {
		all = append(all, t.Title.Get("ru"))
	}
	return strings.Join(all, ", ")
}

// sorted are the titles in alphabetical order, for rows of one day.
func sorted(rows []Task) string {
	all := strings.Split(titles(rows), ", ")
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func get(t *testing.T, s *Service, id string) Task {
	t.Helper()
	is, err := s.Task(as(t, account.Auditor), id)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func TestEveryFieldIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		open, done := full(), full()
		done.Outcome, done.Done, done.Proof, done.Reason = Dropped, keeptest.Date("2026-11-21"), "result:book", "Больше не нужно"
		mine := duty("Сверить", "2026-12-01")
		mine.Owner, mine.After, mine.Repeat, mine.Visibility = "u", add(t, s, duty("Раньше", "")), "week", record.Department
		for _, want := range []Task{open, done, mine} {
			id := add(t, s, want)
			got := get(t, s, id)
			want.normalise()
			have := s.tasks.Fields.Audit(&got)
			for i, f := range s.tasks.Fields.Audit(&want) {
				if have[i] != f {
					t.Errorf("%s: %q, want %q", f.Name, have[i].Value, f.Value)
				}
			}
			several, err := many(t.Context(), s.DB, []string{id, "none"})
			if err != nil || len(several) != 1 || !slices.Equal(s.tasks.Fields.Audit(&several[0]), have) {
				t.Errorf("read with others: %+v %v", several, err)
			}
			got.Title = keeptest.Text("Иначе")
			if err := s.Change(as(t, account.Coordinator), got); err != nil {
				t.Fatal(err)
			}
			if again := get(t, s, id); again.Title.Get("ru") != "Иначе" || again.About != want.About || again.Proof != want.Proof || again.Version != 2 {
				t.Errorf("changed: %+v", again)
			}
		}
	})
}

func TestPromiseFindsItsPost(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		promise := Task{Type: Ours, Title: keeptest.Text("Прислать"), Partner: "duisburg"}
		if is := get(t, s, add(t, s, promise)); is.Post != "post-1" {
			t.Errorf("a promise to Duisburg belongs to %q", is.Post)
		}
		promise.Partner = "oxford"
		if is := get(t, s, add(t, s, promise)); is.Post != "" {
			t.Errorf("nobody coordinates Oxford, and the promise belongs to %q", is.Post)
		}
		if is := get(t, s, add(t, s, Task{Type: Duty, Title: keeptest.Text("Дело"), Partner: "duisburg"})); is.Post != "" {
			t.Errorf("a task belongs to %q", is.Post)
		}
	})
}

// TestHands asks in whose hands what is: a promise goes with its post, what a
// colleague who left had is nobody's and is not lost.
func TestHands(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		put := func(title, owner, post string) {
			one := duty(title, "2026-12-01")
			one.Owner, one.Post = owner, post
			add(t, s, one)
		}
		put("моё", "u", "")
		put("по должности", "", "post-1")
		put("чужое", "other", "")
		put("ушедшего", "gone", "")
		put("удалённого", "deleted", "")
		put("вакансии", "", "post-2")
		put("ничьё", "", "")
		ctx := as(t, account.Head)
		c, err := s.crew(ctx, desk(t).Scene("ru", "/"))
		if err != nil {
			t.Fatal(err)
		}
		for want, hands := range map[string]*Hands{
			"моё, по должности": c.own(),
			"чужое":             c.hands("other", "other@example.org"),
			"вакансии, ничьё, удалённого, ушедшего": c.nobody(),
			"": c.hands("nobody", ""),
			"вакансии, моё, ничьё, по должности, удалённого, ушедшего, чужое": nil,
		} {
			rows, err := s.Tasks(ctx, Filter{Hands: hands, Limit: 50})
			n, countErr := s.Count(ctx, Filter{Hands: hands}, 50)
			if err != nil || countErr != nil || sorted(rows) != want || n != len(rows) {
				t.Errorf("%s (%d), want %s; %v %v", sorted(rows), n, want, err, countErr)
			}
			for _, one := range rows {
				_, held := c.who(desk(t).Scene("ru", "/"), one)
				if hands != nil && held == hands.Nobody || hands != nil && !hands.Nobody && !hands.holds(one) {
					t.Errorf("%s: held %v", titles([]Task{one}), held)
				}
			}
		}
		// Another person takes the post: the promise moves by itself.
		s.deps.Held = func(context.Context, string) ([]Held, error) {
			return []Held{{Post: "post-1", Name: "Другой", Email: "other@example.org"}}, nil
		}
		if c, err = s.crew(ctx, desk(t).Scene("ru", "/")); err != nil {
			t.Fatal(err)
		}
		rows, err := s.Tasks(ctx, Filter{Hands: c.hands("other", "OTHER@example.org"), Limit: 50})
		if err != nil || sorted(rows) != "по должности, чужое" {
			t.Errorf("after the change: %s %v", titles(rows), err)
		}
	})
}

func TestOrderAndPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, due := range []string{"2026-12-01", "", "2026", "2026-11-01", "2026-12-30", "2027-01"} {
			add(t, s, duty("до "+due, due))
		}
		ctx := as(t, account.Auditor)
		want := "до 2026-11-01, до 2026-12-01, до 2026-12-30, до 2026, до 2027-01, до"
		f := Filter{Limit: 2}
		var all []Task
		for range 4 {
			page, err := s.Tasks(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			if all = append(all, page...); len(page) > 0 {
				f.After = page[len(page)-1].Key()
			}
		}
		if titles(all) != want {
			t.Errorf("%s, want %s", titles(all), want)
		}
		if rows, err := s.Tasks(ctx, Filter{From: "2026-12-01", Until: "2026-12-31", Limit: 9}); err != nil || titles(rows) != "до 2026-12-01, до 2026-12-30, до 2026" {
			t.Errorf("in December: %s %v", titles(rows), err)
		}
		for i, one := range all[:3] {
			one.Outcome, one.Done = Kept, edtf.OfDay(2026, 11, 20+i)
			if err := s.Change(as(t, account.Head), one); err != nil {
				t.Fatal(err)
			}
		}
		first, err := s.Tasks(ctx, Filter{Closed: true, Limit: 1})
		if err != nil || titles(first) != "до 2026-12-30" {
			t.Fatalf("%s %v", titles(first), err)
		}
		rest, err := s.Tasks(ctx, Filter{Closed: true, Limit: 9, After: first[0].Key()})
		if err != nil || titles(rest) != "до 2026-12-01, до 2026-11-01" {
			t.Errorf("closed: %s %v", titles(rest), err)
		}
		if rows, err := s.Tasks(ctx, Filter{Closed: true, Since: "2026-11-21", Limit: 9}); err != nil || len(rows) != 2 {
			t.Errorf("closed since the 21st: %s %v", titles(rows), err)
		}
	})
}

func TestCircles(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a := add(t, s, duty("А", ""))
		next := func(title, after string) string {
			one := duty(title, "")
			one.After = after
			return add(t, s, one)
		}
		b := next("Б", a)
		c := next("В", b)
		for _, after := range []string{a, b, c} {
			one := get(t, s, a)
			one.After = after
			want := "after task.after.circle"
			if after == a {
				want = "after task.after.self"
			}
			if err := s.Change(as(t, account.Head), one); wrong(err) != want {
				t.Errorf("after %s: %v", after, err)
			}
		}
		if err := s.tasks.PutAway(as(t, account.Head), b); err != nil {
			t.Fatal(err)
		}
		one := get(t, s, a)
		one.After = c // Б is in the bin: nothing waits through it
		if err := s.Change(as(t, account.Head), one); err != nil {
			t.Errorf("without a circle: %v", err)
		}
	})
}

func TestRepeat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Coordinator)
		one := duty("Отчёт", "2026-11-20")
		one.Repeat, one.Owner, one.Steps, one.Visibility = "month", "u", []string{"[x] Собрать", "Сдать"}, record.Administration
		id := add(t, s, one)
		if err := s.Finish(ctx, id, 1); err != nil {
			t.Fatal(err)
		}
		if is := get(t, s, id); is.Outcome != Late || is.Done != keeptest.Date("2026-11-22") {
			t.Errorf("done: %+v", is)
		}
		open, err := s.Tasks(ctx, Filter{Limit: 9})
		if err != nil || len(open) != 1 {
			t.Fatalf("%s %v", titles(open), err)
		}
		if again := open[0]; again.Due != keeptest.Date("2026-12-20") || again.Owner != "u" || again.Previous != id || again.Steps[0] != "Собрать" || again.Visibility != record.Administration || !again.Done.IsZero() {
			t.Errorf("the next one: %+v", again)
		}
		// Taken back before anybody touched the next one, which goes away again.
		if err := s.Reopen(ctx, id, 2); err != nil {
			t.Fatal(err)
		}
		if open, err = s.Tasks(ctx, Filter{Limit: 9}); err != nil || len(open) != 1 || open[0].ID != id {
			t.Errorf("taken back: %s %v", titles(open), err)
		}
		// Taken back after somebody has worked on it: it stays.
		if err := s.Finish(ctx, id, 3); err != nil {
			t.Fatal(err)
		}
		if open, err = s.Tasks(ctx, Filter{Limit: 9}); err != nil || len(open) != 1 {
			t.Fatalf("%s %v", titles(open), err)
		}
		if err := s.Tick(ctx, open[0].ID, 1, 0); err != nil {
			t.Fatal(err)
		}
		if err := s.Reopen(ctx, id, 4); err != nil {
			t.Fatal(err)
		}
		if open, err = s.Tasks(ctx, Filter{Limit: 9}); err != nil || len(open) != 2 {
			t.Errorf("what was worked on is lost: %s %v", titles(open), err)
		}
		// What is dropped does not come back.
		if err := s.Close(ctx, id, 5, Closing{Outcome: Dropped, Done: keeptest.Date("2026-11-22"), Reason: "Отменили"}); err != nil {
			t.Fatal(err)
		}
		if open, err = s.Tasks(ctx, Filter{Limit: 9}); err != nil || len(open) != 1 {
			t.Errorf("dropped: %s %v", titles(open), err)
		}
	})
}

func TestStaleAndBin(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Coordinator)
		id := add(t, s, duty("Дело", "2026-12-01"))
		if err := s.Finish(ctx, id, 1); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{"finish": s.Finish(ctx, id, 1), "reopen": s.Reopen(ctx, id, 1), "tick": s.Tick(ctx, id, 1, 0), "remind": s.Remind(ctx, id, 1)} {
			if errs.KindOf(err) != errs.Stale {
				t.Errorf("%s over an older version: %v", name, err)
			}
		}
		if err := s.tasks.PutAway(ctx, id); err != nil {
			t.Fatal(err)
		}
		if rows, err := s.Tasks(ctx, Filter{Closed: true, Limit: 9}); err != nil || len(rows) != 0 {
			t.Errorf("in the bin: %s %v", titles(rows), err)
		}
		if err := s.tasks.Restore(ctx, id); err != nil {
			t.Fatal(err)
		}
		if is := get(t, s, id); is.Done != keeptest.Date("2026-11-22") {
			t.Errorf("returned: %+v", is)
		}
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, full())
		for _, role := range []account.Role{account.Branch, account.Guest, account.Administrator} {
			ctx := as(t, role)
			_, getErr := s.Task(ctx, id)
			_, listErr := s.Tasks(ctx, Filter{Limit: 1})
			_, countErr := s.Count(ctx, Filter{}, 1)
			_, tallyErr := s.Tallies(ctx)
			_, rulesErr := s.Rules(ctx)
			for _, err := range []error{getErr, listErr, countErr, tallyErr, rulesErr} {
				if kind := errs.KindOf(err); kind != errs.Forbidden {
					t.Errorf("%s: %v", role, err)
				}
			}
			cards, err := s.cards(ctx, desk(t).Scene("ru", "/"))
			panel, panelErr := s.related(ctx, desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
			moments, momentsErr := s.moments(ctx, desk(t).Scene("ru", "/"), record.Ref{Kind: "partner", ID: "duisburg"})
			entries, entriesErr := s.agenda(ctx, desk(t).Scene("ru", "/"), keeptest.Date("2026-01-01"), keeptest.Date("2027-01-01"))
			if len(cards)+len(moments)+len(entries) > 0 || panel != nil || err != nil || panelErr != nil || momentsErr != nil || entriesErr != nil {
				t.Errorf("%s is told: %v %v %v %v", role, cards, panel, moments, entries)
			}
		}
		if err := s.SetRules(as(t, account.Coordinator), Rules{Version: 1}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a coordinator sets the rules: %v", err)
		}
		if err := s.Finish(as(t, account.Auditor), id, 1); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor finishes: %v", err)
		}
	})
}

func TestSetRules(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Head)
		now, err := s.Rules(ctx)
		if err != nil || now.ahead() != "7 1" || now.Escalate != 3 {
			t.Fatalf("%+v %v", now, err)
		}
		if err := s.SetRules(ctx, Rules{Version: 1, Ahead: []int{14, 3}, Escalate: 5}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRules(ctx, Rules{Version: 1}); errs.KindOf(err) != errs.Stale {
			t.Errorf("over an older version: %v", err)
		}
		if now, err = s.Rules(ctx); err != nil || now.ahead() != "14 3" || now.Escalate != 5 || now.Version != 2 {
			t.Errorf("%+v %v", now, err)
		}
		history, err := s.Log.Of(ctx, record.Ref{Kind: RulesKind, ID: "office"}, "")
		if err != nil || len(history) != 1 || len(history[0].Changes) != 2 {
			t.Errorf("%+v %v", history, err)
		}
	})
}
