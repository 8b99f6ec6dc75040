// Package clause owns the texts of agreements: one structure of clauses with the
// wording of each in two languages, exceptionally three; the copies of both
// parties; and what a clause obliges a side to.
//
// A text is written clause by clause: title, preamble, articles with points,
// closing formula. It is a draft until the office says that it is ready to be
// signed, which is refused while a clause is in one language only, and it is
// sealed when its agreement is signed: what changes it then is a new agreement
// that follows.
//
// Each party's copy follows the alternat: in the copy that a party keeps it is
// named first, its language and its signature have the first place, which is on
// the left, and on the right for a language written from right to left. With one
// language of each kind both copies therefore have the same columns. Sources:
// the Great Russian Encyclopedia, "Альтернат" (bigenc.ru/c/al-ternat-216470);
// the legal dictionaries at ceur.ru/library/words/item109063 and
// goldpages.com.ua/pages/584, both with the rule for writing from right to left.
// Names of parties are never declined: the office types the wording of both
// copies where grammar differs, as <of our copy|of theirs>. See docs/adr/0028.
package clause
