package plan

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func TestOnePlanAYear(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		if _, err := s.AddPlan(head, Plan{Year: "2027"}); wrong(err) != "year plan.year.taken" {
			t.Errorf("a second plan: %v", err)
		}
		if _, err := s.AddPlan(head, Plan{Year: "2028", Closes: keeptest.Date("2026-11-21")}); wrong(err) != "closes plan.closes.past" {
			t.Errorf("a day that is over: %v", err)
		}
		if err := s.plans.PutAway(head, p.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.AddPlan(head, Plan{Year: "2027"}); err != nil {
			t.Errorf("after the first is in the bin: %v", err)
		}
		if err := s.plans.Restore(head, p.ID); errs.KindOf(err) != errs.Conflict {
			t.Errorf("two plans of a year after all: %v", err)
		}
		if _, err := s.AddPlan(as(t, account.Auditor), Plan{Year: "2030"}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
	})
}

func TestTwoEditors(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		first, second := p, p
		first.Note, second.Note = keeptest.Text("Раз"), keeptest.Text("Два")
		if err := s.ChangePlan(head, first); err != nil {
			t.Fatal(err)
		}
		if err := s.ChangePlan(head, second); errs.KindOf(err) != errs.Stale {
			t.Errorf("the second one: %v", err)
		}
		if err := s.Set(head, p.ID, p.Version, Review); errs.KindOf(err) != errs.Stale {
			t.Errorf("a state over an old version: %v", err)
		}
		id := add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Ярмарка")})
		if err := s.MoveLine(head, id, 1, keeptest.Date("2027-05-03")); err != nil {
			t.Fatal(err)
		}
		if err := s.MoveLine(head, id, 1, keeptest.Date("2027-05-04")); errs.KindOf(err) != errs.Stale {
			t.Errorf("moved by two: %v", err)
		}
		if err := s.MoveLine(head, id, 2, keeptest.Date("2028-05-04")); wrong(err) != "when planline.when.year" {
			t.Errorf("moved out of the year: %v", err)
		}
		if l := line(t, s, id); l.When != keeptest.Date("2027-05-03") {
			t.Errorf("%s", l.When)
		}
	})
}

func TestStates(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		for i, to := range []State{Collecting, Review, Draft, Review} {
			if err := s.Set(as(t, account.Coordinator), p.ID, int64(i+1), to); err != nil {
				t.Fatalf("%s: %v", to, err)
			}
		}
		for _, to := range []State{Approved, Closed, Collecting, "strange"} {
			if err := s.Set(head, p.ID, 5, to); errs.KindOf(err) != errs.Conflict {
				t.Errorf("from review to %s: %v", to, err)
			}
		}
		bare, err := s.AddPlan(head, Plan{Year: "2028"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Set(head, bare, 1, Collecting); wrong(err) != "closes plan.closes.empty" {
			t.Errorf("collecting without a last day: %v", err)
		}
	})
}

func TestTake(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		all, err := s.Candidates(head, 2027, 2027)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, c := range all {
			if c.Checked() {
				ids = append(ids, c.ID())
			}
		}
		if n, err := s.Take(head, p.ID, append(ids, "no such")); err != nil || n != len(ids) {
			t.Fatalf("%d of %d: %v", n, len(ids), err)
		}
		if n, err := s.Take(head, p.ID, ids); err != nil || n != 0 {
			t.Errorf("taken twice: %d %v", n, err)
		}
		lines, err := s.Lines(head, Filter{Plan: p.ID})
		if err != nil || len(lines) != len(ids) {
			t.Fatalf("%d lines: %v", len(lines), err)
		}
		i := slices.IndexFunc(lines, func(l Line) bool { return l.Origin == "partner:duisburg" })
		if l := lines[i]; plain(l.Title.Get("ru")) != "Побратимство с городом Город duisburg: 20 лет" || l.When != keeptest.Date("2027-10-15") || !slices.Equal(l.Partners, []string{"duisburg"}) || l.Reason != Anniversary {
			t.Errorf("%+v", l)
		}
		if left, err := s.Candidates(head, 2027, 2027); err != nil || len(left) != len(all)-len(ids) {
			t.Errorf("%d are still offered: %v", len(left), err)
		}
		if _, err := s.Take(as(t, account.Auditor), p.ID, []string{all[0].ID()}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
	})
}

