package house

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// TestLinks wants every link from a document to a file of the repository to
// lead somewhere.
func TestLinks(t *testing.T) {
	for _, finding := range deadLinks(t, os.DirFS("../..")) {
		t.Error(finding)
	}
}

func TestLinksFind(t *testing.T) {
	planted := fstest.MapFS{
		"README.md":  {Data: []byte("[map](docs/a.md#top) ![picture](docs/gone.png) [out](https://example.org) [here](#here)")},
		"docs/a.md":  {Data: []byte("[back](../README.md) [gone](b.md) `[code](c.md)`")},
		"tmp/b.md":   {Data: []byte("[gone](gone.md)")},
		"docs/x.txt": {Data: []byte("[gone](gone.md)")},
	}
	got := strings.Join(deadLinks(t, planted), "\n")
	if want := "README.md: docs/gone.png is not there\ndocs/a.md: docs/b.md is not there"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var (
	link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	code = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
)

func deadLinks(t *testing.T, fsys fs.FS) []string {
	var found []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && (d.Name() == "node_modules" || p == "tmp" || strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".md") {
			return nil
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(string(text), ""), -1) {
			target := path.Join(path.Dir(p), m[1])
			if _, err := fs.Stat(fsys, target); err != nil {
				found = append(found, fmt.Sprintf("%s: %s is not there", p, target))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
