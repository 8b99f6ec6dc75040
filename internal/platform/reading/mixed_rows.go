package reading

import (
	"slices"

	"pobratim/internal/kit/fold"
)

// sorted reads a row of data as what it is about.
func (w *walk) sorted(r int) []Item {
	s := w.whole.Sorting
	var off bool
	w.t = w.whole
	if s != nil && w.whole.Subject == Mixed {
		w.t, off = w.groupOf(s, r)
	}
	items := w.row(r)
	for i := range items {
		if items[i].Subject == "" {
			items[i].Subject = w.t.Subject
		}
		if off && items[i].Skip == "" {
			items[i].Skip = "group_off"
		}
	}
	return items
}

// groupOf is the table as the group of a row reads it; off says that such rows
// are left out.
func (w *walk) groupOf(s *Sorting, r int) (t *Table, off bool) {
	var key string
	switch s.By {
	case ByColumn:
		key = fold.Key(w.whole.grid.at(r, s.Column))
	case ByLook:
		key = w.lookKey(w.whole.grid.at(r, s.Column))
	default:
		f, _ := filledMain(w.whole.grid, w.mains(), r)
		key = string(f)
	}
	at := slices.IndexFunc(s.Groups, func(g Group) bool { return g.Key == key })
	if at < 0 {
		return w.read(Organisations), false
	}
	if s.Groups[at].Subject == LeftOut {
		return w.read(Organisations), true
	}
	return w.read(s.Groups[at].Subject), false
}

// mains are the columns that name things, as they are taken for now.
func (w *walk) mains() map[Field]int {
	found := map[Field]int{}
	for _, c := range w.whole.Columns {
		if _, taken := found[c.Field]; !taken {
			found[c.Field] = c.Index
		}
	}
	if at, ok := found[Surname]; ok {
		found[PersonName] = at
	}
	return found
}

// read is the table with its columns as one subject has them.
func (w *walk) read(s Subject) *Table {
	if w.as == nil {
		w.as = map[Subject]*Table{}
	}
	if w.as[s] == nil {
		t := *w.whole
		t.Subject, t.Columns = s, slices.Clone(w.whole.Columns)
		for i := range t.Columns {
			if c := &t.Columns[i]; c.Field != RowSubject {
				c.Field = s.own(c.Field)
			}
		}
		w.as[s] = &t
	}
	return w.as[s]
}

// ofKind takes what the word for a row's subject says beyond it: «школа» is an
// organisation and a school.
func (v values) ofKind(c Column, text string) {
	f := v.t.Subject.own(kindOf)
	word, sure := (&builder{Reader: v.Reader}).subjectWord(text)
	if f == Note || word == Organisations && sure > 0.9 {
		return
	}
	if value := Choice(f, text); value != "" {
		v.set(c, f, value)
	} else if word != v.t.Subject {
		v.note(v.label(c), text)
	}
}

// lookKey is the group that a name belongs to by its look.
func (r *Reader) lookKey(text string) string {
	switch r.eye.portrait([]string{text}).only() {
	case aPerson:
		return "person"
	case anOrganisation:
		return "organisation"
	case aCity:
		return "city"
	}
	return "other"
}