func TestBulk(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		a, b := add(t, s, Line{Plan: p.ID, Title: keeptest.Text("А")}), add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Б"), Money: NoCost})
		after, err := s.Bulk(head, []keep.Pick{{ID: a, Version: 1}, {ID: b, Version: 1}}, func(l *Line) { l.Owner = "other" })
		if err != nil || after[1] != (keep.Pick{ID: b, Version: 2}) || line(t, s, a).Owner != "other" {
			t.Fatalf("%v %v", after, err)
		}
		_, err = s.Bulk(head, after, func(l *Line) { l.Amount = "100" })
		if one, ok := errors.AsType[*keep.Refused](err); !ok || one.Title("ru") != "Б" || line(t, s, a).Amount != "" {
			t.Errorf("all or none: %v", err)
		}
		if _, err := s.Bulk(head, []keep.Pick{{ID: a, Version: 1}}, func(*Line) {}); errs.KindOf(err) != errs.Stale {
			t.Errorf("stale: %v", err)
		}
		for _, picks := range [][]keep.Pick{nil, make([]keep.Pick, bulkMax+1)} {
			if _, err := s.Bulk(head, picks, func(*Line) {}); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%d at once: %v", len(picks), err)
			}
		}
		if n, err := s.TakeBack(head, after); err != nil || n != 2 || line(t, s, b).Owner != "" {
			t.Errorf("taken back: %d %v", n, err)
		}
	})
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		at := "/plans/" + p.ID
		page := plain(shown(t, s, head, at+"/collect"))
		for _, want := range []string{"Юбилеи побратимств", "по усмотрению", "дата спорная", "35 лет, отсчёт: 1992", "месяц не известен", "Отметить все"} {
			if !strings.Contains(page, want) {
				t.Errorf("collect lacks %q", want)
			}
		}
		if strings.Count(page, " checked") != 7 {
			t.Errorf("%d are ticked:\n%s", strings.Count(page, " checked"), page)
		}
		// A group is cleared, the rest stays as it was typed.
		reply, err := ask(t, s, head, http.MethodPost, at+"/collect", url.Values{"mark": {"repeat none"}, "pick": {"agreement agreement:treaty 2027-06-30"}})
		if err != nil {
			t.Fatal(err)
		}
		var ticks []string
		for _, g := range reply.(web.Page).Data.(collectPage).Groups {
			for _, row := range g.Table.Rows {
				if row.Cells[0].Pick.Selected {
					ticks = append(ticks, row.Cells[0].Pick.Value)
				}
			}
		}
		if !slices.Equal(ticks, []string{"agreement agreement:treaty 2027-06-30"}) {
			t.Errorf("ticked are %q", ticks)
		}
		if _, err := ask(t, s, head, http.MethodPost, at+"/collect", url.Values{"pick": ticks}); err != nil {
			t.Fatal(err)
		}
		gone := add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Ушедший ведёт"), Owner: "gone", Amount: "1,5 млн", When: keeptest.Date("XXXX-09"), Partners: []string{"duisburg"}})
		page = plain(shown(t, s, head, at))
		for _, want := range []string{"Решить, продлевать ли: Соглашение", "Ушедший больше не ведёт план", "1 500 000", "сентябрь 2027", "без ответственного 2"} {
			if !strings.Contains(page, want) {
				t.Errorf("the plan lacks %q", want)
			}
		}
		// What was typed for several lines comes back with its error.
		reply, err = ask(t, s, head, http.MethodPost, at+"/bulk", url.Values{"pick": {gone + ".1"}, "amount": {"много"}})
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Data.(planPage).Failed.Text, "«много»") || page.Data.(planPage).Bulk.Fields[3].Value != "много" {
			t.Errorf("%+v %v", reply, err)
		}
		if page := plain(shown(t, s, head, "/planlines/"+gone)); !strings.Contains(page, "Без ответственного") {
			t.Errorf("%s", page)
		}
		if page := plain(shown(t, s, head, "/plans/horizon")); !strings.Contains(page, "2036") || !strings.Contains(page, "в плане 2 строки") {
			t.Errorf("%s", page)
		}
		reply, err = ask(t, s, head, http.MethodGet, "/plans/horizon?from=2030&to=2020", nil)
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%+v %v", reply, err)
		}
		panel, err := s.related(head, deskScene(t), record.Ref{Kind: "partner", ID: "duisburg"})
		if err != nil || panel == nil || panel.Count != "1" {
			t.Errorf("%+v %v", panel, err)
		}
		agenda, err := s.agenda(head, deskScene(t), keeptest.Date("2027-09-10"), keeptest.Date("2027-09-20"))
		if err != nil || len(agenda) != 1 || agenda[0].Layer != module.Events || agenda[0].Move != "/planlines/"+gone+"/move" {
			t.Errorf("%+v %v", agenda, err)
		}
		// The address that the calendar leads to: the small form, an error at its field, the way back.
		reply, err = ask(t, s, head, http.MethodGet, agenda[0].Move+"?from="+url.QueryEscape("/calendar?view=month"), nil)
		if page, ok := reply.(web.Page); err != nil || !ok || page.Template != "calendar/move" {
			t.Errorf("%+v %v", reply, err)
		}
		for day, status := range map[string]int{"2028-05-04": http.StatusUnprocessableEntity, "2027-05": http.StatusUnprocessableEntity, "": http.StatusUnprocessableEntity} {
			reply, err = ask(t, s, head, http.MethodPost, agenda[0].Move, url.Values{"day": {day}, "version": {"1"}})
			if page, ok := reply.(web.Page); err != nil || !ok || page.Status != status {
				t.Errorf("%q: %+v %v", day, reply, err)
			}
		}
		if agenda, err := s.agenda(head, deskScene(t), keeptest.Date("2027-10-01"), keeptest.Date("2027-10-20")); err != nil || len(agenda) != 0 {
			t.Errorf("%+v %v", agenda, err)
		}
	})
}

