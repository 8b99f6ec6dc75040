// Package charset finds out how the text of a file is encoded, and reads it.
//
// A byte order mark and valid UTF-8 settle the question. Otherwise the bytes
// are read in each of the encodings that offices in Russia and Europe have
// used, and the reading that looks most like words wins: Cyrillic letters as
// often as Russian has them, no capital inside a word, no word of two scripts,
// accented letters among plain ones. That works down to a few words, where
// counting bytes alone does not.
package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Names of the encodings, as IANA writes them.
const (
	UTF8        = "UTF-8"
	UTF16LE     = "UTF-16LE"
	UTF16BE     = "UTF-16BE"
	Windows1251 = "windows-1251"
	KOI8R       = "KOI8-R"
	IBM866      = "IBM866"
	Windows1252 = "windows-1252"
	ISO88591    = "ISO-8859-1"
)

// Names lists the encodings that Decode knows, for people to choose from.
func Names() []string {
	return []string{UTF8, UTF16LE, UTF16BE, Windows1251, KOI8R, IBM866, Windows1252, ISO88591}
}

const looked = 256 << 10 // bytes that single-byte encodings are told apart by

// Detect names the encoding of a text. What fits windows-1252 is called so even
// when ISO-8859-1 would do: one contains the other.
func Detect(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return UTF16BE
	}
	if name := wide(b); name != "" {
		return name
	}
	if mostlyUTF8(b) {
		return UTF8
	}
	best, most := "", 0.0
	part := telling(b)
	for _, c := range []struct {
		name string
		page *charmap.Charmap
	}{{Windows1251, charmap.Windows1251}, {KOI8R, charmap.KOI8R}, {IBM866, charmap.CodePage866}, {Windows1252, charmap.Windows1252}} {
		if s := plausible(part, c.page); best == "" || s > most {
			best, most = c.name, s
		}
	}
	return best
}

// Decode reads a text in the named encoding, without its byte order mark. What
// the encoding does not have becomes U+FFFD.
func Decode(b []byte, name string) (string, error) {
	e, err := byName(name)
	if err != nil {
		return "", err
	}
	if e == nil {
		b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
		if utf8.Valid(b) {
			return string(b), nil
		}
		return strings.ToValidUTF8(string(b), "\ufffd"), nil
	}
	out, err := e.NewDecoder().Bytes(b)
	return strings.TrimPrefix(string(out), "\ufeff"), err
}

// byName is nil for UTF-8.
func byName(name string) (encoding.Encoding, error) {
	switch strings.ToLower(name) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return nil, nil
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), nil
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), nil
	case "utf-16":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	case "windows-1251", "cp1251":
		return charmap.Windows1251, nil
	case "koi8-r", "koi8":
		return charmap.KOI8R, nil
	case "ibm866", "cp866":
		return charmap.CodePage866, nil
	case "windows-1252", "cp1252":
		return charmap.Windows1252, nil
	case "iso-8859-1", "latin1", "latin-1":
		return charmap.ISO8859_1, nil
	}
	return nil, fmt.Errorf("the encoding %q is not known", name)
}

// Known tells whether Decode can read an encoding.
func Known(name string) bool {
	_, err := byName(name)
	return err == nil
}

// wide recognises UTF-16 without a mark: one byte of each pair is nearly always
// that of Latin, Cyrillic or punctuation.
func wide(b []byte) string {
	b = b[:min(len(b), 8<<10)&^1]
	if len(b) < 4 {
		return ""
	}
	var high [2]int // pairs whose high byte could be at the place 0 or 1
	var zero [2]int
	for i, c := range b {
		if c == 0 || c == 4 || c == 0x20 || c == 0x21 {
			high[i&1]++
		}
		if c == 0 || c == 4 {
			zero[i&1]++
		}
	}
	pairs := len(b) / 2
	for at, name := range []string{UTF16BE, UTF16LE} {
		if high[at] >= pairs*95/100 && zero[at] >= pairs*3/4 && zero[1-at] < pairs/4 {
			return name
		}
	}
	return ""
}

// mostlyUTF8 allows for a damaged place in a long text, and for one character
// that a file was cut in. Two characters are no proof when they are of a kind
// that nobody writes: «Ёлка» in IBM866 is one valid character of UTF-8.
func mostlyUTF8(b []byte) bool {
	good, bad, odd := 0, 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
			good++
			if r > 0xffff || r > 0x2122 && r < 0x3000 || r >= 0xe000 && r < 0xff00 {
				odd++
			}
		case !utf8.FullRune(b): // cut
			n = len(b)
		default:
			bad++
		}
		b = b[n:]
	}
	return bad == 0 && (good > 2 || odd == 0) || bad > 0 && good >= 50*bad
}

// telling are the lines that hold more than ASCII, up to a length.
func telling(b []byte) []byte {
	if len(b) <= looked {
		return b
	}
	var part []byte
	for line := range bytes.Lines(b) {
		if bytes.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
			part = append(part, line[:min(len(line), 4<<10)]...)
		}
		if len(part) >= looked {
			break
		}
	}
	return part
}
