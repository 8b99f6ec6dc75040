package file

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web/ui"
)

// What an upload may bring around the file.
const (
	maxRequest = 64 << 20 // bytes; a file that is too large is read to its end, or the browser would show no answer
	maxParams  = 20       // fields
	maxParam   = 16 << 10 // bytes of one field
)

// sent is an upload as it came.
type sent struct {
	values url.Values
	name   string
	body   []byte // at most one byte more than is accepted
	chosen bool   // somebody chose a file
}

// key is the idempotency key of the form: an identifier, perhaps with a tail
// that tells the forms of one page apart. Anything else is none.
func (s sent) key() string {
	key := s.values.Get(ui.OnceName)
	if len(key) < id.Len || len(key) > id.Len+12 {
		return ""
	}
	return key
}

// receive reads a multipart form piece by piece. Failures are errs.E at the
// field "file"; what was read before one comes back too.
func receive(r *http.Request) (sent, error) {
	got := sent{values: url.Values{}}
	parts, err := r.MultipartReader()
	if err != nil {
		return got, errs.Field(at, "form.file.failed").Because(err)
	}
	for range maxParams {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, broken(err)
		}
		if part.FormName() == at {
			got.name, got.chosen = part.FileName(), part.FileName() != ""
			if got.body, err = io.ReadAll(io.LimitReader(part, MaxSize+1)); err == nil {
				_, err = io.Copy(io.Discard, part)
			}
		} else {
			var b bytes.Buffer
			if _, err = io.Copy(&b, io.LimitReader(part, maxParam)); err == nil {
				got.values.Add(part.FormName(), b.String())
			}
		}
		if err != nil {
			return got, broken(err)
		}
	}
	return got, errs.Field(at, "form.file.failed")
}

// broken says why a form did not come through.
func broken(err error) *errs.E {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return errs.Field(at, "form.file.size", "size", i18n.Bytes(MaxSize)).Because(err)
	}
	return errs.Field(at, "form.file.failed").Because(err)
}
