package fill

import (
	"strconv"
	"strings"

	"pobratim/internal/kit/paper"
)

// wordReader is a part of a DOCX while it is said.
type wordReader struct {
	*reader
	styles  map[string]wordStyle
	lists   map[string][]wordLevel // by the number of a list
	counts  map[string][]int
	plain   string // the style of paragraphs that name none
	targets map[string]string
	lang    string
	fresh   bool // what comes next begins a page
	out     []paper.Block
}

type wordStyle struct {
	manner
	below string
	rules bool // of a table: with lines
}

// wordLevel is a level of a list.
type wordLevel struct {
	format, text string
	start        int
}

// word says a DOCX.
func (r *reader) word() error {
	w := &wordReader{reader: r, styles: map[string]wordStyle{}, lists: map[string][]wordLevel{}, counts: map[string][]int{}}
	if err := w.readStyles(); err != nil {
		return err
	}
	if err := w.readLists(); err != nil {
		return err
	}
	root, err := w.open("word/document.xml")
	if err != nil {
		return err
	}
	body := root.find("w:body")
	if body == nil {
		return broken(errMarkup)
	}
	r.doc.Lang = w.lang
	if err := w.blocks(body); err != nil {
		return err
	}
	r.doc.Blocks = w.out
	return w.edges(body)
}

// open parses a part and reads where its relations lead.
func (w *wordReader) open(name string) (*node, error) {
	var err error
	if w.targets, err = w.t.targets(name); err != nil {
		return nil, err
	}
	return w.part(name)
}

// on tells what a switch says: <w:b/> and <w:b w:val="1"/> are on.
func on(n *node) *bool {
	if n == nil {
		return nil
	}
	switch n.attr("w:val") {
	case "0", "false", "off", "none":
		return yes(false)
	}
	return yes(true)
}

// child is the first element of a name directly below a node.
func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for _, kid := range n.kids {
		if kid.name == name {
			return kid
		}
	}
	return nil
}

// val is what an element below a node says.
func (n *node) val(name string) string {
	if one := n.child(name); one != nil {
		return one.attr("w:val")
	}
	return ""
}

// wordManner reads the properties of a paragraph and of a run.
func wordManner(p, r *node) manner {
	m := manner{bold: on(r.child("w:b")), italic: on(r.child("w:i")), underline: on(r.child("w:u")), points: float64(number(r.val("w:sz"))) / 2, align: p.val("w:jc")}
	if lang := r.child("w:lang"); lang != nil {
		m.lang = lang.attr("w:val")
	}
	if level := p.val("w:outlineLvl"); level != "" && number(level) < 9 {
		m.heading = number(level) + 1
	}
	if ind := p.child("w:ind"); ind != nil && ind.attr("w:firstLine") != "" {
		m.indent = yes(number(ind.attr("w:firstLine")) > 0)
	}
	m.rule = p.child("w:pBdr").val("w:bottom") == "single"
	if space := p.child("w:spacing"); space != nil {
		m.tight = space.attr("w:after") == "0"
	}
	if f := on(p.child("w:pageBreakBefore")); f != nil {
		m.fresh = *f
	}
	if k := on(p.child("w:keepNext")); k != nil {
		m.keep = *k
	}
	if num := p.child("w:numPr"); num != nil {
		m.num, m.level = num.val("w:numId"), num.val("w:ilvl")
	}
	return m
}

func (w *wordReader) readStyles() error {
	root, err := w.part("word/styles.xml")
	if err != nil {
		return err
	}
	if d := root.find("w:docDefaults"); d != nil {
		m := manner{}
		if r := d.find("w:rPr"); r != nil {
			m = wordManner(nil, r)
		}
		w.lang = m.lang
	}
	root.each(func(n *node) bool {
		if n.name != "w:style" {
			return true
		}
		id := n.attr("w:styleId")
		s := wordStyle{manner: wordManner(n.child("w:pPr"), n.child("w:rPr")), below: n.val("w:basedOn"), rules: lined(n.child("w:tblPr").child("w:tblBorders"))}
		w.styles[id] = s
		if n.attr("w:type") == "paragraph" && n.attr("w:default") == "1" {
			w.plain = id
		}
		return false
	})
	return nil
}

// style is a style with what lies below it.
func (w *wordReader) style(id string) wordStyle {
	s := w.styles[id]
	below := s.below
	for range 20 { // styles may be based on each other
		one, known := w.styles[below]
		if !known {
			break
		}
		s.manner, s.rules, below = s.manner.over(one.manner), s.rules || one.rules, one.below
	}
	return s
}

// lined tells whether any line is drawn.
func lined(borders *node) bool {
	if borders == nil {
		return false
	}
	for _, side := range borders.kids {
		if v := side.attr("w:val"); v != "" && v != "nil" && v != "none" {
			return true
		}
	}
	return false
}

