// Package intake brings the tables of an office into its registers: files or
// pasted text are understood (package reading), matched against what is there,
// shown before anything is written, written in small transactions through the
// registers' own tables (package transfer), and taken back whole for 30 days.
//
// An import is a durable job. Its rows are numbered, the outcome of each row is
// stored in the transaction that writes it, so an interrupted import goes on
// where it stopped and does nothing twice. Always: rows that came in = created
// + completed + left out with a reason.
//
// Nothing that stands in a record is overwritten: an empty field is filled, a
// differing value is kept beside it as what the file says.
package intake
