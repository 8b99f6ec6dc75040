package paper

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"pobratim/internal/kit/typst/typsttest"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/doctext"
	"pobratim/internal/kit/typst"
)

// TestMain lets the test binary be the typesetter's worker, as the program is.
func TestMain(m *testing.M) { typsttest.Main(m) }

func setter(t testing.TB) Setter {
	t.Helper()
	return typsttest.Pool(t).PDF
}

// hostile is what people type and what must stay text in every format.
const hostile = "=HYPERLINK(\"x\") <w:p>&amp; ]]> #set text(99pt) $x^2$ \\ @ref *a* _b_ \x00\x0b\ufffe"

// annex is a long table across a page, with rows of every kind.
func annex() Document {
	table := &Table{Name: "Перечень соглашений", Rules: true, Columns: []Column{
		{Title: "№", Align: End}, {Title: "Соглашение", Share: 8}, {Title: "Дата", Share: 3}, {Title: "Сумма, руб.", Share: 3, Align: End},
	}}
	table.Rows = append(table.Rows, Row{Whole: true, Bold: true, Cells: []Cell{Words("Действуют")}})
	for i := range 60 {
		table.Rows = append(table.Rows, Row{Cells: []Cell{
			{Paragraphs: [][]Run{Plain(fmt.Sprint(i + 1))}, Number: fmt.Sprint(i + 1)},
			Words(fmt.Sprintf("Договор о сотрудничестве № %d между администрацией города и муниципалитетом-побратимом", i+1)),
			{Paragraphs: [][]Run{Plain("14 мая 2024 г.")}, Day: "2024-05-14"},
			{Paragraphs: [][]Run{Plain("1 234,50")}, Number: "1234.50"},
		}})
	}
	table.Rows = append(table.Rows, Row{Bold: true, Cells: []Cell{{}, Words("Итого"), {}, {Paragraphs: [][]Run{Plain("74 070,00")}, Number: "74070.00"}}})
	return Document{Title: "Сведения о связях <2026>", Author: "Администрация города & отдел", Lang: "ru", Landscape: true, At: time.Date(2027, 1, 12, 9, 0, 0, 0, time.UTC), Blocks: []Block{
		{Text: Plain("Приложение\nк распоряжению"), Align: End},
		{Heading: 1, Text: Plain("Сведения о связях города"), Align: Center},
		{Text: []Run{{Text: "Сведения представлены за 2026 год; "}, {Text: "страница отчёта", Link: "https://example.org/filings/2026?a=1&b=2"}, {Text: ", "}, {Text: "жирно", Bold: true}, {Text: " и "}, {Text: "наклонно", Italic: true}, {Text: "."}}, Align: Justify},
		{Heading: 2, Text: Plain("Перечень")},
		{Table: table},
		{Text: Plain(hostile)},
		{PageBreak: true},
		{Heading: 2, Text: Plain("Заметка")},
		{Text: []Run{{Text: "Ссылка не ведёт", Link: "javascript:alert(1)"}}},
	}}
}

// abreast is an agreement in two languages side by side, one from right to left.
func abreast() Document {
	ru := func(s string) Cell { return Cell{Paragraphs: [][]Run{{{Text: s, Lang: "ru"}}}} }
	ar := func(s string) Cell { return Cell{Paragraphs: [][]Run{{{Text: s, Lang: "ar"}}}} }
	zh := func(s string) Cell { return Cell{Paragraphs: [][]Run{{{Text: s, Lang: "zh"}}}} }
	return Document{Title: "Соглашение", Lang: "ru", Blocks: []Block{
		{Heading: 1, Text: Plain("Соглашение"), Align: Center},
		{Table: &Table{Name: "Текст", Columns: []Column{{Align: Justify}, {}}, Rows: []Row{
			{Cells: []Cell{ru("Статья 1. Стороны развивают дружественные связи."), ar("المادة 1. يطور الطرفان علاقات الصداقة.")}},
			{Cells: []Cell{ru("Статья 2. Срок действия — пять лет."), zh("第二条 有效期五年。")}},
		}}},
		{Table: &Table{Name: "Подписи", Columns: []Column{{}, {}}, Rows: []Row{{Cells: []Cell{ru("Глава города"), ar("رئيس البلدية")}}}}},
		{Text: []Run{{Text: "مدينة شقيقة", Lang: "ar"}, {Text: " (Каир)", Lang: "ru"}}},
	}}
}

