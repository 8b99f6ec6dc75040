package fill

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"pobratim/internal/kit/errs"
)

// Bounds of one part: nothing that people edit comes near them.
const (
	maxDepth = 300
	maxNodes = 600_000
)

// What a node can be.
type sort int

const (
	element  sort = iota
	letters       // text between tags
	verbatim      // comments, instructions
	mark          // a mark, once it stands alone
	section       // what a pair of marks embraces
)

// node is a piece of a part. What was not changed is written from the source.
type node struct {
	sort   sort
	name   string // of an element with its prefix: "w:p"
	attrs  []xml.Attr
	parent *node
	kids   []*node

	src         []byte // the whole piece as it was read; nil for what is new
	open, close []byte // the tags of an element; close is empty for <a/>
	text        string // of letters, without escapes
	changed     bool   // the piece or something in it is no longer as it was read

	mark  *Mark
	gone  bool  // a paragraph or row with nothing but marks
	frame *Mark // a picture that the mark in its alternative text replaces
}

var errMarkup = errors.New("the markup is not well formed")

// parse reads a part. A document type is refused: it is where entities are
// declared that grow or lead elsewhere.
func parse(src []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	root := &node{src: src}
	at, depth, count := root, 0, 0
	for {
		from := d.InputOffset()
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, broken(err)
		}
		raw := src[from:d.InputOffset()]
		if count++; count > maxNodes {
			return nil, errs.New(errs.Invalid, "fill.large")
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, broken(errors.New("too deep"))
			}
			n := &node{name: qualified(t.Name), attrs: t.Attr, open: raw, src: src[from:]}
			at.add(n)
			at = n
		case xml.EndElement:
			if at == root || at.name != qualified(t.Name) {
				return nil, broken(errMarkup)
			}
			depth--
			at.close = raw
			at.src = at.src[:d.InputOffset()-(int64(len(src))-int64(len(at.src)))]
			at = at.parent
		case xml.CharData:
			at.add(&node{sort: letters, text: string(t), src: raw})
		case xml.Directive:
			return nil, errs.New(errs.Invalid, "fill.doctype")
		default:
			at.add(&node{sort: verbatim, src: raw})
		}
	}
	if at != root || depth != 0 {
		return nil, broken(errMarkup)
	}
	return root, nil
}

func broken(err error) error { return errs.Wrap(err, errs.Invalid, "zipbox.broken") }

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func (n *node) add(kid *node) {
	kid.parent = n
	n.kids = append(n.kids, kid)
}

// touch notes that a node and what lies around it cannot be written as read.
func (n *node) touch() {
	for ; n != nil && !n.changed; n = n.parent {
		n.changed = true
	}
}

func (n *node) index() int {
	for i, kid := range n.parent.kids {
		if kid == n {
			return i
		}
	}
	return -1
}

// replace puts nodes where one stood.
func (n *node) replace(by ...*node) {
	p, i := n.parent, n.index()
	kids := append([]*node{}, p.kids[:i]...)
	for _, one := range by {
		one.parent = p
		kids = append(kids, one)
	}
	p.kids = append(kids, p.kids[i+1:]...)
	p.touch()
}

// path is the way from the root to a node, both included.
func (n *node) path() []*node {
	var up []*node
	for ; n != nil; n = n.parent {
		up = append(up, n)
	}
	for i, j := 0, len(up)-1; i < j; i, j = i+1, j-1 {
		up[i], up[j] = up[j], up[i]
	}
	return up
}

// within finds the nearest element around a node that has one of the names.
func (n *node) within(names map[string]bool) *node {
	for p := n.parent; p != nil; p = p.parent {
		if p.sort == element && names[p.name] {
			return p
		}
	}
	return nil
}

// each visits a node and all below it in the order of the document, as long as
// visit wants to go down.
func (n *node) each(visit func(*node) bool) {
	if !visit(n) {
		return
	}
	for _, kid := range n.kids {
		kid.each(visit)
	}
}

// find is the first element of a name below a node.
func (n *node) find(name string) *node {
	var found *node
	n.each(func(one *node) bool {
		if found == nil && one != n && one.name == name {
			found = one
		}
		return found == nil
	})
	return found
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if qualified(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

// words are the letters below a node, whatever element they stand in.
func (n *node) words() string {
	var b bytes.Buffer
	n.each(func(one *node) bool {
		if one.sort == letters {
			b.WriteString(one.text)
		}
		return true
	})
	return b.String()
}
