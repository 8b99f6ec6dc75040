package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/zipbox"
)

// repeated is a text as long as it is asked for, without holding it.
type repeated struct {
	head, body, tail string
	times            int
}

func (r repeated) write(w io.Writer) error {
	if _, err := io.WriteString(w, r.head); err != nil {
		return err
	}
	block := strings.Repeat(r.body, 1000)
	for n := r.times; n > 0; n -= 1000 {
		if _, err := io.WriteString(w, block[:min(n, 1000)*len(r.body)]); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, r.tail)
	return err
}

func (r repeated) String() string {
	var b strings.Builder
	if err := r.write(&b); err != nil {
		panic(err)
	}
	return b.String()
}

// bomb is a workbook whose sheet is made of repetitions.
func bomb(t testing.TB, sheet repeated, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	base, err := zip.NewReader(bytes.NewReader(workbook(t, "", more...)), int64(len(workbook(t, "", more...))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range base.File {
		if f.Name == "xl/worksheets/sheet1.xml" {
			continue
		}
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err == nil {
		err = sheet.write(f)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const head, tail = `<worksheet><sheetData>`, `</sheetData></worksheet>`

// compound makes a compound file with one empty stream of each name.
func compound(names ...string) []byte {
	b := make([]byte, 512*3)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put := binary.LittleEndian.PutUint32
	b[30], b[32] = 9, 6
	put(b[48:], 1)
	put(b[56:], 4096)
	put(b[68:], 0xfffffffe)
	for i := 76; i < 512; i += 4 {
		put(b[i:], 0xffffffff)
	}
	put(b[76:], 0)
	for i := 512; i < 1024; i += 4 {
		put(b[i:], 0xffffffff)
	}
	put(b[512:], 0xfffffffd)
	put(b[516:], 0xfffffffe)
	for i, name := range append([]string{"Root Entry"}, names...) {
		at := 1024 + 128*i
		units := utf16.Encode([]rune(name))
		for j, u := range units {
			binary.LittleEndian.PutUint16(b[at+2*j:], u)
		}
		binary.LittleEndian.PutUint16(b[at+64:], uint16(2*len(units)+2))
		b[at+66] = 2
		if i == 0 {
			b[at+66] = 5
		}
		put(b[at+116:], 0xfffffffe)
	}
	return b
}

// hostileFile is a file that means harm or is broken, and what must come of it:
// a key of an error, or, with ok, a book with so many rows on its first sheet.
type hostileFile struct {
	name string
	data []byte
	want string
	rows int
}

func hostileFiles(t testing.TB) []hostileFile {
	cell := func(ref, value string) string { return `<c r="` + ref + `"><v>` + value + `</v></c>` }
	whole := workbook(t, `<row><c><v>1</v></c></row></sheetData>`)
	manySheets := []string{"[Content_Types].xml", "", "xl/workbook.xml", "<w>" + strings.Repeat(`<sheet name="a" r:id="r"/>`, 600) + "</w>",
		"xl/_rels/workbook.xml.rels", `<R><Relationship Id="r" Type="t/worksheet" Target="a.xml"/></R>`, "xl/a.xml", "<w/>"}
	odsRows := func(attr string) []byte {
		return packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
			odsHead+`<table:table table:name="a"><table:table-row `+attr+`><table:table-cell office:value-type="string" table:number-columns-repeated="3"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`)
	}
	folded := repeated{"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101\r\nDESCRIPTION:", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n ", "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 200_000}
	photo := repeated{"BEGIN:VCARD\r\nFN:a\r\nPHOTO;ENCODING=b:", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n ", "\r\nEND:VCARD\r\n", 200_000}
	events := repeated{"BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\nDTSTART:20260101\r\nRRULE:FREQ=SECONDLY;COUNT=1000000000\r\nSUMMARY:a\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n", 150_000}
	return []hostileFile{
		{"512 MiB of spaces", bomb(t, repeated{head + `<row><c><v>1</v></c></row>`, " ", tail, 512 << 20}), "zipbox.large", 0},
		{"150 MiB of spaces", bomb(t, repeated{head + `<row><c><v>1</v></c></row>`, " ", tail, 150 << 20}), "", 1},
		{"512 MiB of shared text", workbook(t, `</sheetData>`, "xl/sharedStrings.xml", repeated{"<sst>", "<si><t>" + strings.Repeat("a", 1000) + "</t></si>", "</sst>", 100_000}.String()), "sheet.much", 0},
		{"a million shared texts", workbook(t, `<row><c t="s"><v>999999</v></c></row></sheetData>`, "xl/sharedStrings.xml", repeated{"<sst>", "<si><t>a</t></si>", "</sst>", 1_000_000}.String()), "", 1},
		{"one long text in every cell", bomb(t, repeated{head, `<row><c t="s"><v>0</v></c></row>`, tail, 100_000}, "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 30000)+"</t></si></sst>"), "sheet.much", 0},
		{"16,000 columns", bomb(t, repeated{head + "<row>", `<c><v>1</v></c>`, "</row>" + tail, 16_000}), "sheet.columns", 0},
		{"16,000 empty columns", bomb(t, repeated{head + "<row>", `<c s="1"/>`, "</row>" + tail, 16_000}), "sheet.empty", 0},
		{"a million empty rows", bomb(t, repeated{head, `<row/>`, tail, 1_000_000}), "sheet.empty", 0},
		{"two million empty rows", bomb(t, repeated{head, `<row/>`, tail, 2_000_000}), "sheet.empty", 0},
		{"300,000 rows", bomb(t, repeated{head, `<row><c><v>1</v></c></row>`, tail, 300_000}), "sheet.rows", 0},
		{"row 2147483647", workbook(t, `<row r="2147483647">`+cell("A2147483647", "1")+`</row></sheetData>`), "sheet.broken", 0},
		{"row -1", workbook(t, `<row r="-1">`+cell("A1", "1")+`</row></sheetData>`), "sheet.broken", 0},
		{"row 0", workbook(t, `<row r="0">`+cell("A1", "1")+`</row></sheetData>`), "sheet.broken", 0},
		{"rows backwards", workbook(t, `<row r="5">`+cell("A5", "1")+`</row><row r="2"/></sheetData>`), "sheet.broken", 0},
		{"row of thirty digits", workbook(t, `<row r="999999999999999999999999999999">`+cell("A1", "1")+`</row></sheetData>`), "sheet.broken", 0},
		{"column ZZZZZZZ", workbook(t, `<row>`+cell("ZZZZZZZ1", "1")+`</row></sheetData>`), "sheet.broken", 0},
		{"column without letters", workbook(t, `<row>`+cell("12", "1")+`</row></sheetData>`), "sheet.broken", 0},
		{"shared text that is not there", workbook(t, `<row><c t="s"><v>5</v></c></row></sheetData>`), "sheet.broken", 0},
		{"shared text -1", workbook(t, `<row><c t="s"><v>-1</v></c></row></sheetData>`), "sheet.broken", 0},
		{"no sheet", packed(t, manySheets[:4]...), "sheet.empty", 0},
		{"600 sheets", packed(t, manySheets...), "sheet.sheets", 0},
		{"external entity", workbook(t, `</sheetData>`, "xl/sharedStrings.xml", `<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>`), "sheet.doctype", 0},
		{"a million laughs", workbook(t, `</sheetData>`, "xl/styles.xml", `<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><s>&b;</s>`), "sheet.doctype", 0},
		{"no XML", workbook(t, `<row><c></row>`), "sheet.broken", 0},
		{"cut package", whole[:len(whole)*2/3], "zipbox.broken", 0},
		{"cut part", workbook(t, `<row><c><v>1</v>`)[:], "sheet.broken", 0},
		{"2,001 parts", packed(t, manyParts()...), "zipbox.files", 0},
		{"two parts of one name", packed(t, "[Content_Types].xml", "", "XL/workbook.xml", "a", "xl/workbook.xml", "b"), "zipbox.double", 0},
		{"names that climb", packed(t, "[Content_Types].xml", "", "../../../etc/passwd", "x"), "sheet.broken", 0},
		{"deep markup", workbook(t, strings.Repeat("<a>", 100_000)), "sheet.broken", 0},
		{"million attributes", workbook(t, `<row `+strings.Repeat(`a="1" `, 1_000_000)+`/></sheetData>`), "sheet.broken", 0},
		{"macros", workbook(t, `<row><c><v>1</v></c></row></sheetData>`, "xl/vbaProject.bin", "x"), "", 1},
		{"password", compound("EncryptionInfo", "EncryptedPackage"), "sheet.locked", 0},
		{"Word of 2003", compound("WordDocument"), "sheet.kind.document", 0},
		{"damaged container", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "sheet.broken", 0},
		{"Word as table", packed(t, "[Content_Types].xml", "", "word/document.xml", "<d/>"), "sheet.kind.document", 0},
		{"archive", packed(t, "a.txt", "x"), "sheet.kind.archive", 0},
		{"PDF as table", []byte("%PDF-1.7\n"), "sheet.kind.pdf", 0},
		{"picture as table", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "sheet.kind.picture", 0},
		{"a program", append([]byte("MZ\x90\x00"), make([]byte, 1000)...), "sheet.kind.other", 0},
		{"nothing", nil, "sheet.empty", 0},
		{"blanks", []byte(" \r\n\t\n"), "sheet.empty", 0},
		{"row repeated two thousand million times", odsRows(`table:number-rows-repeated="2147483647"`), "sheet.rows", 0},
		{"row repeated 190,000 times", odsRows(`table:number-rows-repeated="190000"`), "", 190_000},
		{"OpenDocument with a password", packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml", "<manifest:encryption-data/>", "content.xml", "\x00\x01"), "sheet.locked", 0},
		{"20 MB in a cell of CSV", []byte("a;\"" + strings.Repeat("b", 20_000_000) + "\";c\n"), "sheet.much", 0},
		{"20 MB of quotation marks", bytes.Repeat([]byte("\""), 20_000_000), "sheet.much", 0},
		{"million separators", append(bytes.Repeat([]byte(";"), 1_000_000), 'x'), "sheet.columns", 0},
		{"five million lines", bytes.Repeat([]byte("a;b\n"), 5_000_000), "sheet.rows", 0},
		{"deep JSON", []byte(strings.Repeat("[", 5_000_000)), "sheet.json", 0},
		{"deep objects", []byte(strings.Repeat(`{"a":`, 1_000_000)), "sheet.json", 0},
		{"cut JSON", []byte(`[{"a":1},{"a"`), "sheet.json", 0},
		{"JSON of 300 names", []byte(`[{` + manyNames(300) + `}]`), "sheet.columns", 0},
		{"deep tables", []byte("<html>" + strings.Repeat("<table><tr><td>", 100_000)), "sheet.sheets", 0},
		{"wide spans", []byte("<table>" + strings.Repeat(`<tr><td colspan=1000000 rowspan=1000000>a`, 10_000)), "sheet.columns", 0},
		{"10 MB folded line", []byte(folded.String()), "sheet.line", 0},
		{"10 MB picture in a card", []byte(photo.String()), "", 2},
		{"million lines with absurd rules", []byte(events.String()), "", 150_001},
		{"calendar cut in the middle", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n"), "sheet.cut", 0},
		{"calendar within calendar", []byte(strings.Repeat("BEGIN:VCALENDAR\n", 100_000)), "sheet.broken", 0},
		{"card without end", []byte("BEGIN:VCARD\nFN:a\n"), "sheet.cut", 0},
		{"card of 100,000 properties", []byte("BEGIN:VCARD\n" + manyProperties(100_000) + "END:VCARD\n"), "", 2},
	}
}

func manyParts() []string {
	var parts []string
	for i := range zipbox.MaxFiles + 1 {
		parts = append(parts, fmt.Sprint(i), "")
	}
	return parts
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"n%d":1,`, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

func manyProperties(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "X-%d:1\n", i)
	}
	return b.String()
}

// TestHostileFiles has each read in a child: refused by the sentence that fits,
// or read, within ten seconds of the processor, while this process stays as it was.
func TestHostileFiles(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(Locale(), zipbox.Locale(), jail.Locale())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range hostileFiles(t) {
		t.Run(f.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			began := time.Now()
			book, err := Read(t.Context(), j, bytes.NewReader(f.data), Options{MaxBytes: 32 << 20})
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if took > 30*time.Second { // ten of the processor, which the jail enforces
				t.Errorf("took %v", took)
			}
			if f.want == "" {
				if err != nil || len(book.Sheets[0].Rows) != f.rows {
					t.Errorf("not read: %v", err)
				}
				return
			}
			if !errors.Is(err, errs.New(errs.Invalid, f.want)) {
				t.Fatalf("got %v, want %s", err, f.want)
			}
			if taken := after.TotalAlloc - before.TotalAlloc; taken > 4<<20 {
				t.Errorf("this process took %d KB for a file that was refused", taken>>10)
			}
			e, _ := errors.AsType[*errs.E](err)
			for _, lang := range []string{"ru", "en"} {
				if s := words.Printer(lang).Err(e); s == "" || strings.Contains(s, "sheet.") || strings.Contains(s, "{") {
					t.Errorf("the sentence in %s is %q", lang, s)
				}
			}
		})
	}
}

// TestFileTooLarge is refused while it is still being sent.
func TestFileTooLarge(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Read(t.Context(), j, bytes.NewReader(make([]byte, 21<<20)), Options{})
	if !errors.Is(err, errs.New(errs.Invalid, "jail.file_large")) {
		t.Errorf("got %v", err)
	}
}

// TestMutations spoils files in many ways; none may be read for long or end the
// process. Which bytes are spoilt is the same in every run.
func TestMutations(t *testing.T) {
	files, err := filepath.Glob("testdata/messy/*")
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(7)
	chance := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed>>33) % n
	}
	spoilt := 0
	for _, name := range files {
		if strings.HasSuffix(name, ".golden") || strings.HasSuffix(name, ".md") {
			continue
		}
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 60 {
			data := append([]byte(nil), whole...)
			for range 1 + chance(20) {
				data[chance(len(data))] = byte(chance(256))
			}
			switch chance(4) {
			case 0:
				data = data[:chance(len(data))]
			case 1:
				at := chance(len(data))
				data = append(append(append([]byte(nil), data[:at]...), data[chance(len(data)):]...), data[at:]...)
			}
			began := time.Now()
			if _, err := Parse(data, Options{}); err != nil && errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s took %v", name, took)
			}
			spoilt++
		}
	}
	t.Logf("%d spoilt files", spoilt)
}
