// Package export takes lists out of the program: what a page of the office
// shows, as filtered, as XLSX, CSV or JSON.
//
// The reader gets what they may see and nothing more: rows come from the
// register (transfer.Table), which asks the authorization table for each record
// and leaves inner columns to those who see every record. They are made while
// they are sent, so memory does not grow with the list. What is about people
// leaves an entry in the history (action Issued).
//
// Cells are words: headings and choices in the reader's language, references as
// the titles of records. Dates stay EDTF, which people can read and programs can
// sort: 1989, 1989-10, 1989-10-12. JSON keeps the canonical values instead, by
// the names of columns, for programs.
package export
