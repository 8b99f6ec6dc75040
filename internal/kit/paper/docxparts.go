package paper

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	packages  = "http://schemas.openxmlformats.org/package/2006/"
	relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + relations + `"`
	wordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// escape makes a text safe between tags and in attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(printable(s))) // a builder takes everything
	return b.String()
}

// file is a part of the package.
type file struct{ name, text string }

func (b *docx) parts() []file {
	list := []file{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + wordTypes + `document.main+xml"/>` +
			`<Override PartName="/word/styles.xml" ContentType="` + wordTypes + `styles+xml"/>` +
			`<Override PartName="/word/settings.xml" ContentType="` + wordTypes + `settings+xml"/>` +
			`<Override PartName="/word/fontTable.xml" ContentType="` + wordTypes + `fontTable+xml"/>` +
			`<Override PartName="/word/header1.xml" ContentType="` + wordTypes + `header+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="rId2" Type="` + packages + `relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"docProps/core.xml", b.d.core()},
		{"word/document.xml", xmlHead + `<w:document ` + wordSpace + `><w:body>` + b.body.String() + b.section() + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", b.relationships()},
		{"word/styles.xml", b.d.styles()},
		{"word/settings.xml", xmlHead + `<w:settings ` + wordSpace + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:autoHyphenation/><w:characterSpacingControl w:val="doNotCompress"/>` +
			`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/fontTable.xml", xmlHead + `<w:fonts ` + wordSpace + `><w:font w:name="PT Serif"><w:altName w:val="Times New Roman"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`},
		{"word/header1.xml", xmlHead + `<w:hdr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` +
			`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`},
	}
	for i, p := range b.pictures {
		list = append(list, file{fmt.Sprintf("word/media/picture%d.%s", i+1, p.kind()), string(p.Data)})
	}
	return list
}

// section is the page. Its first page has a header of its own, which is empty.
func (b *docx) section() string {
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, pageShort, pageLong)
	if b.d.Landscape {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, pageLong, pageShort)
	}
	bidi := ""
	if leftward(b.d.Lang) {
		bidi = `<w:bidi/>`
	}
	return `<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>` + size +
		fmt.Sprintf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`, marginUpDown, marginRight, marginUpDown, marginLeft, numberDown, numberDown) +
		`<w:titlePg/>` + bidi + `</w:sectPr>`
}

func (b *docx) relationships() string {
	var s strings.Builder
	s.WriteString(xmlHead + `<Relationships xmlns="` + packages + `relationships">`)
	for i, one := range []string{"styles", "settings", "fontTable", "header"} {
		target := one
		if one == "header" {
			target = "header1"
		}
		fmt.Fprintf(&s, `<Relationship Id="rId%d" Type="%s/%s" Target="%s.xml"/>`, i+1, relations, one, target)
	}
	for i, href := range b.addresses {
		fmt.Fprintf(&s, `<Relationship Id="link%d" Type="%s/hyperlink" Target="%s" TargetMode="External"/>`, i+1, relations, escape(href))
	}
	for i, p := range b.pictures {
		fmt.Fprintf(&s, `<Relationship Id="picture%d" Type="%s/image" Target="media/picture%[1]d.%[3]s"/>`, i+1, relations, p.kind())
	}
	s.WriteString(`</Relationships>`)
	return s.String()
}

// core is title, author, language and time of the file.
func (d Document) core() string {
	var s strings.Builder
	s.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="` + packages + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	for _, one := range [][2]string{{"dc:title", d.Title}, {"dc:creator", d.Author}, {"dc:language", d.Lang}} {
		if one[1] != "" {
			fmt.Fprintf(&s, `<%s>%s</%[1]s>`, one[0], escape(one[1]))
		}
	}
	if !d.At.IsZero() {
		for _, name := range []string{"created", "modified"} {
			fmt.Fprintf(&s, `<dcterms:%s xsi:type="dcterms:W3CDTF">%s</dcterms:%[1]s>`, name, d.At.UTC().Format(time.RFC3339))
		}
	}
	s.WriteString(`</cp:coreProperties>`)
	return s.String()
}

// styles are the document's: text of 12 points, tables of 10, headings by level.
func (d Document) styles() string {
	var s strings.Builder
	s.WriteString(xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="PT Serif" w:hAnsi="PT Serif" w:eastAsia="SimSun" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/>` + langTag(d.Lang) +
		`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for i, h := range []struct{ size, before, after int }{{30, 240, 160}, {26, 240, 120}, {24, 200, 100}} {
		fmt.Fprintf(&s, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %[1]d"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>`+
			`<w:pPr><w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="%[2]d" w:after="%[3]d"/><w:outlineLvl w:val="%[4]d"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="%[5]d"/><w:szCs w:val="%[5]d"/></w:rPr></w:style>`,
			i+1, h.before, h.after, i, h.size)
	}
	paragraph := func(id, name, pPr, rPr string) {
		s.WriteString(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="Normal"/><w:pPr>` + pPr + `</w:pPr><w:rPr>` + rPr + `</w:rPr></w:style>`)
	}
	paragraph("TableText", "Table Text", `<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="20"/><w:szCs w:val="20"/>`)
	paragraph("TableHead", "Table Head", `<w:suppressAutoHyphens/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/>`)
	paragraph("Gap", "Gap", `<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>`, `<w:sz w:val="8"/><w:szCs w:val="8"/>`)
	s.WriteString(`<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr></w:style>` +
		`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/><w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style>`)
	var lines strings.Builder
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		lines.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	s.WriteString(`<w:style w:type="table" w:customStyle="1" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
		`<w:style w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="Ruled"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` + lines.String() + `</w:tblBorders></w:tblPr></w:style></w:styles>`)
	return s.String()
}
