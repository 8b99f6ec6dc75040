package secret_test

import (
	"regexp"
	"testing"

	"pobratim/internal/kit/secret"
)

func TestSecrets(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		for _, one := range []struct {
			text string
			want *regexp.Regexp
		}{{secret.New(), regexp.MustCompile(`^[a-z2-7]{52}$`)}, {secret.Code(), regexp.MustCompile(`^[A-Z2-7]{24}$`)}} {
			if !one.want.MatchString(one.text) || seen[one.text] {
				t.Fatalf("%q is no secret, or came twice", one.text)
			}
			seen[one.text] = true
		}
	}
}

// The digest of the empty text is known from FIPS 180-4.
func TestDigest(t *testing.T) {
	if got := secret.Digest(""); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("Digest(\"\") = %s", got)
	}
	if secret.Digest("a") == secret.Digest("b") {
		t.Error("two secrets have one digest")
	}
}
