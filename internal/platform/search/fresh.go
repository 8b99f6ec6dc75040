package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/lexis"
	"pobratim/internal/platform/record"
)

// depths is how many depths of reading there are.
const depths = int(record.Inner) + 1

// fresh is a record whose tokens are not in the blocks yet.
type fresh struct {
	number int64
	terms  [depths][]string // in order; what a shallower depth has is not repeated
}

func readFresh(r db.Row) (*fresh, error) {
	f, text := &fresh{}, ""
	if err := r.Scan(&f.number, &text); err != nil {
		return nil, err
	}
	for i, line := range strings.SplitN(text, "\n", depths) {
		f.terms[i] = strings.Fields(line)
		slices.Sort(f.terms[i])
	}
	return f, nil
}

// meets tells whether one of the tokens of a group is there for a depth.
func (f *fresh) meets(g lexis.Group, depth record.Depth) bool {
	for _, terms := range f.terms[:depth+1] {
		for _, t := range g.Any {
			if _, ok := slices.BinarySearch(terms, t); ok {
				return true
			}
		}
		for _, t := range g.Begins {
			if i, _ := slices.BinarySearch(terms, t); i < len(terms) && strings.HasPrefix(terms[i], t) {
				return true
			}
		}
	}
	return false
}

// latest keeps what is fresh in memory. A number is never given twice, so that
// what was read once stays true; which numbers are fresh is asked each time.
type latest struct {
	mu    sync.Mutex
	known map[int64]*fresh
}

// read lists what is fresh by the block it will go to; missed says that some of
// it was gone before it could be read.
func (l *latest) read(ctx context.Context, h db.Handle) (byBlock map[int64][]*fresh, missed bool, err error) {
	numbers, err := db.All(ctx, h, db.Value[int64], `SELECT number FROM search_fresh ORDER BY number`)
	if err != nil {
		return nil, false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	known := make(map[int64]*fresh, len(numbers))
	var missing []int64
	for _, n := range numbers {
		if f := l.known[n]; f != nil {
			known[n] = f
		} else {
			missing = append(missing, n)
		}
	}
	for part := range slices.Chunk(missing, batch) {
		var w db.Where
		w.And("number IN ("+marks(batch)+")", padded(part)...)
		found, err := db.All(ctx, h, readFresh, `SELECT number, terms FROM search_fresh`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, false, err
		}
		for _, f := range found {
			known[f.number] = f
		}
	}
	l.known = known
	byBlock = map[int64][]*fresh{}
	for _, f := range known {
		byBlock[blockOf(f.number)] = append(byBlock[blockOf(f.number)], f)
	}
	return byBlock, len(known) < len(numbers), nil
}

// batch is how many values a list in a query has. Shorter lists repeat their
// last, so that there is one text for the engine to plan.
const batch = 100

func padded[T any](list []T) []any { return paddedTo(batch, list) }

func paddedTo[T any](n int, list []T) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = list[min(i, len(list)-1)]
	}
	return all
}

// freshRow notes the tokens of a record, by depth.
func freshRow(number int64, terms [depths][]string) []any {
	lines, size := make([]string, depths), 0
	for i, list := range terms {
		lines[i] = strings.Join(list, " ")
		size += len(list)
	}
	return []any{number, size, strings.Join(lines, "\n")}
}

// bury takes the tokens of a number out; what stands in a block is left out of
// answers, and taken away when the block is tidied.
func bury(ctx context.Context, h db.Handle, number int64) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM search_fresh WHERE number = $1`, number); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `INSERT INTO search_dead (number, block) VALUES ($1, $2)`, number, blockOf(number))
	return err
}
