// Package membership owns the city's places in networks and associations of
// cities: since when, in what quality, who speaks for the city there and what
// office it holds; what is paid for it year by year; and how the city voted
// (source line M07 of the mission: the book of UCLG Eurasia asks every city for
// exactly this).
//
// A membership is bound to the post of its delegate, so that a change of people
// leaves a visible gap and not a silence. Days by which something is due (dues,
// report, nominations, the assembly, the end of the term) come up on Today and
// in the agenda. A sum, a kind or a day that nobody has noted stays empty.
//
// Dues are what one year of a membership costs; a ballot is one question that a
// meeting of the network decides. Both stay in the department.
package membership
