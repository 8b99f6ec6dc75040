// Package fold turns text as people write it into keys that compare.
//
// Three keys, from strict to loose:
//
//   - Key: the same word in another case, with or without ё, accents or
//     punctuation. Every "…_fold" column, every uniqueness rule and every order
//     uses it, so that both database engines agree without their own collations.
//   - Latin: the same sound in another script or another romanisation (GOST
//     7.79, BGN/PCGN, scientific, German and English habits meet).
//   - SwapLayout: the same keys pressed under the other keyboard layout.
//
// Normalisation follows Unicode NFKD/NFC (UAX #15).
package fold
