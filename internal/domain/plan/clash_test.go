package plan

import (
	"strings"
	"testing"

	"pobratim/internal/kit/holiday"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
)

func TestClashes(t *testing.T) {
	on := func(id, when string, change func(*Line)) Line {
		l := Line{When: keeptest.Date(when), Title: keeptest.Text(id)}
		if l.ID = id; change != nil {
			change(&l)
		}
		return l
	}
	with := func(partner string) func(*Line) { return func(l *Line) { l.Partners = []string{partner} } }
	at := func(place string) func(*Line) { return func(l *Line) { l.Place = keeptest.Text(place) } }
	days := map[string][]holiday.Day{"RU": {{Date: keeptest.Date("2027-05-09").First(), Own: "День Победы"}}, "DE": {{Date: keeptest.Date("2027-10-03").First(), Own: "Tag der Deutschen Einheit"}}}
	for _, c := range []struct {
		name  string
		lines []Line
		want  string
	}{
		{"nothing", nil, ""},
		{"six days apart", []Line{on("a", "2027-03-01", with("duisburg")), on("b", "2027-03-07", with("duisburg"))}, "soon a b"},
		{"seven days apart", []Line{on("a", "2027-03-01", with("duisburg")), on("b", "2027-03-08", with("duisburg"))}, ""},
		{"after a long visit", []Line{on("a", "2027-03-01/2027-03-10", with("duisburg")), on("b", "2027-03-12", with("duisburg"))}, "soon a b"},
		{"different partners", []Line{on("a", "2027-03-01", with("duisburg")), on("b", "2027-03-02", with("amneville"))}, ""},
		{"known to the month", []Line{on("a", "2027-03", with("duisburg")), on("b", "2027-03", with("duisburg"))}, ""},
		{"one is off", []Line{on("a", "2027-03-01", with("duisburg")), on("b", "2027-03-02", func(l *Line) { l.Partners, l.Outcome = []string{"duisburg"}, Cancelled })}, ""},
		{"the same hall", []Line{on("a", "2027-03-01/2027-03-03", at("Органный зал")), on("b", "2027-03-03", at("органный зал"))}, "place a b"},
		{"the hall the day after", []Line{on("a", "2027-03-01", at("Органный зал")), on("b", "2027-03-02", at("Органный зал"))}, ""},
		{"our holiday", []Line{on("a", "2027-05-08/2027-05-10", nil)}, "holiday a RU"},
		{"theirs", []Line{on("a", "2027-10-03", with("duisburg"))}, "holiday a DE"},
		{"theirs without them", []Line{on("a", "2027-10-03", with("amneville"))}, ""},
		{"a whole month", []Line{on("a", "2027-05-01/2027-05-31", nil)}, ""},
	} {
		var got []string
		for _, clash := range Clashes(c.lines, Plan{}.Limits(), "RU", map[string]string{"duisburg": "DE", "amneville": "FR"}, days) {
			words := clash.What
			for _, l := range clash.Lines {
				words += " " + l.ID
			}
			got = append(got, strings.TrimSpace(words+" "+clash.Country))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
	busy := []Line{}
	for _, id := range []string{"a", "b", "c", "d"} {
		busy = append(busy, on(id, "2027-06", func(l *Line) { l.Owner = "u" }))
	}
	if all := Clashes(busy, Plan{}.Limits(), "RU", nil, nil); len(all) != 0 {
		t.Errorf("four in a month: %+v", all)
	}
	busy = append(busy, on("e", "2027-06-30", func(l *Line) { l.Owner = "u" }), on("f", "2027", func(l *Line) { l.Owner = "u" }))
	if all := Clashes(busy, Plan{}.Limits(), "RU", nil, nil); len(all) != 1 || all[0].What != Overload || len(all[0].Lines) != 5 {
		t.Errorf("five in a month: %+v", all)
	}
	if all := Clashes(busy, Plan{Load: "5"}.Limits(), "RU", nil, nil); len(all) != 0 {
		t.Errorf("five may be: %+v", all)
	}
	near := []Line{on("a", "2027-03-01", with("duisburg")), on("b", "2027-03-10", with("duisburg"))}
	for apart, want := range map[string]int{"": 0, "9": 0, "10": 1} {
		if all := Clashes(near, Plan{Apart: apart}.Limits(), "RU", nil, nil); len(all) != want {
			t.Errorf("%q days apart: %+v", apart, all)
		}
	}
}

func TestClashPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Бал"), When: keeptest.Date("2027-05-09"), Place: keeptest.Text("Зал"), Partners: []string{"duisburg"}})
		other := add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Приём"), When: keeptest.Date("2027-05-09"), Place: keeptest.Text("зал"), Partners: []string{"duisburg"}})
		page := plain(shown(t, s, head, "/plans/"+p.ID+"/clashes"))
		for _, want := range []string{"Один партнёр дважды за неделю", "Одно место в один день", "День Победы", "у нас", "Дуйсбург", "/planlines/" + other} {
			if !strings.Contains(page, want) {
				t.Errorf("the clashes lack %q:\n%s", want, page)
			}
		}
		if page := plain(shown(t, s, head, "/plans/"+p.ID)); !strings.Contains(page, "Накладки") {
			t.Errorf("%s", page)
		}
	})
}

// TestLimits wants the limits of a plan from the head alone, within their bounds,
// and in the words of the page.
func TestLimits(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		head, p := as(t, account.Head), begun(t, s)
		if page := plain(shown(t, s, head, "/plans/"+p.ID+"/clashes")); !strings.Contains(page, "больше 4 строк") || !strings.Contains(page, "не меньше 7 дней") || !strings.Contains(page, "Изменить пределы") {
			t.Errorf("%s", page)
		}
		p.Load = "2"
		if err := s.ChangePlan(as(t, account.Coordinator), p); wrong(err) != "load plan.limit.head" {
			t.Errorf("a coordinator: %v", err)
		}
		for value, want := range map[string]string{"0": "load plan.limit.bounds", "101": "load plan.limit.bounds", "много": "load plan.limit.bounds", "100": ""} {
			bad := Plan{Year: "2027", Load: value}
			if err := bad.validate(s.today(), nil); wrong(err) != want {
				t.Errorf("%s: %v", value, err)
			}
		}
		p.Apart = "21"
		if err := s.ChangePlan(head, p); err != nil {
			t.Fatal(err)
		}
		for _, day := range []string{"2027-03-01", "2027-03-20"} {
			add(t, s, Line{Plan: p.ID, Title: keeptest.Text("Приём"), When: keeptest.Date(day), Partners: []string{"duisburg"}})
		}
		keeptest.Wants(t, plain(shown(t, s, as(t, account.Coordinator), "/plans/"+p.ID+"/clashes")), []string{"больше 2 строк", "не меньше 21 дня", "Один партнёр дважды за 21 день"}, "Изменить пределы")
	})
}
