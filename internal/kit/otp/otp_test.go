package otp

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// The vectors of RFC 6238, appendix B, for SHA-1: eight digits.
func TestVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := code(secret, StepAt(time.Unix(at, 0)), 8); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
		if got := Code(secret, StepAt(time.Unix(at, 0))); got != want[2:] {
			t.Errorf("at %d: %s, want %s", at, got, want[2:])
		}
	}
}

// The vectors of RFC 4226, appendix D.
func TestCounterVectors(t *testing.T) {
	for step, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := Code([]byte("12345678901234567890"), int64(step)); got != want {
			t.Errorf("step %d: %s, want %s", step, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	secret := NewSecret()
	now := time.Unix(1_800_000_010, 0)
	here := StepAt(now)
	for _, c := range []struct {
		name  string
		typed string
		last  int64
		want  int64
	}{
		{"now", Code(secret, here), 0, here},
		{"one before", Code(secret, here-1), 0, here - 1},
		{"one after", Code(secret, here+1), 0, here + 1},
		{"in two groups", Code(secret, here)[:3] + " " + Code(secret, here)[3:], 0, here},
		{"too old", Code(secret, here-2), 0, 0},
		{"too early", Code(secret, here+2), 0, 0},
		{"used", Code(secret, here), here, 0},
		{"before a used one", Code(secret, here-1), here, 0},
		{"with a letter", Code(secret, here)[:5] + "x", 0, 0},
		{"seven figures", Code(secret, here) + "0", 0, 0},
		{"nothing", "", 0, 0},
	} {
		// The same six figures may by chance belong to another step.
		step, ok := Match(secret, c.typed, now, c.last)
		if ok != (c.want != 0) || ok && step != c.want && Code(secret, step) != Code(secret, c.want) {
			t.Errorf("%s: %d, %v; want %d", c.name, step, ok, c.want)
		}
	}
	if len(Text(secret)) != 32 {
		t.Errorf("the secret has %d letters", len(Text(secret)))
	}
}

func TestAddress(t *testing.T) {
	got := Address("Пермь: связи", "m+1@example.org", []byte("12345678901234567890"))
	u, err := url.Parse(got)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Пермь: связи:m+1@example.org" || u.Query().Get("issuer") != "Пермь: связи" || u.Query().Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || strings.Contains(got, "+issuer") {
		t.Errorf("%s: %v", got, err)
	}
}
