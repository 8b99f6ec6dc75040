// Package dav answers calendars elsewhere: files under secret addresses, and
// CalDAV to read.
//
//	/feeds/{secret}.ics                    the days of a feed (RFC 5545)
//	/.well-known/caldav                    leads to /dav/ (RFC 6764)
//	/dav/                                  whose calendars these are
//	/dav/principals/{user}/                the user
//	/dav/calendars/{user}/                 one calendar for each layer
//	/dav/calendars/{user}/{layer}/         its days
//	/dav/calendars/{user}/{layer}/{name}.ics  one of them
//
// It speaks RFC 4918 as far as reading goes, RFC 4791 (calendar-query,
// calendar-multiget), RFC 6578 (sync-collection), RFC 5397 and 3744 (who reads,
// and that nothing may be written). Whatever would write is refused with 403.
//
// No cookie is read or set. A feed's address is its permission; CalDAV asks for
// the user's address and a calendar password (HTTP Basic). What is shown are the
// days that this user sees at that moment.
//
// What was made for a user is kept in memory until a record, a right or the day
// changes, and with it what has changed since when: tokens of synchronisation
// need no table. After a restart they are still good for what has not changed;
// else the program is told to ask for everything once (ADR 0026).
package dav
