package method

import (
	"math/big"
	"slices"
)

// Weighting says which weights count.
type Weighting struct {
	// Equal gives all of a group the same weight, those of Own apart.
	Equal bool
	// Own are weights that stand in for those of the methodology, by the
	// identifier of the block, indicator or question.
	Own map[string]Number
}

// Score is a part of the full marks, between 0 and 1, with those of its parts.
type Score struct {
	ID    string
	Value Value // always bounded
	// Open tells that a weight among the parts is not known.
	Open  bool
	Parts []Score
}

// Answers are what is known of each question; one that is missing is not known.
type Answers map[string]Value

// Score computes the score of a municipality that belongs to one of the classes;
// without any no question that is for some classes alone is asked.
func (m *Methodology) Score(answers Answers, classes []Class, by Weighting) Score {
	values := m.Values(answers)
	if len(classes) == 0 {
		return m.scoreOf("", values, by)
	}
	all := m.scoreOf(classes[0].ID, values, by)
	for _, c := range classes[1:] {
		all = all.or(m.scoreOf(c.ID, values, by))
	}
	return all
}

// or holds both of two scores of the same methodology.
func (s Score) or(t Score) Score {
	s.Value = hull(s.Value.Low, s.Value.High, t.Value.Low, t.Value.High)
	s.Open = s.Open || t.Open
	for i := range s.Parts {
		for _, other := range t.Parts {
			if other.ID == s.Parts[i].ID {
				s.Parts[i] = s.Parts[i].or(other)
			}
		}
	}
	for _, other := range t.Parts {
		if s.part(other.ID) == nil {
			s.Parts = append(s.Parts, other)
		}
	}
	return s
}

func (s *Score) part(id string) *Score {
	for i := range s.Parts {
		if s.Parts[i].ID == id {
			return &s.Parts[i]
		}
	}
	return nil
}

// tree is the arithmetic of one class: what each question earns, and the groups
// above it.
type tree struct {
	all    group
	blocks []branch
	at     map[string][3]int // of each question: block, indicator, question among the parts
}

// branch is a group with the groups in it.
type branch struct {
	group
	inner []group
}

func (m *Methodology) scoreOf(class string, values Answers, by Weighting) Score {
	t := m.tree(class, values, by)
	return t.all.score("")
}

func (m *Methodology) tree(class string, values Answers, by Weighting) *tree {
	sum := m.Sum
	if by.Equal || len(by.Own) > 0 {
		sum = nil
	}
	t := &tree{all: group{sum: sum, by: by}, at: map[string][3]int{}}
	for _, b := range m.Blocks {
		block := branch{group: group{sum: sum, by: by}}
		for _, i := range b.Indicators {
			indicator := group{sum: sum, by: by}
			for _, q := range i.Questions {
				switch {
				case !q.Scored():
				case q.Asks(class):
					t.at[q.ID] = [3]int{len(t.all.parts), len(block.parts), len(indicator.parts)}
					indicator.add(Score{ID: q.ID, Value: q.share(values[q.ID])}, q.Weight)
				default:
					indicator.sum = nil // what others are asked has a weight of its own
				}
			}
			if block.addGroup(i.ID, indicator, i.Weight, len(i.Questions) == 0) {
				block.inner = append(block.inner, indicator)
			}
		}
		if t.all.addGroup(b.ID, block.group, b.Weight, len(b.Indicators) == 0) {
			t.blocks = append(t.blocks, block)
		}
	}
	return t
}

// with is the low end of the score if a question earned another share; only the
// groups above it are computed anew.
func (t *tree) with(question string, share Value) *big.Rat {
	at, asked := t.at[question]
	if !asked {
		return t.all.score("").Value.Low
	}
	block := t.blocks[at[0]]
	indicator := block.inner[at[1]].with(at[2], share).score("").Value
	return t.all.with(at[0], block.with(at[1], indicator).score("").Value).score("").Value.Low
}

