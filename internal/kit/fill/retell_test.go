package fill

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/paper"
)

// lines are the words of a description, a line for each paragraph and row.
func lines(doc paper.Document) (all []string) {
	words := func(runs []paper.Run) string {
		var b strings.Builder
		for _, r := range runs {
			if r.Picture != nil {
				b.WriteString("[picture]")
			}
			b.WriteString(r.Text)
		}
		return b.String()
	}
	for _, b := range doc.Blocks {
		switch {
		case b.PageBreak:
			all = append(all, "---")
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				var cells []string
				for _, c := range row.Cells {
					var said []string
					for _, p := range c.Paragraphs {
						said = append(said, words(p))
					}
					cells = append(cells, strings.Join(said, " / "))
				}
				all = append(all, strings.Join(cells, " | "))
			}
		default:
			all = append(all, words(b.Text))
		}
	}
	return all
}

const (
	wordStyles = `<w:styles ` + spaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="N"/><w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="N"/><w:pPr><w:outlineLvl w:val="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="H1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:type="character" w:styleId="Em"><w:rPr><w:i/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>` +
		`<w:style w:type="table" w:styleId="Grid"><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr></w:style></w:styles>`
	wordLists = `<w:numbering ` + spaces + `><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>`
)

func item(num, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestRetellWord(t *testing.T) {
	body := `<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Приказ</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="Sub"/><w:jc w:val="left"/></w:pPr><w:r><w:t>О чём</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:jc w:val="both"/><w:ind w:firstLine="709"/></w:pPr><w:r><w:t xml:space="preserve">Просто </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>жирно</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Em"/><w:u w:val="single"/></w:rPr><w:t>косо</w:t></w:r><w:del><w:r><w:delText>вычеркнуто</w:delText></w:r></w:del><w:ins><w:r><w:t> вписано</w:t></w:r></w:ins></w:p>` +
		item("1", "0", "первое") + item("1", "1", "внутри") + item("1", "1", "ещё") + item("1", "0", "второе") + item("2", "0", "точка") +
		`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="3000"/></w:tblGrid>` +
		`<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>№</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Имя</w:t></w:r></w:p></w:tc></w:tr>` +
		`<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>Анна</w:t></w:r></w:p><w:p><w:r><w:t>вторая строка</w:t></w:r></w:p></w:tc></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>через всё</w:t></w:r></w:p></w:tc></w:tr></w:tbl>` +
		`<w:p><w:r><w:t>до</w:t><w:br w:type="page"/><w:t>после</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>Глава города</w:t><w:tab/><w:tab/><w:t>П. Примеров</w:t></w:r></w:p>` +
		`<w:p><w:r><w:tab/><w:t>с отступа</w:t><w:footnoteReference w:id="1"/></w:r></w:p>` +
		`<w:p><w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="720000"/><wp:docPr id="1" name="a" descr="герб"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>` +
		`<w:sectPr><w:headerReference w:type="first" r:id="rId2"/><w:footerReference w:type="first" r:id="rId3"/><w:pgSz w:w="16838" w:h="11906"/><w:titlePg/></w:sectPr>`
	head := func(kind, words string) string {
		return `<w:` + kind + ` ` + spaces + `><w:p><w:r><w:t>` + words + `</w:t></w:r></w:p></w:` + kind + `>`
	}
	file := docx(t, body, "word/styles.xml", wordStyles, "word/numbering.xml", wordLists, "word/header1.xml", head("hdr", "Администрация"), "word/footer1.xml", head("ftr", "Исполнитель"), "word/media/a.png", string(dot(t, 8, 8)),
		"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId2" Type="x/header" Target="header1.xml"/><Relationship Id="rId3" Type="x/footer" Target="footer1.xml"/><Relationship Id="rId9" Type="x/image" Target="media/a.png"/></Relationships>`)
	doc, lost, err := Retell(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Администрация", "Приказ", "О чём", "Просто жирнокосо вписано", "1.\u00a0первое", "1.а)\u00a0внутри", "1.б)\u00a0ещё", "2.\u00a0второе", "•\u00a0точка", "1 | Анна / вторая строка", "через всё", "до", "---", "после", "Глава города | П. Примеров", "с отступа", "[picture]"}
	if got := lines(doc); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if !slices.Equal(lost, []string{"header", "footer", "note", "tabs"}) {
		t.Errorf("lost %q", lost)
	}
	b := doc.Blocks
	if b[1].Heading != 1 || b[1].Align != paper.Center || b[2].Heading != 2 || b[2].Align != paper.Start || !doc.Landscape || b[3].Align != paper.Justify || !b[3].Indent || !b[14].Indent {
		t.Errorf("%+v", b)
	}
	if runs := b[3].Text; len(runs) != 4 || runs[0].Bold || !runs[1].Bold || !runs[2].Italic || !runs[2].Underline || runs[3].Italic {
		t.Errorf("%+v", runs)
	}
	if table := b[9].Table; !table.Rules || table.Columns[1].Title != "Имя" || table.Columns[1].Share != 3000 || table.Columns[1].Align != paper.End || !table.Rows[1].Whole {
		t.Errorf("%+v", table)
	}
	if p := b[15].Text[0].Picture; p == nil || p.Width != 20 || p.Alt != "герб" {
		t.Errorf("%+v", p)
	}
}

func TestRetellODT(t *testing.T) {
	file := odt(t, `<text:h text:outline-level="2">Заголовок</text:h><text:p>Первый<text:s text:c="2"/><text:span>абзац</text:span><text:line-break/>ниже</text:p>`+
		`<text:list><text:list-item><text:p>раз</text:p><text:list><text:list-item><text:p>внутри</text:p></text:list-item></text:list></text:list-item></text:list>`+
		`<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>а</text:p></table:table-cell><table:table-cell><text:p>б</text:p></table:table-cell></table:table-row></table:table>`+
		`<text:p><draw:frame><draw:text-box><text:p>надпись</text:p></draw:text-box></draw:frame>текст</text:p>`)
	doc, lost, err := Retell(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := lines(doc); !slices.Equal(got, []string{"Заголовок", "Первый  абзац\nниже", "•\u00a0раз", "•\u00a0внутри", "а | б", "текст"}) || doc.Blocks[0].Heading != 2 || !slices.Equal(lost, []string{"box"}) {
		t.Errorf("%q %+v %q", got, doc.Blocks[0], lost)
	}
}

// TestRetoldIsTheSame writes a description as DOCX and ODT and wants the same back.
func TestRetoldIsTheSame(t *testing.T) {
	doc := paper.Document{Lang: "ru", Blocks: []paper.Block{
		{Text: []paper.Run{{Picture: &paper.Picture{Data: dot(t, 8, 8), Width: 16, Alt: "герб"}}}, Align: paper.Center},
		{Heading: 1, Text: paper.Plain("Распоряжение"), Align: paper.Center},
		{Text: []paper.Run{{Text: "Слова "}, {Text: "жирно", Bold: true}, {Text: " и "}, {Text: "косо", Italic: true}, {Text: ", "}, {Text: "с чертой", Underline: true}, {Text: ", "}, {Text: "мелко", Small: true}}, Align: paper.Justify, Indent: true, Rule: true},
		{Table: &paper.Table{Rules: true, Columns: []paper.Column{{Title: "№", Share: 1}, {Title: "Имя", Share: 4, Align: paper.End}}, Rows: []paper.Row{
			{Cells: []paper.Cell{paper.Words("1"), {Paragraphs: [][]paper.Run{paper.Plain("Анна"), {{Text: "Anna", Italic: true}}}}}},
			{Whole: true, Cells: []paper.Cell{paper.Words("Через всё")}},
		}}},
		{PageBreak: true},
		{Heading: 2, Text: paper.Plain("Дальше")},
		{Table: &paper.Table{Columns: []paper.Column{{}, {Align: paper.End}}, Rows: []paper.Row{{Cells: []paper.Cell{paper.Words("Глава города"), paper.Words("П. Примеров")}}}}},
	}}
	for _, format := range []string{"docx", "odt"} {
		var b bytes.Buffer
		write := doc.DOCX
		if format == "odt" {
			write = doc.ODT
		}
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		got, lost, err := Retell(b.Bytes())
		if err != nil || len(lost) > 0 {
			t.Fatalf("%s: %v, lost %q", format, err, lost)
		}
		// A gap before or after a table, and a page that begins, are paragraphs in the file.
		blocks := slices.DeleteFunc(got.Blocks, func(b paper.Block) bool { return b.Table == nil && !b.PageBreak && len(b.Text) == 0 })
		if len(blocks) != len(doc.Blocks) {
			t.Fatalf("%s: %q", format, lines(got))
		}
		for i, want := range doc.Blocks {
			have := blocks[i]
			if want.Table == nil {
				have.Keep = false // the style of a heading says so
				if want.Heading > 0 {
					for j := range have.Text {
						have.Text[j].Bold = false
					}
				}
				if !reflect.DeepEqual(have, want) {
					t.Errorf("%s: %+v\nwant %+v", format, have, want)
				}
				continue
			}
			if have.Table.Rules != want.Table.Rules || len(have.Table.Columns) != len(want.Table.Columns) || have.Table.Columns[1].Title != want.Table.Columns[1].Title || have.Table.Columns[1].Align != want.Table.Columns[1].Align {
				t.Errorf("%s: %+v\nwant %+v", format, have.Table, want.Table)
			}
			if a, b := lines(paper.Document{Blocks: []paper.Block{have}}), lines(paper.Document{Blocks: []paper.Block{want}}); !slices.Equal(a, b) {
				t.Errorf("%s: %q want %q", format, a, b)
			}
		}
	}
}

// FuzzRetell reads any body without a fault of its own.
func FuzzRetell(f *testing.F) {
	for _, seed := range []string{item("1", "0", "a") + item("1", "5", "b"), `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr></w:tc></w:tr></w:tbl>`, `<w:p><w:r><mc:AlternateContent/><w:tab/></w:r></w:p>`, `<w:sectPr/>`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		doc, _, err := Retell(docx(t, body, "word/styles.xml", wordStyles, "word/numbering.xml", wordLists))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := doc.DOCX(&b); err != nil {
			t.Fatal(err)
		}
	})
}
