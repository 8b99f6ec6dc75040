package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/reading"
)

type importCommand struct {
	Files importFiles `cmd:"" default:"withargs" help:"Bring tables into a municipality's registers: people, organisations, partners, agreements, events."`
	Undo  importUndo  `cmd:"" help:"Take a whole import back, within 30 days."`
}

type importFiles struct {
	Where
	Municipality string   `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	DryRun       bool     `help:"Say what would happen and write nothing."`
	JSON         bool     `name:"json" help:"Print counts, the meaning of columns and rejected rows as JSON."`
	Lang         string   `help:"Language of reasons." default:"en" enum:"ru,en"`
	File         []string `arg:"" name:"FILE" help:"Tables of any usual kind, or a text with a list of cities." type:"existingfile"`
}

// importReport is what the command prints with --json.
type importReport struct {
	ID       string        `json:"id,omitempty"` // for "import undo"; none after a dry run
	DryRun   bool          `json:"dry_run"`
	Counts   intake.Counts `json:"counts"`
	Tables   []importTable `json:"tables"`
	Rejected []importRow   `json:"-"` // "rejected": rows that were left out, empty ones too
	Kept     []importRow   `json:"-"` // "kept_in_remarks"
}

// print writes the report as one object, its long lists row by row: there may be
// a hundred thousand.
func (report importReport) print(out io.Writer) error {
	w := bufio.NewWriter(out)
	indented := func(v any, margin string) (string, error) {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent(margin, "  ")
		err := enc.Encode(v)
		return strings.TrimSuffix(b.String(), "\n"), err
	}
	head, err := indented(report, "")
	if err != nil {
		return err
	}
	fmt.Fprint(w, strings.TrimSuffix(head, "\n}"))
	for _, list := range []struct {
		name string
		rows []importRow
	}{{"rejected", report.Rejected}, {"kept_in_remarks", report.Kept}} {
		fmt.Fprintf(w, ",\n  %q: [", list.name)
		for i, row := range list.rows {
			text, err := indented(row, "    ")
			if err != nil {
				return err
			}
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprint(w, "\n    ", text)
		}
		if len(list.rows) > 0 {
			fmt.Fprint(w, "\n  ")
		}
		fmt.Fprint(w, "]")
	}
	fmt.Fprint(w, "\n}\n")
	return w.Flush()
}

type importTable struct {
	File       string         `json:"file"`
	Subject    string         `json:"subject"`
	Confidence float64        `json:"confidence"`
	Layout     string         `json:"layout"`
	HeaderRow  int            `json:"header_row,omitempty"` // counted from 1
	Columns    []importColumn `json:"columns"`
	SortedBy   string         `json:"sorted_by,omitempty"` // of a mixed table: what tells its rows apart
	Groups     []importGroup  `json:"groups,omitempty"`
}

// importGroup are the rows of a mixed table that are told to be about one thing.
type importGroup struct {
	Text       string  `json:"text"`
	Subject    string  `json:"subject"`
	Confidence float64 `json:"confidence"`
	Rows       int     `json:"rows"`
}

type importColumn struct {
	Column     string  `json:"column"`
	Header     string  `json:"header,omitempty"`
	Field      string  `json:"field"`
	Confidence float64 `json:"confidence"`
	By         string  `json:"by,omitempty"`
}

type importRow struct {
	Row    int    `json:"row"`
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell"`
	Reason string `json:"reason"`
	Words  string `json:"words"`
	Text   string `json:"text,omitempty"`
}

// Run brings files in. It needs the data folder for itself: while a server
// runs, the office's own pages do the same.
func (c *importFiles) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toWrite)
	if err != nil {
		return err
	}
	defer in.Close()
	defer in.thrift.Begin()() // the report of a long list is large too
	var files []intake.File
	for _, path := range c.File {
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, intake.File{Name: filepath.Base(path), Body: body})
	}
	id, err := city.imports.Take(ctx, files, c.Lang)
	if err != nil {
		return err
	}
	report, err := c.carryOut(ctx, in, city, id)
	if err != nil {
		return err
	}
	if c.JSON {
		return report.print(r.std.Out)
	}
	c.say(r, report)
	return nil
}

