// Package lexis turns text into the tokens by which it is found, and a query
// into groups of tokens, so that any database that can intersect lists of ready
// tokens gives the same answer.
//
// A word yields its folded form (kit/fold.Key) and its stems. Stems are those of
// Snowball for Russian, English, German, French, Finnish, Swedish and Italian;
// words of other languages are found as they are written. Chinese, Japanese and
// Korean are cut into overlapping pairs of characters. Names yield a sound key
// as well (kit/fold.Latin), under which spellings in other scripts meet.
//
// Tokens hold letters and digits only. The first character tells namespaces
// apart, since a folded word of a text hardly begins with these digits followed
// by a letter:
//
//	0…  the sound of a name in a text
//	2…  a word of a title, and its first two, three and four letters
//	3…  the sound of a word of a title
package lexis
