package reading

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/platform/place"
)

// TestParts takes cells apart that name one or several participants.
func TestParts(t *testing.T) {
	r := New(place.Open(), "Пермь", "Perm")
	for _, c := range []struct {
		cell, notes string
		want        []Part
	}{
		{"Соколова Е. А.", "", []Part{{Person: "Соколова Е. А."}}},
		{"Соколова Е. А., Лебедев П. Н. и Ершова А. И.", "", []Part{{Person: "Соколова Е. А."}, {Person: "Лебедев П. Н."}, {Person: "Ершова А. И."}}},
		{"1) Иванов Иван Иванович, глава города\n2) Музей истории;", "whole", []Part{{Person: "Иванов Иван Иванович"}, {Organisation: "Музей истории"}}},
		{"директор Лебедев Пётр Олегович", "whole", []Part{{Person: "Лебедев Пётр Олегович"}}},
		{"Гимназия № 17, 12 чел.", "", []Part{{Organisation: "Гимназия № 17, 12 чел."}}},
		{"Нижний Новгород", "", []Part{{Text: "Нижний Новгород"}}},
		{"сборная ветеранов", "", []Part{{Text: "сборная ветеранов"}}},
		{"25 чел.", "whole", nil},
	} {
		item := Item{Values: map[Field]string{}}
		v := values{walk: &walk{Reader: r, t: &Table{Subject: Activities}}, item: &item}
		v.takesPart(Column{Header: "Участники"}, Participant, c.cell)
		for i := range c.want {
			c.want[i].Role = "participant"
		}
		if !slices.Equal(item.Parts, c.want) || (len(item.Notes) > 0) != (c.notes != "") {
			t.Errorf("%q: %+v, remarks %v", c.cell, item.Parts, item.Notes)
		}
	}
}

// FuzzParts wants no cell to break the reading, and no letter of it to be lost.
func FuzzParts(f *testing.F) {
	f.Add("Соколова Е. А., Лебедев П. Н.\nМузей истории; 25 чел.")
	f.Add("глава города Иванов И. И. (Пермь) — директор")
	r := New(place.Open(), "Пермь")
	f.Fuzz(func(t *testing.T, cell string) {
		if len(cell) > 300 {
			return
		}
		item := Item{Values: map[Field]string{}}
		v := values{walk: &walk{Reader: r, t: &Table{Subject: Activities}}, item: &item}
		v.takesPart(Column{Header: "Участники"}, Participant, cell)
		said := ""
		for _, p := range item.Parts {
			if p.Person+p.Organisation+p.Text == "" {
				t.Errorf("%q: nobody takes part: %+v", cell, item.Parts)
			}
			said += p.Person + p.Organisation + p.Text
		}
		if len(item.Notes) == 0 && letters(strings.ReplaceAll(cell, " и ", "")) > letters(said) {
			t.Errorf("%q: only %q is left", cell, said)
		}
	})
}
