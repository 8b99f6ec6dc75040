// Package contentline reads the lines that vCard and iCalendar consist of:
// folded, with parameters, in the encodings of all their versions.
package contentline

import (
	"encoding/base64"
	"errors"
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/charset"
)

// Property is one line of vCard or iCalendar, unfolded.
type Property struct {
	Name   string // in upper case, without its group
	Params []Param
	Value  string
}

// Param is one parameter of a property; vCard 2.1 has some without a name.
type Param struct{ Name, Value string }

// Get is the value of the first parameter of that name.
func (p Property) Get(name string) string {
	for _, q := range p.Params {
		if q.Name == name {
			return q.Value
		}
	}
	return ""
}

// Is tells whether a parameter has the value among others: TYPE=WORK,FAX, or
// FAX alone as vCard 2.1 writes it.
func (p Property) Is(value string) bool {
	for _, q := range p.Params {
		if q.Name == "TYPE" || q.Name == "" {
			for part := range strings.SplitSeq(q.Value, ",") {
				if strings.EqualFold(strings.Trim(part, `" `), value) {
					return true
				}
			}
		}
	}
	return false
}

// bulky are properties whose content is no word about anybody. They are passed
// over however long they are, and what they point to is not fetched.
func bulky(name string) bool {
	switch name {
	case "PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "IMAGE":
		return true
	}
	return false
}

const maxLine = 1 << 20

// ErrTooLong says that a line is longer than a megabyte.
var ErrTooLong = errors.New("a line of more than a megabyte")

// New reads the lines of a text.
func New(text string) *Reader { return &Reader{rest: text} }

// Reader reads properties one after the other.
type Reader struct {
	rest    string
	Skipped int // bulky properties that were passed over
}

// Next reads a property; more is false at the end.
func (l *Reader) Next() (p Property, more bool, err error) {
	for {
		first := l.line()
		if first == "" && l.rest == "" {
			return p, false, nil
		}
		head := first[:min(len(first), 400)]
		name, _, _ := strings.Cut(head, ":")
		name, _, _ = strings.Cut(name, ";")
		if _, after, ok := strings.Cut(name, "."); ok {
			name = after
		}
		drop := bulky(strings.ToUpper(strings.TrimSpace(name)))
		text, err := l.unfold(first, drop)
		if err != nil {
			return p, true, err
		}
		if drop {
			l.Skipped++
			continue
		}
		if p, ok := parseProperty(text); ok {
			return p, true, nil
		}
	}
}

// line cuts a line off.
func (l *Reader) line() string {
	s, rest, _ := strings.Cut(l.rest, "\n")
	l.rest = rest
	return strings.TrimSuffix(s, "\r")
}

// unfold joins the lines that go on with a blank, and those of quoted-printable
// that end with "=".
func (l *Reader) unfold(first string, drop bool) (string, error) {
	head, _, _ := strings.Cut(first, ":")
	quoted := strings.Contains(strings.ToUpper(head), "QUOTED-PRINTABLE")
	if !drop && len(first) > maxLine {
		return "", ErrTooLong
	}
	var b strings.Builder
	b.WriteString(first)
	for l.rest != "" {
		soft := quoted && strings.HasSuffix(b.String()[max(0, b.Len()-1):], "=")
		if !soft && l.rest[0] != ' ' && l.rest[0] != '\t' {
			break
		}
		s := l.line()
		if drop {
			continue
		}
		if soft {
			b.WriteString("\n")
			b.WriteString(s)
		} else {
			b.WriteString(s[1:])
		}
		if b.Len() > maxLine {
			return "", ErrTooLong
		}
	}
	return b.String(), nil
}

// parseProperty takes a line apart at the signs that stand outside of quotation
// marks.
func parseProperty(s string) (Property, bool) {
	quoted := false
	var parts []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ';' || c == ':':
			if len(parts) < 50 {
				parts = append(parts, s[from:i])
			}
			from = i + 1
			if c == ':' {
				return makeProperty(parts, s[from:])
			}
		}
	}
	return Property{}, false
}

func makeProperty(parts []string, value string) (Property, bool) {
	name := strings.ToUpper(strings.TrimSpace(parts[0]))
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	p := Property{Name: name, Value: value}
	for _, part := range parts[1:] {
		key, v, ok := strings.Cut(part, "=")
		if !ok {
			key, v = "", part
		}
		p.Params = append(p.Params, Param{strings.ToUpper(strings.TrimSpace(key)), strings.Trim(v, `"`)})
	}
	p.Value = p.decoded()
	return p, name != ""
}

// decoded undoes the encodings of vCard 2.1. The named character set is
// believed as far as it fits.
func (p Property) decoded() string {
	encoding := p.Get("ENCODING")
	for _, q := range p.Params {
		if q.Name == "" && (strings.EqualFold(q.Value, "QUOTED-PRINTABLE") || strings.EqualFold(q.Value, "BASE64")) {
			encoding = q.Value
		}
	}
	var b []byte
	switch strings.ToUpper(encoding) {
	case "QUOTED-PRINTABLE":
		// What stands before a fault is better than nothing.
		b, _ = io.ReadAll(quotedprintable.NewReader(strings.NewReader(p.Value)))
	case "BASE64", "B":
		var err error
		if b, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(p.Value, " ", "")); err != nil {
			return ""
		}
	default:
		return p.Value
	}
	name := p.Get("CHARSET")
	if !charset.Known(name) || strings.EqualFold(name, charset.UTF8) && !utf8.Valid(b) {
		name = charset.Detect(b)
	}
	s, err := charset.Decode(b, name)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

// Split splits a value at unescaped signs and undoes the escapes.
func Split(s string, sign byte) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			if s[i] == 'n' || s[i] == 'N' {
				b.WriteByte('\n')
			} else {
				b.WriteByte(s[i])
			}
		case s[i] == sign && len(parts) < 1000:
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return append(parts, b.String())
}

// Text undoes the escapes of a text.
func Text(s string) string { return Split(s, 0)[0] }
