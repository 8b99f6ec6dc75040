package main

import (
	"cmp"
	"encoding/binary"
	"log"
	"slices"

	"github.com/klauspost/compress/zstd"

	"pobratim/internal/platform/place/internal/format"
)

// packer holds everything between reading and writing.
type packer struct {
	langs     []string
	langIndex map[string]int
	cities    []*city
	byID      map[int]*city
	admins    map[string]map[string]string
}

func (p *packer) pack() []byte {
	slices.SortFunc(p.cities, func(a, b *city) int { return cmp.Or(cmp.Compare(b.pop, a.pop), cmp.Compare(a.id, b.id)) })
	countries, zones, admins := map[string]bool{}, map[string]bool{}, sortedKeys(p.admins)
	for _, c := range p.cities {
		countries[c.country], zones[c.zone] = true, true
	}
	meta := format.Meta{Langs: p.langs, Countries: sortedKeys(countries), Zones: sortedKeys(zones), Places: len(p.cities)}
	sections := make([][]byte, format.Sections)
	sections[format.SectionAdmin] = compress(p.adminBlock(admins))
	sections[format.SectionRanks] = compress(p.countryOfRank(meta.Countries))
	keys := p.keys()
	sections[format.SectionKeys], meta.KeyBlocks = keyBlocks(keys)
	sections[format.SectionPlaces], meta.PlaceBlocks = p.placeBlocks(meta, admins)
	sections[format.SectionIDs], meta.IDBlocks = p.idBlocks()
	sections[format.SectionShort] = compress(shortPrefixes(keys))
	sections[format.SectionMeta] = compress(meta.Append(nil))
	var out []byte
	out = append(out, format.Magic...)
	for _, s := range sections {
		out = binary.AppendUvarint(out, uint64(len(s)))
	}
	names := []string{"meta", "admin", "ranks", "keys", "places", "ids", "short"}
	for i, s := range sections {
		log.Printf("%-7s %8d bytes", names[i], len(s))
		out = append(out, s...)
	}
	log.Printf("%d places, %d keys, %d bytes", len(p.cities), len(keys), len(out))
	return out
}

func (p *packer) adminBlock(codes []string) []byte {
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(codes)))
	for _, code := range codes {
		var e []byte
		e = format.AppendString(e, code)
		names := p.admins[code]
		for _, l := range sortedKeys(names) {
			e = append(e, byte(p.langIndex[l]))
			e = format.AppendString(e, names[l])
		}
		b = binary.AppendUvarint(b, uint64(len(e)))
		b = append(b, e...)
	}
	return b
}

func (p *packer) countryOfRank(countries []string) []byte {
	b := make([]byte, len(p.cities))
	for i, c := range p.cities {
		b[i] = byte(slices.Index(countries, c.country))
	}
	return b
}

// keyed is a sound key and the ranks of the places it may mean, ascending.
type keyed struct {
	key   string
	ranks []int
}

func (p *packer) keys() []keyed {
	m := map[string][]int{}
	for rank, c := range p.cities {
		for k := range c.sounds {
			if k != "" && len(k) <= format.MaxKey {
				m[k] = append(m[k], rank)
			}
		}
	}
	out := make([]keyed, 0, len(m))
	for _, k := range sortedKeys(m) {
		slices.Sort(m[k])
		out = append(out, keyed{k, m[k]})
	}
	return out
}

// keyBlocks front-codes the sorted keys in blocks that decode alone.
func keyBlocks(keys []keyed) (section []byte, index []format.KeyBlock) {
	for len(keys) > 0 {
		var b []byte
		first, last := keys[0].key, ""
		for len(keys) > 0 && len(b) < format.BlockSize {
			k := keys[0]
			shared := 0
			for shared < len(last) && shared < len(k.key) && last[shared] == k.key[shared] {
				shared++
			}
			b = binary.AppendUvarint(b, uint64(shared))
			b = format.AppendString(b, k.key[shared:])
			b = binary.AppendUvarint(b, uint64(len(k.ranks)))
			prev := 0
			for _, r := range k.ranks {
				b = binary.AppendUvarint(b, uint64(r-prev))
				prev = r
			}
			last, keys = k.key, keys[1:]
		}
		z := compress(b)
		index = append(index, format.KeyBlock{First: first, Size: len(z)})
		section = append(section, z...)
	}
	return section, index
}

