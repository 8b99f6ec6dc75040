package paperwork

import (
	"embed"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/paper"
)

//go:embed papers
var texts embed.FS

// Kinds lists the kinds of paper, in the order in which a visit needs them.
func Kinds() []string {
	return []string{"invitation", "visa-letter", "order", "trip-order", "delegation", "programme", "estimate", "booklet", "protocol", "trip-report", "thanks"}
}

// Formats lists the formats in which papers are made.
func Formats() []string { return []string{"docx", "odt", "pdf"} }

// Langs lists the languages in which there are built-in papers; "ru+en" is both
// side by side.
func Langs() []string { return []string{"ru", "en", "ru+en", "en+ru"} }

// blank is what stands in a paper for what the records do not tell.
const blank = "______________"

// piece is a block of a built-in paper before it stands alone or beside another
// language.
type piece struct {
	paper.Block
	sort string // text, mark, rows, table, crest
}

// Describe is a built-in paper, with marks of package fill.
func Describe(kind, langs string) (paper.Document, error) {
	first, second, two := strings.Cut(langs, "+")
	one, title, err := pieces(kind, first)
	if err != nil {
		return paper.Document{}, err
	}
	doc := paper.Document{Title: title, Lang: first}
	if !two {
		for _, p := range one {
			doc.Blocks = append(doc.Blocks, p.Block)
		}
		return doc, nil
	}
	other, _, err := pieces(kind, second)
	if err != nil {
		return paper.Document{}, err
	}
	doc.Blocks = abreast(one, other, first, second)
	return doc, nil
}

// pieces reads a built-in paper: a line is a block, and its first signs say which.
func pieces(kind, lang string) ([]piece, string, error) {
	src, err := texts.ReadFile("papers/" + kind + "." + lang + ".txt")
	if err != nil {
		return nil, "", err
	}
	var out []piece
	title := ""
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		sign, rest, _ := strings.Cut(line, " ")
		last := len(out) - 1
		switch sign {
		case "":
		case "title":
			title = rest
		case "letterhead":
			out = append(out, letterhead(lang)...)
		case "signature":
			if last >= 0 && out[last].sort == "text" {
				out[last].Keep = true // a signature does not stand alone on a page
			}
			out = append(out, text("\u00a0", paper.Block{Tight: true, Keep: true}), plainRow("{{signer.post}} | > {{signer.short}}"))
		case "approved":
			out = append(out, approved(lang)...)
		case "pagebreak":
			out = append(out, piece{Block: paper.Block{PageBreak: true}, sort: "mark"})
		case "=":
			out = append(out, text(rest, paper.Block{Align: paper.Center}))
		case "==", "===":
			out = append(out, text(rest, paper.Block{Heading: len(sign) - 1, Align: map[string]paper.Align{"==": paper.Center}[sign]}))
		case ">":
			out = append(out, text(rest, paper.Block{Align: paper.End}))
		case ".":
			out = append(out, text(rest, paper.Block{Align: paper.Justify, Indent: true}))
		case "|":
			row := plainRow(rest)
			if last >= 0 && out[last].sort == "rows" {
				out[last].Table.Rows = append(out[last].Table.Rows, row.Table.Rows...)
				continue
			}
			out = append(out, row)
		case "|||":
			out = append(out, ruled(rest))
		case "+":
			var cells []paper.Cell
			for cell := range strings.SplitSeq(rest, "|") {
				cells = append(cells, paper.Words(strings.TrimSpace(cell)))
			}
			out[last].Table.Rows = append(out[last].Table.Rows, paper.Row{Cells: cells})
		default:
			out = append(out, piece{Block: paper.Block{Text: paper.Plain(line)}, sort: "mark"})
		}
	}
	return out, title, nil
}

// letterhead is who writes: coat of arms, department, how it is reached.
func letterhead(lang string) []piece {
	phone, mail := "тел. ", "эл. почта "
	if lang == "en" {
		phone, mail = "tel. ", "e-mail "
	}
	crest := piece{Block: paper.Block{Text: paper.Plain("{{?crest}}{{img:crest 16mm}}{{/crest}}"), Align: paper.Center, Tight: true}, sort: "crest"}
	city := "*Администрация города {{city.gen}}*"
	if lang == "en" {
		city = "*City Administration of {{city}}*"
	}
	centred := paper.Block{Align: paper.Center, Tight: true}
	place := text("{{?address}}{{address}}{{/address}}", centred)
	reach := text("{{?phone}}"+phone+"{{phone}}{{/phone}}{{?email}}{{?phone}}, {{/phone}}"+mail+"{{email}}{{/email}}", paper.Block{Align: paper.Center, Rule: true})
	for _, p := range []piece{place, reach} {
		for i := range p.Text {
			p.Text[i].Small = true
		}
	}
	return []piece{crest, text(city, centred), text("{{department}}", centred), place, reach}
}

