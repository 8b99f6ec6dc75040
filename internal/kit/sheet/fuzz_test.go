package sheet

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
)

// sound wants of every reading: a book within the limits, or an error with
// words, and never a panic.
func sound(t *testing.T, data []byte) {
	t.Helper()
	b, err := Parse(data, Options{})
	if err != nil {
		e, ok := err.(*errs.E)
		if !ok || e.Kind != errs.Invalid || e.Key == "" {
			t.Errorf("the error has no words: %v", err)
		}
		return
	}
	for _, s := range b.Sheets {
		if len(s.Rows) > MaxRows || !utf8.ValidString(s.Name) {
			t.Errorf("%d rows on %q", len(s.Rows), s.Name)
		}
		for _, r := range s.Rows {
			if len(r) > MaxColumns || len(r) > 0 && r[len(r)-1] == "" {
				t.Errorf("a row of %d cells, the last %q", len(r), r[max(0, len(r)-1):])
			}
		}
		if n := len(s.Rows); n > 0 && len(s.Rows[n-1]) == 0 {
			t.Error("the last row is empty")
		}
		for _, m := range s.Merged {
			if m.Row > m.LastRow || m.Column > m.LastColumn || m.LastRow >= MaxRows || m.LastColumn >= MaxColumns {
				t.Errorf("merged %+v", m)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a;b\n\"c\n;d\";e\n", "sep=,\na,b", `[{"a":[1,{"b":2}]}]`, `{"a":{"b":[{"c":1}]},"d":{"b":[]}}`, "{\"a\":1}\n{\"a\":2}",
		"<table><tr><td colspan=2>a<td rowspan=3>b<tr><td x:num=1>1</table>", "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=D0=\n=9F\nEND:VCARD",
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20260101T000000\nDURATION:P1D\nEND:VEVENT\nEND:VCALENDAR", "Пермь\nОсло", "\xcf\xe5\xf0\xec\xfc",
		`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="Number">1</Data></Cell></Row></Worksheet></Workbook>`,
		odsHead + `<table:table><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data) })
}

// FuzzXLSX puts the input where a sheet, the shared texts and the formats stand.
func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s" s="0"><v>0</v></c><c t="inlineStr"><is><t>a</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, `<sst><si><t>a_x000D_</t></si></sst>`, "dd.mm.yyyy")
	f.Add(`<row><c s="0"><v>7.9E10</v></c></row></sheetData>`, ``, `\+7\ (000)\ 000`)
	f.Fuzz(func(t *testing.T, sheet, shared, code string) {
		_, styles := columnOfFormats("1", code)
		sound(t, workbook(t, sheet, "xl/sharedStrings.xml", shared, "xl/styles.xml", styles))
	})
}

// FuzzPackage takes whole files; only checksums keep it from going deep.
func FuzzPackage(f *testing.F) {
	f.Add(workbook(f, `<row><c><v>1</v></c></row></sheetData>`))
	f.Add(compound("EncryptedPackage"))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data) })
}

// FuzzWriteCSV wants every text back that it writes, and no formula.
func FuzzWriteCSV(f *testing.F) {
	for _, s := range append(hostile(), "a", "''", "'", "\"", ";") {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		var w strings.Builder
		table := Table{Columns: []Column{{Title: "a"}, {Title: "b"}}, Rows: Rows([][]Cell{{String(a), String(b)}, {String("end"), String("end")}})}
		if err := WriteCSV(&w, table); err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(a) || !utf8.ValidString(b) || strings.Contains(a+b, "\x00") {
			return
		}
		got, err := Parse([]byte(w.String()), Options{Encoding: "UTF-8", Separator: ';'})
		if err != nil {
			t.Fatal(err)
		}
		rows := got.Sheets[0].Rows
		plain := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
		row := append(append([]string(nil), rows[1]...), "", "")
		if plain(row[0]) != plain(a) || plain(row[1]) != plain(b) {
			t.Errorf("%q, %q came back as %q from %q", a, b, row, w.String())
		}
	})
}
