package tables

import (
	"strconv"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/reading"
)

// Column is a column as a page shows it, with the question what it means.
type Column struct {
	Header  string
	Samples []string
	Field   ui.Field
}

// AskColumn shows a column of the n-th table; name says a field in words.
func AskColumn(sc *web.Scene, n int, t *reading.Table, c reading.Column, name func(reading.Field) string) Column {
	row := Column{Header: ColumnName(sc, c)}
	for _, text := range c.Samples {
		row.Samples = append(row.Samples, Short(text))
	}
	row.Field = ui.Field{Kind: ui.FieldSelect, Name: "field." + strconv.Itoa(n) + "." + strconv.Itoa(c.Index), Label: sc.T("import.column.field", "header", row.Header), LabelHidden: true, Hint: confidence(sc, c), Options: fieldOptions(t.Subject, c.Field, name)}
	return row
}

// ColumnName is a column's heading, or its letter.
func ColumnName(sc *web.Scene, c reading.Column) string {
	if c.Header != "" {
		return c.Header
	}
	return sc.T("import.column", "letter", strings.TrimRight(reading.CellName(0, c.Index), "1"))
}

// confidence says how sure a guess is, and by what.
func confidence(sc *web.Scene, c reading.Column) string {
	if c.By == "" {
		return ""
	}
	word := "import.sure.low"
	switch {
	case c.Sure >= 0.85:
		word = "import.sure.high"
	case c.Sure >= 0.6:
		word = "import.sure.middle"
	}
	return sc.T(word, "sure", sc.Percent(whole(c.Sure))) + " " + sc.T("import.by."+c.By)
}

// fieldOptions are all meanings in the reader's words.
func fieldOptions(about reading.Subject, chosen reading.Field, name func(reading.Field) string) []ui.Option {
	var out []ui.Option
	fields := reading.Fields()
	if about == reading.Mixed {
		fields = append(reading.Shared(), fields...)
	}
	if chosen == "year" {
		fields = append(fields, chosen)
	}
	for _, f := range fields {
		out = append(out, ui.Option{Value: string(f), Label: name(f), Selected: f == chosen})
	}
	return out
}

// Choices are options whose words stand under a prefix.
func Choices(sc *web.Scene, prefix string, values []string, chosen string) []ui.Option {
	var out []ui.Option
	for _, v := range values {
		out = append(out, ui.Option{Value: v, Label: sc.T(prefix + "." + v), Selected: v == chosen})
	}
	return out
}

// Short cuts a text to what a cell of a page takes.
func Short(s string) string {
	if r := []rune(s); len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}