func docxOf(t *testing.T, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.DOCX(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts reads every part of a package and wants well-formed XML of each.
func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return all
}

func TestDOCXIsWhole(t *testing.T) {
	all := parts(t, docxOf(t, annex()))
	// Every part has a type, and every relationship of the body a target.
	for name := range all {
		if name != "[Content_Types].xml" && !strings.HasSuffix(name, ".rels") && !strings.Contains(all["[Content_Types].xml"], `PartName="/`+name+`"`) {
			t.Errorf("%s has no type", name)
		}
	}
	body := all["word/document.xml"]
	for rest := body; ; {
		_, after, ok := strings.Cut(rest, `r:id="`)
		if !ok {
			break
		}
		id, next, _ := strings.Cut(after, `"`)
		if rest = next; !strings.Contains(all["word/_rels/document.xml.rels"], `Id="`+id+`"`) {
			t.Errorf("relationship %s leads nowhere", id)
		}
	}
	for _, want := range []string{`<w:tblHeader/>`, `<w:gridSpan w:val="4"/>`, `w:orient="landscape"`, `<w:titlePg/>`, `<w:tblCaption w:val="Перечень соглашений"/>`, `<w:pageBreakBefore/>`, `<w:pStyle w:val="Heading1"/>`, `<w:br/>`} {
		if !strings.Contains(body, want) {
			t.Errorf("the body lacks %s", want)
		}
	}
	if n := strings.Count(body, `<w:cantSplit/>`); n != 63 {
		t.Errorf("%d rows stay whole, not 63", n)
	}
	for rest := body; strings.Contains(rest, `<w:pStyle w:val="`); {
		_, rest, _ = strings.Cut(rest, `<w:pStyle w:val="`)
		id, _, _ := strings.Cut(rest, `"`)
		if !strings.Contains(all["word/styles.xml"], `w:styleId="`+id+`"`) {
			t.Errorf("style %s is not described", id)
		}
	}
	for _, want := range []string{"<dc:title>Сведения о связях &lt;2026&gt;</dc:title>", "<dc:language>ru</dc:language>", "2027-01-12T09:00:00Z"} {
		if !strings.Contains(all["docProps/core.xml"], want) {
			t.Errorf("the properties lack %s", want)
		}
	}
	if links := all["word/_rels/document.xml.rels"]; strings.Contains(links, "javascript") || !strings.Contains(links, "https://example.org/filings/2026?a=1&amp;b=2") {
		t.Errorf("links: %s", links)
	}
}

// TestColumnsFillThePage adds the widths of columns up.
func TestColumnsFillThePage(t *testing.T) {
	b := &docx{}
	for _, shares := range [][]int{{1}, {0, 0, 0}, {1, 8, 3, 3}, {7, 13, 29, 1, 1, 1, 1}} {
		table := &Table{}
		for _, s := range shares {
			table.Columns = append(table.Columns, Column{Share: s})
		}
		sum := 0
		for _, w := range b.widths(table) {
			sum += w
		}
		if sum != pageShort-marginLeft-marginRight {
			t.Errorf("%v: %d", shares, sum)
		}
	}
}

func TestDirections(t *testing.T) {
	body := parts(t, docxOf(t, abreast()))["word/document.xml"]
	if n := strings.Count(body, `<w:bidi/>`); n != 3 {
		t.Errorf("%d paragraphs from right to left, not 3", n)
	}
	if n := strings.Count(body, `<w:rtl/>`); n != 3 {
		t.Errorf("%d runs from right to left, not 3", n)
	}
	if !strings.Contains(body, `<w:lang w:val="zh" w:eastAsia="zh" w:bidi="zh"/>`) || strings.Contains(body, "tblHeader") {
		t.Error("languages of runs, or titles of columns that nobody gave")
	}
	arabic := abreast()
	arabic.Lang = "ar"
	if body = parts(t, docxOf(t, arabic))["word/document.xml"]; !strings.Contains(body, `<w:bidiVisual/>`) || !strings.Contains(body, `<w:titlePg/><w:bidi/>`) {
		t.Error("an Arabic document does not begin at the right")
	}
	for lang, want := range map[string]bool{"ar": true, "ar-EG": true, "fa": true, "he": true, "az": false, "az-Arab": true, "az-Arab-IR": true, "ks-Deva": false, "ru": false, "": false, "UR": true} {
		if leftward(lang) != want {
			t.Errorf("%q from right to left: %v", lang, !want)
		}
	}
}

func TestSameBytes(t *testing.T) {
	set := setter(t)
	for name, d := range map[string]Document{"annex": annex(), "abreast": abreast()} {
		var books [2]bytes.Buffer
		var pdfs [2][]byte
		for i := range 2 {
			var err error
			if pdfs[i], err = d.PDF(t.Context(), set); err != nil {
				t.Fatal(err)
			}
			if err = d.XLSX(&books[i]); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(docxOf(t, d), docxOf(t, d)) || !bytes.Equal(pdfs[0], pdfs[1]) || !bytes.Equal(books[0].Bytes(), books[1].Bytes()) {
			t.Errorf("%s: the same document gives different bytes", name)
		}
	}
}

// run calls a program that makes test has installed.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (scripts/setup.sh test): %v: %s", program, err, out)
	}
	return string(out)
}

