package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/place"
)

// standing is everything that registers, sources and roles of a municipality say,
// as text. Versions and the history are left out: they only grow.
func standing(t *testing.T, c *City) string {
	t.Helper()
	ctx := asProgram(t.Context())
	var b strings.Builder
	for _, table := range c.Tables {
		for after := ""; ; {
			rows, more, err := table.Page(ctx, after, 200)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				row.Version = 0
				text, err := json.Marshal(row)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "%s %s\n", table.Name, text)
				facts, err := db.All(ctx, c.DB, func(r db.Row) (string, error) {
					var id, field, value, source string
					var used bool
					err := r.Scan(&id, &field, &value, &source, &used)
					return fmt.Sprintf("  %s %s %q %s %v", id, field, value, source, used), err
				}, `SELECT id, field, value, COALESCE(source_id, ''), used FROM facts WHERE kind = $1 AND record_id = $2 ORDER BY id`, table.Kind, row.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range facts {
					b.WriteString(f + "\n")
				}
			}
			if after = more; more == "" {
				break
			}
		}
	}
	roles, err := db.All(ctx, c.DB, func(r db.Row) (string, error) {
		var id, person, post, organisation, title string
		err := r.Scan(&id, &person, &post, &organisation, &title)
		return strings.Join([]string{id, person, post, organisation, title}, " "), err
	}, `SELECT id, person_id, post_id, organisation_id, title FROM roles ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := db.All(ctx, c.DB, func(r db.Row) (string, error) {
		var id, of, person, organisation, text, role string
		err := r.Scan(&id, &of, &person, &organisation, &text, &role)
		return strings.Join([]string{id, of, person, organisation, text, role}, " "), err
	}, `SELECT id, activity_id, person_id, organisation_id, text, role FROM participants ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	return b.String() + strings.Join(append(roles, parts...), "\n")
}

// sums wants every row to be in exactly one count.
func sums(t *testing.T, name string, c intake.Counts) {
	t.Helper()
	reasons := 0
	for _, n := range c.Reasons {
		reasons += n
	}
	if c.In != c.Created+c.Completed+c.Skipped || reasons != c.Skipped {
		t.Errorf("%s: %d rows came in, %d created, %d completed, %d left out for %d reasons", name, c.In, c.Created, c.Completed, c.Skipped, reasons)
	}
}

// bring imports files and compares what was announced with what was done.
func bring(t *testing.T, c *City, files ...intake.File) intake.Import {
	t.Helper()
	ctx := asProgram(t.Context())
	id, err := c.imports.Take(ctx, files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	checked, err := c.imports.Check(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	sums(t, files[0].Name+" (check)", checked.Counts)
	if err := c.imports.Start(ctx, id, true); err != nil {
		t.Fatal(err)
	}
	i, err := c.imports.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	sums(t, files[0].Name, i.Counts)
	if i.State != intake.Done {
		t.Errorf("%s: state %s, %s", files[0].Name, i.State, i.Problem)
	}
	if a, b := fmt.Sprint(checked.Counts), fmt.Sprint(i.Counts); a != b {
		t.Errorf("%s: announced %s, done %s", files[0].Name, a, b)
		rows, _ := c.imports.Outcomes(ctx, id, 0, 500)
		for _, o := range rows {
			if o.Reason == "refused" {
				t.Logf("  %s %s: %s", o.Cell, o.Brief, o.Words)
			}
		}
	}
	return i
}

// TestImportCorpus brings in every file of the corpus and the messy files of the
// reader of sheets, one after the other, and takes all of them back in reverse
// order: after each, what the registers say is the same to the byte as before it,
// and at the end so is every page of the archive.
func TestImportCorpus(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../platform/reading/testdata/corpus/*.[ct]sv", "../kit/sheet/testdata/messy/*.*"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) < 20 {
			t.Fatal(pattern, len(found), err)
		}
		files = append(files, found...)
	}
	files = slices.DeleteFunc(files, func(name string) bool {
		base := filepath.Base(name) // of what says the same in several formats, one is enough
		return strings.HasSuffix(name, ".golden") || strings.HasSuffix(name, ".md") || strings.HasPrefix(base, "04-") || strings.HasPrefix(base, "06-") ||
			strings.HasPrefix(base, "contacts-") && base != "contacts-866.csv" || strings.HasPrefix(base, "twins") && base != "twins.xlsx" && base != "twins-html.xls"
	})
	eachFresh(t, func(t *testing.T, s *stage) {
		c, err := s.in.City("petrozavodsk")
		if err != nil {
			t.Fatal(err)
		}
		archived := archivePages(t, taken(t, s, "petrozavodsk"))
		var done, before []string
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			was := standing(t, c)
			i := bring(t, c, intake.File{Name: filepath.Base(file), Body: raw})
			t.Logf("%s: %d rows, %d created, %d completed, %d left out %v; records %v, doubts %d, claims %d", i.Title, i.Counts.In, i.Counts.Created, i.Counts.Completed, i.Counts.Skipped, i.Counts.Reasons, i.Counts.Records, i.Counts.Doubts, i.Counts.Claims)
			done, before = append(done, i.ID), append(before, was)
		}
		if standing(t, c) == before[0] {
			t.Error("nothing was brought in")
		}
		for n := len(done) - 1; n >= 0; n-- {
			if err := c.imports.Undo(asProgram(context.Background()), done[n], true); err != nil {
				t.Fatal(err)
			}
			if after := standing(t, c); after != before[n] {
				t.Errorf("%s: the state after taking it back differs:\n%s", files[n], firstDifference(before[n], after))
			}
		}
		now := archivePages(t, taken(t, s, "petrozavodsk"))
		for name, text := range archived {
			if now[name] != text {
				t.Errorf("the archive's %s differs: %s", name, firstDifference(text, now[name]))
			}
		}
		if len(now) != len(archived) {
			t.Errorf("the archive has %d pages instead of %d", len(now), len(archived))
		}
	})
}

// archivePages are the registers and records of an archive as people read them,
// by name. The sources page is left out: an import's file stays a source.
func archivePages(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".html") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		pages[f.Name] = string(text)
	}
	if len(pages) < 10 {
		t.Fatalf("the archive has %d pages", len(pages))
	}
	return pages
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return "was " + x[i] + "\nis  " + strings.Join(y[min(i, len(y)-1):min(i+1, len(y))], "")
		}
	}
	return "more lines: " + strings.Join(y[len(x):min(len(x)+3, len(y))], "\n")
}

func placeOptions() place.Options { return place.Options{Lang: "ru", Limit: 1} }
