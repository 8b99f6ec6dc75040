package paper

import (
	"strings"
	"testing"
)

// TestTie marks with "_" the spaces at which no line may end.
func TestTie(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"ru", "Принять 10–12 июня 2027 г. в Перми делегацию", "Принять 10–12_июня_2027_г._в_Перми делегацию"},
		{"ru", "ул. Ленина, 23", "ул._Ленина, 23"},
		{"ru", "Цель визита — развитие", "Цель визита_— развитие"},
		{"ru", "П. Примеров и А. Б. Пример", "П._Примеров и_А._Б._Пример"},
		{"ru", "тел. +7 342 000-00-00", "тел._+7_342_000-00-00"},
		{"ru", "распоряжение от 1 июля № 5", "распоряжение от_1_июля №_5"},
		{"ru", "так же, как и «в городе»", "так_же, как и_«в_городе»"},
		{"ru", "города Дуйсбурга", "города Дуйсбурга"},
		{"ru", "представить её на утверждение", "представить её на_утверждение"},
		{"ru", "в\u00a0Перми и\nо ней", "в\u00a0Перми и\nо_ней"},
		{"en", "on 10 June No. 5, Mr Primerov is at your service", "on 10_June No._5, Mr_Primerov is at your service"},
		{"en", "in a city — ours", "in a city_— ours"},
		{"de", "Frau Beispiel", "Frau_Beispiel"},
		{"ru", "", ""},
		{"ru", "  два  пробела ", "  два  пробела "},
	} {
		if got, want := Tie(c.text, c.lang), strings.ReplaceAll(c.want, "_", hard); got != want {
			t.Errorf("%q: %q", c.text, strings.ReplaceAll(got, hard, "_"))
		}
		if twice := Tie(Tie(c.text, c.lang), c.lang); twice != Tie(c.text, c.lang) {
			t.Errorf("%q is tied differently the second time: %q", c.text, twice)
		}
	}
	doc := Document{Lang: "ru", Blocks: []Block{{Text: Plain("в городе")}, {Table: &Table{Columns: []Column{{}}, Rows: []Row{{Cells: []Cell{{Paragraphs: [][]Run{{{Text: "of 5 people", Lang: "en"}}}}}}}}}}}
	tied := doc.Tied()
	if tied.Blocks[0].Text[0].Text != "в"+hard+"городе" || tied.Blocks[1].Table.Rows[0].Cells[0].Paragraphs[0][0].Text != "of 5"+hard+"people" {
		t.Errorf("%+v", tied)
	}
	if doc.Blocks[0].Text[0].Text != "в городе" || doc.Blocks[1].Table.Rows[0].Cells[0].Paragraphs[0][0].Text != "of 5 people" {
		t.Error("the document itself was changed")
	}
}
