package sheet

import (
	"bytes"
	"io"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/numfmt"
	"pobratim/internal/kit/xmlscan"
)

// xml2003 reads Excel's "XML Spreadsheet 2003".
type xml2003 struct {
	*builder
	s     *xmlscan.Scanner
	looks map[string]numfmt.Format
	value []byte
	at    int // row
}

func readXML2003(b *builder, data []byte) error {
	b.Format = XLS
	x := &xml2003{builder: b, s: xmlscan.New(bytes.NewReader(data)), looks: map[string]numfmt.Format{}}
	style := ""
	for {
		kind, err := x.s.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if kind != xmlscan.Start {
			continue
		}
		switch {
		case x.s.Is("Style"):
			style = string(x.s.Attr("ID"))
		case x.s.Is("NumberFormat"):
			if len(x.looks) < 10_000 {
				x.looks[style] = named2003(string(x.s.Attr("Format")))
			}
		case x.s.Is("Worksheet"):
			x.at = 0
			err = x.begin(string(x.s.Attr("Name")), false)
		case x.s.Is("Visible"):
			err = x.visible()
		case x.s.Is("Row") && len(x.Sheets) > 0:
			err = x.tableRow()
		}
		if err != nil {
			return err
		}
	}
}

// named2003 knows the formats that this dialect names in words.
func named2003(format string) numfmt.Format {
	switch format {
	case "General Date", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific", "Yes/No", "True/False", "On/Off":
		return numfmt.Format{}
	case "Long Date", "Medium Date", "Short Date":
		return numfmt.Format{Kind: numfmt.Day}
	case "Long Time", "Medium Time", "Short Time":
		return numfmt.Format{Kind: numfmt.Clock}
	case "Percent":
		return numfmt.Format{Kind: numfmt.Percent}
	}
	return numfmt.Read(format)
}

// visible hides the sheet that the element belongs to.
func (x *xml2003) visible() error {
	kind, err := x.s.Next()
	if err == nil && kind == xmlscan.Text && bytes.Contains(x.s.Text(), []byte("Hidden")) && len(x.Sheets) > 0 {
		x.sheet().Hidden = true
	}
	return err
}

// index is the place that an element gives itself, counted from 1, or the next.
func (x *xml2003) index(next int) (int, error) {
	given := x.s.Attr("Index")
	if given == nil {
		return next, nil
	}
	n, ok := number(given)
	if !ok || n < next || n > maxXLSXRows {
		return 0, errs.New(errs.Invalid, "sheet.broken")
	}
	return n, nil
}

func (x *xml2003) tableRow() error {
	var err error
	if x.at, err = x.index(x.at + 1); err != nil {
		return err
	}
	column := 0
	for {
		kind, err := x.s.Next()
		if err != nil {
			return err
		}
		switch {
		case kind == xmlscan.End && x.s.Is("Row"):
			return x.end(x.at - 1)
		case kind == xmlscan.Start && x.s.Is("Cell"):
			if column, err = x.index(column + 1); err != nil {
				return err
			}
			across, err := x.tableCell(column - 1)
			if err != nil {
				return err
			}
			column += across
		}
	}
}

// tableCell reads a cell and says how many further columns it covers.
func (x *xml2003) tableCell(column int) (int, error) {
	across, _ := number(x.s.Attr("MergeAcross"))
	down, _ := number(x.s.Attr("MergeDown"))
	across, down = min(across, 1<<15), min(down, 1<<20)
	x.merge(Range{x.at - 1, column, x.at - 1 + down, column + across})
	format := x.looks[string(x.s.Attr("StyleID"))]
	kindOf, within := "", false
	x.value = x.value[:0]
	for {
		kind, err := x.s.Next()
		if err != nil {
			return 0, err
		}
		switch {
		case kind == xmlscan.End && x.s.Is("Cell"):
			return across, x.cell(column, x.shown(kindOf, format))
		case kind == xmlscan.Start && x.s.Is("Data"):
			kindOf, within = string(x.s.Attr("Type")), true
		case kind == xmlscan.Start && x.s.Is("Comment"):
			if err := x.s.Pass(); err != nil {
				return 0, err
			}
		case kind == xmlscan.End && x.s.Is("Data"):
			within = false
		case kind == xmlscan.Text && within:
			if x.value = append(x.value, x.s.Text()...); len(x.value) > maxCell {
				return 0, errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
			}
		}
	}
}

func (x *xml2003) shown(kind string, format numfmt.Format) string {
	value := string(bytes.ReplaceAll(x.value, []byte("\r\n"), []byte("\n")))
	switch kind {
	case "DateTime":
		value = isoDate(value)
		switch {
		case format.Kind == numfmt.Month && len(value) >= 7:
			return value[:7]
		case format.Kind == numfmt.Year && len(value) >= 4:
			return value[:4]
		}
	case "Boolean":
		if value == "1" {
			return "true"
		}
		return "false"
	case "Number":
		return format.Show(value, false)
	}
	return value
}
