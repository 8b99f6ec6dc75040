package tables

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/sheet"
)

const (
	rows    = 100_000
	columns = 12
)

// TestMain lets the test binary be the child of a jail, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == jail.Arg {
		os.Exit(jail.Main(jail.Handlers{sheet.Job: sheet.Handle, "peak": peak}, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// peak reads a file as Handle does and tells how much memory that took.
func peak(request json.RawMessage, in io.Reader, send func([]byte) error) error {
	if err := sheet.Handle(request, in, func([]byte) error { return nil }); err != nil {
		return err
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	return send([]byte(strings.TrimSpace(line)))
}

// cells are a row like those of a list of organisations.
func cells(i int) []sheet.Cell {
	n := strconv.Itoa(i)
	return []sheet.Cell{
		sheet.Int(int64(i)), sheet.String("Общество дружбы «Пермь – Дуйсбург» № " + n), sheet.String("Дуйсбург"), sheet.String("Германия"),
		sheet.String("Иванов Иван " + strconv.Itoa(i%1000)), sheet.String("начальник отдела"), sheet.String("+7 (342) 212-" + fmt.Sprintf("%04d", i%10000)),
		sheet.String("office" + n + "@example.org"), sheet.Date(fmt.Sprintf("%d-%02d-%02d", 1965+i%60, 1+i%12, 1+i%28)),
		sheet.Number(strconv.Itoa(i%5000) + ".25"), sheet.String("https://example.org/" + n), sheet.String("Обмен школьниками, выставки, культура"),
	}
}

func table() sheet.Table {
	t := sheet.Table{Name: "Список", Rows: func(yield func([]sheet.Cell, error) bool) {
		for i := range rows {
			if !yield(cells(i), nil) {
				return
			}
		}
	}}
	for i := range columns {
		t.Columns = append(t.Columns, sheet.Column{Key: fmt.Sprint(i), Title: fmt.Sprint("Столбец ", i)})
	}
	return t
}

// inline is a workbook whose cells hold their own texts.
func inline(t testing.TB) []byte {
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, table()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shared is a workbook as Excel writes it, with the texts in a list apart.
func shared(t testing.TB) []byte {
	var list, body strings.Builder
	known := map[string]int{}
	for i := range rows {
		fmt.Fprintf(&body, `<row r="%d" spans="1:12">`, i+1)
		for j, c := range cells(i) {
			at := string(rune('A'+j)) + strconv.Itoa(i+1)
			if j == 0 || j == 9 {
				fmt.Fprintf(&body, `<c r="%s" s="1"><v>%s</v></c>`, at, c)
				continue
			}
			n, ok := known[c.String()]
			if !ok {
				n = len(known)
				known[c.String()] = n
				fmt.Fprintf(&list, `<si><t>%s</t></si>`, c)
			}
			fmt.Fprintf(&body, `<c r="%s" s="2" t="s"><v>%d</v></c>`, at, n)
		}
		body.WriteString(`</row>`)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const of = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + of + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + of + `"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + of + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + of + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", `<sst ` + main + `>` + list.String() + `</sst>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + main + `><sheetData>` + body.String() + `</sheetData></worksheet>`},
	} {
		f, err := z.Create(p[0])
		if err == nil {
			_, err = io.WriteString(f, p[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ods is the same table in OpenDocument.
func ods(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
	var s strings.Builder
	s.WriteString(`<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="a">`)
	for i := range rows {
		s.WriteString(`<table:table-row table:style-name="ro1">`)
		for _, c := range cells(i) {
			fmt.Fprintf(&s, `<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>%s</text:p></table:table-cell>`, c)
		}
		s.WriteString(`</table:table-row>`)
	}
	s.WriteString(`</table:table></office:spreadsheet></office:body></office:document-content>`)
	put("content.xml", s.String())
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func csv(t testing.TB) []byte {
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, table()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// peer reads a workbook row by row with excelize, as its manual says.
func peer(data []byte) (int, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	r, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return 0, err
	}
	n := 0
	for r.Next() {
		row, err := r.Columns()
		if err != nil {
			return 0, err
		}
		n += len(row)
	}
	return n, errors.Join(r.Close(), f.Close())
}

func count(b *sheet.Book) int {
	n := 0
	for _, r := range b.Sheets[0].Rows {
		n += len(r)
	}
	return n
}

func BenchmarkRead(b *testing.B) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		b.Fatal(err)
	}
	files := []struct {
		name string
		data []byte
	}{{"xlsx-shared", shared(b)}, {"xlsx-inline", inline(b)}, {"ods", ods(b)}, {"csv", csv(b)}}
	for _, f := range files {
		ways := map[string]func() (int, error){
			"ours": func() (int, error) {
				book, err := sheet.Parse(f.data, sheet.Options{})
				if err != nil {
					return 0, err
				}
				return count(book), nil
			},
			"ours-in-child": func() (int, error) {
				book, err := sheet.Read(b.Context(), j, bytes.NewReader(f.data), sheet.Options{MaxBytes: 64 << 20})
				if err != nil {
					return 0, err
				}
				return count(book), nil
			},
		}
		order := []string{"ours", "ours-in-child"}
		if strings.HasPrefix(f.name, "xlsx") {
			ways["excelize"] = func() (int, error) { return peer(f.data) }
			order = append(order, "excelize")
		}
		for _, way := range order {
			b.Run(f.name+"/"+way, func(b *testing.B) {
				b.SetBytes(int64(len(f.data)))
				for b.Loop() {
					n, err := ways[way]()
					if err != nil || n < rows*columns {
						b.Fatal(n, err)
					}
				}
				runtime.GC()
			})
		}
	}
	for _, f := range files {
		err := j.Run(b.Context(), jail.Job{Name: "peak", Request: sheet.Options{}, Limits: jail.Limits{In: 64 << 20}}, bytes.NewReader(f.data), func(said []byte) error {
			fmt.Printf("# %s of %d KB: the child held at most %s\n", f.name, len(f.data)>>10, said)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	b.Run("xlsx/ours", func(b *testing.B) {
		for b.Loop() {
			if err := sheet.WriteXLSX(io.Discard, table()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("xlsx/excelize", func(b *testing.B) {
		for b.Loop() {
			f := excelize.NewFile()
			w, err := f.NewStreamWriter("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for i := range rows {
				row := make([]any, columns)
				for j, c := range cells(i) {
					row[j] = c.String()
				}
				if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
					b.Fatal(err)
				}
			}
			if err := errors.Join(w.Flush(), f.Write(io.Discard), f.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
