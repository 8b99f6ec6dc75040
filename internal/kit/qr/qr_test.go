package qr

import (
	"strings"
	"testing"
)

func TestSVG(t *testing.T) {
	drawn, err := SVG("otpauth://totp/Perm:m@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", `Код "для" приложения`)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`aria-label="Код &#34;для&#34; приложения"`, `fill="#fff"`,
		"M4 4h7v1h-7z", // the upper edge of the eye in the upper left corner
		"M4 10h7v1h-7z",
	} {
		if !strings.Contains(string(drawn), want) {
			t.Errorf("%q is missing in %.300s", want, drawn)
		}
	}
	if _, err := SVG(strings.Repeat("x", 5000), ""); err == nil {
		t.Error("a text that fits into no code was drawn")
	}
}
