package house

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestDependencies wants every direct dependency named in
// docs/DEPENDENCIES.md with the version in use: why it is there, its licence.
func TestDependencies(t *testing.T) {
	read := func(name string) []byte {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	page := string(read("docs/DEPENDENCIES.md"))
	modules, err := direct(read("go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	packages, err := npm(read("web/package.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range undocumented(append(modules, packages...), page) {
		t.Error(finding)
	}
	for _, finding := range forgotten(append(modules, packages...), page) {
		t.Error(finding)
	}
}

func TestDependenciesFind(t *testing.T) {
	modules, err := direct([]byte("module x\n\nrequire (\n\ta.b/c v1.2.0\n\td.e/f v1.0.0 // indirect\n\tg.h/tools v0.8.0 // indirect\n)\n\ntool g.h/tools/cmd/check\n"))
	if err != nil || !slices.Equal(modules, []string{"a.b/c v1.2.0", "g.h/tools v0.8.0"}) {
		t.Fatalf("direct modules: %q, %v", modules, err)
	}
	packages, err := npm([]byte(`{"dependencies":{"b":"2.0.0"},"devDependencies":{"a":"1.0.0"}}`))
	if err != nil || !slices.Equal(packages, []string{"a 1.0.0", "b 2.0.0"}) {
		t.Fatalf("packages: %q, %v", packages, err)
	}
	page := "| `a.b/c` | v1.2.0 | why | MIT |\n| `b` | 1.0.0 | why | MIT |\n| `gone` | 1 | why | MIT |\n"
	want := []string{"docs/DEPENDENCIES.md does not name b 2.0.0"}
	if got := undocumented([]string{"a.b/c v1.2.0", "b 2.0.0"}, page); !slices.Equal(got, want) {
		t.Errorf("undocumented: %q", got)
	}
	want = []string{"docs/DEPENDENCIES.md names gone, which is no direct dependency any more"}
	if got := forgotten([]string{"a.b/c v1.2.0", "b 2.0.0"}, page); !slices.Equal(got, want) {
		t.Errorf("forgotten: %q", got)
	}
}

// direct lists the modules that the product or its tools name themselves.
func direct(gomod []byte) ([]string, error) {
	f, err := modfile.Parse("go.mod", gomod, nil)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, r := range f.Require {
		tool := slices.ContainsFunc(f.Tool, func(t *modfile.Tool) bool { return strings.HasPrefix(t.Path, r.Mod.Path+"/") })
		if !r.Indirect || tool {
			names = append(names, r.Mod.Path+" "+r.Mod.Version)
		}
	}
	return names, nil
}

func npm(packageJSON []byte) ([]string, error) {
	var p struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(packageJSON, &p); err != nil {
		return nil, err
	}
	var names []string
	for _, list := range []map[string]string{p.Dependencies, p.DevDependencies} {
		for name, version := range list {
			names = append(names, name+" "+version)
		}
	}
	slices.Sort(names)
	return names, nil
}

// undocumented lists dependencies without a row that begins "| `name` | version |".
func undocumented(names []string, page string) []string {
	var found []string
	for _, n := range names {
		name, version, _ := strings.Cut(n, " ")
		if !strings.Contains(page, fmt.Sprintf("| `%s` | %s |", name, version)) {
			found = append(found, "docs/DEPENDENCIES.md does not name "+n)
		}
	}
	return found
}

func forgotten(names []string, page string) []string {
	var found []string
	for line := range strings.Lines(page) {
		name, isRow := strings.CutPrefix(line, "| `")
		name, _, _ = strings.Cut(name, "`")
		if isRow && !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, name+" ") }) {
			found = append(found, "docs/DEPENDENCIES.md names "+name+", which is no direct dependency any more")
		}
	}
	return found
}

// TestLibcOfSQLite wants the C library that the SQLite driver was translated
// with, to the version: others have broken it in public.
func TestLibcOfSQLite(t *testing.T) {
	list := func(format, module string) string {
		out, err := exec.Command("go", "list", "-m", "-f", format, module).Output()
		if err != nil {
			t.Fatalf("go list -m %s: %v", module, err)
		}
		return strings.TrimSpace(string(out))
	}
	text, err := os.ReadFile(list("{{.GoMod}}", "modernc.org/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	used := list("{{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}", "modernc.org/libc")
	if finding := otherLibc(text, used); finding != "" {
		t.Error(finding)
	}
	if otherLibc(text, "v0.0.1") == "" {
		t.Error("this check does not notice another version")
	}
}

func otherLibc(sqliteMod []byte, used string) string {
	f, err := modfile.ParseLax("go.mod", sqliteMod, nil)
	if err != nil {
		return err.Error()
	}
	for _, r := range f.Require {
		if r.Mod.Path == "modernc.org/libc" && r.Mod.Version == used {
			return ""
		} else if r.Mod.Path == "modernc.org/libc" {
			return fmt.Sprintf("modernc.org/libc is %s; SQLite was made with %s: set the replace line of go.mod", used, r.Mod.Version)
		}
	}
	return "SQLite's go.mod names no modernc.org/libc: look how it is linked now"
}
