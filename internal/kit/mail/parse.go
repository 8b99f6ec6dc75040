package mail

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"pobratim/internal/kit/charset"
	"pobratim/internal/kit/errs"
)

// Limits of what is read.
const (
	// MaxRead is how large a message may be, in bytes: an attachment of 20 MiB,
	// which is what the office keeps, and room for its base64.
	MaxRead   = 32 << 20
	maxText   = 1 << 20 // bytes of words
	maxParts  = 300
	maxDepth  = 20
	maxHeader = 256 << 10 // bytes of one header
)

// Read is a message that came.
type Read struct {
	From, To, Cc []Address
	Subject      string
	Date         time.Time // zero when the message has none that can be read
	ID           string    // Message-ID without its brackets; empty when it has none
	InReplyTo    []string
	References   []string
	Text         string // the words: plain where there are any, else those of the HTML
	Attachments  []Attachment
	Automatic    bool    // an answer that nobody wrote (RFC 3834)
	Bounce       *Bounce // it reports what was not delivered
}

// Bounce is what a report says of a message of ours (RFC 3464).
type Bounce struct {
	ID        string // Message-ID of ours; empty when the report does not hold it
	Recipient string
	Status    string // "5.1.1"
	Said      string
	Failed    bool // it is given up; otherwise it is only late
}

// reader walks through the parts of one message.
type reader struct {
	out    *Read
	parts  int
	plain  strings.Builder
	markup strings.Builder
}

// Parse reads a message in this process; those of strangers are read by
// ReadForeign.
func Parse(data []byte) (*Read, error) {
	if len(data) > MaxRead {
		return nil, errs.New(errs.Invalid, "mail.read.size", "size", "32 MiB")
	}
	data = bytes.TrimLeft(data, "\r\n\ufeff")
	if from := []byte("From "); bytes.HasPrefix(data, from) { // the first line of a mailbox file
		if _, rest, ok := bytes.Cut(data, []byte("\n")); ok {
			data = rest
		}
	}
	head, body, err := header(bytes.NewReader(data))
	if err != nil || len(head) == 0 || head.Get("From") == "" && head.Get("Date") == "" && head.Get("Subject") == "" {
		return nil, errs.New(errs.Invalid, "mail.read.none")
	}
	r := &reader{out: &Read{}}
	r.envelope(head)
	if err := r.part(head, body, 0); err != nil {
		return nil, err
	}
	r.out.Text = clean(r.plain.String())
	if r.out.Text == "" {
		r.out.Text = clean(wordsOf(r.markup.String()))
	}
	return r.out, nil
}

// header reads the fields before the first empty line. A line that is none is
// passed over, as other programs do.
func header(in io.Reader) (textproto.MIMEHeader, io.Reader, error) {
	lines := bufio.NewReaderSize(in, 64<<10)
	head := textproto.MIMEHeader{}
	last, size := "", 0
	for {
		line, err := lines.ReadString('\n')
		size += len(line)
		if size > maxHeader {
			return nil, nil, errs.New(errs.Invalid, "mail.read.none")
		}
		line = strings.TrimRight(line, "\r\n")
		switch name, value, ok := strings.Cut(line, ":"); {
		case line == "":
			return head, lines, nil
		case (line[0] == ' ' || line[0] == '\t') && last != "":
			values := head[last]
			values[len(values)-1] += " " + strings.TrimSpace(line)
		case ok && !strings.ContainsAny(name, " \t"):
			last = textproto.CanonicalMIMEHeaderKey(name)
			head[last] = append(head[last], strings.TrimSpace(value))
		}
		if errors.Is(err, io.EOF) {
			return head, lines, nil
		}
		if err != nil {
			return nil, nil, err
		}
	}
}

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

func (r *reader) envelope(head textproto.MIMEHeader) {
	r.out.From, r.out.To, r.out.Cc = addresses(head["From"]), addresses(head["To"]), addresses(head["Cc"])
	r.out.Subject = decoded(head.Get("Subject"))
	if at, err := netmail.ParseDate(head.Get("Date")); err == nil {
		r.out.Date = at
	}
	r.out.InReplyTo, r.out.References = ids(head.Get("In-Reply-To")), ids(head.Get("References"))
	if own := ids(head.Get("Message-Id")); len(own) > 0 {
		r.out.ID = own[0]
	}
	auto := strings.ToLower(head.Get("Auto-Submitted"))
	r.out.Automatic = auto != "" && auto != "no"
}

// addresses are those that can be read; one that is broken takes no other along.
func addresses(fields []string) []Address {
	parser := netmail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: reencoded}}
	var all []Address
	for _, field := range fields {
		list, err := parser.ParseList(field)
		if err != nil {
			for _, one := range strings.Split(field, ",") {
				if a, err := parser.Parse(strings.TrimSpace(one)); err == nil {
					list = append(list, a)
				}
			}
		}
		for _, a := range list {
			if box, err := ParseBox(a.Address); err == nil {
				all = append(all, Address{Name: oneSpaced(a.Name), Box: box})
			}
		}
	}
	return all
}

