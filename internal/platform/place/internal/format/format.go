// Package format is the layout of the embedded gazetteer, shared by the
// generator that writes it and the package that reads it.
//
// The file is Magic, then the length of each section, then the sections:
//
//	meta    tables and indexes (Meta), one frame
//	admin   names of regions, one frame: count; per region its length, code,
//	        and pairs of language byte and name
//	ranks   country of each place, one frame: a byte per place
//	keys    blocks of sound keys, sorted, front-coded: shared length, rest,
//	        number of ranks, ranks as differences
//	places  blocks of PlacesPerBlock records: their numbers (length, then
//	        Numbers varints each) in one frame, their spellings in another
//	ids     blocks of GeoNames id (differences) and rank (three bytes)
//	short   for very common prefixes, the ranks of the largest places
//
// A frame or block is one zstd frame that decodes alone. Places are numbered
// by falling population: their number is their rank. All numbers are varints.
package format

import (
	"encoding/binary"
	"errors"
	"strings"

	"pobratim/internal/kit/fold"
)

// Sizes that writer and reader agree on.
const (
	Magic          = "pobratim-gazetteer-1\n"
	BlockSize      = 16 << 10 // bytes of a key block before compression, about
	PlacesPerBlock = 320
	Numbers        = 8    // of a record: id, Wikidata, country, region+1, latitude, longitude (zigzag, 1e-4°), population, zone
	ScanLimit      = 1200 // keys under a prefix, from which a short list is kept
	ShortList      = 48
	MaxKey         = 80 // bytes
)

// Sections of the file, in order.
const (
	SectionMeta = iota
	SectionAdmin
	SectionRanks
	SectionKeys
	SectionPlaces
	SectionIDs
	SectionShort
	Sections
)

// Meta is what the reader keeps in memory.
type Meta struct {
	Langs, Countries, Zones []string
	Places                  int
	KeyBlocks               []KeyBlock
	PlaceBlocks             []int // compressed sizes
	IDBlocks                []IDBlock
}

// KeyBlock is the first key of a block and its compressed size.
type KeyBlock struct {
	First string
	Size  int
}

// IDBlock is the first id of a block and its compressed size.
type IDBlock struct{ First, Size int }

// SoundKey is the key under which a spelling is found: its sound without
// spaces, so that Ла-Рошель, «Ла Рошель» and Larochelle are one.
func SoundKey(name string) string { return strings.ReplaceAll(fold.Latin(name), " ", "") }

// AppendString appends a length and the bytes.
func AppendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Append writes m.
func (m Meta) Append(b []byte) []byte {
	for _, list := range [][]string{m.Langs, m.Countries, m.Zones} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = AppendString(b, s)
		}
	}
	b = binary.AppendUvarint(b, uint64(m.Places))
	b = binary.AppendUvarint(b, uint64(len(m.KeyBlocks)))
	for _, k := range m.KeyBlocks {
		b = AppendString(b, k.First)
		b = binary.AppendUvarint(b, uint64(k.Size))
	}
	b = binary.AppendUvarint(b, uint64(len(m.PlaceBlocks)))
	for _, n := range m.PlaceBlocks {
		b = binary.AppendUvarint(b, uint64(n))
	}
	b = binary.AppendUvarint(b, uint64(len(m.IDBlocks)))
	for _, k := range m.IDBlocks {
		b = binary.AppendUvarint(b, uint64(k.First))
		b = binary.AppendUvarint(b, uint64(k.Size))
	}
	return b
}

// ErrDamaged says that embedded data cannot be read: a broken build.
var ErrDamaged = errors.New("place: damaged gazetteer data")

// ReadMeta reads what Append wrote.
func ReadMeta(raw []byte) (Meta, error) {
	r := Reader{B: raw}
	var m Meta
	for _, list := range []*[]string{&m.Langs, &m.Countries, &m.Zones} {
		for range r.Count() {
			*list = append(*list, r.String())
		}
	}
	m.Places = r.Int()
	for range r.Count() {
		m.KeyBlocks = append(m.KeyBlocks, KeyBlock{First: r.String(), Size: r.Int()})
	}
	for range r.Count() {
		m.PlaceBlocks = append(m.PlaceBlocks, r.Int())
	}
	for range r.Count() {
		m.IDBlocks = append(m.IDBlocks, IDBlock{First: r.Int(), Size: r.Int()})
	}
	if r.Bad {
		return Meta{}, ErrDamaged
	}
	return m, nil
}

// Reader takes varints and strings off the front of B; Bad is set, and zeros
// are returned, once something does not fit.
type Reader struct {
	B   []byte
	Bad bool
}

// Int reads a number.
func (r *Reader) Int() int {
	n, w := binary.Uvarint(r.B)
	if w <= 0 || n > 1<<40 {
		r.Bad, r.B = true, nil
		return 0
	}
	r.B = r.B[w:]
	return int(n)
}

// Count reads a number of things that take at least a byte each.
func (r *Reader) Count() int {
	n := r.Int()
	if n > len(r.B) {
		r.Bad, r.B = true, nil
		return 0
	}
	return n
}

// Zigzag undoes the coding of a number that may be negative.
func Zigzag(n int) int { return n>>1 ^ -(n & 1) }

// Bytes reads a length and so many bytes, which stay part of B.
func (r *Reader) Bytes() []byte {
	n := r.Count()
	b := r.B[:n]
	r.B = r.B[n:]
	return b
}

// String reads a length and so many bytes.
func (r *Reader) String() string { return string(r.Bytes()) }

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if len(r.B) == 0 {
		r.Bad = true
		return 0
	}
	b := r.B[0]
	r.B = r.B[1:]
	return b
}
