package app

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/intake/tables"
	"pobratim/internal/platform/reading"
)

const mixedList = `№;Тип;Название / ФИО;Организация;Страна;Телефон;Дата;Комментарий
1;Мероприятие;Дни Германии в Перми;;Германия;;12.04.2027;Дом дружбы
2;Организация;Общество «Пермь — Оксфорд»;;Великобритания;+7 342 200-00-01;;переписка
3;Человек;Смирнова Анна Петровна;Лицей № 4;;+7 342 200-00-02;;
4;Школа;Лицей № 4;;;;;
5;Город-партнёр;Дуйсбург;;Германия;;2007;
6;Прочее;Папка с письмами;;;;;в шкафу
;;;;;;;
Итого;;6;;;;;
`

// TestImportMixed brings in one list of partners, organisations, people and
// events, by itself and as a person corrects it; every row is accounted for.
func TestImportMixed(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		ctx := asProgram(t.Context())
		c := emptyCity(t, s, "Пермь")
		before := standing(t, c)
		i := bring(t, c, intake.File{Name: "все.csv", Body: []byte(mixedList)})
		if i.Counts.In != 8 || i.Counts.Created != 6 || i.Counts.Completed != 0 || i.Counts.Skipped != 2 || i.Counts.Records["partner"] != 1 || i.Counts.Records["person"] != 1 || i.Counts.Records["activity"] != 1 || i.Counts.Records["organisation"] != 3 {
			t.Errorf("%+v", i.Counts)
		}
		if o := organisationNamed(t, c, "Лицей № 4"); o.Type != "school" {
			t.Errorf("the school is a %s", o.Type)
		}
		if err := c.imports.Undo(ctx, i.ID, true); err != nil {
			t.Fatal(err)
		}
		if after := standing(t, c); after != before {
			t.Errorf("undone: %s", firstDifference(before, after))
		}

		id, err := c.imports.Take(ctx, []intake.File{{Name: "все.csv", Body: []byte(mixedList)}}, "ru")
		if err != nil {
			t.Fatal(err)
		}
		if i, err = c.imports.Get(ctx, id); err != nil {
			t.Fatal(err)
		}
		i.Settings.Tables = []tables.Setting{{Groups: map[string]reading.Subject{"прочее": "", "человек": "organisations"}}}
		if err := c.imports.Save(ctx, i); err != nil {
			t.Fatal(err)
		}
		checked, err := c.imports.Check(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		sums(t, "as corrected", checked.Counts)
		if checked.Counts.Reasons["group_off"] != 1 || checked.Counts.Records["person"] != 0 || checked.Counts.In != 8 {
			t.Errorf("as corrected: %+v", checked.Counts)
		}
	})
}

const eventsList = `Мероприятие;Дата проведения;Город-партнёр;Руководитель делегации;Участники;Ответственный;Принимающая сторона
Визит делегации в Дуйсбург;12–18 апреля 2027;Дуйсбург;Иванов Иван Иванович, глава города;"Смирнова Анна Петровна; сборная ветеранов
Музей истории";Лебедев Пётр Олегович;Управление культуры Дуйсбурга
Визит делегации в Дуйсбург;12–18 апреля 2027;Дуйсбург;;;Смирнова Анна Петровна;
Круглый стол;май 2027;;;25;Лебедев Пётр Олегович;
`

