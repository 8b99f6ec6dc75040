package archive

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func roundTrip(t *testing.T, lines [][]string) {
	t.Helper()
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	for _, line := range lines {
		if err := writeRow(w, line); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	r := newRows(bytes.NewReader(b.Bytes()))
	for _, line := range lines {
		got := make([]string, len(line))
		if err := r.next(got); err != nil || !slices.Equal(got, line) {
			t.Errorf("%q came back as %q: %v\n%s", line, got, err, b.String())
		}
	}
	if err := r.next(make([]string, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: %v", err)
	}
}

func TestRowsComeBack(t *testing.T) {
	roundTrip(t, [][]string{
		{"a", "b"}, {"", ""}, {"a,b", `say "so"`}, {"two\nlines", "two\r\nlines"}, {"\r", " b "}, {`"`, `""`}, {"Ä", "日本"}, {`\N`, `'\N`},
	})
	roundTrip(t, [][]string{{""}, {"a"}, {""}})
}

func TestBadRows(t *testing.T) {
	for text, cells := range map[string]int{
		"a\n": 2, "a,b,c\n": 2, "a": 1, `"a`: 1, `"a"b` + "\n": 1, `a"b` + "\n": 1, "a,": 2, strings.Repeat("x", maxCell+2): 1, `"` + strings.Repeat("x", maxCell+2): 1,
	} {
		if err := newRows(strings.NewReader(text)).next(make([]string, cells)); !errors.Is(err, errCSV) {
			t.Errorf("%.20q as %d cells: %v", text, cells, err)
		}
	}
}

func TestGuard(t *testing.T) {
	for _, text := range []string{"=1+1", "+358 40", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "'quoted'", "''", `\N`} {
		cell := guard(text)
		if cell != "'"+text {
			t.Errorf("%q is written as %q", text, cell)
		}
		if got := unguard(cell); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
	}
	for _, text := range []string{"", "a", "1=1", "Пермь", `{"ru":"=1"}`} {
		if guard(text) != text || unguard(text) != text {
			t.Errorf("%q is written as %q", text, guard(text))
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add("a,\"b\"\"c\"\n", "x\r\ny")
	f.Add("\"", "=1")
	f.Fuzz(func(t *testing.T, raw, cell string) {
		r := newRows(strings.NewReader(raw))
		into := make([]string, 2)
		for r.next(into) == nil {
			roundTrip(t, [][]string{into}) // whatever is read can be written
		}
		roundTrip(t, [][]string{{cell, raw}, {raw}})
		if unguard(guard(cell)) != cell {
			t.Errorf("%q comes back as %q", cell, unguard(guard(cell)))
		}
	})
}
