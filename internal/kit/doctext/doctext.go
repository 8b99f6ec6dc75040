// Package doctext finds the plain text of attached documents, for search: PDF,
// Word and OpenDocument texts and presentations, tables, HTML, plain text. It
// is done in a child process (jail), like all reading of foreign files.
//
// The text is for finding, not for reading: paragraphs are lines, columns and
// tables follow the order of the file; Arabic and Hebrew out of a PDF stand in
// the order in which they were drawn. What a scanner photographed has no text.
package doctext

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"pobratim/internal/kit/charset"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/jail"
	"pobratim/internal/kit/ole"
	"pobratim/internal/kit/sheet"
	"pobratim/internal/kit/zipbox"
)

//go:embed locale
var locale embed.FS

// Locale holds the words for this package's error keys.
func Locale() fs.FS { return locale }

// Job is the name of Handle among the handlers of a jail.
const Job = "doctext"

// Max is the longest text that Read gives, in bytes. A longer one is cut.
const Max = 1 << 20

// Read has a child find the text of a document of at most 64 MiB. A document
// without any is errs.Invalid with the key doctext.none; other errors are
// errs.E too.
func Read(ctx context.Context, j *jail.Jail, in io.Reader) (string, error) {
	var text string
	limits := jail.Limits{In: 64 << 20, Out: Max + 1<<10}
	err := j.Run(ctx, jail.Job{Name: Job, Limits: limits}, in, func(b []byte) error {
		text = string(b)
		return nil
	})
	return text, err
}

// Handle is the child's side of Read.
func Handle(_ json.RawMessage, in io.Reader, send func([]byte) error) error {
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	text, err := Of(data)
	if err != nil {
		return err
	}
	return send([]byte(text))
}

// Of finds the text in this process; documents of strangers are read by Read.
func Of(data []byte) (string, error) {
	c := &collector{}
	if err := c.document(data); err != nil && !errors.Is(err, errFull) {
		if e, ok := errors.AsType[*errs.E](err); ok {
			return "", e
		}
		return "", errs.Wrap(err, errs.Invalid, "doctext.broken")
	}
	text := c.text()
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", errs.New(errs.Invalid, "doctext.none")
	}
	return text, nil
}

// errFull ends the reading of a document whose text is long enough.
var errFull = errors.New("enough text")

// collector gathers text up to Max.
type collector struct{ b strings.Builder }

func (c *collector) add(s string) error {
	if room := Max - c.b.Len(); len(s) > room {
		for room > 0 && !utf8.RuneStart(s[room]) {
			room--
		}
		c.b.WriteString(s[:max(room, 0)])
		return errFull
	}
	c.b.WriteString(s)
	return nil
}

// text is what was gathered: valid UTF-8, without runs of blanks and empty
// lines, and with words whole that were hyphenated at the end of a line.
func (c *collector) text() string {
	var out strings.Builder
	for line := range strings.Lines(strings.ToValidUTF8(c.b.String(), " ")) {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
		line = strings.ReplaceAll(line, "\u00ad", "")
		if line == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
	}
	return parted.ReplaceAllString(out.String(), "$1$2") // a hyphen after a letter, a small letter on the next line
}

var parted = regexp.MustCompile(`(\p{L}) ?[-\x{2010}]\n(\p{Ll})`)

// document finds out what it is by its content.
func (c *collector) document(data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF")) || bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return c.pdf(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return c.packed(data)
	case bytes.HasPrefix(data, []byte(ole.Magic)):
		if f, err := ole.Open(data); err == nil && (f.Has("EncryptedPackage") || f.Has("EncryptionInfo")) {
			return errs.New(errs.Invalid, "zipbox.locked")
		}
		return c.table(data)
	case bytes.IndexByte(data[:min(len(data), 8<<10)], 0) >= 0 && !strings.HasPrefix(charset.Detect(data[:min(len(data), 8<<10)]), "UTF-16"):
		return errs.New(errs.Invalid, "doctext.none")
	case bytes.HasPrefix(data, []byte("{\\rtf")):
		return errs.New(errs.Invalid, "doctext.none")
	}
	text, err := charset.Decode(data, charset.Detect(data))
	if err != nil {
		return err
	}
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 2<<10)]))
	if strings.HasPrefix(head, "<") && !strings.HasPrefix(head, "<?xml") && strings.Contains(text, "</") {
		return c.html(text)
	}
	return c.add(text)
}

// packed reads the formats that are archives of XML.
func (c *collector) packed(data []byte) error {
	box, err := zipbox.Open(data)
	if err != nil {
		return err
	}
	kind, err := box.Read("mimetype")
	if err != nil {
		return err
	}
	switch {
	case box.Has("word/document.xml"):
		return c.word(box)
	case box.Has("ppt/presentation.xml"):
		return c.slides(box)
	case bytes.Contains(kind, []byte("opendocument")) && !bytes.Contains(kind, []byte("spreadsheet")):
		return c.openDocument(box)
	}
	return c.table(data)
}

// table joins the cells of all sheets.
func (c *collector) table(data []byte) error {
	book, err := sheet.Parse(data, sheet.Options{})
	if err != nil {
		e, ok := errors.AsType[*errs.E](err)
		if ok && strings.HasPrefix(e.Key, "sheet.kind.") {
			return errs.New(errs.Invalid, "doctext.none").Because(err)
		}
		return err
	}
	for _, s := range book.Sheets {
		if err := c.add(s.Name + "\n"); err != nil {
			return err
		}
		for _, row := range s.Rows {
			if err := c.add(strings.Join(row, " ") + "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// html takes the text between tags, without scripts and styles.
func (c *collector) html(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(4 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return err
			}
			return nil
		case html.TextToken:
			if err := c.add(string(z.Text())); err != nil {
				return err
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			between := ""
			switch atom.Lookup(name) {
			case atom.Script, atom.Style:
				z.Next() // the content, which the tokenizer knows as such
			case atom.P, atom.Div, atom.Br, atom.Li, atom.Tr, atom.H1, atom.H2, atom.H3, atom.H4, atom.Title, atom.Table:
				between = "\n"
			case atom.Td, atom.Th:
				between = " "
			}
			if err := c.add(between); err != nil {
				return err
			}
		}
	}
}
