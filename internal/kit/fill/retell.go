package fill

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/paper"
	"pobratim/internal/kit/zipbox"
)

// Lost are what a description of package paper has no place for, in the order in
// which Retell names them. Fonts, sizes, colours and margins are those of package
// paper in any case and are not named.
func Lost() []string {
	return []string{"header", "footer", "note", "box", "picture", "drawing", "merged", "nested", "tabs"}
}

// Retell says a document in DOCX or ODT as a description: headings, paragraphs,
// lists, tables, pictures, bold, italic and underlined words, and what stands at
// the head of the first page. What is left out or stands otherwise is named.
func Retell(body []byte) (paper.Document, []string, error) {
	t, err := Open(body)
	if err != nil {
		return paper.Document{}, nil, err
	}
	r := &reader{t: t, box: t.box, lost: map[string]bool{}}
	if t.Format == ODT {
		err = r.odf()
	} else {
		err = r.word()
	}
	if err != nil {
		return paper.Document{}, nil, err
	}
	var lost []string
	for _, one := range Lost() {
		if r.lost[one] {
			lost = append(lost, one)
		}
	}
	return r.doc, lost, nil
}

// reader is a document while it is said.
type reader struct {
	t    *Template
	box  *zipbox.Box
	doc  paper.Document
	lost map[string]bool
}

// part reads and parses a part of the archive; an absent one is empty.
func (r *reader) part(name string) (*node, error) {
	src, err := r.box.Read(name)
	if err != nil {
		return nil, err
	}
	return parse(src)
}

// manner is how words and paragraphs of a style look. A value that is not said is
// that of the style below.
type manner struct {
	bold, italic, underline *bool
	points                  float64 // 0: not said
	heading                 int     // 0: not said
	align                   string  // of the format; "": not said
	indent                  *bool
	fresh                   bool // begins a page
	keep, rule, tight       bool
	lang                    string
	num, level              string // of a list in Word
}

// over is m where it says something, and the one below otherwise.
func (m manner) over(below manner) manner {
	if m.bold == nil {
		m.bold = below.bold
	}
	if m.italic == nil {
		m.italic = below.italic
	}
	if m.underline == nil {
		m.underline = below.underline
	}
	if m.indent == nil {
		m.indent = below.indent
	}
	if m.points == 0 {
		m.points = below.points
	}
	if m.heading == 0 {
		m.heading = below.heading
	}
	if m.align == "" {
		m.align = below.align
	}
	if m.lang == "" {
		m.lang = below.lang
	}
	if m.num == "" {
		m.num, m.level = below.num, below.level
	}
	m.fresh, m.keep, m.rule, m.tight = m.fresh || below.fresh, m.keep || below.keep, m.rule || below.rule, m.tight || below.tight
	return m
}

// small is where letters are so much smaller than the text that it means something.
const small = 9.5

func (m manner) run(text, around string) paper.Run {
	yes := func(b *bool) bool { return b != nil && *b }
	one := paper.Run{Text: text, Bold: yes(m.bold), Italic: yes(m.italic), Underline: yes(m.underline), Small: m.points > 0 && m.points <= small}
	if m.lang != around {
		one.Lang = m.lang
	}
	return one
}

func (m manner) block(words []paper.Run) paper.Block {
	b := paper.Block{Heading: min(m.heading, 3), Text: words, Keep: m.keep, Rule: m.rule, Tight: m.tight, Indent: m.indent != nil && *m.indent && m.heading == 0}
	switch m.align {
	case "center":
		b.Align = paper.Center
	case "right", "end":
		b.Align = paper.End
	case "both", "justify", "distribute":
		b.Align = paper.Justify
	}
	return b
}

// joined joins runs that look the same.
func joined(words []paper.Run) []paper.Run {
	var out []paper.Run
	for _, one := range words {
		if last := len(out) - 1; last >= 0 && one.Picture == nil && out[last].Picture == nil && out[last].Look() == one.Look() {
			out[last].Text += one.Text
			continue
		}
		out = append(out, one)
	}
	return out
}

// columns parts a paragraph at its tabulators: words at the left and at the right
// edge, as of a signature, become a row of columns. Tabulators before the words
// only move them in.
func (r *reader) columns(b paper.Block) paper.Block {
	words := b.Text
	for len(words) > 0 && words[0].Picture == nil && strings.HasPrefix(words[0].Text, "\t") {
		if words[0].Text = strings.TrimLeft(words[0].Text, "\t"); words[0].Text == "" {
			words = words[1:]
		}
		b.Indent = true
	}
	var parts [][]paper.Run
	var now []paper.Run
	for _, one := range words {
		for i, piece := range strings.Split(one.Text, "\t") {
			if i > 0 && len(now) > 0 {
				parts, now = append(parts, now), nil
			}
			if piece != "" || one.Picture != nil {
				run := one
				run.Text = piece
				now = append(now, run)
			}
		}
	}
	if len(now) > 0 {
		parts = append(parts, now)
	}
	if len(parts) < 2 || b.Heading > 0 {
		if b.Text = nil; len(parts) == 1 {
			b.Text = parts[0]
		}
		for _, p := range parts[min(1, len(parts)):] {
			b.Text = append(append(b.Text, paper.Run{Text: " "}), p...)
		}
		return b
	}
	r.lost["tabs"] = true
	t := &paper.Table{Columns: make([]paper.Column, len(parts))}
	t.Columns[len(parts)-1].Align = paper.End
	row := paper.Row{Together: true}
	for _, p := range parts {
		row.Cells = append(row.Cells, paper.Cell{Paragraphs: [][]paper.Run{p}})
	}
	t.Rows = []paper.Row{row}
	return paper.Block{Table: t, Keep: b.Keep}
}

