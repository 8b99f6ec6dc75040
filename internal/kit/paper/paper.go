package paper

import (
	"bytes"
	"image"
	_ "image/jpeg" // sizes of pictures
	_ "image/png"
	"strings"
	"time"
)

// Document is what is written, from top to bottom.
type Document struct {
	Title     string // of the file's properties; the page shows only Blocks
	Author    string
	Lang      string    // BCP 47, of whatever names no other
	At        time.Time // when it was written, in the file's properties; zero: not said
	Landscape bool
	Blocks    []Block
}

// Block is one of a heading, a paragraph, a table or a new page.
type Block struct {
	Heading   int // 1 to 3 for a heading of that level, whose words are in Text
	Text      []Run
	Align     Align
	Table     *Table
	PageBreak bool
	Keep      bool // on the page of the next block; of a table, its last row
	Indent    bool // the first line begins 12.5 mm further in
	Rule      bool // with a line below, as under the head of a letter
	Tight     bool // no space between it and the next paragraph
}

// Align is where lines of a paragraph stand.
type Align int

// The alignments.
const (
	Start Align = iota // by the direction of the writing
	Center
	End
	Justify
)

// Run is a piece of text in one look. A newline in it is a line break.
type Run struct {
	Text      string
	Bold      bool
	Italic    bool
	Lang      string // empty: the document's; decides hyphenation and direction
	Link      string // an address that the words lead to
	Small     bool
	Underline bool
	// Picture stands in the line in place of Text.
	Picture *Picture
}

// Look is what a run says beside its text: runs that look the same read as one.
func (r Run) Look() Run {
	r.Text = ""
	return r
}

// Picture is a picture in a line of text: PNG or JPEG; a PDF also takes SVG.
type Picture struct {
	Data  []byte
	Width int // millimetres
	Alt   string
}

// kind is what the bytes are: "png", "jpeg", "svg", or "" for nothing that a
// paper can show.
func (p *Picture) kind() string {
	switch {
	case bytes.HasPrefix(p.Data, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(p.Data, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.Contains(p.Data[:min(len(p.Data), 1024)], []byte("<svg")):
		return "svg"
	}
	return ""
}

// height is how high a picture of this width is, in millimetres; false for what
// is no picture in points.
func (p *Picture) height() (float64, bool) {
	c, _, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil || c.Width == 0 || p.Width <= 0 {
		return 0, false
	}
	return float64(p.Width) * float64(c.Height) / float64(c.Width), true
}

// Plain is a paragraph in the document's language and in one look.
func Plain(text string) []Run { return []Run{{Text: text}} }

// Table is rows under columns. Texts side by side, such as an agreement in two
// languages, are a table without Rules and without titles of columns.
type Table struct {
	Name    string // of the sheet in XLSX
	Columns []Column
	Rows    []Row
	Rules   bool // lines around cells
}

// Column is a column of a table.
type Column struct {
	Title string // repeated on each page; no column titled: no such row
	Share int    // of the width, against the other columns'; 0 is 1
	Align Align
}

// Row is a row of cells, one for each column, or one for all of them.
type Row struct {
	Cells []Cell
	Whole bool // its only cell goes over all columns, as a heading of what follows
	Bold  bool
	// Together keeps a row without Rules on one page; rows with them always are.
	Together bool
}

// Cell is paragraphs, or a value that XLSX keeps as what it is.
type Cell struct {
	Paragraphs [][]Run
	Number     string // digits with a point: "-1234.50"; Paragraphs show it
	Day        string // YYYY-MM-DD; Paragraphs show it
}

// titled tells whether the table has a row with the titles of columns.
func (t *Table) titled() bool {
	for _, c := range t.Columns {
		if c.Title != "" {
			return true
		}
	}
	return false
}

// share is the column's part of the width.
func (c Column) share() int { return max(c.Share, 1) }

// Words is a cell of one plain paragraph.
func Words(text string) Cell { return Cell{Paragraphs: [][]Run{Plain(text)}} }

// text is the words of a cell, a line for each paragraph.
func (c Cell) text() string {
	var b strings.Builder
	for i, p := range c.Paragraphs {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, r := range p {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

// leftward tells whether a language is written from right to left: by its
// script where the tag names one, otherwise by what is usual.
func leftward(lang string) bool {
	parts := strings.FieldsFunc(strings.ToLower(lang), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) == 4 {
			return p == "arab" || p == "hebr" || p == "thaa" || p == "syrc"
		}
	}
	switch parts[0] {
	case "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi":
		return true
	}
	return false
}

// lang is the language of a run.
func (d Document) lang(r Run) string {
	if r.Lang != "" {
		return r.Lang
	}
	return d.Lang
}

// leftward tells whether a paragraph runs from right to left, as its first words do.
func (d Document) leftward(p []Run) bool {
	for _, r := range p {
		if strings.TrimSpace(r.Text) != "" {
			return leftward(d.lang(r))
		}
	}
	return leftward(d.Lang)
}

// href is the address of a link that a paper may carry, and "" for any other.
func (r Run) href() string {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if len(r.Link) > len(scheme) && strings.EqualFold(r.Link[:len(scheme)], scheme) {
			return r.Link
		}
	}
	return ""
}

// printable leaves out what no paper shows and XML cannot hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}
