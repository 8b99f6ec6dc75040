package task

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
)

// TestCards deals every kind of card to the coordinator and to the head, whose
// account has the same address.
func TestCards(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		mine := func(title, due string) Task {
			one := duty(title, due)
			one.Owner = "u"
			return one
		}
		add(t, s, mine("вчера", "2026-11-21"))
		add(t, s, mine("сегодня", "2026-11-22"))
		add(t, s, mine("завтра", "2026-11-23"))
		add(t, s, mine("за неделю", "2026-11-29"))
		add(t, s, mine("за три дня", "2026-11-25"))
		add(t, s, mine("без срока", ""))
		wait := mine("ждёт", "2026-11-22")
		wait.After = add(t, s, mine("сперва", "2026-12-20"))
		add(t, s, wait)
		theirs := Task{Type: Theirs, Title: keeptest.Text("каталог"), Partner: "duisburg", Due: keeptest.Date("2026-11-30"), Reminded: keeptest.Date("2026-11-20")}
		add(t, s, theirs)
		late := duty("чужое", "2026-11-10")
		late.Owner = "other"
		add(t, s, late)
		add(t, s, duty("ничьё", "2027-05-01"))
		add(t, s, duty("чужое недавно", "2026-11-21"))

		coordinator := []string{"0 Сделать: вчера", "1 Сделать: сегодня", "1 Сделать: завтра", "1 Сделать: за неделю", "3 Ждём: каталог", "2 Решить о сроке: 1 запись без срока"}
		for role, want := range map[account.Role][]string{
			account.Coordinator: coordinator,
			account.Head:        append(slices.Clone(coordinator), "0 Просрочено у коллеги: чужое", "2 Назначить ответственного: чужое недавно", "2 Назначить ответственного: ничьё"),
			account.Auditor:     nil,
		} {
			cards, err := s.cards(as(t, role), desk(t).Scene("ru", "/"))
			var got []string
			for _, c := range cards {
				got = append(got, string('0'+rune(c.Band))+" "+strings.ReplaceAll(c.Text, "\u00a0", " "))
				if c.Band == module.WaitingForOthers && (c.Act == nil || c.Act.Post || !strings.Contains(c.Note, "Дуйсбург · напоминали")) {
					t.Errorf("%+v %+v", c, c.Act)
				}
				if strings.HasSuffix(c.Text, ": вчера") && (c.Due == "" || c.Act == nil || !c.Act.Post || c.Act.Version != 1) {
					t.Errorf("%+v %+v", c, c.Act)
				}
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s %v:\n%q\n%q", role, err, got, want)
			}
		}
		for range manyCards {
			add(t, s, duty("ничьё", ""))
		}
		cards, err := s.cards(as(t, account.Head), desk(t).Scene("en", "/"))
		if last := cards[len(cards)-1]; err != nil || last.Text != "Find owners for 7 entries" || last.Path != "/tasks?whose=nobody" {
			t.Errorf("%+v %v", last, err)
		}
		entries, err := s.agenda(as(t, account.Coordinator), desk(t).Scene("ru", "/"), keeptest.Date("2026-11-24"), keeptest.Date("2026-12-22"))
		var got []string
		for _, e := range entries {
			got = append(got, e.Text+" "+e.When.String()+" "+e.Name)
		}
		if want := []string{"Сделать: за три дня 2026-11-25 due", "Сделать: за неделю 2026-11-29 due", "Ждём: каталог 2026-11-30 due", "Сделать: сперва 2026-12-20 due"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%v:\n%q\n%q", err, got, want)
		}
	})
}

func TestTallies(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, one := range []Task{
			{Type: Ours, Title: keeptest.Text("А"), Partner: "duisburg", Due: keeptest.Date("2026-11-01")}, {Type: Ours, Title: keeptest.Text("Б"), Partner: "duisburg", Due: keeptest.Date("2026-11-22")},
			{Type: Theirs, Title: keeptest.Text("В"), Partner: "oxford"}, {Type: Duty, Title: keeptest.Text("Г"), Partner: "duisburg"}, {Type: Duty, Title: keeptest.Text("Д")},
			{Type: Ours, Title: keeptest.Text("Е"), Partner: "oxford", Outcome: Kept, Done: keeptest.Date("2026-11-01")},
		} {
			add(t, s, one)
		}
		all, err := s.Tallies(as(t, account.Leadership, account.Auditor))
		if want := []Tally{{"duisburg", 1, 2, 0, 1}, {"oxford", 0, 0, 1, 0}}; err != nil || !slices.Equal(all, want) {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestPointersAndTexts(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		m := s.Module()
		for _, route := range m.Office {
			if route.Need.Action == "" || route.Need.Kind != Kind && route.Need.Kind != RulesKind {
				t.Errorf("%s needs %v", route.Pattern, route.Need)
			}
		}
		if len(m.Portal) > 0 || len(m.Public) > 0 {
			t.Error("tasks are on the portal")
		}
		rows, err := s.listing(as(t, account.Auditor), "ru")
		if list, ok := rows.([]listingRow); err != nil || !ok || len(list) != 0 {
			t.Errorf("%v %v", rows, err)
		}
		add(t, s, full())
		add(t, s, Task{Type: Duty, Title: i18n.NewText("en", "Done"), Outcome: Kept, Done: keeptest.Date("2026-11-01")})
		rows, err = s.listing(as(t, account.Auditor), "ru")
		if list, ok := rows.([]listingRow); err != nil || !ok || len(list) != 2 || list[0].About != "activity:days" || list[1].Title != "Done" || list[1].Outcome != Kept {
			t.Errorf("%+v %v", rows, err)
		}
	})
}
