package duplicate

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Blocks larger than these are left out: what a crowd shares tells nothing. The
// words of a crowded block still meet in the blocks of two words together.
const (
	crowdOne = 40
	crowdTwo = 60
)

// Find lists the pairs of cards that may be one thing, the strongest first. It
// compares only cards that share a key, so its cost follows their number.
func Find(sort Sort, cards []Card) []Pair {
	all, b := file(sort, cards)
	var pairs []Pair
	met := slices.Repeat([]int32{-1}, len(cards)) // the card that each was compared with last
	for i := range all {
		for other := range b.sharing(int32(i), met) {
			v := compare(sort, &all[other], &all[i])
			if v.strength >= listed {
				pairs = append(pairs, Pair{One: int(other), Other: i, Strength: v.strength, Agree: v.agree, Differ: v.differ})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(cards[a.One].ID, cards[b.One].ID), cmp.Compare(cards[a.Other].ID, cards[b.Other].ID))
	})
	return pairs
}

// file reads all cards and puts each into its blocks.
func file(sort Sort, cards []Card) ([]read, *blocks) {
	r := newReader()
	all := make([]read, len(cards))
	b := &blocks{at: map[string]int32{}, keys: make([][]int32, len(cards))}
	for i := range cards {
		all[i] = r.read(sort, &cards[i])
		b.put(int32(i), sort, all[i])
	}
	return all, b
}

// Compare judges two cards by themselves, whether or not they would be found.
func Compare(sort Sort, one, other Card) Pair {
	r := newReader()
	a, b := r.read(sort, &one), r.read(sort, &other)
	v := compare(sort, &a, &b)
	return Pair{One: 0, Other: 1, Strength: v.strength, Agree: v.agree, Differ: v.differ}
}

// blocks are the cards by each of their keys, and the keys of each card.
type blocks struct {
	at    map[string]int32 // key → number of its block
	cards [][]int32        // of each block, in ascending order
	limit []int            // how many of them are a crowd
	equal []bool           // the key is a whole name
	keys  [][]int32        // blocks of each card
}

func (b *blocks) add(key string, i int32) {
	at, ok := b.at[key]
	if !ok {
		at = int32(len(b.cards))
		b.at[key] = at
		limit := crowdOne
		if key[0] >= 'A' && key[0] <= 'Z' {
			limit = crowdTwo
		}
		b.cards, b.limit, b.equal = append(b.cards, nil), append(b.limit, limit), append(b.equal, key[0] == 'N')
	}
	if list := b.cards[at]; len(list) == 0 || list[len(list)-1] != i {
		b.cards[at], b.keys[i] = append(list, i), append(b.keys[i], at)
	}
}

// sharing yields the cards before i that share a block with it, each once. In a
// crowd of equal names each is compared with the one before it.
func (b *blocks) sharing(i int32, met []int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for _, at := range b.keys[i] {
			list := b.cards[at]
			if len(list) > b.limit[at] && !b.equal[at] {
				continue
			}
			n, _ := slices.BinarySearch(list, i)
			before := list[:n]
			if len(list) > b.limit[at] {
				before = list[max(0, n-1):n]
			}
			for _, other := range before {
				if met[other] == i {
					continue
				}
				met[other] = i
				if !yield(other) {
					return
				}
			}
		}
	}
}

// put files a card under everything by which its double would be looked for.
// Keys begin with a letter for their sort, capital when a crowd may share them.
func (b *blocks) put(i int32, sort Sort, c read) {
	if c.email != "" && (sort != People || !generic(c.email)) {
		b.add("e"+c.email, i)
	}
	if c.phone != "" {
		b.add("p"+c.phone, i)
	}
	if c.site != "" {
		b.add("h"+c.site, i)
	}
	for _, code := range c.Codes {
		b.add("c"+code, i)
	}
	for _, n := range c.names {
		b.add("N"+n.key, i)
		b.add("S"+skeleton(n.key), i)
		if sort == Organisations {
			if n.short != "" {
				b.add("a"+n.short, i)
			}
			if len([]rune(n.initials)) >= 3 {
				b.add("a"+n.initials, i)
			}
		}
		if sort == Posts || sort == Papers { // titles are shared by all, but not within one house
			b.add("Q"+c.Place+" "+n.key, i)
		}
		b.words(i, n)
	}
	if sort == Papers && len(c.When) == len("2007-05-19") {
		b.add("d"+c.Place+" "+c.When, i)
	}
}

// words files a card under the words of a name that are its own, and under each
// two words together, of which the beginnings are enough.
func (b *blocks) words(i int32, n name) {
	stems := make([]string, 0, len(n.tokens))
	for _, t := range n.tokens {
		if t.initial || t.weight <= commonWeight {
			continue
		}
		if t.weight == ownWeight && !t.number {
			b.add("w"+t.stem, i)
		}
		stem := t.stem
		if stem[0] != '@' {
			stem = stem[:min(len(stem), 4)]
		}
		stems = append(stems, stem)
	}
	if len(n.tokens) == 1 && n.tokens[0].weight == ownWeight {
		b.add("W"+n.tokens[0].stem[:min(len(n.tokens[0].stem), 5)], i)
	}
	slices.Sort(stems)
	stems = stems[:min(len(stems), 7)]
	for x := range stems {
		for _, y := range stems[x+1:] {
			b.add("T"+stems[x]+" "+y, i)
		}
	}
}

// skeleton is a key without vowels, in which most slips of the pen are gone.
func skeleton(key string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiou ", r) {
			return -1
		}
		return r
	}, key)
}
