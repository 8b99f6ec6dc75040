package killtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestHarness puts the harness through programs with known faults.
func TestHarness(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ mode, want string }{
		{"honest", ""},
		{"lossy", "lost"},
		{"doubling", "is there 2 times"},
		{"forgetful", "the change to"},
		{"damaged", "record 3 points nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.mode, func(t *testing.T) {
			wrong := strings.Join(runTrial(t, program{path: self, env: []string{fakeMode + "=" + tt.mode}}, 4), "\n")
			if tt.want == "" && wrong != "" || !strings.Contains(wrong, tt.want) {
				t.Errorf("wanted %q, found %q", tt.want, wrong)
			}
		})
	}
}

// TestKill puts the product through it.
func TestKill(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "pobratim")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", bin, "pobratim/cmd/pobratim")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the program does not build: %v\n%s", err, out)
	}
	for _, finding := range runTrial(t, program{path: bin, papers: true}, kills(t)) {
		t.Error(finding)
	}
}

// kills is how many times to kill: KILLS, or 100 where a change is judged, or 20.
func kills(t *testing.T) int {
	n := 20
	if os.Getenv("CI") == "true" {
		n = 100
	}
	if text := os.Getenv("KILLS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 1 {
			t.Fatalf("KILLS=%s is no number of kills", text)
		}
	}
	return n
}
