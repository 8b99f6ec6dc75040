// Package search finds records by their words: every kind, in any form of a
// word, in any script and spelling of a name, within the rights of who asks.
//
// The index is written in the transaction of each change (audit.Log.Followed).
// Tokens are made in Go (kit/lexis), each at the depth of reading at which
// somebody meets it first: what residents read, what those read who see the
// record, what is within. A viewer's query reads no row deeper than the viewer's
// scopes reach, so that a word nobody may read cannot be told from a word that
// is not there.
//
// A record gets a new number with every change, so that larger is newer. Its
// tokens stand in search_fresh at first. The worker moves them into
// search_postings: for each token the numbers that have it, in blocks of 65,536.
// A query reads the newest block first and ends with a bound of matches, which
// one function here ranks. Both are plain tables, so that both engines answer
// alike and equally fast (docs/adr/0013, 0021).
//
// What takes long, the text of a document or the records that quote a title,
// waits in search_queue, which the worker empties. When the making of tokens
// changes, it reads every record anew, beginning where it stopped; meanwhile
// titles are found as they are written.
package search
