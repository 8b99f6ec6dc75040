package fill

import (
	"archive/zip"
	"bytes"
	"embed"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/zipbox"
)

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys.
func Locale() fs.FS { return locale }

// Format is a format of templates.
type Format string

// The formats.
const (
	DOCX      Format = "docx"
	ODT       Format = "odt"
	paperForm Format = "paper"
)

// MaxSize is how large a template may be, in bytes.
const MaxSize = 8 << 20

// Template is a file that was read and whose sections were found.
type Template struct {
	Format Format
	box    *zipbox.Box
	d      *dialect
	parts  map[string]*node
	marks  []*Mark
	wrong  []Problem
}

// Open reads a template. An error says that the file is none; what is wrong with
// its marks is told by Check.
func Open(body []byte) (*Template, error) {
	if len(body) > MaxSize {
		return nil, errs.New(errs.Invalid, "fill.size", "limit", MaxSize>>20)
	}
	if !bytes.HasPrefix(body, []byte("PK\x03\x04")) {
		return nil, errs.New(errs.Invalid, "fill.kind")
	}
	box, err := zipbox.Open(body)
	if err != nil {
		return nil, err
	}
	t := &Template{box: box, parts: map[string]*node{}}
	kind, err := box.Read("mimetype")
	if err != nil {
		return nil, err
	}
	switch {
	case box.Has("word/document.xml"):
		t.Format, t.d = DOCX, word()
	case strings.TrimSpace(string(kind)) == odtType:
		t.Format, t.d = ODT, open()
	default:
		return nil, errs.New(errs.Invalid, "fill.kind")
	}
	if err := t.safe(); err != nil {
		return nil, err
	}
	for _, name := range box.Names() {
		if part := t.role(name); part != "" {
			src, err := box.Read(name)
			if err != nil {
				return nil, err
			}
			root, err := parse(src)
			if err != nil {
				return nil, err
			}
			t.parts[name] = root
			if err := linked(t.d, root); err != nil {
				return nil, err
			}
		}
	}
	if len(t.parts) == 0 {
		return nil, errs.New(errs.Invalid, "fill.kind")
	}
	for _, name := range box.Names() { // in the order of the archive, so that the order of problems is one
		if root := t.parts[name]; root != nil {
			t.read(root, t.role(name))
			wrong, err := t.absent(name, root)
			if err != nil {
				return nil, err
			}
			t.wrong = append(t.wrong, wrong...)
		}
	}
	return t, nil
}

const odtType = "application/vnd.oasis.opendocument.text"

var wordParts = regexp.MustCompile(`^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$`)

// role says what a part is, and "" for what has no text of the document.
func (t *Template) role(name string) string {
	if t.Format == ODT {
		switch name {
		case "content.xml":
			return "body"
		case "styles.xml":
			return "header"
		}
		return ""
	}
	m := wordParts.FindStringSubmatch(name)
	switch {
	case m == nil:
		return ""
	case m[1] == "document":
		return "body"
	case strings.HasPrefix(m[1], "header"):
		return "header"
	case strings.HasPrefix(m[1], "footer"):
		return "footer"
	}
	return "note"
}

// read finds the marks of a part and settles its sections.
func (t *Template) read(root *node, part string) {
	var found []*Mark
	var paragraphs []*node
	root.each(func(n *node) bool {
		if n.sort == element && t.d.paragraph[n.name] {
			paragraphs = append(paragraphs, n)
		}
		return !(n.sort == element && (n.name == "text:tracked-changes" || n.name == "office:annotation"))
	})
	for _, p := range paragraphs {
		where := part
		if t.Format == ODT && p.within(set("style:footer", "style:footer-first", "style:footer-left")) != nil {
			where = "footer"
		}
		if p.within(set("text:note-body")) != nil {
			where = "note"
		}
		_, wrong := isolate(t.d, p, where)
		t.wrong = append(t.wrong, wrong...)
	}
	// A paragraph may hold others, such as a text box: the tree knows the order.
	root.each(func(n *node) bool {
		if n.sort == mark && n.mark.Name != "" {
			found = append(found, n.mark)
		}
		return true
	})
	frames := t.frames(root)
	t.wrong = append(t.wrong, settle(t.d, found)...)
	t.marks = append(t.marks, found...)
	for _, m := range frames {
		for n := m.node; n != nil; n = n.parent {
			if n.sort == section {
				m.Within = append([]string{n.mark.Name}, m.Within...)
				if n.mark.Use == List {
					m.Lists = append([]string{n.mark.Name}, m.Lists...)
				}
			}
		}
	}
	t.marks = append(t.marks, frames...)
}

// Marks are what the template asks for, in its order.
func (t *Template) Marks() []Found {
	var found []Found
	for _, m := range t.marks {
		if m.Use != End {
			found = append(found, Found{m.Use, m.Name, m.Within, m.Place})
		}
	}
	return found
}

// Fill writes the document. Problems mean that nothing was written.
func (t *Template) Fill(data Data) ([]byte, []Problem, error) {
	if len(t.wrong) > 0 {
		return nil, t.wrong, nil
	}
	p := &pack{t: t, media: map[string]string{}, rels: map[string][]relation{}}
	written := map[string][]byte{}
	var wrong []Problem
	for _, name := range t.box.Names() {
		root := t.parts[name]
		if root == nil {
			continue
		}
		e := &emitter{d: t.d, scope: &scope{Data: data}, draw: p.draw(name), redraw: p.redraw(name)}
		e.node(root)
		if e.err != nil {
			return nil, nil, e.err
		}
		wrong = append(wrong, e.unknown...)
		written[name] = e.out.Bytes()
	}
	if len(wrong) > 0 {
		return nil, wrong, nil
	}
	out, err := p.write(written)
	return out, nil, err
}

// write packs the parts again, in the order in which they came; the type of an
// ODF file comes first and is not compressed.
func (p *pack) write(written map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, body []byte) error {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		if name == "mimetype" {
			h.Method, h.Modified = zip.Store, time.Time{}
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(body)
		}
		return err
	}
	names := p.t.box.Names()
	if p.t.Format == ODT {
		names = append([]string{"mimetype"}, names...)
	}
	done := map[string]bool{}
	for _, name := range names {
		if done[name] {
			continue
		}
		done[name] = true
		body, isPart := written[name]
		if !isPart {
			r, err := p.t.box.Open(name)
			if err != nil {
				return nil, err
			}
			if body, err = io.ReadAll(r); err != nil {
				return nil, err
			}
			r.Close()
			body = p.amend(name, body)
		}
		if err := put(name, body); err != nil {
			return nil, err
		}
	}
	for _, one := range p.fresh(done) {
		if err := put(one.name, one.body); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// relsOf is where the relations of a part of a DOCX stand.
func relsOf(part string) string { return path.Dir(part) + "/_rels/" + path.Base(part) + ".rels" }
