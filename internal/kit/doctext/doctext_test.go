package doctext

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/sheet"
)

// TestMain lets the test binary be the child of a jail, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == jail.Arg {
		os.Exit(jail.Main(jail.Handlers{Job: Handle}, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(f, parts[i+1])
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

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func table(t testing.TB) []byte {
	var b bytes.Buffer
	err := sheet.WriteXLSX(&b, sheet.Table{Name: "Города", Columns: []sheet.Column{{Title: "Город"}}, Rows: sheet.Rows([][]sheet.Cell{{sheet.String("Йоенсуу")}})})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// latin is a page as programs made them thirty years ago: a standard font,
// words parted by distances alone, a drawing with text.
const latin = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>endobj\n" +
	"4 0 obj<</Length 106>>stream\nBT /F1 12 Tf 72 700 Td [(Twin)-300(to)20(wns)] TJ 0 -14 Td (D\\374sseldorf) Tj T* (agree-) ' ET /X1 Do          \nendstream endobj\n" +
	"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n" +
	"6 0 obj<</Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>>>/Length 45>>stream\nBT /F1 12 Tf 72 600 Td (ment in a form) Tj ET\nendstream endobj\n" +
	"trailer<</Root 1 0 R/Size 7>>\n"

// withTable adds the table of places that a PDF ends with.
func withTable(text string) []byte {
	body, trailer, _ := strings.Cut(text, "trailer")
	var b bytes.Buffer
	b.WriteString(body)
	b.WriteString("xref\n0 7\n0000000000 65535 f \n")
	for i := '1'; i <= '6'; i++ {
		at := strings.Index(body, "\n"+string(i)+" 0 obj") + 1
		b.WriteString(strings.Repeat("0", 10-len(itoa(at))) + itoa(at) + " 00000 n \n")
	}
	b.WriteString("trailer" + trailer + "startxref\n" + itoa(len(body)) + "\n%%EOF\n")
	return b.Bytes()
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func documents(t testing.TB) map[string][]byte {
	old, err := charmap.Windows1251.NewEncoder().String("Протокол встречи\r\n\r\nделегаций")
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"chromium":    file(t, "chromium.pdf"),
		"libreoffice": file(t, "libreoffice.pdf"),
		"latin":       withTable(latin),
		"word": packed(t, "[Content_Types].xml", "", "word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Соглаше</w:t></w:r><w:r><w:t>ние</w:t></w:r><w:r><w:delText>нет</w:delText></w:r></w:p><w:p><w:r><w:t>12</w:t><w:tab/><w:t>октября</w:t></w:r></w:p></w:body></w:document>`,
			"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:p><w:r><w:t>сноска</w:t></w:r></w:p></w:footnotes>`),
		"odt":  packed(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<o:d xmlns:o="o"><text:h>Заголовок</text:h><text:p>два<text:s/>слова<text:line-break/>ниже</text:p></o:d>`),
		"pptx": packed(t, "[Content_Types].xml", "", "ppt/presentation.xml", "<p/>", "ppt/slides/slide1.xml", `<p:sld xmlns:p="p"><a:p><a:r><a:t>Слайд</a:t></a:r></a:p></p:sld>`),
		"xlsx": table(t),
		"1251": []byte(old),
		"html": []byte(`<!DOCTYPE html><title>Т</title><style>p{}</style><p>Город &amp; мир</p><script>x</script>`),
	}
}

func TestOf(t *testing.T) {
	want := map[string]string{
		"chromium":    "Соглашение о\nсотрудничестве\nГород Пермь (Россия) и город\nДуйсбург (Германия) подписали\nсоглашение о дружбе и сотрудничестве 12 октября 2007 года.\nЙоенсуу, Jyväskylä, Ёлка.\nСиняя ячейка Вторая ячейка",
		"libreoffice": "Город Страна\nЙоенсуу Финляндия\nЛя-Рошель Франция",
		"latin":       "Twin towns\nDüsseldorf\nagreement in a form",
		"word":        "Соглашение\n12 октября\nсноска",
		"odt":         "Заголовок\nдва слова\nниже",
		"pptx":        "Слайд",
		"xlsx":        "Города\nГород\nЙоенсуу",
		"1251":        "Протокол встречи\nделегаций",
		"html":        "Т\nГород & мир",
	}
	for name, data := range documents(t) {
		got, err := Of(data)
		if err != nil || got != want[name] {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want[name])
		}
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"picture":   {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "doctext.none"},
		"nothing":   {nil, "doctext.none"},
		"no words":  {[]byte("1 2 3"), "doctext.none"},
		"locked":    {file(t, "locked.pdf"), "zipbox.locked"},
		"cut pdf":   {file(t, "chromium.pdf")[:9000], "doctext.broken"},
		"cut docx":  {packed(t, "word/document.xml", "<w:p>")[:60], "zipbox.broken"},
		"entities":  {packed(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "doctext.broken"},
		"only PDF?": {[]byte("%PDF-1.7 and nothing else"), "doctext.broken"},
	} {
		text, err := Of(c.data)
		if !errors.Is(err, errs.New(errs.Invalid, c.want)) || text != "" {
			t.Errorf("%s: %q, %v, want %s", name, text, err, c.want)
		}
	}
}

func TestLongTextIsCut(t *testing.T) {
	got, err := Of([]byte(strings.Repeat("слово ", 400_000)))
	if err != nil || len(got) > Max || len(got) < Max-100 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestRead(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range documents(t) {
		want, _ := Of(data)
		if got, err := Read(t.Context(), j, bytes.NewReader(data)); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := Read(t.Context(), j, strings.NewReader("%PDF-")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a broken file: %v", err)
	}
}

func FuzzOf(f *testing.F) {
	for _, data := range documents(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer func() {
			// The library for PDF panics at some broken files; the child makes
			// a sentence of it. Anything else must not.
			if p := recover(); p != nil && !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF")) {
				panic(p)
			}
		}()
		text, err := Of(data)
		if err == nil && (len(text) > Max || text == "") {
			t.Errorf("%d bytes of text", len(text))
		}
	})
}
