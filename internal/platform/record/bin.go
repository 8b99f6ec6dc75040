package record

import (
	"context"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
)

// KeptInBin is how long a binned record can return.
const KeptInBin = 30 * 24 * time.Hour

// Binned is one entry of the bin.
type Binned struct {
	Ref   Ref
	Title string // as it was called when it was put away
	At    time.Time
	Actor string // who put it away
}

// PutInBin notes that a record was put away. The record itself stays in its
// table, marked by the subject that owns it.
func PutInBin(ctx context.Context, h db.Handle, ref Ref, title string, at time.Time, actorID, actor string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO bin (kind, record_id, title, at, actor_id, actor) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (kind, record_id) DO UPDATE SET title = excluded.title, at = excluded.at, actor_id = excluded.actor_id, actor = excluded.actor`,
		ref.Kind, ref.ID, title, clock.Stamp(at), actorID, actor)
	return err
}

// TakeFromBin removes the note when a record returns.
func TakeFromBin(ctx context.Context, h db.Handle, ref Ref) error {
	_, err := db.Exec(ctx, h, `DELETE FROM bin WHERE kind = $1 AND record_id = $2`, ref.Kind, ref.ID)
	return err
}

func scanBinned(r db.Row) (Binned, error) {
	var b Binned
	var at string
	if err := r.Scan(&b.Ref.Kind, &b.Ref.ID, &b.Title, &at, &b.Actor); err != nil {
		return b, err
	}
	var err error
	b.At, err = clock.ParseStamp(at)
	return b, err
}

// InBin is the note of one binned record; NotFound when it is not in the bin.
func InBin(ctx context.Context, h db.Handle, ref Ref) (Binned, error) {
	return db.One(ctx, h, scanBinned, `SELECT kind, record_id, title, at, actor FROM bin WHERE kind = $1 AND record_id = $2`, ref.Kind, ref.ID)
}

// Due lists what was put away before an instant, the oldest first.
func Due(ctx context.Context, h db.Handle, before time.Time) ([]Binned, error) {
	return db.All(ctx, h, scanBinned, `SELECT kind, record_id, title, at, actor FROM bin WHERE at <= $1 ORDER BY at, kind, record_id`, clock.Stamp(before))
}

// Bin lists what was put away, the newest first.
func Bin(ctx context.Context, h db.Handle, limit int) ([]Binned, error) {
	return db.All(ctx, h, scanBinned, `SELECT kind, record_id, title, at, actor FROM bin ORDER BY at DESC, kind, record_id LIMIT $1`, limit)
}

// BinOf is Bin for the entries that fit. It reads all of them, one by one.
func BinOf(ctx context.Context, h db.Handle, limit int, fits func(Binned) bool) ([]Binned, error) {
	var found []Binned
	err := db.Each(ctx, h, func(r db.Row) error {
		b, err := scanBinned(r)
		if err == nil && len(found) < limit && fits(b) {
			found = append(found, b)
		}
		return err
	}, `SELECT kind, record_id, title, at, actor FROM bin ORDER BY at DESC, kind, record_id`)
	return found, err
}
