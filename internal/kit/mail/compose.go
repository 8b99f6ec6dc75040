package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
)

// Message is what is to be sent to one recipient.
type Message struct {
	From    Address
	ReplyTo *Address
	To      Address
	Subject string
	Date    time.Time
	// ID is the Message-ID without its angle brackets, as are InReplyTo and
	// References.
	ID         string
	InReplyTo  string
	References []string
	// Texts is the body in one language or in several, one below the other.
	Texts       []Text
	Attachments []Attachment
}

// Text is plain words in a language. Paragraphs are parted by an empty line.
type Text struct {
	Lang string
	Body string
}

// Attachment is a file that goes along.
type Attachment struct {
	Name string
	Type string // media type
	Body []byte
}

// Limits of what is composed.
const (
	// MaxSize is how large all attachments of a message may be together, in bytes.
	// Servers commonly take 25 MB, and base64 makes a third more of a file.
	MaxSize     = 18 << 20
	maxSubject  = 500 // bytes
	maxFileName = 120 // bytes, of what the recipient saves it as
)

// idForm is a Message-ID as we make them and as a header may carry it.
var idForm = regexp.MustCompile(`^[!-;=?-~]{1,240}$`)

// check refuses what cannot stand in a header, and what would not be taken.
func (m *Message) check() error {
	var bad errs.Fields
	line := func(field, text string) {
		if e, ok := errors.AsType[*errs.E](oneLine(field, text)); ok {
			bad.Add(e)
		}
	}
	box := func(field string, a Address) {
		line(field, a.Name)
		if read, err := ParseBox(a.Box); err != nil || read != a.Box {
			bad.Add(errs.Field(field, "mail.address"))
		}
	}
	box("from", m.From)
	box("to", m.To)
	if m.ReplyTo != nil {
		box("reply_to", *m.ReplyTo)
	}
	line("subject", m.Subject)
	switch {
	case strings.TrimSpace(m.Subject) == "":
		bad.Add(errs.Field("subject", "mail.subject.empty"))
	case len(m.Subject) > maxSubject:
		bad.Add(errs.Field("subject", "mail.subject.long"))
	}
	if len(m.Texts) == 0 {
		bad.Add(errs.Field("body", "mail.body.empty"))
	}
	for _, one := range append([]string{m.ID}, m.References...) {
		if !idForm.MatchString(one) {
			bad.Add(errs.Field("id", "mail.line"))
		}
	}
	if m.InReplyTo != "" && !idForm.MatchString(m.InReplyTo) {
		bad.Add(errs.Field("id", "mail.line"))
	}
	size := 0
	for _, a := range m.Attachments {
		line("files", a.Name)
		line("files", a.Type)
		size += len(a.Body)
	}
	if size > MaxSize {
		bad.Add(errs.Field("files", "mail.files.size"))
	}
	return bad.Err()
}

// Bytes is the message as it goes over the wire, without a signature.
func (m *Message) Bytes() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	head := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	head("From", m.From.header())
	if m.ReplyTo != nil {
		head("Reply-To", m.ReplyTo.header())
	}
	head("To", m.To.header())
	head("Subject", encoded(m.Subject))
	head("Date", m.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	head("Message-ID", "<"+m.ID+">")
	if m.InReplyTo != "" {
		head("In-Reply-To", "<"+m.InReplyTo+">")
	}
	if len(m.References) > 0 {
		head("References", "<"+strings.Join(m.References, ">\r\n <")+">")
	}
	head("MIME-Version", "1.0")
	if len(m.Attachments) == 0 {
		err := m.alternative(&b, func(contentType string) error { head("Content-Type", contentType); b.WriteString("\r\n"); return nil })
		return b.Bytes(), err
	}
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary(m.boundary("mixed")); err != nil {
		return nil, err
	}
	head("Content-Type", "multipart/mixed;\r\n boundary=\""+parts.Boundary()+"\"")
	b.WriteString("\r\n")
	err := m.alternative(&b, func(contentType string) error {
		_, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {contentType}})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, a := range m.Attachments {
		if err := attach(parts, a); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), parts.Close()
}

// boundary parts what belongs to one message; the same message has the same.
func (m *Message) boundary(which string) string {
	sum := sha256.Sum256([]byte(which + " " + m.ID))
	return hex.EncodeToString(sum[:16])
}

// alternative writes the body as plain words and as HTML. begin is told what
// kind of content follows.
func (m *Message) alternative(b *bytes.Buffer, begin func(contentType string) error) error {
	parts := multipart.NewWriter(b)
	if err := parts.SetBoundary(m.boundary("alternative")); err != nil {
		return err
	}
	if err := begin("multipart/alternative;\r\n boundary=\"" + parts.Boundary() + "\""); err != nil {
		return err
	}
	for _, one := range []struct{ kind, text string }{{"plain", m.Plain()}, {"html", m.HTML()}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {"text/" + one.kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
		if err != nil {
			return err
		}
		q := quotedprintable.NewWriter(w)
		if _, err := q.Write([]byte(strings.ReplaceAll(one.text, "\n", "\r\n"))); err != nil {
			return err
		}
		if err := q.Close(); err != nil {
			return err
		}
	}
	return parts.Close()
}

// attach writes a file, in lines of 76 characters.
func attach(parts *multipart.Writer, a Attachment) error {
	kind := a.Type
	if read, _, err := mime.ParseMediaType(kind); err != nil || strings.HasPrefix(read, "multipart/") || strings.HasPrefix(read, "message/") {
		kind = "application/octet-stream"
	}
	w, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type": {kind}, "Content-Transfer-Encoding": {"base64"},
		"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": fileName(a.Name)})},
	})
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(a.Body)
	for len(text) > 0 {
		n := min(76, len(text))
		if _, err := w.Write([]byte(text[:n] + "\r\n")); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// fileName is a name without folders that keeps its ending when it is cut.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	end := path.Ext(name)
	stem := strings.TrimSuffix(name, end)
	for len(stem)+len(end) > maxFileName && stem != "" {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return stem + end
}
