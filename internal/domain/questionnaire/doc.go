// Package questionnaire asks the people of a delegation for what a visit needs of
// them (page G3, capability C42): by a capability link, without an account and
// without scripts, only the fields that somebody ticked for this visit, each with
// its reason and until when it is kept.
//
// Consent is a page of its own before the questions; the text that was shown, its
// language and the time are kept. An answer is closed at once with the key of the
// visit and waits until a coordinator takes it over into the delegation by one
// press, or drops it. It goes with that key when the visit's time is over. A link
// takes one answer.
package questionnaire
