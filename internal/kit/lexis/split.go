package lexis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"pobratim/internal/kit/fold"
)

// longest is how many characters of a word count; longer ones are cut.
const longest = 40

// word is one word of a text.
type word struct {
	lower      string // as written, in small letters, for the stemmers
	key        string // folded
	from, to   int    // bytes in the text
	capital    bool   // begins with a capital letter
	characters bool   // of a script that writes no spaces
}

// eachWord calls do with every word of a text, until do says no.
func eachWord(text string, do func(word) bool) {
	start, kind := -1, 0
	for i, r := range text {
		k := class(r)
		if start >= 0 && k != kind && k != mark {
			if !spell(text, start, i, kind, do) {
				return
			}
			start = -1
		}
		if start < 0 && (k == letters || k == characters) {
			start, kind = i, k
		}
	}
	if start >= 0 {
		spell(text, start, len(text), kind, do)
	}
}

// The classes of characters.
const (
	other = iota
	letters
	characters
	mark // belongs to what stands before it
)

func class(r rune) int {
	switch {
	case r < 0x80:
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return letters
		}
		return other
	case r == '\u00AD' || r == '\u200C' || r == '\u200D' || unicode.IsMark(r):
		return mark
	case r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return characters
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return letters
	}
	return other
}

func spell(text string, from, to, kind int, do func(word) bool) bool {
	written := text[from:to]
	first, _ := utf8.DecodeRuneInString(written)
	lower := strings.ToLower(norm.NFC.String(strings.ReplaceAll(written, "\u00AD", "")))
	keys := strings.Fields(fold.Key(written))
	for _, key := range keys {
		if len(keys) > 1 { // a sign that stands for several words
			lower = key
		}
		w := word{lower: cut(lower), key: cut(key), from: from, to: to, capital: unicode.IsUpper(first), characters: kind == characters}
		if !do(w) {
			return false
		}
	}
	return true
}

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	n := 0
	for i := range s {
		if n == longest {
			return s[:i]
		}
		n++
	}
	return s
}

// pairs cuts a run of characters into overlapping pairs; a single one stays.
func pairs(run string) []string {
	r := []rune(run)
	if len(r) == 1 {
		return []string{run}
	}
	list := make([]string, 0, len(r)-1)
	for i := range len(r) - 1 {
		list = append(list, string(r[i:i+2]))
	}
	return list
}
