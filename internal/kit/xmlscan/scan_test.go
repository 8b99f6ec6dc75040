package xmlscan

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// shape is a document as one line: elements, attribute "a", joined text.
func shape(s *Scanner) (string, error) {
	var b strings.Builder
	for {
		kind, err := s.Next()
		if err == io.EOF {
			return b.String(), nil
		}
		if err != nil {
			return b.String(), err
		}
		switch kind {
		case Start:
			fmt.Fprintf(&b, "<%s", s.Name())
			if a := s.Attr("a"); a != nil {
				fmt.Fprintf(&b, " %s", a)
			}
			b.WriteByte('>')
		case End:
			fmt.Fprintf(&b, "</%s>", s.Name())
		case Text:
			b.Write(s.Text())
		}
	}
}

func TestScan(t *testing.T) {
	long := strings.Repeat("жизнь&amp;", 50_000)
	for in, want := range map[string]string{
		`<r/>`: `<r></r>`,
		`<?xml version="1.0"?><!-- <a> --><x:r a="1&lt;2" b='>'><c/>t&#1078;&#x436;<![CDATA[<&]]></x:r >` + "\n": `<r 1<2><c></c>tжж<&</r>`,
		"\ufeff<r a = 'x'  >a</r>": `<r x>a</r>`,
		`<r x:a="1" a="2"/>`:       `<r 1></r>`,
		`<r>` + long + `</r>`:      `<r>` + strings.ReplaceAll(long, "&amp;", "&") + `</r>`,
		`<r><![CDATA[` + strings.Repeat("жизнь]]", 30_000) + `]]></r>`: `<r>` + strings.Repeat("жизнь]]", 30_000) + `</r>`,
		`<r><!--` + strings.Repeat("-x", 200_000) + `--></r>`:          `<r></r>`,
		"<?xml version='1.0' encoding='windows-1251'?><r>\xef\xee</r>": `<r>по</r>`,
		"\xff\xfe<\x00r\x00>\x00\x3f\x04<\x00/\x00r\x00>\x00":          `<r>п</r>`,
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in))} {
			got, err := shape(New(r))
			if err != nil || got != want {
				t.Errorf("%s of %.60q: %.80q, %v", name, in, got, err)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for in, want := range map[string]error{
		"":              io.ErrUnexpectedEOF,
		"<r>":           io.ErrUnexpectedEOF,
		"<r><a></r>":    ErrSyntax,
		"<r":            io.ErrUnexpectedEOF,
		"<r>&nbsp;</r>": ErrSyntax,
		"<r>&":          ErrSyntax,
		"<r/><r/>":      ErrSyntax,
		"text":          ErrSyntax,
		"<r><![CDATA[":  io.ErrUnexpectedEOF,
		"<r><!--":       io.ErrUnexpectedEOF,
		`<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>`:     ErrDoctype,
		`<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>`: ErrDoctype,
		strings.Repeat("<a>", 1000):                    ErrSyntax,
		`<r a="` + strings.Repeat("x", 3<<20) + `"/>`:  ErrSyntax,
		`<r><!` + strings.Repeat("x", 100) + `></r>`:   ErrSyntax,
	} {
		if _, err := shape(New(strings.NewReader(in))); !errors.Is(err, want) {
			t.Errorf("%.60q: %v, want %v", in, err, want)
		}
	}
	broken := errors.New("the disk is gone")
	if _, err := shape(New(io.MultiReader(strings.NewReader("<r>"), iotest.ErrReader(broken)))); !errors.Is(err, broken) {
		t.Errorf("a reader that breaks: %v", err)
	}
}

func TestPass(t *testing.T) {
	s := New(strings.NewReader("<r><a><a><b/></a>x</a><c/></r>"))
	_, _ = s.Next()
	_, _ = s.Next()
	if err := s.Pass(); err != nil {
		t.Fatal(err)
	}
	if kind, err := s.Next(); kind != Start || !s.Is("c") || err != nil {
		t.Errorf("after the element comes %v %s, %v", kind, s.Name(), err)
	}
}

// FuzzScan compares with encoding/xml: what both can read, they read alike.
func FuzzScan(f *testing.F) {
	for _, s := range []string{`<r/>`, `<r a="1"><x:c>t&lt;</x:c><![CDATA[a]]></r>`, `<!DOCTYPE r><r/>`, "<a><b></a></b>", "<r>\r\n</r>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := shape(New(strings.NewReader(string(in))))
		if err != nil {
			return
		}
		var want strings.Builder
		d := xml.NewDecoder(strings.NewReader(string(in)))
		for {
			token, err := d.RawToken()
			if err == io.EOF {
				break
			}
			if err != nil {
				return // encoding/xml looks at more than we need
			}
			switch token := token.(type) {
			case xml.StartElement:
				fmt.Fprintf(&want, "<%s", token.Name.Local)
				for _, a := range token.Attr {
					if a.Name.Local == "a" {
						fmt.Fprintf(&want, " %s", a.Value)
						break
					}
				}
				want.WriteByte('>')
			case xml.EndElement:
				fmt.Fprintf(&want, "</%s>", token.Name.Local)
			case xml.CharData:
				want.Write(token)
			}
		}
		plain := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if plain(got) != plain(want.String()) {
			t.Errorf("%q: %q, encoding/xml %q", in, got, want.String())
		}
	})
}
