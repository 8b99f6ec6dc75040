package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pobratim/internal/kit/jail"
)

// lookOf prints a book as a person would lay it out: sheets, rows, cells.
func lookOf(b *Book) string {
	var s strings.Builder
	for i, sh := range b.Sheets {
		if i > 0 || sh.Name != "" || sh.Hidden {
			fmt.Fprintf(&s, "# %s", sh.Name)
			if sh.Hidden {
				s.WriteString(" (hidden)")
			}
			s.WriteString("\n")
		}
		for _, r := range sh.Rows {
			s.WriteString(strings.ReplaceAll(strings.Join(r, " | "), "\n", "⏎") + "\n")
		}
		for _, m := range sh.Merged {
			fmt.Fprintf(&s, "merged %s:%s\n", address(m.Row, m.Column), address(m.LastRow, m.LastColumn))
		}
	}
	for _, n := range b.Notes {
		fmt.Fprintf(&s, "note %s %v\n", n.Key, n.Args)
	}
	return s.String()
}

func expect(t *testing.T, data []byte, format Format, want string) *Book {
	t.Helper()
	b, err := Parse(data, Options{})
	if err != nil {
		t.Errorf("%v", err)
		return nil
	}
	if b.Format != format {
		t.Errorf("the format is %s, want %s", b.Format, format)
	}
	if got := lookOf(b); strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	return b
}

// packed makes an archive of names and contents, one after the other.
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

