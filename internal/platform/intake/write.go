package intake

import (
	"context"
	"errors"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/reading"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// writer carries an import through its rows.
type writer struct {
	*planner
	i       Import
	touches int       // number of the last entry of what was done
	became  []Outcome // of the rows at hand
	did     []touch   // to their records, not noted yet
	table   *reading.Table
}

// write brings in the rows that are not in yet.
func (s *Service) write(ctx context.Context, i Import) error {
	defer s.deps.Thrift()()
	u, err := s.understand(ctx, i)
	if err != nil {
		return err
	}
	x := match.NewIndex()
	if err := x.Load(ctx, s.deps.Tables()); err != nil {
		return err
	}
	touches, err := lastTouch(ctx, s.DB, i.ID)
	if err != nil {
		return err
	}
	if i.Counts.In == 0 {
		i.Counts = newCounts()
	}
	wr := &writer{planner: s.planner(ctx, i, x), i: i, touches: touches}
	if err := u.batches(i.Done, func(rows []work) error { return wr.flush(ctx, rows) }); err != nil {
		return err
	}
	wr.i.State, wr.i.Ended = Done, s.deps.Clock()
	return progress(ctx, s.DB, wr.i)
}

// flush writes the rows of a batch together; when one of them cannot be
// written, each half on its own.
func (wr *writer) flush(ctx context.Context, rows []work) error {
	err := wr.halves(ctx, rows)
	if wr.s.batched != nil {
		wr.s.batched()
	}
	return err
}

func (wr *writer) halves(ctx context.Context, rows []work) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := wr.together(ctx, rows)
	if !refusal(err) {
		return err
	}
	if len(rows) == 1 {
		return wr.leaveOut(ctx, rows[0], err)
	}
	half := len(rows) / 2
	if err := wr.halves(ctx, rows[:half]); err != nil {
		return err
	}
	return wr.halves(ctx, rows[half:])
}

// refusal holds for errors that belong to a row and not to the import.
func refusal(err error) bool {
	var many errs.Fields
	if errors.As(err, &many) {
		return true
	}
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Stale, errs.NotFound, errs.Forbidden:
		return err != nil
	}
	return false
}

func (wr *writer) together(ctx context.Context, rows []work) error {
	state, touches := wr.i, wr.touches
	wr.i.Counts = wr.i.Counts.clone()
	_, err := wr.s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		wr.h, wr.became, wr.did = w, wr.became[:0], wr.did[:0]
		if err := wr.foresee(ctx, rows); err != nil {
			return record.Ref{}, err
		}
		for _, one := range rows {
			if err := wr.row(ctx, w, one); err != nil {
				return record.Ref{}, err
			}
		}
		if err := errors.Join(wr.noteTouches(ctx, w), insertOutcomes(ctx, w, wr.i.ID, wr.became)); err != nil {
			return record.Ref{}, err
		}
		wr.i.Done = rows[len(rows)-1].n
		return record.Ref{Kind: Kind, ID: wr.i.ID}, progress(ctx, w, wr.i)
	})
	wr.h = wr.s.DB
	if err != nil {
		wr.index.Revert()
		wr.i, wr.touches = state, touches
		return err
	}
	wr.index.Mark()
	return nil
}

// leaveOut skips a row that a rule refused, with its reason.
func (wr *writer) leaveOut(ctx context.Context, one work, refused error) error {
	o := Outcome{N: one.n, Outcome: Skipped, Reason: "refused", Words: wr.s.deps.Say(wr.i.Settings.Lang, refused), Sheet: wr.i.sheetName(one.t), Cell: reading.CellName(one.item.Row, one.item.Column), Brief: one.item.Text}
	_, err := wr.s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		wr.i.Counts.add(o)
		wr.i.Done = one.n
		if err := insertOutcomes(ctx, w, wr.i.ID, []Outcome{o}); err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: Kind, ID: wr.i.ID}, progress(ctx, w, wr.i)
	})
	return err
}

func (c Counts) clone() Counts {
	reasons, records := map[string]int{}, map[string]int{}
	for k, v := range c.Reasons {
		reasons[k] = v
	}
	for k, v := range c.Records {
		records[k] = v
	}
	c.Reasons, c.Records = reasons, records
	return c
}

