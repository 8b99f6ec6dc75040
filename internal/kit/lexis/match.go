package lexis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// How well a word of a title answers a word of a query.
const (
	same    = 4.0
	begun   = 3.0 // the query's word is its beginning
	related = 2.5 // another form of the word
	heard   = 2.0 // the same sound
)

// tail is how many letters an ending may add to a stem.
const tail = 4

// answers says how well a folded word answers a group; 0 is not at all.
func (g Group) answers(key string) float64 {
	switch {
	case key == g.Word:
		return same
	case g.open && strings.HasPrefix(key, g.Word):
		return begun
	}
	for _, s := range g.stems {
		if len(s) > 2 && strings.HasPrefix(key, s) && utf8.RuneCountInString(key[len(s):]) <= tail {
			return related
		}
	}
	if strings.Contains(key, g.Word) && class([]rune(g.Word)[0]) == characters {
		return same
	}
	return 0
}

// Title is what is kept of a document's title for the ranking: the folded words
// of the title in each language, and those of other names of the thing.
type Title struct {
	Variants [][]string
	Names    []string
}

// Score says how well a title answers the query, from 0 (not at all: the words
// were found elsewhere) to about 9. With sounds set it listens as well, which
// takes its time.
func (q Query) Score(t Title, sounds bool) float64 {
	best := 0.0
	for _, words := range t.Variants {
		best = max(best, q.score(words, t.Names, sounds))
	}
	return best
}

func (q Query) score(words, names []string, sounds bool) float64 {
	if q.IsZero() {
		return 0
	}
	sum, met := 0.0, 0
	for i, g := range q.Groups {
		best := 0.0
		for at, w := range words {
			v := g.answers(w)
			if v > 0 && at == i { // in the same place: the title begins like the query
				v += 0.5
			}
			best = max(best, v)
		}
		for _, w := range names {
			best = max(best, g.answers(w)*0.9)
		}
		if sounds && best == 0 && g.sound != "" && g.soundsIn(words) {
			best = heard
		}
		if best > 0 {
			met++
		}
		sum += best
	}
	score := sum / float64(len(q.Groups))
	if met == len(q.Groups) {
		score += 2
		if len(words) == met {
			score += 2 // nothing but what was asked for
		}
	}
	return score
}

func (g Group) soundsIn(words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(soundOf(w), g.sound) {
			return true
		}
	}
	return false
}

func soundOf(key string) string {
	if key == "" {
		return ""
	}
	list := sounds(word{key: key}, nil)
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Answers tells whether all words of the query are in a short text, such as the
// name of a command.
func (q Query) Answers(text string) bool {
	if q.IsZero() {
		return false
	}
	words := Words(text)
	for _, g := range q.Groups {
		found := false
		for _, w := range words {
			found = found || g.answers(w) > 0
		}
		if !found {
			return false
		}
	}
	return true
}

// Spelled tells whether a title has all words of the query as they are written,
// the last of them, while it is typed, as a beginning.
func (q Query) Spelled(t Title) bool {
	for _, words := range t.Variants {
		if q.spelled(slices.Concat(words, t.Names)) {
			return true
		}
	}
	return len(t.Variants) == 0 && q.spelled(t.Names)
}

func (q Query) spelled(words []string) bool {
	for _, g := range q.Groups {
		run := class([]rune(g.Word)[0]) == characters
		if !slices.ContainsFunc(words, func(w string) bool {
			return w == g.Word || g.open && strings.HasPrefix(w, g.Word) || run && strings.Contains(w, g.Word)
		}) {
			return false
		}
	}
	return len(q.Groups) > 0
}

// Part is a piece of a snippet; Hit marks what was looked for.
type Part struct {
	Text string
	Hit  bool
}

// What a snippet shows, in bytes before and after the first hit, and how far
// into a text it looks.
const (
	before   = 90
	after    = 260
	farthest = 400_000
)

// Snippet is the part of a text around the first word that answers the query;
// nil when none does.
func (q Query) Snippet(text string) []Part {
	if len(text) > farthest {
		text = text[:farthest]
	}
	type span struct{ from, to int }
	var hits []span
	eachWord(text, func(w word) bool {
		if len(hits) > 0 && w.from > hits[0].from+after {
			return false
		}
		for _, g := range q.Groups {
			if g.answers(w.key) > 0 || w.capital && g.sound != "" && soundOf(w.key) == g.sound {
				hits = append(hits, span{w.from, w.to})
				break
			}
		}
		return true
	})
	if len(hits) == 0 {
		return nil
	}
	from, to := edge(text, hits[0].from-before, -1), edge(text, hits[0].from+after, 1)
	var parts []Part
	add := func(s string, hit bool) {
		if s != "" {
			parts = append(parts, Part{s, hit})
		}
	}
	if from > 0 {
		add("… ", false)
	}
	at := from
	for _, h := range hits {
		if h.from < at || h.to > to {
			continue
		}
		add(flat(text[at:h.from]), false)
		add(text[h.from:h.to], true)
		at = h.to
	}
	add(flat(text[at:to]), false)
	if from > 0 && len(parts) > 1 {
		parts[1].Text = strings.TrimLeft(parts[1].Text, " ")
	}
	if to < len(text) {
		add(" …", false)
	}
	return parts
}

// edge moves a position to the nearest gap between words in a direction.
func edge(text string, at, step int) int {
	if at <= 0 {
		return 0
	}
	if at >= len(text) {
		return len(text)
	}
	for moved := 0; at > 0 && at < len(text) && moved < 60; moved++ {
		if text[at] == ' ' || text[at] == '\n' {
			return at
		}
		at += step
	}
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// flat makes one line of a text.
func flat(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, text)
}