// workbook makes an XLSX of the content of sheetData and what follows, and of
// further parts.
func workbook(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	parts := []string{
		"[Content_Types].xml", `<Types/>`,
		"_rels/.rels", `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Лист 1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + sheet + `</worksheet>`,
	}
	return packed(t, append(parts, more...)...)
}

// columnOfFormats is a sheet and its styles: one value in each of the formats.
func columnOfFormats(value string, codes ...string) (sheet, styles string) {
	var rows, formats, xfs strings.Builder
	for i, c := range codes {
		fmt.Fprintf(&rows, `<row><c s="%d"><v>%s</v></c></row>`, i, value)
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, escapeXML(c))
		fmt.Fprintf(&xfs, `<xf numFmtId="%d"/>`, 164+i)
	}
	return rows.String() + `</sheetData>`, `<styleSheet><numFmts>` + formats.String() + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>` + xfs.String() + `</cellXfs></styleSheet>`
}

func TestFormatsOfCells(t *testing.T) {
	for _, c := range []struct{ value, code, want string }{
		{"32793", "dd.mm.yyyy", "1989-10-12"},
		{"32793", `[$-419]d\ mmmm\ yyyy\ "г.";@`, "1989-10-12"},
		{"32793", "[$-FC19]dd mmmm yyyy г\\.;@", "1989-10-12"},
		{"32793", "ДД.ММ.ГГГГ", "1989-10-12"},
		{"32793", "m/d/yy", "1989-10-12"},
		{"32793", "mmm yy", "1989-10"},
		{"32793", "[$-419]mmmm yyyy;@", "1989-10"},
		{"32793", "mm.yyyy", "1989-10"},
		{"32793", "yyyy", "1989"},
		{"32793", `yyyy\ "г."`, "1989"},
		{"32793", "d mmmm", "1989-10-12"},
		{"32793", "General", "32793"},
		{"32793", "#,##0", "32793"},
		{"32793", "# ##0", "32793"},
		{"32793", "0.00", "32793"},
		{"32793", `#,##0\ "₽"`, "32793"},
		{"32793", `0\ "м"`, "32793"},
		{"32793.6041666667", "dd.mm.yyyy hh:mm", "1989-10-12T14:30:00"},
		{"32793.6041666667", "dd.mm.yyyy", "1989-10-12"},
		{"32793", "dd.mm.yyyy hh:mm", "1989-10-12"},
		{"0.6041666667", "h:mm", "14:30"},
		{"1.0625", "[h]:mm", "25:30:00"},
		{"0.25", "0%", "25%"},
		{"0.3333", "0.0%", "33.33%"},
		{"7.9E10", "General", "79000000000"},
		{"79211234567", "General", "79211234567"},
		{"7.9211234567E10", "0.00E+00", "79211234567"},
		{"9211234567", `"+7" (000) 000-00-00`, "+7 (921) 123-45-67"},
		{"9211234567", `\+7\ \(###\)\ ###\-##\-##`, "+7 (921) 123-45-67"},
		{"42", "000000", "000042"},
		{"614000", "000000", "614000"},
		{"12345678901234567890", "General", "12345678901234567890"},
		{"0.30000000000000004", "General", "0.3"},
		{"1.5", "General", "1.5"},
		{"-1234.5", "General", "-1234.5"},
		{"1E-7", "General", "0.0000001"},
		{"1", "dd.mm.yyyy", "1900-01-01"},
		{"59", "dd.mm.yyyy", "1900-02-28"},
		{"61", "dd.mm.yyyy", "1900-03-01"},
		{"-5", "dd.mm.yyyy", "-5"},
		{"2958466", "dd.mm.yyyy", "2958466"},
		{"5", `"Д-"0`, "5"},
		{"12", "@", "12"},
		{"44927", "[Red]yyyy-mm-dd", "2023-01-01"},
		{"44927", "dddd, d mmmm yyyy", "2023-01-01"},
	} {
		sheet, styles := columnOfFormats(c.value, c.code)
		b, err := Parse(workbook(t, sheet, "xl/styles.xml", styles), Options{})
		if err != nil {
			t.Errorf("%s as %s: %v", c.value, c.code, err)
			continue
		}
		if got := b.Sheets[0].Rows[0][0]; got != c.want {
			t.Errorf("%s as %s is %q, want %q", c.value, c.code, got, c.want)
		}
	}
}

func TestXLSX(t *testing.T) {
	sheet := `<row r="2" spans="1:3"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>` +
		`<row r="4"><c r="A4" t="inlineStr"><is><r><t>два </t></r><r><t xml:space="preserve">слова</t></r></is></c><c r="B4" t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1&amp;"x"</f><v>итог</v></c><c><f>SUM(A1:A2)</f></c><c t="d"><v>1989-10-12T00:00:00</v></c></row>` +
		`<row r="9" s="5"/></sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells>`
	shared := `<sst><si><t> Город_x000D_&#10;Пермь</t><rPh><t>чтение</t></rPh></si><si><r><t>а</t></r><r><t>б</t></r></si></sst>`
	expect(t, workbook(t, sheet, "xl/sharedStrings.xml", shared, "xl/vbaProject.bin", "", "xl/externalLinks/externalLink1.xml", ""), XLSX, `
# Лист 1

Город⏎Пермь |  | аб

два слова | true | #N/A | итог |  | 1989-10-12
merged A1:C1
note sheet.note.macros []
note sheet.note.links []
note sheet.note.formulas [n 1]`)
}

func TestXLSX1904AndHiddenSheets(t *testing.T) {
	data := packed(t, "[Content_Types].xml", "",
		"xl/workbook.xml", `<x:workbook xmlns:x="m"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a" r:id="r1" xmlns:r="r"/><x:sheet name="b" state="veryHidden" r:id="r2" xmlns:r="r"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels", `<R><Relationship Id="r1" Type="t/worksheet" Target="a.xml"/><Relationship Id="r2" Type="t/worksheet" Target="b.xml"/><Relationship Id="r3" Type="t/styles" Target="styles.xml"/></R>`,
		"xl/styles.xml", `<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>`,
		"xl/a.xml", `<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c s="1"><x:v>31331</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		"xl/b.xml", `<worksheet/>`)
	expect(t, data, XLSX, "# a\n1989-10-12\n# b (hidden)\n")
}

const odsHead = `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:automatic-styles>` +
	`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>` +
	`<number:date-style style:name="N1"><number:month number:textual="true"/><number:text> </number:text><number:year/></number:date-style>` +
	`<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>` +
	`</office:automatic-styles><office:body><office:spreadsheet>`

func TestODS(t *testing.T) {
	content := odsHead + `<table:table table:name="Лист"><table:table-column table:number-columns-repeated="1024"/>` +
		`<table:table-row><table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="1"><text:p>Города-<text:span>побратимы</text:span></text:p><text:p>2017<text:s text:c="2"/>г.</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7" calcext:value-type="float"><text:p>7</text:p></table:table-cell></table:table-row>` +
		`<table:table-row><table:table-cell office:value-type="date" office:date-value="1989-10-12T14:30:00"><office:annotation><text:p>примечание</text:p></office:annotation><text:p>12.10.89</text:p></table:table-cell>` +
		`<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="1989-10-12"><text:p>окт. 1989</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25 %</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="currency" office:value="1234.5"><text:p>1 234,50 ₽</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="float" office:value="79211234567"><text:p>+7 (921) 123-45-67</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="float" office:value="42"><text:p>00042</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>ИСТИНА</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="time" office:time-value="PT14H30M00S"><text:p>14:30</text:p></table:table-cell>` +
		`<table:table-cell table:number-columns-repeated="16376"/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>` +
		`<table:table table:name="x" table:style-name="ta2"/></office:spreadsheet></office:body></office:document-content>`
	want := "# Лист\nГорода-побратимы⏎2017  г.\n7\n7\n1989-10-12T14:30:00 | 1989-10 | 25% | 1234.5 | +7 (921) 123-45-67 | 00042 | true | 14:30\nmerged A1:C1\n# x (hidden)\n"
	expect(t, packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", content), ODS, want)
	expect(t, []byte(content), ODS, want) // as one XML file
}

func TestDelimited(t *testing.T) {
	for in, want := range map[string]string{
		"Город;Страна\nПермь;Россия\n": "Город | Страна\nПермь | Россия",
		"sep=;\r\nа;б\r\n":                "а | б",
		"\"sep=,\"\nа,б\n":                "а | б",
		"а\tб\nв\tг":                      "а | б\nв | г",
		"a|b\nc|d\n":                      "a | b\nc | d",
		"\"a;\"\"b\"\"\nc\";d\r\ne;f\r\n": "a;\"b\"⏎c | d\ne | f",
		"a;1,5;x\nb;2,5;y\nc;3,5;z\n":     "a | 1,5 | x\nb | 2,5 | y\nc | 3,5 | z",
		"name,year\n\"Vilnius, Lithuania\",1992\nPerm,2003\n":              "name | year\nVilnius, Lithuania | 1992\nPerm | 2003",
		"Отчёт за 2017 год\n\nГород;Страна\nПермь;Россия\nОсло;Норвегия\n": "Отчёт за 2017 год\n\nГород | Страна\nПермь | Россия\nОсло | Норвегия",
		"=\"00123\";'=1+1;\"=\"\"007\"\"\"\nа;б;в\n":                       "00123 | =1+1 | 007\nа | б | в",
		"\"Дружба\" и другие;5\nМир;6\n":                                   "\"Дружба\" и другие | 5\nМир | 6",
		"a;\"незакрыто\nb;c\n":                                             "a | \"незакрыто\nb | c",
		"a;b\rc;d\r":                                                       "a | b\nc | d",
		"+79211234567;8 (342) 212-00-00;007\n1;2;3\n":                      "+79211234567 | 8 (342) 212-00-00 | 007\n1 | 2 | 3",
	} {
		expect(t, []byte(in), CSV, want)
	}
	for in, want := range map[string]string{
		"Дуйсбург, Оксфорд, Агридженто":                 "Дуйсбург, Оксфорд, Агридженто",
		"Варкаус и Йоенсуу\nМо и Рана\n\nУмео\n":        "Варкаус и Йоенсуу\nМо и Рана\n\nУмео",
		"Луисвилл (США), 1994\nОксфорд, Великобритания": "Луисвилл (США), 1994\nОксфорд, Великобритания",
	} {
		expect(t, []byte(in), Text, want)
	}
}

func TestEncodings(t *testing.T) {
	text := "Город;Страна;Год\r\nДуйсбург;Германия;2007\r\n"
	for name, page := range map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "KOI8-R": charmap.KOI8R, "IBM866": charmap.CodePage866} {
		b, err := page.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		if book := expect(t, []byte(b), CSV, "Город | Страна | Год\nДуйсбург | Германия | 2007"); book != nil && (book.Encoding != name || book.Separator != ';') {
			t.Errorf("%s is taken for %s, separator %q", name, book.Encoding, book.Separator)
		}
	}
	b, err := Parse([]byte("Stra\xdfe;M\xfcller"), Options{Encoding: "windows-1251", Separator: ';'})
	if err != nil || lookOf(b) != "StraЯe | Mьller\n" {
		t.Errorf("a chosen encoding is not used: %v", b)
	}
	if _, err := Parse([]byte("a"), Options{Encoding: "EBCDIC"}); err == nil {
		t.Error("an unknown encoding is accepted")
	}
}

func TestJSON(t *testing.T) {
	for in, want := range map[string]string{
		`[{"a":1,"b":{"c":"x","d":[1,2]}},{"a":12345678901234567890,"e":true,"f":null,"g":[{"h":1}]}]`: "a | b.c | b.d | e | f | g\n1 | x | 1; 2\n12345678901234567890 |  |  | true |  | [{\"h\":1}]",
		`[["a","b"],[1,2.50]]`:         "a | b\n1 | 2.50",
		`["x","y"]`:                    "x\ny",
		`{"data":[{"a":1}],"count":1}`: "# data\na\n1",
		`{"r":{"items":[{"a":1}]}}`:    "# r.items\na\n1",
		`{"a":1,"b":"x"}`:              "a | b\n1 | x",
		"{\"a\":1}\n{\"a\":2}\n":       "a\n1\n2",
		`{"1989":{"partners":[{"n":"x"},{"n":"y"}]},"1990":{"partners":[]}}`: " | partners.n\n1989 | x\n1989 | y\n1990",
		`[7.9e10]`: "79000000000",
	} {
		expect(t, []byte(in), JSON, want)
	}
}

func TestHTML(t *testing.T) {
	page := `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=windows-1251><style>td{}</style></head><body><p>до</p><table><caption>Города</caption>
<tr><th colspan=2>Название &amp; год<th rowspan="2">Итог</tr><tr><td>Пермь<br>Россия<td x:num="1989.5">1 989,5</tr><tr><td><table><tr><td>внутри</table><td>&nbsp;x&nbsp;<td>="007"</table></body>`
	b, err := charmap.Windows1251.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, []byte(b), HTML, "внутри\n# Города\nНазвание & год |  | Итог\nПермь⏎Россия | 1989.5\n | x | 007\nmerged A1:B1\nmerged C1:C2")
}

