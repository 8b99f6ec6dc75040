// Package invented makes up ten-year histories of partnerships, some of which decline
// for one planted cause, to see whether whoever reads them names the cause. It shares
// no code, type or constant with what reads them (a house rule holds this): who wrote
// both could otherwise make one fit the other.
//
// Nothing here is a fact about a city. How much is done in a year, who takes part and
// how much differs from tie to tie is chosen to be wide: from a handful of events in a
// year with a thin year among them, to a lively tie.
package invented
