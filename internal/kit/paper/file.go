package paper

import (
	"bytes"
	"context"

	"pobratim/internal/kit/errs"
)

// Formats lists the kinds of files that a document is written as.
func Formats() []string { return []string{"docx", "pdf", "xlsx"} }

// File writes the document as one of the formats; errs.NotFound for another one.
func (d Document) File(ctx context.Context, format string, set Setter) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch format {
	case "docx":
		err = d.DOCX(&b)
	case "xlsx":
		err = d.XLSX(&b)
	case "pdf":
		return d.PDF(ctx, set)
	default:
		err = errs.New(errs.NotFound, "record.missing")
	}
	return b.Bytes(), err
}
