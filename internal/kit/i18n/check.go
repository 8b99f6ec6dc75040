package i18n

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Problem is one finding of Check.
type Problem struct{ Lang, Key, What string }

// String is a line for a test log.
func (p Problem) String() string { return p.Lang + " " + p.Key + ": " + p.What }

// Check looks the catalogue over: Russian and English have the same keys and
// the same placeholders, a message with a number has every plural category of
// its language and no other, nothing is empty, and no word is used that the
// voice of the product avoids. The result is sorted; a test expects none.
func Check(c *Catalog) []Problem {
	var out []Problem
	langs := c.Languages()
	for _, lang := range langs {
		for key, m := range c.words[lang] {
			out = append(out, checkMessage(lang, key, m)...)
		}
	}
	for _, lang := range []string{"ru", "en"} {
		if !slices.Contains(langs, lang) {
			out = append(out, Problem{lang, "*", "the language is missing"})
			continue
		}
		out = append(out, checkPair(c, lang, langs)...)
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(out)
}

// checkPair compares one language with every other. That another language
// than ru and en lacks a key is no problem: English stands in.
func checkPair(c *Catalog, lang string, langs []string) []Problem {
	var out []Problem
	for key, m := range c.words[lang] {
		for _, other := range langs {
			n := c.words[other][key]
			if n == nil {
				if other == "ru" || other == "en" {
					out = append(out, Problem{other, key, "is missing; " + lang + " has it"})
				}
				continue
			}
			a, b := names(m, n), names(n, m)
			if !slices.Equal(a, b) {
				out = append(out, Problem{other, key, fmt.Sprintf("has the placeholders %v; %s has %v", b, lang, a)})
			}
		}
	}
	for _, other := range langs {
		for key := range c.words[other] {
			if c.words[lang][key] == nil {
				out = append(out, Problem{lang, key, "is missing; " + other + " has it"})
			}
		}
	}
	return out
}

// names are the placeholders that must agree. The number of a plural message
// may be left out («одна делегация»), and a language may do without it.
func names(m, other *message) []string {
	list := m.placeholders()
	if m.plural != nil || other.plural != nil {
		list = slices.DeleteFunc(list, func(s string) bool { return s == "n" })
	}
	return list
}

func checkMessage(lang, key string, m *message) []Problem {
	var out []Problem
	add := func(format string, args ...any) {
		out = append(out, Problem{lang, key, fmt.Sprintf(format, args...)})
	}
	if m.plural != nil {
		need := Categories(lang)
		for _, category := range need {
			if m.plural[category] == nil {
				add("the plural category %s is missing", category)
			}
		}
		for category := range m.plural {
			if !slices.Contains(need, category) {
				add("%s has no plural category %s", lang, category)
			}
		}
	}
	all := names(m, m)
	for category, f := range m.forms() {
		if strings.TrimSpace(f.text) == "" {
			add("empty %s", category)
		}
		if f.text != strings.TrimSpace(f.text) {
			add("a space at the edge of %q", f.text)
		}
		for _, name := range all {
			if !strings.Contains(f.text, "{"+name+"}") {
				add("{%s} is missing in %s", name, category)
			}
		}
		for _, word := range forbidden(lang, f.text) {
			add("the word %q", word)
		}
	}
	return out
}

// forbidden finds words that the voice avoids. «Данные» is a good noun, so
// only the forms that are the adjective alone are listed. A star is any ending.
func forbidden(lang, text string) []string {
	var found []string
	if strings.ContainsAny(text, "!！") {
		found = append(found, "!")
	}
	var list []string
	switch base(lang) {
	case "ru":
		list = []string{"пожалуйста", "внимание", "некорректн*", "невалидн*", "данный", "данная", "данное", "данного", "данной", "данному", "вышеуказанн*"}
		if strings.Contains(text, `"`) {
			found = append(found, `"`)
		}
	case "en":
		list = []string{"please", "invalid", "oops", "sorry"}
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '{' && r != '}' })
	for _, w := range list {
		stem, anyEnd := strings.CutSuffix(w, "*")
		for _, have := range words {
			if have == w || anyEnd && strings.HasPrefix(have, stem) {
				found = append(found, have)
			}
		}
	}
	return found
}
