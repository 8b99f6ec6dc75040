package sheet

import (
	"fmt"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
)

// Format is the kind of file that a book was read from, by its content and not
// by its name.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	XLS  Format = "xls" // also Excel's XML of 2003
	ODS  Format = "ods"
	CSV  Format = "csv" // any separator, tabs too
	JSON Format = "json"
	HTML Format = "html"
	VCF  Format = "vcf"
	ICS  Format = "ics"
	Text Format = "text" // lines without columns
)

// Book is a file as tables.
type Book struct {
	Format Format
	// Encoding of a text file, as its IANA name: "windows-1251".
	Encoding string
	// Separator of a CSV file.
	Separator rune
	Sheets    []Sheet
	// Notes say what was in the file and is not in the book, for people.
	Notes []Note
}

// Note is a message: a key of this package's words with its arguments.
type Note struct {
	Key  string
	Args []any
}

// Sheet is one table. A vCard or iCalendar file is a sheet whose first row
// holds the names of properties: FN, ORG, TITLE; SUMMARY, DTSTART.
type Sheet struct {
	Name   string
	Hidden bool
	// Rows are cells as a person sees them, except that days are EDTF
	// ("1989-10-12"; "1989-10" and "1989" where the format of the cell shows no
	// more), instants RFC 3339, without a zone where the file names none
	// ("1989-10-12T14:30:00"), and numbers have no grouping and no exponent.
	// Rows may be of unequal length; empty rows inside the table stay, trailing
	// ones do not. A cell with a formula holds its last computed value.
	Rows [][]string
	// Merged are ranges of cells whose value stands in the first one alone.
	Merged []Range
}

// Range are rows and columns from the first to the last, counted from 0.
type Range struct{ Row, Column, LastRow, LastColumn int }

// What a book may hold. A file with more is refused as a whole.
const (
	MaxRows    = 200_000   // of a sheet
	MaxColumns = 256       // of a sheet
	MaxCells   = 4_000_000 // of the book, empty ones between others too
	MaxText    = 64 << 20  // bytes of all cells together
	MaxSheets  = 500
	maxMerged  = 100_000
	maxCell    = 1 << 20 // bytes of one cell
)

// builder collects a book within the limits.
type builder struct {
	Book
	cells, text int
	lines       int      // read by line
	row         []string // the row that is being filled
	slab        []string // room for rows
	arena       strings.Builder
}

func (b *builder) begin(name string, hidden bool) error {
	if len(b.Sheets) >= MaxSheets {
		return errs.New(errs.Invalid, "sheet.sheets", "n", MaxSheets)
	}
	b.Sheets = append(b.Sheets, Sheet{Name: strings.TrimSpace(strings.ToValidUTF8(name, "\ufffd")), Hidden: hidden})
	b.row = b.row[:0]
	return nil
}

func (b *builder) sheet() *Sheet { return &b.Sheets[len(b.Sheets)-1] }

// keep makes a string of bytes without an allocation for each.
func (b *builder) keep(text []byte) string {
	const size = 64 << 10
	if len(text) > size/4 {
		return string(text)
	}
	if b.arena.Cap()-b.arena.Len() < len(text) {
		b.arena = strings.Builder{}
		b.arena.Grow(size)
	}
	from := b.arena.Len()
	b.arena.Write(text)
	return b.arena.String()[from:]
}

// cell puts a value into the row that is being filled; empty ones count for
// nothing.
func (b *builder) cell(column int, value string) error {
	if value == "" {
		return nil
	}
	if c := value[0] | value[len(value)-1]; c >= 0x80 || value[0] <= ' ' || value[len(value)-1] <= ' ' {
		if value = strings.TrimSpace(value); value == "" {
			return nil
		}
	}
	if column >= MaxColumns {
		return errs.New(errs.Invalid, "sheet.columns", "n", MaxColumns, "sheet", b.sheetName(), "column", columnName(min(column, 1<<20)))
	}
	if b.text += len(value); b.text > MaxText || len(value) > maxCell {
		return errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
	}
	for len(b.row) <= column {
		b.row = append(b.row, "")
	}
	b.row[column] = value
	return nil
}

func (b *builder) sheetName() string {
	if s := b.sheet(); s.Name != "" {
		return s.Name
	}
	return fmt.Sprint(len(b.Sheets))
}

// end puts the filled row at its number. An empty one is not kept unless a
// later one follows.
func (b *builder) end(row int) error {
	defer func() { b.row = b.row[:0] }()
	if len(b.row) == 0 {
		return nil
	}
	s := b.sheet()
	if row >= MaxRows {
		return errs.New(errs.Invalid, "sheet.rows", "n", MaxRows, "sheet", b.sheetName(), "row", row+1)
	}
	if b.cells += len(b.row); b.cells > MaxCells {
		return errs.New(errs.Invalid, "sheet.cells", "n", MaxCells)
	}
	for len(s.Rows) <= row {
		s.Rows = append(s.Rows, nil)
	}
	if len(b.slab) < len(b.row) {
		b.slab = make([]string, max(4096, len(b.row)))
	}
	n := copy(b.slab, b.row)
	s.Rows[row], b.slab = b.slab[:n:n], b.slab[n:]
	return nil
}

// add appends a whole row after the last.
func (b *builder) add(cells ...string) error {
	for i, c := range cells {
		if err := b.cell(i, c); err != nil {
			return err
		}
	}
	return b.end(len(b.sheet().Rows))
}

func (b *builder) merge(r Range) {
	s := b.sheet()
	if len(s.Merged) < maxMerged && r.Row >= 0 && r.Column >= 0 && r.LastRow >= r.Row && r.LastColumn >= r.Column &&
		r.Row < MaxRows && r.Column < MaxColumns && (r.LastRow > r.Row || r.LastColumn > r.Column) {
		r.LastRow, r.LastColumn = min(r.LastRow, MaxRows-1), min(r.LastColumn, MaxColumns-1)
		s.Merged = append(s.Merged, r)
	}
}

func (b *builder) note(key string, args ...any) {
	b.Notes = append(b.Notes, Note{key, args})
}

// done is the finished book; one without any cell is an error. Sheets without
// cells stay, since others refer to sheets by their place.
func (b *builder) done() (*Book, error) {
	if !slices.ContainsFunc(b.Sheets, func(s Sheet) bool { return len(s.Rows) > 0 }) {
		return nil, errs.New(errs.Invalid, "sheet.empty")
	}
	return &b.Book, nil
}
