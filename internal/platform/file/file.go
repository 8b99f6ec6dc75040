package file

import (
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Kind is the kind of an attachment in references, history and bin.
const Kind = "file"

// MaxSize is how large a file may be, in bytes.
const MaxSize = 20 << 20

// Type is a kind of files that is accepted.
type Type string

// The types.
const (
	PDF  Type = "pdf"
	DOCX Type = "docx"
	XLSX Type = "xlsx"
	ODT  Type = "odt"
	JPG  Type = "jpg"
	PNG  Type = "png"
	TXT  Type = "txt"
	EML  Type = "eml"
)

// Types lists the types that are accepted.
func Types() []Type { return []Type{PDF, DOCX, XLSX, ODT, JPG, PNG, TXT, EML} }

// Media is the media type under which such files are sent.
func (t Type) Media() string {
	switch t {
	case PDF:
		return "application/pdf"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ODT:
		return "application/vnd.oasis.opendocument.text"
	case JPG:
		return "image/jpeg"
	case PNG:
		return "image/png"
	case TXT:
		return "text/plain"
	case EML:
		return "message/rfc822"
	}
	return "application/octet-stream"
}

// Picture tells whether such files are pictures.
func (t Type) Picture() bool { return t == JPG || t == PNG }

// Extensions are the endings of names that such files may have, without the
// dot, in small letters.
func (t Type) Extensions() []string {
	if t == JPG {
		return []string{"jpg", "jpeg", "jpe"}
	}
	return []string{string(t)}
}

// String is the type as people write it.
func (t Type) String() string { return strings.ToUpper(string(t)) }

// Stored is what is known of a file's bytes.
type Stored struct {
	Sum           blob.Sum
	Size          int64 // bytes
	Type          Type
	Width, Height int // pixels; 0 unless it is a picture
}

// Attachment is a file at a record.
type Attachment struct {
	ID      string
	Version int64
	About   record.Ref
	Stored
	Name string
	Details
	At      time.Time
	ActorID string
	Actor   string // who attached it
	Binned  bool
}

// Ref names the attachment.
func (a Attachment) Ref() record.Ref { return record.Ref{Kind: Kind, ID: a.ID} }

// Details are what people say of a file.
type Details struct {
	Note       string
	Language   string // of the contents, ISO 639; may be empty
	Licence    string // on which terms others may use it; may be empty
	Visibility record.Visibility
}

// Upload is a file that somebody wants to attach.
type Upload struct {
	Name string // as the browser gives it
	Body io.Reader
	Details
}

// What fits into the details, in characters.
const (
	maxNote    = 500
	maxLicence = 200
)

var languageCode = regexp.MustCompile(`^[a-z]{2,3}$`)

// tidy trims the details and says what is wrong with them.
func (d *Details) tidy() error {
	var wrong errs.Fields
	d.Note, d.Licence = visible(d.Note), visible(d.Licence)
	if n := utf8.RuneCountInString(d.Note); n > maxNote {
		wrong.Add(errs.Field("note", "form.long", "n", maxNote, "now", n))
	}
	if d.Language != "" && !languageCode.MatchString(d.Language) {
		wrong.Add(errs.Field("language", "form.choice"))
	}
	if n := utf8.RuneCountInString(d.Licence); n > maxLicence {
		wrong.Add(errs.Field("licence", "form.long", "n", maxLicence, "now", n))
	}
	return wrong.Err()
}

// audit are the values of an attachment for its history.
func (a Attachment) audit() audit.Fields {
	return audit.Fields{
		{Name: "record", Value: a.About.String()},
		{Name: "name", Value: a.Name},
		{Name: "sha256", Value: string(a.Sum)},
		{Name: "note", Value: a.Note},
		{Name: "language", Value: a.Language},
		{Name: "licence", Value: a.Licence},
		{Name: "visibility", Value: string(a.Visibility)},
	}
}
