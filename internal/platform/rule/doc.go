// Package rule owns rule packs: the steps and deadlines of a jurisdiction as
// data, each with its source and the time for which it holds, and the calendars
// of working days that some of them count by.
//
// Packs for Russia (general, cross-border and domestic regime) and, as a second
// country, Germany are shipped as files; an office edits copies of its own on
// the screen. Nothing here knows an article of a law: what a pack says is in the
// pack. A figure that nobody has read in its source is marked as unconfirmed.
//
// Days off that a government moves are data of a year. A deadline that has to
// count through a year nobody has entered says so; it is never guessed.
//
// The editions of a pack follow one another without a gap or an overlap, so that
// for each day there is one answer (design line C08, source line P15).
package rule
