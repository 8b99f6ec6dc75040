package fill

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	_ "image/jpeg" // sizes of pictures
	_ "image/png"
	"math"
	"regexp"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
)

const (
	emuPerMM   = 36000
	defaultMM  = 60 // how wide a picture is whose mark says nothing
	maxPixels  = 50_000_000
	drawing    = "http://schemas.openxmlformats.org/drawingml/2006/"
	relations  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relsHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	firstDocPr = 90000 // numbers of drawings, beyond those that programs give
)

// pack is the archive while it is filled.
type pack struct {
	t      *Template
	media  map[string]string // name in the archive by bytes
	bodies []part
	rels   map[string][]relation // of a part of a DOCX
	count  int                   // of drawings
}

type part struct {
	name string
	body []byte
}

type relation struct{ id, target string }

// sized reads how wide and high a picture is.
func sized(img Image) (width, height int, ending string, err error) {
	c, ending, err := image.DecodeConfig(bytes.NewReader(img.Data))
	if err != nil || c.Width < 1 || c.Height < 1 || c.Width*c.Height > maxPixels || ending != "png" && ending != "jpeg" {
		return 0, 0, "", errs.New(errs.Invalid, "fill.picture").Because(err)
	}
	return c.Width, c.Height, ending, nil
}

// keep puts the bytes of a picture into the archive and says where.
func (p *pack) keep(img Image, ending string) string {
	if name, known := p.media[string(img.Data)]; known {
		return name
	}
	folder := "word/media/"
	if p.t.Format == ODT {
		folder = "Pictures/"
	}
	name := folder + "filled" + strconv.Itoa(len(p.bodies)+1) + "." + ending
	for n := len(p.bodies) + 2; p.t.box.Has(name); n++ {
		name = folder + "filled" + strconv.Itoa(n) + "." + ending
	}
	p.media[string(img.Data)] = name
	p.bodies = append(p.bodies, part{name, img.Data})
	return name
}

// relate gives a part of a DOCX a relation to a picture.
func (p *pack) relate(name, media string) string {
	target := strings.TrimPrefix(media, "word/")
	for _, r := range p.rels[name] {
		if r.target == target {
			return r.id
		}
	}
	id := "filled" + strconv.Itoa(len(p.rels[name])+1)
	p.rels[name] = append(p.rels[name], relation{id, target})
	return id
}

// draw writes a picture that stands in a line like a letter.
func (p *pack) draw(name string) func(*Mark, Image) (string, error) {
	return func(m *Mark, img Image) (string, error) {
		w, h, ending, err := sized(img)
		if err != nil {
			return "", err
		}
		mm := float64(m.Width)
		if mm == 0 {
			mm = defaultMM
		}
		high := mm * float64(h) / float64(w)
		media := p.keep(img, ending)
		p.count++
		if p.t.Format == ODT {
			return fmt.Sprintf(`<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" draw:name="filled%d" text:anchor-type="as-char" svg:width="%.2fmm" svg:height="%.2fmm">`+
				`<draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>%s</svg:desc></draw:frame>`, p.count, mm, high, media, escape(img.Alt)), nil
		}
		cx, cy := int(mm*emuPerMM), int(high*emuPerMM)
		return fmt.Sprintf(`</w:t><w:drawing><wp:inline xmlns:wp="%swordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %[4]d" descr="%s"/>`+
			`<a:graphic xmlns:a="%[1]smain"><a:graphicData uri="%[1]spicture"><pic:pic xmlns:pic="%[1]spicture"><pic:nvPicPr><pic:cNvPr id="%[4]d" name="Picture %[4]d"/><pic:cNvPicPr/></pic:nvPicPr>`+
			`<pic:blipFill><a:blip xmlns:r="%[6]s" r:embed="%[7]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[3]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing><w:t xml:space="preserve">`,
			drawing, cx, cy, firstDocPr+p.count, escape(img.Alt), relations, p.relate(name, media)), nil
	}
}

// frames finds the pictures of the template that stand for others.
func (t *Template) frames(root *node) []*Mark {
	var found []*Mark
	root.each(func(n *node) bool {
		said := ""
		switch {
		case t.Format == DOCX && n.name == "w:drawing":
			if props := n.find("wp:docPr"); props != nil {
				said = props.attr("descr") + " " + props.attr("title")
			}
		case t.Format == ODT && n.name == "draw:frame" && n.find("draw:image") != nil:
			for _, kid := range n.kids {
				if kid.name == "svg:title" || kid.name == "svg:desc" {
					said += kid.words() + " "
				}
			}
		default:
			return true
		}
		if at := marks.FindStringSubmatch(said); at != nil {
			if m, good := read(at[1]); good && m.Use == Picture {
				m.Place = Place{"picture", strings.TrimSpace(said)}
				m.node = n
				n.frame = &m
				n.touch()
				found = append(found, &m)
			}
			return false
		}
		return true
	})
	return found
}

// redraw writes a picture of the template with other bytes, within its size.
func (p *pack) redraw(name string) func(*emitter, *node, Image) error {
	return func(e *emitter, n *node, img Image) error {
		w, h, ending, err := sized(img)
		if err != nil {
			return err
		}
		media := p.keep(img, ending)
		r := &retouch{emitter: e, w: w, h: h, alt: img.Alt, href: media}
		if p.t.Format == DOCX {
			r.href = p.relate(name, media)
		} else {
			r.odf(n)
		}
		r.write(n)
		return e.err
	}
}

// retouch writes the markup of a picture with some of its attributes changed.
type retouch struct {
	*emitter
	w, h          int
	width, height string // of the frame, in ODF
	alt, href     string
}

