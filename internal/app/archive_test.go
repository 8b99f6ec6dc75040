package app

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/archive"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/record"
)

// TestArchiveRoundTrip takes a municipality out, loads it into an empty
// installation of each engine and takes it out again: the two archives have the
// same bytes, and what was loaded passes every check.
func TestArchiveRoundTrip(t *testing.T) {
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			s := fresh(t, engine)
			plantOddValues(t, s.city(t, "perm"))
			first := taken(t, s, "perm")
			for _, other := range engines(t) {
				to := empty(t, other)
				path := filepath.Join(t.TempDir(), "perm.zip")
				if err := os.WriteFile(path, first, 0o600); err != nil {
					t.Fatal(err)
				}
				loadArchive(t, to, path)
				again := taken(t, to, "perm")
				if !bytes.Equal(first, again) {
					t.Errorf("from %s to %s: %s", engine, other, unlikeArchives(t, first, again))
				}
				c := to.city(t, "perm")
				if found, err := c.check(t.Context()); err != nil || len(found) > 0 {
					t.Errorf("%s: the check finds %q (%v)", other, found, err)
				}
				if n := one[int](t, c, `SELECT count(*) FROM users WHERE password <> ''`) + one[int](t, c, `SELECT count(*) FROM sessions`); n != 0 {
					t.Errorf("%s: %d passwords or sessions came along", other, n)
				}
				if got := to.get("", "/perm/partners"); got.status != 200 || !strings.Contains(got.body, "Дуйсбург") {
					t.Errorf("%s: the portal of what was loaded answers %d", other, got.status)
				}
			}
		})
	}
}

// plantOddValues puts into records what is easily lost on the way: formulas,
// line ends, NULL, quotation marks, the mark of NULL itself, a file.
func plantOddValues(t *testing.T, c *City) {
	t.Helper()
	ctx := asProgram(t.Context())
	for i, text := range []string{"=1+1", "'=1", "two\r\nlines\r", `say "so", twice`, `\N`, "\t=cmd|' /C calc'!A0", "＝1"} {
		query := `UPDATE organisations SET phone = $1, email = $2 WHERE id = (SELECT id FROM organisations ORDER BY id LIMIT 1 OFFSET ` + fmt.Sprint(i) + `)`
		if n, err := db.Exec(ctx, c.DB, query, text, strings.Repeat(text, 3)); err != nil || n != 1 {
			t.Fatal(n, err)
		}
	}
	if _, err := db.Exec(ctx, c.DB, `UPDATE results SET number = 0 WHERE id = (SELECT MIN(id) FROM results)`); err != nil {
		t.Fatal(err)
	}
	if one[int](t, c, `SELECT count(*) FROM results WHERE number IS NULL`) == 0 || one[int](t, c, `SELECT count(*) FROM results WHERE number IS NOT NULL`) == 0 {
		t.Error("no result with a number and one without: NULL is not tried")
	}
	id := one[string](t, c, `SELECT id FROM partnerships WHERE slug = 'oxford'`)
	paper := file.Upload{Name: "=paper.txt", Body: strings.NewReader("=1+1\n"), Details: file.Details{Visibility: "public"}}
	if _, err := c.files.Attach(ctx, record.Ref{Kind: "partner", ID: id}, paper); err != nil {
		t.Fatal(err)
	}
}