// TestImportParticipants wants those whom an event list names to take part in
// the events, once each, and to be gone when the import is undone.
func TestImportParticipants(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		ctx := asProgram(t.Context())
		c := emptyCity(t, s, "Пермь")
		if _, err := c.Contacts.AddPerson(ctx, contact.Person{Name: "Лебедев Пётр Олегович"}); err != nil {
			t.Fatal(err)
		}
		before := standing(t, c)
		cities := intake.File{Name: "города.csv", Body: []byte("Город;Страна;Побратим с\nДуйсбург;Германия;2007\n")}
		i := bring(t, c, intake.File{Name: "события.csv", Body: []byte(eventsList)}, cities)
		if i.Counts.Records["participant"] != 8 || i.Counts.Records["person"] != 2 || i.Counts.Records["organisation"] != 2 || i.Counts.Records["activity"] != 2 {
			t.Errorf("%+v", i.Counts)
		}
		all, err := c.Activities.List(ctx, activity.Filter{Limit: 10})
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		parts := map[string][]string{}
		for _, a := range all {
			there, err := c.Activities.Participants(ctx, a.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range there {
				who := p.Text.In("ru").Value
				if p.Person != "" {
					one, _ := c.Contacts.Person(ctx, p.Person)
					who = one.Name
				}
				if p.Organisation != "" {
					one, _ := c.Contacts.Organisation(ctx, p.Organisation)
					who = one.Name.In("ru").Value
				}
				parts[a.Name.In("ru").Value] = append(parts[a.Name.In("ru").Value], p.Role+" "+p.Side+" "+who)
			}
			if a.Name.In("ru").Value == "Визит делегации в Дуйсбург" && len(a.Partners) != 1 {
				t.Error("the partner of the second file is not that of the event in the first")
			}
			if a.Name.In("ru").Value == "Круглый стол" && !strings.Contains(a.Summary.In("ru").Value, "25") {
				t.Errorf("a number of people is lost: %q", a.Summary.In("ru").Value)
			}
		}
		want := []string{"delegation_head neutral Иванов Иван Иванович", "host neutral Управление культуры Дуйсбурга", "organiser ours Лебедев Пётр Олегович", "organiser ours Смирнова Анна Петровна", "participant neutral Музей истории", "participant neutral Смирнова Анна Петровна", "participant neutral сборная ветеранов"}
		got := parts["Визит делегации в Дуйсбург"]
		slices.Sort(got)
		for n := range got { // the side goes by the kind of visit, which a file may leave open
			got[n] = strings.NewReplacer(" theirs ", " neutral ", "head ours", "head neutral", "host ours", "host neutral").Replace(got[n])
		}
		if !slices.Equal(got, want) {
			t.Errorf("takes part:\n%s\nwanted\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		again := bring(t, c, intake.File{Name: "события.csv", Body: []byte(eventsList)})
		if again.Counts.Created+again.Counts.Completed != 0 {
			t.Errorf("the same file a second time: %+v", again.Counts)
		}
		for _, id := range []string{again.ID, i.ID} {
			if err := c.imports.Undo(ctx, id, true); err != nil {
				t.Fatal(err)
			}
		}
		if after := standing(t, c); after != before {
			t.Errorf("undone: %s", firstDifference(before, after))
		}
	})
}

// book is a workbook of three sheets whose rows name each other, those who are
// named last.
const book = `<table><caption>События</caption><tr><th>Мероприятие</th><th>Дата проведения</th><th>Место проведения</th><th>Город-партнёр</th></tr>
<tr><td>Дни Германии</td><td>12.04.2027</td><td>Дом дружбы</td><td>Дуйсбург</td></tr></table>
<table><caption>Люди</caption><tr><th>ФИО</th><th>Должность</th><th>Организация</th><th>В должности с</th><th>Телефон</th><th>E-mail</th></tr>
<tr><td>Шмидт Анна</td><td>директор</td><td>Городской архив</td><td>2019</td><td>+49 203 283-1; +49 203 283-2</td><td>a@example.org, b@example.org</td></tr></table>
<table><caption>Организации</caption><tr><th>Организация</th><th>Вид организации</th><th>Адрес</th><th>Вышестоящая организация</th><th>Город</th></tr>
<tr><td>Городской архив</td><td>архив</td><td>Karmelplatz 5</td><td>Администрация Дуйсбурга</td><td>Дуйсбург</td></tr></table>
<table><caption>Города</caption><tr><th>Город-побратим</th><th>Страна</th><th>Вид отношений</th><th>Соглашение</th><th>Дата подписания</th></tr>
<tr><td>Дуйсбург</td><td>Германия</td><td>дружба</td><td>Договор о партнёрстве</td><td>19.05.2007</td></tr></table>`

// TestImportRelations wants relations across the sheets of one book, whatever
// their order.
func TestImportRelations(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		ctx := asProgram(t.Context())
		c := emptyCity(t, s, "Пермь")
		before := standing(t, c)
		i := bring(t, c, intake.File{Name: "отдел.html", Body: []byte(book)})
		if i.Counts.In != 4 || i.Counts.Skipped != 0 || i.Counts.Claims != 0 {
			t.Errorf("%+v", i.Counts)
		}
		cities, err := c.Partners.Partners(ctx, partner.Filter{})
		if err != nil || len(cities) != 1 || cities[0].Type != "friendship" {
			t.Fatalf("%+v, %v", cities, err)
		}
		archive := organisationNamed(t, c, "Городской архив")
		above, err := c.Contacts.Organisation(ctx, archive.Parent)
		if err != nil || above.Name.In("ru").Value != "Администрация Дуйсбурга" || archive.Type != "archive" || archive.Partner != cities[0].ID || !strings.Contains(archive.About.In("ru").Value, "Karmelplatz 5") {
			t.Errorf("the archive: type %s, of %q, %q, %v", archive.Type, above.Name.In("ru").Value, archive.About.In("ru").Value, err)
		}
		people, err := c.Contacts.People(ctx, contact.PersonFilter{Limit: 5})
		if err != nil || len(people) != 1 {
			t.Fatal(people, err)
		}
		who, err := c.Contacts.Person(ctx, people[0].ID)
		if err != nil || who.Phone != "+49 203 283-1" || who.Email != "a@example.org" || !strings.Contains(who.About, "+49 203 283-2") || !strings.Contains(who.About, "b@example.org") {
			t.Errorf("%+v, %v", who, err)
		}
		roles, err := c.Contacts.Roles(ctx, who.ID)
		if err != nil || len(roles) != 1 || roles[0].Since.String() != "2019" {
			t.Errorf("%+v, %v", roles, err)
		}
		linked := one[int](t, c, `SELECT count(*) FROM activity_partners`)
		papers := one[int](t, c, `SELECT count(*) FROM agreements WHERE signed = '2007-05-19'`)
		if linked != 1 || papers != 1 {
			t.Errorf("%d events with a partner, %d agreements", linked, papers)
		}
		if err := c.imports.Undo(ctx, i.ID, true); err != nil {
			t.Fatal(err)
		}
		if after := standing(t, c); after != before {
			t.Errorf("undone: %s", firstDifference(before, after))
		}
	})
}
