package password

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"pobratim/internal/kit/fold"
)

// A password is guessable when hardly anything is left of it after taking away
// what every list of guesses is built from: common words (Russian, English,
// typed under the wrong keyboard layout, with figures for letters), words of
// this person and this city, rows of keys, runs, repetitions, years. Such a
// rule covers whole families of the usual lists: "Пароль123456",
// "gfhjkm2026gfhjkm", "1q2w3e4r5t6y", "Petrozavodsk2026!".

//go:embed common.txt
var commonText string

// common is the list of words, folded, the longest first.
var common = sync.OnceValue(func() []string {
	var words []string
	for line := range strings.Lines(commonText) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			words = append(words, flat(word))
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(words)
})

// enough is how many characters have to be left; each thing taken away counts
// for two of them, since where it stands is a choice, too.
const enough = 8

// guessable tells whether a password falls to a short list of guesses.
func guessable(password string, context []string) bool {
	for _, text := range readings(password) {
		if left(text, context) < enough {
			return true
		}
	}
	return false
}

// readings are the ways in which a password may have been meant.
func readings(password string) []string {
	plain := flat(password)
	other := flat(fold.SwapLayout(password))
	return []string{plain, leet(plain), other}
}

// flat is small letters without accents.
func flat(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r == 'ё' {
			r = 'е'
		}
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// leet undoes figures and signs written for letters.
func leet(s string) string {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i").Replace(s)
}

// left counts what remains of a folded password.
func left(text string, context []string) int {
	words := common()
	for _, c := range context {
		for _, w := range fold.Words(c) {
			if len([]rune(w)) >= 4 {
				words = append(words[:len(words):len(words)], w, fold.Latin(w))
			}
		}
	}
	taken := 0
	for _, w := range words {
		if w != "" && strings.Contains(text, w) {
			taken++ // the same word again adds nothing
			text = strings.ReplaceAll(text, w, " ")
		}
	}
	remaining, runs := withoutRuns([]rune(text))
	return remaining + 2*distinct(taken+runs)
}

// distinct keeps ten times the same word from counting as ten things.
func distinct(n int) int { return min(n, 3) }

// rows are the orders in which keys and figures lie.
func rows() []string {
	return []string{
		"0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя",
		"`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.",
		"1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "1й2ц3у4к5е6н7г8ш9щ0з",
		"!@#$%^&*()", "!\"№;%:?*()", "poiuytrewq", "lkjhgfdsa", "mnbvcxz",
	}
}

// withoutRuns counts the characters that are not part of a run of three or
// more: neighbours in a row of keys, one character repeated, or a year. It also
// returns how many runs there were.
func withoutRuns(text []rune) (remaining, runs int) {
	for i := 0; i < len(text); {
		n := runAt(text, i)
		switch {
		case n >= 3:
			runs++
			i += n
		case text[i] == ' ':
			i++
		default:
			remaining++
			i++
		}
	}
	return remaining, runs
}

// runAt is the length of the run that begins at i; 1 when there is none.
func runAt(text []rune, i int) int {
	best := 1
	for n := 1; i+n < len(text) && text[i+n] == text[i] && text[i] != ' '; n++ {
		best = n + 1
	}
	for _, row := range rows() {
		keys := []rune(row)
		at := slices.Index(keys, text[i])
		if at < 0 {
			continue
		}
		n := 1
		for i+n < len(text) && at+n < len(keys) && text[i+n] == keys[at+n] {
			n++
		}
		best = max(best, n)
	}
	if i+4 <= len(text) && (string(text[i:i+2]) == "19" || string(text[i:i+2]) == "20") && unicode.IsDigit(text[i+2]) && unicode.IsDigit(text[i+3]) {
		best = max(best, 4)
	}
	// The block before, repeated: "abcabc".
	for size := 2; size <= i && i+size <= len(text); size++ {
		if size >= 3 && slices.Equal(text[i-size:i], text[i:i+size]) {
			best = max(best, size)
		}
	}
	return best
}
