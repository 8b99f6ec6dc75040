package duplicate

import (
	"slices"
	"strings"
	"unicode"

	"pobratim/internal/kit/fold"
)

// token is a word of a name as it is compared.
type token struct {
	stem    string // of its sound in plain Latin letters, or a concept: "@museum"
	first   byte   // of the stem; 0 for concepts and numbers, which are equal or not
	id      int32  // of the stem within its reader
	weight  float64
	kind    bool // a concept that says what sort of thing it is
	number  bool
	initial bool // one letter of a person's name
}

// name is one spelling of a name.
type name struct {
	tokens   []token
	cyrillic bool
	sex      sex
	initials string // first letters of the words, for abbreviations
	short    string // the name itself when it may be an abbreviation
	key      string // all stems in order, to find equal names at once
}

// sex is what the endings of a person's name tell of it.
type sex int

const (
	unsaid sex = iota
	likelyMan
	man
	woman
)

// sexOf goes by the patronymic, which is sure, and by the family's name, which
// in a woman's nominative looks like a man's genitive and tells of men alone.
func sexOf(words []string) sex {
	found := unsaid
	for _, w := range words {
		switch {
		case ends(w, "овна евна ична ovna evna ichna"):
			return woman
		case ends(w, "ович евич ovich evich owitsch ewitsch"):
			return man
		case ends(w, "ов ев ский цкий ov ev sky skiy skij"):
			found = likelyMan
		}
	}
	return found
}

func ends(word, endings string) bool {
	for e := range strings.FieldsSeq(endings) {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

// endings of Russian nouns, adjectives and names, the longest first; what is
// left keeps three letters at least.
const endings = "ами ями ого его ому ему ыми ими ием иям иях ией ых их ой ей ый ий ая яя ое ее ую юю ом ем ам ям ах ях ов ев ым им ию ия ии а я о е у ю ы и ь й"

// surnames are endings that belong to a family's name, not to its case.
const surnames = " ов ев ых им "

// reader makes tokens of names; it remembers words, which repeat.
type reader struct {
	lexicon lexicon
	endings []string
	stems   map[string]string
	things  map[string]token
	ids     map[string]int32
}

func newReader() *reader {
	return &reader{lexicon: newLexicon(), endings: strings.Fields(endings), stems: map[string]string{}, things: map[string]token{}, ids: map[string]int32{}}
}

// stem is the sound of a folded word without its ending.
func (r *reader) stem(word string, person bool) string {
	at := word
	if person {
		at = "p " + word
	}
	if s, ok := r.stems[at]; ok {
		return s
	}
	cut, least := word, 4
	if person {
		least = 2
	}
	if cyrillic(word) {
		for _, e := range r.endings {
			if rest, ok := strings.CutSuffix(word, e); ok && len([]rune(rest)) >= max(3, least) && !(person && strings.Contains(surnames, " "+e+" ")) {
				cut = rest
				break
			}
		}
	}
	s := fold.Latin(cut)
	for len(s) > least && strings.IndexByte("aeiou", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	if s == "" {
		s = word
	}
	r.stems[at] = s
	return s
}

func cyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// ofThing reads the name of an organisation or a place.
func (r *reader) ofThing(text string) name {
	words := fold.Words(strings.ReplaceAll(text, "№", " № "))
	n := name{cyrillic: cyrillic(text)}
	for _, w := range words {
		if r.lexicon.empty[w] {
			continue
		}
		n.initials += string([]rune(w)[:1])
		t := r.thing(w)
		if !slices.ContainsFunc(n.tokens, func(o token) bool { return o.stem == t.stem }) {
			n.tokens = append(n.tokens, t)
		}
	}
	if len(words) == 1 && len([]rune(words[0])) >= 3 && len([]rune(words[0])) <= 9 {
		n.short = words[0]
	}
	return n.keyed()
}

// thing is a word of the name of an organisation or a place.
func (r *reader) thing(word string) token {
	t, ok := r.things[word]
	if ok {
		return t
	}
	t = token{weight: ownWeight, number: digits(word)}
	if c, ok := r.lexicon.concept(word); ok {
		t.stem, t.weight, t.kind = c.concept, c.weight, c.kind
	} else {
		t.stem = r.stem(word, false)
	}
	t = r.known(t)
	r.things[word] = t
	return t
}

// known numbers the stem of a token, so that comparing two is comparing numbers.
func (r *reader) known(t token) token {
	id, ok := r.ids[t.stem]
	if !ok {
		id = int32(len(r.ids))
		r.ids[t.stem] = id
	}
	t.id = id
	if t.first = t.stem[0]; t.first == '@' || t.number {
		t.first = 0
	}
	return t
}

// titles stand beside a person's name and are no part of it.
const titles = " dr prof mr mrs ms herr frau г жа господин госпожа д р к н доц профессор доктор "

// ofPerson reads the name of a person.
func (r *reader) ofPerson(text string) name {
	words := fold.Words(text)
	n := name{cyrillic: cyrillic(text), sex: sexOf(words)}
	for _, w := range words {
		if len([]rune(w)) > 1 && strings.Contains(titles, " "+w+" ") || digits(w) {
			continue
		}
		t := token{stem: r.stem(w, true), weight: ownWeight}
		if sound := fold.Latin(w); len(sound) == 1 || len([]rune(w)) == 1 {
			t.stem, t.initial = sound, true
		}
		if t.stem != "" {
			n.tokens = append(n.tokens, r.known(t))
		}
	}
	return n.keyed()
}

func (n name) keyed() name {
	stems := make([]string, len(n.tokens))
	for i, t := range n.tokens {
		stems[i] = t.stem
	}
	slices.Sort(stems)
	n.key = strings.Join(stems, " ")
	return n
}

// own tells whether the name holds a word that not every town has.
func (n name) own() bool {
	return slices.ContainsFunc(n.tokens, func(t token) bool { return t.weight == ownWeight })
}

// closeness tells how near two stems are: 1 equal, less for a letter mistaken
// or a word made of the other (Пермь, пермский), 0 for different words.
func closeness(t, u *token) float64 {
	if t.id == u.id {
		return 1
	}
	if t.first != u.first || t.first == 0 {
		return 0 // a slip in the first letter is rare, and looking for it is dear
	}
	a, b := t.stem, u.stem
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) >= 4 && len(b)-len(a) <= 3 && strings.HasPrefix(b, a) {
		return 0.85
	}
	switch {
	case len(a) >= 5 && within(a, b, 1):
		return 0.85
	case len(a) >= 9 && within(a, b, 2):
		return 0.75
	}
	return 0
}

// within tells whether at most n letters were added, left out, changed or
// swapped between two words.
func within(a, b string, n int) bool {
	const longest = 31
	if len(b)-len(a) > n || len(a)-len(b) > n || len(b) > longest {
		return false
	}
	var rows [3][longest + 1]int
	before, last, row := rows[0][:], rows[1][:], rows[2][:]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > n {
			return false
		}
		before, last, row = last, row, before
	}
	return last[len(b)] <= n
}
