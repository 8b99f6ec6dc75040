package lexis

import (
	"slices"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/fold"
)

// most is how many words of a query count.
const most = 12

// Query is what somebody looks for: every group has to be met.
type Query struct{ Groups []Group }

// Group is one word of a query: one of its tokens has to be there.
type Group struct {
	Word   string   // folded
	Any    []string // tokens
	Begins []string // tokens of which the beginning is enough

	stems []string // folded, the shortest first
	sound string
	open  bool // the word may still be typed
}

// IsZero reports that there is nothing to look for.
func (q Query) IsZero() bool { return len(q.Groups) == 0 }

// Read reads a query in no particular language. While it is typed, its last
// word may be a beginning. Function words count only when there are no others.
func Read(text string) Query {
	var all, strong []Group
	last := -1
	eachWord(text, func(w word) bool {
		last = w.to
		for _, g := range groups(w) {
			all = append(all, g)
			if !functionWord(w.key) {
				strong = append(strong, g)
			}
		}
		return len(all) < most
	})
	if last == len(strings.TrimRight(text, "\u00AD")) && len(all) > 0 {
		all[len(all)-1].opens()
		if len(strong) > 0 && strong[len(strong)-1].Word == all[len(all)-1].Word {
			strong[len(strong)-1].opens()
		}
	}
	if len(strong) > 0 {
		return Query{strong}
	}
	return Query{all}
}

// Other is the query as it would have been typed under the other keyboard
// layout, and that text.
func Other(text string) (Query, string) {
	swapped := fold.SwapLayout(text)
	if swapped == text {
		return Query{}, ""
	}
	return Read(swapped), swapped
}

func groups(w word) []Group {
	if w.characters {
		var list []Group
		for _, pair := range pairs(w.key) {
			list = append(list, Group{Word: pair, Any: []string{pair}})
		}
		return list
	}
	base := stems(w, "")
	g := Group{Word: w.key, Any: append([]string{w.key}, base...), stems: base}
	slices.SortFunc(g.stems, func(a, b string) int { return len(a) - len(b) })
	for i, s := range sounds(w, base) {
		if i == 0 {
			g.sound = s
		}
		g.Any = append(g.Any, soundMark+s, calledMark+s)
	}
	slices.Sort(g.Any)
	g.Any = slices.Compact(g.Any)
	return []Group{g}
}

// opens lets a group be met by words of titles that begin so.
func (g *Group) opens() {
	n := utf8.RuneCountInString(g.Word)
	first, _ := utf8.DecodeRuneInString(g.Word)
	if n < 2 && class(first) != characters || g.open {
		return
	}
	g.open = true
	if n <= edges {
		g.Any = append(slices.Clip(g.Any), titleMark+g.Word)
	} else {
		g.Begins = append(slices.Clip(g.Begins), titleMark+g.Word)
	}
}

// InTitles narrows a query to documents that have all its words in their
// titles, by their beginnings or as they are written.
func (q Query) InTitles() Query {
	var narrow Query
	for _, g := range q.Groups {
		narrow.Groups = append(narrow.Groups, Group{Word: g.Word, Any: g.titles(), Begins: g.Begins})
	}
	return narrow
}

func (g Group) titles() []string {
	tokens := []string{titleMark + g.Word}
	for _, s := range g.stems {
		if n := utf8.RuneCountInString(s); n >= 2 && n <= edges && g.open {
			tokens = append(tokens, titleMark+s)
		}
	}
	for _, t := range g.Any {
		if strings.HasPrefix(t, calledMark) && t != g.Word {
			tokens = append(tokens, t)
		}
	}
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

// Wider lets the last word be the beginning of a word anywhere, not only in a
// title; false when it is too short for that.
func (q Query) Wider() (Query, bool) {
	if q.IsZero() {
		return q, false
	}
	wide := Query{slices.Clone(q.Groups)}
	last := &wide.Groups[len(wide.Groups)-1]
	if !last.open || utf8.RuneCountInString(last.Word) < 4 {
		return q, false
	}
	last.Begins = append(slices.Clip(last.Begins), last.Word)
	return wide, true
}

// functionWord tells words that nobody looks for when there are others.
func functionWord(key string) bool {
	if utf8.RuneCountInString(key) == 1 && key[0] > '9' {
		return class([]rune(key)[0]) != characters
	}
	_, ok := functionWords[key]
	return ok
}

// functionWords are joining words of the seven languages, folded.
var functionWords = func() map[string]struct{} {
	const list = "на по из за от до об во со ко для при под над или не что как это его ее их " +
		"of the and or to in on at by for with from an is " +
		"der die das des dem den und mit von zu im am ein eine bei " +
		"de la le les du des et en au aux un une " +
		"ja och att som av det den med il lo gli di del della dei e ed"
	set := map[string]struct{}{}
	for w := range strings.FieldsSeq(list) {
		set[w] = struct{}{}
	}
	return set
}()
