package limit_test

import (
	"strconv"
	"testing"
	"time"

	"pobratim/internal/kit/limit"
)

func TestTake(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	l := limit.New(func() time.Time { return now }, 3, time.Minute)
	for i := range 3 {
		if ok, _ := l.Take("a"); !ok {
			t.Fatalf("attempt %d was refused", i+1)
		}
	}
	ok, again := l.Take("a")
	if ok || !again.Equal(now.Add(time.Minute)) {
		t.Errorf("fourth attempt: %v, again %v", ok, again)
	}
	if ok, _ := l.Take("b"); !ok {
		t.Error("another key was refused")
	}
	now = now.Add(time.Minute)
	if ok, _ := l.Take("a"); !ok {
		t.Error("nothing was regained after the interval")
	}
	if ok, _ := l.Take("a"); ok {
		t.Error("more was regained than one")
	}
	l.GiveBack("a")
	if ok, _ := l.Take("a"); !ok {
		t.Error("what was given back is not there")
	}
}

// A flood of other keys must not free one that is held back.
func TestFloodKeepsHeldKeys(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	l := limit.New(func() time.Time { return now }, 3, time.Minute)
	for range 4 {
		l.Take("held")
	}
	for i := range 50_000 {
		l.Take(strconv.Itoa(i))
	}
	if ok, _ := l.Take("held"); ok {
		t.Error("the held key was forgotten")
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7:4321":            "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1]:80": "2001:db8:1:2::/64",
		"[::ffff:192.0.2.7]:80":     "192.0.2.7",
		"192.0.2.7":                 "192.0.2.7",
		"[fe80::1%eth0]:80":         "fe80::/64",
		"@":                         "unknown",
		"":                          "unknown",
	} {
		if got := limit.Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
}
