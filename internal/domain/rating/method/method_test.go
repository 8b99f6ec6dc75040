package method

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/errs"
)

func known() Measures {
	return Known([]string{"event", "exchange", "visit_in", "visit_out"}, []string{"claimed", "document", "partner"})
}

// whole is a methodology with everything in it.
const whole = `{
 "format": "pobratim-methodology/1", "id": "test", "edition": "2026", "title": {"ru": "Проверка"}, "sum": 100,
 "classes": [{"id": "small", "title": {"ru": "малые"}, "below": 100000}, {"id": "large", "title": {"ru": "большие"}}],
 "blocks": [
  {"id": "ties", "title": {"ru": "Связи"}, "weight": 60, "indicators": [{"id": "contact", "title": {"ru": "Контакт"}, "weight": 100, "questions": [
   {"id": "share", "title": {"ru": "Доля"}, "type": "ratio", "weight": 50, "rule": {"count": "partners_contacted", "of": "partners"}},
   {"id": "events", "title": {"ru": "События"}, "type": "number", "weight": 50, "full": 10, "rule": {"count": "activities:event"}}]}]},
  {"id": "tourism", "title": {"ru": "Туризм"}, "weight": 40, "indicators": [{"id": "guests", "title": {"ru": "Гости"}, "weight": 100, "questions": [
   {"id": "tourists", "title": {"ru": "Туристы"}, "type": "number", "weight": 0, "full": 1},
   {"id": "foreign", "title": {"ru": "Иностранцы"}, "type": "number", "weight": 0, "full": 1},
   {"id": "foreign_share", "title": {"ru": "Доля иностранцев"}, "type": "ratio", "weight": 100, "formula": "foreign / tourists"}]}]}
 ]}`

