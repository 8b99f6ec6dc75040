// Package reciprocity is the ledger of what passes both ways between the city and
// each of its partners (capability C41; source line M08 of the mission): visits,
// the people who came and went, their days, who paid how much, and gifts, by year.
//
// It keeps nothing of its own. Every figure is counted from records of other
// desks, as far as the reader may see them, and opens the records that it is made
// of: activities that are visits and were held, their delegations, the facts of
// their estimates, the register of gifts.
//
// What nobody wrote down is not nought. A visit without a delegation counts as a
// visit whose people are unknown; one without exact days has unknown days; one
// without an estimate, or with lines that have no fact, has unknown costs; each is
// said beside the sum. A visit that is over and of which nobody said whether it
// took place is not counted, but named. An exchange has no direction in the
// records and stands apart from visits to us and to them; a business mission goes
// from us. A visit of several partners counts in full for each of them.
package reciprocity
