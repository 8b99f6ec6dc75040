package clause

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/paper"
	"pobratim/internal/platform/keep"
)

// built makes clauses of letters: t, p, A, o (a point), c.
func built(parts string) []Clause {
	kinds := map[rune]Part{'t': Title, 'p': Preamble, 'A': Article, 'o': Point, 'c': Closing}
	var all []Clause
	for i, r := range parts {
		all = append(all, Clause{Meta: keep.Meta{ID: string(rune('a' + i))}, Part: kinds[r]})
	}
	return all
}

func ids(clauses []Clause) string {
	var b strings.Builder
	for _, c := range clauses {
		b.WriteString(c.ID)
	}
	return b.String()
}

func TestNumbers(t *testing.T) {
	numbers := Numbers(built("tpAooAoc"))
	for id, want := range map[string]string{"a": "", "c": "1", "d": "1.1", "e": "1.2", "f": "2", "g": "2.1", "h": ""} {
		if numbers[id] != want {
			t.Errorf("%s has the number %q, not %q", id, numbers[id], want)
		}
	}
}

func TestMove(t *testing.T) {
	for _, c := range []struct {
		parts, id string
		up        bool
		want      string
	}{
		{"tpAooAoc", "c", false, "abfgcdeh"}, // an article goes with its points
		{"tpAooAoc", "f", true, "abfgcdeh"},
		{"tpAooAoc", "c", true, "abcdefgh"}, // not into the preamble
		{"tpAooAoc", "f", false, "abcdefgh"},
		{"tpAooAoc", "d", false, "abcedfgh"},
		{"tpAooAoc", "e", false, "abcdfegh"}, // over to the next article
		{"tpAooAoc", "g", true, "abcdegfh"},  // and back
		{"tpAooAoc", "d", true, "abcdefgh"},  // a point needs an article above it
		{"tpAooAoc", "g", false, "abcdefgh"},
		{"tpAooAoc", "b", true, "abcdefgh"}, // what has no number stays
		{"AA", "b", true, "ba"},
		{"A", "x", true, "a"},
	} {
		if got := ids(move(built(c.parts), c.id, c.up)); got != c.want {
			t.Errorf("%s, %s up %v: %s, not %s", c.parts, c.id, c.up, got, c.want)
		}
	}
}

func TestSlot(t *testing.T) {
	for _, c := range []struct {
		parts, after string
		part         Part
		want         int
	}{
		{"tpAoc", "", Article, 4}, {"tpAoc", "c", Article, 4}, {"tpAooAc", "c", Point, 3}, {"tpAoc", "", Point, 4},
		{"pAc", "", Title, 0}, {"tAc", "", Preamble, 1}, {"tpA", "", Closing, 3}, {"tpAc", "b", Article, 3},
	} {
		if got := slot(built(c.parts), c.after, c.part); got != c.want {
			t.Errorf("%s of %s after %q stands at %d, not %d", c.part, c.parts, c.after, got, c.want)
		}
	}
}

