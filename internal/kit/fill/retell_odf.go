package fill

import (
	"strconv"
	"strings"

	"pobratim/internal/kit/paper"
)

// odfReader is an ODT while it is said.
type odfReader struct {
	*reader
	styles map[string]odfStyle // by family and name
	widths map[string]int      // of columns, by style
	lines  map[string]bool     // of cells, by style
	lists  map[string]*node
	fresh  bool
	out    []paper.Block
}

type odfStyle struct {
	manner
	below string
}

// odf says an ODT.
func (r *reader) odf() error {
	o := &odfReader{reader: r, styles: map[string]odfStyle{}, widths: map[string]int{}, lines: map[string]bool{}, lists: map[string]*node{}}
	styles, err := r.part("styles.xml")
	if err != nil {
		return err
	}
	content, err := r.part("content.xml")
	if err != nil {
		return err
	}
	o.readStyles(styles)
	o.readStyles(content)
	text := content.find("office:text")
	if text == nil {
		return broken(errMarkup)
	}
	r.doc.Lang = o.styles["paragraph|"].lang
	if err := o.blocks(text); err != nil {
		return err
	}
	r.doc.Blocks = o.out
	return o.edges(styles)
}

func (o *odfReader) readStyles(root *node) {
	root.each(func(n *node) bool {
		switch n.name {
		case "style:default-style", "style:style":
			key := n.attr("style:family") + "|" + n.attr("style:name")
			o.styles[key] = odfStyle{odfManner(n), n.attr("style:family") + "|" + n.attr("style:parent-style-name")}
			if p := n.child("style:table-column-properties"); p != nil {
				o.widths[n.attr("style:name")] = max(1, hundredths(p.attr("style:column-width")))
			}
			if p := n.child("style:table-cell-properties"); p != nil {
				for _, a := range p.attrs {
					if strings.HasPrefix(a.Name.Local, "border") && qualified(a.Name) != "fo:border-spacing" && a.Value != "none" && a.Value != "" && a.Name.Space == "fo" {
						o.lines[n.attr("style:name")] = true
					}
				}
			}
			return false
		case "text:list-style":
			o.lists[n.attr("style:name")] = n
			return false
		}
		return true
	})
}

// hundredths is a length in hundredths of a millimetre.
func hundredths(s string) int {
	for unit, factor := range map[string]float64{"mm": 100, "cm": 1000, "in": 2540, "pt": 2540.0 / 72} {
		if rest, is := strings.CutSuffix(s, unit); is {
			v, err := strconv.ParseFloat(rest, 64)
			if err != nil || v > 10000 || v < -10000 {
				return 0
			}
			return int(v * factor)
		}
	}
	return 0
}

func odfManner(style *node) manner {
	var m manner
	if t := style.child("style:text-properties"); t != nil {
		if v := t.attr("fo:font-weight"); v != "" {
			m.bold = yes(v == "bold" || number(v) >= 600)
		}
		if v := t.attr("fo:font-style"); v != "" {
			m.italic = yes(v == "italic" || v == "oblique")
		}
		if v := t.attr("style:text-underline-style"); v != "" {
			m.underline = yes(v != "none")
		}
		if v, is := strings.CutSuffix(t.attr("fo:font-size"), "pt"); is {
			if points, err := strconv.ParseFloat(v, 64); err == nil {
				m.points = points
			}
		}
		m.lang = t.attr("fo:language")
	}
	if p := style.child("style:paragraph-properties"); p != nil {
		m.align = p.attr("fo:text-align")
		if v := p.attr("fo:text-indent"); v != "" {
			m.indent = yes(hundredths(v) > 200)
		}
		m.fresh, m.keep = p.attr("fo:break-before") == "page", p.attr("fo:keep-with-next") == "always"
		m.rule = p.attr("fo:border-bottom") != "" && p.attr("fo:border-bottom") != "none"
		m.tight = hundredths(p.attr("fo:margin-bottom")) == 0 && p.attr("fo:margin-bottom") != ""
	}
	return m
}

// style is a style with what lies below it, down to the default of its family.
func (o *odfReader) style(family, name string) manner {
	key := family + "|" + name
	s, known := o.styles[key]
	if !known {
		return manner{}
	}
	m := s.manner
	for range 20 { // styles may be based on each other
		below, known := o.styles[s.below]
		if !known || s.below == key {
			break
		}
		m, key, s = m.over(below.manner), s.below, below
	}
	return m
}

func (o *odfReader) put(b paper.Block) {
	if o.fresh && len(o.out) > 0 {
		o.out = append(o.out, paper.Block{PageBreak: true})
	}
	o.fresh = false
	o.out = append(o.out, b)
}