// ids are the identifiers within angle brackets.
func ids(field string) []string {
	var all []string
	for {
		_, rest, ok := strings.Cut(field, "<")
		if !ok {
			return all
		}
		one, after, ok := strings.Cut(rest, ">")
		if !ok {
			return all
		}
		if one = strings.TrimSpace(one); idForm.MatchString(one) && len(all) < 100 {
			all = append(all, one)
		}
		field = after
	}
}

// part reads one part and what is in it.
func (r *reader) part(head textproto.MIMEHeader, body io.Reader, depth int) error {
	if r.parts++; r.parts > maxParts || depth > maxDepth {
		return errs.New(errs.Invalid, "mail.read.parts")
	}
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil && kind == "" {
		kind, params = "text/plain", nil
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		return r.several(kind, params, body, depth)
	case kind == "message/delivery-status":
		return r.status(transfer(head, body))
	}
	disposition, details, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	name := decoded(details["filename"])
	if name == "" {
		name = decoded(params["name"])
	}
	data, err := io.ReadAll(io.LimitReader(transfer(head, body), MaxRead+1))
	if err != nil && len(data) == 0 {
		return nil // a part that cannot be decoded is as good as none
	}
	switch {
	case r.out.Bounce != nil && (kind == "message/rfc822" || kind == "text/rfc822-headers"):
		if ours, _, err := header(bytes.NewReader(data)); err == nil {
			if id := ids(ours.Get("Message-Id")); len(id) > 0 {
				r.out.Bounce.ID = id[0]
			}
		}
	case disposition != "attachment" && name == "" && kind == "text/plain":
		into(&r.plain, utf8Of(data, params["charset"]))
	case disposition != "attachment" && name == "" && kind == "text/html":
		into(&r.markup, utf8Of(data, params["charset"]))
	case disposition == "attachment" || name != "" || !strings.HasPrefix(kind, "text/"):
		r.attachment(kind, name, data)
	}
	return nil
}

func (r *reader) attachment(kind, name string, data []byte) {
	if name == "" {
		name = "file"
		if kind == "message/rfc822" {
			name = "message.eml"
		} else if ends, err := mime.ExtensionsByType(kind); err == nil && len(ends) > 0 {
			name += ends[0]
		}
	}
	r.out.Attachments = append(r.out.Attachments, Attachment{Name: fileName(name), Type: kind, Body: data})
}

func (r *reader) several(kind string, params map[string]string, body io.Reader, depth int) error {
	if kind == "multipart/report" && strings.EqualFold(params["report-type"], "delivery-status") && r.out.Bounce == nil {
		r.out.Bounce = &Bounce{}
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		one, err := parts.NextRawPart()
		if err != nil { // the end, also one that is missing
			return nil
		}
		if err := r.part(one.Header, one, depth+1); err != nil {
			return err
		}
	}
}

// transfer undoes the encoding in which a part came.
func transfer(head textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &onlyBase64{in: body})
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// onlyBase64 leaves out what is not of the alphabet: blanks, and what other
// programs put between the lines.
type onlyBase64 struct{ in io.Reader }

// Read gives the next characters of the alphabet.
func (o *onlyBase64) Read(p []byte) (int, error) {
	for {
		n, err := o.in.Read(p)
		kept := 0
		for _, c := range p[:n] {
			if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' {
				p[kept] = c
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}

// status reads what a report says of the first recipient.
func (r *reader) status(body io.Reader) error {
	if r.out.Bounce == nil {
		r.out.Bounce = &Bounce{}
	}
	data, err := io.ReadAll(io.LimitReader(body, maxText))
	if err != nil {
		return nil // a report without details is one all the same
	}
	for _, block := range strings.Split(unixLines(string(data)), "\n\n") {
		fields, _, err := header(strings.NewReader(block + "\n\n"))
		if err != nil || fields.Get("Action") == "" {
			continue
		}
		b := r.out.Bounce
		_, b.Recipient, _ = strings.Cut(fields.Get("Final-Recipient"), ";")
		if to := fields.Get("Original-Recipient"); to != "" {
			_, b.Recipient, _ = strings.Cut(to, ";")
		}
		_, b.Said, _ = strings.Cut(fields.Get("Diagnostic-Code"), ";")
		b.Recipient, b.Said = strings.TrimSpace(b.Recipient), decoded(b.Said)
		b.Status, _, _ = strings.Cut(fields.Get("Status"), " ")
		b.Failed = strings.EqualFold(fields.Get("Action"), "failed")
		return nil
	}
	return nil
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