// approved is the stamp of who approves a paper, at its upper right.
func approved(lang string) []piece {
	word := "УТВЕРЖДАЮ"
	if lang == "en" {
		word = "APPROVED"
	}
	rows := plainRow(" | " + word)
	for _, one := range []string{" | {{signer.post}}", " | ______________ {{signer.short}}", " | ____ ____________ 20____"} {
		rows.Table.Rows = append(rows.Table.Rows, plainRow(one).Table.Rows...)
	}
	return []piece{rows}
}

// text is a paragraph; *words* between asterisks are bold.
func text(words string, block paper.Block) piece {
	for i, part := range strings.Split(words, "*") {
		if part != "" {
			block.Text = append(block.Text, paper.Run{Text: part, Bold: i%2 == 1})
		}
	}
	return piece{Block: block, sort: "text"}
}

// plainRow is two texts side by side; one after ">" stands at the right edge.
func plainRow(words string) piece {
	left, right, _ := strings.Cut(words, "|")
	t := &paper.Table{Columns: []paper.Column{{}, {}}}
	var cells []paper.Cell
	for i, cell := range []string{left, right} {
		cell = strings.TrimSpace(cell)
		if rest, is := strings.CutPrefix(cell, ">"); is {
			cell, t.Columns[i].Align = strings.TrimSpace(rest), paper.End
		}
		cells = append(cells, paper.Cell{Paragraphs: [][]paper.Run{text(cell, paper.Block{}).Text}})
	}
	t.Rows = []paper.Row{{Cells: cells}}
	return piece{Block: paper.Block{Table: t}, sort: "rows"}
}

// ruled begins a table: titles of columns, each with its share of the width.
func ruled(words string) piece {
	t := &paper.Table{Rules: true}
	for title := range strings.SplitSeq(words, "|") {
		title = strings.TrimSpace(title)
		column := paper.Column{}
		if rest, is := strings.CutPrefix(title, ">"); is {
			title, column.Align = strings.TrimSpace(rest), paper.End
		}
		at := strings.LastIndexByte(title, ' ')
		column.Title = title[:at]
		column.Share, _ = strconv.Atoi(title[at+1:]) // a test reads all of them
		t.Columns = append(t.Columns, column)
	}
	return piece{Block: paper.Block{Table: t}, sort: "table"}
}

// abreast puts two languages side by side: paragraphs in two columns, tables once
// with both languages in their cells.
func abreast(one, other []piece, first, second string) []paper.Block {
	var out []paper.Block
	var rows *paper.Table
	flush := func() {
		if rows != nil {
			out = append(out, paper.Block{Table: rows})
			rows = nil
		}
	}
	kept := false // what comes next stands in the row of what was before it
	for i, p := range one {
		if i >= len(other) {
			break // a test wants as many in each language
		}
		q := other[i]
		switch p.sort {
		case "mark", "crest":
			flush()
			out = append(out, p.Block)
		case "table":
			if rows != nil { // the words above a table stay with it
				last := len(rows.Rows) - 1
				above := paper.Block{Table: &paper.Table{Columns: rows.Columns, Rows: rows.Rows[last:]}, Keep: true}
				if rows.Rows = rows.Rows[:last]; last == 0 {
					rows = nil
				}
				flush()
				out = append(out, above)
			}
			out = append(out, paper.Block{Table: both(p.Table, q.Table, first, second)})
		default:
			if rows == nil {
				rows, kept = &paper.Table{Columns: []paper.Column{{}, {}}}, false
			}
			left, right := p.cell(first, ""), q.cell(second, second)
			if kept {
				row := &rows.Rows[len(rows.Rows)-1]
				row.Cells[0].Paragraphs = append(row.Cells[0].Paragraphs, left.Paragraphs...)
				row.Cells[1].Paragraphs = append(row.Cells[1].Paragraphs, right.Paragraphs...)
			} else {
				rows.Rows = append(rows.Rows, paper.Row{Cells: []paper.Cell{left, right}, Together: true})
			}
			kept = p.Keep
		}
	}
	flush()
	return out
}