// cellOf says blocks as a cell, which has paragraphs only, and how it stands.
func (r *reader) cellOf(blocks []paper.Block) (paper.Cell, paper.Align) {
	var c paper.Cell
	align := paper.Start
	for _, b := range blocks {
		switch {
		case b.Table != nil:
			r.lost["nested"] = true
			for _, row := range b.Table.Rows {
				for _, cell := range row.Cells {
					c.Paragraphs = append(c.Paragraphs, cell.Paragraphs...)
				}
			}
		case len(b.Text) > 0:
			if len(c.Paragraphs) == 0 && b.Align != paper.Justify {
				align = b.Align
			}
			c.Paragraphs = append(c.Paragraphs, b.Text)
		}
	}
	return c, align
}

// gridRow is a row as a format has it: cells with how many columns they take.
type gridRow struct {
	cells  []paper.Cell
	aligns []paper.Align
	spans  []int
	head   bool // repeated on each page
}

// tableOf lays rows out under columns of these widths.
func (r *reader) tableOf(widths []int, rows []gridRow, rules bool) paper.Block {
	count := len(widths)
	for _, row := range rows {
		n := 0
		for _, span := range row.spans {
			n += span
		}
		count = max(count, n)
	}
	if count == 0 || count > 100 {
		return paper.Block{}
	}
	t := &paper.Table{Rules: rules, Columns: make([]paper.Column, count)}
	for i, w := range widths {
		t.Columns[i].Share = w
	}
	for i, row := range rows {
		if i == 0 && row.head && r.titles(t, row) {
			continue
		}
		out := paper.Row{Cells: make([]paper.Cell, 0, count)}
		if len(row.cells) == 1 && row.spans[0] >= count && count > 1 {
			out.Whole, out.Cells = true, row.cells
			t.Rows = append(t.Rows, out)
			continue
		}
		for j, c := range row.cells {
			if at := len(out.Cells); t.Columns[at].Align == paper.Start {
				t.Columns[at].Align = row.aligns[j]
			}
			out.Cells = append(out.Cells, c)
			for range row.spans[j] - 1 {
				r.lost["merged"] = true
				out.Cells = append(out.Cells, paper.Cell{})
			}
		}
		t.Rows = append(t.Rows, out)
	}
	return paper.Block{Table: t}
}

// titles makes titles of columns of a row, if its cells are words alone.
func (r *reader) titles(t *paper.Table, row gridRow) bool {
	if len(row.cells) != len(t.Columns) || slices.ContainsFunc(row.spans, func(n int) bool { return n != 1 }) {
		return false
	}
	for i, c := range row.cells {
		var words []string
		for _, p := range c.Paragraphs {
			for _, one := range p {
				if one.Picture != nil {
					return false
				}
				words = append(words, one.Text)
			}
		}
		t.Columns[i].Title = strings.Join(words, " ")
	}
	return true
}

// drawn puts a picture of the archive into the line, if a paper can show it.
func (r *reader) drawn(name string, mm float64, alt string) (paper.Run, error) {
	body, err := r.box.Read(path.Clean(name))
	if err != nil {
		return paper.Run{}, err
	}
	one := &paper.Picture{Data: body, Width: max(1, min(int(mm+0.5), 180)), Alt: alt}
	if _, _, _, err := sized(Image{Data: body}); err != nil {
		r.lost["picture"] = true
		return paper.Run{}, nil
	}
	return paper.Run{Picture: one}, nil
}

// telling are blocks that say more than the number of a page.
func telling(blocks []paper.Block) []paper.Block {
	var all []paper.Block
	for _, b := range blocks {
		if b.Table != nil || slices.ContainsFunc(b.Text, func(one paper.Run) bool {
			return one.Picture != nil || strings.Trim(one.Text, " \t\n\u00a0-–—0123456789") != ""
		}) {
			all = append(all, b)
		}
	}
	return all
}

// headed puts what stands at the head of the first page above the text.
func (r *reader) headed(blocks []paper.Block) {
	if kept := telling(blocks); len(kept) > 0 {
		r.lost["header"] = true
		r.doc.Blocks = append(kept, r.doc.Blocks...)
	}
}

// footed names what stands at the foot of the page: it is left out.
func (r *reader) footed(blocks []paper.Block) {
	if len(telling(blocks)) > 0 {
		r.lost["footer"] = true
	}
}

func number(s string) int { n, _ := strconv.Atoi(s); return n } // what is no number counts for nothing

func yes(v bool) *bool { return &v }
