package fill

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
)

// maxOut bounds a filled part: nested lists multiply.
const maxOut = 48 << 20

// emitter writes one part.
type emitter struct {
	d       *dialect
	out     bytes.Buffer
	scope   *scope
	again   bool // a repetition after the first
	last    string
	rows    int
	unknown []Problem
	// draw gives the markup of a picture that stands in a line.
	draw func(m *Mark, img Image) (string, error)
	// redraw writes a picture of the template with other bytes.
	redraw func(e *emitter, n *node, img Image) error
	err    error
}

func (e *emitter) node(n *node) {
	if e.err != nil {
		return
	}
	if e.out.Len() > maxOut {
		e.err = errs.New(errs.Invalid, "fill.large")
		return
	}
	switch n.sort {
	case mark:
		e.mark(n.mark)
	case section:
		e.section(n)
	case letters:
		if n.changed {
			e.out.WriteString(escape(n.text))
		} else {
			e.out.Write(n.src)
		}
	case verbatim:
		e.out.Write(n.src)
	default:
		e.element(n)
	}
}

func (e *emitter) element(n *node) {
	switch {
	case n.gone || e.again && e.d.once[n.name]:
		return
	case n.frame != nil:
		e.picture(n)
		return
	case !n.changed && !e.again:
		e.out.Write(n.src)
	case n.name == "": // the root
		e.all(n.kids)
		return
	case e.d.table[n.name]:
		from, rows := e.out.Len(), e.rows
		e.whole(n)
		if e.rows == rows && n.changed { // a table without rows is no table
			e.out.Truncate(from)
			return
		}
	default:
		e.whole(n)
	}
	if e.d.row[n.name] {
		e.rows++
	}
	if e.d.paragraph[n.name] || e.d.table[n.name] {
		e.last = n.name
	}
}

// whole writes an element with its tags.
func (e *emitter) whole(n *node) {
	switch {
	case n.changed && n.name == "w:t":
		e.out.WriteString(`<w:t xml:space="preserve">`)
	default:
		e.out.Write(n.open)
	}
	e.last = ""
	e.all(n.kids)
	if e.d.filled[n.name] && !e.d.paragraph[e.last] {
		e.out.WriteString("<w:p/>")
	}
	if n.changed && n.name == "w:t" && len(n.close) == 0 {
		e.out.WriteString("</w:t>")
		return
	}
	e.out.Write(n.close)
}

func (e *emitter) all(kids []*node) {
	for _, kid := range kids {
		e.node(kid)
	}
}

func (e *emitter) mark(m *Mark) {
	switch m.Use {
	case Text:
		v, known := e.scope.text(m.Name)
		if !known {
			e.miss(m)
		}
		e.value(v)
	case Picture:
		img, known := e.scope.picture(m.Name)
		if !known {
			e.miss(m)
		}
		if len(img.Data) == 0 {
			return
		}
		s, err := e.draw(m, img)
		if err != nil {
			e.err = err
			return
		}
		e.out.WriteString(s)
	}
}

func (e *emitter) miss(m *Mark) {
	e.unknown = append(e.unknown, Problem{Key: "fill.unknown", Name: m.Name, Place: m.Place})
}

func (e *emitter) section(n *node) {
	m := n.mark
	if m.Use == List {
		list, known := e.scope.list(m.Name)
		if !known {
			e.miss(m)
		}
		again, outer := e.again, e.scope
		for i, item := range list {
			e.again = again || i > 0
			e.scope = &scope{item, outer}
			e.all(n.kids)
		}
		e.again, e.scope = again, outer
		return
	}
	filled, known := e.scope.filled(m.Name)
	if !known {
		e.miss(m)
	}
	if filled == (m.Use == If) {
		e.all(n.kids)
	}
}

// picture writes a picture of the template with other bytes, or nothing.
func (e *emitter) picture(n *node) {
	img, known := e.scope.picture(n.frame.Name)
	if !known {
		e.miss(n.frame)
	}
	if len(img.Data) > 0 {
		e.err = e.redraw(e, n, img)
	}
}

// value writes a text as it is: a line break, a tab and several spaces are what
// they are.
func (e *emitter) value(text string) {
	text = strings.ReplaceAll(text, "\r", "")
	switch e.d.kind {
	case DOCX:
		for i, l := range strings.Split(text, "\n") {
			if i > 0 {
				e.out.WriteString(`</w:t><w:br/><w:t xml:space="preserve">`)
			}
			for j, piece := range strings.Split(l, "\t") {
				if j > 0 {
					e.out.WriteString(`</w:t><w:tab/><w:t xml:space="preserve">`)
				}
				e.out.WriteString(escape(piece))
			}
		}
	case ODT:
		e.spaced(text)
	default:
		e.out.WriteString(escape(text))
	}
}

// spaced writes a text for ODF, where several spaces in a row count as one.
func (e *emitter) spaced(text string) {
	for len(text) > 0 {
		switch text[0] {
		case '\n':
			e.out.WriteString(`<text:line-break/>`)
			text = text[1:]
			continue
		case '\t':
			e.out.WriteString(`<text:tab/>`)
			text = text[1:]
			continue
		}
		n := strings.IndexAny(text, "\n\t")
		if n < 0 {
			n = len(text)
		}
		for i, piece := range strings.SplitAfter(text[:n], " ") {
			if i > 0 && strings.Trim(piece, " ") == "" && piece != "" {
				e.out.WriteString(`<text:s text:c="` + strconv.Itoa(len(piece)) + `"/>`)
				continue
			}
			e.out.WriteString(escape(piece))
		}
		text = text[n:]
	}
}

// escape makes a text safe between tags and in attributes, without what XML
// cannot hold.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}
