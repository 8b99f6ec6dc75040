// Package i18n makes the words: messages of a catalogue with plural forms,
// numbers, sums, dates, distances and lists as the reader's language writes
// them, and one text in several languages with a mark for what is older than
// its source.
//
// Plural rules, month and weekday names, grouping and patterns follow Unicode
// CLDR 48; a golden file made with ICU 78 is compared in the tests. It departs
// from CLDR where a Russian editor would: four digits stand together (3194 км)
// and a range of named days has an em dash (30 июня — 2 июля). English is
// British. Where CLDR has no word ("since", "about") and the language is
// neither Russian nor English, a sign stands for it: "1992 –", "≈ 1965".
//
// A value in a message is formatted by its type, so years are passed as text
// ("2026"): an int would be grouped as a number.
package i18n
