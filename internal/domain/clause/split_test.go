package clause

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// outline writes parts on one line each.
func outline(found []Found) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s [%s] %s\n", f.Part, f.Heading, strings.ReplaceAll(f.Words, "\n", " / "))
	}
	return b.String()
}

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"articles with points": {`СОГЛАШЕНИЕ
о сотрудничестве

Стороны договорились о нижеследующем.

Статья 1. Предмет

1.1. Стороны сотрудничают.
Это строка того же пункта.
1.2 Ещё пункт

Статья 2
Срок

Пять лет.

Совершено в Перми.
В двух экземплярах.`, `title [] СОГЛАШЕНИЕ о сотрудничестве
preamble [] Стороны договорились о нижеследующем.
article [Предмет] 
point [] Стороны сотрудничают. / Это строка того же пункта.
point [] Ещё пункт
article [Срок] Пять лет.
closing [] Совершено в Перми. / В двух экземплярах.
`},
		"plain numbers": {"1. Subject\n1.1 One.\n2. The term is five years.\n3) Costs are borne by each side.", `article [Subject] 
point [] One.
article [] The term is five years.
article [] Costs are borne by each side.
`},
		"numbers under articles": {"Artikel 1 Gegenstand\n(Ort)\n1. Erstens.\n2. Zweitens.\n§ 2 Dauer.", `article [Gegenstand] (Ort)
point [] Erstens.
point [] Zweitens.
article [] Dauer.
`},
		"a third level stays":      {"1. A.\n1.1. B.\n1.1.1. C.", "article [] A.\npoint [] B. / 1.1.1. C.\n"},
		"a year is no number":      {"Article 1\nIn\n2027 the sides meet.", "article [In] 2027 the sides meet.\n"},
		"roman and arabic letters": {"Article IV. Costs.\nالمادة ١ الموضوع.", "article [] Costs.\narticle [] الموضوع.\n"},
		"nothing":                  {" \n\n", ""},
		"no numbers":               {"Одна строка", "title [] Одна строка\n"},
		"windows lines":            {"1. A.\r\n2. B.\r\n", "article [] A.\narticle [] B.\n"},
	} {
		if got := outline(Split(c.text)); got != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestAlign(t *testing.T) {
	found := func(parts string) []Found {
		var all []Found
		for _, c := range built(parts) {
			all = append(all, Found{Part: c.Part, Words: c.ID})
		}
		return ordered(all)
	}
	for _, c := range []struct{ have, come, want string }{
		{"tpAoc", "tpAoc", "a:a b:b c:c d:d e:e"},
		{"tpAoAc", "tpAooAc", "a:a b:b c:c d:d -:e e:f f:g"},
		{"tpAooA", "tpAoA", "a:a b:b c:c d:d e:- f:e"},
		{"", "tA", "-:a -:b"},
		{"tA", "", "a:- b:-"},
		{"tAc", "ctA", "a:b b:c c:a"},
	} {
		var got []string
		for _, pair := range Align(built(c.have), found(c.come)) {
			one, other := "-", "-"
			if pair.Clause != nil {
				one = pair.Clause.ID
			}
			if pair.Found != nil {
				other = pair.Found.Words
			}
			got = append(got, one+":"+other)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s beside %s: %s", c.have, c.come, got)
		}
	}
}

// FuzzSplit wants no text to be lost or to stop the program, and a text of
// brackets to be read or refused.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"Статья 1. Предмет\n1.1. Слова.", "§ 1\n1) a\n1.1.1.1 b", "المادة ١", "1.", "Совершено", "<a|b>", "\u00a0\r\n1.1\t", "X\n\nY."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		found := ordered(Split(text))
		pairs := Align(nil, found)
		if len(pairs) != len(found) {
			t.Errorf("%d parts and %d pairs", len(found), len(pairs))
		}
		for i, one := range found {
			if i > 0 && one.Part.rank() < found[i-1].Part.rank() {
				t.Errorf("%s stands after %s", one.Part, found[i-1].Part)
			}
			for line := range strings.Lines(one.Words) {
				if !strings.Contains(text, strings.TrimSpace(line)) && one.Part != Title {
					t.Errorf("%q is not in the text", line)
				}
			}
		}
		if _, err := pieces(text); err == nil {
			_ = Text{}.fill(text, "ru", Ours)
		}
	})
}
