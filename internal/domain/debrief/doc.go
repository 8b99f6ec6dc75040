// Package debrief owns the report after a visit or a trip: why, who, what was
// agreed, what came of it, what it cost, and what is next.
//
// A report is called for by itself as soon as the last day of a visit is over, or
// the visit is marked as held: it stands in the list and in Today, without
// anybody having begun it. By when it is due is a rule of a rule pack (in
// Rostov-on-Don: three working days, clauses 6.1–6.3 of its regulation); the
// office enters its own. The text begins with what the records know.
//
// Handing a report in freezes it; that it was late is said. Points that were
// agreed become promises of either side by one press each, or all together: tasks
// are kept by another desk, which this one is handed as a function.
package debrief
