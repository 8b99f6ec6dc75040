package lexis

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// finds tells whether a query meets a document, as the databases do it.
func finds(q Query, tokens []string) bool {
	if q.IsZero() {
		return false
	}
	for _, g := range q.Groups {
		met := slices.ContainsFunc(g.Any, func(t string) bool { return slices.Contains(tokens, t) })
		for _, b := range g.Begins {
			met = met || slices.ContainsFunc(tokens, func(t string) bool { return strings.HasPrefix(t, b) })
		}
		if !met {
			return false
		}
	}
	return true
}

func document(lang, title, text string) []string {
	var t Tokens
	t.Title(title, lang)
	t.Text(text, lang)
	return t.List()
}

// TestNames: whatever is typed from one side of a row finds what is called so
// on the other.
func TestNames(t *testing.T) {
	for _, row := range []struct{ titles, queries []string }{
		{[]string{"Тюбинген", "Tübingen"}, []string{"Тюбинген", "тюбингена", "Тюбингеном", "Tübingen", "Tubingen", "Tuebingen", "Tyubingen", "TÜBINGEN", "тюби", "tübi"}},
		{[]string{"Йоэнсуу", "Joensuu"}, []string{"Йоенсуу", "Йоэнсуу", "Joensuu", "joensuu", "йоэн"}},
		{[]string{"Циндао", "Qingdao"}, []string{"Qingdao", "Циндао", "цинд"}},
		{[]string{"青岛"}, []string{"青岛", "青", "青岛市"[:6]}},
		{[]string{"Варкаус"}, []string{"Varkaus", "варкаусе", "Варкаусом", "ВАРКАУС", "вар"}},
		{[]string{"Фёдоров Пётр"}, []string{"федоров", "Фёдорова", "петр", "Fedorov"}},
	} {
		for _, title := range row.titles {
			tokens := document("", title, "")
			for _, q := range row.queries {
				same := title[0] < 0x80 == (q[0] < 0x80)
				if beginning := utf8.RuneCountInString(q) <= 4 && !same; beginning {
					continue // the beginning of a name is found in its own script
				}
				if !finds(Read(q), tokens) {
					t.Errorf("%q does not find %q: %v in %v", q, title, Read(q), tokens)
				}
				if !finds(Read(q).InTitles(), tokens) {
					t.Errorf("%q does not find %q as a title: %v", q, title, Read(q).InTitles())
				}
			}
		}
	}
}

// TestForms: words of a text are found in their other forms.
func TestForms(t *testing.T) {
	for _, row := range []struct{ lang, text, finds, not string }{
		{"ru", "Школьники подписали соглашения о сотрудничестве", "соглашение|соглашением|сотрудничество|школьников|подписала", "школа|сотрудник"},
		{"ru", "Встреча музеев", "музей|музеи|музеев|музеям", "муза"},
		{"ru", "В Перми прошёл концерт ещё одной группы", "Пермь|концерты|еще|ещё|группа", "Парма"},
		{"en", "The delegation visited schools and libraries", "school|library|visit|delegations", "schoolmaster"},
		{"de", "Die Häuser der Städtepartnerschaften", "Haus|Stadtepartnerschaft|Städtepartnerschaft", "Maus"},
		{"fr", "Les écoles jumelées de la région", "école|ecole|jumelée|régions", "écolier"},
		{"fi", "Kaupungin yhdistyksissä tavattiin", "yhdistykset|kaupungissa|yhdistyksissa", "kauppa"},
		{"sv", "Skolorna i vänorterna", "skola|vänort|vanort", "skog"},
		{"it", "Le città gemellate e le scuole", "città|citta|scuola|gemellata", "scultura"},
		{"", "Program twinning of schools", "programs|school", "prologue"},
		{"ru", "Проект Tacis «Tübingen hilft»", "tübingen|тюбинген|tacis", "такси"},
		{"ja", "観光協力と文化", "観光|協力|文化|観光協力", "光文"},
		{"ko", "도시 협력", "도시|협력", "력도"},
		{"ru", "тел. +7 (342) 217-00-00, info@perm.example", "3422 217|217-00-00|info@perm.example", "218"},
	} {
		tokens := document(row.lang, "", row.text)
		for q := range strings.SplitSeq(row.finds, "|") {
			want := !strings.HasPrefix(q, "3422")
			if finds(Read(q), tokens) != want {
				t.Errorf("%q in %q: %v, want %v: %v in %v", q, row.text, !want, want, Read(q), tokens)
			}
		}
		for q := range strings.SplitSeq(row.not, "|") {
			if finds(Read(q), tokens) {
				t.Errorf("%q finds %q", q, row.text)
			}
		}
	}
}

func TestOtherLayout(t *testing.T) {
	tokens := document("ru", "Программа молодёжного обмена", "")
	for _, q := range []string{"ghjuhfvvf", "ghjuh", "vjkjl`;ysq j,vty"} {
		if finds(Read(q), tokens) {
			t.Errorf("%q as typed finds something", q)
		}
		if other, text := Other(q); !finds(other, tokens) {
			t.Errorf("%q under the other layout is %q and finds nothing: %v", q, text, other)
		}
	}
	if q, text := Other("123"); !q.IsZero() || text != "" {
		t.Errorf("digits have no other layout: %q", text)
	}
}

