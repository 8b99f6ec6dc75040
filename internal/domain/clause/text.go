package clause

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// The kinds of this subject's records: a text, and a clause of one.
const (
	TextKind = "text"
	Kind     = "clause"
)

// Bounds of a text.
const (
	clausesMax = 500
	headingMax = 300
	wordsMax   = 20_000
)

// State is how far a text has come.
type State string

// The states.
const (
	Draft  State = "draft"
	Ready  State = "ready"  // whole in all its languages, and not to be changed
	Sealed State = "signed" // of a signed agreement: never changed again
)

// Text is the text of one agreement.
type Text struct {
	keep.Meta
	Agreement string // identifier
	// The languages, by ISO 639 code: ours, that of the other side, and a third
	// one if the agreement has it.
	OurLang, TheirLang, ThirdLang string
	// How the parties are called in the text, in all its languages.
	OurName, TheirName i18n.Text
	State              State

	Called i18n.Text // the title of the agreement
}

// Ref names the text.
func (t Text) Ref() record.Ref { return record.Ref{Kind: TextKind, ID: t.ID} }

// Langs are the languages of a text, ours first.
func (t Text) Langs() []string {
	langs := []string{t.OurLang, t.TheirLang}
	if t.ThirdLang != "" {
		langs = append(langs, t.ThirdLang)
	}
	return langs
}

// normalise fills in what empty fields mean.
func (t *Text) normalise() {
	if t.State == "" {
		t.State = Draft
	}
}

// validate holds the rules of a text without its clauses.
func (t Text) validate() error {
	var bad errs.Fields
	for i, lang := range t.Langs() {
		field := []string{"our_lang", "their_lang", "third_lang"}[i]
		switch {
		case lang == "":
			bad.Add(errs.Field(field, "form.empty"))
		case slices.Contains(t.Langs()[:i], lang):
			bad.Add(errs.Field(field, "text.lang.twice"))
		}
	}
	for _, name := range []struct {
		field string
		text  i18n.Text
	}{{"our_name", t.OurName}, {"their_name", t.TheirName}} {
		for _, lang := range name.text.Langs() {
			if strings.ContainsAny(name.text.Get(lang), "<|>") {
				bad.Add(errs.Field(name.field+"."+lang, "text.name.brackets"))
			}
		}
	}
	return bad.Err()
}

// Part is what a clause is in the structure of a text.
type Part string

// The parts. A point belongs to the article before it.
const (
	Title    Part = "title"
	Preamble Part = "preamble"
	Article  Part = "article"
	Point    Part = "point"
	Closing  Part = "closing"
)

// Parts lists the parts in the order of a text.
func Parts() []Part { return []Part{Title, Preamble, Article, Point, Closing} }

// Body tells whether a part is numbered, and can be moved.
func (p Part) Body() bool { return p == Article || p == Point }

// rank is the place of a part in a text: articles and points share one.
func (p Part) rank() int {
	if p == Point {
		return Article.rank()
	}
	return slices.Index(Parts(), p)
}

// Clause is one part of a text with its wording in each language.
type Clause struct {
	keep.Meta
	Text     string // identifier of the text
	Position int
	Part     Part
	Heading  i18n.Text // of an article: «Предмет соглашения»
	Words    i18n.Text
}

// Ref names the clause.
func (c Clause) Ref() record.Ref { return record.Ref{Kind: Kind, ID: c.ID} }

// name is how a clause is called in lists: by its heading, or its first words.
func (c Clause) name(lang string) string {
	for _, text := range []i18n.Text{c.Heading, c.Words} {
		if said := text.In(lang).Value; said != "" {
			return excerpt(said)
		}
	}
	return "§"
}