// cell is a piece as one cell in a language, with its fields asked in it.
func (p piece) cell(lang, ask string) paper.Cell {
	var c paper.Cell
	add := func(runs []paper.Run, bold bool) {
		var said []paper.Run
		for _, r := range runs {
			r.Text, r.Lang, r.Bold = asked(r.Text, ask), lang, r.Bold || bold
			said = append(said, r)
		}
		if len(said) > 0 {
			c.Paragraphs = append(c.Paragraphs, said)
		}
	}
	add(p.Text, p.Heading > 0)
	if p.Table != nil {
		for column := range p.Table.Columns { // what stands on the left first, from top to bottom
			for _, row := range p.Table.Rows {
				for _, runs := range row.Cells[column].Paragraphs {
					add(runs, false)
				}
			}
		}
	}
	return c
}

// both is a table in two languages: titles and cells one under the other, once
// where they say the same in either.
func both(t, u *paper.Table, first, second string) *paper.Table {
	out := &paper.Table{Rules: true}
	for i, c := range t.Columns {
		if other := u.Columns[i].Title; other != c.Title && c.Share > 1 { // a column of numbers is too narrow for both
			c.Title += " / " + other
		}
		out.Columns = append(out.Columns, c)
	}
	for i, row := range t.Rows {
		var cells []paper.Cell
		for j, cell := range row.Cells {
			mine, theirs := wordsOf(cell), wordsOf(u.Rows[i].Cells[j])
			opens, rest := opening.FindString(mine), opening.ReplaceAllString(mine, "")
			rest, closes := closing(rest)
			theirs, _ = closing(opening.ReplaceAllString(theirs, ""))
			paragraphs := [][]paper.Run{{{Text: opens + rest, Lang: first}}}
			if !same(rest) {
				paragraphs = append(paragraphs, []paper.Run{{Text: asked(theirs, second), Lang: second, Italic: true}})
			}
			last := paragraphs[len(paragraphs)-1]
			last[0].Text += closes
			cells = append(cells, paper.Cell{Paragraphs: paragraphs})
		}
		out.Rows = append(out.Rows, paper.Row{Cells: cells})
	}
	return out
}

func wordsOf(c paper.Cell) string {
	var b strings.Builder
	for _, p := range c.Paragraphs {
		for _, r := range p {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

var (
	opening = regexp.MustCompile(`^(\{\{#[a-z.]+\}\})+`)
	ending  = regexp.MustCompile(`\{\{/([a-z.]+)\}\}$`)
	asking  = regexp.MustCompile(`\{\{([?!/]?)([a-z._]+)\}\}`)
)

// closing parts a cell from the ends of lists that stand behind its words.
func closing(words string) (rest, ends string) {
	for {
		m := ending.FindStringSubmatch(words)
		if m == nil || !isList(m[1]) {
			return words, ends
		}
		words, ends = strings.TrimSuffix(words, m[0]), m[0]+ends
	}
}

// same tells whether a cell says the same in every language.
func same(words string) bool {
	for _, m := range asking.FindAllStringSubmatch(words, -1) {
		if !slices.Contains([]string{"number", "time", "passport", "sum"}, m[2]) {
			return false
		}
	}
	return true
}

// asked asks the fields of a text in a language; lists are the same in all.
func asked(words, lang string) string {
	if lang == "" {
		return words
	}
	return asking.ReplaceAllStringFunc(words, func(s string) string {
		m := asking.FindStringSubmatch(s)
		if isList(m[2]) {
			return s
		}
		return "{{" + m[1] + lang + "." + m[2] + "}}"
	})
}

// isList tells whether a name is that of a list or of a picture.
func isList(name string) bool {
	return name == "crest" || slices.ContainsFunc(lists(), func(l list) bool { return l.name == name || l.inner == name })
}

// names are what any paper may ask for, in the language of the paper or, after
// "ru." and "en.", in a given one.
func names() fill.Names {
	var all []string
	for _, f := range fields() {
		all = append(all, f.name)
	}
	out := fill.Names{Texts: everyLang(all...), Pictures: []string{"crest"}, Lists: map[string]fill.Names{}}
	for _, l := range lists() {
		inner := fill.Names{Texts: everyLang(l.fields...)}
		if l.inner != "" {
			inner.Lists = map[string]fill.Names{l.inner: {Texts: everyLang(l.innerFields...)}}
		}
		out.Lists[l.name] = inner
	}
	return out
}

func everyLang(names ...string) []string {
	var all []string
	for _, n := range names {
		all = append(all, n, "ru."+n, "en."+n)
	}
	return all
}
