package db

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// mostRows is how many rows one statement of InsertAll writes.
const mostRows = 64

// InsertAll inserts rows, many with one statement. head ends before the word
// VALUES, tail is empty or says what happens to a row that is there already.
// Numbers of rows are powers of two, so that few texts are compiled.
func InsertAll(ctx context.Context, h Handle, head, tail string, rows [][]any) error {
	for len(rows) > 0 {
		n := mostRows
		for n > len(rows) {
			n /= 2
		}
		width := len(rows[0])
		args := make([]any, 0, n*width)
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if _, err := Exec(ctx, h, head+" VALUES "+marks(h.Engine(), n, width)+tail, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// marks are the placeholders of n rows: ($1, $2), ($3, $4). SQLite takes
// numbers for names and looks for each among all others, so that it gets none.
func marks(e Engine, n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		if e == SQLite {
			b.WriteString("?")
			continue
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	b.WriteString(")")
	return b.String()
}

// Evened repeats the last identifier of a list for Where.In up to one of a few
// lengths, so that the engine meets few texts of the same query.
func Evened(ids []string) []string {
	for _, n := range [...]int{1, 8, 32, 128, 256, 500} {
		if len(ids) == 0 || len(ids) > n {
			continue
		}
		all := slices.Clone(ids)
		for len(all) < n {
			all = append(all, ids[len(ids)-1])
		}
		return all
	}
	return ids
}