func TestBeginnings(t *testing.T) {
	tokens := document("ru", "Программа молодёжного обмена", "Встреча сотрудников")
	for q, want := range map[string]bool{
		"пр": true, "прог": true, "програм": true, "молодёжный об": true, "молодёжный обмена ": true, "над прог": true, "обмен прог": true, "прог обмен встреч": false, "прог ": false, "п": false,
		"сотрудни": false, "сотрудника": true, "встреча молод": true,
	} {
		if got := finds(Read(q), tokens); got != want {
			t.Errorf("%q: %v, want %v: %v", q, got, want, Read(q))
		}
	}
	if wide, ok := Read("сотрудн").Wider(); !ok || !finds(wide, tokens) {
		t.Error("a wider query does not find the beginning of a word of the text")
	}
	if _, ok := Read("сот").Wider(); ok {
		t.Error("three letters are too few to be looked for everywhere")
	}
	if _, ok := Read("сотрудн ").Wider(); ok {
		t.Error("a word that is finished is no beginning")
	}
}

func TestFunctionWords(t *testing.T) {
	tokens := document("ru", "Соглашение о побратимстве", "Тюбинген")
	for _, q := range []string{"соглашение с Тюбингеном", "побратимство и соглашение", "the соглашение of"} {
		if !finds(Read(q), tokens) {
			t.Errorf("%q: %v", q, Read(q))
		}
	}
	if Read("и").IsZero() || !Read(" ,. ").IsZero() || !Read("").IsZero() {
		t.Error("a function word alone is a query; punctuation is none")
	}
}

func TestScore(t *testing.T) {
	order := []Title{
		{Variants: [][]string{Words("Варкаус")}},
		{Variants: [][]string{Words("Варкаус и Петрозаводск")}},
		{Variants: [][]string{Words("Визит в Варкаус")}},
		{Variants: [][]string{Words("Визит в Varkaus")}},
		{Variants: [][]string{Words("Отчёт")}},
	}
	q := Read("варкаус")
	for i := range len(order) - 1 {
		if a, b := q.Score(order[i], true), q.Score(order[i+1], true); a < b || a == b && i != 2 {
			t.Errorf("%v (%.1f) should stand before %v (%.1f)", order[i], a, order[i+1], b)
		}
	}
	if q.Score(order[4], true) != 0 {
		t.Error("a title without the word scores")
	}
	if !Read("созд парт").Answers("Создать партнёра") && !Read("создать партн").Answers("Создать партнёра") || Read("удалить").Answers("Создать партнёра") {
		t.Error("names of commands are not matched")
	}
}

// TestSpelled: without an index a title is found by its words as they are
// written and by the beginning of what is being typed.
func TestSpelled(t *testing.T) {
	title := Title{Variants: [][]string{Words("Визит в Варкаус"), Words("Visit to Varkaus"), Words("友好城市")}, Names: Words("Warkaus")}
	for q, want := range map[string]bool{
		"варкаус": true, "варк": true, "варк ": false, "визит варк": true, "visit": true, "warkaus визит ": true, "友好": true,
		"визит visit ": false, "варкауса": false, "каус": false, "好友": false, "": false,
	} {
		if got := Read(q).Spelled(title); got != want {
			t.Errorf("%q: %v, want %v", q, got, want)
		}
	}
}

func TestSnippet(t *testing.T) {
	text := strings.Repeat("Прочее слово. ", 30) + "Делегация Тюбингена подписала соглашение." + strings.Repeat(" Дальше ничего.", 40)
	parts := Read("тюбинген соглашения").Snippet(text)
	var whole string
	var hits []string
	for _, p := range parts {
		whole += p.Text
		if p.Hit {
			hits = append(hits, p.Text)
		}
	}
	if !slices.Equal(hits, []string{"Тюбингена", "соглашение"}) || len(whole) > 600 || !strings.HasPrefix(whole, "… ") || !strings.HasSuffix(whole, " …") {
		t.Errorf("hits %q in %q", hits, whole)
	}
	if Read("Варкаус").Snippet(text) != nil {
		t.Error("a text without the word has a snippet")
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Тюбинген, Straße", "İstanbul ǅ ﷺ", "観光協力 がぎ", "e\u0301 и\u0306\u0306", "k.,bntkm", "½ Ⅻ 2026", "\xff\xfeа", "ſſ ß ŉ", "hei\u00ADmat"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var tokens Tokens
		tokens.Title(s, "")
		tokens.Text(s, "ru")
		for _, token := range tokens.List() {
			if !utf8.ValidString(token) || token == "" || strings.ContainsAny(token, " \t\n'\"\\*:&|!()<>") {
				t.Errorf("the token %q of %q would need care", token, s)
			}
			if len(token) > 1000 {
				t.Errorf("a token of %d bytes", len(token))
			}
		}
		q := Read(s)
		q.Score(Title{Variants: [][]string{Words(s)}}, true)
		q.InTitles()
		q.Wider()
		Other(s)
		at := 0
		for _, p := range q.Snippet(s) {
			at += len(p.Text)
		}
		if at > 2000+len(s) {
			t.Errorf("a snippet of %d bytes", at)
		}
	})
}

func BenchmarkText(b *testing.B) {
	const text = "Соглашение о побратимстве с городом Тюбинген подписано делегацией; the programme of the visit is attached."
	for b.Loop() {
		var t Tokens
		t.Text(text, "")
	}
}

// TestNumbers: a number is found as itself and not as a shorter one, though
// stemmers take a doubled last letter off.
func TestNumbers(t *testing.T) {
	for _, row := range []struct{ text, query string }{{"Приказ А36", "А366"}, {"order no36", "no366"}, {"2007 год", "20077"}} {
		if tokens := document("", "", row.text); finds(Read(row.query), tokens) {
			t.Errorf("%s finds %s: %v", row.query, row.text, tokens)
		}
	}
	if !finds(Read("no366"), document("", "", "order no366")) {
		t.Error("no366 does not find itself")
	}
}
