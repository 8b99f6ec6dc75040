package search

import (
	"context"
	"slices"

	"pobratim/internal/kit/db"
)

// leastDead is how many numbers without a record a block may always have;
// beyond that, one in eight.
const leastDead = 256

// tidy takes numbers that no record has out of the block that has most of them,
// when these are many. It may end anywhere and begin again.
func (x *Index) tidy(ctx context.Context) (done bool, err error) {
	s, err := stateOf(ctx, x.db)
	if err != nil {
		return false, err
	}
	type crowd struct{ block, dead int64 }
	crowds, err := db.All(ctx, x.db, func(r db.Row) (crowd, error) {
		var c crowd
		err := r.Scan(&c.block, &c.dead)
		return c, err
	}, `SELECT block, count(*) FROM search_dead GROUP BY block ORDER BY count(*) DESC, block LIMIT 1`)
	if err != nil || len(crowds) == 0 {
		return false, err
	}
	at := crowds[0].block
	given := min(s.seq-(at&(1<<(leadBit-blockBits)-1))<<blockBits, 1<<blockBits)
	if crowds[0].dead < max(leastDead, given/8) {
		return false, nil
	}
	dead, err := db.All(ctx, x.db, db.Value[int64], `SELECT number FROM search_dead WHERE block = $1`, at)
	if err != nil {
		return false, err
	}
	gone := &block{}
	for _, n := range dead {
		gone.set(uint16(n))
	}
	last := row{block: at, depth: -1}
	for more := true; more; {
		err := x.alone(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			last, more, err = tidySlice(ctx, tx, last, gone)
			return err
		})
		if err != nil {
			return false, err
		}
	}
	return true, x.alone(ctx, func(ctx context.Context, tx *db.Tx) error { return tidied(ctx, tx, at, dead) })
}

// tidySlice goes over the next rows of a block and says where it stopped.
func tidySlice(ctx context.Context, h db.Handle, after row, gone *block) (last row, more bool, err error) {
	last = after
	sets, n := map[row]*block{}, 0
	var kept, empty []row
	err = db.Each(ctx, h, scanPosting(func(r row, numbers []byte) error {
		n++
		last = r
		b := &block{}
		if err := b.add(numbers); err != nil {
			return err
		}
		before := b.count()
		b.without(gone)
		switch after := b.count(); {
		case after == 0:
			empty = append(empty, r)
		case after < before:
			kept, sets[r] = append(kept, r), b
		}
		return nil
	}), selectPostings+` WHERE block = $1 AND (term > $2 OR term = $2 AND depth > $3) ORDER BY term, depth LIMIT $4`, after.block, after.term, after.depth, slice)
	if err != nil {
		return last, false, err
	}
	for part := range slices.Chunk(kept, batch) {
		if err := writePostings(ctx, h, part, sets); err != nil {
			return last, false, err
		}
	}
	for _, r := range empty {
		if _, err := db.Exec(ctx, h, `DELETE FROM search_postings WHERE block = $1 AND term = $2 AND depth = $3`, r.block, r.term, r.depth); err != nil {
			return last, false, err
		}
	}
	return last, n == slice, nil
}

// tidied forgets the dead of a block, and a block in which nothing is left.
func tidied(ctx context.Context, h db.Handle, at int64, dead []int64) error {
	for part := range slices.Chunk(dead, batch) {
		var w db.Where
		w.And("number IN ("+marks(batch)+")", padded(part)...)
		if _, err := db.Exec(ctx, h, `DELETE FROM search_dead`+w.SQL(), w.Args()...); err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, h, `DELETE FROM search_blocks WHERE block = $1 AND NOT EXISTS (SELECT 1 FROM search_postings p WHERE p.block = $1)`, at)
	return err
}
