package file

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strings"
	"unicode/utf8"
)

// checkText accepts plain text: UTF-8, UTF-16 with its mark, or one byte per
// letter as Windows wrote it. A page or a picture in words (HTML, SVG, XML) is
// no plain text, whatever its name.
func checkText(body []byte) error {
	if wide := bytes.HasPrefix(body, []byte{0xff, 0xfe}) || bytes.HasPrefix(body, []byte{0xfe, 0xff}); wide {
		return checkWide(body)
	}
	for _, b := range body {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' || b == 0x7f {
			return wrongType()
		}
	}
	if markup(body) {
		return wrongType()
	}
	return nil
}

// checkWide accepts UTF-16 text.
func checkWide(body []byte) error {
	if len(body)%2 != 0 {
		return wrongType()
	}
	var narrow []byte
	big := body[0] == 0xfe
	for i := 2; i < len(body); i += 2 {
		unit := rune(body[i]) | rune(body[i+1])<<8
		if big {
			unit = rune(body[i])<<8 | rune(body[i+1])
		}
		if unit < ' ' && unit != '\n' && unit != '\r' && unit != '\t' && unit != '\f' {
			return wrongType()
		}
		if len(narrow) < 1024 {
			narrow = utf8.AppendRune(narrow, unit)
		}
	}
	if markup(narrow) {
		return wrongType()
	}
	return nil
}

// markup tells whether a text begins as a page or as XML would.
func markup(body []byte) bool {
	head := bytes.TrimPrefix(body[:min(len(body), 1024)], []byte("\ufeff"))
	switch kind, _, _ := strings.Cut(http.DetectContentType(head), ";"); kind {
	case "text/html", "text/xml":
		return true
	}
	head = bytes.TrimLeft(head, " \t\r\n\f")
	if len(head) < 2 || head[0] != '<' {
		return false
	}
	c := head[1] | 0x20
	return head[1] == '!' || head[1] == '?' || head[1] == '/' || c >= 'a' && c <= 'z'
}

// maxHeader is how long the header of a message may be, in bytes.
const maxHeader = 256 << 10

// checkMessage accepts an e-mail as mail programs save it: a header with a
// sender and a date, then anything without binary zeros (attachments are
// letters and digits in it).
func checkMessage(body []byte) error {
	if bytes.IndexByte(body, 0) >= 0 || markup(body) {
		return wrongType()
	}
	header := textproto.NewReader(bufio.NewReader(io.LimitReader(bytes.NewReader(body), maxHeader)))
	fields, err := header.ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return wrongType().Because(err)
	}
	if fields.Get("From") == "" || fields.Get("Date") == "" && fields.Get("Received") == "" {
		return wrongType()
	}
	return nil
}
