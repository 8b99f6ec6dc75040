package visit

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadList(t *testing.T) {
	for text, want := range map[string][]Member{
		"1. Anna Beispiel, Bürgermeisterin\n2. Max Muster – Dolmetscher\n": {
			{Latin: "Anna Beispiel", Post: "Bürgermeisterin"}, {Latin: "Max Muster", Post: "Dolmetscher"}},
		"Участник 1 — начальник отдела":                  {{Name: "Участник 1", Post: "начальник отдела"}},
		"Anna Beispiel (Анна Байшпиль), Bürgermeisterin": {{Latin: "Anna Beispiel", Name: "Анна Байшпиль", Post: "Bürgermeisterin"}},
		"Анна Байшпиль\tAnna Beispiel\tмэр":              {{Latin: "Anna Beispiel", Name: "Анна Байшпиль", Post: "мэр"}},
		"Anna Beispiel, Mayor, Head of Delegation":       {{Latin: "Anna Beispiel", Post: "Mayor, Head of Delegation"}},
		"Anna-Maria Beispiel; Mayor":                     {{Latin: "Anna-Maria Beispiel", Post: "Mayor"}},
		"• Li Wei\n\n----\n   \nMax Muster":              {{Latin: "Li Wei"}, {Latin: "Max Muster"}},
		"1.":                                             nil,
		"":                                               nil,
		strings.Repeat("я", 500) + ", " + strings.Repeat("x", 500): {{Name: strings.Repeat("я", partMax), Post: strings.Repeat("x", postMax)}},
	} {
		got := ReadList(text)
		if len(got) != len(want) {
			t.Errorf("%q: %d people, want %d: %+v", text, len(got), len(want), got)
			continue
		}
		for i, m := range got {
			if m.Latin != want[i].Latin || m.Name != want[i].Name || m.Post != want[i].Post || m.Role != roleMember {
				t.Errorf("%q: %+v, want %+v", text, m, want[i])
			}
		}
	}
	if n := len(ReadList(strings.Repeat("Anna Beispiel\n", 1000))); n != pasteMax {
		t.Errorf("%d people of a thousand", n)
	}
}

func FuzzReadList(f *testing.F) {
	f.Add("1. Anna Beispiel (Анна), мэр\n\t;\n")
	f.Add("((((")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range ReadList(text) {
			if utf8.RuneCountInString(m.Latin) > partMax || utf8.RuneCountInString(m.Name) > partMax || utf8.RuneCountInString(m.Post) > postMax {
				t.Errorf("too long: %+v", m)
			}
			if strings.ContainsFunc(m.Latin, cyrillic) {
				t.Errorf("Cyrillic letters in the spelling of the passport: %q", m.Latin)
			}
		}
	})
}
