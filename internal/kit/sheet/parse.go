package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/charset"
	"pobratim/internal/kit/contentline"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/ole"
	"pobratim/internal/kit/xmlscan"
	"pobratim/internal/kit/zipbox"
)

// Options say what a person knows better than the guess.
type Options struct {
	Encoding  string // IANA name; guessed when empty
	Separator rune   // of a CSV file; guessed when zero
}

// Parse reads a file in this process. Files of strangers are read by Read, in a
// child; this is what happens there.
func Parse(data []byte, o Options) (*Book, error) {
	b := &builder{}
	if err := parse(b, data, o); err != nil {
		return nil, plainly(err)
	}
	return b.done()
}

// plainly turns what parsers of others say into words of this package.
func plainly(err error) error {
	var e *errs.E
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, xmlscan.ErrDoctype):
		return errs.Wrap(err, errs.Invalid, "sheet.doctype")
	case errors.Is(err, contentline.ErrTooLong):
		return errs.Wrap(err, errs.Invalid, "sheet.line")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errs.Wrap(err, errs.Invalid, "sheet.cut")
	}
	return errs.Wrap(err, errs.Invalid, "sheet.broken")
}

func parse(b *builder, data []byte, o Options) error {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return parseZip(b, data)
	case bytes.HasPrefix(data, []byte(ole.Magic)):
		return parseOLE(b, data)
	}
	if kind := foreign(data); kind != "" {
		return errs.New(errs.Invalid, "sheet.kind."+kind)
	}
	return parseText(b, data, o)
}

func parseZip(b *builder, data []byte) error {
	box, err := zipbox.Open(data)
	if err != nil {
		return err
	}
	has := func(dir string) bool {
		for _, n := range box.Names() {
			if strings.HasPrefix(strings.ToLower(strings.TrimPrefix(n, "/")), dir) {
				return true
			}
		}
		return false
	}
	if box.Has("[Content_Types].xml") {
		switch {
		case has("word/"):
			return errs.New(errs.Invalid, "sheet.kind.document")
		case has("ppt/"):
			return errs.New(errs.Invalid, "sheet.kind.slides")
		}
		return readXLSX(b, box)
	}
	if box.Has("content.xml") {
		kind, err := box.Read("mimetype")
		if err != nil {
			return err
		}
		switch {
		case bytes.Contains(kind, []byte("opendocument.text")):
			return errs.New(errs.Invalid, "sheet.kind.document")
		case bytes.Contains(kind, []byte("opendocument.presentation")):
			return errs.New(errs.Invalid, "sheet.kind.slides")
		}
		return readODS(b, box)
	}
	return errs.New(errs.Invalid, "sheet.kind.archive")
}

func parseOLE(b *builder, data []byte) error {
	f, err := ole.Open(data)
	if err != nil {
		return err
	}
	switch {
	case f.Has("EncryptedPackage"), f.Has("EncryptionInfo"):
		return errs.New(errs.Invalid, "sheet.locked")
	case f.Has("WordDocument"):
		return errs.New(errs.Invalid, "sheet.kind.document")
	case f.Has("PowerPoint Document"):
		return errs.New(errs.Invalid, "sheet.kind.slides")
	}
	return errs.New(errs.Invalid, "sheet.kind.xls")
}

// foreign recognises files that are no table by how they begin.
func foreign(data []byte) string {
	for _, c := range []struct{ begin, kind string }{
		{"%PDF", "pdf"}, {"{\\rtf", "document"},
		{"\x89PNG", "picture"}, {"\xff\xd8\xff", "picture"}, {"GIF8", "picture"}, {"II*\x00", "picture"}, {"MM\x00*", "picture"}, {"RIFF", "picture"},
		{"Rar!", "archive"}, {"7z\xbc\xaf", "archive"}, {"\x1f\x8b", "archive"}, {"BZh", "archive"}, {"\xfd7zXZ", "archive"}, {"\x28\xb5\x2f\xfd", "archive"},
		{"\x09\x08", "xls"}, {"\x09\x04", "xls"}, {"\x09\x02", "xls"}, {"\x09\x00\x04\x00", "xls"},
		{"SQLite format", "other"}, {"MZ", "other"}, {"\x7fELF", "other"},
	} {
		if bytes.HasPrefix(data, []byte(c.begin)) && !(c.begin == "MZ" && utf8.Valid(data[:min(len(data), 200)])) {
			return c.kind
		}
	}
	head := data[:min(len(data), 8<<10)]
	if bytes.IndexByte(head, 0) >= 0 && !strings.HasPrefix(charset.Detect(head), "UTF-16") {
		return "other"
	}
	return ""
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})`)

// parseText reads what is no package, by what it says after its encoding is
// known.
func parseText(b *builder, data []byte, o Options) error {
	name := o.Encoding
	if m := metaCharset.FindSubmatch(data[:min(len(data), 4<<10)]); name == "" && m != nil && charset.Known(string(m[1])) {
		if name = string(m[1]); strings.EqualFold(name, charset.UTF8) && !utf8.Valid(data) {
			name = ""
		}
	}
	if name == "" {
		name = charset.Detect(data)
	}
	text, err := charset.Decode(data, name)
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "sheet.encoding", "name", name)
	}
	b.Encoding = name
	begin := strings.TrimLeft(text, " \t\r\n\u00a0\ufeff")
	if begin == "" {
		return errs.New(errs.Invalid, "sheet.empty")
	}
	head := strings.ToLower(begin[:min(len(begin), 4<<10)])
	switch {
	case strings.HasPrefix(head, "begin:vcard"):
		return readVCard(b, begin)
	case strings.HasPrefix(head, "begin:vcalendar"):
		return readICalendar(b, begin)
	case strings.HasPrefix(head, "mime-version:") && strings.Contains(head, "multipart/"):
		return errs.New(errs.Invalid, "sheet.kind.mhtml")
	case begin[0] == '<':
		return parseMarkup(b, data, text, head, o)
	case looksLikeJSON(begin):
		return readJSON(b, text)
	}
	return readDelimited(b, text, o.Separator)
}

func parseMarkup(b *builder, data []byte, text, head string, o Options) error {
	switch {
	case strings.Contains(head, "urn:schemas-microsoft-com:office:spreadsheet") && strings.Contains(head, "workbook") && !strings.Contains(head, "<html"):
		return readXML2003(b, data)
	case strings.Contains(head, "opendocument:xmlns:office"):
		return newODS(b).read(bytes.NewReader(data))
	case strings.Contains(head, "<html"), strings.Contains(head, "<!doctype html"), strings.Contains(strings.ToLower(text), "<table"):
		return readHTML(b, text)
	case strings.HasPrefix(head, "<?xml"), strings.HasPrefix(head, "<!doctype"):
		return errs.New(errs.Invalid, "sheet.kind.xml")
	}
	return readDelimited(b, text, o.Separator)
}

// looksLikeJSON wants a bracket and after it what JSON can have there.
func looksLikeJSON(s string) bool {
	if s[0] != '{' && s[0] != '[' {
		return false
	}
	next := strings.TrimLeft(s[1:], " \t\r\n")
	if next == "" {
		return false
	}
	if s[0] == '{' {
		return next[0] == '"' || next[0] == '}'
	}
	return strings.IndexByte(`{["`, next[0]) >= 0 || json.Valid([]byte(s))
}
