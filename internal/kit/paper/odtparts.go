package paper

import (
	"fmt"
	"strings"
	"time"
)

const (
	odtType   = "application/vnd.oasis.opendocument.text"
	odfSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" ` +
		`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.2"`
	odfHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
)

func (o *odt) parts() []file {
	manifest := odfHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="` + odtType + `"/>`
	for _, name := range []string{"content.xml", "styles.xml", "meta.xml"} {
		manifest += `<manifest:file-entry manifest:full-path="` + name + `" manifest:media-type="text/xml"/>`
	}
	list := []file{
		{"mimetype", odtType},
		{"content.xml", odfHead + `<office:document-content ` + odfSpaces + `>` + odtFonts + `<office:automatic-styles>` + o.auto.String() + `</office:automatic-styles><office:body><office:text>` + o.body.String() + `</office:text></office:body></office:document-content>`},
		{"styles.xml", o.d.odtStyles()},
		{"meta.xml", o.d.odtMeta()},
	}
	for i, p := range o.pictures {
		name := fmt.Sprintf("Pictures/picture%d.%s", i+1, p.kind())
		manifest += `<manifest:file-entry manifest:full-path="` + name + `" manifest:media-type="image/` + p.kind() + `"/>`
		list = append(list, file{name, string(p.Data)})
	}
	return append(list, file{"META-INF/manifest.xml", manifest + `</manifest:manifest>`})
}

const odtFonts = `<office:font-face-decls><style:font-face style:name="PT Serif" svg:font-family="'PT Serif', 'Times New Roman'" style:font-family-generic="roman" style:font-pitch="variable"/></office:font-face-decls>`

// odtStyles are the named styles and the page: the first has no number.
func (d Document) odtStyles() string {
	var s strings.Builder
	s.WriteString(odfHead + `<office:document-styles ` + odfSpaces + `>` + odtFonts + `<office:styles><style:default-style style:family="paragraph">` +
		`<style:paragraph-properties fo:margin-top="0mm" fo:margin-bottom="2.1mm" fo:line-height="110%" fo:orphans="2" fo:widows="2" style:tab-stop-distance="12.5mm"/>` +
		`<style:text-properties style:font-name="PT Serif" fo:font-size="12pt" style:font-size-asian="12pt" style:font-size-complex="12pt" fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"` + odtLang(d.Lang) + `/></style:default-style>` +
		`<style:style style:name="Standard" style:family="paragraph" style:class="text"/>`)
	for i, h := range []struct {
		size     int
		up, down string
	}{{15, "4.2", "2.8"}, {13, "4.2", "2.1"}, {12, "3.5", "1.8"}} {
		fmt.Fprintf(&s, `<style:style style:name="Heading%d" style:display-name="Heading %[1]d" style:family="paragraph" style:parent-style-name="Standard" style:next-style-name="Standard" style:default-outline-level="%[1]d" style:class="text">`+
			`<style:paragraph-properties fo:margin-top="%smm" fo:margin-bottom="%smm" fo:keep-with-next="always"/><style:text-properties fo:font-size="%dpt" style:font-size-asian="%[4]dpt" style:font-size-complex="%[4]dpt" fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold" fo:hyphenate="false"/></style:style>`,
			i+1, h.up, h.down, h.size)
	}
	for _, one := range []struct{ name, weight string }{{"TableText", ""}, {"TableHead", ` fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"`}} {
		fmt.Fprintf(&s, `<style:style style:name="%s" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="0.3mm" fo:margin-bottom="0.3mm" fo:line-height="100%%"/><style:text-properties fo:font-size="10pt" style:font-size-asian="10pt" style:font-size-complex="10pt"%s/></style:style>`, one.name, one.weight)
	}
	s.WriteString(`<style:style style:name="Gap" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0mm"/><style:text-properties fo:font-size="4pt"/></style:style>` +
		`<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard" style:class="extra"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="0mm"/></style:style></office:styles>`)
	size := `fo:page-width="210mm" fo:page-height="297mm" style:print-orientation="portrait"`
	if d.Landscape {
		size = `fo:page-width="297mm" fo:page-height="210mm" style:print-orientation="landscape"`
	}
	mode := ""
	if leftward(d.Lang) {
		mode = ` style:writing-mode="rl-tb"`
	}
	// The number stands 10 mm from the edge; where there is none, the margin is whole.
	s.WriteString(`<office:automatic-styles><style:page-layout style:name="Bare"><style:page-layout-properties ` + size + mode + ` fo:margin="20mm" fo:margin-top="20mm" fo:margin-bottom="20mm" fo:margin-left="20mm" fo:margin-right="10mm"/></style:page-layout>` +
		`<style:page-layout style:name="Numbered"><style:page-layout-properties ` + size + mode + ` fo:margin-top="10mm" fo:margin-bottom="20mm" fo:margin-left="20mm" fo:margin-right="10mm"/>` +
		`<style:header-style><style:header-footer-properties svg:height="10mm" fo:min-height="10mm" fo:margin-bottom="4mm" style:dynamic-spacing="true"/></style:header-style></style:page-layout></office:automatic-styles>` +
		`<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Bare" style:next-style-name="Following"/>` +
		`<style:master-page style:name="Following" style:page-layout-name="Numbered"><style:header><text:p text:style-name="Header"><text:page-number text:select-page="current">2</text:page-number></text:p></style:header></style:master-page></office:master-styles></office:document-styles>`)
	return s.String()
}

// odtMeta is title, author, language and time of the file.
func (d Document) odtMeta() string {
	var s strings.Builder
	s.WriteString(odfHead + `<office:document-meta ` + odfSpaces + `><office:meta>`)
	for _, one := range [][2]string{{"dc:title", d.Title}, {"meta:initial-creator", d.Author}, {"dc:creator", d.Author}, {"dc:language", d.Lang}} {
		if one[1] != "" {
			fmt.Fprintf(&s, `<%s>%s</%[1]s>`, one[0], escape(one[1]))
		}
	}
	if !d.At.IsZero() {
		at := d.At.UTC().Format(time.RFC3339)
		fmt.Fprintf(&s, `<meta:creation-date>%s</meta:creation-date><dc:date>%[1]s</dc:date>`, at)
	}
	s.WriteString(`</office:meta></office:document-meta>`)
	return s.String()
}
