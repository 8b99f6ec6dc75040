// Package biff reads the workbook stream of Excel 97 to 2003: records of a
// number, a length and bytes, in the order in which Excel kept them in memory.
// It reads cells, merged ranges and the names of sheets; pictures, charts and
// macros are passed over.
package biff

import (
	"encoding/binary"
	"errors"
	"slices"
	"unicode/utf16"

	"pobratim/internal/kit/numfmt"
)

// What cannot be read.
var (
	ErrBroken = errors.New("damaged workbook stream")
	ErrLocked = errors.New("workbook with a password")
	ErrOld    = errors.New("workbook of a version before Excel 97")
)

// Book is a workbook.
type Book struct {
	Sheets []Sheet
	Macros bool
	// Formulas without a stored result.
	Bare int
}

// Sheet is one table.
type Sheet struct {
	Name   string
	Hidden bool
	Cells  []Cell // by row and column
	Merged [][4]int
	at     int
}

// Cell is a value as it is shown; rows and columns count from 0.
type Cell struct {
	Row, Column int
	Text        string
}

// Numbers of records.
const (
	formula    = 0x0006
	end        = 0x000a
	dateMode   = 0x0022
	filePass   = 0x002f
	following  = 0x003c
	boundSheet = 0x0085
	mulRK      = 0x00bd
	format     = 0x041e
	xf         = 0x00e0
	merged     = 0x00e5
	sst        = 0x00fc
	labelSST   = 0x00fd
	number     = 0x0203
	label      = 0x0204
	boolErr    = 0x0205
	text       = 0x0207
	rk         = 0x027e
	begin      = 0x0809
)

const (
	biff8     = 0x0600
	maxCells  = 4_000_000
	maxSheets = 1000
)

// reader reads one stream.
type reader struct {
	b         []byte
	book      Book
	texts     []string
	formats   map[int]numfmt.Format
	cells     []numfmt.Format // of the numbers that cells refer to
	since1904 bool
	count     int
	pending   *Cell // a formula whose text comes in the next record
}

// record is one of the stream.
type record struct {
	number int
	data   []byte
}

// next reads the record at a place.
func (r *reader) next(at int) (record, int, bool) {
	if at < 0 || at+4 > len(r.b) {
		return record{}, at, false
	}
	n := int(binary.LittleEndian.Uint16(r.b[at+2:]))
	if at+4+n > len(r.b) {
		return record{}, at, false
	}
	return record{u16(r.b[at:]), r.b[at+4 : at+4+n]}, at + 4 + n, true
}

func u16(b []byte) int { return int(binary.LittleEndian.Uint16(b)) }

// Read reads the stream "Workbook" of a compound file.
func Read(stream []byte) (*Book, error) {
	r := &reader{b: stream, formats: map[int]numfmt.Format{}}
	if err := r.globals(); err != nil {
		return nil, err
	}
	for i := range r.book.Sheets {
		if err := r.sheet(&r.book.Sheets[i]); err != nil {
			return nil, err
		}
	}
	return &r.book, nil
}

// globals reads what all sheets share.
func (r *reader) globals() error {
	first, at, ok := r.next(0)
	if !ok || first.number != begin || len(first.data) < 4 {
		if ok && (first.number == 0x0009 || first.number == 0x0209 || first.number == 0x0409) {
			return ErrOld
		}
		return ErrBroken
	}
	if u16(first.data) != biff8 {
		return ErrOld
	}
	for {
		rec, after, ok := r.next(at)
		if !ok {
			return ErrBroken
		}
		switch d := rec.data; rec.number {
		case end:
			return nil
		case filePass:
			return ErrLocked
		case dateMode:
			r.since1904 = len(d) > 0 && d[0] == 1
		case boundSheet:
			r.bound(d)
		case format:
			if len(d) > 4 && len(r.formats) < 10_000 {
				code, _ := chars(d[4:], u16(d[2:]))
				r.formats[u16(d)] = numfmt.Read(code)
			}
		case xf:
			if len(d) >= 4 && len(r.cells) < 1<<16 {
				f, own := r.formats[u16(d[2:])]
				if !own {
					f = numfmt.Builtin(u16(d[2:]))
				}
				r.cells = append(r.cells, f)
			}
		case sst:
			segments := [][]byte{d}
			for {
				more, next, ok := r.next(after)
				if !ok || more.number != following {
					break
				}
				segments, after = append(segments, more.data), next
			}
			if err := r.shared(segments); err != nil {
				return err
			}
		}
		at = after
	}
}

// bound notes a sheet; those of charts and macros are none.
func (r *reader) bound(d []byte) {
	if len(d) < 8 {
		return
	}
	if d[5] == 1 || d[5] == 6 {
		r.book.Macros = true
	}
	if d[5] == 0 && len(r.book.Sheets) < maxSheets {
		name, _ := chars(d[7:], int(d[6]))
		r.book.Sheets = append(r.book.Sheets, Sheet{Name: name, Hidden: d[4]&3 != 0, at: int(binary.LittleEndian.Uint32(d))})
	}
}

// chars reads text whose first byte says how wide its characters are, and
// gives what follows. Text that is cut off is as long as it is.
func chars(b []byte, n int) (string, []byte) {
	if len(b) == 0 {
		return "", nil
	}
	wide := b[0]&1 == 1
	b = b[1:]
	if wide {
		n = min(n, len(b)/2)
		return decode(b[:2*n], true), b[2*n:]
	}
	n = min(n, len(b))
	return decode(b[:n], false), b[n:]
}

func decode(b []byte, wide bool) string {
	if !wide {
		runes := make([]rune, len(b))
		for i, c := range b {
			runes[i] = rune(c)
		}
		return string(runes)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// sheet reads the cells of a sheet, without charts within it.
func (r *reader) sheet(s *Sheet) error {
	depth := 0
	for at := s.at; ; {
		rec, after, ok := r.next(at)
		if !ok || at == s.at && rec.number != begin {
			return ErrBroken
		}
		at = after
		switch rec.number {
		case begin:
			depth++
		case end:
			if depth--; depth == 0 {
				r.flush(s)
				slices.SortStableFunc(s.Cells, func(a, b Cell) int {
					if a.Row != b.Row {
						return a.Row - b.Row
					}
					return a.Column - b.Column
				})
				return nil
			}
		default:
			if depth == 1 {
				r.cell(s, rec)
			}
		}
		if r.count > maxCells {
			return ErrBroken
		}
	}
}

func (r *reader) flush(s *Sheet) {
	if r.pending != nil {
		r.book.Bare++
		r.pending = nil
	}
}