// row plans and writes one row and its outcome.
func (wr *writer) row(ctx context.Context, w *audit.Writer, one work) error {
	if one.t != wr.table {
		wr.open(one.t)
		wr.table = one.t
	}
	// The item is planned again when its batch failed: what planning adds to it
	// must not stay.
	item := one.item
	item.Values = cloneValues(item.Values)
	pl, err := wr.plan(ctx, one.n, one.off, item)
	if err != nil {
		return err
	}
	o := outcome(pl)
	o.N, o.Sheet = one.n, wr.i.sheetName(one.t)
	if o.Outcome != Skipped {
		if err := wr.put(ctx, w, pl); err != nil {
			return err
		}
	}
	wr.i.Counts.add(o)
	wr.became = append(wr.became, o)
	return nil
}

func cloneValues(v map[reading.Field]string) map[reading.Field]string {
	out := make(map[reading.Field]string, len(v))
	for f, text := range v {
		out[f] = text
	}
	return out
}

// put writes the records of a row.
func (wr *writer) put(ctx context.Context, w *audit.Writer, pl plan) error {
	for _, d := range pl.drafts {
		t, ok := wr.tables[d.kind]
		if !ok {
			return errors.New("intake: no register of " + d.kind)
		}
		var err error
		switch {
		case d.found.id == "":
			err = wr.make(ctx, w, t, d)
		case d.found.choice == Complete && len(d.found.fill)+len(d.found.claims) > 0:
			err = wr.complete(ctx, w, t, d)
		}
		if err != nil {
			return err
		}
	}
	if err := wr.putParts(ctx, w, pl); err != nil || pl.role == nil {
		return err
	}
	id, err := wr.s.deps.Appoint(ctx, w, *pl.role)
	if err != nil {
		return err
	}
	return wr.touch(ctx, w, touch{Kind: roleKind, ID: id, Made: true, Version: 1})
}

// roleKind names roles in what was done; they are no register of their own.
const roleKind = "role"

// make adds a record, with the file as the source of what it says.
func (wr *writer) make(ctx context.Context, w *audit.Writer, t *transfer.Table, d *draft) error {
	var cites []transfer.Cite
	for column := range d.values {
		if c, _ := t.Column(column); c.Source && d.values[column] != "" {
			cites = append(cites, transfer.Cite{Column: column, Source: record.Source{ID: wr.i.Source}})
		}
	}
	values := d.whole()
	if _, err := t.Add(ctx, w, transfer.Row{ID: d.id, Visibility: wr.i.Settings.Visibility, Values: values}, cites...); err != nil {
		return err
	}
	wr.index.Put(d.kind, d.id, values)
	return wr.touch(ctx, w, touch{Kind: d.kind, ID: d.id, Made: true, Version: 1, Title: titleOf(values)})
}

// complete fills empty fields and keeps other values beside ours.
func (wr *writer) complete(ctx context.Context, w *audit.Writer, t *transfer.Table, d *draft) error {
	ref := record.Ref{Kind: d.kind, ID: d.id}
	had, err := record.FactsOf(ctx, w, ref)
	if err != nil {
		return err
	}
	done := touch{Kind: d.kind, ID: d.id, Version: d.found.row.Version, Title: titleOf(d.found.row.Values), Before: before{Version: d.found.row.Version, Values: map[string]string{}, Wrote: d.found.fill}}
	if len(d.found.fill) > 0 {
		var cites []transfer.Cite
		for column := range d.found.fill {
			done.Before.Values[column] = d.found.row.Values[column]
			if c, _ := t.Column(column); c.Source && d.found.row.Values[column] == "" {
				cites = append(cites, transfer.Cite{Column: column, Source: record.Source{ID: wr.i.Source}})
			}
		}
		if err := t.Change(ctx, w, transfer.Row{ID: d.id, Version: d.found.row.Version, Values: d.found.fill}, cites...); err != nil {
			return err
		}
		delete(wr.rows, d.id)
		done.Version++
		wr.index.Put(d.kind, d.id, d.found.fill)
	}
	for column, value := range d.found.claims {
		if err := t.Claim(ctx, w, d.id, column, value, record.Source{ID: wr.i.Source}); err != nil {
			return err
		}
	}
	has, err := record.FactsOf(ctx, w, ref)
	if err != nil {
		return err
	}
	done.Before.Used, done.Before.Added = usedFacts(had), addedFacts(had, has)
	return wr.touch(ctx, w, done)
}
