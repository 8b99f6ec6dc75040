// Package password keeps passwords and judges new ones, as OWASP ASVS 5.0,
// chapter 6, asks: Argon2id with a salt of its own for each, the same work for
// unknown users, a length of 12 to 128 characters of any kind, and nothing that
// a short list of guesses would hold.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Bounds of a password in characters. Any characters are allowed, none are
// demanded, and passwords do not age.
const (
	Min = 12
	Max = 128
)

// Cost is how dear one guess is with Argon2id.
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// OWASP is the least that OWASP's password storage sheet recommends.
func OWASP() Cost { return Cost{Memory: 19 * 1024, Passes: 2, Lanes: 1} }

const saltLen, keyLen = 16, 32

// Hasher computes at most two hashes at a time, so that a storm of sign-ins
// takes time and not memory.
type Hasher struct {
	cost  Cost
	slots chan struct{}
	dummy string // hash of nothing anybody knows, compared for unknown users
}

// NewHasher makes a hasher.
func NewHasher(c Cost) *Hasher {
	h := &Hasher{cost: c, slots: make(chan struct{}, 2)}
	salt, key := make([]byte, saltLen), make([]byte, keyLen)
	_, _ = rand.Read(salt)
	_, _ = rand.Read(key)
	h.dummy = encodeHash(c, salt, key)
	return h
}

// Hash makes the encoded form of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt)
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return encodeHash(h.cost, salt, key), nil
}

// Matches tells whether the password fits an encoded hash, and whether that
// hash was made with other parameters than today's. An empty or unreadable hash
// costs the same work and never fits.
func (h *Hasher) Matches(ctx context.Context, encoded, password string) (ok, outdated bool, err error) {
	c, salt, want, known := decodeHash(encoded)
	if !known {
		c, salt, want, _ = decodeHash(h.dummy)
	}
	got, err := h.derive(ctx, password, salt, c)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(got, want) == 1
	return same && known, c != h.cost, nil
}

func (h *Hasher) derive(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	// One password can reach us composed or decomposed, by the keyboard's whim.
	typed := norm.NFKC.String(password)
	return argon2.IDKey([]byte(typed), salt, c.Passes, c.Memory, c.Lanes, keyLen), nil
}

// encodeHash writes the PHC string format.
func encodeHash(c Cost, salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Lanes, b.EncodeToString(salt), b.EncodeToString(key))
}

func decodeHash(encoded string) (c Cost, salt, key []byte, ok bool) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Lanes); err != nil || c.Memory > 1<<20 || c.Passes > 16 {
		return c, nil, nil, false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, key, errSalt == nil && errKey == nil && len(key) == keyLen
}

// Fault is what is wrong with a new password; empty when nothing is.
type Fault string

// The faults.
const (
	Empty  Fault = "empty"
	Short  Fault = "short"
	Long   Fault = "long"
	Common Fault = "common" // a short list of guesses would hold it
)

// Judge looks for a fault. The context words are the name and address of the
// person and the names of the city and its region.
func Judge(password string, context []string) Fault {
	switch n := utf8.RuneCountInString(password); {
	case n == 0:
		return Empty
	case n < Min:
		return Short
	case n > Max:
		return Long
	}
	if guessable(password, context) {
		return Common
	}
	return ""
}