// taken is the archive of a municipality.
func taken(t testing.TB, s *stage, slug string) []byte {
	t.Helper()
	plan, err := s.in.plan(asProgram(t.Context()), s.city(t, slug))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := archive.Write(asProgram(t.Context()), &out, plan); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// empty is an installation without a municipality.
func empty(t *testing.T, engine string) *stage {
	t.Helper()
	s := &stage{engine: engine, folder: t.TempDir()}
	if engine == "postgres" {
		var err error
		if s.database, err = newDatabase("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func loadArchive(t *testing.T, s *stage, path string) {
	t.Helper()
	a, err := archive.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := s.in.load(asProgram(t.Context()), a); err != nil {
		t.Fatal(err)
	}
}

// unlikeArchives names the entries in which two archives differ.
func unlikeArchives(t *testing.T, a, b []byte) string {
	t.Helper()
	x, y := unzipped(t, a), unzipped(t, b)
	var names []string
	for name := range x {
		if !bytes.Equal(x[name], y[name]) {
			names = append(names, name+": "+difference(string(x[name]), string(y[name])))
		}
	}
	slices.Sort(names)
	return fmt.Sprintf("%d of %d and %d entries differ: %.2000s", len(names), len(x), len(y), names)
}

func unzipped(t testing.TB, raw []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string][]byte{}
	for _, e := range z.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		if entries[e.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return entries
}

// TestArchiveHolds looks into an archive: every table is there or left out with
// a reason, no cell is a formula, sums are right, and every link of the pages
// leads to a page or file of the archive.
func TestArchiveHolds(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		plantOddValues(t, c)
		entries := unzipped(t, taken(t, s, "perm"))
		for table := range columnsOf(t, c) {
			taken := entries["data/"+table+".csv"] != nil
			if taken == leftOut(table) && !strings.HasPrefix(table, "goose_") && !strings.HasPrefix(table, "sqlite_") {
				t.Errorf("%s is in the archive: %v; left out: %q", table, taken, notArchived()[table])
			}
		}
		for table := range notArchived() {
			if columnsOf(t, c)[table] == nil {
				t.Errorf("%s is left out and does not exist", table)
			}
		}
		var about struct {
			Resources []struct {
				Path, Hash string
				Bytes      int
			}
		}
		if err := json.Unmarshal(entries["datapackage.json"], &about); err != nil {
			t.Fatal(err)
		}
		for _, r := range about.Resources {
			sum := sha256.Sum256(entries[r.Path])
			if r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || r.Bytes != len(entries[r.Path]) {
				t.Errorf("%s has another sum than is promised", r.Path)
			}
			if cell := regexp.MustCompile(`(?m)(^|,)"?[=+@\t＝＋－＠]`).Find(entries[r.Path]); cell != nil {
				t.Errorf("%s has a cell that a spreadsheet computes: %q", r.Path, cell)
			}
		}
		if !bytes.Contains(entries["data/organisations.csv"], []byte("'=1+1")) {
			t.Error("the planted formula is not in the table: the test cannot fail")
		}
		if bytes.Contains(entries["data/users.csv"], []byte("argon2")) {
			t.Error("a password is in the archive")
		}
		archivedPages(t, entries)
	})
}

func archivedPages(t *testing.T, entries map[string][]byte) {
	t.Helper()
	pages, reached := 0, map[string]bool{"index.html": true}
	href := regexp.MustCompile(`(?:href|src)="([^"#?:]+)"`)
	for name, body := range entries {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		pages++
		for _, fault := range []string{"<script", "⟦", "no value", "ZgotmplZ"} {
			if bytes.Contains(body, []byte(fault)) {
				t.Errorf("%s holds %q", name, fault)
			}
		}
		for _, found := range href.FindAllSubmatch(body, -1) {
			to := filepath.Join(filepath.Dir(name), string(found[1]))
			if entries[to] == nil {
				t.Errorf("%s leads to %s, which is not there", name, to)
			}
			reached[to] = true
		}
	}
	for name := range entries {
		if strings.HasSuffix(name, ".html") && !reached[name] {
			t.Errorf("no page leads to %s", name)
		}
	}
	t.Logf("%d pages", pages)
}

// TestBadArchives wants one clear sentence and nothing left behind.
func TestBadArchives(t *testing.T) {
	for _, engine := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			good := taken(t, fresh(t, engine), "perm")
			to := empty(t, engine)
			for name, bad := range badArchives(t, good) {
				path := filepath.Join(t.TempDir(), "bad.zip")
				if err := os.WriteFile(path, bad.raw, 0o600); err != nil {
					t.Fatal(err)
				}
				a, err := archive.Open(path)
				if err == nil {
					err = to.in.load(asProgram(t.Context()), a)
					_ = a.Close()
				}
				if err == nil || !strings.Contains(err.Error(), bad.says) || strings.Contains(err.Error(), "\n") {
					t.Errorf("%s: %v; wanted %q", name, err, bad.says)
				}
				if left, _ := filepath.Glob(filepath.Join(to.folder, ".load*")); len(left) > 0 || len(to.in.slugs()) > 0 || isFolder(filepath.Join(to.folder, "perm")) {
					t.Errorf("%s has left something behind: %v %v", name, left, to.in.slugs())
				}
			}
			path := filepath.Join(t.TempDir(), "good.zip")
			if err := os.WriteFile(path, good, 0o600); err != nil {
				t.Fatal(err)
			}
			loadArchive(t, to, path)
			a, err := archive.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if err := to.in.load(asProgram(t.Context()), a); err == nil || !strings.Contains(err.Error(), "already") {
				t.Errorf("a second time: %v", err)
			}
		})
	}
}

type badArchive struct {
	raw  []byte
	says string
}

