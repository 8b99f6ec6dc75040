// Package chain owns preparation: tasks that hang on the day of an anchor, such
// as the celebration of a jubilee, and are counted backwards and forwards from it
// (capability C07; source lines P05, P12 and P14 of the mission).
//
// A step is a task of package task with a lead: so many days, weeks, months or
// years before the anchor's first day or after its last one, or before the day by
// which requests for next year's budget have to be in. That day is a setting of
// the office; as long as nobody has entered it, it is unknown, and such a step
// goes by a number of months instead and says so. A day off gives way to the
// working day before it, for steps after the anchor to the one that follows;
// where the calendar of a year is unknown, the day stays and that is said.
//
// When the days of the anchor change, in whatever way, its open steps follow in
// the same transaction (Follow), and nothing else moves. What is done stays. A
// step whose day somebody has changed by hand stays too, and is named. Until
// somebody has taken note, the anchor's page and Today say what moved, and the
// move can be taken back. Steps of an anchor that will not take place are offered
// to be closed; nothing is closed by itself.
//
// A set is a list of steps from which a chain is unrolled. The set that comes
// with the program is the habit of an office and no law; the office edits it and
// adds others. What an anchor is, package app says for each kind of record.
package chain
