package method

import (
	"maps"
	"slices"
)

// Format is what a file of this edition of the format says of itself.
const Format = "pobratim-methodology/1"

// Words is a text by language.
type Words map[string]string

// In is the text in a language, or in the first that there is.
func (w Words) In(lang string) string {
	if text := w[lang]; text != "" {
		return text
	}
	for _, one := range append([]string{"ru", "en"}, slices.Sorted(maps.Keys(w))...) {
		if w[one] != "" {
			return w[one]
		}
	}
	return ""
}

// Methodology is a rating, an award or a questionnaire as data.
type Methodology struct {
	Format  string   `json:"format"`
	ID      string   `json:"id"`
	Edition string   `json:"edition"`
	Title   Words    `json:"title"`
	About   Words    `json:"about,omitempty"`
	Sources []string `json:"sources,omitempty"`
	// Sum is what the weights of a group come to, such as 100; absent where
	// they are only relative to each other.
	Sum     *Number `json:"sum,omitempty"`
	Classes []Class `json:"classes,omitempty"` // from the smallest
	Blocks  []Block `json:"blocks,omitempty"`
}

// Class is a size class of municipalities.
type Class struct {
	ID    string `json:"id"`
	Title Words  `json:"title"`
	// Below is the population at which the next class begins; absent where it
	// is not known. The last class has none.
	Below *int64 `json:"below,omitempty"`
	// Inferred says that the limit was concluded from something else, and Note
	// from what.
	Inferred bool  `json:"inferred,omitempty"`
	Note     Words `json:"note,omitempty"`
}

// Block is a group of indicators.
type Block struct {
	ID         string      `json:"id"`
	Title      Words       `json:"title"`
	Weight     *Number     `json:"weight,omitempty"`     // absent: not known
	Indicators []Indicator `json:"indicators,omitempty"` // none: not known which
}

// Indicator is a group of questions.
type Indicator struct {
	ID        string     `json:"id"`
	Title     Words      `json:"title"`
	Weight    *Number    `json:"weight,omitempty"`
	Questions []Question `json:"questions,omitempty"` // none: not known which
}

// The types of questions.
const (
	YesNo  = "yesno"
	Figure = "number"
	Ratio  = "ratio"
	Text   = "text" // earns nothing and stands in no score
)

// Types lists the types of questions.
func Types() []string { return []string{YesNo, Figure, Ratio, Text} }

// Question is what is asked.
type Question struct {
	ID     string  `json:"id"`
	Title  Words   `json:"title"`
	Type   string  `json:"type"`
	Unit   Words   `json:"unit,omitempty"`
	Weight *Number `json:"weight,omitempty"`
	// Full is the figure that earns full marks; absent where it is not known.
	Full *Number `json:"full,omitempty"`
	// Rule says from which records the answer follows, Formula from which other
	// questions. Without both the office answers.
	Rule    *Rule    `json:"rule,omitempty"`
	Formula string   `json:"formula,omitempty"`
	Classes []string `json:"classes,omitempty"` // that are asked; empty: all
}

// Rule is a count over the records, or the ratio of two.
type Rule struct {
	Count string `json:"count"`
	Of    string `json:"of,omitempty"`
}

// Asks tells whether a class is asked the question.
func (q Question) Asks(class string) bool {
	return len(q.Classes) == 0 || slices.Contains(q.Classes, class)
}

// Scored tells whether the question can earn something.
func (q Question) Scored() bool { return q.Type != Text }

// Each calls for every question with its block and indicator, in order.
func (m *Methodology) Each(do func(b *Block, i *Indicator, q *Question)) {
	for b := range m.Blocks {
		for i := range m.Blocks[b].Indicators {
			for q := range m.Blocks[b].Indicators[i].Questions {
				do(&m.Blocks[b], &m.Blocks[b].Indicators[i], &m.Blocks[b].Indicators[i].Questions[q])
			}
		}
	}
}

// Question finds a question.
func (m *Methodology) Question(id string) (found Question, ok bool) {
	m.Each(func(_ *Block, _ *Indicator, q *Question) {
		if q.ID == id {
			found, ok = *q, true
		}
	})
	return found, ok
}
