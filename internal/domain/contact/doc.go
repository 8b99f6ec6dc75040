// Package contact owns the people and organisations on every side of the
// city's ties: who they are, which posts exist, who holds or held them, which
// languages they speak and write, and how to address them.
//
// Words and shapes follow Popolo (person, organisation, post, membership) and
// the W3C Organization Ontology: a person holds a post or plays a role in an
// organisation from–to, many to many. Coordinatorships and promises bind to
// posts, so nothing loses its owner when a person leaves; a post that nobody
// holds is a visible gap.
//
// A name is stored as its bearer writes it, with the spellings the office was
// given; it is never transliterated. Contact details are personal data and
// never become public with the record.
package contact
