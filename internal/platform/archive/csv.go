package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Tables are CSV of RFC 4180 in UTF-8 with LF between rows. The standard
// library's reader turns CR LF within a cell into LF, and the same bytes have to
// come back; so the twenty lines of grammar are read here.

// null is how NULL is written. No identifier or number looks like it.
const null = `\N`

// maxCell bounds one cell: the longest text that a form takes is far below.
const maxCell = 16 << 20

// guarded begin what a spreadsheet takes for a formula, half- and full-width;
// with them the apostrophe itself, and the sign that begins NULL.
const guarded = "=+-@\t\r\n＝＋－＠'\\"

// guard writes a text so that no spreadsheet computes it.
func guard(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(guarded, first) {
		return "'" + text
	}
	return text
}

// unguard is the text that guard was given.
func unguard(cell string) string { return strings.TrimPrefix(cell, "'") }

// writeRow writes cells as one line.
func writeRow(w *bufio.Writer, cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		if !strings.ContainsAny(cell, ",\"\r\n") && (cell != "" || len(cells) > 1) {
			_, _ = w.WriteString(cell)
			continue
		}
		_ = w.WriteByte('"')
		_, _ = w.WriteString(strings.ReplaceAll(cell, `"`, `""`))
		_ = w.WriteByte('"')
	}
	return w.WriteByte('\n') // a bufio.Writer keeps its first error
}

// errCSV says that a table does not follow the grammar.
var errCSV = errors.New("the table is not written as CSV")

// rows reads what writeRow wrote.
type rows struct {
	r    *bufio.Reader
	cell strings.Builder
}

func newRows(r io.Reader) *rows { return &rows{r: bufio.NewReaderSize(r, 64<<10)} }

// next reads one row of as many cells as into holds; io.EOF after the last.
func (s *rows) next(into []string) error {
	if _, err := s.r.Peek(1); err != nil {
		return err
	}
	for i := range into {
		end, err := s.readCell()
		if err != nil {
			return err
		}
		into[i] = s.cell.String()
		if last := i == len(into)-1; (end == '\n') != last {
			return fmt.Errorf("%w: a row has not %d cells", errCSV, len(into))
		}
	}
	return nil
}

// readCell reads one cell and the sign after it.
func (s *rows) readCell() (end byte, err error) {
	s.cell.Reset()
	c, err := s.r.ReadByte()
	if err != nil {
		return 0, cut(err)
	}
	if c == '"' {
		return s.readQuoted()
	}
	for c != ',' && c != '\n' {
		if c == '"' || s.cell.Len() > maxCell {
			return 0, errCSV
		}
		s.cell.WriteByte(c)
		if c, err = s.r.ReadByte(); err != nil {
			return 0, cut(err)
		}
	}
	return c, nil
}

func (s *rows) readQuoted() (end byte, err error) {
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return 0, cut(err)
		}
		if c == '"' {
			if c, err = s.r.ReadByte(); err != nil {
				return 0, cut(err)
			}
			if c == ',' || c == '\n' {
				return c, nil
			}
			if c != '"' {
				return 0, errCSV
			}
		}
		if s.cell.Len() > maxCell {
			return 0, errCSV
		}
		s.cell.WriteByte(c)
	}
}

// cut is the end of a table where none may be.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: it ends within a row", errCSV)
	}
	return err
}
