package sheet

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/numfmt"
)

// Limits of the format. A list that has more rows is a mistake of who asks.
const (
	maxXLSXRows    = 1_048_576
	maxXLSXColumns = 16_384
	maxXLSXText    = 32_767 // UTF-16 units of one cell
	sampledRows    = 200    // looked at for the widths of columns
)

// ErrTooLong says that a table does not fit on a sheet.
var ErrTooLong = errors.New("a sheet of XLSX holds 1,048,576 rows and 16,384 columns")

// WriteXLSX writes tables as a workbook, row by row: memory does not grow with
// their length. The heading is bold, stays in view and has filters. Text is
// typed as text, so that nothing in it becomes a formula, and marked so that
// it stays text when somebody edits the cell.
func WriteXLSX(w io.Writer, tables ...Table) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	names := sheetNames(tables)
	for _, part := range workbookParts(names) {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	for i, t := range tables {
		f, err := z.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil {
			return err
		}
		b := &xmlWriter{w: bufio.NewWriterSize(f, 64<<10)}
		if err := b.sheet(t); err != nil {
			return err
		}
		if err := b.w.Flush(); err != nil {
			return err
		}
	}
	return z.Close()
}

// Formats of cells, by their place in cellXfs of styles.xml.
const (
	styleHead = 1 + iota
	styleText
	styleDay
	styleQuoted // text that a program might take for a formula when edited
	styleBand   // a heading over the columns beside it
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const styles = xmlHead + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
	`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="6">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// part is a file of the package besides the sheets.
type part struct{ name, text string }

func workbookParts(names []string) []part {
	var types, sheets, relations strings.Builder
	for i, name := range names {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escapeXML(name), i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
	}
	const packages = "http://schemas.openxmlformats.org/package/2006/"
	return []part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + packages + `relationships">` + relations.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`, len(names)+1)},
		{"xl/styles.xml", styles},
	}
}

// sheetNames are the tables' names as Excel allows them: at most 31 units, none
// of []:*?/\, no apostrophe at an end, each only once whatever its case.
func sheetNames(tables []Table) []string {
	taken := map[string]bool{"history": true} // Excel keeps this one for itself
	names := make([]string, len(tables))
	for i, t := range tables {
		clean := strings.Map(func(r rune) rune {
			if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
				return ' '
			}
			return r
		}, t.Name)
		clean = strings.TrimSpace(strings.Trim(strings.TrimSpace(clean), "'"))
		if clean == "" {
			clean = fmt.Sprint(i + 1)
		}
		name := cutUnits(clean, 31)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			end := fmt.Sprintf(" %d", n)
			name = cutUnits(clean, 31-len(end)) + end
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// cutUnits shortens a text to so many UTF-16 units.
func cutUnits(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		n++
		if r > 0xffff {
			n++
		}
		if n > most {
			return s[:i]
		}
	}
	return s
}

// xmlWriter writes one sheet.
type xmlWriter struct {
	w   *bufio.Writer
	row int
}

