package file

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
)

// accepted is a file that may be kept.
type accepted struct {
	name          string
	typ           Type
	body          []byte // as it is kept: pictures are written anew
	width, height int
}

// at is the form field that every finding points at.
const at = "file"

// examine decides whether a file may be kept and makes it ready. Findings are
// errs.E of kind Invalid at the field "file". The context can stop the work on
// a large picture before it begins.
func (s *Service) examine(ctx context.Context, name string, body []byte) (accepted, error) {
	a := accepted{name: cleanName(name), body: body}
	if len(body) == 0 {
		return a, errs.Field(at, "form.file.empty")
	}
	if len(body) > MaxSize {
		return a, errs.Field(at, "form.file.size", "size", i18n.Bytes(MaxSize))
	}
	typ, ok := byName(a.name)
	if !ok || typ == "" {
		return a, wrongType()
	}
	a.typ = typ
	var err error
	switch typ {
	case PDF:
		err = checkPDF(body)
	case DOCX, XLSX, ODT:
		err = checkPackage(typ, body)
	case TXT:
		err = checkText(body)
	case EML:
		err = checkMessage(body)
	case JPG, PNG:
		a.body, a.width, a.height, err = s.repaint(ctx, typ, body)
	}
	return a, err
}

// byName finds the type that a name claims.
func byName(name string) (Type, bool) {
	e := ending(name)
	for _, t := range Types() {
		if e != "" && slices.Contains(t.Extensions(), e) {
			return t, true
		}
	}
	return "", false
}

// wrongType says which types fit.
func wrongType() *errs.E {
	var names []string
	for _, t := range Types() {
		names = append(names, t.String())
	}
	return errs.Field(at, "form.file.type", "types", strings.Join(names, ", "))
}

func locked() *errs.E { return errs.Field(at, "form.file.locked") }

// damaged says that the file has the right kind but cannot be read.
func damaged(err error) *errs.E { return errs.Field(at, "file.damaged").Because(err) }

// compound is how a Compound File Binary begins ([MS-CFB] 2.2): old Office
// files, and new ones that are locked with a password.
var compound = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// lockedOffice tells whether a DOCX or XLSX is wrapped because of a password:
// a compound file with a stream named EncryptedPackage ([MS-OFFCRYPTO] 2.3.4.4).
func lockedOffice(body []byte) bool {
	if !bytes.HasPrefix(body, compound) {
		return false
	}
	var stream []byte
	for _, c := range []byte("EncryptedPackage") {
		stream = append(stream, c, 0) // names are UTF-16, little end first
	}
	return bytes.Contains(body, stream)
}
