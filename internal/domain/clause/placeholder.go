package clause

import (
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
)

// Copy says whose copy of a text it is.
type Copy string

// The copies.
const (
	Ours   Copy = "ours"
	Theirs Copy = "theirs"
)

// Copies lists both copies.
func Copies() []Copy { return []Copy{Ours, Theirs} }

// Other is the other party.
func (c Copy) Other() Copy {
	if c == Ours {
		return Theirs
	}
	return Ours
}

// marks are the names that stand in brackets for a party, each with its Russian
// word: our side, the other side, and the one that the copy names first or second.
func marks() map[string]string {
	return map[string]string{
		"ours": "ours", "мы": "ours",
		"theirs": "theirs", "они": "theirs",
		"first": "first", "первая": "first",
		"second": "second", "вторая": "second",
	}
}

// piece is a run of plain text, or what stood in brackets.
type piece struct {
	plain  string
	mark   string    // a value of marks
	either [2]string // the wordings of our copy and of theirs, when choice is set
	choice bool
}

// pieces takes a text apart at its brackets: <first> is a party, <a|b> the wording
// of our copy and that of theirs.
func pieces(text string) ([]piece, *errs.E) {
	var all []piece
	for text != "" {
		plain, rest, found := strings.Cut(text, "<")
		if strings.Contains(plain, ">") {
			return nil, errs.New(errs.Invalid, "clause.bracket")
		}
		all = append(all, piece{plain: plain})
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed || strings.Contains(inside, "<") {
			return nil, errs.New(errs.Invalid, "clause.bracket")
		}
		one, err := bracketed(inside)
		if err != nil {
			return nil, err
		}
		all, text = append(all, one), after
	}
	return all, nil
}

// bracketed reads what stood between brackets.
func bracketed(inside string) (piece, *errs.E) {
	switch wordings := strings.Split(inside, "|"); len(wordings) {
	case 1:
		mark := marks()[strings.ToLower(strings.TrimSpace(inside))]
		if mark == "" {
			return piece{}, errs.New(errs.Invalid, "clause.placeholder", "name", excerpt(inside))
		}
		return piece{mark: mark}, nil
	case 2:
		return piece{either: [2]string{wordings[0], wordings[1]}, choice: true}, nil
	}
	return piece{}, errs.New(errs.Invalid, "clause.choice", "text", excerpt(inside))
}

// fill writes a text of one language as a copy has it. A text with a mark that
// nobody knows stays as it is: it cannot be saved.
func (t Text) fill(text, lang string, whose Copy) string {
	all, err := pieces(text)
	if err != nil {
		return text
	}
	var b strings.Builder
	for _, p := range all {
		switch {
		case p.choice:
			b.WriteString(p.either[slices.Index(Copies(), whose)])
		case p.mark != "":
			b.WriteString(t.party(p.mark, whose).Get(lang))
		default:
			b.WriteString(p.plain)
		}
	}
	return b.String()
}

// badMarks finds what stands in brackets and means nothing, at the fields of a
// form.
func (c Clause) badMarks() error {
	var bad errs.Fields
	for _, lang := range c.Heading.Langs() {
		if _, err := pieces(c.Heading.Get(lang)); err != nil {
			bad.Add(err.At("heading." + lang))
		}
	}
	for _, lang := range c.Words.Langs() {
		if _, err := pieces(c.Words.Get(lang)); err != nil {
			bad.Add(err.At("words." + lang))
		}
	}
	return bad.Err()
}
