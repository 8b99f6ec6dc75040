package membership

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

func TestRegisterPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		add(t, s, union())
		vacant := add(t, s, Membership{Name: keeptest.Text("Сеть рек"), Post: "deputy"})
		add(t, s, Membership{Name: keeptest.Text("Старый союз"), Until: keeptest.Date("2001")})
		addDues(t, s, Dues{Membership: vacant, Year: "2026", Due: keeptest.Date("2026-11-01")})
		keeptest.Wants(t, shown(t, s, ctx, "/memberships"), []string{"Союз городов", "полноправный член", "Начальник отдела", "собрание: 1 декабря 2026", "качество не указано", "должность представителя свободна", "просрочено", "взнос: 1 ноября 2026", "/perm/office/memberships/new", "/perm/office/dues"}, "Старый союз")
		keeptest.Wants(t, shown(t, s, ctx, "/memberships?state=past"), []string{"Старый союз"}, "Сеть рек", "представителя нет")
		keeptest.Wants(t, shown(t, s, ctx, "/memberships?type=observer"), []string{"Членств не нашлось"})
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/memberships?state=all"), []string{"Старый союз", "Сеть рек"}, "/memberships/new")
	})
}

func TestMembershipPage(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := add(t, s, union())
		addDues(t, s, Dues{Membership: id, Year: "2025", Amount: "60000", Currency: "RUB", Paid: keeptest.Date("2025-02-01")})
		addDues(t, s, Dues{Membership: id, Year: "2026", Due: keeptest.Date("2026-03-01")})
		addBallot(t, s, Ballot{Membership: id, Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026-12-01")})
		ctx := keeptest.As(t, account.Coordinator)
		keeptest.Wants(t, shown(t, s, ctx, "/memberships/"+id), []string{"Петров", "Никого", "член правления", "60 000,00 ₽", "сумма не известна", "просрочен", "позиция не определена", "/dues/new?membership=" + id, "/ballots/new?membership=" + id, "/edit"})
		keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Auditor), "/memberships/"+id), []string{"60 000,00 ₽"}, "/edit", "/field/", "/new")
		// Who may not see dues and votes gets the membership without them.
		m := union()
		m.Name, m.Visibility = keeptest.Text("Для всех"), record.Public
		body := desk(t)
		reply, err := body.Ask(keeptest.As(t), s.Module().Office, "GET", "/memberships/"+add(t, s, m), nil)
		if err != nil {
			t.Fatal(err)
		}
		if page, ok := reply.(web.Page); !ok || page.Data.(membershipPage).Facts.Rows[0].Edit != nil {
			t.Errorf("%#v", reply)
		}
	})
}

func TestForms(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		keeptest.Wants(t, shown(t, s, ctx, "/memberships/new?organisation=union"), []string{`value="union" selected`}, `name="report"`)
		typed := url.Values{"name.ru": {""}, "since": {"31 февраля 2009"}, "visibility": {"department"}}
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/memberships", typed), []string{"Напишите, как называется объединение", "Такой даты нет"})
		typed = url.Values{"name.ru": {"Союз городов"}, "since": {"2009"}, "visibility": {"department"}}
		reply, err := ask(t, s, ctx, "POST", "/memberships", typed)
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimPrefix(reply.(web.Redirect).To, "/memberships/")
		keeptest.Wants(t, shown(t, s, ctx, "/dues/new?membership="+id), []string{`value="` + id + `" selected`, `value="2026"`})
		typed = url.Values{"membership": {id}, "year": {"2026"}, "amount": {"сто"}, "currency": {"RUB"}, "visibility": {"department"}}
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/dues", typed), []string{"Введите сумму числом", `value="сто"`})
		typed.Set("amount", "60 000")
		if reply, err = ask(t, s, ctx, "POST", "/dues", typed); err != nil {
			t.Fatal(err)
		}
		dues := reply.(web.Redirect).To
		keeptest.Wants(t, shown(t, s, ctx, dues), []string{"Союз городов, 2026", "60 000,00 ₽", "не уплачен", "Отметить оплату"})
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/dues", typed), []string{"Похоже, такая запись уже есть: Союз городов, 2026"})
		if _, err = ask(t, s, ctx, "POST", dues+"/field/paid", url.Values{"paid": {"20.11.2026"}, "version": {"1"}}); err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, shown(t, s, ctx, dues), []string{"уплачен", "20 ноября 2026"}, "Отметить оплату")
		typed = url.Values{"membership": {id}, "question.ru": {"Бюджет"}, "held": {"01.12.2026"}, "outcome": {"adopted"}}
		keeptest.Wants(t, desk(t).Post(ctx, s.Module().Office, "/ballots", typed), []string{"Голосования ещё не было"})
		typed.Del("outcome")
		if reply, err = ask(t, s, ctx, "POST", "/ballots", typed); err != nil {
			t.Fatal(err)
		}
		keeptest.Wants(t, shown(t, s, ctx, reply.(web.Redirect).To), []string{"Бюджет", "позиция не определена", "Союз городов"})
		keeptest.Wants(t, shown(t, s, ctx, "/ballots?position=for"), []string{"Голосований не нашлось"})
		keeptest.Wants(t, shown(t, s, ctx, "/ballots"), []string{"Бюджет", "1 декабря 2026"})
	})
}

