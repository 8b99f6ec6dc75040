package sheet

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/numfmt"
	"pobratim/internal/kit/xmlscan"
	"pobratim/internal/kit/zipbox"
)

// xlsx reads a workbook of Office Open XML.
type xlsx struct {
	*builder
	box       *zipbox.Box
	texts     []string        // shared strings
	looks     []numfmt.Format // of cell formats
	since1904 bool
	bare      int // formulas without a stored value
	value     []byte
}

// relation is where a part of the package stands.
type relation struct{ kind, target string }

// workbookSheet is a sheet as the workbook lists it.
type workbookSheet struct {
	name, relation string
	hidden         bool
}

func readXLSX(b *builder, box *zipbox.Box) error {
	b.Format = XLSX
	x := &xlsx{builder: b, box: box}
	book := "xl/workbook.xml"
	top, err := x.relations("_rels/.rels")
	if err != nil {
		return err
	}
	for _, r := range top {
		if r.kind == "officeDocument" && box.Has(r.target) {
			book = r.target
		}
	}
	if strings.HasSuffix(strings.ToLower(book), ".bin") || !box.Has(book) && box.Has("xl/workbook.bin") {
		return errs.New(errs.Invalid, "sheet.kind.xlsb")
	}
	dir := path.Dir(book)
	parts, err := x.relations(dir + "/_rels/" + path.Base(book) + ".rels")
	if err != nil {
		return err
	}
	sheets, err := x.workbook(book)
	if err != nil {
		return err
	}
	if err := x.shared(parts); err != nil {
		return err
	}
	macros := false
	for _, s := range sheets {
		r := parts[s.relation]
		if r.kind == "xlMacrosheet" || r.kind == "xlIntlMacrosheet" {
			macros = true
		}
		if r.kind != "worksheet" {
			continue
		}
		if err := x.begin(s.name, s.hidden); err != nil {
			return err
		}
		if err := x.sheetPart(r.target); err != nil {
			return err
		}
	}
	x.notes(macros)
	return nil
}

// notes tell what else was in the package.
func (x *xlsx) notes(macros bool) {
	links := false
	for _, name := range x.box.Names() {
		name = strings.ToLower(name)
		macros = macros || strings.HasSuffix(name, "vbaproject.bin")
		links = links || strings.Contains(name, "externallinks/")
	}
	if macros {
		x.note("sheet.note.macros")
	}
	if links {
		x.note("sheet.note.links")
	}
	if x.bare > 0 {
		x.note("sheet.note.formulas", "n", x.bare)
	}
}

// each walks over the elements of a part; a part that is missing has none.
func (x *xlsx) each(name string, do func(s *xmlscan.Scanner) error) error {
	if !x.box.Has(name) {
		return nil
	}
	r, err := x.box.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	return elements(r, do)
}

// elements calls do at the beginning of each element.
func elements(r io.Reader, do func(s *xmlscan.Scanner) error) error {
	s := xmlscan.New(r)
	for {
		kind, err := s.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil && kind == xmlscan.Start {
			err = do(s)
		}
		if err != nil {
			return err
		}
	}
}

func (x *xlsx) relations(name string) (map[string]relation, error) {
	list := map[string]relation{}
	base := strings.TrimSuffix(path.Dir(name), "_rels")
	err := x.each(name, func(s *xmlscan.Scanner) error {
		if !s.Is("Relationship") || strings.EqualFold(string(s.Attr("TargetMode")), "External") {
			return nil
		}
		target := string(s.Attr("Target"))
		if strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(target, "/")
		} else {
			target = path.Join(base, target)
		}
		list[string(s.Attr("Id"))] = relation{path.Base(string(s.Attr("Type"))), target}
		return nil
	})
	return list, err
}

func (x *xlsx) workbook(name string) ([]workbookSheet, error) {
	if !x.box.Has(name) {
		return nil, errs.New(errs.Invalid, "sheet.broken").Because(errors.New("no workbook"))
	}
	var sheets []workbookSheet
	err := x.each(name, func(s *xmlscan.Scanner) error {
		switch {
		case s.Is("workbookPr"):
			v := string(s.Attr("date1904"))
			x.since1904 = v == "1" || v == "true"
		case s.Is("sheet"):
			state := string(s.Attr("state"))
			sheets = append(sheets, workbookSheet{string(s.Attr("name")), string(s.Attr("id")), state != "" && state != "visible"})
		}
		return nil
	})
	return sheets, err
}

// shared reads what all sheets refer to: formats and texts.
func (x *xlsx) shared(parts map[string]relation) error {
	for _, r := range parts {
		var err error
		switch r.kind {
		case "styles":
			err = x.styles(r.target)
		case "sharedStrings":
			err = x.sharedStrings(r.target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *xlsx) styles(name string) error {
	codes := map[int]numfmt.Format{}
	inCells := false
	return x.each(name, func(s *xmlscan.Scanner) error {
		switch {
		case s.Is("numFmt"):
			if id, ok := number(s.Attr("numFmtId")); ok && len(codes) < 10_000 {
				codes[id] = numfmt.Read(string(s.Attr("formatCode")))
			}
		case s.Is("cellXfs"):
			inCells = true
		case s.Is("cellStyles"), s.Is("cellStyleXfs"), s.Is("dxfs"):
			inCells = false
		case s.Is("xf") && inCells && len(x.looks) < 100_000:
			id, _ := number(s.Attr("numFmtId"))
			l, own := codes[id]
			if !own {
				l = numfmt.Builtin(id)
			}
			x.looks = append(x.looks, l)
		}
		return nil
	})
}

func (x *xlsx) sharedStrings(name string) error {
	size := 0
	return x.each(name, func(s *xmlscan.Scanner) error {
		if !s.Is("si") {
			return nil
		}
		if err := x.richText(s); err != nil {
			return err
		}
		if size += len(x.value) + 16; size > MaxText {
			return errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
		}
		x.texts = append(x.texts, x.keep(unescaped(x.value)))
		return nil
	})
}

// richText joins the runs of a text, without its reading aids, up to the end of
// the element that has just begun.
func (x *xlsx) richText(s *xmlscan.Scanner) error {
	x.value = x.value[:0]
	within := false
	for depth := s.Depth(); ; {
		kind, err := s.Next()
		if err != nil {
			return err
		}
		switch kind {
		case xmlscan.Start:
			if s.Is("rPh") {
				if err := s.Pass(); err != nil {
					return err
				}
			}
			within = s.Is("t")
		case xmlscan.End:
			if s.Depth() < depth {
				return nil
			}
			within = false
		case xmlscan.Text:
			if within {
				x.value = append(x.value, s.Text()...)
			}
		}
		if len(x.value) > maxCell {
			return errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
		}
	}
}

// unescaped replaces _x000D_ and the like, and ends lines with a line feed.
func unescaped(b []byte) []byte {
	if bytes.IndexByte(b, '\r') < 0 && !bytes.Contains(b, []byte("_x")) {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '_' && i+7 <= len(b) && escaped(string(b[i:i+7])) {
			n, _ := strconv.ParseUint(string(b[i+2:i+6]), 16, 32)
			out = utf8.AppendRune(out, rune(n))
			i += 6
			continue
		}
		out = append(out, b[i])
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

// number reads a whole number without a sign.
func number(b []byte) (int, bool) {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<31 {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, len(b) > 0
}
