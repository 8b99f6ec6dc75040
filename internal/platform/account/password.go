package account

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

	"pobratim/internal/kit/errs"
)

// Bounds of a password in characters. Any characters are allowed, none are
// demanded, and passwords do not age.
const (
	MinPassword = 12
	MaxPassword = 128
)

// cost is how dear one guess is: Argon2id with the parameters that OWASP's
// password storage sheet gives as its minimum (19 MiB, two passes, one lane).
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

const saltLen, keyLen = 16, 32

// hasher computes at most two hashes at a time, so that a storm of sign-ins
// takes time and not memory.
type hasher struct {
	cost  cost
	slots chan struct{}
	dummy string // hash of nothing anybody knows, compared for unknown users
}

func newHasher(c cost) *hasher {
	h := &hasher{cost: c, slots: make(chan struct{}, 2)}
	salt, key := make([]byte, saltLen), make([]byte, keyLen)
	_, _ = rand.Read(salt)
	_, _ = rand.Read(key)
	h.dummy = encodeHash(c, salt, key)
	return h
}

// hash makes the encoded form of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt)
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return encodeHash(h.cost, salt, key), nil
}

// matches tells whether the password fits an encoded hash, and whether that
// hash was made with other parameters than today's. An empty or unreadable hash
// costs the same work and never fits.
func (h *hasher) matches(ctx context.Context, encoded, password string) (ok, outdated bool, err error) {
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

func (h *hasher) derive(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, errs.Wrap(ctx.Err(), errs.Unavailable, "account.busy")
	}
	defer func() { <-h.slots }()
	// One password can reach us composed or decomposed, by the keyboard's whim.
	typed := norm.NFKC.String(password)
	return argon2.IDKey([]byte(typed), salt, c.passes, c.memory, c.lanes, keyLen), nil
}

// encodeHash writes the PHC string format.
func encodeHash(c cost, salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.lanes, b.EncodeToString(salt), b.EncodeToString(key))
}

func decodeHash(encoded string) (c cost, salt, key []byte, ok bool) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil || c.memory > 1<<20 || c.passes > 16 {
		return c, nil, nil, false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, key, errSalt == nil && errKey == nil && len(key) == keyLen
}

// checkPassword judges a new password. The context words are the name and
// address of the person and the names of the city and its region.
func checkPassword(field, password string, context []string) error {
	switch n := utf8.RuneCountInString(password); {
	case n == 0:
		return errs.Field(field, "account.password.empty")
	case n < MinPassword:
		return errs.Field(field, "account.password.short", "min", MinPassword)
	case n > MaxPassword:
		return errs.Field(field, "account.password.long", "max", MaxPassword)
	}
	if guessable(password, context) {
		return errs.Field(field, "account.password.common")
	}
	return nil
}
