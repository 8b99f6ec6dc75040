package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/numfmt"
	"pobratim/internal/kit/xmlscan"
)

// sheetPart reads the cells and the merged ranges of one sheet.
func (x *xlsx) sheetPart(name string) error {
	if !x.box.Has(name) {
		return errs.New(errs.Invalid, "sheet.broken").Because(fmt.Errorf("%s is not there", name))
	}
	r, err := x.box.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	s := xmlscan.New(r)
	row := 0
	for {
		kind, err := s.Next()
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
		case s.Is("row"):
			if row, err = rowNumber(s.Attr("r"), row); err != nil {
				return err
			}
			if err := x.rowCells(s, row); err != nil {
				return err
			}
			if err := x.end(row - 1); err != nil {
				return err
			}
		case s.Is("mergeCell"):
			from, to, ok := strings.Cut(string(s.Attr("ref")), ":")
			c1, r1, ok1 := reference(from)
			c2, r2, ok2 := reference(to)
			if ok && ok1 && ok2 {
				x.merge(Range{r1, c1, r2, c2})
			}
		}
	}
}

// rowNumber is the number that a row gives itself, or the next. Numbers go up:
// the files that do otherwise were made to confuse.
func rowNumber(given []byte, last int) (int, error) {
	if given == nil {
		return last + 1, nil
	}
	n, ok := number(given)
	if !ok || n <= last || n > maxXLSXRows {
		return 0, errs.New(errs.Invalid, "sheet.broken").Because(fmt.Errorf("row %.20q after row %d", given, last))
	}
	return n, nil
}

// reference reads "AB12"; both numbers count from 0.
func reference(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, ok = number([]byte(ref[i:]))
	return column - 1, row - 1, ok && i > 0 && i < 4 && row > 0
}

// rowCells reads the cells up to the end of the row.
func (x *xlsx) rowCells(s *xmlscan.Scanner, row int) error {
	column := -1
	for {
		kind, err := s.Next()
		if err != nil {
			return err
		}
		switch {
		case kind == xmlscan.End && s.Is("row"):
			return nil
		case kind != xmlscan.Start:
		case s.Is("c"):
			column++
			if ref := s.Attr("r"); ref != nil {
				if column, err = columnOf(ref); err != nil {
					return err
				}
			}
			if err := x.oneCell(s, column); err != nil {
				return err
			}
		default:
			if err := s.Pass(); err != nil {
				return err
			}
		}
	}
}

var errReference = errors.New("a cell without a place")

func columnOf(ref []byte) (int, error) {
	n := 0
	for _, c := range ref {
		if c >= '0' && c <= '9' {
			break
		}
		if n = n*26 + int(c-'A') + 1; c < 'A' || c > 'Z' || n > maxXLSXColumns {
			return 0, errs.New(errs.Invalid, "sheet.broken").Because(errReference)
		}
	}
	if n == 0 {
		return 0, errs.New(errs.Invalid, "sheet.broken").Because(errReference)
	}
	return n - 1, nil
}

// oneCell reads a cell that has just begun, up to its end.
func (x *xlsx) oneCell(s *xmlscan.Scanner, column int) error {
	kindOf := cellType(s.Attr("t"))
	format, _ := number(s.Attr("s"))
	x.value = x.value[:0]
	formula, within := false, false
	for {
		kind, err := s.Next()
		if err != nil {
			return err
		}
		switch {
		case kind == xmlscan.End && s.Is("c"):
			if formula && len(x.value) == 0 && kindOf != 't' {
				x.bare++
			}
			value, err := x.cellValue(kindOf, format)
			if err != nil {
				return err
			}
			return x.cell(column, value)
		case kind == xmlscan.Text && within:
			if x.value = append(x.value, s.Text()...); len(x.value) > maxCell {
				return errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
			}
		case kind == xmlscan.End:
			within = false
		case kind != xmlscan.Start:
		case s.Is("v"):
			within = true
		case s.Is("is"):
			if err := x.richText(s); err != nil {
				return err
			}
		default:
			formula = formula || s.Is("f")
			if err := s.Pass(); err != nil {
				return err
			}
		}
	}
}

// cellType is one letter for each type of cell: number, shared text, text,
// boolean, error, date.
func cellType(t []byte) byte {
	switch string(t) {
	case "s":
		return 's'
	case "str", "inlineStr":
		return 't'
	case "b":
		return 'b'
	case "e":
		return 'e'
	case "d":
		return 'd'
	}
	return 'n'
}

func (x *xlsx) cellValue(kind byte, format int) (string, error) {
	if len(x.value) == 0 {
		return "", nil
	}
	switch kind {
	case 's':
		n, ok := number(x.value)
		if !ok || n >= len(x.texts) {
			return "", errs.New(errs.Invalid, "sheet.broken").Because(fmt.Errorf("shared text %.20q of %d", x.value, len(x.texts)))
		}
		return x.texts[n], nil
	case 'b':
		if string(x.value) == "0" || string(x.value) == "false" {
			return "false", nil
		}
		return "true", nil
	case 't', 'e':
		return x.keep(unescaped(x.value)), nil
	case 'd':
		return isoDate(string(x.value)), nil
	}
	l := numfmt.Format{}
	if format < len(x.looks) {
		l = x.looks[format]
	}
	if l.Kind == numfmt.Plain && simple(x.value) {
		return x.keep(x.value), nil
	}
	return l.Show(string(x.value), x.since1904), nil
}

// simple tells that a number is short and without exponent, so that it is shown
// as it stands.
func simple(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return len(b) <= 15
}

// isoDate shortens "1989-10-12T00:00:00.000" to the day.
func isoDate(s string) string {
	s = strings.TrimSuffix(s, "Z")
	date, rest, ok := strings.Cut(s, "T")
	if !ok {
		return s
	}
	rest, fraction, _ := strings.Cut(rest, ".")
	if strings.Trim(rest, "0:") == "" {
		return date
	}
	if strings.Trim(fraction, "0") != "" && len(fraction) > 9 || rest == "" {
		return s
	}
	if date == "1899-12-31" || date == "1899-12-30" || date == "1904-01-01" { // a time of day alone
		return strings.TrimSuffix(rest, ":00")
	}
	return date + "T" + rest
}
