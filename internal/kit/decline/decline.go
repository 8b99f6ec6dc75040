package decline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Forms are a name in the five cases beside the nominative.
type Forms struct {
	Gen, Dat, Acc, Ins, Pre string
}

// same is a name that does not change.
func same(name string) Forms { return Forms{name, name, name, name, name} }

// ends puts five endings after a stem.
func ends(stem string, endings ...string) Forms {
	return Forms{stem + endings[0], stem + endings[1], stem + endings[2], stem + endings[3], stem + endings[4]}
}

// join puts the forms of words together.
func join(all []Forms, between []string) Forms {
	var f Forms
	for i, one := range all {
		sep := ""
		if i > 0 {
			sep = between[i-1]
		}
		f = Forms{f.Gen + sep + one.Gen, f.Dat + sep + one.Dat, f.Acc + sep + one.Acc, f.Ins + sep + one.Ins, f.Pre + sep + one.Pre}
	}
	return f
}

// has tells whether a word ends in one of the endings.
func has(word string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) })
}

// cut takes as many letters off the end.
func cut(word string, letters int) string {
	for range letters {
		_, size := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-size]
	}
	return word
}

// last is the letter so far from the end, in small.
func last(word string, from int) rune {
	r, _ := utf8.DecodeLastRuneInString(cut(word, from))
	return unicode.ToLower(r)
}

func in(r rune, letters string) bool { return strings.ContainsRune(letters, r) }

const (
	vowels    = "аеёиоуыэюя"
	sibilants = "жшчщц"
)

func consonant(r rune) bool { return in(r, "бвгджзклмнпрстфхцчшщ") }

// cyrillic tells whether a name is written in Russian letters, each word with a
// capital where it has to have one.
func cyrillic(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.Is(unicode.Cyrillic, r) && r != '-' && r != ' ' && r != '\u00a0'
	})
}

// adjective declines an adjective in the singular: masculine, or feminine. Of what
// does not live the accusative of the masculine is the nominative.
func adjective(word string, female, alive bool) (Forms, bool) {
	var f Forms
	switch {
	case female && has(word, "ая"):
		if in(last(word, 2), "жшчщ") {
			f = ends(cut(word, 2), "ей", "ей", "ую", "ей", "ей")
		} else {
			f = ends(cut(word, 2), "ой", "ой", "ую", "ой", "ой")
		}
		return f, true
	case female && has(word, "няя"):
		return ends(cut(word, 2), "ей", "ей", "юю", "ей", "ей"), true
	case female:
		return f, false
	case has(word, "ый"), has(word, "ой"):
		ins := "ым"
		if in(last(word, 2), "гкхжшчщ") {
			ins = "им"
		}
		f = ends(cut(word, 2), "ого", "ому", "ого", ins, "ом")
	case has(word, "ий") && in(last(word, 2), "гкх"):
		f = ends(cut(word, 2), "ого", "ому", "ого", "им", "ом")
	case has(word, "ий") && in(last(word, 2), "жшчщн"):
		f = ends(cut(word, 2), "его", "ему", "его", "им", "ем")
	default:
		return f, false
	}
	if !alive {
		f.Acc = word
	}
	return f, true
}

// noun declines a noun in -а, -я, -ь, -й or a consonant whose ending decides.
func noun(word string, female, alive bool) (Forms, bool) {
	end, before := last(word, 0), last(word, 1)
	var f Forms
	switch {
	case end == 'а' && consonant(before):
		gen, ins := "ы", "ой"
		if in(before, "гкхжшчщ") {
			gen = "и"
		}
		if in(before, sibilants) { // the stress decides: -ей or -ой
			return f, false
		}
		return ends(cut(word, 1), gen, "е", "у", ins, "е"), true
	case has(word, "ия"):
		return ends(cut(word, 1), "и", "и", "ю", "ей", "и"), true
	case end == 'я' && (before == 'ь' || in(before, "оеа") || in(before, "нлсрй")):
		return ends(cut(word, 1), "и", "е", "ю", "ей", "е"), true
	case end == 'ь' && female:
		return ends(cut(word, 1), "и", "и", "ь", "ью", "и"), true
	case end == 'ь':
		f = ends(cut(word, 1), "я", "ю", "я", "ем", "е")
	case has(word, "ий"):
		f = ends(cut(word, 1), "я", "ю", "я", "ем", "и")
	case end == 'й' && in(before, vowels):
		f = ends(cut(word, 1), "я", "ю", "я", "ем", "е")
	case consonant(end):
		ins := "ом"
		if in(end, sibilants) {
			ins = "ем"
		}
		f = ends(word, "а", "у", "а", ins, "е")
	default:
		return f, false
	}
	if female {
		return f, false
	}
	if !alive {
		f.Acc = word
	}
	return f, true
}
