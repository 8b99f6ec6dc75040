package ui

// Column heads one column. Sort is the link that sorts by it; Sorted is the
// aria-sort word: "ascending", "descending" or empty.
type Column struct {
	Label  string
	Hidden bool // the label is only for screen readers
	Number bool // aligned to the end, tabular figures
	Sort   *Link
	Sorted string
}

// Row is one row. The first cell with Head names it; its Href opens the record
// from anywhere on the row. Peek is the address of the small view.
type Row struct {
	ID    string
	Cells []Cell
	Peek  string
	Quiet bool // past, paused or closed: set in the muted colour
}

// Cell is one cell of a row.
type Cell struct {
	Value  Value
	Head   bool
	Number bool
	Label  string  // the column's label again, shown when rows are stacked on a phone
	Pick   *Pick   // a tick that chooses the row, instead of Value
	Button *Button // an act on the value, such as copying it
}

// Pick is the tick of a row in a list of which several can be changed at once;
// the form around the table sends it.
type Pick struct {
	Name, Value string
	Label       string // for screen readers: "Choose: Send the programme"
	Selected    bool
}

// Table is a list with columns. It scrolls inside itself when it is too wide.
type Table struct {
	ID      string // unique on the page
	Caption string
	Quiet   bool // the caption is only for screen readers
	Stack   bool // on a phone each row becomes a small card
	Columns []Column
	Rows    []Row
	Foot    []Cell
	Empty   *Empty // shown instead when there are no rows
}

// NewRow makes a row whose cells carry the labels of the columns.
func (t *Table) NewRow(cells ...Cell) Row {
	for i := range cells {
		if i < len(t.Columns) {
			cells[i].Label = t.Columns[i].Label
			cells[i].Number = t.Columns[i].Number
		}
	}
	return Row{Cells: cells}
}

// Pager walks a list by keys: there are no page numbers, and it costs the same
// at any depth.
type Pager struct {
	Label       string
	Shown       string // "Показано 50 из 1 204"
	First, Prev *Link
	Next        *Link
}

// PageItem is one number of Pages; Gap stands for the numbers left out.
type PageItem struct {
	Link
	Gap bool
}

// Pages numbers the pages of a short public list.
type Pages struct {
	Label      string
	Prev, Next *Link
	Items      []PageItem
}

// Tabs are links to the parts of one record.
type Tabs struct {
	Label string
	Items []Link
}

// Download offers what the page shows as a file, one link for each format.
type Download struct {
	Label string // "Скачать"
	Items []Link
}

// Crumbs is the way from the first page to this one; the last item is this page.
type Crumbs struct {
	Label string
	Items []Link
}

// Menu opens a short list of links without scripts.
type Menu struct {
	Label   string
	Hidden  string // more words for screen readers
	Icon    Icon
	Lang    string // language of Label
	Items   []Link
	Switch  *Switch
	Forms   []MenuForm
	EndSide bool // opens towards the start, for a menu at the end of a line
}

// MenuForm is an item that changes something, such as leaving.
type MenuForm struct {
	Action string
	Once   Once
	Button Button
}

// LangMenu chooses the language: native names, no flags, the same page in the
// other language.
type LangMenu struct {
	Label   string // "Язык"
	Current string // native name of the current one
	Lang    string // its code
	Items   []Link // Lang and HrefLang are set, Current marks the current one
}

// Section is the heading of a part of the page.
type Section struct {
	ID, Title string
	Note      string
	Link      *Link
}

// Head is the heading of a page or a record.
type Head struct {
	Over     string // small words above: what kind of record it is
	Title    Value
	Native   Value // the name in its own language
	Lead     string
	Chips    []Chip
	Audience *Audience
	Meta     []Value // distance, local time, who changed it and when
	Actions  []Action
}
