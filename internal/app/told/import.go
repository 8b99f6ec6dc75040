// Package told is how the command line tells people and programs what the desks
// answered, where that is more than a value printed as JSON.
package told

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/reading"
)

// Import is what `pobratim import` prints.
type Import struct {
	ID       string        `json:"id,omitempty"` // for "import undo"; none after a dry run
	DryRun   bool          `json:"dry_run"`
	Counts   intake.Counts `json:"counts"`
	Tables   []ImportTable `json:"tables"`
	Rejected []ImportRow   `json:"-"` // "rejected": rows that were left out, empty ones too
	Kept     []ImportRow   `json:"-"` // "kept_in_remarks"
}

// Print writes the report as one object, its long lists row by row: there may be
// a hundred thousand.
func (report Import) Print(out io.Writer) error {
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
		rows []ImportRow
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

// ImportTable is how a table was understood.
type ImportTable struct {
	File       string         `json:"file"`
	Subject    string         `json:"subject"`
	Confidence float64        `json:"confidence"`
	Layout     string         `json:"layout"`
	HeaderRow  int            `json:"header_row,omitempty"` // counted from 1
	Columns    []ImportColumn `json:"columns"`
	SortedBy   string         `json:"sorted_by,omitempty"` // of a mixed table: what tells its rows apart
	Groups     []ImportGroup  `json:"groups,omitempty"`
}

// ImportGroup are the rows of a mixed table that are told to be about one thing.
type ImportGroup struct {
	Text       string  `json:"text"`
	Subject    string  `json:"subject"`
	Confidence float64 `json:"confidence"`
	Rows       int     `json:"rows"`
}

// ImportColumn is what a column was taken for.
type ImportColumn struct {
	Column     string  `json:"column"`
	Header     string  `json:"header,omitempty"`
	Field      string  `json:"field"`
	Confidence float64 `json:"confidence"`
	By         string  `json:"by,omitempty"`
}

// ImportRow is a row, and what became of it.
type ImportRow struct {
	Row    int    `json:"row"`
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell"`
	Reason string `json:"reason"`
	Words  string `json:"words"`
	Text   string `json:"text,omitempty"`
}

// Add tells how a table was understood.
func (report *Import) Add(i intake.Import, t *reading.Table) {
	out := ImportTable{Subject: string(t.Subject), Confidence: t.Sure, Layout: string(t.Layout), HeaderRow: t.Header + 1, Columns: []ImportColumn{}}
	if t.Sheet < len(i.Settings.Sheets) {
		out.File = i.Settings.Sheets[t.Sheet].File
	}
	for _, col := range t.Columns {
		name := reading.CellName(0, col.Index)
		out.Columns = append(out.Columns, ImportColumn{name[:len(name)-1], col.Header, string(col.Field), col.Sure, col.By})
	}
	if t.Sorting != nil {
		out.SortedBy = t.Sorting.By
		for _, g := range t.Sorting.Groups {
			out.Groups = append(out.Groups, ImportGroup{g.Name(), string(g.Subject), g.Sure, g.Rows})
		}
	}
	report.Tables = append(report.Tables, out)
}

// Take notes rows that were left out and cells that stand in the remarks.
func (report *Import) Take(words *i18n.Printer, o intake.Outcome) {
	if o.Outcome == intake.Skipped {
		text := words.T("import.reason." + o.Reason)
		if o.Words != "" {
			text += ": " + o.Words
		}
		report.Rejected = append(report.Rejected, ImportRow{o.N, o.Sheet, o.Cell, o.Reason, text, o.Brief})
	}
	for _, d := range o.Doubts {
		report.Kept = append(report.Kept, ImportRow{o.N, o.Sheet, o.Cell, d.Reason, words.T("import.doubt." + d.Reason), d.Text})
	}
}

// Say prints the report for people; undo is the command that takes the import back.
func (report Import) Say(out io.Writer, undo string) {
	for _, t := range report.Tables {
		fmt.Fprintf(out, "%s: a table of %s (%.0f %%)\n", t.File, t.Subject, 100*t.Confidence)
		for _, g := range t.Groups {
			fmt.Fprintf(out, "  %d rows «%s» are %s (%.0f %%)\n", g.Rows, g.Text, g.Subject, 100*g.Confidence)
		}
		for _, col := range t.Columns {
			fmt.Fprintf(out, "  %-3s %-30s %-22s %3.0f %%\n", col.Column, col.Header, col.Field, 100*col.Confidence)
		}
	}
	for _, row := range slices.Concat(report.Rejected, report.Kept) {
		fmt.Fprintf(out, "%s %s: %s  %s\n", row.Sheet, row.Cell, row.Words, row.Text)
	}
	k := report.Counts
	fmt.Fprintf(out, "%d rows: %d created, %d completed, %d left out\n", k.In, k.Created, k.Completed, k.Skipped)
	if report.ID != "" {
		fmt.Fprintf(out, "To take it back within 30 days: %s %s\n", undo, report.ID)
	}
}
