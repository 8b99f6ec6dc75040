// Package search finds records by their words: every kind, in any form of a
// word, in any script and spelling of a name, within the rights of who asks.
//
// The index is written in the transaction of each change (audit.Log.Followed).
// A record has up to three entries, one for each depth of reading: search_all
// holds everything, search_open what those read who only see the record,
// search_portal what residents read. A viewer's query runs on the tables that
// the viewer's scopes reach, so that a word nobody may read cannot be told from
// a word that is not there.
//
// Tokens are made in Go (kit/lexis) and stored as they are, in FTS5 without
// contents on SQLite and in a tsvector on PostgreSQL; both engines intersect
// lists of ready tokens and answer alike. The newest matches, up to a bound,
// are ranked by one function here (docs/adr/0013).
//
// What takes long, the text of a document or the records that quote a title,
// waits in search_queue, which a worker of the program empties. When the making
// of tokens changes, the worker reads every record anew, beginning where it
// stopped.
package search