// with is the group with another score at one place.
func (g *group) with(place int, v Value) *group {
	other := *g
	other.parts = slices.Clone(g.parts)
	other.parts[place].Value = v
	return &other
}

// share is what an answer earns, between 0 and 1.
func (q Question) share(v Value) Value {
	if q.Type != Figure {
		return v.share()
	}
	if q.Full == nil {
		if v.Known() && v.Low.Sign() <= 0 {
			return v.share()
		}
		return Value{}.share()
	}
	return v.over(Exactly(*q.Full)).share()
}

// group are scores with weights.
type group struct {
	sum     *Number // nil where nothing binds the weights
	by      Weighting
	parts   []Score
	weights []*big.Rat // nil: not known
}

func (g *group) add(s Score, weight *Number) {
	var w *big.Rat
	if weight != nil {
		w = weight.Rat
	}
	if g.by.Equal {
		w = big.NewRat(1, 1)
	}
	if own, ok := g.by.Own[s.ID]; ok {
		w = own.Rat
	}
	g.parts, g.weights = append(g.parts, s), append(g.weights, w)
}

// addGroup adds a group, unless nothing in it can earn anything. A group of which
// the methodology says nothing can earn whatever it likes.
func (g *group) addGroup(id string, inner group, weight *Number, unsaid bool) bool {
	if !unsaid && len(inner.parts) == 0 {
		g.sum = nil
		return false
	}
	g.add(inner.score(id), weight)
	return true
}

// score weighs the parts. Where weights are not known, every division of the
// rest of the sum among them is possible, and without a sum every weight.
func (g *group) score(id string) Score {
	s := Score{ID: id, Parts: g.parts}
	known, low, high := new(big.Rat), new(big.Rat), new(big.Rat)
	var open []*big.Rat
	for i, p := range g.parts {
		w := g.weights[i]
		if w == nil {
			open = append(open, p.Value.Low, p.Value.High)
			continue
		}
		known.Add(known, w)
		low.Add(low, new(big.Rat).Mul(w, p.Value.Low))
		high.Add(high, new(big.Rat).Mul(w, p.Value.High))
	}
	s.Open = len(open) > 0 && len(g.parts) > 1
	switch {
	case len(open) == 0 && known.Sign() == 0: // no parts, or none that counts
		s.Value = Value{}.share()
	case len(open) == 0:
		s.Value = Value{low.Quo(low, known), high.Quo(high, known)}
	case g.sum != nil:
		free := hull(open[0], open[1:]...)
		rest := new(big.Rat).Sub(g.sum.Rat, known)
		s.Value = Value{low.Add(low, new(big.Rat).Mul(rest, free.Low)), high.Add(high, new(big.Rat).Mul(rest, free.High))}
		s.Value.Low.Quo(s.Value.Low, g.sum.Rat)
		s.Value.High.Quo(s.Value.High, g.sum.Rat)
	default:
		if known.Sign() > 0 {
			open = append(open, low.Quo(low, known), high.Quo(high, known))
		}
		s.Value = hull(open[0], open[1:]...)
	}
	return s
}

// Values are the answers to all questions: those given, and those that formulas
// make of them.
func (m *Methodology) Values(answers Answers) Answers {
	values, formulas := Answers{}, map[string]Formula{}
	m.Each(func(_ *Block, _ *Indicator, q *Question) {
		if q.Formula == "" {
			values[q.ID] = answers[q.ID]
			return
		}
		// Check has read it before: what it refuses has no value.
		if f, err := ParseFormula(q.Formula); err == nil {
			formulas[q.ID] = f
		}
	})
	var of func(id string) Value
	of = func(id string) Value {
		f, computed := formulas[id]
		if computed {
			delete(formulas, id)
			values[id] = f.root(of)
		}
		return values[id]
	}
	m.Each(func(_ *Block, _ *Indicator, q *Question) { of(q.ID) })
	return values
}