func TestSums(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Auditor)
		id := add(t, s, union())
		addDues(t, s, Dues{Membership: id, Year: "2026", Amount: "60000", Currency: "RUB", Paid: keeptest.Date("2026-02-01")})
		addDues(t, s, Dues{Membership: id, Year: "2026", Amount: "1500", Currency: "RUB"})
		addDues(t, s, Dues{Membership: id, Year: "2026", Amount: "20", Currency: "EUR", Paid: keeptest.Date("2026")})
		addDues(t, s, Dues{Membership: id, Year: "2026"})
		keeptest.Wants(t, shown(t, s, ctx, "/dues?year=2026"), []string{"Всего за год: 61 500,00 ₽, из них не уплачено: 1500,00 ₽", "Всего за год: 20,00 €, из них не уплачено: 0,00 €", "Ещё 1 взнос, сумма которого не известна"})
		keeptest.Wants(t, shown(t, s, ctx, "/dues?state=unpaid"), []string{"сумма не известна"}, "Всего за год", "20,00")
		keeptest.Wants(t, shown(t, s, ctx, "/dues?year=1999"), []string{"Взносов не нашлось"})
	})
}

func TestCardsAndAgenda(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		m := union()
		m.Report, m.Until = keeptest.Date("2026-11-10"), keeptest.Date("2027-01-31")
		id := add(t, s, m)
		addDues(t, s, Dues{Membership: id, Year: "2026", Due: keeptest.Date("2026-11-01")})
		addDues(t, s, Dues{Membership: id, Year: "2027", Due: keeptest.Date("2027-03-01")})
		addBallot(t, s, Ballot{Membership: id, Question: keeptest.Text("Бюджет"), Held: keeptest.Date("2026-11-23")})
		gap := add(t, s, Membership{Name: keeptest.Text("Сеть рек"), Post: "deputy"})
		add(t, s, Membership{Name: keeptest.Text("Старый союз"), Until: keeptest.Date("2001"), Report: keeptest.Date("2001")})
		sc := desk(t).Scene("ru", "/")
		cards, err := s.cards(ctx, sc)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]module.Band{}
		for _, c := range cards {
			got[strings.ReplaceAll(c.Text, "\u00a0", " ")] = c.Band
		}
		want := map[string]module.Band{
			"Уплатить взнос за 2026 год: Союз городов":      module.Burning,
			"Сдать отчёт: Союз городов":                     module.Burning,
			"Определить позицию города: Бюджет":             module.TodayTomorrow,
			"Подготовиться к общему собранию: Союз городов": module.WaitingForMe,
			"Решить, продлевать ли членство: Союз городов":  module.WaitingForMe,
			"Назначить представителя: Сеть рек":             module.WaitingForMe,
		}
		for text, band := range want {
			if b, ok := got[text]; !ok || b != band {
				t.Errorf("%q is in band %v (%v), want %v", text, b, ok, band)
			}
		}
		if len(got) != len(want) {
			t.Errorf("cards: %v", got)
		}
		if none, err := s.cards(keeptest.As(t, account.Auditor), sc); err != nil || len(none) != 0 {
			t.Errorf("an auditor can do nothing about it: %v %v", none, err)
		}
		entries, err := s.agenda(keeptest.As(t, account.Auditor), sc, keeptest.Date("2026-11-22"), keeptest.Date("2027-03-31"))
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, e := range entries {
			if e.Layer != module.Deadlines || e.Of.ID == gap {
				t.Errorf("%+v", e)
			}
			names[e.Name] = true
		}
		for _, name := range []string{dayDues, dayNominations, dayAssembly, dayUntil, dayBallot} {
			if !names[name] {
				t.Errorf("the agenda lacks %s: %v", name, names)
			}
		}
		if len(entries) != 5 {
			t.Errorf("%d entries, want those that are ahead: %+v", len(entries), entries)
		}
	})
}

