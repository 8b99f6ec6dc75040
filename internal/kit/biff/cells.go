package biff

import (
	"encoding/binary"
	"math"
	"strconv"

	"pobratim/internal/kit/numfmt"
)

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
