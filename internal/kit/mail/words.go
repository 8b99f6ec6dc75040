package mail

import (
	"io"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"pobratim/internal/kit/charset"
)

// decoded are the words of a header field.
func decoded(raw string) string {
	d := mime.WordDecoder{CharsetReader: reencoded}
	text, err := d.DecodeHeader(raw)
	if err != nil {
		text = raw
	}
	return oneSpaced(utf8Of([]byte(text), ""))
}

// oneSpaced leaves one blank where there are several or an end of line.
func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// reencoded turns bytes of any encoding that we know into UTF-8.
func reencoded(name string, in io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(io.LimitReader(in, MaxRead))
	return strings.NewReader(utf8Of(b, name)), err
}

// utf8Of are bytes as text: in the encoding that is named, or what they look
// like.
func utf8Of(b []byte, name string) string {
	if e, err := htmlindex.Get(name); err == nil && charset.Canonical(name) != charset.UTF8 {
		if text, err := e.NewDecoder().Bytes(b); err == nil {
			return string(text)
		}
	}
	if utf8.Valid(b) {
		return string(b)
	}
	text, err := charset.Decode(b, charset.Detect(b))
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return text
}

// into gathers words up to maxText.
func into(b *strings.Builder, text string) {
	if room := maxText - b.Len(); len(text) > room {
		text = strings.ToValidUTF8(text[:max(room, 0)], "")
	}
	if b.Len() > 0 {
		b.WriteString("\n\n")
	}
	b.WriteString(text)
}

// clean is text for people: lines without blanks at their ends, no control
// characters, never more than one empty line.
func clean(text string) string {
	var out []string
	for _, line := range strings.Split(unixLines(strings.ToValidUTF8(text, "\ufffd")), "\n") {
		line = strings.TrimRight(strings.Map(func(r rune) rune {
			if r == '\t' || r == '\u00a0' {
				return ' '
			}
			if r < ' ' || r == 0x7f {
				return -1
			}
			return r
		}, line), " ")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// wordsOf are the words of an HTML body.
func wordsOf(markup string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == "" {
				b.WriteString(oneSpacedAround(string(z.Text())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style", "head", "title":
				if hidden == "" {
					hidden = string(name)
				}
			case "br", "tr", "li":
				b.WriteByte('\n')
			case "p", "div", "table", "h1", "h2", "h3", "blockquote":
				b.WriteString("\n\n")
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		}
	}
}

// oneSpacedAround is oneSpaced that keeps a blank at either end.
func oneSpacedAround(s string) string {
	text := oneSpaced(html.UnescapeString(s))
	if text == "" {
		if s != "" {
			return " "
		}
		return ""
	}
	if strings.TrimLeft(s, " \t\r\n") != s {
		text = " " + text
	}
	if strings.TrimRight(s, " \t\r\n") != s {
		text += " "
	}
	return text
}
