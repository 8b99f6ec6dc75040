package paper

// Document is what is written, from top to bottom.
type Document struct {
	Title     string // of the file's properties; the page shows only Blocks
	Author    string
	Lang      string // BCP 47, of whatever names no other
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
	Keep      bool // on the page of the next block
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
	Text   string
	Bold   bool
	Italic bool
	Lang   string // empty: the document's; decides hyphenation and direction
	Link   string // an address that the words lead to
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
}

// Cell is paragraphs, or a value that XLSX keeps as what it is.
type Cell struct {
	Paragraphs [][]Run
	Number     string // digits with a point: "-1234.50"; Paragraphs show it
	Day        string // YYYY-MM-DD; Paragraphs show it
}

// Words is a cell of one plain paragraph.
func Words(text string) Cell { return Cell{Paragraphs: [][]Run{Plain(text)}} }
