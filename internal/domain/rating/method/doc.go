// Package method owns methodologies of ratings and awards as data: their file,
// its rules, and the arithmetic of a score. It knows nothing of a municipality's
// records; whoever asks brings figures and answers.
//
// A methodology has an edition, size classes, blocks, indicators in blocks and
// questions in indicators; docs/adr/0045 describes the file. What the organiser
// has not published stays unknown: a limit of a class, a weight, the figure that
// earns full marks. Nothing is put in its place. A score is therefore a range
// [low, high] in exact fractions: whatever the unknown turns out to be, the score
// lies in it. The bounds are the narrowest possible, unless a formula and another
// question depend on the same missing answer; then they may be wider.
//
// The methodologies that the program brings are in the folder shipped, each with
// the public sources of what it says.
package method
