package xmlscan

import (
	"bytes"
	"fmt"
)

// markup reads what begins with "<"; kind 0 is nothing to report.
func (s *Scanner) markup() (Kind, error) {
	if !s.fill(2) {
		return 0, s.cut()
	}
	switch s.buf[s.at+1] {
	case '?':
		_, err := s.until("?>", maxTag)
		return 0, err
	case '!':
		return 0, s.declaration()
	case '/':
		s.at += 2
		b, err := s.until(">", maxTag)
		if err != nil {
			return 0, err
		}
		b = bytes.TrimRight(b, " \t\r\n")
		n := len(s.starts)
		if n == 0 || !bytes.Equal(b, s.open[s.starts[n-1]:]) {
			return 0, fmt.Errorf("%w: a tag is closed that is not open", ErrSyntax)
		}
		s.pop()
		return End, nil
	}
	return Start, s.start()
}

// declaration reads comments and CDATA, and refuses the rest.
func (s *Scanner) declaration() error {
	if s.fill(4) && string(s.buf[s.at:s.at+4]) == "<!--" {
		s.at += 4
		return s.comment()
	}
	if s.fill(9) && string(s.buf[s.at:s.at+9]) == "<![CDATA[" {
		if len(s.starts) == 0 {
			return fmt.Errorf("%w: text outside the document", ErrSyntax)
		}
		s.at += 9
		s.cdata = true
		return nil
	}
	if s.fill(9) && string(bytes.ToUpper(s.buf[s.at:s.at+9])) == "<!DOCTYPE" {
		return ErrDoctype
	}
	return ErrSyntax
}

// comment passes over a comment of any length.
func (s *Scanner) comment() error {
	for {
		if i := bytes.Index(s.buf[s.at:s.end], []byte("-->")); i >= 0 {
			s.at += i + 3
			return nil
		}
		s.at = max(s.at, s.end-2)
		if s.eof {
			return s.cut()
		}
		s.more()
	}
}

// start reads the tag of an element.
func (s *Scanner) start() error {
	end, err := s.tagEnd()
	if err != nil {
		return err
	}
	tag := s.buf[s.at+1 : s.at+end]
	s.at += end + 1
	if n := len(tag); n > 0 && tag[n-1] == '/' {
		s.closing = true
		tag = tag[:n-1]
	}
	n := 0
	for n < len(tag) && !space(tag[n]) {
		n++
	}
	if n == 0 || len(s.starts) >= maxDepth {
		return fmt.Errorf("%w: a tag without a name, or too deep", ErrSyntax)
	}
	if len(s.starts) == 0 && s.began {
		return fmt.Errorf("%w: two documents in one", ErrSyntax)
	}
	s.began = true
	s.starts = append(s.starts, len(s.open))
	s.open = append(s.open, tag[:n]...)
	s.name, s.tag = local(tag[:n]), tag[n:]
	return nil
}

// tagEnd finds the ">" that ends the tag at s.at, which a value may hold too.
func (s *Scanner) tagEnd() (int, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		if i > maxTag {
			return 0, fmt.Errorf("%w: a tag too long", ErrSyntax)
		}
		if s.at+i >= s.end {
			if s.eof {
				return 0, s.cut()
			}
			s.more()
			if s.at+i >= s.end {
				i--
				continue
			}
		}
		switch c := s.buf[s.at+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i, nil
		case c == '<':
			return 0, fmt.Errorf("%w: a tag within a tag", ErrSyntax)
		}
	}
}

func (s *Scanner) pop() {
	n := len(s.starts) - 1
	full := s.open[s.starts[n]:]
	s.name = local(full)
	s.open, s.starts = s.open[:s.starts[n]], s.starts[:n]
	s.tag = nil
}

// Attr is the value of an attribute by its name without prefix; nil when the
// element that has just begun has none. It is valid until the next call of
// Next; a value with entities is a copy.
func (s *Scanner) Attr(name string) []byte {
	rest := s.tag
	for {
		var key, value []byte
		if key, value, rest = attribute(rest); key == nil {
			return nil
		}
		if string(local(key)) == name {
			if bytes.IndexByte(value, '&') < 0 {
				return value
			}
			var b []byte
			out, err := appendUnescaped(&b, value)
			if err != nil {
				return value
			}
			return out
		}
	}
}

// attribute cuts the first attribute off; a nil key is the end.
func attribute(b []byte) (key, value, rest []byte) {
	i := 0
	for i < len(b) && space(b[i]) {
		i++
	}
	from := i
	for i < len(b) && b[i] != '=' && !space(b[i]) {
		i++
	}
	key = b[from:i]
	for i < len(b) && space(b[i]) {
		i++
	}
	if len(key) == 0 || i >= len(b) || b[i] != '=' {
		return nil, nil, nil
	}
	i++
	for i < len(b) && space(b[i]) {
		i++
	}
	if i >= len(b) || b[i] != '"' && b[i] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(b[i+1:], b[i])
	if end < 0 {
		return nil, nil, nil
	}
	return key, b[i+1 : i+1+end], b[i+end+2:]
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