func (r *retouch) write(n *node) {
	if n.sort != element {
		if n.sort == mark || n.sort == section {
			return
		}
		r.out.Write(n.src)
		return
	}
	changes := map[string]string{}
	switch n.name {
	case "wp:docPr", "pic:cNvPr":
		changes["descr"], changes["title"] = r.alt, ""
	case "wp:extent", "a:ext":
		if n.attr("cx") != "" {
			cx, cy := fit(n.attr("cx"), n.attr("cy"), r.w, r.h)
			changes["cx"], changes["cy"] = cx, cy
		}
	case "a:blip":
		r.tag(n, map[string]string{"r:embed": r.href, "r:link": ""}, true)
		return
	case "draw:frame":
		changes["svg:width"], changes["svg:height"] = r.width, r.height
	case "draw:image":
		r.tag(n, map[string]string{"xlink:href": r.href}, true)
		return
	case "svg:title":
		return
	case "svg:desc":
		r.out.WriteString("<svg:desc>" + escape(r.alt) + "</svg:desc>")
		return
	}
	if len(changes) == 0 {
		r.out.Write(n.open)
	} else {
		r.tag(n, changes, len(n.close) == 0)
	}
	for _, kid := range n.kids {
		r.write(kid)
	}
	r.out.Write(n.close)
}

// tag writes a tag with attributes changed; an empty value takes one away.
func (r *retouch) tag(n *node, changes map[string]string, closed bool) {
	r.out.WriteString("<" + n.name)
	for _, a := range n.attrs {
		v, name := a.Value, qualified(a.Name)
		if to, changed := changes[name]; changed {
			if v = to; to == "" {
				continue
			}
		}
		r.out.WriteString(" " + name + `="` + escape(v) + `"`)
	}
	if closed {
		r.out.WriteString("/")
	}
	r.out.WriteString(">")
}

// odf reads the size of a frame, and fits the picture into it.
func (r *retouch) odf(n *node) {
	r.width, r.height = n.attr("svg:width"), n.attr("svg:height")
	a, b := lengths.FindStringSubmatch(r.width), lengths.FindStringSubmatch(r.height)
	if a == nil || b == nil || a[2] != b[2] {
		return
	}
	x, _ := strconv.ParseFloat(a[1], 64)
	y, _ := strconv.ParseFloat(b[1], 64)
	x, y = fitted(x, y, r.w, r.h)
	r.width, r.height = strconv.FormatFloat(x, 'f', 3, 64)+a[2], strconv.FormatFloat(y, 'f', 3, 64)+a[2]
}

var lengths = regexp.MustCompile(`^([0-9.]+)(mm|cm|in|pt)$`)

// fitted is the largest size of a picture within a frame that keeps its shape.
func fitted(x, y float64, w, h int) (float64, float64) {
	scale := math.Min(x/float64(w), y/float64(h))
	return scale * float64(w), scale * float64(h)
}

func fit(cx, cy string, w, h int) (string, string) {
	x, _ := strconv.ParseFloat(cx, 64)
	y, _ := strconv.ParseFloat(cy, 64)
	if x <= 0 || y <= 0 {
		return cx, cy
	}
	x, y = fitted(x, y, w, h)
	return strconv.Itoa(int(x)), strconv.Itoa(int(y))
}

// amend changes what else an archive says of its parts: their types, relations
// and the list of an ODF file. A template of the person's own machine is no
// longer named.
func (p *pack) amend(name string, body []byte) []byte {
	add := func(before, more string) []byte {
		at := bytes.LastIndex(body, []byte(before))
		if at < 0 || more == "" {
			return body
		}
		return bytes.Join([][]byte{body[:at], []byte(more), body[at:]}, nil)
	}
	switch {
	case name == "[Content_Types].xml" && len(p.bodies) > 0:
		var more string
		for _, ending := range []string{"png", "jpeg"} {
			if !bytes.Contains(bytes.ToLower(body), []byte(`extension="`+ending+`"`)) {
				more += `<Default Extension="` + ending + `" ContentType="image/` + ending + `"/>`
			}
		}
		at := bytes.Index(body, []byte("<Default"))
		if at < 0 {
			at = bytes.Index(body, []byte("<Override"))
		}
		if at < 0 {
			return body
		}
		return bytes.Join([][]byte{body[:at], []byte(more), body[at:]}, nil)
	case name == "META-INF/manifest.xml":
		var more string
		for _, one := range p.bodies {
			more += `<manifest:file-entry manifest:full-path="` + one.name + `" manifest:media-type="image/` + one.name[strings.LastIndexByte(one.name, '.')+1:] + `"/>`
		}
		return add("</manifest:manifest>", more)
	case name == "word/settings.xml" || name == "word/_rels/settings.xml.rels":
		return attached.ReplaceAll(body, nil)
	}
	for part, list := range p.rels {
		if name == relsOf(part) {
			return add("</Relationships>", links(list))
		}
	}
	return body
}

var attached = regexp.MustCompile(`<w:attachedTemplate\b[^>]*?(/>|>\s*</w:attachedTemplate>)|<Relationship\b[^>]*?/attachedTemplate"[^>]*?(/>|>\s*</Relationship>)`)

func links(list []relation) string {
	var b strings.Builder
	for _, r := range list {
		b.WriteString(`<Relationship Id="` + r.id + `" Type="` + relations + `/image" Target="` + r.target + `"/>`)
	}
	return b.String()
}

// fresh are the parts that the template did not have.
func (p *pack) fresh(done map[string]bool) []part {
	list := append([]part{}, p.bodies...)
	for _, name := range p.t.box.Names() {
		if rels := p.rels[name]; len(rels) > 0 && !done[relsOf(name)] {
			list = append(list, part{relsOf(name), []byte(relsHead + links(rels) + "</Relationships>")})
		}
	}
	return list
}

// attrOf is an attribute of a start tag by its local name.
func attrOf(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