func TestXML2003(t *testing.T) {
	data := `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="mmm\-yy"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="Лист"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Город &amp;c</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2" ss:StyleID="s1"><Data ss:Type="DateTime">1989-10-01T00:00:00.000</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="Number">32793</Data><Comment><Data>нет</Data></Comment></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>`
	expect(t, []byte(data), XLS, "# Лист (hidden)\nГород &c\n\n | 1989-10 | 1989-10-12 | true\nmerged A1:B1")
}

func TestVCard(t *testing.T) {
	data := "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9F=D0=B5=D1=82=D1=80=D0=BE=D0=B2;=D0=9F=\r\n=D1=91=D1=82=D1=80\r\nTEL;CELL:+7 921 123-45-67\r\nTEL;WORK;FAX:8 342 2120000\r\nPHOTO;JPEG;ENCODING=BASE64:\r\n AAAA\r\n BBBB\r\n\r\nEND:VCARD\r\n" +
		"BEGIN:VCARD\nVERSION:4.0\nFN:Anna \\, Meier\nitem1.ORG:Stadt Duisburg;Amt für\n  Internationales\nitem1.EMAIL;TYPE=work:a@example.de\nEMAIL:b@example.de\nADR;TYPE=work:;;Burgplatz 19;Duisburg;;47051;Deutschland\nBDAY:--1012\nTEL;VALUE=uri:tel:+49-203-1\nNOTE:a\\nb\nX-CUSTOM:c\nPHOTO;VALUE=URI:http://evil.example/p.jpg\nEND:VCARD\n"
	expect(t, []byte(data), VCF, `
FN | N-FAMILY | N-GIVEN | ORG | ORG-UNIT | TEL | FAX | EMAIL | ADR | BDAY | NOTE | X-CUSTOM
Петров Пётр | Петров | Пётр |  |  | +7 921 123-45-67 | 8 342 2120000
Anna , Meier |  |  | Stadt Duisburg | Amt für Internationales | +49-203-1 |  | a@example.de; b@example.de | Burgplatz 19, Duisburg, 47051, Deutschland | XXXX-10-12 | a⏎b | c
note sheet.note.pictures [n 2]`)
}

