package reading

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/place"
)

// wantedShare is how many columns of the corpus have to be understood.
const wantedShare = 0.9

// load reads a file of the corpus; what stands in it was written for these
// tests or is CC0 or MIT (see README.md beside the files).
func load(t testing.TB, file string) sheet.Book {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(raw)))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	head, _, _ := strings.Cut(string(raw), "\n")
	switch {
	case strings.HasSuffix(file, ".tsv"):
		r.Comma = '\t'
	case strings.Count(head, ";") > strings.Count(head, ","):
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return sheet.Book{Format: sheet.CSV, Sheets: []sheet.Sheet{{Rows: rows}}}
}

func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/corpus/*.want")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files of the corpus: %v", len(files), err)
	}
	reader := New(place.Open(), "Варкаус", "Varkaus")
	right, all, subjects := 0, 0, 0
	for _, want := range files {
		base := strings.TrimSuffix(want, ".want")
		file := base + ".csv"
		if _, err := os.Stat(file); err != nil {
			file = base + ".tsv"
		}
		book := load(t, file)
		text, err := os.ReadFile(want)
		if err != nil {
			t.Fatal(err)
		}
		tables, many := prepared(t, reader, &book, string(text))
		if len(tables) != many {
			t.Errorf("%s: %d tables instead of %d", file, len(tables), many)
			continue
		}
		for line := range strings.Lines(string(text)) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
			if key == "tables" || key == "merged" {
				continue
			}
			if key == "subject" {
				if slices.Contains(strings.Split(value, "|"), string(tables[0].Subject)) {
					subjects++
				} else {
					t.Logf("%s: subject %s instead of %s", file, tables[0].Subject, value)
				}
				continue
			}
			all++
			got := columnAt(tables, int(key[0]-'A'))
			if slices.Contains(strings.Split(value, "|"), string(got.Field)) {
				right++
			} else {
				t.Logf("%s %s «%s»: %s (%.2f %s) instead of %s", file, key, got.Header, got.Field, got.Sure, got.By, value)
			}
		}
		accounted(t, reader, file, book, tables)
	}
	share := float64(right) / float64(all)
	fmt.Printf("mapping: %d of %d columns right (%.1f %%), %d of %d subjects, %d files\n", right, all, 100*share, subjects, len(files), len(files))
	if share < wantedShare {
		t.Errorf("%.1f %% of the columns are right; %.0f %% are wanted", 100*share, 100*wantedShare)
	}
}

// accounted wants every row of a sheet in exactly one place: above the data, or
// an item or more.
func accounted(t *testing.T, r *Reader, file string, book sheet.Book, tables []*Table) {
	t.Helper()
	for _, table := range tables {
		if table.Layout == Names {
			continue
		}
		seen := map[int]bool{}
		r.Items(table, func(i Item) bool { seen[i.Row] = true; return true })
		for row := table.First(); row <= table.Last(); row++ {
			if !seen[row] {
				t.Errorf("%s: row %d is in no item", file, row+1)
			}
		}
	}
}

func columnAt(tables []*Table, index int) Column {
	for _, t := range tables {
		for _, c := range t.Columns {
			if c.Index == index {
				return c
			}
		}
	}
	return Column{}
}

// prepared reads a book with the merged cells that its answers name, and how
// many tables they want.
func prepared(t *testing.T, r *Reader, book *sheet.Book, answers string) (tables []*Table, many int) {
	t.Helper()
	many = 1
	for line := range strings.Lines(answers) {
		var m sheet.Range
		if n, _ := fmt.Sscanf(line, "merged %d %d %d %d", &m.Row, &m.Column, &m.LastRow, &m.LastColumn); n == 4 {
			book.Sheets[0].Merged = append(book.Sheets[0].Merged, m)
		}
		_, _ = fmt.Sscanf(line, "tables %d", &many)
	}
	return r.Read(*book), many
}
