package intake

import (
	"context"
	"slices"
	"strconv"

	"pobratim/internal/platform/match"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/transfer"
)

// found is a record that a draft may be.
type found struct {
	id     string
	row    transfer.Row
	sure   bool
	why    string // "email", "phone", "name", "place", "site", "similar"
	choice Choice
	fresh  bool // the import itself would make it
	fill   map[string]string
	claims map[string]string
}

// resolve settles for each draft of a row which record it is.
func (p *planner) resolve(ctx context.Context, pl *plan, city town) error {
	ids := map[string]string{}
	for _, d := range pl.drafts {
		switch {
		case d.kind == "post":
			d.values["organisation"] = ids["organisation"]
		case d.kind == "agreement":
			d.values["partner"] = city.partner
		case d.under != nil:
			d.values["parent"] = d.under.id
		}
		if d.id == "" {
			if err := p.lookUp(ctx, d); err != nil {
				return err
			}
		}
		if d.aside == 0 {
			ids[d.kind] = d.id
		}
	}
	if r := pl.role; r != nil {
		r.Person, r.Organisation, r.Post = ids["person"], ids["organisation"], ids["post"]
	}
	return nil
}

// lookUp finds the record that a draft is, or gives it an identifier of its own.
func (p *planner) lookUp(ctx context.Context, d *draft) error {
	d.found = found{}
	for _, id := range p.index.Candidates(d.kind, d.values) {
		row, fresh := p.index.Imagined(id)
		if !fresh {
			var err error
			if row, err = p.ours(ctx, d.kind, id); err != nil {
				continue // put away meanwhile
			}
		}
		m := found{id: id, row: row, fresh: fresh}
		if m.sure, m.why = match.Same(d.kind, d.values, row.Values); m.why == "" {
			continue
		}
		if d.found.id == "" || m.sure && !d.found.sure {
			d.found = m
		}
		if m.sure {
			break
		}
	}
	if d.found.id == "" {
		d.id = newID(p.s)
		return nil
	}
	p.choose(d)
	return nil
}

// ours reads a record, once for the rows at hand.
func (p *planner) ours(ctx context.Context, kind, id string) (transfer.Row, error) {
	if row, known := p.rows[id]; known {
		return row, nil
	}
	row, err := p.tables[kind].Get(ctx, p.h, id)
	if err == nil {
		p.rows[id] = row
	}
	return row, err
}

// foresee reads the records that the next rows are most likely to be, all in one
// question for each kind, and forgets those of earlier rows.
func (p *planner) foresee(ctx context.Context, rows []work) error {
	clear(p.rows)
	for _, name := range [...]struct {
		kind  string
		field reading.Field
	}{{"organisation", reading.OrganisationName}, {"person", reading.PersonName}} {
		var ids []string
		for _, one := range rows {
			if text := one.item.Values[name.field]; text != "" && one.item.Skip == "" {
				ids = append(ids, p.index.Called(name.kind, text)...)
			}
		}
		slices.Sort(ids)
		t, known := p.tables[name.kind]
		if ids = slices.Compact(ids); len(ids) == 0 || !known {
			continue
		}
		found, err := t.Some(ctx, p.h, ids)
		if err != nil {
			return err
		}
		for _, row := range found {
			p.rows[row.ID] = row
		}
	}
	return nil
}

// choose takes what a person decided, or else what is safe.
func (p *planner) choose(d *draft) {
	m := &d.found
	m.choice = Complete
	elsewhere := d.kind == "organisation" && m.why != "name" && m.why != "similar" // another name at the same address
	if !m.sure && (elsewhere || match.Contradicts(d.kind, d.values, m.row.Values)) {
		m.choice = Different
	}
	if c := p.settings.Decisions[decisionKey(p.n, d.kind, d.aside)]; c != "" {
		m.choice = c
	}
	if m.choice == Different {
		d.id, d.found = newID(p.s), found{why: m.why, choice: Different, row: m.row}
		return
	}
	d.id = m.id
	if m.choice == Complete {
		t := p.tables[d.kind]
		m.fill, m.claims = match.Compare(*t, m.row.Values, d.values)
	}
}

// decisionKey names what a row says of one record: of the one of that kind, or
// of one of those beside it.
func decisionKey(n int, kind string, aside int) string {
	key := strconv.Itoa(n) + "." + kind
	if aside > 0 {
		key += "." + strconv.Itoa(aside)
	}
	return key
}