func TestProblems(t *testing.T) {
	text := Text{OurLang: "ru", TheirLang: "de", OurName: both("Пермь", "Perm"), TheirName: i18n.NewText("ru", "Дуйсбург")}
	clauses := built("tpAoc")
	for i := range clauses {
		clauses[i].Words = both("слова", "Wörter")
	}
	clauses[2].Heading = i18n.NewText("de", "Gegenstand")
	clauses[3].Words = i18n.NewText("ru", "только по-русски")
	clauses[4].Words = i18n.Text{}
	var got []string
	for _, p := range Problems(text, clauses) {
		got = append(got, p.Clause+" "+p.Err.Field+" "+p.Err.Key)
	}
	want := []string{" their_name.de text.their_name.missing", "c heading.ru clause.missing.heading", "d words.de clause.missing.words", "e words clause.empty"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if found := Problems(text, built("o")); len(found) != 4 {
		t.Errorf("without a name, a title, an article and words: %v", found)
	}
	alone := Clause{Meta: keep.Meta{ID: "x"}, Part: Point, Words: both("а", "b")}
	if found := Problems(text, []Clause{alone}); found[1].Err.Key != "clause.point.alone" {
		t.Errorf("a point without an article: %v", found)
	}
}

func TestFill(t *testing.T) {
	text := Text{OurName: both("Пермь", "Perm"), TheirName: both("Дуйсбург", "Duisburg")}
	for _, c := range []struct{ typed, lang, ours, theirs string }{
		{"<первая> и < Вторая >", "ru", "Пермь и Дуйсбург", "Дуйсбург и Пермь"},
		{"<first> und <second>", "de", "Perm und Duisburg", "Duisburg und Perm"},
		{"<мы>, <они>", "ru", "Пермь, Дуйсбург", "Пермь, Дуйсбург"},
		{"между <Пермью|Дуйсбургом> и <Дуйсбургом|Пермью>", "ru", "между Пермью и Дуйсбургом", "между Дуйсбургом и Пермью"},
		{"<|x>", "ru", "", "x"}, {"", "ru", "", ""}, {"plain", "de", "plain", "plain"},
	} {
		if got := text.fill(c.typed, c.lang, Ours); got != c.ours {
			t.Errorf("%q in our copy: %q", c.typed, got)
		}
		if got := text.fill(c.typed, c.lang, Theirs); got != c.theirs {
			t.Errorf("%q in theirs: %q", c.typed, got)
		}
	}
	for typed, key := range map[string]string{"<город>": "clause.placeholder", "<first": "clause.bracket", "first>": "clause.bracket", "<<first>": "clause.bracket", "<a|b|c>": "clause.choice", "<>": "clause.placeholder"} {
		if _, err := pieces(typed); err == nil || err.Key != key {
			t.Errorf("%q: %v, not %s", typed, err, key)
		}
	}
}

// TestAlternat holds the rule of the two copies, with languages of both
// directions.
func TestAlternat(t *testing.T) {
	for _, c := range []struct {
		langs, ours, theirs  string
		signOurs, signTheirs string
	}{
		{"ru de", "ru de", "de ru", "ours theirs", "theirs ours"},
		{"ru de en", "ru de en", "de ru en", "ours theirs", "theirs ours"},
		{"ru ar", "ru ar", "ru ar", "ours theirs", "ours theirs"}, // both have the first place at once
		{"ar ru", "ru ar", "ru ar", "theirs ours", "theirs ours"},
		{"ru he en", "ru en he", "ru en he", "ours theirs", "ours theirs"},
		{"ar he", "he ar", "ar he", "theirs ours", "ours theirs"},
	} {
		langs := append(strings.Fields(c.langs), "")
		text := Text{OurLang: langs[0], TheirLang: langs[1], ThirdLang: langs[2]}
		words := func(all []Copy) string { return strings.Join([]string{string(all[0]), string(all[1])}, " ") }
		for _, got := range [][2]string{
			{strings.Join(text.Columns(Ours), " "), c.ours}, {strings.Join(text.Columns(Theirs), " "), c.theirs},
			{words(text.Signatures(Ours)), c.signOurs}, {words(text.Signatures(Theirs)), c.signTheirs},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %s, not %s", c.langs, got[0], got[1])
			}
		}
	}
}

// said is all that a paper says, cell by cell.
func said(doc paper.Document) string {
	var b strings.Builder
	for _, block := range doc.Blocks {
		for _, row := range block.Table.Rows {
			for i, cell := range row.Cells {
				if i > 0 {
					b.WriteString(" | ")
				}
				for _, p := range cell.Paragraphs {
					for _, run := range p {
						b.WriteString(run.Text + "; ")
					}
				}
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestCopies(t *testing.T) {
	sheet := Sheet{
		Text:    Text{OurLang: "ru", TheirLang: "de", OurName: both("Пермь", "Perm"), TheirName: both("Дуйсбург", "Duisburg")},
		Clauses: whole(),
		Signers: []Signer{{Side: "theirs", Name: both("А. Мустер", "A. Muster"), Post: both("Обер-бургомистр", "Oberbürgermeister")}, {Side: "witness", Name: both("Свидетель", "Zeuge")}},
	}
	for i := range sheet.Clauses {
		sheet.Clauses[i].ID = string(rune('a' + i))
	}
	ours, theirs := said(sheet.Copy(Ours)), said(sheet.Copy(Theirs))
	for _, want := range []string{
		"Соглашение между городом Пермью и городом Дуйсбургом;  | Abkommen zwischen Perm und Duisburg; ", "1. Предмет; Стороны сотрудничают.;  | 1. Gegenstand; ",
		"1.1. Пермь принимает школьников.; ", "2. Срок — пять лет.; ", "Пермь; Perm; ____________________;  | Duisburg; Дуйсбург; Oberbürgermeister; Обер-бургомистр; ____________________; A. Muster; А. Мустер; ", "Свидетель; ",
	} {
		if !strings.Contains(ours, want) {
			t.Errorf("our copy has no %q:\n%s", want, ours)
		}
	}
	for _, want := range []string{
		"Abkommen zwischen Duisburg und Perm;  | Соглашение между городом Дуйсбургом и городом Пермью; ", "Duisburg und Perm haben vereinbart:;  | Дуйсбург и Пермь договорились:; ",
		"1.1. Perm empfängt Schüler.;  | 1.1. Пермь принимает школьников.; ",
	} {
		if !strings.Contains(theirs, want) {
			t.Errorf("their copy has no %q:\n%s", want, theirs)
		}
	}
}
