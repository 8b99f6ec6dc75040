package fill

import (
	"fmt"
	"strconv"
	"strings"

	"pobratim/internal/kit/paper"
)

// Described is a description of package paper as a template: its words hold marks
// as those of a file do.
type Described struct {
	doc paper.Document
	t   *Template
}

// Describe reads the marks of a description.
func Describe(doc paper.Document) (*Described, error) {
	var b strings.Builder
	b.WriteString("<doc>")
	for i, block := range doc.Blocks {
		switch {
		case block.Table != nil:
			fmt.Fprintf(&b, `<table n="%d">`, i)
			for j, row := range block.Table.Rows {
				fmt.Fprintf(&b, `<tr n="%d">`, j)
				for k, cell := range row.Cells {
					fmt.Fprintf(&b, `<tc n="%d">`, k)
					for l, p := range cell.Paragraphs {
						paragraph(&b, l, p)
					}
					b.WriteString("</tc>")
				}
				b.WriteString("</tr>")
			}
			b.WriteString("</table>")
		case block.PageBreak:
			fmt.Fprintf(&b, `<page n="%d"/>`, i)
		default:
			paragraph(&b, i, block.Text)
		}
	}
	b.WriteString("</doc>")
	root, err := parse([]byte(b.String()))
	if err != nil {
		return nil, err
	}
	t := &Template{Format: paperForm, d: description(), parts: map[string]*node{"doc": root}}
	t.read(root, "body")
	return &Described{doc, t}, nil
}

func paragraph(b *strings.Builder, n int, runs []paper.Run) {
	fmt.Fprintf(b, `<p n="%d">`, n)
	for i, r := range runs {
		fmt.Fprintf(b, `<r n="%d">%s</r>`, i, escape(r.Text))
	}
	b.WriteString("</p>")
}

// Marks are what the description asks for, in its order.
func (d *Described) Marks() []Found { return d.t.Marks() }

// Check says what the description asks for that is not among the names.
func (d *Described) Check(names Names) []Problem { return d.t.Check(names) }

// Fill makes the document. Problems mean that there is none.
func (d *Described) Fill(data Data) (paper.Document, []Problem, error) {
	if len(d.t.wrong) > 0 {
		return paper.Document{}, d.t.wrong, nil
	}
	var pictures []paper.Picture
	e := &emitter{d: d.t.d, scope: &scope{Data: data}, draw: func(m *Mark, img Image) (string, error) {
		one := paper.Picture{Data: img.Data, Width: m.Width, Alt: img.Alt}
		if one.Width == 0 {
			one.Width = defaultMM
		}
		pictures = append(pictures, one)
		return fmt.Sprintf(`<img n="%d"/>`, len(pictures)-1), nil
	}}
	e.node(d.t.parts["doc"])
	if e.err != nil || len(e.unknown) > 0 {
		return paper.Document{}, e.unknown, e.err
	}
	root, err := parse(e.out.Bytes())
	if err != nil {
		return paper.Document{}, nil, err
	}
	out := d.doc
	out.Blocks = nil
	for _, n := range root.kids[0].kids {
		if n.sort != element {
			continue
		}
		block := d.doc.Blocks[n.number()]
		switch n.name {
		case "table":
			table := *block.Table
			table.Rows = rows(n, block.Table.Rows, pictures)
			block.Table = &table
		case "p":
			block.Text = runs(n, block.Text, pictures)
		}
		out.Blocks = append(out.Blocks, block)
	}
	return out, nil, nil
}

// number is which piece of the description a node came from.
func (n *node) number() int {
	i, _ := strconv.Atoi(n.attr("n")) // written by this package
	return i
}

func rows(table *node, from []paper.Row, pictures []paper.Picture) []paper.Row {
	var out []paper.Row
	for _, tr := range table.kids {
		row := from[tr.number()]
		cells := row.Cells
		row.Cells = nil
		for _, tc := range tr.kids {
			cell := cells[tc.number()]
			paragraphs := cell.Paragraphs
			cell.Paragraphs = nil
			for _, p := range tc.kids {
				cell.Paragraphs = append(cell.Paragraphs, runs(p, paragraphs[p.number()], pictures))
			}
			row.Cells = append(row.Cells, cell)
		}
		out = append(out, row)
	}
	return out
}

func runs(p *node, from []paper.Run, pictures []paper.Picture) []paper.Run {
	var out []paper.Run
	for _, r := range p.kids {
		for _, kid := range r.kids {
			run := from[r.number()]
			if run.Text = kid.text; kid.sort == element {
				run.Picture = &pictures[kid.number()]
			}
			last := len(out) - 1
			if last >= 0 && kid.sort == letters && out[last].Picture == nil && out[last].Look() == run.Look() {
				out[last].Text += run.Text
				continue
			}
			out = append(out, run)
		}
	}
	return out
}
