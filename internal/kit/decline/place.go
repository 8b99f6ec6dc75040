package decline

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// still are first parts of double names of places that do not change.
const still = " санкт улан нью йошкар горно усть ханты нарьян южно северо сан лос эль ла ле буэнос рио алма баден экс гусь "

// Place proposes the forms of a city's name; the prepositional is that after «в».
func Place(name string) (Forms, bool) {
	words := strings.Fields(name)
	if !cyrillic(name) || len(words) == 0 || len(words) > 2 {
		return Forms{}, false
	}
	if len(words) == 1 {
		return place(name)
	}
	// An adjective and a noun: Нижний Новгород, Великие Луки is left to people.
	if !has(words[0], "ый", "ий", "ой", "ая", "яя") {
		return Forms{}, false
	}
	female := has(words[0], "ая", "яя")
	a, sure := adjective(words[0], female, false)
	b, also := place(words[1])
	if !sure || !also || female != has(words[1], "а", "я") {
		return Forms{}, false
	}
	return join([]Forms{a, b}, []string{" "}), true
}

func place(word string) (Forms, bool) {
	if first, rest, double := strings.Cut(word, "-"); double {
		middle, tail, three := strings.Cut(rest, "-")
		switch {
		case three && slices.Contains([]string{"на", "ан", "де", "сюр", "ам", "под"}, middle):
			one, sure := place(first) // Ростов-на-Дону, Франкфурт-на-Майне
			return join([]Forms{one, same(middle + "-" + tail)}, []string{"-"}), sure
		case three:
			return Forms{}, false
		case listed(still, first):
			one, sure := place(rest)
			return join([]Forms{same(first), one}, []string{"-"}), sure
		case has(rest, "ский", "цкий", "ый", "ий"): // Каменск-Уральский
			one, sure := place(first)
			two, also := adjective(rest, false, false)
			return join([]Forms{one, two}, []string{"-"}), sure && also
		}
		return Forms{}, false
	}
	end, before := last(word, 0), last(word, 1)
	switch {
	case utf8.RuneCountInString(word) < 3:
		return Forms{}, false
	case has(word, "ово", "ево", "ёво", "ино", "ыно"): // both ways are in use
		return Forms{}, false
	case in(end, "оеиуюэ"):
		return same(word), true
	case has(word, "восток"):
		return noun(word, false, false)
	case end == 'ы', has(word, "ая", "яя", "ец", "ок", "ек", "ёк", "ей", "ёл", "ел", "ой"): // a plural, or a vowel that may flee
		return Forms{}, false
	case has(word, "ский", "цкий", "ый", "ний"):
		return adjective(word, false, false)
	case has(word, "ий"):
		return Forms{}, false
	case end == 'ь' && has(word, "поль", "авль", "аль", "обль", "иль", "ссель", "рсель"):
		return noun(word, false, false)
	case end == 'ь' && has(word, "ань", "мь", "юмень", "рань", "верь", "ерчь", "обь", "язань"):
		return noun(word, true, false)
	case end == 'ь':
		return Forms{}, false
	case end == 'а' && in(before, vowels):
		return Forms{}, false
	case end == 'я' && !has(word, "ия"):
		return Forms{}, false
	}
	return noun(word, false, false)
}
