// Package partner owns the city's ties to other places: partnerships at home
// and abroad, what each side says of their state, who coordinates them on both
// sides, how to communicate, and the places that may become partners.
//
// A place has one partnership, however many papers it rests on. Its state is
// never one field: our view and theirs are dated claims, each with its document
// and wording, and the newest of a side is that side's view. "In force",
// "active" and "public" are three different things; silence is neither consent
// nor an end. What residents read (the public wording) is written separately.
//
// Coordinators are posts, not persons: a post that nobody holds is shown as a
// gap (source lines P02, P16, M02, M04, M08 of the mission).
package partner