// excerpt is the beginning of a text, on one line.
func excerpt(text string) string {
	const most = 90
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	cut := string([]rune(text)[:most])
	if at := strings.LastIndex(cut, " "); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// Numbers are the numbers of articles and points by identifier: 1, 1.1, 1.2, 2.
func Numbers(clauses []Clause) map[string]string {
	numbers := map[string]string{}
	article, point := 0, 0
	for _, c := range clauses {
		switch c.Part {
		case Article:
			article, point = article+1, 0
			numbers[c.ID] = strconv.Itoa(article)
		case Point:
			point++
			numbers[c.ID] = strconv.Itoa(article) + "." + strconv.Itoa(point)
		}
	}
	return numbers
}

// Problem is why a text is not ready: at a clause, or of the text when no clause
// is named.
type Problem struct {
	Clause string // identifier
	Err    *errs.E
}

// Problems lists what keeps a text from being ready, in its order.
func Problems(t Text, clauses []Clause) []Problem {
	var found []Problem
	for _, name := range []struct {
		field string
		text  i18n.Text
	}{{"our_name", t.OurName}, {"their_name", t.TheirName}} {
		for _, lang := range t.Langs() {
			if name.text.Get(lang) == "" {
				found = append(found, Problem{"", errs.Field(name.field+"."+lang, "text."+name.field+".missing", "lang", lang)})
			}
		}
	}
	articles, titled := 0, false
	for _, c := range clauses {
		if c.Part == Article {
			articles++
		}
		titled = titled || c.Part == Title
		if e := c.problem(t.Langs()); e != nil {
			found = append(found, Problem{c.ID, e})
		} else if c.Part == Point && articles == 0 {
			found = append(found, Problem{c.ID, errs.Field("part", "clause.point.alone")})
		}
	}
	if !titled {
		found = append(found, Problem{"", errs.Field("", "text.title.missing")})
	}
	if articles == 0 {
		found = append(found, Problem{"", errs.Field("", "text.articles.missing")})
	}
	return found
}

// problem is a wording that stands in some of the languages only, or in none.
func (c Clause) problem(langs []string) *errs.E {
	if c.Heading.IsZero() && c.Words.IsZero() {
		return errs.Field("words", "clause.empty")
	}
	for _, part := range []struct {
		field string
		text  i18n.Text
	}{{"heading", c.Heading}, {"words", c.Words}} {
		for _, lang := range langs {
			if !part.text.IsZero() && part.text.Get(lang) == "" {
				return errs.Field(part.field+"."+lang, "clause.missing."+part.field, "lang", lang)
			}
		}
	}
	return nil
}

// move gives the order of clauses after one of them went a step up or down. An
// article goes with its points; a point may go over to the next article. What
// cannot go further stays.
func move(clauses []Clause, id string, up bool) []Clause {
	at := slices.IndexFunc(clauses, func(c Clause) bool { return c.ID == id })
	if at < 0 || !clauses[at].Part.Body() {
		return clauses
	}
	from, to := at, at+1
	if clauses[at].Part == Article {
		to = blockEnd(clauses, at)
	}
	block := slices.Clone(clauses[from:to])
	rest := slices.Concat(clauses[:from], clauses[to:])
	switch target, ok := landing(rest, from, clauses[at].Part, up); {
	case ok:
		return slices.Insert(rest, target, block...)
	default:
		return clauses
	}
}

// blockEnd is where the points of an article end.
func blockEnd(clauses []Clause, article int) int {
	end := article + 1
	for end < len(clauses) && clauses[end].Part == Point {
		end++
	}
	return end
}

// landing is where a block goes that was taken out at a place.
func landing(rest []Clause, at int, part Part, up bool) (int, bool) {
	if !up {
		if at >= len(rest) || !rest[at].Part.Body() {
			return 0, false
		}
		if part == Point {
			return at + 1, true
		}
		return blockEnd(rest, at), true
	}
	before := at - 1
	if part == Article {
		for before >= 0 && rest[before].Part == Point {
			before--
		}
	}
	if before < 0 || !rest[before].Part.Body() {
		return 0, false
	}
	// A point needs an article above it.
	if part == Point && (before == 0 || !rest[before-1].Part.Body()) {
		return 0, false
	}
	return before, true
}

// slot is where a new part stands: after a clause if its part allows that, else
// at the end of its kind.
func slot(clauses []Clause, after string, part Part) int {
	end := 0
	for i, c := range clauses {
		if c.Part.rank() <= part.rank() {
			end = i + 1
		}
	}
	at := slices.IndexFunc(clauses, func(c Clause) bool { return c.ID == after })
	switch {
	case at < 0 || !part.Body() || !clauses[at].Part.Body():
		return end
	case part == Article:
		return blockEnd(clauses, at)
	}
	return at + 1
}