func badArchives(t *testing.T, good []byte) map[string]badArchive {
	t.Helper()
	entries := unzipped(t, good)
	altered := func(change func(map[string][]byte)) []byte {
		changed := maps.Clone(entries)
		change(changed)
		return zipped(t, changed)
	}
	swap := func(name, old, replacement string) func(map[string][]byte) {
		return func(m map[string][]byte) {
			if !bytes.Contains(m[name], []byte(old)) {
				t.Fatalf("%s does not hold %q", name, old)
			}
			m[name] = bytes.Replace(m[name], []byte(old), []byte(replacement), 1)
		}
	}
	stored := ""
	for name := range entries {
		if strings.HasPrefix(name, "files/") {
			stored = name
		}
	}
	return map[string]badArchive{
		"no zip":         {[]byte("not an archive"), "not a ZIP file"},
		"empty":          {nil, "not a ZIP file"},
		"truncated":      {good[:len(good)/2], "not a ZIP file"},
		"other package":  {zipped(t, map[string][]byte{"datapackage.json": []byte(`{"name":"x"}`)}), "another program"},
		"no description": {altered(func(m map[string][]byte) { delete(m, "datapackage.json") }), "datapackage.json is missing"},
		"no JSON":        {altered(func(m map[string][]byte) { m["datapackage.json"] = []byte("{") }), "cannot be read"},
		"newer format":   {altered(swap("datapackage.json", `"format": 1`, `"format": 9`)), "newer program (format 9"},
		"newer schema":   {altered(swap("datapackage.json", `"schema": 20`, `"schema": 90`)), "newer program (schema 90"},
		"zip slip":       {altered(func(m map[string][]byte) { m["../../evil.csv"] = []byte("x") }), "evil.csv"},
		"bomb":           {altered(func(m map[string][]byte) { m["data/bomb"] = make([]byte, 400<<20) }), "far more"},
		"missing table":  {altered(func(m map[string][]byte) { delete(m, "data/people.csv") }), "people is missing"},
		"missing file":   {altered(func(m map[string][]byte) { delete(m, stored) }), "is missing"},
		"other file":     {altered(func(m map[string][]byte) { m[stored] = bytes.ToUpper(m[stored]) }), "is damaged"},
		"altered cell":   {altered(swap("data/organisations.csv", ",false", ",FALSE")), "true or false"},
		"altered text":   {altered(swap("data/partnerships.csv", "duisburg", "duisbirg")), "not those that the description promises"},
		"longer table":   {altered(swap("data/partnerships.csv", "duisburg", "duisburgh")), "not the size"},
		"bad slug":       {altered(swap("datapackage.json", `"slug": "perm"`, `"slug": "../x"`)), "cannot be the address"},
		"unknown table":  {altered(swap("datapackage.json", `"name": "agreements"`, `"name": "agreemints"`)), "wrongly"},
	}
}

// zipped packs entries; the one named bomb is packed well.
func zipped(t testing.TB, entries map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(entries[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestArchiveCommands goes the way of an operator: export while a server might
// run, load, and a code for the first administrator.
func TestArchiveCommands(t *testing.T) {
	s, path := fresh(t, "sqlite"), filepath.Join(t.TempDir(), "perm.zip")
	command := func(args ...string) (int, string) {
		var out bytes.Buffer
		code := Run(context.Background(), args, Streams{In: strings.NewReader(""), Out: &out, Err: &out})
		return code, out.String()
	}
	if code, said := command("export", "--data", s.folder, "--municipality", "perm", "-o", path); code != 0 || !strings.Contains(said, "pages") {
		t.Fatalf("export: %d %s", code, said)
	}
	if code, said := command("export", "--data", s.folder, "--municipality", "perm", "-o", path); code != 1 || !strings.Contains(said, "exists already") {
		t.Errorf("over an existing file: %d %s", code, said)
	}
	data := t.TempDir()
	if code, said := command("load", "--data", data, path); code != 0 || !strings.Contains(said, "pobratim invite") {
		t.Fatalf("load: %d %s", code, said)
	}
	if code, said := command("check", "--data", data); code != 0 || !strings.Contains(said, "fit together") {
		t.Errorf("check: %d %s", code, said)
	}
	if code, said := command("invite", "--data", data, "--municipality", "perm", demoEmail("administrator")); code != 0 || !strings.Contains(said, "/perm/office/invite") {
		t.Errorf("invite: %d %s", code, said)
	}
	if code, said := command("invite", "--data", data, "--municipality", "perm", "nobody@example.org"); code != 1 || !strings.Contains(said, "no account") {
		t.Errorf("invite nobody: %d %s", code, said)
	}
}

// TestArchivePage takes the archive away in the office: the administrator, who
// sees no record, gets the same as the head, and both leave an entry.
func TestArchivePage(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c, sizes := s.city(t, "perm"), map[string]int{}
		for _, who := range []string{demoEmail("head"), demoEmail("administrator")} {
			s.signIn(t, "perm", who)
			before := one[int](t, c, `SELECT count(*) FROM revisions WHERE action = 'issued' AND kind = 'archive'`)
			got := s.post(who, "/perm/office/archive", nil)
			if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Disposition"), `attachment; filename="perm-2026-`) {
				t.Fatalf("%s: %d %v", who, got.status, got.header)
			}
			entries := unzipped(t, []byte(got.body))
			sizes[who] = len(entries)
			if one[int](t, c, `SELECT count(*) FROM revisions WHERE action = 'issued' AND kind = 'archive'`) != before+1 || !strings.Contains(string(entries["data/revisions.csv"]), ",archive,perm,issued,") {
				t.Errorf("%s left no entry, or not in the archive", who)
			}
		}
		if sizes[demoEmail("head")] != sizes[demoEmail("administrator")] || sizes[demoEmail("head")] < 300 {
			t.Errorf("%v entries", sizes)
		}
	})
}
