package search

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// pass is a handle for several records that change together, as a hundred do in
// each step of an import: their numbers are taken and their entries are read at
// once.
type pass struct {
	db.Handle
	last, left int64                // of the numbers that were taken
	old        map[record.Ref]entry // as they stand; put takes out what it has seen
}

// newPass prepares for records; a few are not worth it.
func newPass(ctx context.Context, h db.Handle, refs []record.Ref) (db.Handle, error) {
	if len(refs) < 4 {
		return h, nil
	}
	p := &pass{Handle: h, left: int64(len(refs)), old: make(map[record.Ref]entry, len(refs))}
	byKind := map[string][]string{}
	for _, ref := range refs {
		byKind[ref.Kind] = append(byKind[ref.Kind], ref.ID)
		p.old[ref] = entry{}
	}
	for kind, ids := range byKind {
		var w db.Where
		w.And("e.kind = ?", kind)
		w.In("e.record_id", db.Evened(ids))
		found, err := db.All(ctx, h, scanEntry, selectEntries+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			p.old[e.ref] = e
		}
	}
	var err error
	p.last, err = db.One(ctx, h, db.Value[int64], `UPDATE search_state SET seq = seq + $1 RETURNING seq`, p.left)
	return p, err
}

// take is the next number that was taken beforehand; nought when there is none.
func take(h db.Handle) int64 {
	p, ok := h.(*pass)
	if !ok || p.left == 0 {
		return 0
	}
	p.left--
	return p.last - p.left
}

// known is the entry of a record as it was read beforehand.
func known(h db.Handle, ref record.Ref) (entry, bool) {
	p, ok := h.(*pass)
	if !ok {
		return entry{}, false
	}
	e, found := p.old[ref]
	return e, found
}

// seen says that the entry of a record is being written: from now on it is read.
func seen(h db.Handle, ref record.Ref) {
	if p, ok := h.(*pass); ok {
		delete(p.old, ref)
	}
}
