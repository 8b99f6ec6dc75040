// Package bin shows what was put away and returns it (O37).
//
// The notes themselves are written by package audit in the transaction that
// puts a record away, and stand in package record; each subject restores its
// own kind. For 30 days (record.KeptInBin) anything can return.
package bin
