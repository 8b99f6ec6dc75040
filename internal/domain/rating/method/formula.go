package method

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFormula bounds the length of a formula, and so how deep it nests.
const maxFormula = 500

// Formula computes an answer from other answers: + - * /, brackets, min, max,
// numbers and the identifiers of questions.
type Formula struct {
	uses []string
	root node
}

// node computes a part of a formula.
type node func(answers func(question string) Value) Value

// formulaError says what is wrong at a character of a formula, counted from 1.
type formulaError struct {
	at  int
	key string
}

func (e *formulaError) Error() string { return fmt.Sprintf("%s at character %d", e.key, e.at) }

// parser reads a formula from left to right.
type parser struct {
	text string
	at   int // in bytes
	uses []string
}

// ParseFormula reads a formula.
func ParseFormula(text string) (Formula, error) {
	p := &parser{text: text}
	if len(text) > maxFormula {
		return Formula{}, &formulaError{maxFormula, "method.formula.long"}
	}
	root, err := p.sum()
	if err == nil && p.next() != 0 {
		err = p.fail("method.formula.rest")
	}
	return Formula{p.uses, root}, err
}

func (p *parser) fail(key string) error {
	return &formulaError{utf8.RuneCountInString(p.text[:p.at]) + 1, key}
}

// next is the character that comes, without blanks; 0 at the end.
func (p *parser) next() byte {
	p.at += len(p.text[p.at:]) - len(strings.TrimLeft(p.text[p.at:], " "))
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) sum() (node, error) {
	return p.chain(p.product, map[byte]func(Value, Value) Value{'+': Value.plus, '-': Value.minus})
}

func (p *parser) product() (node, error) {
	return p.chain(p.atom, map[byte]func(Value, Value) Value{'*': Value.times, '/': Value.over})
}

// chain reads operands between operators of one rank.
func (p *parser) chain(operand func() (node, error), operators map[byte]func(Value, Value) Value) (node, error) {
	left, err := operand()
	for err == nil {
		operate, ok := operators[p.next()]
		if !ok {
			break
		}
		p.at++
		var right node
		first := left
		right, err = operand()
		left = func(answers func(string) Value) Value { return operate(first(answers), right(answers)) }
	}
	return left, err
}

func (p *parser) atom() (node, error) {
	c := p.next()
	switch {
	case c == '(':
		p.at++
		inner, err := p.sum()
		if err != nil {
			return nil, err
		}
		return inner, p.expect(')', "method.formula.bracket")
	case c >= '0' && c <= '9':
		text := p.take("0123456789.")
		n, ok := ParseNumber(text)
		if !ok {
			p.at -= len(text)
			return nil, p.fail("method.formula.number")
		}
		return func(func(string) Value) Value { return Exactly(n) }, nil
	case c >= 'a' && c <= 'z':
		name := p.take("abcdefghijklmnopqrstuvwxyz0123456789_")
		if (name == "min" || name == "max") && p.next() == '(' {
			return p.call(name)
		}
		if !slices.Contains(p.uses, name) {
			p.uses = append(p.uses, name)
		}
		return func(answers func(string) Value) Value { return answers(name) }, nil
	}
	return nil, p.fail("method.formula.operand")
}

// call reads what min and max choose from.
func (p *parser) call(name string) (node, error) {
	choose := Value.least
	if name == "max" {
		choose = Value.most
	}
	p.at++
	list, err := p.chain(p.sum, map[byte]func(Value, Value) Value{',': choose})
	if err != nil {
		return nil, err
	}
	return list, p.expect(')', "method.formula.bracket")
}

func (p *parser) expect(c byte, key string) error {
	if p.next() != c {
		return p.fail(key)
	}
	p.at++
	return nil
}

// take reads characters of a set.
func (p *parser) take(set string) string {
	rest := p.text[p.at:]
	word := rest[:len(rest)-len(strings.TrimLeft(rest, set))]
	p.at += len(word)
	return word
}

// formulas checks all formulas: what they are, what they name, and that none
// needs itself.
func (c *checker) formulas(m *Methodology) {
	uses, at, texts := map[string][]string{}, map[string]string{}, map[string]bool{}
	place := func(b *Block, i *Indicator, q *Question) string { return c.ids[q.ID] }
	m.Each(func(b *Block, i *Indicator, q *Question) {
		at[q.ID] = strings.TrimSuffix(place(b, i, q), ".id") + ".formula"
		texts[q.ID] = q.Type == Text
	})
	m.Each(func(_ *Block, _ *Indicator, q *Question) {
		if q.Formula == "" {
			return
		}
		f, err := ParseFormula(q.Formula)
		if e, ok := err.(*formulaError); ok {
			c.add(at[q.ID], e.key, "character", e.at)
			return
		}
		if q.Type == Text {
			c.add(at[q.ID], "method.formula.text")
		}
		for _, id := range f.uses {
			if _, there := at[id]; !there || texts[id] {
				c.add(at[q.ID], "method.formula.question", "id", id)
			}
		}
		uses[q.ID] = f.uses
	})
	m.Each(func(_ *Block, _ *Indicator, q *Question) {
		if round := cycle(uses, q.ID); round != nil {
			c.add(at[q.ID], "method.formula.cycle", "round", strings.Join(round, " → "))
		}
	})
}

// cycle is the way by which a question needs its own answer; nil without one.
func cycle(uses map[string][]string, from string) []string {
	seen := map[string]bool{}
	var walk func(id string, way []string) []string
	walk = func(id string, way []string) []string {
		for _, next := range uses[id] {
			if next == from {
				return append(way, next)
			}
			if !seen[next] {
				seen[next] = true
				if found := walk(next, append(slices.Clone(way), next)); found != nil {
					return found
				}
			}
		}
		return nil
	}
	return walk(from, []string{from})
}
