package biff

import "encoding/binary"

// pieces is the table of texts, which is cut into records wherever one was
// full.
type pieces struct {
	now  []byte
	rest [][]byte
}

// take gives n bytes, over the end of a record too.
func (p *pieces) take(n int) ([]byte, bool) {
	if len(p.now) >= n {
		b := p.now[:n]
		p.now = p.now[n:]
		return b, true
	}
	var b []byte
	for len(b) < n {
		if len(p.now) == 0 && !p.turn() {
			return nil, false
		}
		k := min(n-len(b), len(p.now))
		b = append(b, p.now[:k]...)
		p.now = p.now[k:]
	}
	return b, true
}

func (p *pieces) turn() bool {
	if len(p.rest) == 0 {
		return false
	}
	p.now, p.rest = p.rest[0], p.rest[1:]
	return true
}

// chars reads characters. Where they go on in another record, that begins by
// saying anew how wide they are.
func (p *pieces) chars(n int, wide bool) (string, bool) {
	text := ""
	for n > 0 {
		if len(p.now) == 0 {
			if !p.turn() || len(p.now) == 0 {
				return "", false
			}
			wide = p.now[0]&1 == 1
			p.now = p.now[1:]
		}
		size := 1
		if wide {
			size = 2
		}
		k := min(n, len(p.now)/size)
		if k == 0 {
			p.now = nil // half a character: the file does not fit together
			continue
		}
		text += decode(p.now[:k*size], wide)
		p.now = p.now[k*size:]
		n -= k
	}
	return text, true
}

const maxText = 64 << 20

// shared reads the texts that cells refer to.
func (r *reader) shared(segments [][]byte) error {
	p := &pieces{now: segments[0], rest: segments[1:]}
	head, ok := p.take(8)
	if !ok {
		return ErrBroken
	}
	size := 0
	for range binary.LittleEndian.Uint32(head[4:]) {
		s, ok := p.one()
		if !ok {
			return ErrBroken
		}
		if size += len(s) + 16; size > maxText {
			return ErrBroken
		}
		r.texts = append(r.texts, s)
	}
	return nil
}

// one reads a text with its formatting and reading aids, which are left out.
func (p *pieces) one() (string, bool) {
	head, ok := p.take(3)
	if !ok {
		return "", false
	}
	n, flags := u16(head), head[2]
	after := 0
	if flags&8 != 0 {
		b, ok := p.take(2)
		if !ok {
			return "", false
		}
		after += 4 * u16(b)
	}
	if flags&4 != 0 {
		b, ok := p.take(4)
		if !ok {
			return "", false
		}
		after += int(binary.LittleEndian.Uint32(b))
	}
	text, ok := p.chars(n, flags&1 == 1)
	if !ok || after > maxText {
		return "", false
	}
	_, ok = p.take(after)
	return text, ok
}
