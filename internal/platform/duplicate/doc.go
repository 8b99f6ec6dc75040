// Package duplicate finds records that may be the same thing, says in words why,
// and makes one of two: the winner keeps its identifier, the loser's address
// leads to it, and everything that pointed at the loser points at the winner.
//
// Candidates share a blocking key (a word of the name in any script, an e-mail,
// a telephone, a site, a place of the gazetteer), so that the cost does not grow
// with the square of the register; a pair is then judged by what agrees and what
// differs. Subjects hand over their records as Cards.
//
// A merge touches tables of subjects that do not know each other. They declare
// the columns that name records (record.Pointer); the merge keeps every row that
// it touched, before and after, in a journal, from which undoing restores both
// records exactly. What was changed after the merge stays changed.
//
// A record may also have become one of another kind, as a possible partner becomes
// a partner. Then its values stay beside the other's fields under names of their
// own, and the rest is the same.
package duplicate
