package sheet

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/numfmt"
)

// htmlReader makes a sheet of every table of a page. A table within a cell is a
// sheet of its own.
type htmlReader struct {
	*builder
	z      *html.Tokenizer
	tables []*htmlTable // open ones, the innermost last
	done   []*htmlTable
}

// htmlTable is a table that is being read.
type htmlTable struct {
	name    string
	rows    [][]string
	merged  []Range
	covered map[[2]int]bool // places that a cell above reaches into
	column  int
	cell    []byte
	inCell  bool
	caption bool
	exact   string // the number that Excel writes beside the shown one
	span    [2]int // columns, rows
}

const maxTables = 1000

func readHTML(b *builder, text string) error {
	b.Format = HTML
	h := &htmlReader{builder: b, z: html.NewTokenizer(strings.NewReader(text))}
	h.z.SetMaxBuf(4 << 20)
	for {
		kind := h.z.Next()
		if kind == html.ErrorToken {
			if err := h.z.Err(); err != io.EOF {
				return errs.Wrap(err, errs.Invalid, "sheet.broken")
			}
			break
		}
		if err := h.token(kind); err != nil {
			return err
		}
	}
	for len(h.tables) > 0 {
		h.close()
	}
	return h.write()
}

func (h *htmlReader) write() error {
	for _, t := range h.done {
		if err := h.begin(t.name, false); err != nil {
			return err
		}
		for i, row := range t.rows {
			for j, c := range row {
				if err := h.cell(j, c); err != nil {
					return err
				}
			}
			if err := h.end(i); err != nil {
				return err
			}
		}
		for _, m := range t.merged {
			h.merge(m)
		}
	}
	return nil
}

func (h *htmlReader) table() *htmlTable {
	if len(h.tables) == 0 {
		return nil
	}
	return h.tables[len(h.tables)-1]
}

func (h *htmlReader) token(kind html.TokenType) error {
	if kind == html.TextToken {
		if t := h.table(); t != nil {
			t.write(h.z.Text())
			if len(t.cell) > maxCell {
				return errs.New(errs.Invalid, "sheet.much", "limit", MaxText>>20)
			}
		}
		return nil
	}
	if kind != html.StartTagToken && kind != html.EndTagToken && kind != html.SelfClosingTagToken {
		return nil
	}
	name, more := h.z.TagName()
	tag := atom.Lookup(name)
	if kind == html.EndTagToken {
		h.endTag(tag)
		return nil
	}
	return h.startTag(tag, more)
}

func (h *htmlReader) startTag(tag atom.Atom, more bool) error {
	switch tag {
	case atom.Table:
		if len(h.tables)+len(h.done) >= maxTables || len(h.tables) > maxNesting {
			return errs.New(errs.Invalid, "sheet.sheets", "n", maxTables)
		}
		h.tables = append(h.tables, &htmlTable{covered: map[[2]int]bool{}})
		return nil
	case atom.Script, atom.Style, atom.Title, atom.Textarea:
		h.z.Next() // its text, which the tokenizer knows as such
		return nil
	}
	t := h.table()
	if t == nil {
		return nil
	}
	switch tag {
	case atom.Caption:
		t.caption, t.cell = true, t.cell[:0]
	case atom.Tr:
		t.endCell()
		if len(t.rows) > MaxRows {
			return errs.New(errs.Invalid, "sheet.rows", "n", MaxRows, "sheet", t.name, "row", len(t.rows))
		}
		t.rows = append(t.rows, nil)
		t.column = 0
	case atom.Td, atom.Th:
		t.endCell()
		if len(t.rows) == 0 {
			t.rows = append(t.rows, nil)
		}
		t.inCell, t.cell, t.exact, t.span = true, t.cell[:0], "", [2]int{1, 1}
		for more {
			var key, value []byte
			key, value, more = h.z.TagAttr()
			t.attribute(string(key), string(value))
		}
	case atom.Br:
		t.cell = append(t.cell, '\n')
	case atom.P, atom.Div, atom.Li:
		t.newLine()
	}
	return nil
}

func (h *htmlReader) endTag(tag atom.Atom) {
	t := h.table()
	if t == nil {
		return
	}
	switch tag {
	case atom.Table:
		h.close()
	case atom.Td, atom.Th, atom.Tr:
		t.endCell()
	case atom.Caption:
		if t.caption {
			t.name, t.caption = clean(t.cell), false
		}
	case atom.P, atom.Div, atom.Li:
		t.newLine()
	}
}

func (h *htmlReader) close() {
	t := h.table()
	t.endCell()
	h.tables = h.tables[:len(h.tables)-1]
	h.done = append(h.done, t)
}

func (t *htmlTable) attribute(key, value string) {
	switch key {
	case "colspan", "rowspan":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 1 {
			return
		}
		if key == "colspan" {
			t.span[0] = min(n, MaxColumns)
		} else {
			t.span[1] = min(n, 1000)
		}
	case "x:num":
		t.exact = value
	}
}

func (t *htmlTable) newLine() {
	if len(bytes.TrimSpace(t.cell)) > 0 {
		t.cell = append(t.cell, '\n')
	}
}

// write adds text of a cell, with any run of white space as one blank.
func (t *htmlTable) write(text []byte) {
	if !t.inCell && !t.caption {
		return
	}
	for _, r := range string(text) {
		if r == '\n' || r == '\t' || r == '\r' || r == ' ' || r == '\u00a0' {
			if n := len(t.cell); n > 0 && t.cell[n-1] != ' ' && t.cell[n-1] != '\n' {
				t.cell = append(t.cell, ' ')
			}
			continue
		}
		t.cell = append(t.cell, string(r)...)
	}
}

func clean(b []byte) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.Join(lines, "\n")
}

// endCell puts the finished cell at the next free place of the row.
func (t *htmlTable) endCell() {
	if !t.inCell {
		return
	}
	t.inCell = false
	row := len(t.rows) - 1
	for t.covered[[2]int{row, t.column}] {
		delete(t.covered, [2]int{row, t.column})
		t.column++
	}
	if t.span[1] > 1 && len(t.covered) < MaxColumns*1000 {
		for i := 1; i < t.span[1]; i++ {
			for j := range t.span[0] {
				t.covered[[2]int{row + i, t.column + j}] = true
			}
		}
	}
	if t.span != [2]int{1, 1} {
		t.merged = append(t.merged, Range{row, t.column, row + t.span[1] - 1, t.column + t.span[0] - 1})
	}
	if s := t.shown(); s != "" {
		for len(t.rows[row]) <= t.column && t.column <= MaxColumns {
			t.rows[row] = append(t.rows[row], "")
		}
		t.rows[row][min(t.column, MaxColumns)] = s
	}
	t.column += t.span[0]
}

var grouped = regexp.MustCompile(`^-?[0-9 ]+([.,][0-9]+)?$`)

// shown prefers the exact number where the cell shows it with fewer digits or
// with grouping.
func (t *htmlTable) shown() string {
	s := clean(t.cell)
	if t.exact != "" && grouped.MatchString(s) && !strings.HasPrefix(s, "0") {
		return numfmt.Tidy(t.exact)
	}
	return unguarded(s)
}
