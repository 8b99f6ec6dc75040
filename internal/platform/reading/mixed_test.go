package reading

import (
	"slices"
	"testing"

	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/place"
)

// subjects are what the rows of a table are about; left-out rows by their reason.
func subjects(r *Reader, t *Table) []string {
	var out []string
	r.Items(t, func(i Item) bool {
		if i.Skip != "" {
			out = append(out, "-"+i.Skip)
		} else {
			out = append(out, string(i.Subject))
		}
		return true
	})
	return out
}

func mixedBooks() map[string]sheet.Book {
	return map[string]sheet.Book{
		ByColumn: book(`
№ | Тип | Название / ФИО | Организация | Страна | Телефон | Дата | Комментарий
1 | Город-партнёр | Дуйсбург | | Германия | | 2007 |
2 | Организация | Общество «Пермь — Оксфорд» | | Великобритания | +7 342 200-00-01 | | переписка
3 | Человек | Смирнова Анна Петровна | Гимназия № 17 | | +7 342 200-00-02 | |
4 | Школа | Лицей № 4 | | | | |
5 | Мероприятие | Дни Германии в Перми | | Германия | | 12.04.2027 | Дом дружбы
6 | Прочее | Папка с письмами | | | | | в шкафу
Итого | | 6 | | | | |
`),
		ByFilled: book(`
Мероприятие | Дата проведения | ФИО | Организация | Телефон
Дни Германии | 12.04.2027 | | |
| | Смирнова Анна Петровна | Гимназия № 17 | +7 342 200-00-02
| | | Музей истории | +7 342 200-00-03
Визит делегации | 5 мая 2027 | | |
| | Петров Олег Ильич | | +7 342 200-00-04
`),
		ByLook: book(`
Название | Телефон | Примечание
Общество «Пермь — Оксфорд» | +7 342 200-00-01 |
Смирнова Анна Петровна | +7 342 200-00-02 | подруга музея
Гимназия № 17 | +7 342 200-00-03 |
Петров Олег Ильич | +7 342 200-00-04 |
`),
	}
}

// TestMixed wants lists of several subjects to be told apart, each row once.
func TestMixed(t *testing.T) {
	r := New(place.Open(), "Пермь", "Perm")
	books := mixedBooks()
	for by, want := range map[string][]string{
		ByColumn: {"partners", "organisations", "people", "organisations", "activities", "organisations", "-total"},
		ByFilled: {"activities", "people", "organisations", "activities", "people"},
		ByLook:   {"organisations", "people", "organisations", "people"},
	} {
		tables := r.Read(books[by])
		if len(tables) != 1 || tables[0].Subject != Mixed || tables[0].Sorting.By != by {
			t.Errorf("%s: %d tables, the first of %s, sorted by %+v", by, len(tables), tables[0].Subject, tables[0].Sorting)
			continue
		}
		if got := subjects(r, tables[0]); !slices.Equal(got, want) {
			t.Errorf("%s: %v instead of %v", by, got, want)
		}
		if tables[0].Sure <= 0.3 || tables[0].Sure >= 1 {
			t.Errorf("%s: sure %v", by, tables[0].Sure)
		}
	}
	table := r.Read(books[ByColumn])[0]
	var got []string
	r.Items(table, func(i Item) bool {
		v := i.Values
		got = append(got, v[City]+v[Country]+v[PartnerSince]+"|"+v[OrganisationName]+"|"+v[OrganisationType]+"|"+v[PersonName]+"|"+v[ActivityName]+"|"+v[ActivityStarts])
		return true
	})
	want := []string{"ДуйсбургDE2007|||||", "GB|Общество «Пермь — Оксфорд»||||", "|Гимназия № 17||Смирнова Анна Петровна||", "|Лицей № 4|school|||", "DE||||Дни Германии в Перми|2027-04-12", "|Папка с письмами||||", "|||||"}
	if !slices.Equal(got, want) {
		t.Errorf("read as\n%q instead of\n%q", got, want)
	}
}

