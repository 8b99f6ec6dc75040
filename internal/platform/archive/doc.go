// Package archive takes a whole municipality out of the program and puts it
// back: one ZIP file that other programs and people can read without Pobratim.
//
//	datapackage.json   what is inside (Frictionless Data Package 2.0), with sums
//	data/*.csv         every table of the database that holds records
//	files/*            what is attached, by SHA-256
//	index.html, ru/, en/   the registers and records as pages, without scripts
//
// The same state gives the same bytes: entries come in a fixed order, carry no
// time and depend on nothing but the records. What is loaded again is therefore
// proved equal by comparing two files, also from one engine to the other.
//
// Tables are taken as they are, found in the database and not listed by hand; a
// subject that is added is archived by having tables. What is left out is named
// with its reason: sessions, one-time codes, tokens, and of users the password.
//
// No cell of a table begins with a sign that a spreadsheet takes for a formula:
// such a text is written with an apostrophe before it, and so is one that begins
// with an apostrophe; reading takes one away. An archive is not trusted when it
// is loaded: names are never used as paths, sizes and sums are compared with
// what the description promises, and growth in unpacking is bounded.
package archive
