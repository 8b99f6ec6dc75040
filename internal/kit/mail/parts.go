package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"pobratim/internal/kit/errs"
)

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
	if kind == "message/rfc822" {
		r.mails = append(r.mails, data)
	}
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
