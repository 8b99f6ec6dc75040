package paper

import (
	"archive/zip"
	"io"
	"strconv"
	"strings"
	"time"
)

// Measures of a page in twentieths of a point: A4 and the margins of GOST R
// 7.0.97-2016. The number stands 10 mm from the upper edge.
const (
	pageShort    = 11906
	pageLong     = 16838
	marginLeft   = 1134
	marginRight  = 567
	marginUpDown = 1134
	numberDown   = 567
	gutter       = 284 // between columns without lines
)

// DOCX writes the document in WordprocessingML.
func (d Document) DOCX(w io.Writer) error {
	b := &docx{d: d, links: map[string]string{}}
	for i, block := range d.Blocks {
		b.block(block, i+1 < len(d.Blocks) && d.Blocks[i+1].Table != nil)
	}
	if b.fresh || b.afterTable {
		b.gap() // a body ends in a paragraph
	}
	z := zip.NewWriter(w)
	for _, p := range b.parts() {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, p.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// docx is the body while it is written.
type docx struct {
	d          Document
	body       strings.Builder
	links      map[string]string // relationship of an address
	addresses  []string          // in the order of the relationships
	pictures   []*Picture
	fresh      bool // what comes next begins a page
	afterTable bool
}

// put writes markup as it is.
func (b *docx) put(markup ...string) {
	for _, s := range markup {
		b.body.WriteString(s)
	}
}

func (b *docx) block(block Block, beforeTable bool) {
	switch {
	case block.PageBreak:
		b.fresh = true
	case block.Table != nil:
		if b.fresh || b.afterTable {
			b.gap() // two tables that touch would be one
		}
		b.table(block.Table, block.Keep)
		b.afterTable = true
	default:
		if b.afterTable {
			b.gap()
		}
		style := ""
		if block.Heading > 0 {
			style = "Heading" + strconv.Itoa(min(block.Heading, 3))
		}
		b.paragraph(block.Text, look{style: style, align: block.Align, keep: block.Keep || beforeTable && block.Heading > 0, fresh: b.fresh, indent: block.Indent, rule: block.Rule, tight: block.Tight})
		b.fresh = false
	}
}

// gap is a narrow empty paragraph.
func (b *docx) gap() {
	b.paragraph(nil, look{style: "Gap", fresh: b.fresh})
	b.fresh, b.afterTable = false, false
}

// look is how a paragraph stands.
type look struct {
	style string // its identifier in styles.xml; empty for Normal
	align Align
	keep  bool // on the page of the next paragraph
	fresh bool // on a new page
	bold  bool

	indent, rule, tight bool // as of a Block

	gutter bool // of a cell: with room between it and the next
}

// paragraph writes a paragraph; the order of its properties is the schema's.
func (b *docx) paragraph(runs []Run, l look) {
	b.put(`<w:p>`)
	var p strings.Builder
	if l.style != "" {
		p.WriteString(`<w:pStyle w:val="` + l.style + `"/>`)
	}
	if l.keep {
		p.WriteString(`<w:keepNext/>`)
	}
	if l.fresh {
		p.WriteString(`<w:pageBreakBefore/>`)
	}
	if l.rule {
		p.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="000000"/></w:pBdr>`)
	}
	if b.d.leftward(runs) {
		p.WriteString(`<w:bidi/>`)
	}
	if l.tight {
		p.WriteString(`<w:spacing w:after="0"/>`)
	}
	if l.indent {
		p.WriteString(`<w:ind w:firstLine="709"/>`)
	}
	// In a paragraph from right to left "right" means its end, which is the left.
	switch l.align {
	case Center:
		p.WriteString(`<w:jc w:val="center"/>`)
	case End:
		p.WriteString(`<w:jc w:val="right"/>`)
	case Justify:
		p.WriteString(`<w:jc w:val="both"/>`)
	}
	if p.Len() > 0 {
		b.put(`<w:pPr>`, p.String(), `</w:pPr>`)
	}
	for _, r := range runs {
		r.Bold = r.Bold || l.bold
		b.run(r)
	}
	b.put(`</w:p>`)
}

func (b *docx) run(r Run) {
	if r.Picture != nil {
		b.picture(r.Picture)
		return
	}
	if r.Text == "" {
		return
	}
	href := r.href()
	if href != "" {
		b.put(`<w:hyperlink r:id="`, b.relation(href), `" w:history="1">`)
		defer b.put(`</w:hyperlink>`)
	}
	var p strings.Builder
	if href != "" {
		p.WriteString(`<w:rStyle w:val="Hyperlink"/>`)
	}
	if r.Bold {
		p.WriteString(`<w:b/><w:bCs/>`)
	}
	if r.Italic {
		p.WriteString(`<w:i/><w:iCs/>`)
	}
	if r.Small {
		p.WriteString(`<w:sz w:val="18"/><w:szCs w:val="18"/>`)
	}
	if r.Underline {
		p.WriteString(`<w:u w:val="single"/>`)
	}
	lang := b.d.lang(r)
	if leftward(lang) {
		p.WriteString(`<w:rtl/>`)
	}
	if r.Lang != "" && r.Lang != b.d.Lang {
		p.WriteString(langTag(lang))
	}
	b.put(`<w:r>`)
	if p.Len() > 0 {
		b.put(`<w:rPr>`, p.String(), `</w:rPr>`)
	}
	for i, line := range strings.Split(r.Text, "\n") {
		if i > 0 {
			b.put(`<w:br/>`)
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.put(`<w:tab/>`)
			}
			if piece != "" {
				b.put(`<w:t xml:space="preserve">`, escape(piece), `</w:t>`)
			}
		}
	}
	b.put(`</w:r>`)
}

// picture writes a picture in the line; one that Word does not know is left out.
func (b *docx) picture(p *Picture) {
	high, good := p.height()
	if !good {
		return
	}
	b.pictures = append(b.pictures, p)
	n, cx, cy := strconv.Itoa(len(b.pictures)), strconv.Itoa(p.Width*emuPerMM), strconv.Itoa(int(high*emuPerMM))
	const space = "http://schemas.openxmlformats.org/drawingml/2006/"
	b.put(`<w:r><w:drawing><wp:inline xmlns:wp="`, space, `wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="`, cx, `" cy="`, cy, `"/><wp:docPr id="`, n, `" name="Picture `, n, `" descr="`, escape(p.Alt), `"/>`,
		`<a:graphic xmlns:a="`, space, `main"><a:graphicData uri="`, space, `picture"><pic:pic xmlns:pic="`, space, `picture"><pic:nvPicPr><pic:cNvPr id="`, n, `" name="Picture `, n, `"/><pic:cNvPicPr/></pic:nvPicPr>`,
		`<pic:blipFill><a:blip r:embed="picture`, n, `"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="`, cx, `" cy="`, cy, `"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`)
}

// emuPerMM is the unit of drawings.
const emuPerMM = 36000

// langTag names a language for all three families of scripts, since a reader of
// the file decides by the letters which of them it asks.
func langTag(lang string) string {
	l := escape(lang)
	return `<w:lang w:val="` + l + `" w:eastAsia="` + l + `" w:bidi="` + l + `"/>`
}

// relation is the identifier of a link's address.
func (b *docx) relation(href string) string {
	if id, ok := b.links[href]; ok {
		return id
	}
	b.addresses = append(b.addresses, href)
	id := "link" + strconv.Itoa(len(b.addresses))
	b.links[href] = id
	return id
}

// width is how wide the text of a page is.
func (b *docx) width() int {
	if b.d.Landscape {
		return pageLong - marginLeft - marginRight
	}
	return pageShort - marginLeft - marginRight
}

// widths are the columns' widths, which together are the text's.
func (b *docx) widths(t *Table) []int {
	all := 0
	for _, c := range t.Columns {
		all += c.share()
	}
	widths, used, taken := make([]int, len(t.Columns)), 0, 0
	for i, c := range t.Columns {
		taken += c.share()
		widths[i] = b.width()*taken/all - used
		used += widths[i]
	}
	return widths
}

func (b *docx) table(t *Table, keep bool) {
	widths := b.widths(t)
	b.put(`<w:tbl><w:tblPr>`)
	if t.Rules {
		b.put(`<w:tblStyle w:val="Ruled"/>`)
	} else {
		b.put(`<w:tblStyle w:val="Plain"/>`)
	}
	if leftward(b.d.Lang) {
		b.put(`<w:bidiVisual/>`)
	}
	b.put(`<w:tblW w:w="`, strconv.Itoa(b.width()), `" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`)
	if t.Name != "" {
		b.put(`<w:tblCaption w:val="`, escape(t.Name), `"/>`)
	}
	b.put(`</w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		b.put(`<w:gridCol w:w="`, strconv.Itoa(w), `"/>`)
	}
	b.put(`</w:tblGrid>`)
	if t.titled() {
		b.put(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
		for i, c := range t.Columns {
			b.cell(Words(c.Title), widths[i], 1, look{style: "TableHead", align: Center, keep: true})
		}
		b.put(`</w:tr>`)
	}
	for i, row := range t.Rows {
		b.row(t, row, widths, keep && i == len(t.Rows)-1)
	}
	b.put(`</w:tbl>`)
}

func (b *docx) row(t *Table, row Row, widths []int, keep bool) {
	style := ""
	b.put(`<w:tr>`)
	if t.Rules || row.Together {
		b.put(`<w:trPr><w:cantSplit/></w:trPr>`)
	}
	if t.Rules {
		style = "TableText"
	}
	if row.Whole {
		var c Cell
		if len(row.Cells) > 0 {
			c = row.Cells[0]
		}
		b.cell(c, b.width(), len(widths), look{style: style, keep: true, bold: row.Bold})
	} else {
		for i, w := range widths {
			var c Cell
			if i < len(row.Cells) {
				c = row.Cells[i]
			}
			b.cell(c, w, 1, look{style: style, align: t.Columns[i].Align, bold: row.Bold, keep: keep, gutter: !t.Rules && i < len(widths)-1})
		}
	}
	b.put(`</w:tr>`)
}

// cell writes a cell over so many columns.
func (b *docx) cell(c Cell, width, span int, l look) {
	b.put(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(width), `" w:type="dxa"/>`)
	if span > 1 {
		b.put(`<w:gridSpan w:val="`, strconv.Itoa(span), `"/>`)
	}
	if l.gutter {
		b.put(`<w:tcMar><w:right w:w="`, strconv.Itoa(gutter), `" w:type="dxa"/></w:tcMar>`)
	}
	b.put(`</w:tcPr>`)
	if len(c.Paragraphs) == 0 {
		b.paragraph(nil, l)
	}
	for _, p := range c.Paragraphs {
		b.paragraph(p, l)
	}
	b.put(`</w:tc>`)
}
