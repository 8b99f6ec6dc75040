// Package otp makes the six figures that an authenticator application shows:
// time-based one-time passwords of RFC 6238 with SHA-1 and steps of 30 seconds,
// which is what such applications agree on.
package otp

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Step is how long a code is shown.
const Step = 30 * time.Second

// drift is how many steps the clock of a telephone may be off, either way.
const drift = 1

// digits of a code.
const digits = 6

// NewSecret is 160 random bits, as long as the hash (RFC 4226, 4).
func NewSecret() []byte {
	secret := make([]byte, sha1.Size)
	_, _ = rand.Read(secret)
	return secret
}

// Text is a secret as people type it: base 32 without padding.
func Text(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// StepAt is the number of the step that an instant lies in.
func StepAt(t time.Time) int64 { return t.Unix() / int64(Step/time.Second) }

// Code is the code of a step (RFC 4226, 5.3).
func Code(secret []byte, step int64) string { return code(secret, step, digits) }

func code(secret []byte, step int64, digits int) string {
	mac := hmac.New(sha1.New, secret)
	_ = binary.Write(mac, binary.BigEndian, step)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	power := uint32(1)
	for range digits {
		power *= 10
	}
	return fmt.Sprintf("%0*d", digits, number%power)
}

// Match finds the step that a typed code belongs to, around now. Steps up to
// last are used up: a code that was taken once is not taken again, nor one
// before it (RFC 6238, 5.2). Spaces are ignored.
func Match(secret []byte, typed string, now time.Time, last int64) (step int64, ok bool) {
	typed = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		if r == ' ' || r == '\u00a0' || r == '-' {
			return -1
		}
		return 'x'
	}, typed)
	here := StepAt(now)
	for s := here - drift; s <= here+drift; s++ {
		if s > last && subtle.ConstantTimeCompare([]byte(Code(secret, s)), []byte(typed)) == 1 {
			return s, true
		}
	}
	return 0, false
}

// Address is what the square picture holds: an otpauth address with the office
// as issuer and the person's account.
func Address(issuer, account string, secret []byte) string {
	q := url.Values{"secret": {Text(secret)}, "issuer": {issuer}}
	// Applications read %20 everywhere, and + not everywhere.
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(account) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}
