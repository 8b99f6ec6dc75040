package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// totals count tests, not packages; a test with subtests counts as one more.
type totals struct{ passed, failed, skipped int }

func (t totals) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped)
}

func (t totals) verdict(name string, strict bool) error {
	switch {
	case t.failed > 0:
		return fmt.Errorf("%s: %d failed", name, t.failed)
	case t.passed == 0:
		return fmt.Errorf("%s: nothing ran", name)
	case strict && t.skipped > 0:
		return fmt.Errorf("%s: %d skipped; a check that did not run has not passed", name, t.skipped)
	}
	return nil
}

// event is one line of `go test -json`.
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// readGo prints a line per package, and the output of every failed test.
func readGo(in *bufio.Reader, out io.Writer) (totals, error) {
	var sum totals
	said := map[string][]string{} // package and test → its output
	broken := map[string]bool{}   // packages with a failed test
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			var e event
			if json.Unmarshal([]byte(line), &e) != nil {
				fmt.Fprint(out, line) // a message of the tool itself
			} else {
				sum.take(e, said, broken, out)
			}
		}
		if errors.Is(err, io.EOF) {
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
	}
}

func (t *totals) take(e event, said map[string][]string, broken map[string]bool, out io.Writer) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		said[key] = append(said[key], e.Output)
	case "build-output":
		fmt.Fprint(out, e.Output)
	case "pass":
		if e.Test == "" {
			fmt.Fprintf(out, "ok    %s %.1fs\n", e.Package, e.Elapsed)
		} else {
			t.passed++
		}
		delete(said, key)
	case "skip":
		if e.Test == "" {
			return // a package without tests
		}
		t.skipped++
		fmt.Fprintf(out, "SKIP  %s %s\n%s", e.Package, e.Test, strings.Join(said[key], ""))
	case "fail":
		// A package that fails without a failed test did not build or crashed.
		if e.Test != "" || !broken[e.Package] {
			t.failed++
			fmt.Fprintf(out, "FAIL  %s %s\n%s", e.Package, e.Test, strings.Join(said[key], ""))
		}
		broken[e.Package] = true
	}
}

var (
	tapLine    = regexp.MustCompile(`^( *)(not ok|ok) \d+ *-? *(.*)$`)
	tapSummary = regexp.MustCompile(`^# (pass|fail|cancelled|skipped|todo) (\d+)$`)
)

// readTAP shows the input without its details of passed tests and takes the
// totals that node's runner prints at the end.
func readTAP(in *bufio.Reader, out io.Writer) (totals, error) {
	var sum totals
	failing := false
	for {
		line, err := in.ReadString('\n')
		text := strings.TrimRight(line, "\n")
		if m := tapSummary.FindStringSubmatch(text); m != nil {
			n := 0
			_, _ = fmt.Sscan(m[2], &n)
			switch m[1] {
			case "pass":
				sum.passed += n
			case "fail", "cancelled":
				sum.failed += n
			default:
				sum.skipped += n
			}
		} else if m := tapLine.FindStringSubmatch(text); m != nil {
			failing = m[2] == "not ok"
			fmt.Fprintln(out, text)
		} else if failing && text != "" {
			fmt.Fprintln(out, text)
		}
		if errors.Is(err, io.EOF) {
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
	}
}

// addTo adds the totals to those that a file holds; a missing file holds none.
func addTo(file string, sum totals) error {
	var before totals
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil {
		if _, err := fmt.Sscanf(string(text), "%d passed, %d failed, %d skipped", &before.passed, &before.failed, &before.skipped); err != nil {
			return fmt.Errorf("%s holds no totals: %w", file, err)
		}
	}
	sum = totals{before.passed + sum.passed, before.failed + sum.failed, before.skipped + sum.skipped}
	return os.WriteFile(file, []byte(sum.String()+"\n"), 0o644)
}