func read(t *testing.T, text string) *Methodology {
	t.Helper()
	m, err := Read([]byte(text), known())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func num(text string) Number {
	n, _ := ParseNumber(text)
	return n
}

func exact(text string) Value { return Exactly(num(text)) }

func rat(text string) *big.Rat {
	r, _ := new(big.Rat).SetString(text)
	return r
}

func shows(v Value) string {
	bound := func(r *big.Rat) string {
		if r == nil {
			return "?"
		}
		return r.RatString()
	}
	return bound(v.Low) + ".." + bound(v.High)
}

func TestShippedMethodologiesAreWhole(t *testing.T) {
	for _, name := range Shipped() {
		body, err := Ship(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Read(body, known())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(m.Sources) == 0 && name != "own" {
			t.Errorf("%s names no source", name)
		}
		m.Each(func(_ *Block, _ *Indicator, q *Question) {
			if q.Weight != nil || q.Full != nil {
				t.Errorf("%s: %s has a weight or full marks that no source states", name, q.ID)
			}
			for _, lang := range []string{"ru", "en"} {
				if q.Title[lang] == "" {
					t.Errorf("%s: %s has no title in %s", name, q.ID, lang)
				}
			}
		})
		again, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(again, known()); err != nil {
			t.Errorf("%s does not survive being written: %v", name, err)
		}
	}
	if _, err := Ship("../method.go"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("what is not shipped: %v", err)
	}
	if left, _ := filepath.Glob("shipped/*.json"); len(left) != len(Shipped()) {
		t.Errorf("%d files are shipped, %d are named", len(left), len(Shipped()))
	}
}

func TestWinnersOf2015FallIntoTheirClasses(t *testing.T) {
	body, _ := Ship("uclg_eurasia_2015")
	m, err := Read(body, known())
	if err != nil {
		t.Fatal(err)
	}
	// Populations as of about 2015, rounded: only the class matters here.
	for class, people := range map[string][]int64{"small": {72000, 95000, 88000}, "medium": {300000, 425000, 133000}, "large": {600000, 1430000, 1270000}} {
		for _, n := range people {
			if at := m.Classify(n); !at.Sure() || at.Of[0].ID != class || !at.Inferred() {
				t.Errorf("%d: %+v, want %s by an inferred limit", n, at, class)
			}
		}
	}
}

func TestClassesByPopulation(t *testing.T) {
	limit := func(n int64) *int64 { return &n }
	m := &Methodology{Classes: []Class{{ID: "a", Below: limit(100)}, {ID: "b"}, {ID: "c", Below: limit(900)}, {ID: "d"}}}
	for n, want := range map[int64]string{0: "a b c d", 1: "a", 99: "a", 100: "b c", 899: "b c", 900: "d"} {
		var ids []string
		for _, c := range m.Classify(n).Of {
			ids = append(ids, c.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if at := (&Methodology{}).Classify(5); at.Of != nil || at.Sure() {
		t.Errorf("without classes: %+v", at)
	}
}

func TestScoreIsARangeWhileSomethingIsUnknown(t *testing.T) {
	m := read(t, whole)
	for _, c := range []struct {
		name    string
		answers Answers
		want    string
	}{
		{"nothing known", Answers{}, "0..1"},
		// 0.6 × (0.5 × 1/2 + 0.5 × 4/10) = 0.27; the rest can add 0.4.
		{"a block known", Answers{"share": exact("0.5"), "events": exact("4")}, "27/100..67/100"},
		// Mogilev 2018: 1,674 of 2,763 tourists came from abroad.
		{"all known", Answers{"share": exact("0.5"), "events": exact("4"), "foreign": exact("1674"), "tourists": exact("2763")}, new(big.Rat).Add(rat("27/100"), new(big.Rat).Mul(rat("4/10"), rat("1674/2763"))).RatString() + ".."},
		{"more than full marks", Answers{"share": exact("1"), "events": exact("99"), "foreign": exact("5"), "tourists": exact("5")}, "1..1"},
		{"at least", Answers{"share": exact("0"), "events": AtLeast(num("5")), "foreign": exact("0"), "tourists": exact("5")}, "3/20..3/10"},
		{"nothing to divide by", Answers{"share": exact("0"), "events": exact("0"), "foreign": exact("0"), "tourists": exact("0")}, "0..2/5"},
	} {
		if got := shows(m.Score(c.answers, m.Classes[:1], Weighting{}).Value); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	part, wholeValue := m.Values(Answers{"foreign": exact("1674"), "tourists": exact("2763")})["foreign_share"], new(big.Rat)
	if f, _ := wholeValue.Mul(part.Low, rat("100")).Float64(); fmt.Sprintf("%.1f", f) != "60.6" {
		t.Errorf("1674 of 2763 is %.1f %%", f)
	}
}

func TestUnknownWeightsSpanEveryDivision(t *testing.T) {
	block := func(weights ...string) *Methodology {
		m := &Methodology{}
		for i, w := range weights {
			id := string(rune('a' + i))
			b := Block{ID: "b" + id, Indicators: []Indicator{{ID: "i" + id, Questions: []Question{{ID: id, Type: Ratio}}}}}
			if n, ok := ParseNumber(w); ok {
				b.Weight = &n
			}
			m.Blocks = append(m.Blocks, b)
		}
		return m
	}
	answers := Answers{"a": exact("0.2"), "b": exact("0.8"), "c": exact("0.5")}
	sum := Int(100)
	for _, c := range []struct {
		weights []string
		sum     *Number
		by      Weighting
		want    string
	}{
		{[]string{"1", "3"}, nil, Weighting{}, "13/20..13/20"},
		{[]string{"?", "?"}, nil, Weighting{}, "1/5..4/5"},
		{[]string{"?", "?"}, nil, Weighting{Equal: true}, "1/2..1/2"},
		{[]string{"?", "?"}, nil, Weighting{Own: map[string]Number{"ba": Int(1), "bb": Int(3)}}, "13/20..13/20"},
		{[]string{"50", "50", "?"}, nil, Weighting{}, "1/2..1/2"},
		{[]string{"1", "?", "?"}, nil, Weighting{}, "1/5..4/5"},
		{[]string{"40", "40", "?"}, &sum, Weighting{}, "1/2..1/2"},
		{[]string{"60", "?", "?"}, &sum, Weighting{}, "8/25..11/25"},
		{[]string{"?"}, nil, Weighting{}, "1/5..1/5"},
	} {
		m := block(c.weights...)
		m.Sum = c.sum
		if got := shows(m.Score(answers, nil, c.by).Value); got != c.want {
			t.Errorf("weights %v of %v: %s, want %s", c.weights, c.sum, got, c.want)
		}
	}
	empty := block("1")
	empty.Blocks = append(empty.Blocks, Block{ID: "unsaid", Weight: &sum})
	if got := shows(empty.Score(answers, nil, Weighting{}).Value); got != "1/505..501/505" {
		t.Errorf("a block of which nothing is said: %s", got)
	}
}

func TestQuestionsOfSomeClasses(t *testing.T) {
	text := strings.Replace(whole, `"id": "events", `, `"id": "events", "classes": ["large"], `, 1)
	m := read(t, text)
	answers := Answers{"share": exact("0.5"), "events": exact("10"), "foreign": exact("0"), "tourists": exact("5")}
	for class, want := range map[int]string{0: "3/10..3/10", 1: "9/20..9/20"} {
		if got := shows(m.Score(answers, m.Classes[class:class+1], Weighting{}).Value); got != want {
			t.Errorf("%s: %s, want %s", m.Classes[class].ID, got, want)
		}
	}
	if got := shows(m.Score(answers, m.Classes, Weighting{}).Value); got != "3/10..9/20" {
		t.Errorf("a class that is not known: %s", got)
	}
}

func TestStepsBeginWithTheGreatestGain(t *testing.T) {
	m := read(t, whole)
	answers := Answers{"share": exact("0.5"), "events": exact("4"), "tourists": exact("10")}
	steps := m.Steps(answers, map[string]Counted{"share": {3, 6}}, nil, Weighting{})
	var got []string
	for _, s := range steps {
		got = append(got, fmt.Sprintf("%s %d %s", s.Question, s.Count, s.Each.RatString()))
	}
	// foreign alone, of ten tourists, brings no more than the tenth of its block.
	want := []string{"share 3 1/20", "foreign 1 1/25", "events 6 3/100"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if steps := m.Steps(Answers{"share": exact("1"), "events": exact("10"), "tourists": exact("1"), "foreign": exact("1")}, nil, nil, Weighting{}); steps != nil {
		t.Errorf("full marks leave no step: %+v", steps)
	}
}

func TestFaultsAreNamedAtTheirPlace(t *testing.T) {
	for _, c := range []struct{ name, from, to, at, key string }{
		{"format", `methodology/1"`, `methodology/9"`, "format", "method.format"},
		{"identifier", `"id": "ties"`, `"id": "Ties!"`, "blocks[0].id", "method.id"},
		{"twice", `"id": "events"`, `"id": "share"`, "blocks[0].indicators[0].questions[1].id", "method.twice"},
		{"edition", `"edition": "2026"`, `"edition": ""`, "edition", "method.edition"},
		{"no title", `{"ru": "Связи"}`, `{}`, "blocks[0].title", "method.title"},
		{"a class not there", `"id": "events", `, `"id": "events", "classes": ["large", "huge"], `, "blocks[0].indicators[0].questions[1].classes[1]", "method.class.missing"},
		{"limit of the last class", `{"ru": "большие"}`, `{"ru": "большие"}, "below": 500000`, "classes[1].below", "method.class.last"},
		{"order of limits", `"below": 100000`, `"below": 0`, "classes[0].below", "method.class.order"},
		{"sum of weights", `"weight": 60`, `"weight": 70`, "blocks", "method.weight.sum"},
		{"weights below the sum", `"weight": 60`, `"weight": 50`, "blocks", "method.weight.sum"},
		{"type", `"type": "ratio", "weight": 50`, `"type": "share", "weight": 50`, "blocks[0].indicators[0].questions[0].type", "method.type"},
		{"full marks of a ratio", `"type": "ratio", "weight": 50`, `"type": "ratio", "full": 2, "weight": 50`, "blocks[0].indicators[0].questions[0].full", "method.full"},
		{"measure", `activities:event`, `activities:parade`, "blocks[0].indicators[0].questions[1].rule.count", "method.rule.measure"},
		{"a ratio of nothing", `, "of": "partners"`, ``, "blocks[0].indicators[0].questions[0].rule", "method.rule.type"},
		{"rule and formula", `"full": 10`, `"full": 10, "formula": "share"`, "blocks[0].indicators[0].questions[1].rule", "method.rule.both"},
		{"cycle", `"weight": 0, "full": 1},
   {`, `"weight": 0, "full": 1, "formula": "foreign_share * 2"},
   {`, "blocks[1].indicators[0].questions[0].formula", "method.formula.cycle"},
		{"formula names nobody", `foreign / tourists`, `foreign / guests_of_honour`, "blocks[1].indicators[0].questions[2].formula", "method.formula.question"},
		{"formula ends", `foreign / tourists`, `foreign / `, "blocks[1].indicators[0].questions[2].formula", "method.formula.operand"},
		{"bracket", `foreign / tourists`, `(foreign / tourists`, "blocks[1].indicators[0].questions[2].formula", "method.formula.bracket"},
		{"rest", `foreign / tourists`, `foreign tourists`, "blocks[1].indicators[0].questions[2].formula", "method.formula.rest"},
		{"number in a formula", `foreign / tourists`, `1.2.3`, "blocks[1].indicators[0].questions[2].formula", "method.formula.number"},
		{"negative weight", `"weight": 60`, `"weight": -1`, "blocks[0].weight", "method.number"},
		{"number as text", `"weight": 60`, `"weight": "60"`, "blocks[0].weight", "method.number"},
		{"full marks as text", `"full": 10`, `"full": "ten"`, "blocks[0].indicators[0].questions[1].full", "method.number"},
		{"sum as text", `"sum": 100`, `"sum": true`, "sum", "method.number"},
		{"unknown field", `"sum": 100`, `"total": 100`, "", "method.unknown"},
		{"syntax", `"sum": 100,`, `"sum": 100`, "3:2", "method.syntax"},
		{"wrong kind", `"edition": "2026"`, `"edition": 2026`, "", "method.kind"},
	} {
		text := strings.Replace(whole, c.from, c.to, 1)
		if text == whole {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		_, err := Read([]byte(text), known())
		found := errs.FieldsOf(err)
		if !slices.ContainsFunc(found, func(e *errs.E) bool { return e.Key == c.key && (c.at == "" || e.Field == c.at) }) {
			t.Errorf("%s: %v, want %s at %s", c.name, err, c.key, c.at)
		}
		for _, e := range found {
			if e.Arg("at") != e.Field {
				t.Errorf("%s: the sentence does not tell the place: %+v", c.name, e)
			}
		}
	}
	for key, text := range map[string]string{"method.large": strings.Repeat(" ", MaxBytes+1), "method.encoding": "{\"id\": \"\xff\"}", "method.after": whole + "x", "method.syntax": ""} {
		if _, err := Read([]byte(text), known()); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Key != key {
			t.Errorf("want %s: %v", key, err)
		}
	}
}

func TestCycleNamesTheWholeRound(t *testing.T) {
	uses := map[string][]string{"a": {"d", "b"}, "b": {"c"}, "c": {"a"}, "d": nil}
	if got := strings.Join(cycle(uses, "a"), " "); got != "a b c a" {
		t.Errorf("the round is %q", got)
	}
	if cycle(uses, "d") != nil {
		t.Error("d needs nothing")
	}
}

func TestFormulas(t *testing.T) {
	answers := map[string]Value{"a": exact("6"), "b": exact("4"), "z": exact("0"), "some": {rat("1"), rat("3")}, "least": AtLeast(num("2"))}
	for text, want := range map[string]string{
		"a": "6..6", "a + b * 2": "14..14", "(a + b) * 2": "20..20", "a - b - 1": "1..1", "a / b": "3/2..3/2", "a / z": "?..?", "nobody + 1": "?..?", "nobody * 0": "?..?",
		"min(a, b)": "4..4", "max(a, b, 9)": "9..9", "a * some": "6..18", "a / some": "2..6", "a - some": "3..5", "least + 1": "3..?", "a / least": "0..3", "min(least, 1)": "1..1", "max(least, 1)": "2..?", "0.5": "1/2..1/2",
	} {
		f, err := ParseFormula(text)
		if err != nil {
			t.Fatal(text, err)
		}
		if got := shows(f.root(func(id string) Value { return answers[id] })); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
}

func TestPowersOfPowersAreNotComputed(t *testing.T) {
	m := &Methodology{}
	i := Indicator{Questions: []Question{{ID: "p0", Type: Figure}}}
	for n := 1; n < 20; n++ {
		i.Questions = append(i.Questions, Question{ID: fmt.Sprintf("p%d", n), Type: Figure, Formula: strings.Repeat(fmt.Sprintf("p%d*", n-1), 100) + "2"})
	}
	m.Blocks = []Block{{Indicators: []Indicator{i}}}
	values := m.Values(Answers{"p0": exact("999999999999")})
	if got := shows(values["p0"]); got != "999999999999..999999999999" {
		t.Errorf("the answer itself: %s", got)
	}
	if v := values["p19"]; v.Low != nil && v.Low.Sign() != 0 || v.High != nil {
		t.Errorf("what grows beyond measure is not known: %s", shows(v))
	}
}

func TestUnknownIsListed(t *testing.T) {
	body, _ := Ship("uclg_eurasia_2015")
	m, _ := Read(body, known())
	count := map[string]int{}
	for _, o := range m.Unknown() {
		count[o.What]++
	}
	// Six blocks, four, three and two indicators; eleven figures; two blocks of
	// which nothing is published.
	if fmt.Sprint(count) != "map[full:10 parts:2 weight:15]" {
		t.Errorf("unknown: %v", count)
	}
	if left := read(t, whole).Unknown(); left != nil {
		t.Errorf("everything is said: %v", left)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole))
	for _, name := range Shipped() {
		body, err := os.ReadFile("shipped/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := Read(body, known())
		if err != nil {
			return
		}
		v := m.Score(Answers{}, m.Classes, Weighting{}).Value
		if v.Low.Cmp(v.High) > 0 || v.Low.Sign() < 0 || v.High.Cmp(big.NewRat(1, 1)) > 0 {
			t.Fatalf("a score of %s", shows(v))
		}
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkWeights is a change of weights in a methodology of 400 questions: the
// score and the steps anew.
func BenchmarkWeights(b *testing.B) {
	m, answers, counted := large()
	by := Weighting{Own: map[string]Number{"b3": Int(7), "b5": Int(2)}}
	for b.Loop() {
		m.Score(answers, nil, by)
		m.Steps(answers, counted, nil, by)
	}
}

// large is a methodology of ten blocks with 40 questions each.
func large() (*Methodology, Answers, map[string]Counted) {
	m, answers, counted := &Methodology{}, Answers{}, map[string]Counted{}
	for b := range 10 {
		w := Int(int64(b + 1))
		block := Block{ID: fmt.Sprintf("b%d", b), Weight: &w}
		for i := range 4 {
			one := Indicator{ID: fmt.Sprintf("b%di%d", b, i), Weight: &w}
			for q := range 10 {
				id, full := fmt.Sprintf("b%di%dq%d", b, i, q), Int(int64(10+q))
				one.Questions = append(one.Questions, Question{ID: id, Type: Figure, Full: &full, Weight: &w})
				if q > 2 {
					answers[id] = Exactly(Int(int64(q)))
				}
			}
			block.Indicators = append(block.Indicators, one)
		}
		m.Blocks = append(m.Blocks, block)
	}
	return m, answers, counted
}
