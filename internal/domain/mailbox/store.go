package mailbox

import (
	"context"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

// stamp is an instant as it is stored; the zero one is empty.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clock.Stamp(t)
}

const columns = `version, host, port, security, login, folder, everything, began, validity, last_uid, checked_at, down_since, down_why, down_said, next_at, tries`

func scan(r db.Row) (Mailbox, error) {
	var m Mailbox
	var began, checked, since, next string
	if err := r.Scan(&m.Version, &m.Host, &m.Port, &m.Security, &m.Login, &m.Folder, &m.Everything, &began, &m.Validity, &m.LastUID, &checked, &since, &m.DownWhy, &m.DownSaid, &next, &m.Tries); err != nil {
		return m, err
	}
	for _, one := range []struct {
		text string
		to   *time.Time
	}{{began, &m.Began}, {checked, &m.CheckedAt}, {since, &m.DownSince}, {next, &m.NextAt}} {
		at, err := clock.ParseStamp(one.text)
		if err != nil {
			return m, err
		}
		*one.to = at
	}
	return m, nil
}

// mailboxOf is the mailbox that was set up; zero when there is none.
func mailboxOf(ctx context.Context, h db.Handle) (Mailbox, error) {
	m, err := db.One(ctx, h, scan, `SELECT `+columns+` FROM mailbox WHERE id = 'inbox'`)
	if errs.KindOf(err) == errs.NotFound {
		return Mailbox{}, nil
	}
	return m, err
}

// putMailbox writes the mailbox over the version that it was made from.
func putMailbox(ctx context.Context, h db.Handle, m Mailbox) error {
	n, err := db.Exec(ctx, h, `INSERT INTO mailbox (id, version, host, port, security, login, folder, everything, began, validity, last_uid) VALUES ('inbox', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET version = mailbox.version + 1, host = excluded.host, port = excluded.port, security = excluded.security, login = excluded.login, folder = excluded.folder, everything = excluded.everything,
		began = excluded.began, validity = excluded.validity, last_uid = excluded.last_uid, down_since = '', down_why = '', down_said = '', next_at = '', tries = 0 WHERE mailbox.version = $1 - 1`,
		m.Version+1, m.Host, m.Port, m.Security, m.Login, m.Folder, m.Everything, stamp(m.Began), m.Validity, m.LastUID)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

// claim takes the mailbox for the one who reads it; false when somebody else has it.
func claim(ctx context.Context, h db.Handle, now, until time.Time) (bool, error) {
	n, err := db.Exec(ctx, h, `UPDATE mailbox SET claim_until = $1 WHERE id = 'inbox' AND claim_until <= $2`, stamp(until), stamp(now))
	return n == 1, err
}

// rest gives it back and writes down how it went and when it is read again. A
// mailbox that was set up anew meanwhile is only given back.
func rest(ctx context.Context, h db.Handle, m Mailbox) error {
	n, err := db.Exec(ctx, h, `UPDATE mailbox SET claim_until = '', checked_at = $1, down_since = $2, down_why = $3, down_said = $4, next_at = $5, tries = $6 WHERE id = 'inbox' AND version = $7`,
		stamp(m.CheckedAt), stamp(m.DownSince), m.DownWhy, m.DownSaid, stamp(m.NextAt), m.Tries, m.Version)
	if err == nil && n == 0 {
		_, err = db.Exec(ctx, h, `UPDATE mailbox SET claim_until = '' WHERE id = 'inbox'`)
	}
	return err
}

// setRead writes down how far the folder was read. One that was set up anew meanwhile
// stays as it is.
func setRead(ctx context.Context, h db.Handle, m Mailbox, validity, uid uint32) error {
	_, err := db.Exec(ctx, h, `UPDATE mailbox SET validity = $1, last_uid = $2 WHERE id = 'inbox' AND version = $3`, validity, uid, m.Version)
	return err
}

// secret is the sealed password; empty when there is none.
func secret(ctx context.Context, h db.Handle) (string, error) {
	sealed, err := db.One(ctx, h, db.Value[string], `SELECT sealed FROM mailbox_secrets WHERE name = $1`, passwordSecret)
	if errs.KindOf(err) == errs.NotFound {
		return "", nil
	}
	return sealed, err
}

func putSecret(ctx context.Context, h db.Handle, sealed string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO mailbox_secrets (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed`, passwordSecret, sealed)
	return err
}

func dropSecret(ctx context.Context, h db.Handle) error {
	_, err := db.Exec(ctx, h, `DELETE FROM mailbox_secrets WHERE name = $1`, passwordSecret)
	return err
}

func scanUntaken(r db.Row) (Untaken, error) {
	var u Untaken
	var at string
	if err := r.Scan(&u.Validity, &u.UID, &u.Sender, &u.Title, &at, &u.Why); err != nil {
		return u, err
	}
	var err error
	u.At, err = clock.ParseStamp(at)
	return u, err
}

func insertUntaken(ctx context.Context, h db.Handle, u Untaken) error {
	_, err := db.Exec(ctx, h, `INSERT INTO mailbox_untaken (validity, uid, sender, title, came_at, why) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (validity, uid) DO UPDATE SET why = excluded.why`, u.Validity, u.UID, u.Sender, u.Title, stamp(u.At), u.Why)
	return err
}

func untaken(ctx context.Context, h db.Handle, limit int) ([]Untaken, error) {
	return db.All(ctx, h, scanUntaken, `SELECT validity, uid, sender, title, came_at, why FROM mailbox_untaken ORDER BY came_at DESC, validity DESC, uid DESC LIMIT $1`, limit)
}

func oneUntaken(ctx context.Context, h db.Handle, validity, uid uint32) (Untaken, error) {
	return db.One(ctx, h, scanUntaken, `SELECT validity, uid, sender, title, came_at, why FROM mailbox_untaken WHERE validity = $1 AND uid = $2`, validity, uid)
}

func dropUntaken(ctx context.Context, h db.Handle, u Untaken) error {
	_, err := db.Exec(ctx, h, `DELETE FROM mailbox_untaken WHERE validity = $1 AND uid = $2`, u.Validity, u.UID)
	return err
}