func (o *odfReader) blocks(in *node) error {
	for _, n := range in.kids {
		var err error
		switch n.name {
		case "text:p", "text:h":
			err = o.paragraph(n, "")
		case "table:table":
			err = o.table(n)
		case "text:list":
			err = o.list(n, "", 1)
		case "text:section", "text:index-body", "text:table-of-content", "text:index-title":
			err = o.blocks(n)
		case "draw:frame", "draw:custom-shape":
			o.lost["box"] = true
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// list says the items of a list, each with its sign.
func (o *odfReader) list(list *node, style string, level int) error {
	if own := list.attr("text:style-name"); own != "" {
		style = own
	}
	count := 0
	for _, item := range list.kids {
		if item.name != "text:list-item" && item.name != "text:list-header" {
			continue
		}
		sign := ""
		if item.name == "text:list-item" {
			count++
			if v := item.attr("text:start-value"); v != "" {
				count = number(v)
			}
			sign = o.sign(style, level, count)
		}
		for _, n := range item.kids {
			var err error
			switch n.name {
			case "text:p", "text:h":
				err = o.paragraph(n, sign)
				sign = ""
			case "text:list":
				if level < 10 {
					err = o.list(n, style, level+1)
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *odfReader) sign(style string, level, n int) string {
	kind := o.lists[style]
	if kind == nil {
		return "•\u00a0"
	}
	for _, one := range kind.kids {
		if number(one.attr("text:level")) != level {
			continue
		}
		if one.name != "text:list-level-style-number" {
			return "•\u00a0"
		}
		if one.attr("style:num-format") == "" {
			return ""
		}
		return one.attr("style:num-prefix") + counted(n, one.attr("style:num-format")) + one.attr("style:num-suffix") + "\u00a0"
	}
	return ""
}

func (o *odfReader) paragraph(p *node, sign string) error {
	m := o.style("paragraph", p.attr("text:style-name"))
	if p.name == "text:h" {
		m.heading = max(1, number(p.attr("text:outline-level")))
	}
	o.fresh = o.fresh || m.fresh
	words, err := o.runs(p, m)
	if err != nil {
		return err
	}
	if sign != "" {
		words = append([]paper.Run{m.run(sign, o.doc.Lang)}, words...)
	}
	o.put(o.columns(m.block(joined(words))))
	return nil
}

func (o *odfReader) runs(in *node, m manner) (words []paper.Run, err error) {
	add := func(text string) {
		if text != "" {
			words = append(words, m.run(text, o.doc.Lang))
		}
	}
	for _, n := range in.kids {
		switch n.name {
		case "":
			if n.sort == letters {
				add(strings.NewReplacer("\n", " ", "\t", " ", "\r", "").Replace(n.text))
			}
		case "text:s":
			add(strings.Repeat(" ", min(200, max(1, number(n.attr("text:c"))))))
		case "text:tab":
			add("\t")
		case "text:line-break":
			add("\n")
		case "text:span", "text:a", "text:bookmark-ref", "text:placeholder", "text:date", "text:title", "text:user-defined":
			look := m
			if n.name == "text:span" {
				look = o.style("text", n.attr("text:style-name")).over(m)
			}
			said, err := o.runs(n, look)
			if err != nil {
				return nil, err
			}
			words = append(words, said...)
		case "text:page-number", "text:page-count":
			add(n.words())
		case "text:note":
			o.lost["note"] = true
		case "draw:frame", "draw:custom-shape", "draw:g":
			one, err := o.frame(n)
			if err != nil {
				return nil, err
			}
			if one.Picture != nil {
				words = append(words, one)
			}
		}
	}
	return words, nil
}

// frame is a picture in points; text boxes and shapes are left out.
func (o *odfReader) frame(n *node) (paper.Run, error) {
	image := n.child("draw:image")
	switch {
	case n.find("draw:text-box") != nil:
		o.lost["box"] = true
		return paper.Run{}, nil
	case image == nil:
		o.lost["drawing"] = true
		return paper.Run{}, nil
	}
	alt := ""
	if about := n.child("svg:desc"); about != nil {
		alt = about.words()
	}
	return o.drawn(image.attr("xlink:href"), float64(hundredths(n.attr("svg:width")))/100, alt)
}

func (o *odfReader) table(n *node) error {
	var widths []int
	for _, c := range below(n, "table:table-column") {
		for range min(100, max(1, number(c.attr("table:number-columns-repeated")))) {
			widths = append(widths, max(1, o.widths[c.attr("table:style-name")]))
		}
	}
	var rows []gridRow
	rules := false
	for _, tr := range below(n, "table:table-row") {
		row := gridRow{head: tr.parent.name == "table:table-header-rows"}
		for _, tc := range tr.kids {
			if tc.name != "table:table-cell" {
				continue
			}
			rules = rules || o.lines[tc.attr("table:style-name")]
			if number(tc.attr("table:number-rows-spanned")) > 1 {
				o.lost["merged"] = true
			}
			inner := *o
			inner.out, inner.fresh = nil, false
			if err := inner.blocks(tc); err != nil {
				return err
			}
			words, align := o.cellOf(inner.out)
			row.cells, row.aligns, row.spans = append(row.cells, words), append(row.aligns, align), append(row.spans, min(100, max(1, number(tc.attr("table:number-columns-spanned")))))
		}
		rows = append(rows, row)
	}
	if b := o.tableOf(widths, rows, rules); b.Table != nil {
		o.put(b)
	}
	return nil
}

// edges reads what stands at the head and at the foot of the first page.
func (o *odfReader) edges(styles *node) error {
	if layout := styles.find("style:page-layout-properties"); layout != nil {
		o.doc.Landscape = layout.attr("style:print-orientation") == "landscape"
	}
	page := styles.find("style:master-page")
	if page == nil {
		return nil
	}
	for _, kind := range []string{"header", "footer"} {
		part := page.child("style:" + kind + "-first")
		if part == nil {
			part = page.child("style:" + kind)
		}
		if part == nil {
			continue
		}
		inner := *o
		inner.out, inner.fresh = nil, false
		if err := inner.blocks(part); err != nil {
			return err
		}
		if kind == "header" {
			o.headed(inner.out)
		} else {
			o.footed(inner.out)
		}
	}
	return nil
}
