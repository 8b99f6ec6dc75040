package report

import (
	"strings"
	"time"
	"unicode"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// oldAfter is how many years a statement about the present is trusted.
const oldAfter = 3

// BlockName names a part of the brief.
type BlockName string

// The parts. Where is the strip under the heading; those up to Done stand in
// the wide column, the others beside them.
const (
	Where     BlockName = "where"
	Who       BlockName = "who"
	Why       BlockName = "why"
	Theses    BlockName = "theses"
	History   BlockName = "history"
	Done      BlockName = "done"
	Careful   BlockName = "careful"
	Gifts     BlockName = "gifts"
	Programme BlockName = "programme"
	Phones    BlockName = "phones"
)

// Blocks lists the parts in the order of the sheet.
func Blocks() []BlockName {
	return []BlockName{Where, Who, Why, Theses, History, Done, Careful, Gifts, Programme, Phones}
}

// Aside tells whether a part stands in the narrow column.
func (n BlockName) Aside() bool {
	switch n {
	case Careful, Gifts, Programme, Phones:
		return true
	}
	return false
}

// Brief is the sheet about one partner in one language.
type Brief struct {
	Partner    record.Ref
	Path       string // of the partner within the office
	Lang       string // of the paper: "ru" or "en"
	Office     string // who prints it
	Crest      Crest  // the city's, before the name of the office
	Day        string // of printing, in words
	Over       string // kind of tie and country
	Name       string
	Native     Part // the name in its own script; empty when it is the same
	Since      string
	Lead       *Line // what the partner is; nil when nobody wrote it
	Ours       Line  // what each side says of the tie
	Theirs     Line
	OursTone   Tone
	TheirsTone Tone
	Differ     string // that the sides disagree, in words
	Blocks     []Block
	Map        *Map // nil when the place is not known

	// Missing tells the author what the sheet lacks; it is never printed.
	Missing []Remark
	// Left names what is not on the sheet for want of room.
	Left []Left
}

// Crest is a picture with its type, "png" or "svg"; empty without one.
type Crest struct {
	Body []byte
	Kind string
}

// Block is a part with its lines; parts without lines are left out.
type Block struct {
	Name  BlockName
	Title string
	Lines []Line
}

// Tone says how a state is drawn: by the line beside its words.
type Tone string

// The tones.
const (
	Going   Tone = "going"
	Resting Tone = "resting"
	Over    Tone = "over"
	Silent  Tone = "silent" // nothing is known
)

// PartKind is how a piece of a line is set.
type PartKind string

// The kinds of pieces.
const (
	Plain  PartKind = ""
	Strong PartKind = "strong"
	Soft   PartKind = "soft"  // in the colour of remarks
	Quote  PartKind = "quote" // somebody's own words
)

// Part is a piece of a line.
type Part struct {
	Text  string   `json:"text"`
	Lang  string   `json:"lang"` // BCP 47; empty for that of the paper
	Kind  PartKind `json:"kind"`
	Break bool     `json:"break"` // begins a new row
}

// Line is one statement of the brief, taken from one record.
type Line struct {
	Label   string // before it on the sheet: a date, a side
	Key     string // message of what it is, for the screen
	Parts   []Part
	Sources []record.Source
	Ref     record.Ref
	Path    string    // of the record within the office
	Edit    string    // of the form that changes the statement; empty when the viewer may not
	AsOf    edtf.Date // for when it is known; zero when it does not age
	Old     bool
	Remarks []Remark // for the screen

	shortened bool
}

// Text is the line as one text.
func (l Line) Text() string {
	var b strings.Builder
	for _, p := range l.Parts {
		if p.Text == "" {
			continue
		}
		if b.Len() > 0 {
			if p.Break {
				b.WriteString(". ")
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// Whole is the line with its label.
func (l Line) Whole() string {
	if l.Label == "" {
		return l.Text()
	}
	return l.Label + ": " + l.Text()
}

// Remark is a sentence for the author: a message key and where to go.
type Remark struct {
	Key  string
	Args []any
	Path string // within the office; may be empty
}

// Left is a statement that is not on the sheet, or only shortened.
type Left struct {
	Block     BlockName
	Title     string // of the block, in the language of the paper
	Text      string
	Path      string
	Shortened bool
}

// Map is the small map: where the partner lies from home.
type Map struct {
	SVG  string
	Alt  string
	Home Dot
	City Dot
}

// Dot is a place on the map as shares of its side, from the left and the top.
type Dot struct {
	Label string  `json:"label"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
}

// old tells whether a statement known for a date is past trusting on a day,
// beyond doubt.
func old(asOf edtf.Date, now time.Time) bool {
	return !asOf.IsZero() && asOf.Last().Before(edtf.On(now.AddDate(-oldAfter, 0, 0)).First())
}

// shorten cuts a text to at most max characters, at the end of a sentence when
// one ends in its second half, else between words.
func shorten(text string, limit int) (string, bool) {
	all := []rune(strings.TrimSpace(text))
	if len(all) <= limit {
		return string(all), false
	}
	cut := 0
	for i := limit - 1; i > limit/2; i-- {
		if strings.ContainsRune(".!?。", all[i]) && (all[i] == '。' || unicode.IsSpace(all[i+1])) && !abbreviated(all, i) {
			return string(all[:i+1]), true
		}
		if cut == 0 && unicode.IsSpace(all[i]) {
			cut = i
		}
	}
	if cut == 0 {
		cut = limit - 1
	}
	return strings.TrimRightFunc(string(all[:cut]), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) + "…", true
}

// abbreviated tells whether the full stop at i ends a short word, as in «г.»,
// and no sentence.
func abbreviated(all []rune, i int) bool {
	start := i
	for start > 0 && unicode.IsLetter(all[start-1]) {
		start--
	}
	return all[i] == '.' && i-start <= 3
}

// script guesses the language of a text from its letters, so that the right
// fonts and no wrong hyphens are used; empty for Latin letters.
func script(text string) string {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			return "zh"
		case unicode.Is(unicode.Armenian, r):
			return "hy"
		case unicode.Is(unicode.Arabic, r):
			return "ar"
		case unicode.Is(unicode.Cyrillic, r):
			return "ru"
		}
	}
	return ""
}
