package reading

import (
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/place"
)

// Layout is how a table lays its facts out.
type Layout string

// The layouts.
const (
	Rows      Layout = "rows"      // one row, one thing
	Wide      Layout = "wide"      // a city, then its partners in any number of columns
	Countries Layout = "countries" // a country above each column, cities under it
	Years     Layout = "years"     // a year above each column
	Names     Layout = "names"     // a list of cities in plain words
)

// Column is what one column of a table is taken for.
type Column struct {
	Index   int // in the sheet
	Header  string
	Field   Field
	Sure    float64 // 0…1
	By      string  // what the guess goes by: "header", "content", "both"; empty when there is none
	Samples []string
	post    string // the post that a header names, such as «Директор»
}

// Table is one table of a book.
type Table struct {
	Sheet   int // index in the book
	Name    string
	Titles  []string // lines above the header
	Header  int      // its last row; -1 when there is none
	Layout  Layout
	Subject Subject
	Sure    float64 // of the subject
	Columns []Column
	Sorting *Sorting // what tells the rows of a table of Mixed apart; nil for others
	area    region
	heads   []string // the header, by column of the area
	first   int      // row of data
	grid    *grid
	names   []place.Entry // of the layout Names
}

// First is the first row of data, counted from 0.
func (t *Table) First() int { return t.first }

// Last is the last row of the table.
func (t *Table) Last() int { return t.area.bottom }

// Reader understands books. It remembers names of places and is used by one
// goroutine.
type Reader struct {
	towns *towns
	words lexicon
	eye   eye
	kinds map[Subject][]phrase // words for what a row is about
	home  []string             // folded names of the reader's own city
}

// New makes a reader; home are the names of the reader's own city, whose
// partners are looked for in lists of many cities.
func New(places *place.Gazetteer, home ...string) *Reader {
	t := newTowns(places)
	r := &Reader{towns: t, words: lexicon{phrases: phrases(), seen: map[string][]headed{}}, eye: eye{towns: t, organisations: organisationWords(), posts: postWords()}, kinds: kindWords()}
	for _, h := range home {
		if key := fold.Key(h); key != "" {
			r.home = append(r.home, key)
		}
	}
	return r
}

// builder works on one book.
type builder struct {
	*Reader
}

// Read finds the tables of a book. Hidden sheets are read like others.
func (r *Reader) Read(book sheet.Book) []*Table {
	b := &builder{Reader: r}
	var tables []*Table
	for i, s := range book.Sheets {
		if book.Format == sheet.Text {
			if t := b.plainList(i, s); t != nil {
				tables = append(tables, t)
				continue
			}
			s = split(s)
		}
		if t := b.cityLines(i, s); t != nil {
			tables = append(tables, t)
			continue
		}
		tables = append(tables, b.onSheet(i, s, book.Format)...)
	}
	return tables
}

// onSheet finds the tables of one sheet. Lines with commas and no header may be
// a list of cities in plain words.
func (b *builder) onSheet(n int, s sheet.Sheet, format sheet.Format) []*Table {
	var tables []*Table
	g := newGrid(s)
	for _, area := range b.areas(g) {
		for _, band := range b.bands(g, area) {
			if t := b.table(g, band); t != nil {
				t.Sheet, t.Name = n, s.Name
				tables = append(tables, t)
			}
		}
	}
	headless := len(tables) == 0 || len(tables) == 1 && tables[0].Header < 0 && tables[0].Layout == Rows
	if format == sheet.CSV && headless && len(s.Rows) <= 1000 {
		var lines []string
		for _, row := range s.Rows {
			lines = append(lines, strings.TrimRight(strings.Join(row, ", "), ", "))
		}
		if t := b.plainText(n, s, strings.Join(lines, "\n")); t != nil {
			return []*Table{t}
		}
	}
	return tables
}

// table understands one area; nil when it holds nothing to bring in.
func (b *builder) table(g *grid, area region) *Table {
	t := &Table{Header: -1, Layout: Rows, area: area, grid: g, first: area.top}
	h, ok := b.findHeading(g, area)
	if across, found := b.across(g, area); found && (!ok || across.known > h.known) {
		h, ok = across, true
	}
	if ok {
		t.Header, t.first = h.last, h.last+1
		if b.numbering(g, t.first, area) {
			t.first++
		}
		for r := area.top; r < h.row; r++ {
			if n, c := g.filled(r, area.left, area.right); n > 0 {
				t.Titles = append(t.Titles, g.at(r, c))
			}
		}
	}
	if t.first > area.bottom {
		return nil
	}
	b.columns(t, h.texts, "")
	if len(t.Columns) == 0 {
		return nil
	}
	return t
}

// Rows hands over the first rows of data as they stand, for a person to see.
func (t *Table) Rows(limit int) [][]string {
	var out [][]string
	if t.Layout == Names {
		for _, e := range t.names[:min(limit, len(t.names))] {
			out = append(out, []string{e.Text})
		}
		return out
	}
	for r := t.first; r <= t.area.bottom && len(out) < limit; r++ {
		if n, _ := t.grid.filled(r, t.area.left, t.area.right); n == 0 {
			continue
		}
		row := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			row[i] = t.grid.at(r, c.Index)
		}
		out = append(out, row)
	}
	return out
}
