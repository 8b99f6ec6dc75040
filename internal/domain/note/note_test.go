package note

import (
	"reflect"
	"testing"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep/keeptest"
)

func TestAgeIsOldOnlyBeyondDoubt(t *testing.T) {
	for _, c := range []struct {
		kind, confirmed string
		want            Age
	}{
		{"fact", "", Unconfirmed},
		{"fact", "2026-11-01", Recent},
		{"fact", "2025-11-22", Recent}, // a year to the day
		{"fact", "2025-11-21", Old},
		{"fact", "2025", Recent}, // may have been in December
		{"fact", "2024", Old},
		{"decision", "", Timeless},
		{"decision", "1999", Timeless},
	} {
		n := Note{Type: c.kind, Confirmed: keeptest.Date(c.confirmed)}
		if got := n.AgeOn(keeptest.Now()); got != c.want {
			t.Errorf("%s confirmed %q: %s, want %s", c.kind, c.confirmed, got, c.want)
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []Block
	}{
		{"nothing", " \n\n", nil},
		{"one line", "Обращаться по титулу.", []Block{{Lines: []string{"Обращаться по титулу."}}}},
		{"two lines of one paragraph", "раз\nдва", []Block{{Lines: []string{"раз", "два"}}}},
		{"two paragraphs", "раз\n\n\nдва", []Block{{Lines: []string{"раз"}}, {Lines: []string{"два"}}}},
		{"a list after its heading", "Дарить:\n- книги\n— чай\n• мёд", []Block{{Lines: []string{"Дарить:"}}, {Items: []string{"книги", "чай", "мёд"}}}},
		{"a numbered list", "1. раз\n2) два", []Block{{Items: []string{"раз", "два"}, Ordered: true}}},
		{"a list and a numbered one", "- раз\n1. два", []Block{{Items: []string{"раз"}}, {Items: []string{"два"}, Ordered: true}}},
		{"a year is no number of a list", "2014. Год юбилея.", []Block{{Lines: []string{"2014. Год юбилея."}}}},
		{"a number of a day is none", "12 июня приедут гости", []Block{{Lines: []string{"12 июня приедут гости"}}}},
		{"a dash alone", "—", []Block{{Lines: []string{"—"}}}},
		{"no-break space after the dash", "—\u00a0чай\u00a0и мёд", []Block{{Items: []string{"чай\u00a0и мёд"}}}},
	} {
		if got := Blocks(c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func FuzzBlocks(f *testing.F) {
	for _, s := range []string{"", "раз\n\n- два\n- три", "1. a\n2) b", "- ", "\u00a0-\u00a0x", "-\u2003x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range Blocks(text) {
			if (len(b.Lines) == 0) == (len(b.Items) == 0) {
				t.Fatalf("%q: a block is a paragraph or a list: %+v", text, b)
			}
			for _, line := range append(b.Lines, b.Items...) {
				if line == "" {
					t.Fatalf("%q: an empty line in %+v", text, b)
				}
			}
		}
	})
}

func TestWordsInBothLanguages(t *testing.T) {
	c, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range i18n.Check(c) {
		t.Error(p)
	}
}
