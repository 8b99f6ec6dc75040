package id

import (
	"sort"
	"testing"
	"time"
)

func TestOrderIsTimeOrder(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var ids []string
	for i := range 200 {
		ids = append(ids, New(at.Add(time.Duration(i)*time.Millisecond)))
	}
	if !sort.StringsAreSorted(ids) {
		t.Error("identifiers made later do not sort later")
	}
	for _, s := range ids {
		if !Valid(s) {
			t.Errorf("Valid(%q) = false for a fresh identifier", s)
		}
	}
}

func TestNoTwoAlike(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	seen := map[string]bool{}
	for range 10_000 {
		s := New(at)
		if seen[s] {
			t.Fatalf("%s came twice", s)
		}
		seen[s] = true
	}
}

func TestValidRefuses(t *testing.T) {
	for _, s := range []string{"", "duisburg", "01jd0000000000000000000000x", "01JD0000000000000000000000", "01jd000000000000000000000u", "../../etc/passwd-aaaaaaaaaa"} {
		if Valid(s) {
			t.Errorf("Valid(%q) = true", s)
		}
	}
}
