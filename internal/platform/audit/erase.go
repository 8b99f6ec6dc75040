package audit

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// Purged notes that a record left the program for good and erases the values
// that its history holds; what was it called stays only when keepTitle says so.
// The leaves of the tree bind the values by a salted hash, so that the history
// can still be verified: who did what to which record, and when.
func (w *Writer) Purged(ctx context.Context, ref record.Ref, title string, keepTitle bool) error {
	if !keepTitle {
		title = ""
	}
	if err := w.note(ctx, ref, Purged, title, nil); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, w, `UPDATE revisions SET changes = '[]', salt = '' WHERE kind = $1 AND record_id = $2`, ref.Kind, ref.ID); err != nil || keepTitle {
		return err
	}
	_, err := db.Exec(ctx, w, `UPDATE revisions SET title = '' WHERE kind = $1 AND record_id = $2`, ref.Kind, ref.ID)
	return err
}
