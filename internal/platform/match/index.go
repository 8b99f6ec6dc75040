package match

import (
	"context"
	"hash/maphash"
	"slices"

	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/transfer"
)

// Index finds records by what makes them the same: names, addresses, numbers,
// places. It is loaded once and holds hashes instead of values: 100,000
// organisations take some 25 MiB.
type Index struct {
	seed  maphash.Seed
	ids   []string
	heads map[uint64]int32 // by trait, the first of its links
	links []link
	added []uint64 // the traits of the last links, since the mark
	fresh *imagined
}

// link is one record that has a trait, and the next that has it too.
type link struct {
	at   int32 // in ids
	next int32 // in links; 0 is none, and the first link is never used
}

// Kinds are the kinds that are looked for, in the order of loading.
func Kinds() []string {
	return []string{"partner", "organisation", "person", "post", "agreement", "activity"}
}

// NewIndex makes an empty index.
func NewIndex() *Index {
	return &Index{seed: maphash.MakeSeed(), heads: map[uint64]int32{}, links: make([]link, 1), fresh: newImagined()}
}

// Load reads the registers page by page.
func (x *Index) Load(ctx context.Context, tables []transfer.Table) error {
	for _, t := range tables {
		if !slices.Contains(Kinds(), t.Kind) {
			continue
		}
		for after := ""; ; {
			rows, more, err := t.Page(ctx, after, 500)
			if err != nil {
				return err
			}
			for _, row := range rows {
				x.Put(t.Kind, row.ID, row.Values)
			}
			x.Mark()
			if after = more; more == "" {
				break
			}
		}
	}
	return nil
}

func (x *Index) hash(kind string, k key) uint64 {
	const spread = 0x9e3779b97f4a7c15
	return maphash.String(x.seed, k.text) + (uint64(slices.Index(Kinds(), kind))<<8|uint64(k.sort))*spread
}

// mostAlike is how many records with the same trait are remembered: what more
// have tells nothing.
const mostAlike = 20

// Put makes a record findable.
func (x *Index) Put(kind, id string, values map[string]string) {
	at := int32(len(x.ids))
	x.ids = append(x.ids, id)
	for _, k := range keysOf(kind, values) {
		x.add(x.hash(kind, k), at)
	}
}

func (x *Index) add(h uint64, at int32) {
	last, n := x.heads[h], 0
	for ; last != 0 && x.links[last].next != 0; n++ {
		last = x.links[last].next
	}
	if n+1 >= mostAlike {
		return
	}
	here := int32(len(x.links))
	if last == 0 {
		x.heads[h] = here
	} else {
		x.links[last].next = here
	}
	x.links, x.added = append(x.links, link{at: at}), append(x.added, h)
}

// Mark keeps what was added.
func (x *Index) Mark() { x.added = x.added[:0] }

// Revert takes away what was added since the mark.
func (x *Index) Revert() {
	for i := len(x.added) - 1; i >= 0; i-- { // the newest is the last of its links
		h, here := x.added[i], int32(len(x.links)-1)
		x.links = x.links[:here]
		if x.heads[h] == here {
			delete(x.heads, h)
			continue
		}
		last := x.heads[h]
		for x.links[last].next != here {
			last = x.links[last].next
		}
		x.links[last].next = 0
	}
	x.Mark()
}

// enough is how many candidates are looked at.
const enough = 12

// Candidates are the records that share a trait with these values, the telling
// traits first.
func (x *Index) Candidates(kind string, values map[string]string) []string {
	var ids []string
	for _, k := range keysOf(kind, values) {
		for at := x.heads[x.hash(kind, k)]; at != 0; at = x.links[at].next {
			if id := x.ids[x.links[at].at]; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) > enough {
			break
		}
	}
	return ids
}

// Called are the records of a name, a few at most: those that will most likely
// be looked at, to be read beforehand.
func (x *Index) Called(kind, name string) []string {
	k := key{'n', fold.Key(name)}
	if kind == "person" {
		k.text = SortedWords(name)
	}
	var ids []string
	for at := x.heads[x.hash(kind, k)]; at != 0 && len(ids) < 3; at = x.links[at].next {
		ids = append(ids, x.ids[x.links[at].at])
	}
	return ids
}

// Imagine keeps a record that a dry run would make, and makes it findable.
func (x *Index) Imagine(kind, id string, values map[string]string) {
	x.Put(kind, id, values)
	x.fresh.put(id, values)
}

// Imagined is such a record again.
func (x *Index) Imagined(id string) (row transfer.Row, ok bool) { return x.fresh.row(id) }

// Imagines tells whether a record is one of these.
func (x *Index) Imagines(id string) bool { return x.fresh.has(id) }

// Amend adds values to such a record.
func (x *Index) Amend(id string, more map[string]string) { x.fresh.fill(id, more) }
