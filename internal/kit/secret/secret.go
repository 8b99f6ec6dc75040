// Package secret makes what opens something for whoever holds it: the address of
// a calendar, a token, a code that is typed. A secret is shown once and kept as a
// digest. All have 120 random bits or more, so that a fast hash is enough:
// nobody finds one by trying.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// New is a secret of 256 bits for addresses, cookies and headers: 52 small
// letters and digits, which no program breaks where an address wraps.
func New() string {
	var raw [32]byte
	// crypto/rand.Read never fails since Go 1.24: it stops the program instead.
	_, _ = rand.Read(raw[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))
}

// Code is a secret of 120 bits that a person types: 24 capitals and digits.
func Code() string { return rand.Text()[:24] }

// Digest is the form in which a secret is kept.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
