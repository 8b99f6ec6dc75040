package method

import (
	"math/big"
	"regexp"
	"strings"
)

// Number is an exact number that is not negative: decimals with up to twelve
// digits before and six after the point.
type Number struct {
	*big.Rat
	refused string // what stands in a file instead of a number
}

var numberForm = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,6})?$`)

// ParseNumber reads "12", "12.5" and, as people type, "12,5" or "1 200".
func ParseNumber(text string) (Number, bool) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(strings.TrimSpace(text))
	if !numberForm.MatchString(text) {
		return Number{}, false
	}
	r, ok := new(big.Rat).SetString(text)
	return Number{Rat: r}, ok
}

// Int is a whole number.
func Int(n int64) Number { return Number{Rat: big.NewRat(n, 1)} }

// String writes the number as a file has it: "12.5".
func (n Number) String() string {
	if n.Rat == nil {
		return ""
	}
	text := n.FloatString(6)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// MarshalJSON writes a number.
func (n Number) MarshalJSON() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalJSON reads a number. What is none is refused by Check, which knows its
// place.
func (n *Number) UnmarshalJSON(b []byte) error {
	read, ok := ParseNumber(string(b))
	if !ok {
		read = Number{refused: string(b)}
	}
	*n = read
	return nil
}
