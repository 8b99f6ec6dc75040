// Package plan owns the plan of a year: what the city does with its partners,
// when, who answers for it and with whose money (pages O12 and journey J4 of the
// design, source lines P12, P13 and P14 of the mission).
//
// A plan goes from draft through the collection of proposals and agreement to
// approval and is closed when its year is reported on. Its lines are collected
// from what the records say already: anniversaries, terms that end, series that
// come round, projects that finish, proposals that were accepted. Each line
// keeps its reason and the record of the reason, so that nothing is offered
// twice.
//
// Approval freezes a copy of the lines, the baseline. The plan goes on being
// changed; every change since is shown against that copy, and at the end the
// report says what was held, moved, cancelled or not done.
//
// Departments of the city and outside organisations propose lines until a day
// that the plan names, and see the answer to what they proposed.
package plan
