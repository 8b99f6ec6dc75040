package match

import (
	"encoding/binary"
	"slices"

	"pobratim/internal/platform/transfer"
)

// imagined are the records that an import would make, in a dry run: later rows
// find them. They are kept packed, since there may be a hundred thousand: each
// value as the number of its column, its length and its text.
type imagined struct {
	columns []string
	packed  map[string]string // by identifier
}

func newImagined() *imagined { return &imagined{packed: map[string]string{}} }

// has tells whether a record is one of them.
func (m *imagined) has(id string) bool {
	_, known := m.packed[id]
	return known
}

// put keeps the values of a record.
func (m *imagined) put(id string, values map[string]string) {
	size := 0
	for _, value := range values {
		size += len(value) + 3
	}
	b := make([]byte, 0, size)
	for column, value := range values {
		at := slices.Index(m.columns, column)
		if at < 0 {
			at = len(m.columns)
			m.columns = append(m.columns, column)
		}
		b = binary.AppendUvarint(b, uint64(at))
		b = binary.AppendUvarint(b, uint64(len(value)))
		b = append(b, value...)
	}
	m.packed[id] = string(b)
}

// row is the record again.
func (m *imagined) row(id string) (transfer.Row, bool) {
	packed, known := m.packed[id]
	if !known {
		return transfer.Row{}, false
	}
	row := transfer.Row{ID: id, Version: 1, Values: map[string]string{}}
	for b := []byte(packed); len(b) > 0; {
		column, n := binary.Uvarint(b)
		size, k := binary.Uvarint(b[n:])
		b = b[n+k:]
		row.Values[m.columns[column]] = string(b[:size])
		b = b[size:]
	}
	return row, true
}

// fill adds values to a record.
func (m *imagined) fill(id string, more map[string]string) {
	row, known := m.row(id)
	if !known || len(more) == 0 {
		return
	}
	for column, value := range more {
		row.Values[column] = value
	}
	m.put(id, row.Values)
}
