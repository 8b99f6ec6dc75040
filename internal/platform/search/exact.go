package search

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/lexis"
)

// exactPages is how often the next entries are read while viewers may not find
// what the last ones were of.
const exactPages = 8

// exact are the newest entries whose titles have the words as they were typed,
// the last one as a beginning. It needs no tokens: it answers while the index is
// being made anew, within the same rights.
func (o *reading) exact(ctx context.Context, q lexis.Query, kind string, limit int) ([]*entry, error) {
	var found []*entry
	before := int64(1) << (leadBit + 1)
	for range exactPages {
		var w db.Where
		w.And("e.number < ?", before)
		for _, g := range q.Groups {
			w.And("e.title LIKE ?", "%"+db.Prefix(g.Word))
		}
		if kind != "" {
			w.And("e.kind = ?", kind)
		}
		page, err := db.All(ctx, o.h, scanEntry, selectEntries+w.SQL()+` ORDER BY e.number DESC LIMIT `+w.Arg(limit), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if before = e.number; q.Spelled(readTitle(e.title, o.reach.depth)) && o.reach.finds(&e, o.owned) {
				if found = append(found, &e); len(found) == limit {
					return found, nil
				}
			}
		}
		if len(page) < limit {
			break
		}
	}
	return found, nil
}
