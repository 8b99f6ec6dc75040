// Command tally reads the output of `go test -json` or of a TAP producer such
// as `node --test --test-reporter=tap`, shows what failed and which tests were
// skipped, and ends with one line of totals: "12 passed, 0 failed, 0 skipped".
//
//	go test -json ./... | go run ./internal/house/tally
//	node --test --test-reporter=tap | go run ./internal/house/tally -tap
//
// It exits with 1 when something failed, when nothing ran, and, with CI=true,
// when something was skipped: a check that did not run has not passed. With
// -add FILE the totals are added to those in the file.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	tap := flag.Bool("tap", false, "the input is TAP")
	add := flag.String("add", "", "add the totals to those in this `file`")
	name := flag.String("name", "tests", "what was tested, for the line of totals")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *tap, *add, *name, os.Getenv("CI") == "true"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, tap bool, add, name string, strict bool) error {
	read := readGo
	if tap {
		read = readTAP
	}
	lines := bufio.NewReader(in)
	sum, err := read(lines, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, sum)
	if add != "" {
		if err := addTo(add, sum); err != nil {
			return err
		}
	}
	return sum.verdict(name, strict)
}
