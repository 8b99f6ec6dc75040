package paper

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hard is the space at which no line ends.
const hard = "\u00a0"

// Tied is the document with spaces that keep together what an editor keeps
// together: a dash and the word before it, a number and what it counts, an initial
// and the name, in Russian a short word and the next one.
func (d Document) Tied() Document {
	tied := func(runs []Run) []Run {
		out := slices.Clone(runs)
		for i := range out {
			out[i].Text = Tie(out[i].Text, d.lang(out[i]))
		}
		return out
	}
	d.Blocks = slices.Clone(d.Blocks)
	for i, b := range d.Blocks {
		d.Blocks[i].Text = tied(b.Text)
		if b.Table == nil {
			continue
		}
		t := *b.Table
		t.Rows = slices.Clone(t.Rows)
		for j, r := range t.Rows {
			t.Rows[j].Cells = slices.Clone(r.Cells)
			for k, c := range r.Cells {
				paragraphs := make([][]Run, len(c.Paragraphs))
				for l, p := range c.Paragraphs {
					paragraphs[l] = tied(p)
				}
				t.Rows[j].Cells[k].Paragraphs = paragraphs
			}
		}
		d.Blocks[i].Table = &t
	}
	return d
}

// Tie ties the words of one text in a language.
func Tie(text, lang string) string {
	words := strings.Split(text, " ")
	if len(words) == 1 {
		return text
	}
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			if left := words[i-1]; left != "" && w != "" && together(lastOf(left), firstOf(w), lang) {
				b.WriteString(hard)
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(w)
	}
	return b.String()
}

// lastOf and firstOf are the words that meet at a space: other spaces and line
// breaks also end a word.
func lastOf(s string) string {
	at := strings.LastIndexFunc(s, func(c rune) bool { return strings.ContainsRune("\n\t\u00a0(«„“\"", c) })
	if at < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return s[at+size:]
}

func firstOf(s string) string { return s[:strings.IndexAny(s+"\n", "\n\t\u00a0")] }

// together tells whether no line may end between two words.
func together(left, right, lang string) bool {
	l, _ := utf8.DecodeLastRuneInString(left)
	r, _ := utf8.DecodeRuneInString(right)
	switch {
	case left == "" || right == "":
		return false
	case right == "—" || right == "–", left == "№", left == "§", left == "No.":
		return true
	case unicode.IsDigit(l) && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return true
	case utf8.RuneCountInString(left) == 2 && l == '.' && unicode.IsUpper([]rune(left)[0]) && unicode.IsUpper(r):
		return true
	}
	if primary, _, _ := strings.Cut(lang, "-"); primary != "ru" {
		return slices.Contains([]string{"Mr", "Mrs", "Ms", "Dr", "Dr.", "Herr", "Frau", "M.", "Mme"}, left)
	}
	if unicode.IsDigit(r) && slices.Contains([]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}, left) {
		return true
	}
	if slices.Contains([]string{"г.", "ул.", "д.", "тел.", "п.", "пл.", "пр.", "им.", "эл.", "ст.", "пос.", "каб.", "обл."}, left) || slices.Contains([]string{"же", "ли", "бы"}, strings.TrimRight(right, ",.;:!?")) {
		return true
	}
	return slices.Contains([]string{"а", "в", "во", "до", "за", "и", "из", "к", "ко", "на", "не", "ни", "но", "о", "об", "от", "по", "с", "со", "у"}, strings.ToLower(left))
}
