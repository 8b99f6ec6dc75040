package mail

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"time"

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
	// Forwarded is the message that this one brings, when whoever sent it did
	// nothing but hand another one on: attached as a whole, or quoted under the
	// lines that mail programs write above it. nil when that is not certain.
	Forwarded *Read
	// Quoted says that a message was handed on within the words of another one,
	// at which its attachments hang.
	Quoted    bool
	Remark    string  // of a message that was handed on: what was written above it
	Automatic bool    // an answer that nobody wrote (RFC 3834)
	Bounce    *Bounce // it reports what was not delivered
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
	mails  [][]byte // messages that are attached as a whole
	parts  int
	plain  strings.Builder
	markup strings.Builder
}

// Parse reads a message in this process; those of strangers are read by
// ReadForeign.
func Parse(data []byte) (*Read, error) {
	r, err := parse(data)
	if err != nil {
		return nil, err
	}
	r.forwarded()
	return r.out, nil
}

func parse(data []byte) (*reader, error) {
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
	return r, nil
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