func (w *wordReader) readLists() error {
	root, err := w.part("word/numbering.xml")
	if err != nil {
		return err
	}
	all := map[string][]wordLevel{}
	root.each(func(n *node) bool {
		switch n.name {
		case "w:abstractNum":
			var levels []wordLevel
			for _, kid := range n.kids {
				if kid.name == "w:lvl" {
					levels = append(levels, wordLevel{kid.val("w:numFmt"), kid.val("w:lvlText"), number(kid.val("w:start"))})
				}
			}
			all[n.attr("w:abstractNumId")] = levels
			return false
		case "w:num":
			w.lists[n.attr("w:numId")] = all[n.val("w:abstractNumId")]
		}
		return true
	})
	return nil
}

// sign is what stands before an item of a list.
func (w *wordReader) sign(m manner) string {
	levels, at := w.lists[m.num], number(m.level)
	if at < 0 || at >= len(levels) {
		return ""
	}
	if levels[at].format == "bullet" {
		return "•\u00a0"
	}
	counts := w.counts[m.num]
	for len(counts) <= at {
		counts = append(counts, levels[len(counts)].start-1)
	}
	counts = counts[:at+1]
	counts[at]++
	w.counts[m.num] = counts
	text := levels[at].text
	for i, n := range counts {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), counted(n, levels[i].format))
	}
	if text == "" {
		return ""
	}
	return text + "\u00a0"
}

// counted is a number of a list in its way of counting.
func counted(n int, format string) string {
	letter := func(alphabet string) string {
		all := []rune(alphabet)
		if n < 1 || n > len(all) {
			return strconv.Itoa(n)
		}
		return string(all[n-1])
	}
	switch format {
	case "lowerLetter", "a":
		return letter("abcdefghijklmnopqrstuvwxyz")
	case "upperLetter", "A":
		return letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	case "russianLower":
		return letter("абвгдежзиклмнопрстуфхцчшщэюя")
	case "russianUpper":
		return letter("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ")
	case "lowerRoman", "i":
		return strings.ToLower(roman(n))
	case "upperRoman", "I":
		return roman(n)
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, one := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= one.value; n -= one.value {
			b.WriteString(one.sign)
		}
	}
	return b.String()
}

