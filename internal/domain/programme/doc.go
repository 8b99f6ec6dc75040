// Package programme owns the programme of a visit or an event: what happens when
// and where, who is needed for it, and what guests and hosts were told (capabilities
// C32 and C36, source lines P03 and P05 of the mission).
//
// A programme hangs on an activity and consists of items: a day, hours, words in
// several languages, a place, whom and what it needs. It is work in progress until
// it is released. A release is a numbered copy that never changes; it carries the
// warnings that stood when it was made and what differs from the one before. Guests
// and papers see releases only. Items of an activity that others belong to, such as
// a City Day, stand in the programmes of these as shared items and are changed at
// their own place.
//
// Resources are what items need and nobody has twice: halls, cars, interpreters,
// volunteers, guides. Two items clash when they need the same at overlapping hours,
// across all programmes; that one ends when the other begins is no clash. Such a
// clash is refused unless somebody writes why it is right. Everything else that may
// be wrong is a warning.
//
// Hours are those of the city's clocks. An end that is not after the start lies on
// the next day; an item without an end takes its first minute.
package programme
