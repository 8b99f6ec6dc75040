package method

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
)

// The limits of a file.
const (
	MaxBytes     = 1 << 20
	maxQuestions = 500
	maxText      = 2000
)

// Measures are what rules may count: the name of a measure with the parameters
// that it takes; none means that it takes none.
type Measures map[string][]string

// Has tells whether a rule may count this: "partners" or "activities:visit_in".
func (m Measures) Has(measure string) bool {
	name, param, with := strings.Cut(measure, ":")
	params, ok := m[name]
	return ok && (with && slices.Contains(params, param) || !with)
}

// Read reads a file. Every fault is an error whose field is its place in the
// file, such as "blocks[0].indicators[1].weight".
func Read(body []byte, known Measures) (*Methodology, error) {
	if len(body) > MaxBytes {
		return nil, fault("", "method.large")
	}
	if !utf8.Valid(body) {
		return nil, fault("", "method.encoding")
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	var m Methodology
	err := d.Decode(&m)
	if err == nil {
		_, err = d.Token()
		if errors.Is(err, io.EOF) {
			return &m, m.Check(known)
		}
		return nil, fault(position(body, d.InputOffset()), "method.after")
	}
	return nil, unreadable(body, d.InputOffset(), err)
}

// unreadable is what the decoder could not make sense of.
func unreadable(body []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	name, unknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	switch {
	case errors.As(err, &syntax):
		return fault(position(body, syntax.Offset-1), "method.syntax")
	case errors.As(err, &wrong):
		return fault(position(body, wrong.Offset), "method.kind", "name", wrong.Field)
	case unknown:
		return fault(position(body, offset), "method.unknown", "name", strings.Trim(name, `"`))
	}
	return fault(position(body, offset), "method.syntax")
}

// position is a place in the text of a file: line and character.
func position(body []byte, offset int64) string {
	before := body[:min(max(offset, 0), int64(len(body)))]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("%d:%d", line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])+1)
}

func fault(at, key string, args ...any) *errs.E {
	if at == "" {
		at = "1:1"
	}
	return errs.Field(at, key, append(args, "at", at)...)
}

// Bytes is the methodology as a file.
func (m *Methodology) Bytes() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(m)
	return b.Bytes(), err
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// checker collects the faults of a methodology.
type checker struct {
	known Measures
	bad   errs.Fields
	ids   map[string]string // where each identifier stands
}

// Check finds every fault of a methodology.
func (m *Methodology) Check(known Measures) error {
	c := &checker{known: known, ids: map[string]string{}}
	if m.Format != Format {
		c.add("format", "method.format", "format", Format)
	}
	if !idForm.MatchString(m.ID) {
		c.add("id", "method.id", "id", m.ID)
	}
	if m.Edition == "" || utf8.RuneCountInString(m.Edition) > 60 {
		c.add("edition", "method.edition")
	}
	c.title("title", m.Title)
	sum := c.number("sum", m.Sum)
	c.classes(m.Classes)
	c.blocks(m, sum)
	c.formulas(m)
	return c.bad.Err()
}

func (c *checker) add(at, key string, args ...any) { c.bad.Add(fault(at, key, args...)) }

func (c *checker) title(at string, w Words) {
	if w.In("ru") == "" {
		c.add(at, "method.title")
	}
	for _, text := range w {
		if utf8.RuneCountInString(text) > maxText {
			c.add(at, "method.long")
		}
	}
}

// id refuses an identifier that is none, or that stands elsewhere already.
func (c *checker) id(at, id string) {
	if !idForm.MatchString(id) {
		c.add(at, "method.id", "id", id)
	} else if other, twice := c.ids[id]; twice {
		c.add(at, "method.twice", "id", id, "other", other)
	} else {
		c.ids[id] = at
	}
}

func (c *checker) classes(classes []Class) {
	last := int64(0)
	for i, one := range classes {
		at := fmt.Sprintf("classes[%d]", i)
		c.id(at+".id", one.ID)
		c.title(at+".title", one.Title)
		switch {
		case one.Below == nil:
		case i == len(classes)-1:
			c.add(at+".below", "method.class.last")
		case *one.Below <= last:
			c.add(at+".below", "method.class.order", "last", last)
		default:
			last = *one.Below
		}
	}
}

func (c *checker) blocks(m *Methodology, sum *Number) {
	var blocks []*Number
	count := 0
	for i, b := range m.Blocks {
		at := fmt.Sprintf("blocks[%d]", i)
		c.id(at+".id", b.ID)
		c.title(at+".title", b.Title)
		blocks = append(blocks, c.number(at+".weight", b.Weight))
		var indicators []*Number
		for j, one := range b.Indicators {
			at := fmt.Sprintf("%s.indicators[%d]", at, j)
			c.id(at+".id", one.ID)
			c.title(at+".title", one.Title)
			indicators = append(indicators, c.number(at+".weight", one.Weight))
			var questions []*Number
			for k, q := range one.Questions {
				at := fmt.Sprintf("%s.questions[%d]", at, k)
				c.question(at, q, m.Classes)
				if w := c.number(at+".weight", q.Weight); q.Scored() {
					questions = append(questions, w)
				}
				count++
			}
			c.weights(at+".questions", questions, sum)
		}
		c.weights(at+".indicators", indicators, sum)
	}
	c.weights("blocks", blocks, sum)
	if count > maxQuestions {
		c.add("blocks", "method.many", "limit", maxQuestions)
	}
}

// number refuses what is no number, and takes it for one that is not known.
func (c *checker) number(at string, n *Number) *Number {
	if n == nil || n.Rat != nil {
		return n
	}
	c.add(at, "method.number", "text", n.refused)
	return nil
}

// weights refuses weights that do not come to the sum, and a group in which
// nothing counts.
func (c *checker) weights(at string, list []*Number, sum *Number) {
	if len(list) == 0 {
		return
	}
	total, missing := Int(0), 0
	for _, w := range list {
		if w == nil {
			missing++
		} else {
			total.Add(total.Rat, w.Rat)
		}
	}
	switch {
	case sum != nil && missing == 0 && total.Cmp(sum.Rat) != 0, sum != nil && total.Cmp(sum.Rat) > 0:
		c.add(at, "method.weight.sum", "total", total.String(), "sum", sum.String())
	case missing == 0 && total.Sign() == 0:
		c.add(at, "method.weight.zero")
	}
}

func (c *checker) question(at string, q Question, classes []Class) {
	c.id(at+".id", q.ID)
	c.title(at+".title", q.Title)
	if !slices.Contains(Types(), q.Type) {
		c.add(at+".type", "method.type", "types", strings.Join(Types(), ", "))
	}
	if full := c.number(at+".full", q.Full); full != nil && (q.Type != Figure || full.Sign() == 0) {
		c.add(at+".full", "method.full")
	}
	for i, class := range q.Classes {
		if !slices.ContainsFunc(classes, func(one Class) bool { return one.ID == class }) {
			c.add(fmt.Sprintf("%s.classes[%d]", at, i), "method.class.missing", "id", class)
		}
	}
	if q.Rule == nil {
		return
	}
	if q.Formula != "" {
		c.add(at+".rule", "method.rule.both")
	}
	for _, one := range []struct{ name, measure string }{{"count", q.Rule.Count}, {"of", q.Rule.Of}} {
		if (one.measure != "" || one.name == "count") && !c.known.Has(one.measure) {
			c.add(at+".rule."+one.name, "method.rule.measure", "measure", one.measure)
		}
	}
	if q.Type == Text || (q.Type == Ratio) != (q.Rule.Of != "") {
		c.add(at+".rule", "method.rule.type")
	}
}
