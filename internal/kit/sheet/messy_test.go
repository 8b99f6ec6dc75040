package sheet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMessyFiles reads files as offices have them and compares with what a
// person sees in them.
func TestMessyFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/messy/*")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range files {
		if strings.HasSuffix(name, ".golden") || strings.HasSuffix(name, ".md") {
			continue
		}
		read++
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Parse(data, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := fmt.Sprintf("%s %s %q\n%s", b.Format, b.Encoding, b.Separator, lookOf(b))
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(name+".golden", []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	if read < 20 {
		t.Errorf("only %d files", read)
	}
}
