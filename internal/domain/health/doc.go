// Package health shows how a partnership stands: the seven ingredients of a working
// partnership that the departments name (source line M08 of the mission: people,
// coordinators on both sides, continuity, encouraging initiative, taking part of NGOs,
// joint activity, involving young people), and reciprocity. Package profile reads them
// from a history; this one gathers the history from the records, as far as the viewer
// may see them, shows the profile with its evidence, and keeps what the other side
// said when it was asked the same.
//
// There is no single number. Unknown is not zero: an ingredient of which nothing is
// written down says so, and the step that would help is to write it down.
package health
