package intake

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/record"
)

// understood is an import's book with what was found in it and said of it.
type understood struct {
	reader *reading.Reader
	tables []*reading.Table
	off    []bool
}

// understand reads the stored tables anew: it is quick, and the same each time.
func (s *Service) understand(ctx context.Context, i Import) (understood, error) {
	book := sheet.Book{}
	var tables []*reading.Table
	reader := reading.New(s.deps.Places, s.deps.Home(ctx).Names...)
	for n, one := range i.Settings.Sheets {
		rows, err := parts(ctx, s.DB, i.ID, n)
		if err != nil {
			return understood{}, err
		}
		book = sheet.Book{Format: one.Format, Encoding: one.Encoding, Sheets: []sheet.Sheet{{Name: one.Name, Rows: rows, Merged: one.Merged}}}
		for _, t := range reader.Read(book) {
			t.Sheet = n
			tables = append(tables, t)
		}
	}
	u := understood{reader: reader, tables: tables, off: make([]bool, len(tables))}
	for n, t := range tables {
		if n >= len(i.Settings.Tables) {
			break
		}
		said := i.Settings.Tables[n]
		reader.Correct(t, said.Said())
		u.off[n] = said.Off
	}
	return u, nil
}

// order is how subjects follow each other: what others name comes first, so that
// an event on the first sheet finds the city of the last one.
func order() []reading.Subject {
	return []reading.Subject{reading.Partners, reading.Agreements, reading.Organisations, reading.People, reading.Activities}
}

// work is one row on its way into the registers.
type work struct {
	n    int
	t    *reading.Table
	off  bool
	item reading.Item
}

// perBatch is how many rows are seen through together. Written, they are one
// transaction: on SQLite others wait for it for about a tenth of a second.
const perBatch = 256

// batches walks over all rows, numbered from 1, from the one after a number on:
// subject by subject, within one in the order of files, sheets and rows. The
// rows of a mixed table come with those of their subjects.
func (u understood) batches(after int, do func([]work) error) error {
	n, batch := 0, make([]work, 0, perBatch)
	var err error
	for _, subject := range order() {
		for k, t := range u.tables {
			if t.Subject != subject && t.Subject != reading.Mixed {
				continue
			}
			u.reader.Items(t, func(item reading.Item) bool {
				if item.Subject != subject {
					return true
				}
				if n++; n <= after {
					return true
				}
				if batch = append(batch, work{n, t, u.off[k], item}); len(batch) == perBatch {
					err = do(batch)
					batch = batch[:0]
				}
				return err == nil
			})
			if err != nil {
				return err
			}
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return do(batch)
}

// sheetName is where a row stands, for a person.
func (i Import) sheetName(t *reading.Table) string {
	if t.Sheet >= len(i.Settings.Sheets) {
		return ""
	}
	one := i.Settings.Sheets[t.Sheet]
	if one.Name == "" || len(i.Settings.Sheets) == 1 {
		return one.File
	}
	return one.File + ", " + one.Name
}

// outcome is what a plan comes to.
func outcome(pl plan) Outcome {
	o := Outcome{Outcome: Skipped, Reason: pl.skip, Brief: pl.item.Text, Doubts: pl.item.Doubts, Cell: reading.CellName(pl.item.Row, pl.item.Column)}
	main := pl.main()
	if pl.skip != "" || main == nil {
		o.Doubts = nil
		return o
	}
	o.Ref = record.Ref{Kind: main.kind, ID: main.id}
	changed := pl.role != nil || len(pl.takers) > 0
	for range pl.takers {
		o.made = append(o.made, partKind)
	}
	for _, d := range pl.drafts {
		if d.found.id == "" {
			o.made = append(o.made, d.kind)
			changed = true
		}
		changed = changed || len(d.found.fill)+len(d.found.claims) > 0
		o.claims += len(d.found.claims)
	}
	switch {
	case main.found.id == "":
		o.Outcome = Created
	case main.found.choice == KeepOurs:
		o.Reason, o.made, o.claims = "kept", nil, 0
	case changed:
		o.Outcome = Completed
	default:
		o.Reason = "already"
	}
	return o
}

// plan settles one row, also whether the person has the role already.
func (p *planner) plan(ctx context.Context, n int, off bool, item reading.Item) (plan, error) {
	p.n = n
	if off {
		item.Skip = "table_off"
	}
	pl, err := p.row(ctx, item)
	if err == nil {
		err = p.takePart(ctx, &pl)
	}
	if err != nil || pl.role == nil {
		return pl, err
	}
	known, err := p.hasRole(ctx, *pl.role)
	if known {
		pl.role = nil
	}
	return pl, err
}

func (p *planner) hasRole(ctx context.Context, r Role) (bool, error) {
	if p.roles[roleKey(r)] {
		return true, nil
	}
	if p.index.Imagines(r.Person) {
		return false, nil
	}
	all, err := p.s.deps.Roles(ctx, p.h, r.Person)
	if errs.KindOf(err) == errs.NotFound {
		err = nil
	}
	for _, one := range all {
		if r.Post != "" && one.Post == r.Post || r.Post == "" && one.Organisation == r.Organisation && (r.Organisation != "" || match.ShareText(one.Title, r.Title)) {
			return true, err
		}
	}
	return false, err
}

func roleKey(r Role) string { return r.Person + r.Post + "/" + r.Organisation + "/" + r.Title }
