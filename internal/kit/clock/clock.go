// Package clock gives the rest of the program its time, so that tests can set
// it, and one fixed-width form in which instants are stored.
//
// Instants are UTC, RFC 3339 with six decimals; text order is time order on
// every database engine.
package clock

import "time"

// Clock returns the present instant. Rules and services take one; nothing
// outside this package and main calls time.Now.
type Clock func() time.Time

// System is the machine's clock in UTC.
func System() time.Time { return time.Now().UTC() }

// Fixed returns a clock that stands still at t.
func Fixed(t time.Time) Clock { return func() time.Time { return t } }

const stampLayout = "2006-01-02T15:04:05.000000Z"

// Stamp writes an instant in the stored form, for example
// 2026-11-22T09:30:00.000000Z.
func Stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// ParseStamp reads what Stamp wrote. The zero time stands for an empty string.
func ParseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(stampLayout, s)
}