func (p *packer) placeBlocks(meta format.Meta, admins []string) (section []byte, sizes []int) {
	for cities := range slices.Chunk(p.cities, format.PlacesPerBlock) {
		var numbers, words []byte
		for _, c := range cities {
			numbers = p.numbers(numbers, c, meta, admins)
			w := c.words()
			words = format.AppendString(words, string(w))
		}
		// Two frames: numbers and words compress better apart. A decoder
		// returns both as one.
		z := append(compress(format.AppendString(nil, string(numbers))), compress(words)...)
		sizes = append(sizes, len(z))
		section = append(section, z...)
	}
	return section, sizes
}

// numbers appends the fixed part of a record, format.Numbers varints.
func (p *packer) numbers(b []byte, c *city, meta format.Meta, admins []string) []byte {
	at, ok := slices.BinarySearch(admins, c.admin)
	if !ok {
		at = -1
	}
	for _, n := range [format.Numbers]int{
		c.id, c.wikidata, slices.Index(meta.Countries, c.country), at + 1, zigzag(c.lat), zigzag(c.lon), c.pop, slices.Index(meta.Zones, c.zone),
	} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

func zigzag(n int) int {
	if n < 0 {
		return -2*n - 1
	}
	return 2 * n
}

// words are the spellings of a place.
func (c *city) words() []byte {
	b := binary.AppendUvarint(nil, uint64(len(c.shown)))
	for _, s := range c.shown {
		b = format.AppendString(b, s.text)
		b = format.AppendString(b, string(s.langs))
	}
	b = binary.AppendUvarint(b, uint64(len(c.found)))
	for _, a := range c.found {
		b = format.AppendString(b, a)
	}
	return b
}

// idBlocks is the way from a GeoNames id to a rank.
func (p *packer) idBlocks() (section []byte, index []format.IDBlock) {
	type pair struct{ id, rank int }
	pairs := make([]pair, len(p.cities))
	for rank, c := range p.cities {
		pairs[rank] = pair{c.id, rank}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.id, b.id) })
	for chunk := range slices.Chunk(pairs, 2048) {
		var b []byte
		last := chunk[0].id
		for _, c := range chunk {
			b = binary.AppendUvarint(b, uint64(c.id-last))
			b = append(b, byte(c.rank), byte(c.rank>>8), byte(c.rank>>16))
			last = c.id
		}
		z := compress(b)
		index = append(index, format.IDBlock{First: chunk[0].id, Size: len(z)})
		section = append(section, z...)
	}
	return section, index
}

// shortPrefixes lists the largest places under every prefix so common that
// scanning its keys while someone types would be slow.
func shortPrefixes(keys []keyed) []byte {
	count, best := map[string]int{}, map[string][]int{}
	each := func(do func(prefix string, k keyed)) {
		for _, k := range keys {
			runes := 0
			for i := range k.key {
				if i > 0 {
					if runes++; runes > 5 {
						break
					}
					do(k.key[:i], k)
				}
			}
		}
	}
	each(func(prefix string, _ keyed) { count[prefix]++ })
	each(func(prefix string, k keyed) {
		if count[prefix] >= format.ScanLimit {
			best[prefix] = append(best[prefix], k.ranks...)
		}
	})
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(best)))
	for _, prefix := range sortedKeys(best) {
		ranks := best[prefix]
		slices.Sort(ranks)
		ranks = slices.Compact(ranks)
		ranks = ranks[:min(len(ranks), format.ShortList)]
		b = format.AppendString(b, prefix)
		b = binary.AppendUvarint(b, uint64(len(ranks)))
		prev := 0
		for _, r := range ranks {
			b = binary.AppendUvarint(b, uint64(r-prev))
			prev = r
		}
	}
	return b
}

func compress(b []byte) []byte {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true))
	if err != nil {
		log.Fatal(err)
	}
	return w.EncodeAll(b, nil)
}