// TestNotMixed wants a column of kinds to leave lists of one subject alone.
func TestNotMixed(t *testing.T) {
	r := New(place.Open(), "Пермь", "Perm")
	for _, b := range []sheet.Book{
		book(`
ФИО | Категория | Телефон
Смирнова Анна Петровна | партнёр | +7 342 200-00-02
Петров Олег Ильич | организация | +7 342 200-00-04
Иванова Мария Львовна | партнёр | +7 342 200-00-05
`),
		book(`
Мероприятие | Вид | Дата проведения | Ответственный
Дни Германии | фестиваль | 12.04.2027 | Петров О. И.
Визит делегации | визит | май 2027 | Смирнова А. П.
Круглый стол | встреча | 2027 | Петров О. И.
`),
	} {
		if table := r.Read(b)[0]; table.Subject == Mixed {
			t.Errorf("%v is mixed: %+v", table.Rows(1), table.Sorting)
		}
	}
}

// TestCorrect takes over what a person says of a table.
func TestCorrect(t *testing.T) {
	r := New(place.Open(), "Пермь", "Perm")
	books := mixedBooks()
	table := r.Read(books[ByColumn])[0]
	r.Correct(table, Said{Groups: map[string]Subject{"прочее": LeftOut, "школа": Partners}})
	if got, want := subjects(r, table), []string{"partners", "organisations", "people", "partners", "activities", "-group_off", "-total"}; !slices.Equal(got, want) {
		t.Errorf("groups: %v instead of %v", got, want)
	}
	r.Correct(table, Said{Subject: Organisations})
	if got := subjects(r, table); table.Sorting != nil || got[0] != "organisations" || table.Columns[1].Field != OrganisationType {
		t.Errorf("as organisations: %v, %+v", got, table.Columns)
	}
	r.Correct(table, Said{Subject: Mixed, Fields: map[int]Field{3: RowSubject}})
	if table.Sorting.Column != 3 || table.Columns[1].Field == RowSubject {
		t.Errorf("sorted by %+v, columns %+v", table.Sorting, table.Columns)
	}
	r.Correct(table, Said{Fields: map[int]Field{3: Note}})
	if table.Sorting.By != ByLook {
		t.Errorf("without a column: %+v", table.Sorting)
	}

	headless := r.Read(book(`
Контакты
Имя | Почта | Где
Смирнова Анна Петровна | a@example.ru | Гимназия № 17
Петров Олег Ильич | o@example.ru | Музей истории
Иванова Мария Львовна | m@example.ru | Школа № 4
Лебедев Пётр Олегович | p@example.ru | Филармония
`))[0]
	r.Correct(headless, Said{Header: NoHeader})
	if headless.Header != -1 || headless.First() != 1 || headless.Columns[0].Field != PersonName || headless.Columns[0].Header != "" || headless.Columns[1].Field != PersonEmail {
		t.Errorf("no header: row %d, %+v", headless.First(), headless.Columns)
	}
	r.Correct(headless, Said{Header: 2, Subject: Organisations})
	if headless.Header != 1 || headless.Subject != Organisations || headless.Columns[1].Header != "Почта" || headless.Columns[1].Field != OrganisationMail {
		t.Errorf("the header again: %s, %+v", headless.Subject, headless.Columns)
	}
	list := r.Read(sheet.Book{Format: sheet.Text, Sheets: []sheet.Sheet{{Rows: [][]string{{"Дуйсбург"}, {"Оксфорд"}, {"Варкаус"}}}}})[0]
	r.Correct(list, Said{Subject: Organisations})
	if got := told(r, list, OrganisationName); !slices.Equal(got, []string{"Дуйсбург", "Оксфорд", "Варкаус"}) {
		t.Errorf("a list of something else: %q", got)
	}
}

// TestQuotedCity takes a city with its own name beside it for one city.
func TestQuotedCity(t *testing.T) {
	r := New(place.Open(), "Пермь", "Perm")
	table := r.Read(book(`
Город | Страна | Побратим с
Оксфорд «Oxford» | Великобритания | 1995
Дуйсбург «Муром» | Германия | 2007
`))[0]
	if got := told(r, table, City, placeField); got[0] != "Оксфорд|2640729" || got[1] == "Дуйсбург|2934691" {
		t.Errorf("%q", got)
	}
}
