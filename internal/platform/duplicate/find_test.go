package duplicate

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// cardOf reads "name / other spelling; email=…; place=…".
func cardOf(text, id string) Card {
	parts := strings.Split(text, ";")
	c := Card{ID: id, Names: strings.Split(parts[0], " / ")}
	for _, p := range parts[1:] {
		field, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		switch field {
		case "email":
			c.Email = value
		case "phone":
			c.Phone = value
		case "site":
			c.Site = value
		case "when":
			c.When = value
		case "place":
			c.Place = value
		case "code":
			c.Codes = append(c.Codes, value)
		case "of":
			c.Belongs = append(c.Belongs, value)
		}
	}
	return c
}

type labelled struct {
	sort       Sort
	same       bool
	maybe      bool // worth a look, and wrong as often as right
	one, other string
}

func labels(t *testing.T) []labelled {
	t.Helper()
	f, err := os.Open("testdata/pairs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []labelled
	for s := bufio.NewScanner(f); s.Scan(); {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		p := strings.Split(s.Text(), "\t")
		if len(p) != 4 || !slices.Contains([]string{"same", "different", "maybe"}, p[1]) {
			t.Fatalf("unreadable: %q", s.Text())
		}
		all = append(all, labelled{Sort(p[0]), p[1] == "same", p[1] == "maybe", p[2], p[3]})
	}
	return all
}

// TestLabelled measures the search on pairs that people judged: each pair alone,
// and then all cards of a sort in one base, where whatever is found and not
// labelled as the same, directly or by way of a third card, is a false alarm.
func TestLabelled(t *testing.T) {
	all := labels(t)
	if len(all) < 60 {
		t.Fatalf("only %d pairs", len(all))
	}
	right, missed, wrong := 0, 0, 0
	for _, l := range all {
		found := Find(l.sort, []Card{cardOf(l.one, "1"), cardOf(l.other, "2")})
		p := Compare(l.sort, cardOf(l.one, "1"), cardOf(l.other, "2"))
		switch {
		case l.maybe:
		case l.same && len(found) == 1:
			right++
		case l.same:
			missed++
			t.Logf("missed (%.2f): %s | %s", p.Strength, l.one, l.other)
		case len(found) > 0:
			wrong++
			t.Logf("false (%.2f %v): %s | %s", p.Strength, p.Agree, l.one, l.other)
		}
	}
	report(t, "pairs alone", right, missed, wrong)
	right, missed, wrong = 0, 0, 0
	for _, sort := range []Sort{People, Organisations, Places} {
		r, m, w := inOneBase(t, sort, all)
		right, missed, wrong = right+r, missed+m, wrong+w
	}
	report(t, "all in one base", right, missed, wrong)
}

func report(t *testing.T, what string, right, missed, wrong int) {
	t.Helper()
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("%s: precision %.3f, recall %.3f (%d right, %d missed, %d false)", what, precision, recall, right, missed, wrong)
	if precision < 0.95 || recall < 0.9 {
		t.Errorf("%s: precision %.3f and recall %.3f; at least 0.95 and 0.90 are wanted", what, precision, recall)
	}
}

// inOneBase puts all cards of a sort into one base.
func inOneBase(t *testing.T, sort Sort, all []labelled) (right, missed, wrong int) {
	at := map[string]int{}
	var cards []Card
	var group []int
	index := func(text string) int {
		if i, ok := at[text]; ok {
			return i
		}
		at[text] = len(cards)
		cards, group = append(cards, cardOf(text, fmt.Sprint(len(cards)))), append(group, len(group))
		return at[text]
	}
	join := func(a, b int) {
		from, to := group[a], group[b]
		for i := range group {
			if group[i] == from {
				group[i] = to
			}
		}
	}
	for _, l := range all {
		if l.sort == sort {
			if a, b := index(l.one), index(l.other); l.same && !l.maybe {
				join(a, b)
			}
		}
	}
	for a := range cards { // the same name in two rows is the same thing
		for b := range a {
			if slices.Equal(cards[a].Names, cards[b].Names) && cards[a].Place == cards[b].Place {
				join(a, b)
			}
		}
	}
	maybe := map[[2]int]bool{}
	for _, l := range all {
		if l.sort == sort && l.maybe {
			maybe[[2]int{group[at[l.one]], group[at[l.other]]}], maybe[[2]int{group[at[l.other]], group[at[l.one]]}] = true, true
		}
	}
	found := map[[2]int]bool{}
	for _, p := range Find(sort, cards) {
		found[[2]int{p.One, p.Other}], found[[2]int{p.Other, p.One}] = true, true
		if group[p.One] != group[p.Other] && !maybe[[2]int{group[p.One], group[p.Other]}] {
			wrong++
			t.Logf("false (%.2f %v): %v | %v", p.Strength, p.Agree, cards[p.One].Names, cards[p.Other].Names)
		}
	}
	for _, l := range all {
		if l.sort == sort && l.same {
			if found[[2]int{at[l.one], at[l.other]}] {
				right++
			} else {
				missed++
			}
		}
	}
	return right, missed, wrong
}

func TestExplained(t *testing.T) {
	for _, c := range []struct {
		sort          Sort
		one, other    string
		agree, differ []Sign
	}{
		{People, "Смирнова Мария; email=m@example.org", "Maria Smirnova; email=m@example.org", []Sign{SignName, SignScript, SignEmail}, nil},
		{People, "Смирнова М. А.; of=1; phone=+7 342 200-11-22", "Смирнова Мария Андреевна; of=1; phone=8 (342) 200-11-22", []Sign{SignShort, SignPhone, SignOrganisation}, nil},
		{People, "Смирнова Мария; email=a@example.org; of=1", "Смирнова Мария; email=b@example.org; of=2", []Sign{SignName}, []Sign{SignEmail, SignOrganisation}},
		{Organisations, "ПНТУС; site=pntus.example", "Пермский национальный технический университет связи; site=https://www.pntus.example/", []Sign{SignShort, SignSite}, nil},
		{Places, "Дуйсбург; place=DE; code=geonames:1", "Duisburg; place=DE; code=geonames:1", []Sign{SignName, SignScript, SignCode, SignPlace}, nil},
	} {
		p := Compare(c.sort, cardOf(c.one, "1"), cardOf(c.other, "2"))
		for _, want := range c.agree {
			if !slices.Contains(p.Agree, want) {
				t.Errorf("%s | %s: %v agree, want %v", c.one, c.other, p.Agree, c.agree)
			}
		}
		if !slices.Equal(p.Differ, c.differ) {
			t.Errorf("%s | %s: %v differ, want %v", c.one, c.other, p.Differ, c.differ)
		}
	}
}

// base makes n organisations as a large office has them, with planted doubles.
func base(n, doubles int) []Card {
	r := rand.New(rand.NewPCG(7, 7))
	syllables := strings.Fields("ва ри но лу ста кра бе зор мин тал гро пул ни ка де ша вер об лян жер хо мы со ру")
	word := func() string {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		return b.String() + "ск"
	}
	towns := make([]string, 800)
	for i := range towns {
		towns[i] = word()
	}
	sorts := []string{"Школа №", "Музей", "Университет", "Общество дружбы", "Фонд", "Администрация", "Театр", "Библиотека", "Хор", "Центр культуры"}
	cards := make([]Card, n)
	for i := range cards {
		name := sorts[r.IntN(len(sorts))]
		if strings.HasSuffix(name, "№") {
			name += fmt.Sprint(" ", 1+r.IntN(200))
		}
		name += " «" + word() + "» г. " + towns[r.IntN(len(towns))]
		cards[i] = Card{ID: fmt.Sprintf("%08d", i), Names: []string{name}, Email: fmt.Sprintf("office%d@example.org", i), Phone: fmt.Sprintf("+7 342 %07d", i)}
	}
	for i := range doubles {
		c := cards[i*7%n]
		c.ID, c.Names = "x"+c.ID, []string{strings.ReplaceAll(strings.ToUpper(c.Names[0]), "«", "")}
		cards = append(cards, c)
	}
	return cards
}

// compared counts the comparisons that a search makes for each card, which is
// what its time follows, on any machine.
func compared(cards []Card) float64 {
	_, b := file(Organisations, cards)
	met, n := slices.Repeat([]int32{-1}, len(cards)), 0
	for i := range cards {
		for range b.sharing(int32(i), met) {
			n++
		}
	}
	return float64(n) / float64(len(cards))
}

// TestLarge wants the cost of 100,000 organisations to be that of 10,000 for
// each of them, not ten times that, and the planted doubles to be found.
func TestLarge(t *testing.T) {
	cards := base(100_000, 500)
	start := time.Now()
	pairs := Find(Organisations, cards)
	took := time.Since(start)
	planted := 0
	for _, p := range pairs {
		if strings.TrimPrefix(cards[p.One].ID, "x") == strings.TrimPrefix(cards[p.Other].ID, "x") {
			planted++
		}
	}
	t.Logf("%d organisations in %v: %d pairs, %d of 500 planted", len(cards), took.Round(10*time.Millisecond), len(pairs), planted)
	few, many := compared(base(10_000, 50)), compared(cards)
	t.Logf("comparisons for each: %.0f of 10,000, %.0f of 100,000", few, many)
	if planted < 495 || many > 60 || many > 4*few {
		t.Errorf("%d of 500 planted doubles found; %.0f comparisons for each of 10,000, %.0f of 100,000", planted, few, many)
	}
}

// FuzzName wants every text to be read, and every card to be like itself.
func FuzzName(f *testing.F) {
	for _, s := range []string{"Школа № 12", "ООО «»", "Ю. Ы.", "青岛 museum", "\xff", "а б в г д е ж з и к", "O'Brien-Müller"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, sort := range []Sort{People, Organisations, Places} {
			c := Card{ID: "1", Names: []string{s}}
			p := Compare(sort, c, c)
			if p.Strength < 0 || p.Strength > 1 {
				t.Errorf("%q: %f", s, p.Strength)
			}
			Find(sort, []Card{c, {ID: "2", Names: []string{s + " 2"}}})
		}
	})
}
