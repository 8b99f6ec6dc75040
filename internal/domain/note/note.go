package note

import (
	"strings"
	"time"
	"unicode"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Kind is the kind of the records in the table of notes.
const Kind = "note"

// Decision is the type of note that keeps why something was decided.
const Decision = "decision"

// CountryKind is the kind of a reference to a country; its identifier is the
// ISO 3166-1 alpha-2 code. Countries are no records and have no pages.
const CountryKind = "country"

// Types lists what a note can be, decisions first.
func Types() []string {
	return []string{Decision, "etiquette", "culture", "expectation", "lesson", "fact", "channel", "legal", "count", "other"}
}

// AboutKinds lists the kinds of records that a note can be about.
func AboutKinds() []string {
	return []string{"partner", "prospect", "organisation", "person", "post", "agreement", "activity", "result", CountryKind}
}

// Note is one piece of knowledge.
type Note struct {
	keep.Meta
	Type  string
	Title i18n.Text
	Text  i18n.Text // of a decision: what was decided; paragraphs and lists, see Blocks
	// About are references in the form "kind:id"; none means the whole city.
	About     []string
	Confirmed edtf.Date // when somebody last found it right; empty: not known

	// Only of a decision.
	Question     i18n.Text
	DecidedOn    edtf.Date
	DecidedBy    i18n.Text // body or post
	Reasons      i18n.Text
	Alternatives i18n.Text // what was considered instead
	Reconsider   i18n.Text // what would change it
}

// Ref names the note.
func (n Note) Ref() record.Ref { return record.Ref{Kind: Kind, ID: n.ID} }

// Refs are the records that the note is about.
func (n Note) Refs() []record.Ref {
	refs := make([]record.Ref, len(n.About))
	for i, about := range n.About {
		refs[i] = record.ParseRef(about)
	}
	return refs
}

// Age says whether a note can still be relied on.
type Age string

// The ages. A note without a confirmation is not called old: nobody knows.
const (
	Timeless    Age = "timeless" // a decision stays what it was
	Recent      Age = "recent"
	Old         Age = "old" // not confirmed for more than a year
	Unconfirmed Age = "unconfirmed"
)

// AgeOn tells the age of a note on a day. A confirmation that is known to the
// year counts as made on its last day, so that a note is called old only when
// it is beyond doubt.
func (n Note) AgeOn(day time.Time) Age {
	switch {
	case n.Type == Decision:
		return Timeless
	case n.Confirmed.IsZero():
		return Unconfirmed
	case n.Confirmed.Last().AddDate(1, 0, 0).Before(edtf.On(day).First()):
		return Old
	}
	return Recent
}

// Block is a paragraph, or a list when it has items.
type Block struct {
	Lines   []string // of a paragraph; each begins on a new line
	Items   []string // of a list
	Ordered bool     // the items are numbered
}

// Blocks splits a text as people type it: an empty line begins a new paragraph,
// lines that begin with a dash, a bullet or a number are a list.
func Blocks(text string) []Block {
	var blocks []Block
	open := false // the last block may grow
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			open = false
			continue
		}
		item, ordered, listed := listItem(line)
		if last := len(blocks) - 1; open && listed == (blocks[last].Items != nil) && ordered == blocks[last].Ordered {
			if listed {
				blocks[last].Items = append(blocks[last].Items, item)
			} else {
				blocks[last].Lines = append(blocks[last].Lines, line)
			}
			continue
		}
		open = true
		if listed {
			blocks = append(blocks, Block{Items: []string{item}, Ordered: ordered})
		} else {
			blocks = append(blocks, Block{Lines: []string{line}})
		}
	}
	return blocks
}

// listItem takes the mark off a line of a list: "- text", "• text", "1. text",
// "1) text". A year at the beginning of a sentence is no number of a list.
func listItem(line string) (item string, ordered, listed bool) {
	mark, rest, _ := strings.Cut(strings.ReplaceAll(line, "\u00a0", " "), " ")
	rest = strings.TrimSpace(rest)
	switch {
	case rest == "":
		return "", false, false
	case mark == "-" || mark == "–" || mark == "—" || mark == "•" || mark == "*":
		return tail(line, mark), false, true
	}
	digits := strings.TrimRight(mark, ".)")
	if len(mark) == len(digits)+1 && len(digits) > 0 && len(digits) < 3 && strings.IndexFunc(digits, notDigit) < 0 {
		return tail(line, mark), true, true
	}
	return "", false, false
}

// tail is what follows the mark, with its own no-break spaces.
func tail(line, mark string) string {
	return strings.TrimLeftFunc(strings.TrimPrefix(line, mark), unicode.IsSpace)
}

func notDigit(r rune) bool { return r < '0' || r > '9' }
