package search

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBlock: what is written is read back, the short way for few numbers and a
// bit each for many; sets unite, intersect and lose numbers as lists do.
func TestBlock(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 100, 5000, 9000, 40000, 1 << blockBits} {
		want := &block{}
		for range n {
			want.set(uint16(r.IntN(1 << blockBits)))
		}
		want.set(0)
		want.set(1<<blockBits - 1)
		bytes, got := want.write(), &block{}
		if err := got.add(bytes); err != nil || *got != *want {
			t.Errorf("%d numbers are not read back: %v", n, err)
		}
		if len(bytes) > 1+len(want)*8 {
			t.Errorf("%d numbers take %d bytes", n, len(bytes))
		}
		list := want.newest(3)
		if len(list) != want.count() || !slices.IsSortedFunc(list, func(a, b int64) int { return int(b - a) }) || blockOf(list[0]) != 3 || blockOf(list[len(list)-1]) != 3 {
			t.Errorf("%d numbers are listed as %d, from %d to %d", n, len(list), list[0], list[len(list)-1])
		}
	}
	a, b := &block{}, &block{}
	for _, n := range []uint16{1, 2, 3} {
		a.set(n)
		b.set(n + 1)
	}
	a.and(b)
	if got := a.newest(0); !slices.Equal(got, []int64{3, 2}) {
		t.Errorf("both have %v", got)
	}
	a.or(b)
	b.drop(4)
	a.without(b)
	if got := a.newest(0); !slices.Equal(got, []int64{4}) {
		t.Errorf("left is %v", got)
	}
	if (&block{}).write() != nil {
		t.Error("nothing is written as something")
	}
}

func FuzzBlock(f *testing.F) {
	f.Add([]byte{byDistance, 0, 1, 200, 3})
	f.Add([]byte{byBit})
	f.Add([]byte{})
	f.Add(append([]byte{byBit}, make([]byte, 8192)...))
	f.Add([]byte{byDistance, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		b := &block{}
		if b.add(bytes) != nil {
			return
		}
		again := &block{}
		if bytes := b.write(); bytes != nil && (again.add(bytes) != nil || *again != *b) {
			t.Errorf("%v is not read back", bytes)
		}
	})
}
