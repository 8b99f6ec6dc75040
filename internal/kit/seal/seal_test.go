package seal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSeal(t *testing.T) {
	k, other := NewKey(), NewKey()
	for _, text := range []string{"", "тайна", strings.Repeat("x", 5000)} {
		box := k.Seal(text, "here")
		if got, err := k.Open(box, "here"); err != nil || got != text {
			t.Errorf("%q: %q %v", text, got, err)
		}
		if text != "" && strings.Contains(box, text) {
			t.Errorf("%q stands in the box", text)
		}
		if k.Seal(text, "here") == box {
			t.Errorf("%q is sealed twice in the same way", text)
		}
		for name, open := range map[string]func() (string, error){
			"another key":   func() (string, error) { return other.Open(box, "here") },
			"another place": func() (string, error) { return k.Open(box, "there") },
			"a short box":   func() (string, error) { return k.Open(box[:8], "here") },
			"a changed box": func() (string, error) { return k.Open("AAAA"+box[4:], "here") },
			"no box":        func() (string, error) { return k.Open("не то", "here") },
		} {
			if got, err := open(); !errors.Is(err, ErrClosed) || got != "" {
				t.Errorf("%q with %s: %q %v", text, name, got, err)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	outer, inner := NewKey(), NewKey()
	box := outer.Wrap(inner, "visit")
	if got, err := outer.Unwrap(box, "visit"); err != nil || got != inner {
		t.Errorf("%v %v", got == inner, err)
	}
	if _, err := inner.Unwrap(box, "visit"); !errors.Is(err, ErrClosed) {
		t.Errorf("opened by itself: %v", err)
	}
	if _, err := outer.Unwrap(outer.Seal("short", "visit"), "visit"); !errors.Is(err, ErrClosed) {
		t.Errorf("a text is taken for a key: %v", err)
	}
}

func TestFileKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "seal.key")
	made, err := FileKey(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := FileKey(path)
	if err != nil || again != made {
		t.Errorf("read again: %v %v", again == made, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := FileKey(path); err == nil {
		t.Error("a damaged file gave a key")
	}
	if _, err := FileKey(filepath.Join(path, "below")); err == nil {
		t.Error("a key where no file can be")
	}
}
