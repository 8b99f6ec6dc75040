package lexis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/swedish"

	"pobratim/internal/kit/fold"
)

// stemmer gives the stemmer of a language; nil when there is none.
func stemmer(lang string) func(*snowballstem.Env) bool {
	switch lang {
	case "ru":
		return russian.Stem
	case "en":
		return english.Stem
	case "de":
		return german.Stem
	case "fr":
		return french.Stem
	case "fi":
		return finnish.Stem
	case "sv":
		return swedish.Stem
	case "it":
		return italian.Stem
	}
	return nil
}

// speaks lists the languages whose stemmers a word is given to. A text in a
// known language has that one; a word in another script than its text, or a
// text in no particular language, has all of the script.
func speaks(w word, lang string) []string {
	r, _ := utf8.DecodeRuneInString(w.key)
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		if lang == "" || lang == "ru" || !cyrillic(lang) {
			return []string{"ru"}
		}
	case unicode.Is(unicode.Latin, r):
		if lang == "" || lang == "ru" || cyrillic(lang) {
			return []string{"en", "de", "fr", "fi", "sv", "it"}
		}
		if stemmer(lang) != nil {
			return []string{lang}
		}
	}
	return nil
}

func cyrillic(lang string) bool {
	return slices.Contains([]string{"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"}, lang)
}

// stems are the folded stems of a word, without doubles and without the folded
// word itself. The word is stemmed as it is written and without its accents,
// since people leave these out.
//
// What has digits in it is a number, a sign or a code: stemmers take a doubled
// last digit for a doubled letter, and one number would be found as another.
func stems(w word, lang string) []string {
	if strings.ContainsFunc(w.key, unicode.IsDigit) {
		return nil
	}
	var list []string
	for _, l := range speaks(w, lang) {
		stem := stemmer(l)
		for _, form := range [...]string{w.lower, w.key} {
			env := snowballstem.NewEnv(form)
			stem(env)
			s := fold.Key(env.Current())
			if utf8.RuneCountInString(s) >= 2 && s != w.key && !strings.Contains(s, " ") && !slices.Contains(list, s) {
				list = append(list, s)
			}
			if w.lower == w.key {
				break
			}
		}
		if s := uncased(w.key); l == "ru" && s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// uncased takes the ending of a case off a Russian noun. The stemmer takes now
// more, now less off the forms of one («музей», «музеев»), and too much off some
// foreign names («Тюбингена» ends like a participle).
func uncased(key string) string {
	for _, end := range [...]string{"ом", "ем", "ой", "ей", "ью", "а", "у", "е", "ы", "и", "я", "ю", "ь", "й"} {
		if s, ok := strings.CutSuffix(key, end); ok && utf8.RuneCountInString(s) >= 4 {
			return s
		}
	}
	return ""
}
