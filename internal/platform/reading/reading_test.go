package reading

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/place"
)

// book makes one sheet of lines; cells are parted by |.
func book(lines string, merged ...sheet.Range) sheet.Book {
	var rows [][]string
	for line := range strings.Lines(strings.TrimPrefix(lines, "\n")) {
		var row []string
		for cell := range strings.SplitSeq(strings.TrimRight(line, "\n"), "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		rows = append(rows, row)
	}
	return sheet.Book{Format: sheet.XLSX, Sheets: []sheet.Sheet{{Name: "Лист1", Rows: rows, Merged: merged}}}
}

// told is what a table says, item by item: left-out rows by their reason.
func told(r *Reader, t *Table, fields ...Field) []string {
	var out []string
	r.Items(t, func(i Item) bool {
		if i.Skip != "" {
			out = append(out, "-"+i.Skip)
			return true
		}
		var parts []string
		for _, f := range fields {
			parts = append(parts, i.Values[f])
		}
		for _, n := range i.Notes {
			parts = append(parts, n.Label+"="+n.Text)
		}
		out = append(out, strings.Join(parts, "|"))
		return true
	})
	return out
}

func TestLayouts(t *testing.T) {
	r := New(place.Open(), "Пермь", "Perm")
	for _, c := range []struct {
		name   string
		book   sheet.Book
		fields []Field
		want   [][]string // by table
	}{
		{"header under a merged title, totals, a numbered row", book(`
Контакты отдела||
ФИО | Телефон | Организация
1|2|3
Иванова Анна Петровна | +7 342 200-00-01 | Школа № 1
||
Петров Олег Ильич | +7 342 200-00-02 | Музей
Всего: 2 | |
`, sheet.Range{LastColumn: 2}), []Field{PersonName, OrganisationName}, [][]string{{"Иванова Анна Петровна|Школа № 1", "-empty", "Петров Олег Ильич|Музей", "-total"}}},
		{"two tables one under the other", book(`
Город | Страна | Побратим с
Дуйсбург | Германия | 2007
Оксфорд | Великобритания | 1995
||
Организации
Организация | E-mail | Сайт
Школа № 7 | s7@example.ru | www.s7.example.ru
`), []Field{City, OrganisationName}, [][]string{{"Дуйсбург|", "Оксфорд|", "-empty"}, {"|Школа № 7"}}},
		{"two tables side by side", book(`
Город | Страна || ФИО | E-mail
Дуйсбург | Германия || Иванова Анна Петровна | ivanova@example.ru
Оксфорд | Великобритания || Петров Олег Ильич | petrov@example.ru
`), []Field{City, PersonName}, [][]string{{"Дуйсбург|", "Оксфорд|"}, {"|Иванова Анна Петровна", "|Петров Олег Ильич"}}},
		{"merged downwards, countries as subheadings", book(`
Город | ФИО | E-mail | Должность
Германия|||
Дуйсбург | Шмидт Клаус | k@example.de | референт
| Мюллер Анна | a@example.de | директор
`, sheet.Range{Row: 2, LastRow: 3}), []Field{City, Country, PersonName}, [][]string{{"-heading", "Дуйсбург|DE|Шмидт Клаус", "Дуйсбург|DE|Мюллер Анна"}}},
		{"the header again on the next page, an unknown column", book(`
Организация | Телефон | Цвет папки
Клуб друзей | +7 342 200-00-03 | синий
Организация | Телефон | Цвет папки
Хор «Радуга» | 12-34-56 | красный
`), []Field{OrganisationName, OrganisationTel}, [][]string{{"Клуб друзей|+7 342 200-00-03|Цвет папки=синий", "-repeated", "Хор «Радуга»||Телефон=12-34-56|Цвет папки=красный"}}},
		{"pairs of the world: only ours", book(`
City | Twin town
Perm | Duisburg
Bergen | Gothenburg
Perm | Oxford
`), []Field{City}, [][]string{{"Duisburg", "-other_city", "Oxford"}}},
		{"two cities in a cell", book(`
Город-партнёр | Страна | Побратим с
Варкаус и Йоенсуу | Финляндия | с 1992 г.
Мо и Рана | Норвегия | окт. 1989
`), []Field{City, PartnerSince}, [][]string{{"Варкаус|1992", "Йоенсуу|1992", "Мо и Рана|1989-10"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tables := r.Read(c.book)
			if len(tables) != len(c.want) {
				t.Fatalf("%d tables instead of %d", len(tables), len(c.want))
			}
			for i, table := range tables {
				if got := told(r, table, c.fields...); !slices.Equal(got, c.want[i]) {
					t.Errorf("table %d, %s:\n%q instead of\n%q", i, describe(table), got, c.want[i])
				}
			}
		})
	}
}

func describe(t *Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", t.Subject, t.Layout)
	for _, c := range t.Columns {
		fmt.Fprintf(&b, ", «%s» %s", c.Header, c.Field)
	}
	return b.String()
}

func TestContacts(t *testing.T) {
	for _, c := range []struct{ cell, emails, phones, rest string }{
		{"тел. 8 (8142) 71-00-00, e-mail: mail@example.org", "mail@example.org", "+7 8142 71-00-00", ""},
		{"+49 203 283-0000; a@example.de / b@example.de", "a@example.de b@example.de", "+49 203 283-0000", ""},
		{"8-921-000-00-01 (моб.), секретарь Ольга", "", "+7-921-000-00-01", "секретарь Ольга"},
		{"(342) 212-44-86", "", "+7 342 212-44-86", ""},
		{"0049 7071 204-0", "", "+49 7071 204-0", ""},
		{"71-00-00", "", "?71-00-00", ""},
	} {
		got := takeApart(c.cell)
		var phones []string
		for _, p := range got.phones {
			n, ok := Phone(p)
			if !ok {
				n = "?" + p
			}
			phones = append(phones, n)
		}
		if e := strings.Join(got.emails, " "); e != c.emails || strings.Join(phones, " ") != c.phones || got.rest != c.rest {
			t.Errorf("%q: e-mail %q, telephone %q, rest %q", c.cell, e, strings.Join(phones, " "), got.rest)
		}
	}
}

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"1989": "1989", "окт. 1989": "1989-10", "12.10.89": "1989-10-12", "с 1992 г.": "1992", "1987 г.": "1987", "от 05.10.1973": "1973-10-05",
		"seit 1989": "1989", "2026-05-04T10:00:00Z": "2026-05-04", "20260504T100000Z": "2026-05-04", "до 31.12.2027": "2027-12-31", "бессрочно": "", "": "",
	} {
		if got, _ := Date(text, true); got != want {
			t.Errorf("%q: %q instead of %q", text, got, want)
		}
	}
}

