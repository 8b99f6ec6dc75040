package intake

import (
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzCells wants rows to come back as they were, and both ways of reading to
// agree.
func FuzzCells(f *testing.F) {
	f.Add("Клуб друзей № 5", `ООО "Ромашка"`, "первая\nвторая")
	f.Add("", "\\", "\xff\u2028")
	f.Add("<b>&amp;", `\"`, "\x00\x1f")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		rows := [][]string{{a, b, c}, nil, {}, {c}, {"", b}}
		text, err := cellsText(rows)
		if err != nil {
			t.Fatal(err)
		}
		var want [][]string
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("%q is no JSON: %v", text, err)
		}
		got, ok := quickRows(text)
		if !ok {
			t.Fatalf("%q is not read", text)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is read as %q, not as %q", text, got, want)
		}
	})
}

// TestRowsOf reads what is written in another way too, and refuses what is no
// table.
func TestRowsOf(t *testing.T) {
	for text, want := range map[string][][]string{
		`[["a","b"],["\u003cc\u003e"]]`: {{"a", "b"}, {"<c>"}},
		` [ [ "a" ] , null ] `:          {{"a"}, nil},
		`[]`:                            {},
	} {
		if got, err := rowsOf(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as %q, %v", text, got, err)
		}
	}
	for _, text := range []string{``, `[`, `[["a"`, `[["a]]`, `[["a\"]]`, `[[1]]`, `{}`, `[["a"]]x`} {
		if got, err := rowsOf(text); err == nil {
			t.Errorf("%s is read as %q", text, got)
		}
	}
}
