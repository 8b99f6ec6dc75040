package bin

import (
	"context"
	"maps"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Need to empty the bin: the program itself does, once a day.
var purgeNeed = module.Need{Action: module.Manage, Kind: "bin"}

// Deps is what the bin asks of others; package app supplies it.
type Deps struct {
	Log      *audit.Log
	DB       *db.DB
	Clock    clock.Clock
	Require  func(ctx context.Context, need module.Need) error // asks the authorization table
	Kinds    func() record.Kinds
	Pointers func() []record.Pointer
	// Personal tells whether records of a kind are about people, or may name
	// them in their titles: then the history forgets what they were called.
	Personal func(kind string) bool
	// Wanted are asked which of these records something needs that can still be
	// undone; whoever looks at the bin may not be allowed to look at that.
	Wanted []func(ctx context.Context, now time.Time, wanted record.Wanted, ids map[string]bool) error
}

// Purge erases what has been in the bin for its time, with its parts: facts,
// tags, links, entries of the search, files. Each record goes in a transaction
// of its own. What something else still holds stays, and is tried again with
// the next call. It returns how many records went.
func (b *Bin) Purge(ctx context.Context) (int, error) {
	if err := b.deps.Require(ctx, purgeNeed); err != nil {
		return 0, err
	}
	gone := 0
	for {
		due, err := record.Due(ctx, b.deps.DB, b.deps.Clock().Add(-record.KeptInBin))
		if err != nil {
			return gone, err
		}
		wanted, err := b.wanted(ctx, due)
		if err != nil {
			return gone, err
		}
		before := gone
		for _, one := range due {
			if !wanted[one.Ref.ID].IsZero() {
				continue
			}
			done, err := b.purge(ctx, one)
			if err != nil {
				return gone, err
			}
			if done {
				gone++
			}
		}
		// What went may have been all that held something else.
		if gone == before {
			return gone, nil
		}
	}
}

// wanted are those of the records that something still needs.
func (b *Bin) wanted(ctx context.Context, due []record.Binned) (record.Wanted, error) {
	wanted, ids := record.Wanted{}, map[string]bool{}
	for _, one := range due {
		ids[one.Ref.ID] = true
	}
	for _, ask := range b.deps.Wanted {
		if len(ids) == 0 {
			break
		}
		if err := ask(ctx, b.deps.Clock(), wanted, ids); err != nil {
			return nil, err
		}
	}
	return wanted, nil
}

func (b *Bin) purge(ctx context.Context, one record.Binned) (done bool, err error) {
	_, err = b.deps.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		done = false
		note, err := db.All(ctx, w, db.Value[string], `SELECT at FROM bin WHERE kind = $1 AND record_id = $2 AND at <= $3`, one.Ref.Kind, one.Ref.ID, clock.Stamp(w.Now.Add(-record.KeptInBin)))
		if err != nil || len(note) == 0 {
			return one.Ref, err // it went with another one, or returned a moment ago
		}
		p, err := b.plan(ctx, w, one.Ref)
		if err != nil || len(p.held) > 0 {
			return one.Ref, err
		}
		done = true
		return one.Ref, b.carryOut(ctx, w, p, one)
	})
	return done, err
}

// spot names a row by table and key; column is what is emptied in it.
type spot struct {
	table  string
	key    db.Record
	column string
}

// plan is what goes with a record.
type plan struct {
	refs  []record.Ref   // parts first, the record itself last
	parts []spot         // rows that go
	empty []spot         // columns that are emptied
	own   []spot         // the records' own rows, in the order of refs
	held  map[string]int // rows that keep the record, by their words
}

// plan collects what goes with a record, and what holds it.
func (b *Bin) plan(ctx context.Context, h db.Handle, ref record.Ref) (*plan, error) {
	p := &plan{held: map[string]int{}}
	return p, b.collect(ctx, h, ref, p)
}

// collect adds a record to the plan, after the records that are parts of it.
func (b *Bin) collect(ctx context.Context, h db.Handle, ref record.Ref, p *plan) error {
	if slices.Contains(p.refs, ref) {
		return nil
	}
	p.refs = append(p.refs, ref)
	merged, err := record.MergedFrom(ctx, h, ref)
	if err != nil {
		return err
	}
	for _, one := range merged {
		if err := b.collect(ctx, h, one, p); err != nil {
			return err
		}
	}
	for _, pointer := range b.deps.Pointers() {
		if !pointer.Names(ref.Kind) || pointer.Hold == record.Stays && pointer.Fate != record.Goes {
			continue
		}
		found, err := db.RecordsNaming(ctx, h, pointer.Table, pointer.Column, ref.ID, pointer.KindColumn, ref.Kind)
		if err != nil {
			return err
		}
		for _, values := range found {
			if err := b.sort(ctx, h, pointer, values, ref, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// sort puts a row that names a record of the plan into its place there.
func (b *Bin) sort(ctx context.Context, h db.Handle, pointer record.Pointer, values db.Record, ref record.Ref, p *plan) error {
	at := spot{table: pointer.Table, key: db.Record{}, column: pointer.Column}
	for _, k := range pointer.Key {
		at.key[k] = values[k]
	}
	whole, isRecord := b.recordIn(pointer.Table, values)
	switch {
	case pointer.Hold == record.Itself && isRecord:
		p.own = append(p.own, at)
	case isRecord && slices.Contains(p.refs, whole):
	case pointer.Fate == record.Empties:
		p.empty = append(p.empty, at)
	case pointer.Fate == record.Goes && isRecord:
		return b.collect(ctx, h, whole, p)
	case pointer.Fate == record.Goes || pointer.Hold == record.Itself:
		if !slices.ContainsFunc(p.parts, func(o spot) bool { return o.table == at.table && maps.Equal(o.key, at.key) }) {
			p.parts = append(p.parts, at)
		}
	default:
		p.held[pointer.Words]++
	}
	return nil
}

// recordIn is the record whose own row this is.
func (b *Bin) recordIn(table string, values db.Record) (record.Ref, bool) {
	for _, pointer := range b.deps.Pointers() {
		if pointer.Hold == record.Itself && pointer.Table == table && pointer.Column == "id" {
			id, ok := values["id"].(string)
			return record.Ref{Kind: pointer.Kind, ID: id}, ok
		}
	}
	return record.Ref{}, false
}

// carryOut erases what a plan names, parts before what they are parts of.
func (b *Bin) carryOut(ctx context.Context, w *audit.Writer, p *plan, one record.Binned) error {
	for _, at := range p.empty {
		if _, err := db.SetRecords(ctx, w, at.table, at.key, db.Record{at.column: ""}); err != nil {
			return err
		}
	}
	for _, at := range append(p.parts, p.own...) {
		if err := db.DropRecords(ctx, w, at.table, at.key); err != nil {
			return err
		}
	}
	for _, ref := range p.refs {
		// What was merged away, and what both were called: undoing is over.
		if _, err := db.Exec(ctx, w, `UPDATE merges SET journal = '[]', title = '' WHERE kind = $1 AND (loser_id = $2 OR winner_id = $2)`, ref.Kind, ref.ID); err != nil {
			return err
		}
		title := ""
		if ref == one.Ref {
			title = one.Title
		}
		if err := w.Purged(ctx, ref, title, !b.deps.Personal(ref.Kind) && title != ""); err != nil {
			return err
		}
	}
	return nil
}
