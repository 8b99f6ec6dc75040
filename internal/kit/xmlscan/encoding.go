package xmlscan

import (
	"bufio"
	"bytes"
	"io"
	"regexp"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

var declared = regexp.MustCompile(`^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']`)

// decoded makes UTF-8 of a document. One whose encoding nobody knows is read as
// it is.
func decoded(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 4<<10)
	head, _ := b.Peek(200) // fewer bytes are what there is
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = b.Discard(3)
		return b
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return transform.NewReader(b, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	case bytes.HasPrefix(head, []byte("<\x00?\x00")):
		return transform.NewReader(b, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case bytes.HasPrefix(head, []byte("\x00<\x00?")):
		return transform.NewReader(b, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	if m := declared.FindSubmatch(head); m != nil {
		if e, err := htmlindex.Get(string(m[1])); err == nil && e != unicode.UTF8 && e != encoding.Replacement {
			return transform.NewReader(b, e.NewDecoder())
		}
	}
	return b
}
