package result

import (
	"context"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
)

func evidenceOf(ctx context.Context, h db.Handle, result string) ([]Evidence, error) {
	return db.All(ctx, h, scanEvidence, `SELECT id, result_id, kind, what, sha256, witness, on_date, actor FROM result_evidence WHERE result_id = $1 ORDER BY added_at, id`, result)
}

func evidenceByID(ctx context.Context, h db.Handle, id string) (Evidence, error) {
	return db.One(ctx, h, scanEvidence, `SELECT id, result_id, kind, what, sha256, witness, on_date, actor FROM result_evidence WHERE id = $1`, id)
}

func scanEvidence(row db.Row) (Evidence, error) {
	var e Evidence
	err := row.Scan(&e.ID, &e.Result, &e.Kind, &e.What, &e.Sum, &e.Witness, &e.On, &e.Actor)
	return e, err
}

func insertEvidence(ctx context.Context, h db.Handle, e Evidence, at string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO result_evidence (id, result_id, kind, what, sha256, witness, on_date, added_at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, e.Result, e.Kind, e.What, e.Sum, e.Witness, e.On, at, e.Actor)
	return err
}

func removeEvidence(ctx context.Context, h db.Handle, id string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM result_evidence WHERE id = $1`, id)
	return err
}

const lookColumns = `l.id, l.result_id, l.there, l.on_date, l.remark, l.who, l.by_link, l.heard, l.at`

func scanLook(row db.Row) (Looked, error) {
	var l Looked
	var at string
	if err := row.Scan(&l.ID, &l.Result, &l.There, &l.On, &l.Remark, &l.Who, &l.ByLink, &l.Heard, &at); err != nil {
		return l, err
	}
	var err error
	l.At, err = clock.ParseStamp(at)
	return l, err
}

// looksOf lists the newest looks of a result, the newest first.
func looksOf(ctx context.Context, h db.Handle, result string, limit int) ([]Looked, error) {
	return db.All(ctx, h, scanLook, `SELECT `+lookColumns+` FROM result_looks l WHERE l.result_id = $1 ORDER BY l.at DESC, l.id DESC LIMIT $2`, result, limit)
}

// unheard lists answers that came through links and that nobody has looked into,
// the oldest first.
func unheard(ctx context.Context, h db.Handle, limit int) ([]Looked, error) {
	return db.All(ctx, h, scanLook, `SELECT `+lookColumns+` FROM result_looks l WHERE NOT l.heard ORDER BY l.at, l.id LIMIT $1`, limit)
}

func insertLook(ctx context.Context, h db.Handle, l Looked) error {
	_, err := db.Exec(ctx, h, `INSERT INTO result_looks (id, result_id, there, on_date, remark, who, by_link, heard, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, l.Result, l.There, l.On, l.Remark, l.Who, l.ByLink, l.Heard, clock.Stamp(l.At))
	return err
}

// hear notes that the office knows of all answers about a result.
func hear(ctx context.Context, h db.Handle, result string) error {
	_, err := db.Exec(ctx, h, `UPDATE result_looks SET heard = TRUE WHERE result_id = $1 AND NOT heard`, result)
	return err
}
