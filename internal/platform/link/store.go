package link

import (
	"context"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

const selectLinks = `SELECT id, kind, record_id, purpose, edition, name, lang, made_at, ends_at, closed_at, retired, uses, seen_at FROM links`

func scanLink(r db.Row) (Link, error) {
	var l Link
	var times [4]string
	if err := r.Scan(&l.ID, &l.For.Kind, &l.For.ID, &l.Purpose, &l.Number, &l.Name, &l.Lang, &times[0], &times[1], &times[2], &l.Retired, &l.Uses, &times[3]); err != nil {
		return l, err
	}
	for i, to := range []*time.Time{&l.MadeAt, &l.EndsAt, &l.ClosedAt, &l.SeenAt} {
		var err error
		if *to, err = clock.ParseStamp(times[i]); err != nil {
			return l, err
		}
	}
	return l, nil
}

func byHash(ctx context.Context, h db.Handle, hash string) (Link, error) {
	return db.One(ctx, h, scanLink, selectLinks+` WHERE secret_hash = $1`, hash)
}

func byID(ctx context.Context, h db.Handle, id string) (Link, error) {
	return db.One(ctx, h, scanLink, selectLinks+` WHERE id = $1`, id)
}

// linksOf lists the links of a record, by purpose, the newest first.
func linksOf(ctx context.Context, h db.Handle, ref record.Ref) ([]Link, error) {
	return db.All(ctx, h, scanLink, selectLinks+` WHERE record_id = $1 AND kind = $2 ORDER BY purpose, edition DESC`, ref.ID, ref.Kind)
}

// allLinks lists those of all records, the newest first.
func allLinks(ctx context.Context, h db.Handle) ([]Link, error) {
	return db.All(ctx, h, scanLink, selectLinks+` ORDER BY id DESC`)
}

func lastNumber(ctx context.Context, h db.Handle, ref record.Ref, purpose string) (int64, error) {
	return db.One(ctx, h, db.Value[int64], `SELECT COALESCE(MAX(edition), 0) FROM links WHERE record_id = $1 AND kind = $2 AND purpose = $3`, ref.ID, ref.Kind, purpose)
}

func insertLink(ctx context.Context, h db.Handle, l Link, hash string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO links (id, secret_hash, kind, record_id, purpose, edition, name, lang, made_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		l.ID, hash, l.For.Kind, l.For.ID, l.Purpose, l.Number, l.Name, l.Lang, clock.Stamp(l.MadeAt), clock.Stamp(l.EndsAt))
	return err
}

func closeLink(ctx context.Context, h db.Handle, id string, now time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE links SET closed_at = $1 WHERE id = $2 AND closed_at = ''`, clock.Stamp(now), id)
	return err
}

// retireOlder closes the links before a new one.
func retireOlder(ctx context.Context, h db.Handle, l Link, now time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE links SET closed_at = $1, retired = TRUE WHERE record_id = $2 AND kind = $3 AND purpose = $4 AND edition < $5 AND closed_at = ''`,
		clock.Stamp(now), l.For.ID, l.For.Kind, l.Purpose, l.Number)
	return err
}

func countUse(ctx context.Context, h db.Handle, id string, now time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE links SET uses = uses + 1, seen_at = $1 WHERE id = $2`, clock.Stamp(now), id)
	return err
}
