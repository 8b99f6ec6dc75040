// Package result owns what remained of the city's ties: things, practices that
// were taken over, people who learnt something, contacts, awards, publications,
// since when, for whom, thanks to which partner and activity (source line M04
// of the mission).
//
// A result says how well it is proved, in five steps: claimed, shown by a
// document, confirmed by the partner, seen on the spot, confirmed by somebody
// independent. Each step asks for what makes it one: a document for the second,
// a name and a day for the others. A claim without evidence is kept, and marked
// as such. Whether the thing still exists is a separate question with a day and
// the answer "unknown"; a day for the next look puts it on somebody's desk.
//
// Unknown is not zero: a number that nobody counted is empty. Names of witnesses
// and where evidence lies never leave the office.
package result
