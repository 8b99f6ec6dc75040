package xmlscan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// Kind is what a token is.
type Kind uint8

// The kinds.
const (
	Start Kind = iota + 1 // of an element; one without content is followed by its End
	End
	Text // also CDATA
)

// What is wrong with a file.
var (
	ErrSyntax  = errors.New("not well-formed XML")
	ErrDoctype = errors.New("XML with a document type declaration")
)

const (
	maxTag   = 1 << 20
	maxDepth = 256
	chunk    = 64 << 10
)

// Scanner reads tokens. What it hands out is valid until the next call of Next.
type Scanner struct {
	r          io.Reader
	buf        []byte
	at, end    int
	eof        bool
	open       []byte // names of the open elements, one after the other
	starts     []int  // where each begins in open
	closing    bool   // the last Start was without content
	cdata      bool
	began      bool // an element has been seen
	name, tag  []byte
	text, held []byte
}

// New reads UTF-8, or what a byte order mark or the declaration of the document
// names.
func New(r io.Reader) *Scanner {
	s := &Scanner{buf: make([]byte, chunk)}
	s.r = decoded(r)
	return s
}

// Name is the name of the element without its prefix.
func (s *Scanner) Name() []byte { return s.name }

// Is compares the name.
func (s *Scanner) Is(name string) bool { return string(s.name) == name }

// Text is the piece of text.
func (s *Scanner) Text() []byte { return s.text }

// Depth is the number of open elements, with the one that has just begun and
// without the one that has just ended.
func (s *Scanner) Depth() int { return len(s.starts) }

// Next reads a token. The end of a whole document is io.EOF.
func (s *Scanner) Next() (Kind, error) {
	if s.closing {
		s.closing = false
		s.pop()
		return End, nil
	}
	for {
		if s.cdata {
			if done, err := s.inCDATA(); err != nil {
				return 0, err
			} else if !done || len(s.text) > 0 {
				return Text, nil
			}
			continue
		}
		if !s.fill(1) {
			return 0, s.atEnd()
		}
		if s.buf[s.at] != '<' {
			if err := s.readText(); err != nil {
				return 0, err
			}
			if len(s.starts) == 0 {
				if len(bytes.TrimSpace(s.text)) > 0 {
					return 0, fmt.Errorf("%w: text outside the document", ErrSyntax)
				}
				continue
			}
			return Text, nil
		}
		kind, err := s.markup()
		if err != nil || kind != 0 {
			return kind, err
		}
	}
}

// Pass goes to the end of the element that has just begun.
func (s *Scanner) Pass() error {
	for depth := s.Depth(); ; {
		kind, err := s.Next()
		if err != nil {
			return err
		}
		if kind == End && s.Depth() < depth {
			return nil
		}
	}
}

func (s *Scanner) atEnd() error {
	if s.r == nil || !s.eof {
		return ErrSyntax
	}
	if e, ok := s.r.(*failed); ok && e.err != nil {
		return e.err
	}
	if len(s.starts) > 0 || !s.began {
		return io.ErrUnexpectedEOF
	}
	return io.EOF
}

// fill makes sure that n bytes are there.
func (s *Scanner) fill(n int) bool {
	for s.end-s.at < n {
		if s.eof {
			return false
		}
		s.more()
	}
	return true
}

// more reads on, after moving what is left to the front.
func (s *Scanner) more() {
	if s.at > 0 {
		copy(s.buf, s.buf[s.at:s.end])
		s.end -= s.at
		s.at = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			if err != io.EOF {
				s.r = &failed{err}
			}
			s.eof = true
			return
		}
		if n > 0 {
			return
		}
	}
	s.r, s.eof = &failed{io.ErrNoProgress}, true
}

// failed stands for a reader that broke.
type failed struct{ err error }

func (f *failed) Read([]byte) (int, error) { return 0, f.err }

// until finds a mark and returns what is before it; the mark is passed over.
func (s *Scanner) until(mark string, most int) ([]byte, error) {
	from := 0
	for {
		if i := bytes.Index(s.buf[s.at+from:s.end], []byte(mark)); i >= 0 {
			b := s.buf[s.at : s.at+from+i]
			s.at += from + i + len(mark)
			return b, nil
		}
		from = max(0, s.end-s.at-len(mark)+1)
		if from > most {
			return nil, fmt.Errorf("%w: something too long", ErrSyntax)
		}
		if s.eof {
			return nil, s.cut()
		}
		s.more()
	}
}

// cut is the error of a document that ends in the middle.
func (s *Scanner) cut() error {
	if e, ok := s.r.(*failed); ok {
		return e.err
	}
	return io.ErrUnexpectedEOF
}

// readText reads text up to the next tag, or a piece of it.
func (s *Scanner) readText() error {
	for {
		window := s.buf[s.at:s.end]
		i := bytes.IndexByte(window, '<')
		if i < 0 && len(window) < chunk/2 && !s.eof {
			s.more()
			continue
		}
		if i < 0 {
			i = len(window)
			if !s.eof { // an entity or a character may go on
				if j := bytes.LastIndexByte(window[max(0, i-16):], '&'); j >= 0 {
					i = max(0, i-16) + j
				}
				for j := 1; j <= 3 && j < i; j++ {
					if utf8.RuneStart(window[i-j]) && window[i-j] >= 0xc0 {
						i -= j
						break
					}
				}
				if i == 0 {
					return ErrSyntax
				}
			}
		}
		raw := window[:i]
		s.at += i
		var err error
		s.text, err = s.unescape(raw)
		return err
	}
}

// unescape replaces entities; without any it is the text itself.
func (s *Scanner) unescape(raw []byte) ([]byte, error) {
	if bytes.IndexByte(raw, '&') < 0 {
		return raw, nil
	}
	s.held = s.held[:0]
	return appendUnescaped(&s.held, raw)
}

func appendUnescaped(to *[]byte, raw []byte) ([]byte, error) {
	out := *to
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			out = append(out, raw...)
			*to = out
			return out, nil
		}
		out = append(out, raw[:i]...)
		raw = raw[i+1:]
		end := bytes.IndexByte(raw, ';')
		if end < 0 || end > 12 {
			return nil, fmt.Errorf("%w: an ampersand alone", ErrSyntax)
		}
		r, ok := entity(string(raw[:end]))
		if !ok {
			return nil, fmt.Errorf("%w: unknown entity", ErrSyntax)
		}
		out = utf8.AppendRune(out, r)
		raw = raw[end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true
}

// inCDATA reads a piece of a CDATA section; done says that it has ended.
func (s *Scanner) inCDATA() (done bool, err error) {
	for {
		window := s.buf[s.at:s.end]
		if i := bytes.Index(window, []byte("]]>")); i >= 0 {
			s.text, s.cdata = window[:i], false
			s.at += i + 3
			return true, nil
		}
		if len(window) >= chunk/2 {
			n := len(window) - 4
			for n > 0 && !utf8.RuneStart(window[n]) {
				n--
			}
			s.text = window[:n]
			s.at += n
			return false, nil
		}
		if s.eof {
			return false, s.cut()
		}
		s.more()
	}
}
