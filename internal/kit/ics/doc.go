// Package ics writes calendars for other programs: iCalendar (RFC 5545) with
// the properties for whole calendars of RFC 7986. It reads nothing.
//
// Lines end with CRLF and are folded at 75 octets, never within a character.
// Whole days end with the day after the last, as the format wants. Hours stand
// in the zone of their place, and each zone used is described by the changes
// that it really makes within the years of the events: no rule is guessed, so
// zones that have none, or that changed their law, come out right. An hour that
// comes twice when clocks go back is written in UTC the second time.
//
// The same calendar always gives the same bytes.
package ics
