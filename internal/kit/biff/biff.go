// Package biff reads the workbook stream of Excel 97 to 2003: records of a
// number, a length and bytes, in the order in which Excel kept them in memory.
// It reads cells, merged ranges and the names of sheets; pictures, charts and
// macros are passed over.
package biff

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strconv"
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

func (r *reader) add(s *Sheet, row, column int, text string) {
	if text != "" {
		r.count++
		s.Cells = append(s.Cells, Cell{row, column, text})
	}
}

// cell reads a record of a sheet.
func (r *reader) cell(s *Sheet, rec record) {
	d := rec.data
	if rec.number == text {
		if r.pending != nil && len(d) > 2 {
			value, _ := chars(d[2:], u16(d))
			r.add(s, r.pending.Row, r.pending.Column, value)
			r.pending = nil
		}
		return
	}
	if rec.number == merged {
		r.mergedRanges(s, d)
		return
	}
	if len(d) < 6 {
		return
	}
	row, column, style := u16(d), u16(d[2:]), u16(d[4:])
	switch {
	case rec.number == labelSST && len(d) >= 10:
		if i := int(binary.LittleEndian.Uint32(d[6:])); i < len(r.texts) {
			r.add(s, row, column, r.texts[i])
		}
	case rec.number == number && len(d) >= 14:
		r.add(s, row, column, r.shown(float(d[6:]), style))
	case rec.number == rk && len(d) >= 10:
		r.add(s, row, column, r.shown(unpackRK(d[6:]), style))
	case rec.number == mulRK:
		for i := 4; i+6 <= len(d)-2; i += 6 {
			r.add(s, row, column, r.shown(unpackRK(d[i+2:]), u16(d[i:])))
			column++
		}
	case rec.number == label && len(d) > 8:
		value, _ := chars(d[8:], u16(d[6:]))
		r.add(s, row, column, value)
	case rec.number == boolErr && len(d) >= 8:
		r.add(s, row, column, truth(d[6], d[7] == 1))
	case rec.number == formula && len(d) >= 14:
		r.flush(s)
		r.result(s, row, column, style, d[6:14])
	}
}

// result reads the last value of a formula.
func (r *reader) result(s *Sheet, row, column, style int, d []byte) {
	if u16(d[6:]) != 0xffff {
		r.add(s, row, column, r.shown(float(d), style))
		return
	}
	switch d[0] {
	case 0:
		r.pending = &Cell{Row: row, Column: column}
	case 1, 2:
		r.add(s, row, column, truth(d[2], d[0] == 2))
	}
}

// truth is a boolean or an error.
func truth(value byte, isError bool) string {
	if !isError {
		return strconv.FormatBool(value != 0)
	}
	switch value {
	case 0x00:
		return "#NULL!"
	case 0x07:
		return "#DIV/0!"
	case 0x0f:
		return "#VALUE!"
	case 0x17:
		return "#REF!"
	case 0x1d:
		return "#NAME?"
	case 0x24:
		return "#NUM!"
	}
	return "#N/A"
}

func (r *reader) mergedRanges(s *Sheet, d []byte) {
	for i := 2; i+8 <= len(d) && len(s.Merged) < 1<<16; i += 8 {
		s.Merged = append(s.Merged, [4]int{u16(d[i:]), u16(d[i+4:]), u16(d[i+2:]), u16(d[i+6:])})
	}
}

func float(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// unpackRK reads a number that Excel packed into four bytes.
func unpackRK(b []byte) float64 {
	n := binary.LittleEndian.Uint32(b)
	f := math.Float64frombits(uint64(n&^3) << 32)
	if n&2 != 0 {
		f = float64(int32(n) >> 2)
	}
	if n&1 != 0 {
		f /= 100
	}
	return f
}

func (r *reader) shown(f float64, style int) string {
	var l numfmt.Format
	if style < len(r.cells) {
		l = r.cells[style]
	}
	return l.Show(strconv.FormatFloat(f, 'f', -1, 64), r.since1904)
}
