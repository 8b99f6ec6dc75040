package sheet

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/numfmt"
)

// kind is what a cell is to the program that opens the file.
type kind uint8

const (
	textCell kind = iota
	numberCell
	dayCell
	flagCell
	bandCell
)

// Cell is one value on its way out. The zero Cell is empty.
type Cell struct {
	kind kind
	text string // text; a number in decimal notation; a day as 2006-01-02; "true" or "false"
}

// String is a cell that stays text in every program, whatever it begins with.
func String(s string) Cell { return Cell{textCell, s} }

// Int is a whole number.
func Int(n int64) Cell { return Cell{numberCell, strconv.FormatInt(n, 10)} }

// Float is a number; one that is infinite or none at all becomes empty.
func Float(f float64) Cell {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if strings.ContainsAny(s, "IN") { // Inf, NaN
		return Cell{}
	}
	return Cell{numberCell, s}
}

// Number is a number in decimal notation: "-1234.50". Anything else, and what a
// program would round, more than 15 digits, stays text.
func Number(s string) Cell {
	if digits, ok := numfmt.Decimal(s); !ok || digits > 15 {
		return String(s)
	}
	return Cell{numberCell, s}
}

// Date is a date in EDTF. A full day becomes a date that programs count with;
// "1989-10", "1989/1992" and other dates with their precision stay text.
func Date(s string) Cell {
	d, err := edtf.Parse(s)
	if err != nil || len(s) != len("2006-01-02") {
		return String(s)
	}
	if _, ok := numfmt.Serial(s); !ok || d.String() != s {
		return String(s)
	}
	return Cell{dayCell, s}
}

// Flag is yes or no: true and false in JSON, 1 and 0 in tables, since
// LibreOffice turns the boolean of XLSX into a formula.
func Flag(yes bool) Cell { return Cell{flagCell, strconv.FormatBool(yes)} }

// Band is a text that goes over the columns beside it, as a heading of the rows
// below; the only cell of its row.
func Band(s string) Cell { return Cell{bandCell, s} }

// digit is a flag as a table shows it.
func (c Cell) digit() string {
	if c.text == "true" {
		return "1"
	}
	return "0"
}

// Empty says that there is nothing in the cell.
func (c Cell) Empty() bool { return c.text == "" }

// String is the cell as plain text.
func (c Cell) String() string { return c.text }

// Column is a column of a table on its way out.
type Column struct {
	Key   string // name of the value in JSON
	Title string // heading in XLSX and CSV
	// Width in characters; from the heading and the first rows when zero.
	Width int
}

// Table is a sheet on its way out. Rows are asked for once, one after the other.
type Table struct {
	Name    string
	Columns []Column
	Rows    iter.Seq2[[]Cell, error]
}

// Rows makes the rows of a table from a slice.
func Rows(rows [][]Cell) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// dangerous tells whether some spreadsheet takes a text for a formula: by its
// first character, in the full-width forms too, after spaces as well.
func dangerous(s string) bool {
	s = strings.TrimLeft(s, " \u00a0\ufeff\u200b")
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", r)
}

func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

func address(row, column int) string { return columnName(column) + strconv.Itoa(row+1) }
