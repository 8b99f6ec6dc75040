package sheet

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
)

// WriteCSV writes a table for spreadsheets as Russian and other European
// offices have them: UTF-8 with a mark at the beginning, semicolons, decimal
// commas, CRLF. Text that a spreadsheet would run as a formula gets an
// apostrophe in front; Read takes it away again.
func WriteCSV(w io.Writer, t Table) error {
	b := bufio.NewWriterSize(w, 64<<10)
	b.WriteString("\ufeff")
	head := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = String(c.Title)
	}
	csvLine(b, head)
	for r, err := range t.Rows {
		if err != nil {
			return err
		}
		csvLine(b, r)
	}
	return b.Flush()
}

func csvLine(b *bufio.Writer, cells []Cell) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(';')
		}
		s := c.text
		switch {
		case c.kind == numberCell:
			s = strings.Replace(s, ".", ",", 1)
		case c.kind == flagCell:
			s = c.digit()
		case (c.kind == textCell || c.kind == bandCell) && guarded(s):
			s = "'" + s
		}
		if len(cells) == 1 && s == "" || strings.ContainsAny(s, ";,\"\r\n\t'") || strings.TrimSpace(s) != s {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		b.WriteString(s)
	}
	b.WriteString("\r\n")
}

// WriteJSON writes a table as an array of objects whose names are the keys of
// the columns, in their order. Empty cells are left out.
func WriteJSON(w io.Writer, t Table) error {
	b := bufio.NewWriterSize(w, 64<<10)
	keys := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		keys[i] = jsonText(c.Key)
	}
	between := "["
	for r, err := range t.Rows {
		if err != nil {
			return err
		}
		b.WriteString(between)
		b.WriteString("\n  {")
		jsonLine(b, keys, r)
		b.WriteString("}")
		between = ","
	}
	if between == "[" {
		b.WriteString("[")
	}
	b.WriteString("\n]\n")
	return b.Flush()
}

func jsonLine(b *bufio.Writer, keys [][]byte, cells []Cell) {
	first := true
	for i, c := range cells[:min(len(cells), len(keys))] {
		if c.Empty() {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		b.Write(keys[i])
		b.WriteString(": ")
		if c.kind == numberCell || c.kind == flagCell {
			b.WriteString(c.text)
		} else {
			b.Write(jsonText(c.text))
		}
	}
}

// jsonText is a text as JSON, without the escapes that only HTML needs.
func jsonText(s string) []byte {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return []byte(`""`) // cannot happen: every string is JSON
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}