// blocks says what lies directly below a node: paragraphs and tables, also those
// within content controls.
func (w *wordReader) blocks(in *node) error {
	for _, n := range in.kids {
		var err error
		switch n.name {
		case "w:p":
			err = w.paragraph(n)
		case "w:tbl":
			err = w.table(n)
		case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo":
			err = w.blocks(n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *wordReader) put(b paper.Block) {
	if w.fresh && len(w.out) > 0 {
		w.out = append(w.out, paper.Block{PageBreak: true})
	}
	w.fresh = false
	w.out = append(w.out, b)
}

func (w *wordReader) paragraph(p *node) error {
	props := p.child("w:pPr")
	id := props.val("w:pStyle")
	if id == "" {
		id = w.plain
	}
	m := wordManner(props, nil).over(w.style(id).manner)
	w.fresh = w.fresh || m.fresh
	words, err := w.runs(p, m)
	if err != nil {
		return err
	}
	if props.child("w:sectPr") != nil && props.child("w:sectPr").val("w:type") != "continuous" {
		defer func() { w.fresh = true }()
	}
	if m.num != "" && m.num != "0" {
		if sign := w.sign(m); sign != "" {
			words = append([]paper.Run{m.run(sign, w.lang)}, words...)
		}
	}
	// A new page within a paragraph parts it.
	var now []paper.Run
	for _, one := range words {
		if one.Picture == nil && one.Text == newPage {
			if now = joined(now); len(now) > 0 {
				w.put(w.columns(m.block(now)))
			}
			now, w.fresh = nil, true
			continue
		}
		now = append(now, one)
	}
	if now = joined(now); len(now) > 0 || len(words) == 0 {
		w.put(w.columns(m.block(now)))
	}
	return nil
}

// newPage stands among runs where a page ends.
const newPage = "\f"

// runs are the words of a paragraph; what was struck out by a reviewer is not.
func (w *wordReader) runs(p *node, m manner) (words []paper.Run, err error) {
	for _, n := range p.kids {
		switch n.name {
		case "w:r":
			props := n.child("w:rPr")
			look := wordManner(nil, props).over(w.style(props.val("w:rStyle")).manner).over(m)
			if hidden := on(props.child("w:vanish")); hidden != nil && *hidden {
				continue
			}
			said, err := w.run(n, look)
			if err != nil {
				return nil, err
			}
			words = append(words, said...)
		case "w:hyperlink", "w:ins", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:moveTo", "w:customXml":
			said, err := w.runs(n, m)
			if err != nil {
				return nil, err
			}
			words = append(words, said...)
		}
	}
	return words, nil
}

func (w *wordReader) run(in *node, look manner) (words []paper.Run, err error) {
	add := func(text string) { words = append(words, look.run(text, w.lang)) }
	for _, n := range in.kids {
		switch n.name {
		case "w:t":
			add(n.words())
		case "w:tab", "w:ptab":
			add("\t")
		case "w:cr":
			add("\n")
		case "w:br":
			if n.attr("w:type") == "page" {
				words = append(words, paper.Run{Text: newPage})
			} else {
				add("\n")
			}
		case "w:noBreakHyphen":
			add("\u2011")
		case "w:footnoteReference", "w:endnoteReference":
			w.lost["note"] = true
		case "mc:AlternateContent":
			one := n.child("mc:Choice")
			if one == nil || one.find("w:drawing") == nil {
				one = n.child("mc:Fallback")
			}
			if one == nil {
				continue
			}
			said, err := w.run(one, look)
			if err != nil {
				return nil, err
			}
			words = append(words, said...)
		case "w:drawing", "w:pict", "w:object":
			one, err := w.drawing(n)
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

// drawing is a picture in points; text boxes and shapes are left out.
func (w *wordReader) drawing(n *node) (paper.Run, error) {
	if n.find("w:txbxContent") != nil {
		w.lost["box"] = true
		return paper.Run{}, nil
	}
	blip, extent := n.find("a:blip"), n.find("wp:extent")
	if blip == nil || extent == nil {
		w.lost["drawing"] = true
		return paper.Run{}, nil
	}
	alt := ""
	if about := n.find("wp:docPr"); about != nil {
		alt = about.attr("descr")
	}
	return w.drawn(w.targets[blip.attr("r:embed")], float64(number(extent.attr("cx")))/emuPerMM, alt)
}

func (w *wordReader) table(n *node) error {
	props := n.child("w:tblPr")
	rules := w.style(props.val("w:tblStyle")).rules
	if own := props.child("w:tblBorders"); own != nil {
		rules = lined(own)
	}
	var widths []int
	for _, kid := range gridOf(n) {
		widths = append(widths, max(1, number(kid.attr("w:w"))))
	}
	var rows []gridRow
	for _, tr := range below(n, "w:tr") {
		head := on(tr.child("w:trPr").child("w:tblHeader"))
		row := gridRow{head: head != nil && *head}
		for _, tc := range below(tr, "w:tc") {
			cell := tc.child("w:tcPr")
			rules = rules || lined(cell.child("w:tcBorders"))
			if cell.child("w:vMerge") != nil {
				w.lost["merged"] = true
			}
			inner := *w
			inner.out, inner.fresh = nil, false
			if err := inner.blocks(tc); err != nil {
				return err
			}
			words, align := w.cellOf(inner.out)
			row.cells, row.aligns, row.spans = append(row.cells, words), append(row.aligns, align), append(row.spans, min(100, max(1, number(cell.val("w:gridSpan")))))
		}
		rows = append(rows, row)
	}
	if b := w.tableOf(widths, rows, rules); b.Table != nil {
		w.put(b)
	}
	return nil
}

func gridOf(table *node) []*node {
	if grid := table.child("w:tblGrid"); grid != nil {
		return below(grid, "w:gridCol")
	}
	return nil
}

// below are the elements of a name below a node, also within content controls and
// what reviewers put in.
func below(n *node, name string) []*node {
	var all []*node
	for _, kid := range n.kids {
		switch kid.name {
		case name:
			all = append(all, kid)
		case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "table:table-header-rows", "table:table-rows", "table:table-row-group", "table:table-columns", "table:table-header-columns":
			all = append(all, below(kid, name)...)
		}
	}
	return all
}

// edges reads what stands at the head of the first page and turns the page.
func (w *wordReader) edges(body *node) error {
	sections := []*node{}
	body.each(func(n *node) bool {
		if n.name == "w:sectPr" {
			sections = append(sections, n)
		}
		return true
	})
	if len(sections) == 0 {
		return nil
	}
	first := sections[0]
	if size := first.child("w:pgSz"); size != nil {
		w.doc.Landscape = number(size.attr("w:w")) > number(size.attr("w:h"))
	}
	wanted := "default"
	if own := on(first.child("w:titlePg")); own != nil && *own {
		wanted = "first"
	}
	targets := w.targets
	for _, n := range first.kids {
		kind, target := n.name, targets[n.attr("r:id")]
		if kind != "w:headerReference" && kind != "w:footerReference" || n.attr("w:type") != wanted || target == "" {
			continue
		}
		inner := *w
		inner.out, inner.fresh = nil, false
		root, err := inner.open(target)
		if err != nil {
			return err
		}
		for _, part := range root.kids {
			if err := inner.blocks(part); err != nil {
				return err
			}
		}
		if kind == "w:headerReference" {
			w.headed(inner.out)
		} else {
			w.footed(inner.out)
		}
	}
	return nil
}
