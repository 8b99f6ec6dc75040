// Package note owns what the department knows and does not want to lose: how
// partners are addressed, what they expect, what was learnt, which law applies,
// and why something was decided.
//
// A note is about any number of records (a partner, an organisation, a person,
// a post, an agreement, an activity, a result), about a country, or about the
// city as a whole when it names nothing. It is shown where it applies: on the
// pages of these records, and a country's notes on every partner there.
//
// Knowledge ages: whoever finds a note still right confirms it, and one that
// nobody has confirmed for a year says so. A decision does not age: it keeps the
// question, what was decided, when, by whom, why, what else was considered and
// what would change it, so that "why this city" has an answer twenty years on
// (source lines P10, P16 and M08 of the mission).
package note
