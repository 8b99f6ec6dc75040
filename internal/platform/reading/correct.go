package reading

import "slices"

// NoHeader is the header row of a table that has none.
const NoHeader = -1

// Said is what a person said of a table, over what was guessed.
type Said struct {
	Header  int // row that heads the columns, counted from 1; NoHeader; 0 as guessed
	Subject Subject
	Fields  map[int]Field      // meanings of columns, by their index in the sheet
	Groups  map[string]Subject // of a mixed table, by the key of the group; LeftOut keeps its rows out
}

// Correct takes over what a person said. Another header or another subject make
// everything else be guessed anew, by what stands in the cells.
func (r *Reader) Correct(t *Table, said Said) {
	if !slices.Contains(append(Subjects(), Mixed), said.Subject) {
		said.Subject = ""
	}
	if t.Layout == Names {
		if said.Subject != "" {
			t.Subject, t.Sure = said.Subject, 1
			t.Columns[0].Field = said.Subject.own(name)
		}
		return
	}
	b := &builder{Reader: r}
	again := said.Subject != "" && said.Subject != t.Subject
	if said.Header == NoHeader && t.Header >= 0 || said.Header > 0 && said.Header-1 != t.Header && said.Header-1 >= t.area.top && said.Header-1 < t.area.bottom {
		b.rehead(t, said.Header)
		again = true
	}
	if again {
		b.columns(t, t.heads, said.Subject)
	}
	if said.Subject != "" {
		t.Sure = 1
	}
	b.correctColumns(t, said.Fields)
	b.correctGroups(t, said.Groups)
}

// rehead puts the header of a table to another row, or takes it away. Lines that
// stood above it as titles stay titles.
func (b *builder) rehead(t *Table, row int) {
	t.Layout = Rows
	if row != NoHeader {
		t.Header, t.first = row-1, row
		t.heads = b.heading(t.grid, row-1, t.area).texts
		return
	}
	t.first = t.area.top
	for t.first < t.Header {
		if n, _ := t.grid.filled(t.first, t.area.left, t.area.right); n > 1 {
			break
		}
		t.first++
	}
	t.Header, t.heads = -1, nil
}

func (b *builder) correctColumns(t *Table, fields map[int]Field) {
	menu := Fields()
	if t.Subject == Mixed {
		menu = append(menu, Shared()...)
	}
	sorting := -1
	for i := range t.Columns {
		c := &t.Columns[i]
		if f, ok := fields[c.Index]; ok && (slices.Contains(menu, f) || f == years && c.Field == years) && f != c.Field {
			c.Field, c.Sure, c.By = f, 1, ""
			if f == RowSubject {
				sorting = i
			}
		}
	}
	if sorting >= 0 {
		for i := range t.Columns {
			if i != sorting && t.Columns[i].Field == RowSubject {
				t.Columns[i].Field = Note
			}
		}
		t.Sorting = b.byColumn(t, t.Columns[sorting].Index)
	}
	if t.Subject == Mixed && t.Sorting.By == ByColumn && !slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Field == RowSubject }) {
		t.Sorting = b.byLook(t)
	}
}

func (b *builder) correctGroups(t *Table, groups map[string]Subject) {
	if t.Subject != Mixed {
		t.Sorting = nil
		return
	}
	for i := range t.Sorting.Groups {
		g := &t.Sorting.Groups[i]
		if s, ok := groups[g.Key]; ok && s != g.Subject && (s == LeftOut || slices.Contains(Subjects(), s)) {
			g.Subject, g.Sure = s, 1
		}
	}
}
