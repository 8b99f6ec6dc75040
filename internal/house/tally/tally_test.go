package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	const pass = `{"Action":"pass","Package":"a","Test":"TestA"}` + "\n" + `{"Action":"pass","Package":"a","Elapsed":0.5}` + "\n"
	tests := []struct {
		name, in string
		tap      bool
		strict   bool
		want     string // in the output
		fails    string // in the error; empty: none
	}{
		{"all pass", pass, false, true, "tests: 1 passed, 0 failed, 0 skipped", ""},
		{"one fails", pass + `{"Action":"output","Package":"b","Test":"TestB","Output":"b.go:1: wrong\n"}` + "\n" + `{"Action":"fail","Package":"b","Test":"TestB"}` + "\n" + `{"Action":"fail","Package":"b"}` + "\n",
			false, false, "b.go:1: wrong", "1 failed"},
		{"does not build", pass + `{"Action":"build-output","ImportPath":"b","Output":"b.go:2: undefined: x\n"}` + "\n" + `{"Action":"fail","Package":"b"}` + "\n", false, false, "undefined: x", "1 failed"},
		{"a skip is shown", pass + `{"Action":"output","Package":"b","Test":"TestB","Output":"no server\n"}` + "\n" + `{"Action":"skip","Package":"b","Test":"TestB"}` + "\n", false, false, "no server", ""},
		{"a skip fails in CI", pass + `{"Action":"skip","Package":"b","Test":"TestB"}` + "\n", false, true, "1 skipped", "1 skipped"},
		{"packages without tests are no skips", pass + `{"Action":"skip","Package":"c"}` + "\n", false, true, "0 skipped", ""},
		{"nothing ran", "", false, false, "0 passed", "nothing ran"},
		{"text of the tool is shown", "go: no such package\n" + pass, false, false, "no such package", ""},
		{"TAP", "TAP version 13\nok 1 - home\n  ---\n  duration_ms: 1\n  ...\n# pass 1\n# fail 0\n", true, true, "1 passed, 0 failed, 0 skipped", ""},
		{"TAP fails", "not ok 1 - home\n  ---\n  error: 'no h1'\n  ...\n# pass 0\n# fail 1\n# cancelled 1\n", true, true, "no h1", "2 failed"},
		{"TAP skips", "ok 1 - home # SKIP\n# pass 3\n# skipped 1\n# todo 1\n", true, true, "3 passed, 0 failed, 2 skipped", "2 skipped"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			err := run(strings.NewReader(tt.in), &out, tt.tap, "", "tests", tt.strict)
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("output %q lacks %q", out.String(), tt.want)
			}
			if (err == nil) != (tt.fails == "") || err != nil && !strings.Contains(err.Error(), tt.fails) {
				t.Errorf("error %v, want %q", err, tt.fails)
			}
		})
	}
}

func TestAdd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "totals")
	for range 2 {
		if err := addTo(file, totals{1, 2, 3}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || string(text) != "2 passed, 4 failed, 6 skipped\n" {
		t.Errorf("%q, %v", text, err)
	}
	if err := os.WriteFile(file, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if addTo(file, totals{}) == nil {
		t.Error("a file without totals was taken")
	}
}
