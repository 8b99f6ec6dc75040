// Package ole reads compound files, the container of Office before 2007 and of
// documents with a password: a small file system of sectors in chains. Only
// reading from memory, and only what office files use.
package ole

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
)

// Magic is how a compound file begins.
const Magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// ErrBroken says that the structure of the file does not fit together.
var ErrBroken = errors.New("damaged compound file")

const (
	last     = 0xfffffffa // sector numbers from here on have a meaning of their own
	headSize = 512
)

// File is an open compound file.
type File struct {
	b          []byte
	sector     int
	small      int // size of a small sector
	fat, mini  []uint32
	miniStream []byte
	cutoff     uint32
	entries    []entry
}

type entry struct {
	name  string
	kind  byte
	start uint32
	size  uint64
}

// Open reads the directory.
func Open(b []byte) (*File, error) {
	if len(b) < headSize || string(b[:8]) != Magic {
		return nil, ErrBroken
	}
	shift, smallShift := binary.LittleEndian.Uint16(b[30:]), binary.LittleEndian.Uint16(b[32:])
	if shift != 9 && shift != 12 || smallShift != 6 {
		return nil, ErrBroken
	}
	f := &File{b: b, sector: 1 << shift, small: 1 << smallShift, cutoff: u32(b, 56)}
	if err := f.readFAT(); err != nil {
		return nil, err
	}
	dir, err := f.chain(u32(b, 48), -1)
	if err != nil {
		return nil, err
	}
	f.readDirectory(dir)
	if len(f.entries) == 0 {
		return nil, ErrBroken
	}
	if u32(b, 64) > 0 {
		mini, err := f.chain(u32(b, 60), -1)
		if err != nil {
			return nil, err
		}
		f.mini = numbers(mini)
		root := f.entries[0]
		if f.miniStream, err = f.chain(root.start, int64(root.size)); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Has tells whether there is a stream of that name, in any storage.
func (f *File) Has(name string) bool {
	_, ok := f.find(name)
	return ok
}

// Stream reads the first stream of that name.
func (f *File) Stream(name string) ([]byte, error) {
	e, ok := f.find(name)
	if !ok {
		return nil, ErrBroken
	}
	if e.size > uint64(len(f.b)) {
		return nil, ErrBroken
	}
	if e.size < uint64(f.cutoff) {
		return f.miniChain(e.start, int(e.size))
	}
	return f.chain(e.start, int64(e.size))
}

func (f *File) find(name string) (entry, bool) {
	for _, e := range f.entries {
		if e.kind == 2 && strings.EqualFold(e.name, name) {
			return e, true
		}
	}
	return entry{}, false
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

func numbers(b []byte) []uint32 {
	n := make([]uint32, len(b)/4)
	for i := range n {
		n[i] = u32(b, 4*i)
	}
	return n
}

// at is the content of a sector; one that the file cut off is shorter.
func (f *File) at(n uint32) ([]byte, bool) {
	from := (int64(n) + 1) * int64(f.sector)
	if n >= last || from >= int64(len(f.b)) {
		return nil, false
	}
	return f.b[from:min(from+int64(f.sector), int64(len(f.b)))], true
}

// readFAT collects the table of chains, whose own sectors stand in the header
// and in a chain of further lists.
func (f *File) readFAT() error {
	list := numbers(f.b[76:headSize])
	next, most := u32(f.b, 68), len(f.b)/f.sector+1
	for ; next < last; most-- {
		s, ok := f.at(next)
		if !ok || len(s) < f.sector || most < 0 {
			return ErrBroken
		}
		more := numbers(s)
		list = append(list, more[:len(more)-1]...)
		next = more[len(more)-1]
	}
	for _, n := range list {
		if n >= last {
			continue
		}
		s, ok := f.at(n)
		if !ok || len(f.fat) > len(f.b) {
			return ErrBroken
		}
		f.fat = append(f.fat, numbers(s)...)
	}
	return nil
}

// chain joins the sectors of a chain; size -1 takes all of it.
func (f *File) chain(n uint32, size int64) ([]byte, error) {
	var out []byte
	for n < last && (size < 0 || int64(len(out)) < size) {
		s, ok := f.at(n)
		if !ok || int(n) >= len(f.fat) || len(out) > len(f.b) {
			return nil, ErrBroken
		}
		out = append(out, s...)
		n = f.fat[n]
	}
	if size >= 0 {
		if int64(len(out)) < size {
			return nil, ErrBroken
		}
		out = out[:size]
	}
	return out, nil
}

func (f *File) miniChain(n uint32, size int) ([]byte, error) {
	var out []byte
	for n < last && len(out) < size {
		from := int(n) * f.small
		if int(n) >= len(f.mini) || from+f.small > len(f.miniStream) {
			return nil, ErrBroken
		}
		out = append(out, f.miniStream[from:from+f.small]...)
		n = f.mini[n]
	}
	if len(out) < size {
		return nil, ErrBroken
	}
	return out[:size], nil
}

func (f *File) readDirectory(dir []byte) {
	for ; len(dir) >= 128; dir = dir[128:] {
		length := int(binary.LittleEndian.Uint16(dir[64:]))
		if dir[66] == 0 || length < 2 || length > 64 {
			if len(f.entries) == 0 {
				return // the root comes first
			}
			continue
		}
		units := make([]uint16, length/2-1)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(dir[2*i:])
		}
		f.entries = append(f.entries, entry{string(utf16.Decode(units)), dir[66], u32(dir, 116), uint64(u32(dir, 120))})
	}
}
