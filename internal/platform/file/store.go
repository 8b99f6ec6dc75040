package file

import (
	"context"
	"time"

	"pobratim/internal/kit/blob"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// listMax is how many files of one record are read at most, the newest first.
const listMax = 200

const allIDs = `SELECT id FROM attachments WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const selectAttachments = `SELECT a.id, a.version, a.kind, a.record_id, a.sha256, a.name, a.note, a.language, a.licence, a.visibility,
	a.at, a.actor_id, a.actor, a.binned, f.size, f.type, f.width, f.height
	FROM attachments a JOIN files f ON f.sha256 = a.sha256`

func scanAttachment(r db.Row) (Attachment, error) {
	var a Attachment
	var at string
	err := r.Scan(&a.ID, &a.Version, &a.About.Kind, &a.About.ID, &a.Sum, &a.Name, &a.Note, &a.Language, &a.Licence, &a.Visibility,
		&at, &a.ActorID, &a.Actor, &a.Binned, &a.Size, &a.Type, &a.Width, &a.Height)
	if err != nil {
		return Attachment{}, err
	}
	a.At, err = clock.ParseStamp(at)
	return a, err
}

func byID(ctx context.Context, h db.Handle, id string) (Attachment, error) {
	return db.One(ctx, h, scanAttachment, selectAttachments+` WHERE a.id = $1`, id)
}

func listOf(ctx context.Context, h db.Handle, about record.Ref) ([]Attachment, error) {
	return db.All(ctx, h, scanAttachment, selectAttachments+` WHERE a.kind = $1 AND a.record_id = $2 AND a.binned = FALSE
		ORDER BY a.at DESC, a.id DESC LIMIT $3`, about.Kind, about.ID, listMax)
}

// sameAt lists the names under which a record has the same bytes already.
func sameAt(ctx context.Context, h db.Handle, about record.Ref, sum blob.Sum) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT name FROM attachments
		WHERE kind = $1 AND record_id = $2 AND sha256 = $3 AND binned = FALSE ORDER BY at, id`, about.Kind, about.ID, sum)
}

func insert(ctx context.Context, h db.Handle, a Attachment) error {
	at := clock.Stamp(a.At)
	_, err := db.Exec(ctx, h, `INSERT INTO files (sha256, size, type, width, height, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (sha256) DO NOTHING`, a.Sum, a.Size, a.Type, a.Width, a.Height, at)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO attachments (id, kind, record_id, sha256, name, note, language, licence, visibility, at, actor_id, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.ID, a.About.Kind, a.About.ID, a.Sum, a.Name, a.Note, a.Language, a.Licence, a.Visibility, at, a.ActorID, a.Actor)
	return err
}

func update(ctx context.Context, h db.Handle, a Attachment) error {
	_, err := db.Exec(ctx, h, `UPDATE attachments SET note = $2, language = $3, licence = $4, visibility = $5, binned = $6, version = version + 1
		WHERE id = $1`, a.ID, a.Note, a.Language, a.Licence, a.Visibility, a.Binned)
	return err
}

// kept is one row of files with the attachments that use it.
type kept struct {
	sum  blob.Sum
	size int64
	used int64 // attachments, those in the bin too
}

func allFiles(ctx context.Context, h db.Handle) ([]kept, error) {
	return db.All(ctx, h, func(r db.Row) (kept, error) {
		var k kept
		err := r.Scan(&k.sum, &k.size, &k.used)
		return k, err
	}, `SELECT f.sha256, f.size, COUNT(a.id) FROM files f LEFT JOIN attachments a ON a.sha256 = f.sha256
		GROUP BY f.sha256, f.size ORDER BY f.sha256`)
}

// dropUnused forgets the files that were first stored before an instant and that
// no attachment refers to, in the bin or out of it.
func dropUnused(ctx context.Context, d *db.DB, before time.Time) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, q := range [...]string{
			`DELETE FROM file_texts WHERE sha256 IN (SELECT f.sha256 FROM files f WHERE f.at < $1 AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = f.sha256))`,
			`DELETE FROM files WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = files.sha256)`,
		} {
			if _, err := db.Exec(ctx, tx, q, clock.Stamp(before)); err != nil {
				return err
			}
		}
		return nil
	})
}

// textOf is the text of a document, and whether it has been looked for.
func textOf(ctx context.Context, h db.Handle, sum blob.Sum) (text string, known bool, err error) {
	all, err := db.All(ctx, h, db.Value[string], `SELECT text FROM file_texts WHERE sha256 = $1`, sum)
	if err != nil || len(all) == 0 {
		return "", false, err
	}
	return all[0], true, nil
}

func keepText(ctx context.Context, h db.Handle, sum blob.Sum, text, problem, at string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO file_texts (sha256, text, problem, at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING`, sum, text, problem, at)
	return err
}
