package lexis

import (
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/fold"
)

// The namespaces of tokens.
const (
	soundMark  = "0"
	titleMark  = "2"
	calledMark = "3"
)

// shortest is how many letters a sound has to have to tell something.
const shortest = 3

// edges are how many first letters of a title's word are tokens of their own.
// More of them are found by the beginning of the token.
const edges = 4

// Tokens collects the tokens of one document, each once.
type Tokens struct {
	// Memory, if any, is shared with other documents that are read one after
	// another.
	Memory *Memory

	seen map[string]bool
	done map[spoken]bool // words and texts whose tokens are there
	list []string
}

// spoken is a word or a whole text in its language; a word may be a name.
type spoken struct {
	lang, text string
	key        string // of a word; empty for a text
	name       bool
}

// Memory keeps the tokens of words for documents that say the same words, as
// the rows of one list do.
type Memory struct {
	words map[spoken][]string
}

// mostKept bounds a memory, which then begins anew.
const mostKept = 20_000

// of are the tokens of a word that is no run of characters.
func (m *Memory) of(w word, lang string, name bool) []string {
	if m == nil {
		return wordTokens(w, lang, name)
	}
	key := spoken{lang, w.lower, w.key, name}
	list, known := m.words[key]
	if !known {
		list = wordTokens(w, lang, name)
		if m.words == nil || len(m.words) >= mostKept {
			m.words = map[spoken][]string{}
		}
		m.words[key] = list
	}
	return list
}

// wordTokens are the word itself, its stems, and of a name its sounds.
func wordTokens(w word, lang string, name bool) []string {
	base := stems(w, lang)
	list := append([]string{w.key}, base...)
	if name {
		for _, s := range sounds(w, base) {
			list = append(list, soundMark+s)
		}
	}
	return list
}

// List are the tokens in the order in which they came.
func (t *Tokens) List() []string { return t.list }

// Mark adds a token that is no word, such as one for a kind of records. It must
// hold letters and digits only.
func (t *Tokens) Mark(token string) { t.add(token) }

func (t *Tokens) add(token string) {
	if token == "" || t.seen[token] {
		return
	}
	if t.seen == nil {
		t.seen = map[string]bool{}
	}
	t.seen[token] = true
	t.list = append(t.list, token)
}

// Text adds the words of a text in a language, which may be unknown.
func (t *Tokens) Text(text, lang string) {
	if !t.first(spoken{lang: lang, text: text}) {
		return
	}
	eachWord(text, func(w word) bool {
		t.word(w, lang, w.capital)
		return true
	})
}

// Title adds the words of a title or of a name: they are found by their sound
// and by their beginning too.
func (t *Tokens) Title(text, lang string) {
	eachWord(text, func(w word) bool {
		t.word(w, lang, false)
		t.add(titleMark + w.key)
		if !w.characters {
			for _, s := range sounds(w, stems(w, lang)) {
				t.add(calledMark + s)
			}
		}
		n, least := 0, 2
		if w.characters {
			least = 1
		}
		for i := range w.key {
			if n >= least && n <= edges {
				t.add(titleMark + w.key[:i])
			}
			n++
		}
		return true
	})
}

func (t *Tokens) word(w word, lang string, name bool) {
	if w.characters {
		for _, pair := range pairs(w.key) {
			t.add(pair)
		}
		return
	}
	if t.done[spoken{lang, w.lower, w.key, true}] || !t.first(spoken{lang, w.lower, w.key, name}) {
		return
	}
	for _, token := range t.Memory.of(w, lang, name) {
		t.add(token)
	}
}

// first tells whether something is said for the first time.
func (t *Tokens) first(s spoken) bool {
	if t.done[s] {
		return false
	}
	if t.done == nil {
		t.done = map[spoken]bool{}
	}
	t.done[s] = true
	return true
}

// sounds are the sound keys of a word, and of its stem when it is Cyrillic:
// «Тюбингена» is Tübingen.
func sounds(w word, base []string) []string {
	if w.key[0] >= '0' && w.key[0] <= '9' {
		return nil
	}
	var list []string
	add := func(text string) {
		if s := strings.ReplaceAll(fold.Latin(text), " ", ""); utf8.RuneCountInString(s) >= shortest {
			list = append(list, s)
		}
	}
	add(w.key)
	if r, _ := utf8.DecodeRuneInString(w.key); r >= 0x400 && r < 0x530 {
		for _, s := range base {
			add(s)
		}
	}
	return list
}

// Words are the folded words of a text, for Query.Score.
func Words(text string) []string {
	var list []string
	eachWord(text, func(w word) bool {
		list = append(list, w.key)
		return true
	})
	return list
}
