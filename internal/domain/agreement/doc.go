// Package agreement owns the papers that a tie rests on: agreements, protocols,
// memoranda and their renewals, who signed them in which post, in which
// languages, for how long, and how one follows from another.
//
// A paper that renews or replaces another points at it, so that the papers of a
// partnership form chains (Duisburg 2007 → 2017). Signatories keep the post they
// held on the day of signing. Dates have the precision of their source; a
// signing that is only planned is not a signed paper. The legal steps of an
// agreement are data of a jurisdiction (platform/rule); here stands when each was
// done and by which document, and that a paper signed before the consent is at
// fault (source lines M05, P15, P16 of the mission).
package agreement
