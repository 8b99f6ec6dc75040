package reading

import (
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/fold"
)

// Item is one thing that a table names, or a row that is left out. Every row of
// data gives at least one.
type Item struct {
	Row    int
	Column int    // of the cell that names it
	Part   int    // counts what one cell names: two cities are two items
	Skip   string // why it is left out: "empty", "total", "heading", "repeated", "other_city", "unnamed", "group_off"; empty when it is taken
	// Subject is what the row is about: that of its table, or of its group in a
	// mixed one.
	Subject Subject
	Text    string // the row in brief
	Values  map[Field]string
	Notes   []Remark
	Doubts  []Doubt
	Parts   []Part // of an event: who takes part
}

// Remark is a cell kept word for word.
type Remark struct{ Label, Text string }

// Doubt is a value that could not be read as what its column holds; it stands
// in the remarks too.
type Doubt struct {
	Column int
	Reason string // "date", "email", "phone", "website", "number", "choice", "country"
	Text   string
}

// Items walks over a table's data in order; each stops it by returning false.
func (r *Reader) Items(t *Table, each func(Item) bool) {
	if t.Layout == Names {
		r.listed(t, each)
		return
	}
	w := walk{Reader: r, t: t, whole: t, header: make([]string, len(t.Columns))}
	for i, c := range t.Columns {
		w.header[i] = fold.Key(c.Header)
	}
	for row := t.first; row <= t.area.bottom; row++ {
		for _, item := range w.sorted(row) {
			if !each(item) {
				return
			}
		}
	}
}

// placeField carries the place of the gazetteer that a city was taken for.
const placeField Field = "partner.geonames"

// walk is one pass over a table.
type walk struct {
	*Reader
	t       *Table // of a mixed one, as the group of the row reads it
	whole   *Table
	as      map[Subject]*Table
	header  []string // of the columns of the whole, folded
	section string
	above   map[int]string // the last value of columns that are said once for several rows
}

// row reads one row of data.
func (w *walk) row(r int) []Item {
	g, area := w.t.grid, w.t.area
	n, first := g.filled(r, area.left, area.right)
	item := Item{Row: r, Column: max(first, area.left)}
	if n == 0 {
		item.Skip = "empty"
		return []Item{item}
	}
	item.Text = w.brief(r)
	text := g.at(r, first)
	switch {
	case isTotal(text) || first+1 <= area.right && w.only(Ignore, first) && isTotal(g.at(r, first+1)):
		item.Skip = "total"
	case w.isHeader(r):
		item.Skip = "repeated"
	case n == 1 && len(w.t.Columns) > 2 && w.t.Layout == Rows && w.isSection(r, first):
		item.Skip = "heading"
		w.section = text
	}
	if item.Skip != "" {
		return []Item{item}
	}
	switch w.t.Layout {
	case Wide, Countries:
		return w.across(r, item)
	case Years:
		return w.overYears(r, item)
	}
	return w.plain(r, item)
}

func (w *walk) only(f Field, column int) bool {
	for _, c := range w.t.Columns {
		if c.Index == column {
			return c.Field == f
		}
	}
	return false
}

func (w *walk) brief(r int) string {
	var parts []string
	size := 0
	for _, c := range w.t.Columns {
		if text := w.t.grid.at(r, c.Index); text != "" && c.Field != Ignore {
			parts = append(parts, strings.Join(strings.Fields(text), " "))
			if size += len(text); size > 120 {
				break
			}
		}
	}
	if len(parts) == 0 {
		_, c := w.t.grid.filled(r, w.t.area.left, w.t.area.right)
		parts = []string{w.t.grid.at(r, c)}
	}
	return cut(strings.Join(parts, " · "), 160)
}

func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

func isTotal(text string) bool {
	words := fold.Words(text)
	if len(words) == 0 || len(words) > 6 {
		return false
	}
	switch words[0] {
	case "итого", "всего", "total", "totals", "summe", "gesamt", "insgesamt", "yhteensa", "sum", "итог", "totaal":
		return true
	}
	return false
}

// isHeader finds the header again, as on each printed page.
func (w *walk) isHeader(r int) bool {
	same, filled := 0, 0
	for i, c := range w.whole.Columns {
		text := w.t.grid.at(r, c.Index)
		if text == "" {
			continue
		}
		filled++
		if c.Header != "" && fold.Key(text) == w.header[i] {
			same++
		}
		if (filled-same)*10 > len(w.whole.Columns)*2 {
			return false // whatever the others are
		}
	}
	return same >= 2 && same*10 >= filled*8
}

// isSection holds for a line across the table: a country or a group.
func (w *walk) isSection(r, first int) bool {
	if w.t.grid.merged[[2]int{r, first + 1}] || w.towns.countryOf(w.t.grid.at(r, first)) != "" {
		return true
	}
	for _, c := range w.t.Columns {
		if c.Index == first {
			return c.Field != w.t.Subject.Main() && c.Field != OrganisationName && c.Field != Surname && c.Field != AgreementTitle
		}
	}
	return true
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// plain reads a row that is one thing, or several when it names several cities.
func (w *walk) plain(r int, item Item) []Item {
	v := values{walk: w, row: r, item: &item}
	item.Values = map[Field]string{}
	for _, c := range w.t.Columns {
		text := w.t.grid.at(r, c.Index)
		if text == "" {
			text = w.carry(r, c)
		}
		if text == "" || text == "-" || text == "—" || text == "–" {
			continue
		}
		w.remember(c, text)
		if c.Field == w.t.Subject.Main() {
			item.Column = c.Index
		}
		v.put(c, text)
	}
	v.finish()
	if item.Values[Origin] != "" && !w.isHome(item.Values[Origin]) {
		item.Skip = "other_city"
		return []Item{item}
	}
	delete(item.Values, Origin)
	if w.section != "" {
		w.underSection(&item)
	}
	if !named(item.Values) {
		item.Skip = "unnamed"
		return []Item{item}
	}
	return w.eachCity(item)
}

// named holds when a row says whom or what it is about.
func named(values map[Field]string) bool {
	for _, f := range []Field{PersonName, OrganisationName, City, ActivityName, AgreementTitle} {
		if values[f] != "" {
			return true
		}
	}
	return false
}

// carry takes a city, country or organisation from the row above, where it is
// said once for several rows.
func (w *walk) carry(r int, c Column) string {
	if c.Field != City && c.Field != Country && c.Field != OrganisationName || w.t.Subject == Partners && c.Field == City || w.t.Subject == Organisations && c.Field == OrganisationName {
		return ""
	}
	if c.Index != w.leftmost() && c.Field != Country {
		return ""
	}
	return w.above[c.Index]
}

func (w *walk) leftmost() int {
	for _, c := range w.t.Columns {
		if c.Field != Ignore {
			return c.Index
		}
	}
	return -1
}

func (w *walk) remember(c Column, text string) {
	if w.above == nil {
		w.above = map[int]string{}
	}
	if c.Index == w.leftmost() {
		clear(w.above)
	}
	w.above[c.Index] = text
}

// underSection adds what the line above the group says.
func (w *walk) underSection(item *Item) {
	if code := w.towns.countryOf(w.section); code != "" {
		if item.Values[Country] == "" {
			item.Values[Country] = code
		}
		return
	}
	item.Notes = append(item.Notes, Remark{"", w.section})
}
