// Package id makes the identifiers of records: 26 characters of lower-case
// Crockford base 32, the first 48 bits a millisecond count and the other 80
// from the system's secure random source, so that text order is the order of
// making and no identifier can be guessed from another.
//
// An identifier is a name, never a permission: every read asks the
// authorization table as well.
package id

import (
	"crypto/rand"
	"time"
)

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Len is the number of characters of every identifier.
const Len = 26

// New returns a fresh identifier made at the given instant.
func New(at time.Time) string {
	var raw [16]byte
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		raw[i] = byte(ms >> (8 * (5 - i)))
	}
	// crypto/rand.Read never fails since Go 1.24: it stops the program instead.
	_, _ = rand.Read(raw[6:])
	return encode(raw)
}

// encode writes 128 bits as 26 base-32 digits, the first holding 3 bits.
func encode(raw [16]byte) string {
	var out [Len]byte
	var acc uint
	bits := 2 // two leading zero bits make 130 = 26 × 5
	at := 0
	for _, b := range raw {
		acc = acc<<8 | uint(b)
		bits += 8
		for bits >= 5 {
			bits -= 5
			out[at] = alphabet[acc>>bits&31]
			at++
		}
	}
	return string(out[:])
}

// Valid tells whether s has the form of an identifier.
func Valid(s string) bool {
	if len(s) != Len {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u' {
			continue
		}
		return false
	}
	return true
}
