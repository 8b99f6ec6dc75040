// Package keep is the one way in which a record of any subject is read, added,
// changed, put away and brought back: permission → validation → one transaction
// with row, revision and sources (architecture decision 0007).
//
// A subject describes its record once, as a Set of fields. From that
// description come the form, the editing of a single field in place, the list
// of facts with their sources, the history of each field and the words in it.
// The subject keeps what only it knows: its SQL, its rules, its pages.
package keep