// carryOut writes the import, or only counts when it is a dry run.
func (c *importFiles) carryOut(ctx context.Context, in *Installation, city *City, id string) (importReport, error) {
	words := in.catalog.Printer(c.Lang)
	report := importReport{DryRun: c.DryRun, Tables: []importTable{}}
	tables, err := city.imports.Tables(ctx, id)
	if err != nil {
		return report, err
	}
	i, err := city.imports.Get(ctx, id)
	if err != nil {
		return report, err
	}
	for _, t := range tables {
		report.Tables = append(report.Tables, tableReport(i, t))
	}
	take := func(o intake.Outcome) { report.take(words, o) }
	if c.DryRun {
		checked, err := city.imports.CheckEach(ctx, id, take)
		report.Counts = checked.Counts
		if err != nil {
			return report, err
		}
		return report, city.imports.Forget(ctx, id)
	}
	if err := city.imports.Start(ctx, id, true); err != nil {
		return report, err
	}
	if i, err = city.imports.Get(ctx, id); err != nil {
		return report, err
	}
	report.ID, report.Counts = id, i.Counts
	for after := 0; ; {
		page, err := city.imports.Outcomes(ctx, id, after, 1000)
		if err != nil {
			return report, err
		}
		for _, o := range page {
			take(o)
			after = o.N
		}
		if len(page) < 1000 {
			return report, nil
		}
	}
}

func tableReport(i intake.Import, t *reading.Table) importTable {
	out := importTable{Subject: string(t.Subject), Confidence: t.Sure, Layout: string(t.Layout), HeaderRow: t.Header + 1, Columns: []importColumn{}}
	if t.Sheet < len(i.Settings.Sheets) {
		out.File = i.Settings.Sheets[t.Sheet].File
	}
	for _, col := range t.Columns {
		name := reading.CellName(0, col.Index)
		out.Columns = append(out.Columns, importColumn{name[:len(name)-1], col.Header, string(col.Field), col.Sure, col.By})
	}
	if t.Sorting != nil {
		out.SortedBy = t.Sorting.By
		for _, g := range t.Sorting.Groups {
			out.Groups = append(out.Groups, importGroup{g.Name(), string(g.Subject), g.Sure, g.Rows})
		}
	}
	return out
}

// take notes rows that were left out and cells that stand in the remarks.
func (report *importReport) take(words *i18n.Printer, o intake.Outcome) {
	if o.Outcome == intake.Skipped {
		text := words.T("import.reason." + o.Reason)
		if o.Words != "" {
			text += ": " + o.Words
		}
		report.Rejected = append(report.Rejected, importRow{o.N, o.Sheet, o.Cell, o.Reason, text, o.Brief})
	}
	for _, d := range o.Doubts {
		report.Kept = append(report.Kept, importRow{o.N, o.Sheet, o.Cell, d.Reason, words.T("import.doubt." + d.Reason), d.Text})
	}
}

// say prints a report for people.
func (c *importFiles) say(r *run, report importReport) {
	for _, t := range report.Tables {
		fmt.Fprintf(r.std.Out, "%s: a table of %s (%.0f %%)\n", t.File, t.Subject, 100*t.Confidence)
		for _, g := range t.Groups {
			fmt.Fprintf(r.std.Out, "  %d rows «%s» are %s (%.0f %%)\n", g.Rows, g.Text, g.Subject, 100*g.Confidence)
		}
		for _, col := range t.Columns {
			fmt.Fprintf(r.std.Out, "  %-3s %-30s %-22s %3.0f %%\n", col.Column, col.Header, col.Field, 100*col.Confidence)
		}
	}
	for _, row := range slices.Concat(report.Rejected, report.Kept) {
		fmt.Fprintf(r.std.Out, "%s %s: %s  %s\n", row.Sheet, row.Cell, row.Words, row.Text)
	}
	k := report.Counts
	fmt.Fprintf(r.std.Out, "%d rows: %d created, %d completed, %d left out\n", k.In, k.Created, k.Completed, k.Skipped)
	if report.ID != "" {
		fmt.Fprintf(r.std.Out, "To take it back within 30 days: pobratim import undo --municipality %s %s\n", c.Municipality, report.ID)
	}
}

type importUndo struct {
	Where
	Municipality string `help:"Address of the municipality; needed when there are several." placeholder:"NAME"`
	ID           string `arg:"" help:"Identifier of the import, as it was printed."`
}

// Run takes an import back.
func (c *importUndo) Run(r *run) error {
	in, ctx, err := r.open(Config{Data: c.Data, Cache: c.Cache, Database: c.Database, Quick: true})
	if err != nil {
		return err
	}
	defer in.Close()
	for _, slug := range in.slugs() {
		if c.Municipality != "" && c.Municipality != slug {
			continue
		}
		city := in.cities[slug]
		if _, err := city.imports.Get(ctx, c.ID); err != nil {
			continue
		}
		if err := city.imports.Undo(ctx, c.ID, true); err != nil {
			return err
		}
		left, err := city.imports.Left(ctx, c.ID)
		if err != nil {
			return err
		}
		for _, l := range left {
			fmt.Fprintf(r.std.Out, "%s %s was changed since and stays (%s)\n", l.Kind, l.Title, l.How)
		}
		fmt.Fprintf(r.std.Out, "%s: the import is undone\n", slug)
		return nil
	}
	return fmt.Errorf("there is no import %s in %s", c.ID, c.Data)
}
