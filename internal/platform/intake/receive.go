package intake

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/web/ui"
)

// maxFile is the largest file that is read, in bytes.
const maxFile = 20 << 20

// upload is what a form with files brings.
type upload struct {
	files  []File
	pasted string
	key    string
}

// receive reads a multipart form piece by piece. What was read before a failure
// comes back too.
func receive(r *http.Request) (upload, error) {
	var got upload
	parts, err := r.MultipartReader()
	if err != nil {
		return got, errs.Field("files", "form.file.failed").Because(err)
	}
	for range maxFiles + 10 {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, errs.Field("files", "form.file.size", "size", i18n.Bytes(maxFile)).Because(err)
		}
		var b bytes.Buffer
		if _, err := io.Copy(&b, io.LimitReader(part, maxFile+1)); err != nil {
			return got, errs.Field("files", "form.file.failed").Because(err)
		}
		switch name := part.FormName(); {
		case name == "files" && part.FileName() != "":
			if b.Len() > maxFile {
				return got, errs.Field("files", "form.file.size", "size", i18n.Bytes(maxFile))
			}
			got.files = append(got.files, File{Name: part.FileName(), Body: b.Bytes()})
		case name == "pasted":
			got.pasted = b.String()
		case name == ui.OnceName && b.Len() >= id.Len && b.Len() <= id.Len+12:
			got.key = b.String()
		}
	}
	return got, errs.Field("files", "import.too_many", "n", maxFiles)
}
