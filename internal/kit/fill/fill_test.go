package fill

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/doctext"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/paper"
)

// packed is an archive of parts, in pairs of name and text.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		h := &zip.FileHeader{Name: parts[i], Method: zip.Deflate}
		if parts[i] == "mimetype" {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
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

const (
	types  = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	rootly = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	spaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
)

// docx is a document of Word with this body and further parts.
func docx(t testing.TB, body string, more ...string) []byte {
	return packed(t, append([]string{"[Content_Types].xml", types, "_rels/.rels", rootly, "word/document.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n<w:document " + spaces + "><w:body>" + body + "</w:body></w:document>"}, more...)...)
}

func odt(t testing.TB, body string) []byte {
	const head = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"`
	return packed(t, "mimetype", odtType, "content.xml", `<?xml version="1.0"?><office:document-content `+head+`><office:body><office:text>`+body+`</office:text></office:body></office:document-content>`,
		"META-INF/manifest.xml", `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="`+odtType+`"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`)
}

// p is a paragraph of Word, each text in a run of its own.
func p(texts ...string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	for _, one := range texts {
		b.WriteString(`<w:r><w:t xml:space="preserve">` + one + `</w:t></w:r>`)
	}
	return b.String() + "</w:p>"
}

func row(cells ...string) string {
	var b strings.Builder
	b.WriteString("<w:tr>")
	for _, one := range cells {
		b.WriteString("<w:tc>" + one + "</w:tc>")
	}
	return b.String() + "</w:tr>"
}

func partOf(t testing.TB, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wellFormed wants every part of a file to be whole XML.
func wellFormed(t testing.TB, file []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		d := xml.NewDecoder(strings.NewReader(partOf(t, file, f.Name)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
}

func dot(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func data(t testing.TB) Data {
	return Data{
		Texts: map[string]string{"city": "Пермь & «Кама»", "empty": "", "note": "первая\nвторая\tтретья", "spaced": "а   б"},
		Lists: map[string][]Data{
			"members": {{Texts: map[string]string{"name": "Anna Schmidt", "post": "Bürgermeisterin"}, Lists: map[string][]Data{"tongues": {{Texts: map[string]string{"tongue": "de"}}, {Texts: map[string]string{"tongue": "en"}}}}},
				{Texts: map[string]string{"name": "Li <Wei>", "post": ""}, Lists: map[string][]Data{"tongues": nil}}},
			"nobody": nil,
		},
		Pictures: map[string]Image{"crest": {Data: dot(t, 40, 20), Alt: "герб \"Перми\""}, "blank": {}},
	}
}

// names are what data knows.
func names() Names {
	return Names{Texts: []string{"city", "empty", "note", "spaced"}, Pictures: []string{"crest", "blank"}, Lists: map[string]Names{
		"members": {Texts: []string{"name", "post"}, Lists: map[string]Names{"tongues": {Texts: []string{"tongue"}}}},
		"nobody":  {Texts: []string{"name"}},
	}}
}

func filled(t testing.TB, file []byte) []byte {
	t.Helper()
	tpl, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := tpl.Check(names()); len(wrong) > 0 {
		t.Fatalf("problems: %+v", wrong)
	}
	out, wrong, err := tpl.Fill(data(t))
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %+v", err, wrong)
	}
	wellFormed(t, out)
	return out
}

// said is the text of a filled body, paragraphs by "|".
func said(t testing.TB, file []byte) string {
	t.Helper()
	out := filled(t, file)
	text, err := doctext.Of(out)
	if err != nil && !errors.Is(err, errs.New(errs.Invalid, "doctext.none")) {
		t.Fatal(err)
	}
	return strings.ReplaceAll(text, "\n", "|")
}

func TestWord(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"plain":               {p("Город {{city}}, область"), "Город Пермь & «Кама», область"},
		"split":               {p("Город {", "{ci", "ty}", "} и {{ ", "CITY", " }}."), "Город Пермь & «Кама» и Пермь & «Кама»."},
		"between noise":       {`<w:p><w:r><w:t>а {{ci</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>ty}}</w:t></w:r><w:bookmarkStart w:id="1" w:name="x"/><w:r><w:t> я</w:t></w:r></w:p>`, "а Пермь & «Кама» я"},
		"line break":          {p("{{note}}!"), "первая|вторая третья!"},
		"paragraphs":          {p("до") + p("{{#members}}") + p("{{name}}") + p("{{/members}}") + p("после"), "до|Anna Schmidt|Li <Wei>|после"},
		"in one paragraph":    {p("кто: {{#members}}", "{{name}}; ", "{{/members}}всё"), "кто: Anna Schmidt; Li <Wei>; всё"},
		"bounds in the text":  {p("{{#members}}А {{name}}") + p("Б {{post}}{{/members}}"), "А Anna Schmidt|Б Bürgermeisterin|А Li <Wei>|Б"},
		"nested inline":       {p("{{#members}}{{name}} ({{#tongues}}{{tongue}} {{/tongues}}{{?post}}{{post}}{{/post}}{{!post}}без должности{{/post}}) {{/members}}"), "Anna Schmidt (de en Bürgermeisterin) Li <Wei> (без должности)"},
		"nested paragraphs":   {p("{{#members}}{{?tongues}}") + p("{{name}}:") + p("{{#tongues}}") + p("{{tongue}} {{name}}") + p("{{/tongues}}") + p("{{/tongues}}{{/members}}"), "Anna Schmidt:|de Anna Schmidt|en Anna Schmidt"},
		"nested at the edges": {p("{{#members}}{{#tongues}}{{tongue}}") + p("{{name}}{{/tongues}}{{/members}}"), "de|Anna Schmidt|en|Anna Schmidt"},
		"rows":                {"<w:tbl>" + row(p("Имя"), p("Должность")) + row(p("{{#mem", "bers}}{{name}}"), p("{{post}}{{/members}}")) + "</w:tbl>", "Имя|Должность|Anna Schmidt|Bürgermeisterin|Li <Wei>"},
		"rows of marks":       {"<w:tbl>" + row(p("{{#members}}"), p("")) + row(p("{{name}}"), p("{{post}}")) + row(p("{{/members}}"), p("")) + "</w:tbl>" + p("я"), "Anna Schmidt|Bürgermeisterin|Li <Wei>|я"},
		"rows nested":         {"<w:tbl>" + row(p("{{#members}}{{#tongues}}{{name}}"), p("{{tongue}}{{/tongues}}{{/members}}")) + "</w:tbl>" + p("я"), "Anna Schmidt|de|Anna Schmidt|en|я"},
		"no rows":             {"<w:tbl>" + row(p("{{#nobody}}{{name}}"), p("{{/nobody}}")) + "</w:tbl>" + p("нет"), "нет"},
		"empty cell":          {"<w:tbl>" + row(p("{{?empty}}")+p("тут")+p("{{/empty}}"), p("б")) + "</w:tbl>", "б"},
		"not":                 {p("{{!nobody}}никого{{/nobody}}{{?nobody}}кто-то{{/nobody}}{{?city}} есть{{/city}}"), "никого есть"},
		"footnote":            {p("город") + `<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`, "город|Пермь & «Кама»"},
	} {
		t.Run(name, func(t *testing.T) {
			notes := `<w:footnotes ` + spaces + `></w:footnotes>`
			if name == "footnote" {
				notes = `<w:footnotes ` + spaces + `><w:footnote w:id="2">` + p("{{ci", "ty}}") + `</w:footnote></w:footnotes>`
			}
			got := said(t, docx(t, c.body, "word/footnotes.xml", notes))
			if squeeze(got) != squeeze(c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// squeeze forgets blanks that a reader of tables puts in.
func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "|", " | ")), " ")
}

func TestODT(t *testing.T) {
	tp := func(s string) string { return "<text:p>" + s + "</text:p>" }
	cell := func(s string) string { return "<table:table-cell>" + tp(s) + "</table:table-cell>" }
	for name, c := range map[string]struct{ body, want string }{
		"plain":  {tp("Город {{city}}"), "Город Пермь & «Кама»"},
		"split":  {tp(`Город {<text:span text:style-name="T1">{ci</text:span><text:span>ty<text:s/>}</text:span>}!`), "Город Пермь & «Кама»!"},
		"list":   {`<text:list><text:list-item>` + tp("{{#members}}{{name}}{{/members}}") + `</text:list-item></text:list>`, "Anna SchmidtLi <Wei>"},
		"items":  {`<text:list><text:list-item>` + tp("{{#members}}{{name}}") + `</text:list-item><text:list-item>` + tp("{{post}}{{/members}}") + `</text:list-item></text:list>`, "Anna Schmidt|Bürgermeisterin|Li <Wei>"},
		"rows":   {"<table:table><table:table-row>" + cell("{{#members}}{{name}}") + cell("{{post}}{{/members}}") + "</table:table-row></table:table>", "Anna Schmidt|Bürgermeisterin|Li <Wei>"},
		"spans":  {tp(`{{#members}}<text:span>{{name}}</text:span> {{/members}}`), "Anna Schmidt Li <Wei>"},
		"broken": {tp("{{note}}"), "первая|вторая третья"},
		"box":    {tp(`до<draw:frame><draw:text-box>` + tp("{{city}}") + `</draw:text-box></draw:frame>`), "Пермь & «Кама»|до"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := said(t, odt(t, c.body)); name != "box" && squeeze(got) != squeeze(c.want) || name == "box" && !strings.Contains(got, "Пермь & «Кама»") {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
	out := filled(t, odt(t, tp("{{spaced}}")))
	if got := partOf(t, out, "content.xml"); !strings.Contains(got, `а <text:s text:c="1"/><text:s text:c="1"/>б`) {
		t.Errorf("spaces are lost: %s", got)
	}
	z, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil || z.File[0].Name != "mimetype" || z.File[0].Method != zip.Store || len(z.File[0].Extra) > 0 {
		t.Errorf("the type does not come first as it is: %+v %v", z.File[0], err)
	}
}

// TestLook holds that what is filled in looks as the mark began, and that what no
// mark touches is what it was, byte by byte.
func TestLook(t *testing.T) {
	body := `<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{{ci</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>ty}} дальше</w:t></w:r></w:p>` +
		"<w:p  w:odd='1' ><w:r><w:t>a&#8212;b &amp; c</w:t></w:r></w:p  ><!-- x --><w:p/>"
	got := partOf(t, filled(t, docx(t, body)), "word/document.xml")
	for _, want := range []string{
		`<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Пермь &amp; «Кама»</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> дальше</w:t></w:r>`,
		"<w:p  w:odd='1' ><w:r><w:t>a&#8212;b &amp; c</w:t></w:r></w:p  ><!-- x --><w:p/>",
		`<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="both"/></w:pPr>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	// A section in the middle of a run leaves both halves in its look.
	got = partOf(t, filled(t, docx(t, `<w:p><w:r><w:rPr><w:u/></w:rPr><w:t>а{{#members}}б</w:t></w:r><w:r><w:t>в{{/members}}г</w:t></w:r></w:p>`)), "word/document.xml")
	if strings.Count(got, "<w:rPr><w:u/></w:rPr>") != 3 || !strings.Contains(got, `>г</w:t>`) {
		t.Error(got)
	}
	// A cell ends in a paragraph, or Word finds the file broken.
	got = partOf(t, filled(t, docx(t, "<w:tbl>"+row(p("{{?empty}}")+p("тут")+p("{{/empty}}"), p("б"))+"</w:tbl>")), "word/document.xml")
	if !strings.Contains(got, "<w:tc><w:p/></w:tc>") {
		t.Error(got)
	}
}

func TestNothingToFillChangesNothing(t *testing.T) {
	for name, file := range map[string][]byte{"docx": docx(t, p("просто текст")+"<w:sectPr/>"), "odt": odt(t, "<text:p>просто  текст</text:p>")} {
		part := map[string]string{"docx": "word/document.xml", "odt": "content.xml"}[name]
		once := filled(t, file)
		if partOf(t, once, part) != partOf(t, file, part) {
			t.Errorf("%s: the text was changed", name)
		}
		if again := filled(t, once); !bytes.Equal(once, again) {
			t.Errorf("%s: filling twice gives other bytes", name)
		}
	}
}

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct{ body, key, name, near string }{
		"unknown":             {p("{{sity}}"), "fill.unknown", "sity", "city"},
		"unknown, no hint":    {p("{{quite_another}}"), "fill.unknown", "quite_another", ""},
		"outside of its list": {p("{{name}}"), "fill.unknown", "name", "note"},
		"unclosed":            {p("{{#members}}") + p("{{name}}"), "fill.unclosed", "members", ""},
		"unopened":            {p("{{/members}}"), "fill.unopened", "members", ""},
		"crossed":             {p("{{#members}}{{?city}}{{/members}}{{/city}}"), "fill.crossed", "members", ""},
		"middle":              {p("до {{#members}}") + p("{{name}}") + p("{{/members}}"), "fill.middle", "members", ""},
		"apart":               {p("{{#members}}") + "<w:tbl>" + row(p("{{/members}}")) + "</w:tbl>", "fill.apart", "members", ""},
		"braces":              {p("{{city}"), "fill.braces", "", ""},
		"name":                {p("{{a b}}"), "fill.name", "a b", ""},
		"picture width":       {p("{{img:crest 0mm}}"), "fill.name", "img:crest 0mm", ""},
		"text as a list":      {p("{{#city}}x{{/city}}"), "fill.unknown", "city", ""},
	} {
		t.Run(name, func(t *testing.T) {
			tpl, err := Open(docx(t, p("начало")+c.body))
			if err != nil {
				t.Fatal(err)
			}
			wrong := tpl.Check(names())
			if len(wrong) == 0 || wrong[0].Key != c.key || wrong[0].Name != c.name || wrong[0].Near != c.near || wrong[0].Place.Part != "body" {
				t.Fatalf("%+v", wrong)
			}
			if out, again, err := tpl.Fill(data(t)); out != nil || len(again) == 0 || err != nil {
				t.Errorf("it was filled: %v %v", again, err)
			}
		})
	}
}

// TestProblemsODT: the same faults are told of a text of LibreOffice.
func TestProblemsODT(t *testing.T) {
	for body, key := range map[string]string{
		`<text:p>слева {{si<text:span>ty}}</text:span></text:p>`:                                   "fill.unknown",
		`<text:p>{{#members}}</text:p><text:p>{{name}}</text:p>`:                                   "fill.unclosed",
		`<text:p>{{city}</text:p>`:                                                                 "fill.braces",
		`<text:p>герб <draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>`: "fill.absent",
		`<text:p>{{#members}}{{?city}}{{/members}}{{/city}}</text:p>`:                              "fill.crossed",
		`<text:p>{{#members}}</text:p><table:table><table:table-row><table:table-cell><text:p>{{/members}}</text:p></table:table-cell></table:table-row></table:table>`: "fill.apart",
	} {
		tpl, err := Open(odt(t, body))
		if err != nil {
			t.Fatal(err)
		}
		if wrong := tpl.Check(names()); len(wrong) == 0 || wrong[0].Key != key || wrong[0].Place.Part != "body" || wrong[0].Place.Text == "" {
			t.Errorf("%s: %+v", body, wrong)
		}
	}
}

func TestAbsentPicture(t *testing.T) {
	drawing := func(id, about string) string {
		return `<w:p><w:r><w:t>Герб слева</w:t><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="` + about + `"/><a:graphic><a:blip r:embed="` + id + `"/></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	}
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/image" Target="media/here.png"/><Relationship Id="r2" Type="x/image" Target="media/gone.png"/></Relationships>`
	tpl, err := Open(docx(t, drawing("r1", "")+drawing("r2", "")+drawing("r9", "{{img:crest}}"), "word/_rels/document.xml.rels", rels, "word/media/here.png", string(dot(t, 8, 8))))
	if err != nil {
		t.Fatal(err)
	}
	if wrong := tpl.Check(names()); len(wrong) != 1 || wrong[0].Key != "fill.absent" || wrong[0].Name != "gone.png" || wrong[0].Place != (Place{"body", "Герб слева"}) {
		t.Errorf("%+v", wrong)
	}
}

func TestPlaces(t *testing.T) {
	tpl, err := Open(docx(t, `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>`+p("в надписи {{boxed}}")+`</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`+p(strings.Repeat("длинный абзац ", 20), "{{middle}}", strings.Repeat(" и его конец", 20)),
		"word/header1.xml", `<w:hdr `+spaces+`>`+p("{{headed}}")+`</w:hdr>`, "word/footer2.xml", `<w:ftr `+spaces+`>`+p("{{footed}}")+`</w:ftr>`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range tpl.Check(Names{}) {
		got = append(got, one.Place.Part+": "+one.Name)
		if one.Name == "middle" && (!strings.HasPrefix(one.Place.Text, "…") || !strings.HasSuffix(one.Place.Text, "…") || !strings.Contains(one.Place.Text, "абзац {{middle}} и его")) {
			t.Errorf("the place reads %q", one.Place.Text)
		}
	}
	if want := []string{"box: boxed", "body: middle", "header: headed", "footer: footed"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPictures(t *testing.T) {
	placeholder := `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1000" cy="1000"/><wp:docPr id="1" name="a" descr="{{img:crest}}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId9"><a:extLst/></a:blip></pic:blipFill><pic:spPr><a:xfrm><a:ext cx="1000" cy="1000"/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	out := filled(t, docx(t, p("{{img:crest 30mm}} и {{img:blank}}")+placeholder+strings.Replace(placeholder, "crest", "blank", 1)))
	body := partOf(t, out, "word/document.xml")
	for _, want := range []string{`<wp:extent cx="1080000" cy="540000"/>`, `descr="герб &#34;Перми&#34;"`, `<wp:extent cx="1000" cy="500"/>`, `<a:blip r:embed="filled1"/>`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing in %s", want, body)
		}
	}
	if strings.Count(body, "<w:drawing>") != 2 || strings.Contains(body, "{{") {
		t.Error("an empty picture still stands")
	}
	if !strings.Contains(partOf(t, out, "word/_rels/document.xml.rels"), `Id="filled1"`) || !strings.Contains(partOf(t, out, "[Content_Types].xml"), `Extension="png"`) || partOf(t, out, "word/media/filled1.png") != string(dot(t, 40, 20)) {
		t.Error("the picture is not in the file")
	}
	out = filled(t, odt(t, `<text:p>{{img:crest 30mm}}<draw:frame svg:width="10cm" svg:height="10cm"><draw:image xlink:href="Pictures/a.png"/><svg:title>{{img:crest}}</svg:title></draw:frame></text:p>`))
	body = partOf(t, out, "content.xml")
	for _, want := range []string{`svg:width="30.00mm" svg:height="15.00mm"`, `svg:width="10.000cm" svg:height="5.000cm"`, `xlink:href="Pictures/filled1.png"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing in %s", want, body)
		}
	}
	if !strings.Contains(partOf(t, out, "META-INF/manifest.xml"), `manifest:full-path="Pictures/filled1.png" manifest:media-type="image/png"`) {
		t.Error("the list of the file does not name the picture")
	}
	tpl, err := Open(docx(t, p("{{img:crest}}")))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := tpl.Fill(Data{Pictures: map[string]Image{"crest": {Data: []byte("<svg/>")}}}); !errors.Is(err, errs.New(errs.Invalid, "fill.picture")) {
		t.Errorf("a drawing was taken for a picture: %v", err)
	}
}

func TestHostile(t *testing.T) {
	relation := func(kind, mode string) string {
		return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://x/` + kind + `" Target="http://example.org/x" TargetMode="` + mode + `"/></Relationships>`
	}
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for _, one := range []struct{ name, text string }{{"[Content_Types].xml", types}, {"word/document.xml", strings.Repeat("<w:p/>", 12<<20/6)}} {
		w, err := z.Create(one.name)
		if err == nil {
			_, err = io.WriteString(w, one.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"text":               {[]byte("просто текст"), "fill.kind"},
		"another archive":    {packed(t, "a.txt", "a"), "fill.kind"},
		"table":              {packed(t, "[Content_Types].xml", types, "xl/workbook.xml", "<x/>"), "fill.kind"},
		"entities":           {packed(t, "[Content_Types].xml", types, "word/document.xml", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>`), "fill.doctype"},
		"unknown entity":     {packed(t, "[Content_Types].xml", types, "word/document.xml", `<w:document>&x;</w:document>`), "zipbox.broken"},
		"crooked":            {packed(t, "[Content_Types].xml", types, "word/document.xml", `<a><b></a></b>`), "zipbox.broken"},
		"deep":               {docx(t, strings.Repeat("<w:x>", 500)+strings.Repeat("</w:x>", 500)), "zipbox.broken"},
		"macros":             {docx(t, p("а"), "word/vbaProject.bin", "x"), "fill.macros"},
		"macros by type":     {packed(t, "[Content_Types].xml", strings.Replace(types, "document.main", "document.macroEnabled.main", 1), "word/document.xml", "<a/>"), "fill.macros"},
		"basic":              {packed(t, "mimetype", odtType, "content.xml", "<a/>", "Basic/Standard/script-lb.xml", "<a/>"), "fill.macros"},
		"listener":           {odt(t, `<text:p><script:event-listener xmlns:script="x"/></text:p>`), "fill.macros"},
		"linked picture":     {docx(t, p("а"), "word/_rels/document.xml.rels", relation("image", "External")), "fill.linked"},
		"linked text":        {docx(t, `<w:p><w:r><w:instrText> DDEAUTO c:\\x</w:instrText></w:r></w:p>`), "fill.linked"},
		"linked picture odt": {odt(t, `<text:p><draw:frame><draw:image xlink:href="http://example.org/a.png"/></draw:frame></text:p>`), "fill.linked"},
		"unpacks":            {bomb.Bytes(), "zipbox.large"},
		"too large":          {make([]byte, MaxSize+1), "fill.size"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Inspect(t.Context(), j, c.file, names())
			e, ok := errors.AsType[*errs.E](err)
			if !ok || e.Key != c.key || e.Kind != errs.Invalid {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
	for name, file := range map[string][]byte{
		"a link that one presses":       docx(t, p("а"), "word/_rels/document.xml.rels", relation("hyperlink", "External")),
		"the template of the programme": docx(t, p("а"), "word/_rels/settings.xml.rels", relation("attachedTemplate", "External")),
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(partOf(t, filled(t, file), map[bool]string{true: "word/_rels/document.xml.rels", false: "word/_rels/settings.xml.rels"}[strings.Contains(name, "link")]), "attachedTemplate") {
				t.Error("the file still names a template elsewhere")
			}
		})
	}
	many := Data{Texts: map[string]string{"x": strings.Repeat("длинно", 1000)}}
	list := make([]Data, 400)
	tpl, err := Open(docx(t, p("{{#a}}{{#b}}{{x}}{{/b}}{{/a}}")))
	if err != nil {
		t.Fatal(err)
	}
	many.Lists = map[string][]Data{"a": list, "b": list}
	if _, _, err := tpl.Fill(many); !errors.Is(err, errs.New(errs.Invalid, "fill.large")) {
		t.Errorf("a document without bounds: %v", err)
	}
}

func TestInTheJail(t *testing.T) {
	j, err := jail.New(jail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := docx(t, p("{{#members}}{{name}} {{/members}}{{sity}}"))
	seen, err := Inspect(t.Context(), j, file, names())
	if err != nil || seen.Format != DOCX || len(seen.Marks) != 3 || !slices.Equal(seen.Marks[1].Within, []string{"members"}) || len(seen.Problems) != 1 || seen.Problems[0].Near != "city" {
		t.Fatalf("%+v %v", seen, err)
	}
	if _, wrong, err := Make(t.Context(), j, file, data(t)); err != nil || len(wrong) != 1 || wrong[0].Name != "sity" {
		t.Fatalf("%+v %v", wrong, err)
	}
	out, wrong, err := Make(t.Context(), j, docx(t, p("{{#members}}{{name}} {{/members}}")), data(t))
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%+v %v", wrong, err)
	}
	wellFormed(t, out)
}

// letter is a description with all that a description can ask for.
func letter() paper.Document {
	return paper.Document{Title: "Письмо", Lang: "ru", Blocks: []paper.Block{
		{Text: []paper.Run{{Text: "{{img:crest 20mm}}"}}, Align: paper.Center},
		{Text: []paper.Run{{Text: "Город "}, {Text: "{{city}}", Bold: true}, {Text: ", {{empty}}"}}, Align: paper.Justify, Indent: true},
		{Text: paper.Plain("{{?members}}")},
		{Heading: 2, Text: paper.Plain("Делегация")},
		{Table: &paper.Table{Name: "Делегация", Rules: true, Columns: []paper.Column{{Title: "Имя"}, {Title: "Должность"}}, Rows: []paper.Row{
			{Cells: []paper.Cell{paper.Words("{{#members}}{{name}}"), paper.Words("{{post}}{{/members}}")}},
		}}},
		{Text: paper.Plain("{{/members}}")},
		{Text: paper.Plain("{{#nobody}}{{name}}{{/nobody}}{{note}}"), Rule: true},
		{PageBreak: true},
		{Text: paper.Plain("Конец"), Tight: true},
	}}
}

// TestDescribed holds that a description that is filled says the same as the
// files made of it and filled then, read by LibreOffice.
func TestDescribed(t *testing.T) {
	d, err := Describe(letter())
	if err != nil {
		t.Fatal(err)
	}
	if wrong := d.Check(names()); len(wrong) > 0 {
		t.Fatalf("%+v", wrong)
	}
	doc, wrong, err := d.Fill(data(t))
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %+v", err, wrong)
	}
	if len(doc.Blocks) != 7 || doc.Blocks[0].Text[0].Picture == nil || !doc.Blocks[1].Text[1].Bold || len(doc.Blocks[3].Table.Rows) != 2 {
		t.Fatalf("%+v", doc.Blocks)
	}
	write := func(d paper.Document, as Format) []byte {
		var b bytes.Buffer
		var err error
		if as == DOCX {
			err = d.DOCX(&b)
		} else {
			err = d.ODT(&b)
		}
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.Bytes())
		return b.Bytes()
	}
	files := map[string][]byte{}
	for _, as := range []Format{DOCX, ODT} {
		files["description."+string(as)] = write(doc, as)
		files["file."+string(as)] = filled(t, write(letter(), as))
	}
	const want = "Город Пермь & «Кама», Делегация Имя Должность Anna Schmidt Bürgermeisterin Li <Wei> первая вторая третья Конец"
	for name, text := range opened(t, files) {
		if text != want {
			t.Errorf("%s says\n%q, not\n%q", name, text, want)
		}
	}
}

// opened is what LibreOffice shows of files.
func opened(t *testing.T, files map[string][]byte) map[string]string {
	t.Helper()
	folder := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + t.TempDir() + "/profile", "--headless", "--convert-to", "pdf", "--outdir", folder}
	for name, body := range files {
		// The ending is in the name of the PDF too, so that none replaces another.
		path := filepath.Join(folder, strings.ReplaceAll(name, ".", "-")+filepath.Ext(name))
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.CommandContext(t.Context(), "soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice (apt-get install libreoffice-writer-nogui): %v %s", err, out)
	}
	texts := map[string]string{}
	for name := range files {
		out, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", "-raw", filepath.Join(folder, strings.ReplaceAll(name, ".", "-")+".pdf"), "-").CombinedOutput()
		if err != nil {
			t.Fatalf("pdftotext (apt-get install poppler-utils): %v %s", err, out)
		}
		texts[name] = strings.TrimSuffix(strings.Join(strings.Fields(string(out)), " "), " 2")
		texts[name] = strings.Replace(texts[name], "третья 2 Конец", "третья Конец", 1) // the number of the second page
	}
	return texts
}

func FuzzFill(f *testing.F) {
	for _, body := range []string{p("{{city}}"), p("{{#members}}{{name}}", "{{/members}}"), "<w:tbl>" + row(p("{{#members}}{{?post}}"), p("{{name}}{{/post}}{{/members}}")) + "</w:tbl>",
		p("{{#members}}{{#tongues}}") + p("{{tongue}}{{/tongues}}") + p("{{/members}}"), p("{{img:crest 10mm}}"), p("{{", "{}}", "}}{{/a}}")} {
		f.Add(body, false)
		f.Add(strings.NewReplacer("w:p>", "text:p>", "w:r>", "text:span>", `<w:t xml:space="preserve">`, "", "</w:t>", "", "w:tbl>", "table:table>", "w:tr>", "table:table-row>", "w:tc>", "table:table-cell>").Replace(body), true)
	}
	some := data(f)
	f.Fuzz(func(t *testing.T, body string, free bool) {
		file := docx(t, body)
		if free {
			file = odt(t, body)
		}
		tpl, err := Open(file)
		if err != nil {
			return
		}
		tpl.Check(names())
		out, _, err := tpl.Fill(some)
		if err != nil || out == nil {
			return
		}
		if _, err := Open(out); err != nil {
			t.Fatalf("what was filled cannot be read: %v", err)
		}
	})
}
