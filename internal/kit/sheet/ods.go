package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/numfmt"
	"pobratim/internal/kit/xmlscan"
	"pobratim/internal/kit/zipbox"
)

// ods reads a spreadsheet of OpenDocument, packed or as one XML file.
type ods struct {
	*builder
	s       *xmlscan.Scanner
	formats map[string]numfmt.Kind // of styles for dates
	cells   map[string]string      // format of a style of cells
	hidden  map[string]bool        // styles of tables
	columns []string               // styles that columns give their cells
	text    []byte
	row     int
}

func readODS(b *builder, box *zipbox.Box) error {
	manifest, err := box.Read("META-INF/manifest.xml")
	if err != nil {
		return err
	}
	if bytes.Contains(manifest, []byte("encryption-data")) {
		return errs.New(errs.Invalid, "sheet.locked")
	}
	o := newODS(b)
	for _, name := range []string{"styles.xml", "content.xml"} {
		if !box.Has(name) {
			continue
		}
		r, err := box.Open(name)
		if err != nil {
			return err
		}
		err = o.read(r)
		r.Close()
		if err != nil {
			return err
		}
	}
	for _, name := range box.Names() {
		if strings.HasPrefix(name, "Basic/") && !strings.HasSuffix(name, "script-lc.xml") || strings.HasPrefix(name, "Scripts/") {
			b.note("sheet.note.macros")
			break
		}
	}
	return nil
}

func newODS(b *builder) *ods {
	b.Format = ODS
	return &ods{builder: b, formats: map[string]numfmt.Kind{}, cells: map[string]string{}, hidden: map[string]bool{}}
}

// read reads one part: styles and, in content.xml, tables.
func (o *ods) read(r io.Reader) error {
	o.s = xmlscan.New(r)
	for {
		kind, err := o.s.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil && kind == xmlscan.Start {
			err = o.element()
		}
		if err != nil {
			return err
		}
	}
}

func (o *ods) element() error {
	s := o.s
	name := string(s.Attr("name"))
	switch {
	case s.Is("date-style"), s.Is("time-style"):
		f, err := o.dateStyle()
		if err == nil && len(o.formats) < 10_000 {
			o.formats[name] = f
		}
		return err
	case s.Is("style"):
		return o.style(name)
	case s.Is("table"):
		return o.table(name, o.hidden[string(s.Attr("style-name"))])
	case s.Is("tracked-changes"), s.Is("dde-links"), s.Is("database-ranges"):
		return s.Pass()
	}
	return nil
}

// dateStyle tells by its parts what a format of dates shows.
func (o *ods) dateStyle() (numfmt.Kind, error) {
	parts := map[string]bool{}
	for depth := o.s.Depth(); ; {
		kind, err := o.s.Next()
		if err != nil {
			return numfmt.Plain, err
		}
		if kind == xmlscan.End && o.s.Depth() < depth {
			break
		}
		if kind == xmlscan.Start && len(parts) < 50 {
			parts[string(o.s.Name())] = true
		}
	}
	switch {
	case parts["day"] || parts["day-of-week"]:
		return numfmt.Day, nil
	case parts["month"] && parts["year"]:
		return numfmt.Month, nil
	case parts["year"]:
		return numfmt.Year, nil
	}
	return numfmt.Day, nil
}

func (o *ods) style(name string) error {
	family, format := string(o.s.Attr("family")), string(o.s.Attr("data-style-name"))
	if family == "table-cell" && format != "" && len(o.cells) < 100_000 {
		o.cells[name] = format
	}
	for depth := o.s.Depth(); ; {
		kind, err := o.s.Next()
		if err != nil {
			return err
		}
		if kind == xmlscan.End && o.s.Depth() < depth {
			return nil
		}
		if kind == xmlscan.Start && o.s.Is("table-properties") && string(o.s.Attr("display")) == "false" {
			o.hidden[name] = true
		}
	}
}

// table reads rows up to the end of the table, through groups and headings.
func (o *ods) table(name string, hidden bool) error {
	if err := o.begin(name, hidden); err != nil {
		return err
	}
	o.row, o.columns = 0, o.columns[:0]
	for depth := o.s.Depth(); ; {
		kind, err := o.s.Next()
		if err != nil {
			return err
		}
		switch {
		case kind == xmlscan.End && o.s.Depth() < depth:
			return nil
		case kind != xmlscan.Start:
		case o.s.Is("table-column"):
			style := string(o.s.Attr("default-cell-style-name"))
			for range min(o.repeated("number-columns-repeated"), MaxColumns-len(o.columns)) {
				o.columns = append(o.columns, style)
			}
		case o.s.Is("table-row"):
			err = o.tableRow()
		case o.s.Is("shapes"), o.s.Is("forms"), o.s.Is("table"):
			err = o.s.Pass()
		}
		if err != nil {
			return err
		}
	}
}

// repeated is how often something stands; 1 when the file does not say.
func (o *ods) repeated(attribute string) int {
	if n, ok := number(o.s.Attr(attribute)); ok && n > 0 {
		return n
	}
	return 1
}

