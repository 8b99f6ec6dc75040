package search

import (
	"context"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/lexis"
)

// reading goes over the blocks from the newest on, on behalf of one viewer's
// reach. What was read serves all questions that are put to it.
type reading struct {
	h      db.Handle
	reach  reach
	blocks []int64
	fresh  map[int64][]*fresh
	terms  []string // all that will be asked for
	begins []string
	rows   map[int64]map[string][][]byte
	starts map[int64]map[string][][]byte
	seen   map[int64]*entry // nil: not for this viewer
	rule   rule
	owned  map[int64]*block
	missed bool // a number was gone before it was read
}

// newReading prepares to ask for the groups. What is fresh is listed before the
// blocks: what goes over meanwhile is then found in both places, and in one at
// least.
func (x *Index) newReading(ctx context.Context, h db.Handle, r reach, groups []lexis.Group) (*reading, error) {
	o := &reading{h: h, reach: r, rows: map[int64]map[string][][]byte{}, starts: map[int64]map[string][][]byte{}, seen: map[int64]*entry{}}
	var err error
	if o.fresh, o.missed, err = x.latest.read(ctx, h); err != nil {
		return nil, err
	}
	if o.blocks, err = db.All(ctx, h, db.Value[int64], `SELECT block FROM search_blocks`); err != nil {
		return nil, err
	}
	for of := range o.fresh {
		o.blocks = append(o.blocks, of)
	}
	slices.SortFunc(o.blocks, func(a, b int64) int { return int(b - a) })
	o.blocks = slices.Compact(o.blocks)
	o.rule = r.rule()
	for _, g := range slices.Concat(groups, o.rule.groups()) {
		o.terms = append(o.terms, g.Any...)
		o.begins = append(o.begins, g.Begins...)
	}
	slices.Sort(o.terms)
	o.terms = slices.Compact(o.terms)
	slices.Sort(o.begins)
	o.begins = slices.Compact(o.begins)
	o.owned, err = r.ownedNumbers(ctx, h)
	return o, err
}

// ahead is how many blocks are read together when the first had too little.
const ahead = 16

// load reads what is asked for of the i-th block, and of some after it.
func (o *reading) load(ctx context.Context, i int) error {
	if o.rows[o.blocks[i]] != nil {
		return nil
	}
	end := i + ahead
	if i == 0 { // the leading kinds, of which there is little, and the newest of all others
		for end = 1; end < len(o.blocks) && o.blocks[end-1] >= 1<<(leadBit-blockBits); end++ {
		}
	}
	part := o.blocks[i:min(end, len(o.blocks))]
	for _, of := range part {
		o.rows[of], o.starts[of] = map[string][][]byte{}, map[string][][]byte{}
	}
	err := eachPosting(ctx, o.h, part, o.terms, o.reach.depth, func(r row, numbers []byte) error {
		o.rows[r.block][r.term] = append(o.rows[r.block][r.term], numbers)
		return nil
	})
	if err != nil {
		return err
	}
	for _, start := range o.begins {
		var w db.Where
		w.And("block IN ("+marks(len(part))+")", anys(part)...)
		w.And("term >= ? AND term < ?", start, start+"\U0010FFFF")
		w.And("depth <= ?", int(o.reach.depth))
		err := db.Each(ctx, o.h, scanPosting(func(r row, numbers []byte) error {
			o.starts[r.block][start] = append(o.starts[r.block][start], numbers)
			return nil
		}), selectPostings+w.SQL(), w.Args()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// group are the numbers of a block that meet a group.
func (o *reading) group(of int64, g lexis.Group) (*block, error) {
	b := &block{}
	for _, t := range g.Any {
		for _, numbers := range o.rows[of][t] {
			if err := b.add(numbers); err != nil {
				return nil, err
			}
		}
	}
	for _, t := range g.Begins {
		for _, numbers := range o.starts[of][t] {
			if err := b.add(numbers); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range o.fresh[of] {
		if !b.has(uint16(f.number)) && f.meets(g, o.reach.depth) {
			b.set(uint16(f.number))
		}
	}
	return b, nil
}

// all are the numbers of a block that meet every group; nil when none does.
func (o *reading) all(of int64, groups []lexis.Group) (*block, error) {
	var both *block
	for _, g := range groups {
		b, err := o.group(of, g)
		if err != nil {
			return nil, err
		}
		if both != nil {
			b.and(both)
		}
		if both = b; both.count() == 0 {
			return nil, nil
		}
	}
	return both, nil
}

// narrow leaves those numbers of a block that the viewer may find, as far as
// marks tell: what remains is looked at one by one.
func (o *reading) narrow(of int64, met *block) error {
	if len(o.rule.either) > 0 {
		allowed := &block{}
		for _, groups := range o.rule.either {
			b, err := o.all(of, groups)
			if err != nil {
				return err
			}
			if b != nil {
				allowed.or(b)
			}
		}
		if b := o.owned[of]; b != nil {
			allowed.or(b)
		}
		met.and(allowed)
	}
	if len(o.rule.never.Any) == 0 {
		return nil
	}
	never, err := o.group(of, o.rule.never)
	if err == nil {
		met.without(never)
	}
	return err
}

// newest are the newest entries that meet all groups and that the viewer may
// find, from the newest on.
func (o *reading) newest(ctx context.Context, groups []lexis.Group, limit int) ([]*entry, error) {
	var found []*entry
	for i, of := range o.blocks {
		if err := o.load(ctx, i); err != nil {
			return nil, err
		}
		met, err := o.all(of, groups)
		if err != nil {
			return nil, err
		}
		if met == nil {
			continue
		}
		if err := o.narrow(of, met); err != nil {
			return nil, err
		}
		for part := range slices.Chunk(met.newest(of), o.together()) {
			entries, err := o.entries(ctx, part)
			if err != nil {
				return nil, err
			}
			found = append(found, entries...)
			if len(found) >= limit {
				return found[:limit], nil
			}
		}
	}
	return found, nil
}

// together is how many entries are asked for at once. SQLite is a call away, and
// compares the names of parameters with each other; PostgreSQL is further away.
func (o *reading) together() int {
	if o.h.Engine() == db.Postgres {
		return 500
	}
	return batch
}

// entries reads the entries of numbers, as far as the viewer may find them.
func (o *reading) entries(ctx context.Context, numbers []int64) ([]*entry, error) {
	var missing []int64
	for _, n := range numbers {
		if _, ok := o.seen[n]; !ok {
			o.seen[n] = nil
			missing = append(missing, n)
		}
	}
	if len(missing) > 0 {
		var w db.Where
		w.And("e.number IN ("+marks(o.together())+")", paddedTo(o.together(), missing)...)
		there := 0
		err := db.Each(ctx, o.h, func(r db.Row) error {
			there++
			e, err := scanEntry(r)
			if err == nil && o.reach.finds(&e, o.owned) {
				o.seen[e.number] = &e
			}
			return err
		}, selectEntries+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		o.missed = o.missed || there < len(missing)
	}
	var list []*entry
	for _, n := range numbers {
		if e := o.seen[n]; e != nil {
			list = append(list, e)
		}
	}
	return list, nil
}
