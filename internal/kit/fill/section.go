package fill

import "slices"

// settle pairs the marks of a part and wraps what each pair embraces into a
// section. The marks come in the order of the document.
func settle(d *dialect, all []*Mark) (wrong []Problem) {
	var open []*Mark
	for _, m := range all {
		for _, around := range open {
			m.Within = append(m.Within, around.Name)
			if around.Use == List {
				m.Lists = append(m.Lists, around.Name)
			}
		}
		switch m.Use {
		case List, If, Unless:
			open = append(open, m)
		case End:
			last := len(open) - 1
			switch {
			case last >= 0 && open[last].Name == m.Name:
				if key := wrap(d, open[last], m); key != "" {
					wrong = append(wrong, Problem{Key: key, Name: m.Name, Place: open[last].Place})
				}
				open = open[:last]
			case slices.ContainsFunc(open, func(o *Mark) bool { return o.Name == m.Name }):
				wrong = append(wrong, Problem{Key: "fill.crossed", Name: m.Name, Other: open[last].Name, Place: m.Place})
				i := slices.IndexFunc(open, func(o *Mark) bool { return o.Name == m.Name })
				open = slices.Delete(open, i, i+1)
			default:
				wrong = append(wrong, Problem{Key: "fill.unopened", Name: m.Name, Place: m.Place})
			}
		}
	}
	for _, m := range open {
		wrong = append(wrong, Problem{Key: "fill.unclosed", Name: m.Name, Place: m.Place})
	}
	return wrong
}

// wrap makes a section of what lies between two marks; it returns the key of a
// problem when that is no whole piece of the document.
func wrap(d *dialect, from, to *Mark) string {
	p, q := from.node.within(d.paragraph), to.node.within(d.paragraph)
	if p == q {
		return within(d, from, to)
	}
	up, down := from.node.path(), to.node.path()
	i := 0
	for up[i+1] == down[i+1] {
		i++
	}
	common, first, last := up[i], up[i+1], down[i+1]
	if d.row[common.name] && common.sort == element { // cells of one row
		lift(from.node, common, true)
		lift(to.node, common, false)
		leave(from, to)
		embrace(common.parent, common.index(), common.index(), from)
		return ""
	}
	a, key := edge(d, from, first, p, from.first)
	if key != "" {
		return key
	}
	b, key := edge(d, to, last, q, to.last)
	if key != "" {
		return key
	}
	if a {
		lift(from.node, first, true)
	}
	if b {
		lift(to.node, last, false)
	}
	start, stop := first.index(), last.index()
	if !a {
		start++
	}
	if !b {
		stop--
	}
	defer leave(from, to) // a mark may be a piece of its own
	embrace(common, start, stop, from)
	return ""
}

// edge tells whether the piece in which a section begins or ends belongs to it.
func edge(d *dialect, m *Mark, piece, paragraph *node, outermost bool) (belongs bool, key string) {
	switch {
	case piece.sort == mark:
		return false, ""
	case d.row[piece.name]:
		if idle(d, piece) {
			piece.gone = true
			return false, ""
		}
		return true, ""
	case piece != paragraph:
		return false, "fill.apart"
	case m.only:
		return false, ""
	case outermost:
		return true, ""
	}
	return false, "fill.middle"
}

// idle tells whether a row has nothing in it but marks of sections.
func idle(d *dialect, row *node) bool {
	only := true
	row.each(func(n *node) bool {
		if n.sort == element && d.paragraph[n.name] && !n.gone {
			var l line
			l.gather(d, n)
			only = only && l.text.Len() == 0 && !holdsMark(n)
		}
		return only
	})
	return only
}

func holdsMark(n *node) bool {
	held := false
	n.each(func(one *node) bool {
		held = held || one.sort == mark || one.sort == section
		return !held
	})
	return held
}

// within makes a section of what lies between two marks of one paragraph: runs
// are split where a mark stands in the middle of one.
func within(d *dialect, from, to *Mark) string {
	up, down := from.node.path(), to.node.path()
	i := 0
	for up[i+1] == down[i+1] {
		i++
	}
	common := up[i]
	for _, m := range []*node{from.node, to.node} {
		for m.parent != common {
			if !d.inline[m.parent.name] {
				return "fill.apart"
			}
			split(d, m)
		}
	}
	start, stop := from.node.index()+1, to.node.index()-1
	first, last := from.node, to.node
	embrace(common, start, stop, from)
	first.replace()
	last.replace()
	return ""
}

// split lifts a mark out of the element it stands in, which becomes two.
func split(d *dialect, m *node) {
	p := m.parent
	i := m.index()
	after := p.kids[i+1:]
	var pieces []*node
	second := &node{name: p.name, attrs: p.attrs, open: p.open, close: p.close, changed: true}
	for _, kid := range p.kids[:i] {
		if kid.sort == element && d.props[kid.name] {
			second.add(&node{name: kid.name, attrs: kid.attrs, kids: kid.kids, src: kid.src, open: kid.open, close: kid.close})
		}
	}
	props := len(second.kids)
	for _, kid := range after {
		second.add(kid)
	}
	p.kids = p.kids[:i:i]
	if len(p.kids) > props {
		pieces = append(pieces, p)
	}
	pieces = append(pieces, m)
	if len(second.kids) > props {
		pieces = append(pieces, second)
	}
	p.replace(pieces...)
}

// lift moves the marks of outer sections that stand in a piece before a mark, or
// after it, out of the piece: what they embrace holds the piece as a whole.
func lift(m, piece *node, before bool) {
	var outer []*node
	passed := false
	piece.each(func(n *node) bool {
		passed = passed || n == m
		if n != m && n.sort == mark && passed != before && n.mark.Use != Text && n.mark.Use != Picture {
			outer = append(outer, n)
		}
		return true
	})
	for _, n := range outer {
		n.replace()
	}
	if before {
		piece.replace(append(outer, piece)...)
	} else {
		piece.replace(append([]*node{piece}, outer...)...)
	}
}

// leave takes the marks of a section out of the text.
func leave(from, to *Mark) {
	from.node.replace()
	to.node.replace()
}

// embrace makes a section of some neighbours.
func embrace(common *node, start, stop int, m *Mark) {
	s := &node{sort: section, mark: m, parent: common, changed: true}
	if stop >= start {
		for _, kid := range common.kids[start : stop+1] {
			s.add(kid)
		}
	} else {
		stop = start - 1
	}
	common.kids = slices.Concat(common.kids[:start], []*node{s}, common.kids[stop+1:])
	common.touch()
}