func TestPanels(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, union())
		ctx, sc := keeptest.As(t, account.Auditor), desk(t).Scene("ru", "/")
		for _, about := range []record.Ref{{Kind: "organisation", ID: "union"}, {Kind: "post", ID: "head"}, {Kind: "post", ID: "deputy"}} {
			panel, err := s.related(ctx, sc, about)
			if err != nil || panel == nil {
				t.Fatalf("%v: %v %v", about, panel, err)
			}
			keeptest.Wants(t, desk(t).HTML(sc, panel.Template, panel.Title, panel.Data), []string{"Союз городов"})
		}
		for _, about := range []record.Ref{{Kind: "organisation", ID: "other"}, {Kind: "person", ID: "ivanova"}, {Kind: "partner", ID: "union"}} {
			if panel, err := s.related(ctx, sc, about); err != nil || panel != nil {
				t.Errorf("%v: %v %v", about, panel, err)
			}
		}
	})
}

// TestPortal shows what is public to everybody, whoever is signed in, and
// nothing of delegates, days, dues and votes.
func TestPortal(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx, sc := keeptest.As(t, account.Head), desk(t).Scene("ru", "/perm/networks")
		if part, err := s.home(ctx, sc); err != nil || len(part.Sections) != 0 {
			t.Errorf("a section of nothing: %+v %v", part, err)
		}
		for _, v := range record.Visibilities() {
			m := union()
			m.Name, m.Visibility = keeptest.Text("Круг "+string(v)), v
			add(t, s, m)
		}
		old := union()
		old.Name, old.Until, old.Visibility = keeptest.Text("Круг прежний"), keeptest.Date("2015"), record.Public
		add(t, s, old)
		reply, err := desk(t).Ask(ctx, s.Module().Portal, "GET", "/networks", nil)
		if err != nil {
			t.Fatal(err)
		}
		page := reply.(web.Page)
		says := []string{"Круг public", "полноправный член", "с 2009 года", "член правления", "https://example.org/"}
		not := []string{"Круг department", "Круг administration", "Круг participants", "Круг прежний", "Петров", "декабря", "анкеты"}
		keeptest.Wants(t, desk(t).HTML(sc, page.Template, page.Title, page.Data), says, not...)
		part, err := s.home(ctx, sc)
		if err != nil || len(part.Sections) != 1 {
			t.Fatalf("%+v %v", part, err)
		}
		keeptest.Wants(t, desk(t).HTML(sc, part.Sections[0].Template, "", part.Sections[0].Data), []string{"Круг public"}, not...)
	})
}

// TestReadLess: who may see neither people nor posts reads a public membership
// without them.
func TestReadLess(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		m := union()
		m.Person, m.Visibility = "ivanova", record.Public
		id := add(t, s, m)
		no := func(context.Context, *web.Scene) ([]ui.Option, error) {
			return nil, errs.New(errs.Forbidden, "account.forbidden")
		}
		less := s.deps
		less.Posts, less.People = no, no
		less.Holder = func(context.Context, *web.Scene, string, string) (ui.Person, error) {
			return ui.Person{}, errs.New(errs.Forbidden, "account.forbidden")
		}
		s = New(s.Floor, less)
		for _, path := range []string{"/memberships", "/memberships/" + id} {
			keeptest.Wants(t, shown(t, s, keeptest.As(t, account.Guest), path), []string{"Союз городов"}, "Петров", "Иванова", "ivanova", "Начальник отдела")
		}
	})
}
