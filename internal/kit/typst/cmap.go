package typst

import (
	"encoding/binary"
	"errors"
)

// letters is a set of characters, kept by pages of 256.
type letters map[rune]*[4]uint64

func (l letters) add(r rune) {
	page := l[r>>8]
	if page == nil {
		page = new([4]uint64)
		l[r>>8] = page
	}
	page[r>>6&3] |= 1 << (r & 63)
}

func (l letters) has(r rune) bool {
	page := l[r>>8]
	return page != nil && page[r>>6&3]&(1<<(r&63)) != 0
}

// reader reads big-endian numbers and remembers whether one was outside.
type reader struct {
	b      []byte
	failed bool
	work   int // characters looked at so far
}

// spend counts one character. Each may come up in several maps and faces, but
// a file that repeats them without end is not a font.
func (r *reader) spend() {
	const most = 1 << 23
	if r.work++; r.work > most {
		r.failed = true
	}
}

func (r *reader) u16(at int) int {
	if at < 0 || at+2 > len(r.b) {
		r.failed = true
		return 0
	}
	return int(binary.BigEndian.Uint16(r.b[at:]))
}

func (r *reader) u32(at int) int {
	if at < 0 || at+4 > len(r.b) {
		r.failed = true
		return 0
	}
	return int(binary.BigEndian.Uint32(r.b[at:]))
}

var errFont = errors.New("not a TrueType or OpenType font with a Unicode character map")

// lettersOfFont reads which characters a TTF, OTF or TTC file has glyphs for:
// the character maps of ISO/IEC 14496-22, formats 4 and 12.
func lettersOfFont(file []byte) (letters, error) {
	r := &reader{b: file}
	set := letters{}
	const collection = 0x74746366 // "ttcf"
	if r.u32(0) != collection {
		return set, addFace(r, 0, set)
	}
	const mostFaces = 256
	faces := r.u32(8)
	if faces == 0 || faces > mostFaces {
		return nil, errFont
	}
	for i := range faces {
		if err := addFace(r, r.u32(12+4*i), set); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// addFace reads the table directory of one face.
func addFace(r *reader, at int, set letters) error {
	const tagCmap = 0x636d6170
	for i := range r.u16(at + 4) {
		entry := at + 12 + 16*i
		if r.u32(entry) == tagCmap {
			return addCmap(r, r.u32(entry+8), set)
		}
		if r.failed {
			break
		}
	}
	return errFont
}

func addCmap(r *reader, at int, set letters) error {
	found := false
	for i := range r.u16(at + 2) {
		record := at + 4 + 8*i
		platform, encoding := r.u16(record), r.u16(record+2)
		if platform != 0 && !(platform == 3 && (encoding == 1 || encoding == 10)) {
			continue
		}
		table := at + r.u32(record+4)
		switch r.u16(table) {
		case 4:
			addSegments(r, table, set)
			found = true
		case 12:
			addGroups(r, table, set)
			found = true
		}
		if r.failed {
			return errFont
		}
	}
	if !found {
		return errFont
	}
	return nil
}

// addSegments reads format 4: segments of the basic plane.
func addSegments(r *reader, at int, set letters) {
	n := r.u16(at+6) / 2
	ends, starts := at+14, at+16+2*n
	deltas, offsets := starts+2*n, starts+4*n
	for i := range n {
		from, to := r.u16(starts+2*i), r.u16(ends+2*i)
		delta, offset := r.u16(deltas+2*i), r.u16(offsets+2*i)
		if from == 0xFFFF {
			continue
		}
		for c := from; c <= to && !r.failed; c++ {
			r.spend()
			glyph := c
			if offset != 0 {
				glyph = r.u16(offsets + 2*i + offset + 2*(c-from))
				if glyph == 0 {
					continue
				}
			}
			if (glyph+delta)&0xFFFF != 0 {
				set.add(rune(c))
			}
		}
	}
}

// addGroups reads format 12: groups of any plane.
func addGroups(r *reader, at int, set letters) {
	const last = 0x10FFFF
	for i := range r.u32(at + 12) {
		group := at + 16 + 12*i
		from, to, glyph := r.u32(group), r.u32(group+4), r.u32(group+8)
		if r.failed || to > last {
			r.failed = true
			return
		}
		for c := from; c <= to && !r.failed; c++ {
			r.spend()
			if glyph+c-from != 0 {
				set.add(rune(c))
			}
		}
	}
}