// keepPaper writes a file; into the folder PAPERS, when somebody wants to look.
func keepPaper(t *testing.T, name string, file []byte) string {
	t.Helper()
	dir := os.Getenv("PAPERS")
	if dir == "" {
		dir = t.TempDir()
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// squeezed leaves out blanks and marks of direction, which programs add.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '\u00a0' || r == '\u00ad' || r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}

// said are words that a paper must show, whatever made it.
func said() map[string][]string {
	return map[string][]string{
		"annex":   {"Приложение", "Сведенияосвязяхгорода", "страницаотчёта", "Договоросотрудничестве№60", "Действуют", "74070,00", "=HYPERLINK(\"x\")<w:p>&amp;]]>#settext(99pt)$x^2$\\@ref*a*_b_", "Заметка"},
		"abreast": {"Статья1.", "пятьлет", "第二条有效期五年", "مدينة", "شقيقة", "رئيس"},
	}
}

// TestEachFormatSaysTheSame reads the words back: by our own reader of DOCX, by
// LibreOffice, and from the PDF of the typesetter.
func TestEachFormatSaysTheSame(t *testing.T) {
	set := setter(t)
	for name, d := range map[string]Document{"annex": annex(), "abreast": abreast()} {
		t.Run(name, func(t *testing.T) {
			file := docxOf(t, d)
			text, err := doctext.Of(file)
			if err != nil {
				t.Fatal(err)
			}
			path := keepPaper(t, name+".docx", file)
			out := filepath.Join(filepath.Dir(path), "office")
			run(t, "soffice", "-env:UserInstallation=file://"+t.TempDir()+"/profile", "--headless", "--convert-to", "pdf", "--outdir", out, path)
			pdf, err := d.PDF(t.Context(), set)
			if err != nil {
				t.Fatal(err)
			}
			var open bytes.Buffer
			if err := d.ODT(&open); err != nil {
				t.Fatal(err)
			}
			parts(t, open.Bytes())
			openText, err := doctext.Of(open.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			odt := keepPaper(t, name+".odt", open.Bytes())
			run(t, "soffice", "-env:UserInstallation=file://"+t.TempDir()+"/profile", "--headless", "--convert-to", "pdf", "--outdir", filepath.Dir(odt)+"/odt", odt)
			for reader, got := range map[string]string{
				"doctext":     text,
				"doctext odt": openText,
				"ODT":         run(t, "pdftotext", "-enc", "UTF-8", "-raw", filepath.Join(filepath.Dir(odt), "odt", name+".pdf"), "-"),
				"LibreOffice": run(t, "pdftotext", "-enc", "UTF-8", "-raw", filepath.Join(out, name+".pdf"), "-"),
				"typesetter":  run(t, "pdftotext", "-enc", "UTF-8", "-raw", keepPaper(t, name+".pdf", pdf), "-"),
			} {
				got = squeezed(got)
				for _, want := range said()[name] {
					if !strings.Contains(got, want) {
						t.Errorf("%s: %q is missing in %s", reader, want, got)
					}
				}
			}
		})
	}
}

// TestPictures counts the pictures that LibreOffice and the typesetter draw.
func TestPictures(t *testing.T) {
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 30, 40))); err != nil {
		t.Fatal(err)
	}
	d := Document{Title: "Герб", Lang: "ru", Blocks: []Block{{Text: []Run{{Picture: &Picture{Data: dot.Bytes(), Width: 15, Alt: "герб"}}, {Text: "Отдел", Small: true}}, Align: Center, Rule: true}, {Text: Plain("Текст"), Indent: true, Tight: true}}}
	var odt bytes.Buffer
	if err := d.ODT(&odt); err != nil {
		t.Fatal(err)
	}
	pdf, err := d.PDF(t.Context(), setter(t))
	if err != nil {
		t.Fatal(err)
	}
	docx := keepPaper(t, "picture.docx", docxOf(t, d))
	open := keepPaper(t, "picture.odt", odt.Bytes())
	folder := t.TempDir()
	for name, path := range map[string]string{"docx": docx, "odt": open, "pdf": keepPaper(t, "picture.pdf", pdf)} {
		if name != "pdf" {
			run(t, "soffice", "-env:UserInstallation=file://"+t.TempDir()+"/profile", "--headless", "--convert-to", "pdf", "--outdir", filepath.Join(folder, name), path)
			path = filepath.Join(folder, name, "picture.pdf")
		}
		if list := run(t, "pdfimages", "-list", path); !strings.Contains(list, " 30    40 ") {
			t.Errorf("%s shows no picture:\n%s", name, list)
		}
	}
}