func TestChoice(t *testing.T) {
	for _, c := range []struct {
		field      Field
		text, want string
	}{
		{OrganisationType, "МАОУ «Гимназия № 17»", "school"}, {OrganisationType, "Администрация города Перми", "municipal"}, {OrganisationType, "ООО «Камские туры»", "company"},
		{OrganisationType, "Kulturamt der Stadt", "culture"}, {OrganisationType, "Что-то", ""}, {AgreementType, "Меморандум о намерениях", "memorandum"}, {AgreementType, "Договор о побратимских связях", "sister"},
		{ActivityType, "Молодёжный обмен", "exchange"}, {ActivityType, "Фестиваль хоров", "event"}, {Side, "наша", "ours"}, {PartnerType, "город-побратим", "sister"},
	} {
		if got := Choice(c.field, c.text); got != c.want {
			t.Errorf("%s %q: %q instead of %q", c.field, c.text, got, c.want)
		}
	}
}

// FuzzRead wants every row of any table to be in an item, without a panic.
func FuzzRead(f *testing.F) {
	f.Add("Город | Страна\nДуйсбург | Германия\n")
	f.Add("ФИО|Тел./e-mail\nИванов И. И.|8 (342) 212-44-86, a@b.ru\nИтого|\n")
	f.Add("|2017|2018|2019\nВаркаус|Выставка||+\n")
	r := New(place.Open(), "Пермь")
	f.Fuzz(func(t *testing.T, lines string) {
		if len(lines) > 2000 {
			return
		}
		b := book(lines)
		for _, table := range r.Read(b) {
			if table.Layout == Names {
				continue
			}
			seen := map[int]bool{}
			r.Items(table, func(i Item) bool { seen[i.Row] = true; return true })
			for row := table.First(); row <= table.Last(); row++ {
				if !seen[row] {
					t.Fatalf("row %d of %q is in no item", row, lines)
				}
			}
		}
	})
}
