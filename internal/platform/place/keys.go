package place

import (
	"maps"
	"slices"
	"strings"

	"pobratim/internal/platform/place/internal/format"
)

// ranksOf returns the places under exactly this sound key, by population.
func (g *Gazetteer) ranksOf(key string) []int {
	var out []int
	g.scan(key, func(k []byte, ranks *format.Reader) bool {
		if string(k) == key {
			out = readRanks(out, ranks)
			return false
		}
		return string(k) < key
	})
	return out
}

// ranksUnder returns places under keys that begin with prefix: the largest
// ones for common prefixes, all for others. With all set it scans even a
// common prefix of two letters and more, for the sake of a country.
func (g *Gazetteer) ranksUnder(prefix string, all bool) []int {
	if list, ok := g.shortLists()[prefix]; ok && (!all || len(prefix) < 2) {
		return slices.Clone(list)
	}
	var out []int
	g.scan(prefix, func(k []byte, ranks *format.Reader) bool {
		if strings.HasPrefix(string(k), prefix) {
			out = readRanks(out, ranks)
			return true
		}
		return string(k) < prefix
	})
	slices.Sort(out)
	return slices.Compact(out)
}

func readRanks(out []int, r *format.Reader) []int {
	at := 0
	for range r.Count() {
		at += r.Int()
		out = append(out, at)
	}
	return out
}

// scan walks the keys in order from the block that may hold from, until see
// says no. What see does not read of the ranks is skipped.
func (g *Gazetteer) scan(from string, see func(key []byte, ranks *format.Reader) bool) {
	for n := g.keyBlock(from); n < len(g.meta.KeyBlocks); n++ {
		r := format.Reader{B: g.block(format.SectionKeys, n)}
		var key []byte
		for len(r.B) > 0 {
			shared := r.Int()
			if shared > len(key) {
				return
			}
			key = append(key[:shared], r.Bytes()...)
			before := r
			if !see(key, &r) {
				return
			}
			if len(r.B) == len(before.B) {
				for range r.Count() {
					r.Int()
				}
			}
			if r.Bad {
				return
			}
		}
	}
}

// shortLists are the largest places under very common prefixes.
func (g *Gazetteer) shortLists() map[string][]int {
	g.short.Do(func() {
		g.short.lists = map[string][]int{}
		raw, err := g.unpack(g.parts[format.SectionShort])
		if err != nil {
			return
		}
		r := format.Reader{B: raw}
		for range r.Count() {
			prefix := r.String()
			g.short.lists[prefix] = readRanks(nil, &r)
		}
	})
	return g.short.lists
}

// oneEdit returns the keys that exist at one insertion, deletion, replacement
// or swap from sound. An edit in the second half is found by scanning what
// begins with the first half; one in the first half by trying each letter.
func (g *Gazetteer) oneEdit(sound string) []string {
	half := len(sound) / 2
	var out []string
	g.scan(sound[:half], func(k []byte, _ *format.Reader) bool {
		if strings.HasPrefix(string(k), sound[:half]) {
			if editApart(string(k), sound) {
				out = append(out, string(k))
			}
			return true
		}
		return string(k) < sound[:half]
	})
	tries := map[string]bool{}
	for i := range half + 1 {
		tries[sound[:i]+sound[i+1:]] = true
		if i+1 < len(sound) {
			tries[sound[:i]+sound[i+1:i+2]+sound[i:i+1]+sound[i+2:]] = true
		}
		for c := byte('a'); c <= 'z'; c++ {
			tries[sound[:i]+string(c)+sound[i+1:]] = true
			tries[sound[:i]+string(c)+sound[i:]] = true
		}
	}
	delete(tries, sound)
	out = g.present(tries, out)
	slices.Sort(out)
	return slices.Compact(out)
}

// present appends those of the keys that exist, reading each block once.
func (g *Gazetteer) present(keys map[string]bool, out []string) []string {
	last := -1
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		n := g.keyBlock(k)
		if n == last {
			continue
		}
		last = n
		first, more := true, n+1 < len(g.meta.KeyBlocks)
		g.scan(g.meta.KeyBlocks[n].First, func(have []byte, _ *format.Reader) bool {
			if more && !first && string(have) == g.meta.KeyBlocks[n+1].First {
				return false
			}
			first = false
			if keys[string(have)] {
				out = append(out, string(have))
			}
			return true
		})
	}
	return out
}

// editApart reports whether a and b differ by exactly one edit.
func editApart(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if a == b || len(a)-len(b) > 1 {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) > len(b) {
		return a[i+1:] == b[i:]
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
