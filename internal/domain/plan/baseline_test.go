package plan

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

func TestDifferences(t *testing.T) {
	lines := []Line{
		{Title: keeptest.Text("Стоит"), When: keeptest.Date("2027-03")},
		{Title: keeptest.Text("Сдвинется"), When: keeptest.Date("2027-04")},
		{Title: keeptest.Text("Подорожает"), When: keeptest.Date("2027-05"), Money: Known, Amount: "100.00 RUB"},
		{Title: keeptest.Text("Уйдёт"), When: keeptest.Date("2027-06")},
	}
	for i := range lines {
		lines[i].ID = string(rune('a' + i))
	}
	before := frozen(lines)
	if all := Differences(before, lines); len(all) != 0 {
		t.Errorf("nothing changed: %+v", all)
	}
	now := slices.Clone(lines[:3])
	now[1].When, now[1].Title = keeptest.Date("2027-05"), keeptest.Text("Сдвинулось")
	now[2].Amount = "200.00 RUB"
	now = append(now, Line{Title: keeptest.Text("Новое"), When: keeptest.Date("2027-09")})
	now[3].ID = "new"
	var got []string
	for _, d := range Differences(before, now) {
		got = append(got, d.What+" "+d.Before.ID+" "+d.Now.ID)
	}
	if want := []string{"renamed b b", "shifted b b", "funded c c", "removed d ", "added  new"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	e := Executed(before, now, map[string]string{"a": Held, "b": Moved, "c": Held, "new": Held})
	if e.Planned != 4 || e.Of[Held] != 2 || e.Of[Moved] != 1 || e.Of[Removed] != 1 || e.Extra != 1 || e.Done != 1 || e.Percent() != 50 {
		t.Errorf("%+v %d", e, e.Percent())
	}
	if e := Executed(nil, now[:2], map[string]string{"a": Held, "b": Ahead}); e.Planned != 2 || e.Percent() != 50 || e.Extra != 0 {
		t.Errorf("without an approval: %+v", e)
	}
	if (Execution{}).Percent() != 0 {
		t.Error("a plan of nothing")
	}
}

func TestCameTo(t *testing.T) {
	for _, c := range []struct{ when, outcome, activity, want string }{
		{"2027-09", "", "", Ahead}, {"2026-10", "", "", Unknown}, {"2026-11", "", "", Ahead}, {"2026-10", NotDone, "", NotDone},
		{"2026-10", NotDone, "held", Held}, {"2026-10", "", "refused", Cancelled}, {"2027", "", "moved", Moved}, {"2026-10", "", "planned", Unknown},
	} {
		if got := (Line{When: keeptest.Date(c.when), Outcome: c.outcome}).cameTo(keeptest.Date("2026-11-22"), c.activity); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestApprove(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		at := "/plans/" + p.ID
		if err := s.Approve(head, p.ID, 1); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a draft: %v", err)
		}
		if err := s.Set(head, p.ID, 1, Review); err != nil {
			t.Fatal(err)
		}
		if err := s.Approve(head, p.ID, 2); errs.KindOf(err) != errs.Conflict {
			t.Errorf("nothing in it: %v", err)
		}
		a, b := add(t, s, Line{Plan: p.ID, Title: keeptest.Text("С ответственным"), Owner: "u", Activity: "days"}), add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Ничья"), When: keeptest.Date("2027-05")})
		if err := s.Approve(as(t, account.Coordinator), p.ID, 2); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a coordinator: %v", err)
		}
		if page := plain(shown(t, s, head, at+"/approve")); !strings.Contains(page, "Ничья") || strings.Contains(page, "С ответственным") || !strings.Contains(page, "/planlines/"+b+"/field/owner") {
			t.Errorf("lines without an owner are named:\n%s", page)
		}
		reply, err := ask(t, s, head, http.MethodPost, at+"/approve", url.Values{"version": {"2"}})
		if to, ok := reply.(web.Redirect); err != nil || !ok || to.To != at {
			t.Fatalf("%+v %v", reply, err)
		}
		if err := s.Approve(head, p.ID, 2); errs.KindOf(err) != errs.Stale {
			t.Errorf("approved twice: %v", err)
		}
		if err := s.Approve(head, p.ID, 3); errs.KindOf(err) != errs.Conflict {
			t.Errorf("nothing has changed: %v", err)
		}
		base, err := s.Baseline(head, p.ID)
		if err != nil || base.Number != 1 || base.ByName != "Кто-то" || base.Day != keeptest.Date("2026-11-22") || len(base.Lines) != 2 {
			t.Fatalf("%+v %v", base, err)
		}
		if err := s.MoveLine(head, b, 1, keeptest.Date("2027-08-01")); err != nil {
			t.Fatal(err)
		}
		if err := s.lines.PutAway(head, a); err != nil {
			t.Fatal(err)
		}
		add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Сверху")})
		page := plain(shown(t, s, head, at+"/changes"))
		for _, want := range []string{"Редакция 1", "снято", "другое время", "май 2027", "1 августа 2027", "добавлено", "сверх утверждённого", "Проведено 0 из 2 строк, 0 %"} {
			if !strings.Contains(page, want) {
				t.Errorf("the changes lack %q:\n%s", want, page)
			}
		}
		// What was frozen stays what it was; what changed can be approved in turn.
		if again, err := s.Baseline(head, p.ID); err != nil || len(again.Lines) != 2 || again.Lines[1].When != keeptest.Date("2027-05") && again.Lines[0].When != keeptest.Date("2027-05") {
			t.Errorf("%+v %v", again, err)
		}
		if err := s.Approve(head, p.ID, 3); err != nil {
			t.Fatal(err)
		}
		if again, err := s.Baseline(head, p.ID); err != nil || again.Number != 2 {
			t.Errorf("%+v %v", again, err)
		}
		// A closed plan is read and not changed.
		if err := s.Set(as(t, account.Coordinator), p.ID, 4, Closed); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a coordinator closes: %v", err)
		}
		if err := s.Set(head, p.ID, 4, Closed); err != nil {
			t.Fatal(err)
		}
		if _, err := s.AddLine(head, Line{Plan: p.ID, Title: keeptest.Text("Поздно")}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a line of a closed plan: %v", err)
		}
		if page := shown(t, s, head, at); strings.Contains(page, "Новая строка") {
			t.Errorf("%s", page)
		}
	})
}
