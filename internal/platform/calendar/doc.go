// Package calendar shows what the records of all subjects have in common: the
// days of their lives. It owns no data. Collect asks the agendas of all modules
// for a span and puts the answers in order; Today, the pages of the calendar and
// calendars that other programs subscribe to are made of nothing else.
//
// Weeks are those of ISO 8601: they begin on Monday, and the first of a year is
// the one with its first Thursday.
package calendar
