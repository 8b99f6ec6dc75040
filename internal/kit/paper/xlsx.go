package paper

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/sheet"
)

// ErrNoTable says that a document has nothing for a workbook.
var ErrNoTable = errors.New("a document without tables makes no workbook")

// XLSX writes the tables as a workbook, a sheet for each.
func (d Document) XLSX(w io.Writer) error {
	var tables []sheet.Table
	for _, b := range d.Blocks {
		if b.Table != nil {
			tables = append(tables, b.Table.sheet())
		}
	}
	if len(tables) == 0 {
		return ErrNoTable
	}
	return sheet.WriteXLSX(w, tables...)
}

func (t *Table) sheet() sheet.Table {
	s := sheet.Table{Name: t.Name}
	for i, c := range t.Columns {
		s.Columns = append(s.Columns, sheet.Column{Title: c.Title, Width: t.letters(i)})
	}
	var rows [][]sheet.Cell
	for _, r := range t.Rows {
		if r.Whole && len(r.Cells) > 0 {
			rows = append(rows, []sheet.Cell{sheet.Band(r.Cells[0].text())})
			continue
		}
		var cells []sheet.Cell
		for _, c := range r.Cells[:min(len(r.Cells), len(t.Columns))] {
			cells = append(cells, c.sheet())
		}
		rows = append(rows, cells)
	}
	s.Rows = sheet.Rows(rows)
	return s
}

// letters is how many letters wide a column should be; a row that goes over all
// columns does not count.
func (t *Table) letters(i int) int {
	most := utf8.RuneCountInString(t.Columns[i].Title) + 3 // room for the button of the filter
	for _, r := range t.Rows {
		if r.Whole || i >= len(r.Cells) {
			continue
		}
		for line := range strings.Lines(r.Cells[i].text()) {
			most = max(most, utf8.RuneCountInString(line)+1)
		}
	}
	return min(most, 60)
}

func (c Cell) sheet() sheet.Cell {
	switch {
	case c.Number != "":
		return sheet.Number(c.Number)
	case c.Day != "":
		return sheet.Date(c.Day)
	}
	return sheet.String(c.text())
}
