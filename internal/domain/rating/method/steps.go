package method

import (
	"maps"
	"math/big"
	"slices"
)

// Step is what raises the low end of the score: so many more records, or one
// answer.
type Step struct {
	Question string
	Answer   bool // nothing is known yet: the step is to find the answer
	Count    int64
	Gain     *big.Rat // of all steps together, at most
	Each     *big.Rat // of one
}

// Steps are the steps that raise the low end of the score, the greatest gain of
// one step first.
func (m *Methodology) Steps(answers Answers, counted map[string]Counted, classes []Class, by Weighting) []Step {
	values, used, trees := m.Values(answers), m.used(), []*tree{}
	for _, c := range classes {
		trees = append(trees, m.tree(c.ID, values, by))
	}
	if len(classes) == 0 {
		trees = append(trees, m.tree("", values, by))
	}
	now := m.Score(answers, classes, by).Value.Low
	var steps []Step
	m.Each(func(_ *Block, _ *Indicator, q *Question) {
		given := answers[q.ID]
		full, ok := q.top(counted[q.ID])
		if !ok || given.Low != nil && given.Low.Cmp(full) >= 0 {
			return
		}
		var low *big.Rat
		if used[q.ID] { // other answers follow from this one
			try := maps.Clone(answers)
			try[q.ID] = Value{full, full}
			low = m.Score(try, classes, by).Value.Low
		} else {
			share := Exactly(Int(1))
			low = trees[0].with(q.ID, share)
			for _, t := range trees[1:] {
				low = lesser(new(big.Rat), low, t.with(q.ID, share))
			}
		}
		gain := new(big.Rat).Sub(low, now)
		if gain.Sign() <= 0 {
			return
		}
		step := Step{Question: q.ID, Gain: gain, Count: 1, Answer: given.Low == nil}
		if !step.Answer {
			step.Count = q.missing(given.Low, counted[q.ID])
		}
		step.Each = new(big.Rat).Quo(gain, big.NewRat(step.Count, 1))
		steps = append(steps, step)
	})
	slices.SortStableFunc(steps, func(a, b Step) int { return b.Each.Cmp(a.Each) })
	return steps
}

// used are the questions whose answers formulas need.
func (m *Methodology) used() map[string]bool {
	used := map[string]bool{}
	m.Each(func(_ *Block, _ *Indicator, q *Question) {
		if f, err := ParseFormula(q.Formula); q.Formula != "" && err == nil {
			for _, id := range f.uses {
				used[id] = true
			}
		}
	})
	return used
}

// Counted is a ratio of two counts of records.
type Counted struct{ Part, Whole int64 }

// top is the answer that earns full marks; none where that is not known or where
// a formula answers.
func (q Question) top(c Counted) (*big.Rat, bool) {
	switch {
	case q.Formula != "", q.Type == Text, q.Type == Figure && q.Full == nil, q.Type == Ratio && q.Rule != nil && c.Whole == 0:
		return nil, false
	case q.Type == Figure:
		return q.Full.Rat, true
	}
	return big.NewRat(1, 1), true
}

// missing is how many records are missing to full marks.
func (q Question) missing(has *big.Rat, c Counted) int64 {
	switch {
	case q.Type == Ratio && q.Rule != nil:
		return max(c.Whole-c.Part, 1)
	case q.Type != Figure:
		return 1
	}
	left := new(big.Rat).Sub(q.Full.Rat, has)
	n := new(big.Int).Quo(left.Num(), left.Denom())
	if !left.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	return n.Int64()
}

// Open is something that the methodology does not say.
type Open struct {
	What string // "limit", "weight", "full" or "parts"
	ID   string // of the class, block, indicator or question
}

// Unknown lists what the methodology does not say: limits of classes, weights
// where there is more than one part, figures that earn full marks, and what a
// block or an indicator consists of.
func (m *Methodology) Unknown() []Open {
	var all []Open
	for i, c := range m.Classes {
		if c.Below == nil && i < len(m.Classes)-1 {
			all = append(all, Open{"limit", c.ID})
		}
	}
	weight := func(id string, w *Number, parts int) {
		if w == nil && parts > 1 {
			all = append(all, Open{"weight", id})
		}
	}
	parts := func(id string, n int) {
		if n == 0 {
			all = append(all, Open{"parts", id})
		}
	}
	for _, b := range m.Blocks {
		weight(b.ID, b.Weight, len(m.Blocks))
		parts(b.ID, len(b.Indicators))
		for _, i := range b.Indicators {
			weight(i.ID, i.Weight, len(b.Indicators))
			parts(i.ID, len(i.Questions))
			scored := 0
			for _, q := range i.Questions {
				if q.Scored() {
					scored++
				}
			}
			for _, q := range i.Questions {
				if !q.Scored() {
					continue
				}
				weight(q.ID, q.Weight, scored)
				if q.Type == Figure && q.Full == nil {
					all = append(all, Open{"full", q.ID})
				}
			}
		}
	}
	return all
}