func TestICalendar(t *testing.T) {
	data := "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" +
		"BEGIN:VEVENT\r\nSUMMARY:Визит\\, делегация\r\nDTSTART;VALUE=DATE:20260612\r\nDTEND;VALUE=DATE:20260615\r\nATTENDEE;CN=\"Meier: Anna\":mailto:a@example.de\r\nBEGIN:VALARM\r\nDESCRIPTION:звонок\r\nEND:VALARM\r\nRRULE:FREQ=YEARLY;BYDAY=0TH\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nSUMMARY:Встреча\r\nDTSTART;TZID=/mozilla.org/Europe/Berlin:20260612T103000\r\nDURATION:PT1H30M\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nSUMMARY:Z\r\nDTSTART:20260612T103000Z\r\nDTEND:20260612T113000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	expect(t, []byte(data), ICS, `
SUMMARY | DTSTART | DTEND | ATTENDEE | RRULE
Визит, делегация | 2026-06-12 | 2026-06-14 | Meier: Anna <a@example.de> | FREQ=YEARLY;BYDAY=0TH
Встреча | 2026-06-12T10:30:00+02:00 | 2026-06-12T12:00:00+02:00
Z | 2026-06-12T10:30:00Z | 2026-06-12T11:30:00
note sheet.note.repeats [n 1]`)
}

// TestOwnFilesComeBack reads what the writers wrote.
func TestOwnFilesComeBack(t *testing.T) {
	var x, c bytes.Buffer
	if err := WriteXLSX(&x, sampleTable()); err != nil {
		t.Fatal(err)
	}
	if err := WriteCSV(&c, sampleTable()); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"xlsx": x.Bytes(), "csv": c.Bytes()} {
		b, err := Parse(data, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows := b.Sheets[0].Rows
		for i, want := range hostile() {
			want = strings.TrimSpace(strings.ReplaceAll(want, "\r", "\n"))
			got := strings.TrimSpace(rows[i+1][0])
			if got != want || rows[i+1][2] != "1989-10-12" {
				t.Errorf("%s: %q comes back as %q", name, want, rows[i+1])
			}
		}
	}
}

// TestRead goes through a child.
func TestRead(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var x bytes.Buffer
	if err := WriteXLSX(&x, sampleTable(), Table{Name: "b", Rows: Rows([][]Cell{{}, nil, {String("x")}})}); err != nil {
		t.Fatal(err)
	}
	want, err := Parse(x.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(t.Context(), j, &x, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if lookOf(got) != lookOf(want) || len(got.Sheets) != 2 || got.Format != XLSX {
		t.Errorf("through the child comes %s", lookOf(got))
	}
}
