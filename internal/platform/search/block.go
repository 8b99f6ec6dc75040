package search

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// blockBits is how many of the lower bits of a number are its place in a block.
const blockBits = 16

// block is the set of those numbers of one block that have a token.
type block [1 << blockBits / 64]uint64

// The two ways in which a set is written: the distances from one number to the
// next, or a bit for each number where that is shorter.
const (
	byDistance = 0
	byBit      = 1
)

var errBlock = errors.New("a row of search_postings cannot be read")

func blockOf(number int64) int64 { return number >> blockBits }

func (b *block) set(at uint16)      { b[at>>6] |= 1 << (at & 63) }
func (b *block) has(at uint16) bool { return b[at>>6]&(1<<(at&63)) != 0 }
func (b *block) drop(at uint16)     { b[at>>6] &^= 1 << (at & 63) }

// and leaves what both have.
func (b *block) and(o *block) {
	for i := range b {
		b[i] &= o[i]
	}
}

// or adds what the other has.
func (b *block) or(o *block) {
	for i := range b {
		b[i] |= o[i]
	}
}

// without takes away what the other has.
func (b *block) without(o *block) {
	for i := range b {
		b[i] &^= o[i]
	}
}

func (b *block) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// add reads a written set into this one.
func (b *block) add(written []byte) error {
	if len(written) == 0 {
		return errBlock
	}
	form, written := written[0], written[1:]
	switch {
	case form == byBit && len(written) == len(b)*8:
		for i := range b {
			b[i] |= binary.LittleEndian.Uint64(written[i*8:])
		}
		return nil
	case form != byDistance:
		return errBlock
	}
	at := uint64(0)
	for len(written) > 0 {
		step, n := binary.Uvarint(written)
		if n <= 0 || step > 1<<blockBits || at+step >= 1<<blockBits {
			return errBlock
		}
		at += step
		b.set(uint16(at))
		written = written[n:]
	}
	return nil
}

// write is the set as bytes; nil when it is empty.
func (b *block) write() []byte {
	out, last := []byte{byDistance}, 0
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			at := i<<6 + bits.TrailingZeros64(w)
			out = binary.AppendUvarint(out, uint64(at-last))
			last = at
		}
		if len(out) > len(b)*8 {
			return b.writeBits()
		}
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

func (b *block) writeBits() []byte {
	out := append(make([]byte, 0, 1+len(b)*8), byBit)
	for _, w := range b {
		out = binary.LittleEndian.AppendUint64(out, w)
	}
	return out
}

// newest lists the numbers of a block from the largest on.
func (b *block) newest(of int64) []int64 {
	list := make([]int64, 0, b.count())
	for i := len(b) - 1; i >= 0; i-- {
		for w := b[i]; w != 0; {
			at := 63 - bits.LeadingZeros64(w)
			w &^= 1 << at
			list = append(list, of<<blockBits|int64(i<<6+at))
		}
	}
	return list
}
