package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// When fresh records go into the blocks: a search looks at each of them. While
// everything is read anew more may gather, which is quicker in all.
const (
	freshRecords, freshTokens   = 1000, 200_000
	makingRecords, makingTokens = 8000, 2_000_000
)

// written is how many rows of postings one statement writes.
const written = 40

// slice is how many rows of postings one transaction writes: others wait for it.
const slice = 1000

// row names a row of postings.
type row struct {
	block, depth int64
	term         string
}

// merge moves fresh records into the blocks when there are many of them. Until
// the last row is written they are found in both places, which are united, so
// that it may end anywhere and begin again.
func (x *Index) merge(ctx context.Context, records int, tokens int64) (done bool, err error) {
	moved, err := x.ripe(ctx, records, tokens)
	if err != nil || len(moved) == 0 {
		return false, err
	}
	rows := map[row][]uint16{}
	for part := range slices.Chunk(moved, batch) {
		var w db.Where
		w.And("number IN ("+marks(batch)+")", padded(part)...)
		found, err := db.All(ctx, x.db, readFresh, `SELECT number, terms FROM search_fresh`+w.SQL(), w.Args()...)
		if err != nil {
			return false, err
		}
		for _, f := range found {
			for depth, terms := range f.terms {
				for _, t := range terms {
					at := row{blockOf(f.number), int64(depth), t}
					rows[at] = append(rows[at], uint16(f.number))
				}
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(rows), func(a, b row) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.term, b.term), cmp.Compare(a.depth, b.depth))
	})
	for part := range slices.Chunk(order, slice) {
		err := x.alone(ctx, func(ctx context.Context, tx *db.Tx) error {
			for part := range slices.Chunk(part, batch) {
				if err := addTo(ctx, tx, part, rows); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	return true, x.alone(ctx, func(ctx context.Context, tx *db.Tx) error { return merged(ctx, tx, moved) })
}

// ripe lists the numbers that are to be merged, the oldest first; none while
// there are few of them.
func (x *Index) ripe(ctx context.Context, records int, tokens int64) ([]int64, error) {
	var numbers []int64
	var size int64
	err := db.Each(ctx, x.db, func(r db.Row) error {
		var number, n int64
		if err := r.Scan(&number, &n); err != nil {
			return err
		}
		if size += n; size <= makingTokens || len(numbers) == 0 {
			numbers = append(numbers, number)
		}
		return nil
	}, `SELECT number, size FROM search_fresh ORDER BY number LIMIT $1`, makingRecords)
	if err != nil || len(numbers) < records && size < tokens {
		return nil, err
	}
	return numbers, nil
}

// merged forgets what was fresh.
func merged(ctx context.Context, h db.Handle, numbers []int64) error {
	blocks := map[int64]bool{}
	for _, n := range numbers {
		blocks[blockOf(n)] = true
	}
	for _, block := range slices.Sorted(maps.Keys(blocks)) {
		if _, err := db.Exec(ctx, h, `INSERT INTO search_blocks (block) VALUES ($1) ON CONFLICT (block) DO NOTHING`, block); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(numbers, batch) {
		var w db.Where
		w.And("number IN ("+marks(batch)+")", padded(part)...)
		if _, err := db.Exec(ctx, h, `DELETE FROM search_fresh`+w.SQL(), w.Args()...); err != nil {
			return err
		}
	}
	return nil
}

// alone runs a transaction beside which nobody else writes to the index.
func (x *Index) alone(ctx context.Context, do func(ctx context.Context, tx *db.Tx) error) error {
	return x.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `UPDATE search_state SET seq = seq`); err != nil {
			return err
		}
		return do(ctx, tx)
	})
}

// addTo unites rows of postings with what is written there. The rows may be of
// several blocks.
func addTo(ctx context.Context, h db.Handle, part []row, with map[row][]uint16) error {
	var first, terms []row
	for i, r := range part {
		if i == 0 || r.block != part[i-1].block {
			first = append(first, r)
		}
	}
	sets := make(map[row]*block, len(part))
	for _, r := range part {
		b := &block{}
		for _, at := range with[r] {
			b.set(at)
		}
		sets[r] = b
	}
	for _, of := range first {
		terms = terms[:0]
		for _, r := range part {
			if r.block == of.block && (len(terms) == 0 || terms[len(terms)-1].term != r.term) {
				terms = append(terms, r)
			}
		}
		err := eachPosting(ctx, h, []int64{of.block}, termsOf(terms), record.Inner, func(r row, numbers []byte) error {
			if b := sets[r]; b != nil {
				return b.add(numbers)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return writePostings(ctx, h, part, sets)
}

func termsOf(rows []row) []string {
	terms := make([]string, len(rows))
	for i, r := range rows {
		terms[i] = r.term
	}
	return terms
}

// eachPosting reads the rows of some tokens in some blocks, as deep as given.
func eachPosting(ctx context.Context, h db.Handle, blocks []int64, terms []string, depth record.Depth, do func(row, []byte) error) error {
	for part := range slices.Chunk(terms, batch) {
		var w db.Where
		w.And("block IN ("+marks(len(blocks))+")", anys(blocks)...)
		n := 8
		for n < len(part) {
			n *= 2
		}
		w.And("term IN ("+marks(min(n, batch))+")", padded(part)[:min(n, batch)]...)
		w.And("depth <= ?", int(depth))
		if err := db.Each(ctx, h, scanPosting(do), selectPostings+w.SQL(), w.Args()...); err != nil {
			return err
		}
	}
	return nil
}

const selectPostings = `SELECT block, term, depth, numbers FROM search_postings`

func scanPosting(do func(row, []byte) error) func(db.Row) error {
	return func(r db.Row) error {
		var one row
		var numbers []byte
		if err := r.Scan(&one.block, &one.term, &one.depth, &numbers); err != nil {
			return err
		}
		return do(one, numbers)
	}
}

// writePostings writes rows anew.
func writePostings(ctx context.Context, h db.Handle, rows []row, sets map[row]*block) error {
	for part := range slices.Chunk(rows, written) {
		if err := writeSome(ctx, h, part, sets); err != nil {
			return err
		}
	}
	return nil
}

func writeSome(ctx context.Context, h db.Handle, part []row, sets map[row]*block) error {
	var w db.Where
	values := make([]string, len(part))
	for i, r := range part {
		values[i] = "(" + w.Arg(r.block) + ", " + w.Arg(r.term) + ", " + w.Arg(r.depth) + ", " + w.Arg(sets[r].write()) + ")"
	}
	all := strings.Join(values, ", ")
	_, err := db.Exec(ctx, h, `INSERT INTO search_postings (block, term, depth, numbers) VALUES `+all+` ON CONFLICT (block, term, depth) DO UPDATE SET numbers = excluded.numbers`, w.Args()...)
	return err
}
