package fill

import (
	"regexp"
	"strconv"
	"strings"
)

// Use is what a mark wants.
type Use string

// The uses.
const (
	Text    Use = "text"
	Picture Use = "picture"
	List    Use = "list" // what follows is repeated
	If      Use = "if"   // what follows stands when the name is filled
	Unless  Use = "unless"
	End     Use = "end"
)

// Mark is a mark as it stands in a template.
type Mark struct {
	Use    Use
	Name   string   // in small letters
	Width  int      // of a picture, in millimetres; 0 when not said
	Within []string // the names of the lists and conditions around it, outermost first
	Lists  []string // of these, the lists
	Place  Place
	node   *node
	only   bool // the paragraph has nothing but marks of sections
	first  bool // nothing stands before it in the paragraph
	last   bool
}

// Place is where something stands.
type Place struct {
	Part string // body, header, footer, note, box
	Text string // words of the paragraph around it
}

// wall stands for what a mark cannot go through.
const wall = '\ufffc'

var (
	marks  = regexp.MustCompile(`\{\{([^{}\x{fffc}]{0,200})\}\}`)
	naming = regexp.MustCompile(`^[\p{L}\p{N}_.]{1,60}$`)
	braces = regexp.MustCompile(`\{\{|\}\}`)
)

// read understands what stands between the braces.
func read(said string) (Mark, bool) {
	said = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(said, "\u00a0", " ")))
	m := Mark{Use: Text, Name: said}
	if rest, is := strings.CutPrefix(said, "img:"); is {
		name, width, _ := strings.Cut(strings.TrimSpace(rest), " ")
		m.Use, m.Name = Picture, name
		if width = strings.TrimSpace(width); width != "" {
			number := strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(width, "mm"), "мм"))
			n, err := strconv.Atoi(number)
			if err != nil || n < 1 || n > 400 {
				return m, false
			}
			m.Width = n
		}
	} else if len(said) > 0 {
		if use, is := map[byte]Use{'#': List, '?': If, '!': Unless, '/': End}[said[0]]; is {
			m.Use, m.Name = use, strings.TrimSpace(said[1:])
		}
	}
	return m, naming.MatchString(m.Name)
}

// stretch is where the letters of one node lie in the text of a paragraph.
type stretch struct {
	from, to int
	node     *node
}

// line is the text of a paragraph, and whose it is.
type line struct {
	text  strings.Builder
	parts []stretch
}

func (l *line) gather(d *dialect, n *node) {
	for _, kid := range n.kids {
		switch {
		case kid.sort == letters && (d.text == "" || n.name == d.text):
			l.take(kid, kid.text)
		case kid.sort != element || d.paragraph[kid.name]:
		case d.space != "" && kid.name == d.space:
			l.take(kid, " ")
		case d.wall[kid.name]:
			l.text.WriteRune(wall)
		case d.skipped[kid.name]:
		default:
			l.gather(d, kid)
		}
	}
}

func (l *line) take(n *node, text string) {
	from := l.text.Len()
	l.text.WriteString(text)
	l.parts = append(l.parts, stretch{from, l.text.Len(), n})
}

// isolate finds the marks of a paragraph and makes a node of each. Problems are
// what looks like a mark and is none.
func isolate(d *dialect, p *node, part string) (found []*Mark, wrong []Problem) {
	var l line
	l.gather(d, p)
	text := l.text.String()
	if !strings.Contains(text, "{{") && !strings.Contains(text, "}}") {
		return nil, nil
	}
	if p.within(d.box) != nil {
		part = "box"
	}
	at := marks.FindAllStringSubmatchIndex(text, -1)
	rest := marks.ReplaceAllStringFunc(text, func(s string) string { // marks of sections are no text of the paragraph
		if one, _ := read(s[2 : len(s)-2]); one.Use == Text || one.Use == Picture {
			return strings.Repeat("x", len(s))
		}
		return strings.Repeat(" ", len(s))
	})
	if odd := braces.FindStringIndex(rest); odd != nil {
		wrong = append(wrong, Problem{Key: "fill.braces", Place: Place{part, around(text, odd[0], odd[1])}})
	}
	only := strings.TrimSpace(rest) == "" && p.find("w:sectPr") == nil
	for _, m := range at {
		one, good := read(text[m[2]:m[3]])
		one.Place = Place{part, around(text, m[0], m[1])}
		if !good {
			wrong = append(wrong, Problem{Key: "fill.name", Name: text[m[2]:m[3]], Place: one.Place})
			one.Name = ""
		}
		one.first, one.last = strings.TrimSpace(rest[:m[0]]) == "", strings.TrimSpace(rest[m[1]:]) == ""
		found = append(found, &one)
	}
	for i := len(found) - 1; i >= 0; i-- { // from the end, so that what is before stays where it was
		found[i].only = only
		l.cut(found[i], at[i][0], at[i][1])
	}
	p.gone = only && len(found) > 0
	return found, wrong
}

// cut takes the letters of a mark out of their nodes and puts the mark where they began.
func (l *line) cut(m *Mark, from, to int) {
	for i := range l.parts {
		s := &l.parts[i]
		a, b := max(s.from, from), min(s.to, to)
		if a >= b {
			continue
		}
		if s.node.sort == element { // spaces within the braces
			s.node.replace()
			continue
		}
		before, after := s.node.text[:a-s.from], s.node.text[b-s.from:]
		s.node.text = before
		s.node.touch()
		pieces := []*node{s.node}
		if m.node == nil {
			m.node = &node{sort: mark, mark: m, changed: true}
			pieces = append(pieces, m.node)
		}
		if after != "" {
			pieces = append(pieces, &node{sort: letters, text: after, changed: true})
		}
		s.node.replace(pieces...)
		s.to = a
	}
}

// around is up to eighty letters of a paragraph with a place in the middle.
func around(text string, from, to int) string {
	const reach = 40
	start, end := from, to
	for n := 0; start > 0 && n < reach; n++ {
		start--
		for start > 0 && text[start]&0xc0 == 0x80 {
			start--
		}
	}
	for n := 0; end < len(text) && n < reach; n++ {
		end++
		for end < len(text) && text[end]&0xc0 == 0x80 {
			end++
		}
	}
	said := strings.TrimSpace(strings.ReplaceAll(text[start:end], string(wall), " "))
	if start > 0 {
		said = "…" + said
	}
	if end < len(text) {
		said += "…"
	}
	return said
}
