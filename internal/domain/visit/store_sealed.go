package visit

import (
	"context"

	"pobratim/internal/kit/db"
)

// box is a sealed field of somebody.
type box struct{ member, field, activity, lock, box string }

func boxesOf(ctx context.Context, h db.Handle, activity string) ([]box, error) {
	return db.All(ctx, h, func(r db.Row) (box, error) {
		var b box
		err := r.Scan(&b.member, &b.field, &b.activity, &b.lock, &b.box)
		return b, err
	}, `SELECT member_id, field, activity_id, lock, box FROM visit_sealed WHERE activity_id = $1 ORDER BY member_id, field`, activity)
}

func putBox(ctx context.Context, h db.Handle, b box) error {
	_, err := db.Exec(ctx, h, `INSERT INTO visit_sealed (member_id, field, activity_id, lock, box) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (member_id, field) DO UPDATE SET activity_id = $3, lock = $4, box = $5`, b.member, b.field, b.activity, b.lock, b.box)
	return err
}

func dropBox(ctx context.Context, h db.Handle, member, field string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM visit_sealed WHERE member_id = $1 AND field = $2`, member, field)
	return err
}

// locksOf are the keys of a visit; there are two when two activities became one.
func locksOf(ctx context.Context, h db.Handle, activity string) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT id FROM visit_keys WHERE activity_id = $1 ORDER BY id`, activity)
}

func keyBox(ctx context.Context, h db.Handle, lock string) (string, error) {
	return db.One(ctx, h, db.Value[string], `SELECT box FROM visit_keys WHERE id = $1`, lock)
}

func putLock(ctx context.Context, h db.Handle, lock, activity, box string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO visit_keys (id, activity_id, box) VALUES ($1, $2, $3)`, lock, activity, box)
	return err
}

// dropSealed destroys the keys of a visit and what they closed.
func dropSealed(ctx context.Context, h db.Handle, activity string) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM visit_sealed WHERE activity_id = $1`, activity); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `DELETE FROM visit_keys WHERE activity_id = $1`, activity)
	return err
}