func (o *ods) tableRow() error {
	times, column := o.repeated("number-rows-repeated"), 0
	for {
		kind, err := o.s.Next()
		if err != nil {
			return err
		}
		switch {
		case kind == xmlscan.End && o.s.Is("table-row"):
			return o.endRow(times)
		case kind != xmlscan.Start:
		case o.s.Is("table-cell"), o.s.Is("covered-table-cell"):
			n, err := o.tableCell(column)
			if err != nil {
				return err
			}
			if column += n; column > 1<<20 {
				return errs.New(errs.Invalid, "sheet.broken").Because(fmt.Errorf("%d columns", column))
			}
		}
	}
}

// endRow keeps the row as often as it stands in the table.
func (o *ods) endRow(times int) error {
	if len(o.builder.row) > 0 {
		same := append([]string(nil), o.builder.row...)
		for i := range times {
			for j, v := range same {
				if err := o.cell(j, v); err != nil {
					return err
				}
			}
			if err := o.end(o.row + i); err != nil {
				return err
			}
		}
	}
	if o.row += times; o.row > 1<<30 {
		return errs.New(errs.Invalid, "sheet.broken").Because(fmt.Errorf("%d rows", o.row))
	}
	return nil
}

// tableCell reads a cell and says how many columns it stands in.
func (o *ods) tableCell(column int) (int, error) {
	s := o.s
	covered := s.Is("covered-table-cell")
	n := o.repeated("number-columns-repeated")
	width, height := o.repeated("number-columns-spanned"), o.repeated("number-rows-spanned")
	kind, value, style := string(s.Attr("value-type")), o.held(), string(s.Attr("style-name"))
	if err := o.paragraphs(); err != nil {
		return 0, err
	}
	if style == "" && column < len(o.columns) {
		style = o.columns[column]
	}
	shown := o.shown(kind, value, o.formats[o.cells[style]])
	if covered { // by a merged cell: what is under it cannot be seen
		return n, nil
	}
	o.merge(Range{o.row, column, o.row + min(height, 1<<20) - 1, column + min(width, 1<<20) - 1})
	if shown == "" {
		return n, nil
	}
	for i := range n {
		if err := o.cell(column+i, shown); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// held is the value that an attribute of the cell holds.
func (o *ods) held() string {
	for _, name := range []string{"value", "date-value", "time-value", "boolean-value", "string-value"} {
		if v := o.s.Attr(name); v != nil {
			return string(v[:min(len(v), maxCell)])
		}
	}
	return ""
}

// paragraphs collects the text of the cell, without its comment.
func (o *ods) paragraphs() error {
	o.text = o.text[:0]
	first, within := true, 0
	for depth := o.s.Depth(); ; {
		kind, err := o.s.Next()
		if err != nil {
			return err
		}
		switch kind {
		case xmlscan.Start:
			switch {
			case o.s.Is("annotation"), o.s.Is("table"):
				if err := o.s.Pass(); err != nil {
					return err
				}
			case o.s.Is("p"):
				if !first {
					o.text = append(o.text, '\n')
				}
				first = false
				within++
			case o.s.Is("s"):
				o.text = append(o.text, strings.Repeat(" ", min(o.repeated("c"), 1000))...)
			case o.s.Is("tab"):
				o.text = append(o.text, '\t')
			case o.s.Is("line-break"):
				o.text = append(o.text, '\n')
			}
		case xmlscan.End:
			if o.s.Depth() < depth {
				return nil
			}
			if o.s.Is("p") {
				within--
			}
		case xmlscan.Text:
			if within > 0 {
				o.text = append(o.text, o.s.Text()...)
			}
		}
		if len(o.text) > maxCell {
			return errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
		}
	}
}

// shown is the cell as a person sees it, with the value where that says more.
func (o *ods) shown(kind, value string, format numfmt.Kind) string {
	text := strings.TrimSpace(string(o.text))
	switch kind {
	case "date":
		value = isoDate(value)
		switch {
		case format == numfmt.Month && len(value) >= 7:
			return value[:7]
		case format == numfmt.Year && len(value) >= 4:
			return value[:4]
		}
		return value
	case "float", "currency":
		if spelled(text) {
			return text
		}
		return numfmt.Tidy(value)
	case "percentage":
		if f, err := strconv.ParseFloat(value, 64); err == nil {
			return numfmt.Tidy(strconv.FormatFloat(f*100, 'g', 15, 64)) + "%"
		}
	case "boolean":
		return value
	}
	if text == "" {
		text = value
	}
	return o.keep([]byte(text))
}

// spelled tells whether a number is shown as digits that mean more than their
// value: with zeros in front, or with the signs of telephone numbers between.
func spelled(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("+() ", r) || r == '-' && i > 0:
		default:
			return false
		}
	}
	return digits > 1 && (text[0] == '0' || strings.ContainsAny(text, "+()") || strings.Contains(text[1:], "-"))
}
