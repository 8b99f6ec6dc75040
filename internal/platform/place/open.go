package place

import (
	_ "embed" // the gazetteer
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"pobratim/internal/platform/place/internal/format"
)

//go:generate go run ./internal/pack -cities cities.tsv -names names.tsv -admin admin.tsv -countries countries.csv

//go:embed data/gazetteer.bin
var gazetteer string

//go:embed data/countries.tsv.zst
var countriesTSV string

// Gazetteer answers questions about places. It is safe for concurrent use.
// The zero value is not usable; see Open.
type Gazetteer struct {
	once  sync.Once
	err   error
	dec   *zstd.Decoder
	meta  format.Meta
	parts [format.Sections]string
	ranks []byte // country index of each place
	keys  []int  // offsets of key blocks
	spots []int  // offsets of place blocks
	ids   []int
	cache blocks

	countries struct {
		sync.Once
		err    error
		list   []Country
		byISO  map[string]int
		byName map[string]string // folded name → ISO code
	}
	short struct {
		sync.Once
		lists map[string][]int
	}
	admins struct {
		sync.Once
		raw  []byte
		offs []int
	}
}

// Open returns the embedded gazetteer. It does no work: the first question
// opens it.
func Open() *Gazetteer { return &Gazetteer{} }

// load reads the header and the indexes, about 0.5 MB, once.
func (g *Gazetteer) load() error {
	g.once.Do(func() { g.err = g.read(gazetteer) })
	return g.err
}

func (g *Gazetteer) read(file string) error {
	rest, ok := strings.CutPrefix(file, format.Magic)
	if !ok {
		return format.ErrDamaged
	}
	var sizes [format.Sections]uint64
	for i := range sizes {
		n, w := binary.Uvarint([]byte(rest[:min(len(rest), binary.MaxVarintLen64)]))
		if w <= 0 {
			return format.ErrDamaged
		}
		sizes[i], rest = n, rest[w:]
	}
	for i, n := range sizes {
		if n > uint64(len(rest)) {
			return format.ErrDamaged
		}
		g.parts[i], rest = rest[:n], rest[n:]
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return fmt.Errorf("place: %w", err)
	}
	g.dec = dec
	raw, err := g.unpack(g.parts[format.SectionMeta])
	if err != nil {
		return err
	}
	if g.meta, err = format.ReadMeta(raw); err != nil {
		return err
	}
	if g.ranks, err = g.unpack(g.parts[format.SectionRanks]); err != nil {
		return err
	}
	if len(g.ranks) != g.meta.Places {
		return format.ErrDamaged
	}
	g.offsets()
	return nil
}

func (g *Gazetteer) offsets() {
	at := 0
	for _, k := range g.meta.KeyBlocks {
		g.keys = append(g.keys, at)
		at += k.Size
	}
	at = 0
	for _, n := range g.meta.PlaceBlocks {
		g.spots = append(g.spots, at)
		at += n
	}
	at = 0
	for _, k := range g.meta.IDBlocks {
		g.ids = append(g.ids, at)
		at += k.Size
	}
}

func (g *Gazetteer) unpack(z string) ([]byte, error) {
	b, err := g.dec.DecodeAll([]byte(z), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", format.ErrDamaged, err)
	}
	return b, nil
}

// block returns a decoded block of a section, from the cache if it was used
// lately. Embedded data that does not decode is a broken build; the block is
// then empty and the question finds nothing.
func (g *Gazetteer) block(section, n int) []byte {
	return g.cache.get(section<<20|n, func() []byte {
		at, size := 0, 0
		switch section {
		case format.SectionKeys:
			at, size = g.keys[n], g.meta.KeyBlocks[n].Size
		case format.SectionPlaces:
			at, size = g.spots[n], g.meta.PlaceBlocks[n]
		case format.SectionIDs:
			at, size = g.ids[n], g.meta.IDBlocks[n].Size
		}
		b, err := g.unpack(g.parts[section][at : at+size])
		if err != nil {
			return nil
		}
		return b
	})
}

// keyBlock is the number of the block that holds a key, if any does.
func (g *Gazetteer) keyBlock(key string) int {
	n := sort.Search(len(g.meta.KeyBlocks), func(i int) bool { return g.meta.KeyBlocks[i].First > key })
	return max(0, n-1)
}

// blocks keeps the decoded blocks used last, at most kept of them (about
// 2 MB); the zero value is ready.
type blocks struct {
	mu   sync.Mutex
	tick int
	m    map[int]*held
}

type held struct {
	b    []byte
	used int
}

const kept = 96

func (c *blocks) get(id int, decode func() []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tick++
	if h, ok := c.m[id]; ok {
		h.used = c.tick
		return h.b
	}
	if c.m == nil {
		c.m = make(map[int]*held, kept)
	}
	if len(c.m) >= kept {
		oldest, when := 0, c.tick
		for k, h := range c.m {
			if h.used < when {
				oldest, when = k, h.used
			}
		}
		delete(c.m, oldest)
	}
	b := decode()
	c.m[id] = &held{b: b, used: c.tick}
	return b
}