func TestPDFIsTaggedAndNumbered(t *testing.T) {
	d := annex()
	pdf, err := d.PDF(t.Context(), setter(t))
	if err != nil {
		t.Fatal(err)
	}
	path := keepPaper(t, "tagged.pdf", pdf)
	info := run(t, "pdfinfo", path)
	for _, want := range []string{"Title:           " + d.Title, "Tagged:          yes", "(A4)", "CreationDate:    Tue Jan 12"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	pages := strings.Split(strings.TrimSuffix(run(t, "pdftotext", "-enc", "UTF-8", path, "-"), "\f"), "\f")
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		first, _, _ := strings.Cut(strings.TrimSpace(page), "\n")
		if i == 0 == (first == fmt.Sprint(i+1)) {
			t.Errorf("page %d begins with %q", i+1, first)
		}
	}
	if !strings.Contains(pages[1], "Сумма") {
		t.Error("the titles of the columns are not repeated")
	}
	plain := abreast()
	if pdf, err = plain.PDF(t.Context(), setter(t)); err != nil {
		t.Fatal(err)
	}
	if info = run(t, "pdfinfo", keepPaper(t, "undated.pdf", pdf)); strings.Contains(info, "CreationDate") {
		t.Errorf("a document without a time has one:\n%s", info)
	}
}

func TestPDFSaysWhatIsWrong(t *testing.T) {
	_, err := Document{}.PDF(t.Context(), func(context.Context, typst.Doc) ([]byte, []typst.Diagnostic, error) {
		return nil, []typst.Diagnostic{{Message: "no room"}}, io.ErrUnexpectedEOF
	})
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "no room") {
		t.Error(err)
	}
}

func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	d := annex()
	d.Blocks[4].Table.Rows[1].Cells[1] = Words(hostile)
	if err := d.XLSX(&b); err != nil {
		t.Fatal(err)
	}
	all := parts(t, b.Bytes())
	page := all["xl/worksheets/sheet1.xml"]
	if strings.Contains(page, "<f>") || !strings.Contains(all["xl/workbook.xml"], `name="Перечень соглашений"`) {
		t.Errorf("a formula, or a sheet without its name: %.600s", page)
	}
	for _, want := range []string{`<c r="A4"><v>2</v></c>`, `<c r="C4" s="3"><v>45426</v></c>`, `<c r="D4"><v>1234.50</v></c>`, `s="5" t="inlineStr"><is><t xml:space="preserve">Действуют</t>`, `<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`, `<col min="1" max="1" width="4" customWidth="1"/>`, `<c r="D63"><v>74070.00</v></c>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the sheet lacks %s", want)
		}
	}
	if err := (Document{Blocks: []Block{{Text: Plain("a")}}}).XLSX(io.Discard); !errors.Is(err, ErrNoTable) {
		t.Error(err)
	}
}

// TestEmpty writes documents with nothing where something is usual.
func TestEmpty(t *testing.T) {
	for i, d := range []Document{
		{},
		{Blocks: []Block{{}, {Heading: 9}, {PageBreak: true}}},
		{Blocks: []Block{{Table: &Table{}}, {Table: &Table{Columns: []Column{{}}}}, {Table: &Table{Columns: []Column{{Title: "a"}, {}}, Rows: []Row{{}, {Whole: true}, {Cells: []Cell{{}, {}, {}}}}}}}},
	} {
		parts(t, docxOf(t, d))
		if _, err := d.PDF(t.Context(), setter(t)); err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
}
