// Package activity owns everything that is done in the city's ties: projects,
// events, visits in both directions, exchanges, missions, trainings, campaigns,
// meetings and conferences; who took part in which role, for whom, about what,
// with which money. A project has parts (activities with a parent); an event
// that comes back has a series whose editions are activities.
//
// States: planned → confirmed → held, or cancelled, moved, refused; unknown
// where a source only names the activity. Every change of state is a revision
// and carries its day. What was planned for a day that is over is not taken for
// held: it is shown as "not confirmed whether it took place" until somebody
// says so. What lies ahead cannot have been held.
//
// Dates have the precision of their source (EDTF). Starts alone is the day,
// month or year of the activity; "2004-03-10/" begins on a day and has no known
// end; Ends alone means that only the end is known.
//
// Money of one currency obeys one rule: requested + co-financing = total.
//
// The lists of themes, goals and groups of people come from the field records
// of two cities' departments and from the goals they published (source lines
// P03, P05–P07, P09, M03, M04, M06 of the mission).
package activity