func (x *xmlWriter) sheet(t Table) error {
	next, stop := iter.Pull2(t.Rows)
	defer stop()
	first, err := sample(next)
	if err != nil {
		return err
	}
	if len(t.Columns) > maxXLSXColumns {
		return ErrTooLong
	}
	x.w.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>`)
	x.columns(t.Columns, first)
	x.w.WriteString(`<sheetData>`)
	head := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = String(c.Title)
	}
	x.line(head, styleHead)
	for _, r := range first {
		x.line(r, 0)
	}
	for len(first) == sampledRows {
		r, err, more := next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if x.row >= maxXLSXRows || len(r) > maxXLSXColumns {
			return ErrTooLong
		}
		x.line(r, 0)
	}
	x.w.WriteString(`</sheetData>`)
	if len(t.Columns) > 0 {
		fmt.Fprintf(x.w, `<autoFilter ref="A1:%s"/>`, address(x.row-1, len(t.Columns)-1))
	}
	// On paper a sheet lies across and is as wide as its columns.
	_, err = x.w.WriteString(`<pageMargins left="0.79" right="0.39" top="0.79" bottom="0.79" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`)
	return err
}

// sample reads the first rows, whose cells tell how wide columns should be.
func sample(next func() ([]Cell, error, bool)) ([][]Cell, error) {
	var rows [][]Cell
	for len(rows) < sampledRows {
		r, err, more := next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if len(r) > maxXLSXColumns {
			return nil, ErrTooLong
		}
		rows = append(rows, append([]Cell(nil), r...))
	}
	return rows, nil
}

func (x *xmlWriter) columns(columns []Column, rows [][]Cell) {
	if len(columns) == 0 {
		return
	}
	x.w.WriteString(`<cols>`)
	for i, c := range columns {
		width := c.Width
		if width == 0 {
			width = utf8.RuneCountInString(c.Title) + 3 // room for the button of the filter
			for _, r := range rows {
				if i < len(r) {
					width = max(width, longestLine(r[i].text)+1)
				}
			}
			width = min(max(width, 8), 60)
		}
		fmt.Fprintf(x.w, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, min(width, 255))
	}
	x.w.WriteString(`</cols>`)
}

func longestLine(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		n = max(n, utf8.RuneCountInString(strings.TrimRight(line, "\r\n")))
	}
	return n
}

// line writes a row; style is that of every cell, or 0 for each its own.
func (x *xmlWriter) line(cells []Cell, style int) {
	x.row++
	fmt.Fprintf(x.w, `<row r="%d">`, x.row)
	for i, c := range cells {
		if !c.Empty() {
			x.cell(c, address(x.row-1, i), style)
		}
	}
	x.w.WriteString(`</row>`)
}

// cell writes one cell. Failures stay in the buffered writer until Flush.
func (x *xmlWriter) cell(c Cell, at string, style int) {
	put := func(s ...string) {
		for _, s := range s {
			x.w.WriteString(s)
		}
	}
	switch c.kind {
	case numberCell:
		put(`<c r="`, at, `"><v>`, c.text, `</v></c>`)
	case flagCell:
		put(`<c r="`, at, `"><v>`, c.digit(), `</v></c>`)
	case dayCell:
		n, _ := numfmt.Serial(c.text)
		put(`<c r="`, at, `" s="`, strconv.Itoa(styleDay), `"><v>`, strconv.Itoa(n), `</v></c>`)
	default:
		switch {
		case style != 0:
		case c.kind == bandCell:
			style = styleBand
		case dangerous(c.text):
			style = styleQuoted
		default:
			style = styleText
		}
		put(`<c r="`, at, `" s="`, strconv.Itoa(style), `" t="inlineStr"><is><t xml:space="preserve">`)
		x.text(c.text)
		put(`</t></is></c>`)
	}
}

// text writes text of a cell: what is longer than a cell holds ends in "…".
func (x *xmlWriter) text(s string) {
	if short := cutUnits(s, maxXLSXText); len(short) < len(s) {
		s = cutUnits(s, maxXLSXText-1) + "…"
	}
	x.w.WriteString(escapeXML(s))
}

// escapeXML makes a text safe in XML. What XML cannot hold is written as the
// format's own _x0001_, and a text that looks like that keeps its look.
func escapeXML(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		switch c := s[i]; {
		case c == '<', c == '>', c == '&', c == '"', c == '_', c < ' ' && c != '\n' && c != '\t', c == 0xef: // U+FFFE begins so
			plain = false
		}
	}
	if plain && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == '_' && escaped(s[i:]):
			b.WriteString("_x005F_")
		case r < ' ' || r == 0xfffe || r == 0xffff:
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r) // invalid UTF-8 arrives as U+FFFD
		}
	}
	return b.String()
}

// escaped tells whether a text begins with _xHHHH_.
func escaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
			return false
		}
	}
	return true
}
