// Package bin shows what was put away, returns it, and erases it when its time
// is over (O37).
//
// The notes themselves are written by package audit in the transaction that
// puts a record away, and stand in package record; each subject restores its
// own kind. For 30 days (record.KeptInBin) anything can return. What becomes of
// the rows that name an erased record is said by the pointers of their subjects
// (record.Fate), see docs/adr/0019-leaving-for-good.md. Storage limitation:
// GDPR article 5 (1) (e); Federal Law 152-FZ, article 5 part 7.
package bin
