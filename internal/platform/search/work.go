package search

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// How much one Step does, and how often what fails is tried.
const (
	stepRecords = 400
	stepQueue   = 20
	mostTries   = 3
)

// state is how far the index is made.
type state struct {
	seq         int64
	making      int64
	kind, after string // the last record that was read anew
}

func stateOf(ctx context.Context, h db.Handle) (state, error) {
	return db.One(ctx, h, func(r db.Row) (state, error) {
		var s state
		err := r.Scan(&s.seq, &s.making, &s.kind, &s.after)
		return s, err
	}, `SELECT seq, making, kind, after FROM search_state`)
}

// Step does a part of what waits: records that are to be read anew because the
// index is of another making, then the queue. It reports whether something is
// left, so that the program calls it until it says no, then now and then.
func (x *Index) Step(ctx context.Context) (more bool, err error) {
	s, err := stateOf(ctx, x.db)
	if err != nil {
		return false, err
	}
	if s.making != Making {
		if err := x.anew(ctx, s); err != nil {
			return true, err
		}
		_, err := x.merge(ctx, makingRecords, makingTokens)
		return true, err
	}
	if more, err := x.queue(ctx); more || err != nil {
		return more, err
	}
	if more, err := x.merge(ctx, freshRecords, freshTokens); more || err != nil {
		return more, err
	}
	return x.tidy(ctx)
}

// anew reads the next records and notes how far it came, in one transaction.
func (x *Index) anew(ctx context.Context, s state) error {
	kinds := x.order()
	at := max(0, slices.Index(kinds, s.kind))
	for ; at < len(kinds); at++ {
		ids, err := x.kinds()[kinds[at]].Search.IDs(ctx, x.db, s.after, stepRecords)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			s.after = ""
			continue
		}
		return x.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			refs := make([]record.Ref, len(ids))
			for i, id := range ids {
				refs[i] = record.Ref{Kind: kinds[at], ID: id}
			}
			h, err := x.newPass(ctx, tx, refs)
			if err != nil {
				return err
			}
			for _, ref := range refs {
				if err := x.put(ctx, h, ref); err != nil {
					return fmt.Errorf("search entry of %s: %w", ref, err)
				}
			}
			if err := x.finish(ctx, h); err != nil {
				return err
			}
			_, err = db.Exec(ctx, tx, `UPDATE search_state SET kind = $1, after = $2`, kinds[at], ids[len(ids)-1])
			return err
		})
	}
	if x.db.Engine() == db.Postgres { // which else learns of so many new rows when it comes to it
		for _, query := range []string{`ANALYZE search_entries`, `ANALYZE search_postings`} {
			if _, err := db.Exec(ctx, x.db, query); err != nil {
				return err
			}
		}
	}
	_, err := db.Exec(ctx, x.db, `UPDATE search_state SET making = $1, kind = '', after = ''`, Making)
	return err
}

// order lists the kinds that are searched; what shares the rules of another
// record has no titles of its own to quote and comes last.
func (x *Index) order() []string {
	kinds := x.kinds()
	var own, shared []string
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		switch search := kinds[name].Search; {
		case search == nil:
		case search.Called == nil:
			shared = append(shared, name)
		default:
			own = append(own, name)
		}
	}
	return append(own, shared...)
}

// queue prepares and reads what waits there.
func (x *Index) queue(ctx context.Context) (more bool, err error) {
	type row struct {
		ref   record.Ref
		tries int64
	}
	rows, err := db.All(ctx, x.db, func(r db.Row) (row, error) {
		var one row
		err := r.Scan(&one.ref.Kind, &one.ref.ID, &one.tries)
		return one, err
	}, `SELECT kind, record_id, tries FROM search_queue ORDER BY tries, kind, record_id LIMIT $1`, stepQueue)
	if err != nil {
		return false, err
	}
	var problem error
	for _, one := range rows {
		if err := x.later(ctx, one.ref); err != nil {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			problem = fmt.Errorf("search entry of %s: %w", one.ref, err)
			query := `UPDATE search_queue SET tries = tries + 1 WHERE kind = $1 AND record_id = $2`
			if one.tries+1 >= mostTries {
				query = `DELETE FROM search_queue WHERE kind = $1 AND record_id = $2`
			}
			if _, err := db.Exec(ctx, x.db, query, one.ref.Kind, one.ref.ID); err != nil {
				return false, err
			}
		}
	}
	return len(rows) == stepQueue && problem == nil, problem
}

// later prepares one record and reads it, taking it off the queue first: what
// changes meanwhile puts it there again.
func (x *Index) later(ctx context.Context, ref record.Ref) error {
	if search := x.kinds()[ref.Kind].Search; search != nil && search.Prepare != nil {
		if err := search.Prepare(ctx, ref.ID); err != nil {
			return err
		}
	}
	return x.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM search_queue WHERE kind = $1 AND record_id = $2`, ref.Kind, ref.ID); err != nil {
			return err
		}
		return x.put(ctx, tx, ref)
	})
}

// Ready tells whether every record has been read in the present making.
func (x *Index) Ready(ctx context.Context) (bool, error) {
	s, err := stateOf(ctx, x.db)
	return s.making == Making, err
}

// check finds records without an entry and entries without a record.
func (x *Index) check(ctx context.Context) ([]string, error) {
	if ready, err := x.Ready(ctx); err != nil || !ready {
		return nil, err // it is being made, or was never begun
	}
	var found []string
	for _, kind := range x.order() {
		have, err := db.All(ctx, x.db, db.Value[string], `SELECT record_id FROM search_entries WHERE kind = $1`, kind)
		if err != nil {
			return nil, err
		}
		entries := make(map[string]bool, len(have))
		for _, id := range have {
			entries[id] = true
		}
		for after := ""; ; {
			ids, err := x.kinds()[kind].Search.IDs(ctx, x.db, after, 1000)
			if err != nil {
				return nil, err
			}
			for _, id := range ids {
				if !entries[id] {
					found = append(found, fmt.Sprintf("%s %s is not in the search index", kind, id))
				}
				delete(entries, id)
			}
			if len(ids) < 1000 {
				break
			}
			after = ids[len(ids)-1]
		}
		for _, id := range slices.Sorted(maps.Keys(entries)) {
			found = append(found, fmt.Sprintf("%s %s is in the search index and not among the records", kind, id))
		}
	}
	return found, nil
}
