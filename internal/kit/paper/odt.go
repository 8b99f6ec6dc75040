package paper

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// ODT writes the document in OpenDocument 1.2.
func (d Document) ODT(w io.Writer) error {
	o := &odt{d: d, styles: map[string]string{}}
	for i, block := range d.Blocks {
		o.block(block, i+1 < len(d.Blocks) && d.Blocks[i+1].Table != nil)
	}
	if o.fresh {
		o.paragraph(nil, look{style: "Gap", fresh: true})
	}
	z := zip.NewWriter(w)
	for _, p := range o.parts() {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		if p.name == "mimetype" { // first and as it is, so that the file tells what it is
			h.Method, h.Modified = zip.Store, time.Time{}
		}
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, p.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// odt is the body while it is written.
type odt struct {
	d        Document
	body     strings.Builder
	auto     strings.Builder   // styles of single paragraphs, runs and tables
	styles   map[string]string // name by what it says
	pictures []*Picture
	tables   int
	fresh    bool
}

func (o *odt) put(markup ...string) {
	for _, s := range markup {
		o.body.WriteString(s)
	}
}

// style names an automatic style; says is all between its tags.
func (o *odt) style(family, parent, says string) string {
	key := family + "|" + parent + "|" + says
	if name, known := o.styles[key]; known {
		return name
	}
	name := map[string]string{"paragraph": "P", "text": "T", "table": "Ta", "table-column": "Co", "table-row": "Ro", "table-cell": "Ce"}[family] + strconv.Itoa(len(o.styles)+1)
	o.styles[key] = name
	o.auto.WriteString(`<style:style style:name="` + name + `" style:family="` + family + `"`)
	if parent != "" {
		o.auto.WriteString(` style:parent-style-name="` + parent + `"`)
	}
	o.auto.WriteString(`>` + says + `</style:style>`)
	return name
}

func (o *odt) block(block Block, beforeTable bool) {
	switch {
	case block.PageBreak:
		o.fresh = true
	case block.Table != nil:
		if o.fresh {
			o.paragraph(nil, look{style: "Gap", fresh: true})
			o.fresh = false
		}
		o.table(block.Table, block.Keep)
	default:
		style := "Standard"
		if block.Heading > 0 {
			style = "Heading" + strconv.Itoa(min(block.Heading, 3))
		}
		o.paragraph(block.Text, look{style: style, align: block.Align, keep: block.Keep || beforeTable && block.Heading > 0, fresh: o.fresh, indent: block.Indent, rule: block.Rule, tight: block.Tight})
		o.fresh = false
	}
}

func (o *odt) paragraph(runs []Run, l look) {
	tag := "text:p"
	level := ""
	if rest, is := strings.CutPrefix(l.style, "Heading"); is {
		tag, level = "text:h", ` text:outline-level="`+rest+`"`
	}
	o.put(`<`, tag, ` text:style-name="`, o.paragraphStyle(runs, l), `"`, level, `>`)
	for _, r := range runs {
		r.Bold = r.Bold || l.bold
		o.run(r)
	}
	o.put(`</`, tag, `>`)
}

// paragraphStyle is the named style itself, or an automatic one on top of it.
func (o *odt) paragraphStyle(runs []Run, l look) string {
	var p strings.Builder
	rtl := o.d.leftward(runs)
	if align := [...]string{Start: "", Center: "center", End: "end", Justify: "justify"}[l.align]; align != "" {
		p.WriteString(` fo:text-align="` + align + `"`)
	}
	if rtl {
		if l.align == Start {
			p.WriteString(` fo:text-align="start"`)
		}
		p.WriteString(` style:writing-mode="rl-tb"`)
	}
	if l.keep {
		p.WriteString(` fo:keep-with-next="always"`)
	}
	if l.fresh {
		p.WriteString(` fo:break-before="page"`)
	}
	if l.tight {
		p.WriteString(` fo:margin-bottom="0mm"`)
	}
	if l.indent {
		p.WriteString(` fo:text-indent="12.5mm"`)
	}
	if l.rule {
		p.WriteString(` fo:border-bottom="0.75pt solid #000000" fo:padding-bottom="1.4mm"`)
	}
	if p.Len() == 0 {
		return l.style
	}
	return o.style("paragraph", l.style, `<style:paragraph-properties`+p.String()+`/>`)
}

func (o *odt) run(r Run) {
	if r.Picture != nil {
		o.picture(r.Picture)
		return
	}
	if r.Text == "" {
		return
	}
	if href := r.href(); href != "" {
		o.put(`<text:a xlink:type="simple" xlink:href="`, escape(href), `">`)
		defer o.put(`</text:a>`)
	}
	var p strings.Builder
	if r.Bold {
		p.WriteString(` fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"`)
	}
	if r.Italic {
		p.WriteString(` fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"`)
	}
	if r.Underline {
		p.WriteString(` style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"`)
	}
	if r.Small {
		p.WriteString(` fo:font-size="9pt" style:font-size-asian="9pt" style:font-size-complex="9pt"`)
	}
	if r.Lang != "" && r.Lang != o.d.Lang {
		p.WriteString(odtLang(r.Lang))
	}
	if p.Len() > 0 {
		o.put(`<text:span text:style-name="`, o.style("text", "", `<style:text-properties`+p.String()+`/>`), `">`)
		defer o.put(`</text:span>`)
	}
	o.words(r.Text)
}

// words writes a text: line breaks, tabs and several spaces are elements.
func (o *odt) words(text string) {
	space := true // spaces at the beginning count for nothing
	for _, c := range printable(text) {
		switch {
		case c == '\n':
			o.put(`<text:line-break/>`)
		case c == '\t':
			o.put(`<text:tab/>`)
		case c == ' ' && space:
			o.put(`<text:s/>`)
			continue
		default:
			o.put(escape(string(c)))
		}
		space = c == ' ' || c == '\n' || c == '\t'
	}
}

// odtLang names a language for all three families of scripts. A country has to
// be named too; "none" is a country that nobody has.
func odtLang(tag string) string {
	lang, country, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	if len(country) != 2 {
		country = map[string]string{"ru": "RU", "en": "GB", "zh": "CN", "de": "DE", "fr": "FR"}[lang]
	}
	if country == "" {
		country = "none"
	}
	lang, country = escape(lang), escape(country)
	var b strings.Builder
	for _, family := range []string{"", "-asian", "-complex"} {
		space := "style"
		if family == "" {
			space = "fo"
		}
		fmt.Fprintf(&b, ` %s:language%s="%s" %[1]s:country%[2]s="%[4]s"`, space, family, lang, country)
	}
	return b.String()
}

// picture writes a picture in the line; what is no picture in points is left out.
func (o *odt) picture(p *Picture) {
	high, good := p.height()
	if !good {
		return
	}
	o.pictures = append(o.pictures, p)
	n := strconv.Itoa(len(o.pictures))
	o.put(`<draw:frame draw:name="picture`, n, `" text:anchor-type="as-char" svg:width="`, strconv.Itoa(p.Width), `mm" svg:height="`, strconv.FormatFloat(high, 'f', 2, 64), `mm">`,
		`<draw:image xlink:href="Pictures/picture`, n, `.`, p.kind(), `" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>`, escape(p.Alt), `</svg:desc></draw:frame>`)
}

func (o *odt) table(t *Table, keep bool) {
	all, width := 0, 180.0
	if o.d.Landscape {
		width = 267
	}
	for _, c := range t.Columns {
		all += c.share()
	}
	mode := ""
	if leftward(o.d.Lang) {
		mode = ` style:writing-mode="rl-tb"`
	}
	if keep {
		mode += ` fo:keep-with-next="always"`
	}
	o.tables++
	name := t.Name
	if name == "" {
		name = "Table"
	}
	o.put(`<table:table table:name="`, escape(name), ` `, strconv.Itoa(o.tables), `" table:style-name="`,
		o.style("table", "", fmt.Sprintf(`<style:table-properties style:width="%.1fmm" table:align="margins" fo:margin-bottom="3mm"%s/>`, width, mode)), `">`)
	for _, c := range t.Columns {
		o.put(`<table:table-column table:style-name="`, o.style("table-column", "", fmt.Sprintf(`<style:table-column-properties style:column-width="%.2fmm"/>`, width*float64(c.share())/float64(all))), `"/>`)
	}
	lines, inset := ` fo:border="none"`, ` fo:padding-left="0mm" fo:padding-right="0mm" fo:padding-top="0mm" fo:padding-bottom="0mm"`
	if t.Rules {
		lines, inset = ` fo:border="0.5pt solid #000000"`, ` fo:padding-left="1.5mm" fo:padding-right="1.5mm" fo:padding-top="0.3mm" fo:padding-bottom="0.3mm"`
	}
	last := o.style("table-cell", "", `<style:table-cell-properties`+lines+inset+`/>`)
	cell := last
	if !t.Rules {
		cell = o.style("table-cell", "", `<style:table-cell-properties`+lines+strings.Replace(inset, `padding-right="0mm"`, `padding-right="5mm"`, 1)+`/>`)
	}
	whole := o.style("table-row", "", `<style:table-row-properties fo:keep-together="always"/>`)
	if t.titled() {
		o.put(`<table:table-header-rows><table:table-row table:style-name="`, whole, `">`)
		for _, c := range t.Columns {
			o.cell(Words(c.Title), cell, 1, look{style: "TableHead", align: Center, keep: true})
		}
		o.put(`</table:table-row></table:table-header-rows>`)
	}
	for _, row := range t.Rows {
		o.row(t, row, cell, last, whole)
	}
	o.put(`</table:table>`)
}

// row writes a row; cells but the last may keep room to the next.
func (o *odt) row(t *Table, row Row, cell, last, whole string) {
	style := "Standard"
	o.put(`<table:table-row`)
	if t.Rules {
		style = "TableText"
	}
	if t.Rules || row.Together {
		o.put(` table:style-name="`, whole, `"`)
	}
	o.put(`>`)
	if row.Whole {
		var c Cell
		if len(row.Cells) > 0 {
			c = row.Cells[0]
		}
		o.cell(c, last, len(t.Columns), look{style: style, keep: true, bold: row.Bold})
	} else {
		for i, column := range t.Columns {
			var c Cell
			if i < len(row.Cells) {
				c = row.Cells[i]
			}
			of := cell
			if i == len(t.Columns)-1 {
				of = last
			}
			o.cell(c, of, 1, look{style: style, align: column.Align, bold: row.Bold})
		}
	}
	o.put(`</table:table-row>`)
}

func (o *odt) cell(c Cell, style string, span int, l look) {
	o.put(`<table:table-cell table:style-name="`, style, `" office:value-type="string"`)
	if span > 1 {
		o.put(` table:number-columns-spanned="`, strconv.Itoa(span), `"`)
	}
	o.put(`>`)
	if len(c.Paragraphs) == 0 {
		o.paragraph(nil, l)
	}
	for _, p := range c.Paragraphs {
		o.paragraph(p, l)
	}
	o.put(`</table:table-cell>`)
	for range span - 1 {
		o.put(`<table:covered-table-cell/>`)
	}
}
