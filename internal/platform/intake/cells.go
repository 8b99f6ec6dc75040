package intake

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// The rows of a part are stored as JSON: arrays of strings. Cells that JSON
// writes as they are, which is nearly all, are written and read here without
// reflection, and the cells of a part share one text; the rest goes through
// encoding/json.

// cellsText is the JSON of rows.
func cellsText(rows [][]string) (string, error) {
	var b strings.Builder
	b.WriteByte('[')
	for i, row := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		if row == nil {
			b.WriteString("null")
			continue
		}
		b.WriteByte('[')
		for j, cell := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			if asIs(cell) {
				b.WriteByte('"')
				b.WriteString(cell)
				b.WriteByte('"')
				continue
			}
			text, err := json.Marshal(cell)
			if err != nil {
				return "", err
			}
			b.Write(text)
		}
		b.WriteByte(']')
	}
	b.WriteByte(']')
	return b.String(), nil
}

// asIs holds for a text that JSON writes between quotes without a change.
func asIs(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}

// rowsOf reads what cellsText wrote.
func rowsOf(text string) ([][]string, error) {
	if rows, ok := quickRows(text); ok {
		return rows, nil
	}
	var rows [][]string
	err := json.Unmarshal([]byte(text), &rows)
	return rows, err
}

// quickRows reads rows of which no cell needs unescaping but by itself; ok is
// false for anything else than cellsText writes.
func quickRows(text string) (rows [][]string, ok bool) {
	s := scanner{rest: text}
	if !s.take('[') {
		return nil, false
	}
	rows = make([][]string, 0, perPart)
	var row, slab []string
	for !s.take(']') {
		if len(rows) > 0 && !s.take(',') {
			return nil, false
		}
		if after, null := strings.CutPrefix(s.rest, "null"); null {
			s.rest, rows = after, append(rows, nil)
			continue
		}
		if !s.take('[') {
			return nil, false
		}
		row = row[:0]
		for !s.take(']') {
			if len(row) > 0 && !s.take(',') {
				return nil, false
			}
			cell, ok := s.cell()
			if !ok {
				return nil, false
			}
			row = append(row, cell)
		}
		if len(slab) < len(row) {
			slab = make([]string, max(2000, len(row)))
		}
		n := copy(slab, row)
		rows, slab = append(rows, slab[:n:n]), slab[n:]
	}
	return rows, s.rest == ""
}

// scanner goes over the JSON of a part.
type scanner struct{ rest string }

func (s *scanner) take(c byte) bool {
	if s.rest == "" || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// cell reads one string.
func (s *scanner) cell() (string, bool) {
	if !s.take('"') {
		return "", false
	}
	end := strings.IndexByte(s.rest, '"')
	if end < 0 {
		return "", false
	}
	if strings.IndexByte(s.rest[:end], '\\') < 0 {
		cell := s.rest[:end]
		s.rest = s.rest[end+1:]
		return cell, true
	}
	for end = 0; end < len(s.rest) && s.rest[end] != '"'; end++ {
		if s.rest[end] == '\\' {
			end++
		}
	}
	if end >= len(s.rest) {
		return "", false
	}
	var cell string
	if json.Unmarshal([]byte(`"`+s.rest[:end]+`"`), &cell) != nil {
		return "", false
	}
	s.rest = s.rest[end+1:]
	return cell, true
}
