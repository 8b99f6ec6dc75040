// Package feed lets calendars elsewhere show the days of the records: a phone,
// a mail program, the calendar of the mayor's office.
//
// It owns two secrets that people make for themselves and can revoke. A feed is
// an address with a secret in it, for a choice of layers, a language and perhaps
// one partner; a calendar password opens the same days through CalDAV under the
// user's name, and nothing else. Both are shown once and stored as hashes. Both
// show what their owner sees at that moment: the authorization table is asked
// with every request, so a role taken away takes effect with the next one, and
// they end for good when the account is closed.
//
// Days come from the agendas of the subjects (package calendar); package front/dav
// speaks to the programs. Formats: RFC 5545, RFC 7986.
package feed
