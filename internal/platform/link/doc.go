// Package link owns capability links: addresses that show one record, for one
// purpose, to whoever holds them, without an account.
//
// A link is a secret of 256 bits that is shown once and kept as its digest. It is
// made for one record and one purpose, ends on a day, can be revoked, and counts
// how often it was opened. Links of one record and purpose are numbered; a newer
// one may retire those before it. A link never widens: what it opens is what the
// subject that owns the purpose shows there (module.Guest), and nothing else.
//
// Words: a link is revoked by a person, retired by a newer one, expired by its
// day. Package front/guest frames the pages behind links.
package link