func TestSeveralLines(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		at := "/plans/" + p.ID
		if _, err := ask(t, s, head, http.MethodPost, at+"/lines", url.Values{"titles": {"1. Ярмарка\n2. Бал"}}); err != nil {
			t.Fatal(err)
		}
		lines, err := s.Lines(head, Filter{Plan: p.ID})
		if err != nil || len(lines) != 2 || lines[0].When != keeptest.Date("2027") || lines[0].Reason != Own {
			t.Fatalf("%+v %v", lines, err)
		}
		long := strings.Repeat("д", titleMax+1)
		reply, err := ask(t, s, head, http.MethodPost, at+"/lines", url.Values{"titles": {"Ещё одна\n" + long}})
		if page, ok := reply.(web.Page); err != nil || !ok || page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Data.(planPage).Quick.Fields[0].Value, long) {
			t.Errorf("%+v %v", reply, err)
		}
		for _, titles := range [][]string{nil, make([]string, quickMax+1)} {
			if _, err := s.AddLines(head, p.ID, "ru", titles); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%d at once: %v", len(titles), err)
			}
		}
		// All are ticked by one press, and what was typed stays.
		reply, err = ask(t, s, head, http.MethodPost, at+"/bulk", url.Values{"mark": {"all"}, "amount": {"100"}})
		if page := reply.(web.Page).Data.(planPage); err != nil || page.Bulk.Fields[3].Value != "100" || !page.Table.Rows[0].Cells[0].Pick.Selected || !page.Table.Rows[1].Cells[0].Pick.Selected {
			t.Errorf("%+v %v", page, err)
		}
	})
}
