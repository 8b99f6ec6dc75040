package sheet

import (
	"context"
	"embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
)

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys and notes.
func Locale() fs.FS { return locale }

// Job is the name of Handle among the handlers of a jail.
const Job = "sheet"

// Read has a child read a file, whose format is found by its content. Errors
// are errs.E without a field: a file that cannot be read is Invalid and says
// why; the caller adds its field with At.
func Read(ctx context.Context, j *jail.Jail, in io.Reader, o Options) (*Book, error) {
	a := &assembler{}
	if err := j.Run(ctx, jail.Job{Name: Job, Request: o}, in, a.part); err != nil {
		return nil, err
	}
	return a.done()
}

// Handle is the child's side of Read.
func Handle(request json.RawMessage, in io.Reader, send func([]byte) error) error {
	var o Options
	if err := json.Unmarshal(request, &o); err != nil {
		return err
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	book, err := Parse(data, o)
	if err != nil {
		return err
	}
	return book.send(send)
}

// A book travels as parts: first itself without rows, as JSON, then rows in
// batches: sheet, cells of a row, bytes of a cell, all numbers as varints.
const batch = 1 << 20

func (b *Book) send(send func([]byte) error) error {
	head := *b
	head.Sheets = make([]Sheet, len(b.Sheets))
	for i, s := range b.Sheets {
		head.Sheets[i] = Sheet{Name: s.Name, Hidden: s.Hidden, Merged: s.Merged}
	}
	first, err := json.Marshal(head)
	if err != nil {
		return err
	}
	if err := send(first); err != nil {
		return err
	}
	buf := make([]byte, 0, batch+64<<10)
	for i, s := range b.Sheets {
		buf = binary.AppendUvarint(buf[:0], uint64(i))
		for _, row := range s.Rows {
			buf = binary.AppendUvarint(buf, uint64(len(row)))
			for _, c := range row {
				buf = binary.AppendUvarint(buf, uint64(len(c)))
				buf = append(buf, c...)
			}
			if len(buf) >= batch {
				if err := send(buf); err != nil {
					return err
				}
				buf = binary.AppendUvarint(buf[:0], uint64(i))
			}
		}
		if err := send(buf); err != nil {
			return err
		}
	}
	return nil
}

// assembler makes a book of the parts.
type assembler struct {
	book  *Book
	cells int
	slab  []string
}

var errParts = errors.New("malformed part of a book")

func (a *assembler) part(b []byte) error {
	if a.book == nil {
		a.book = &Book{}
		if err := json.Unmarshal(b, a.book); err != nil {
			return errParts
		}
		return nil
	}
	text := string(b) // cells are pieces of it
	n, at := binary.Uvarint(b)
	if at <= 0 || n >= uint64(len(a.book.Sheets)) {
		return errParts
	}
	sheet := &a.book.Sheets[n]
	next := func() (int, bool) {
		n, size := binary.Uvarint(b[at:])
		if size <= 0 || n > uint64(len(b)) {
			return 0, false
		}
		at += size
		return int(n), true
	}
	for at < len(b) {
		width, ok := next()
		if !ok || width > MaxColumns {
			return errParts
		}
		if a.cells += width; a.cells > MaxCells || len(sheet.Rows) >= MaxRows {
			return errParts
		}
		if len(a.slab) < width {
			a.slab = make([]string, max(4096, width))
		}
		var row []string
		if width > 0 {
			row, a.slab = a.slab[:width:width], a.slab[width:]
		}
		for i := range row {
			size, ok := next()
			if !ok || at+size > len(b) {
				return errParts
			}
			row[i] = text[at : at+size]
			at += size
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return nil
}

func (a *assembler) done() (*Book, error) {
	if a.book == nil {
		return nil, errs.Wrap(errParts, errs.Internal, "sheet.broken")
	}
	return a.book, nil
}
