package feed

import (
	"context"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/module"
)

const selectFeeds = `SELECT id, user_id, name, layers, lang, partner_id, made_at, seen_at FROM feeds`

func scanFeed(r db.Row) (Feed, error) {
	var f Feed
	var layers, made, seen string
	if err := r.Scan(&f.ID, &f.UserID, &f.Name, &layers, &f.Lang, &f.Partner, &made, &seen); err != nil {
		return f, err
	}
	for layer := range strings.FieldsSeq(layers) {
		f.Layers = append(f.Layers, module.Layer(layer))
	}
	return f, times(made, &f.MadeAt, seen, &f.SeenAt)
}

func times(made string, madeAt *time.Time, seen string, seenAt *time.Time) (err error) {
	if *madeAt, err = clock.ParseStamp(made); err == nil {
		*seenAt, err = clock.ParseStamp(seen)
	}
	return err
}

func feedByHash(ctx context.Context, h db.Handle, hash string) (Feed, error) {
	return db.One(ctx, h, scanFeed, selectFeeds+` WHERE token_hash = $1`, hash)
}

// feedsOf lists the feeds of a user, newest first.
func feedsOf(ctx context.Context, h db.Handle, userID string) ([]Feed, error) {
	return db.All(ctx, h, scanFeed, selectFeeds+` WHERE user_id = $1 ORDER BY made_at DESC, id DESC`, userID)
}

// allFeeds lists everybody's, by user.
func allFeeds(ctx context.Context, h db.Handle) ([]Feed, error) {
	return db.All(ctx, h, scanFeed, selectFeeds+` ORDER BY user_id, made_at`)
}

func insertFeed(ctx context.Context, h db.Handle, f Feed, hash string) error {
	layers := make([]string, len(f.Layers))
	for i, layer := range f.Layers {
		layers[i] = string(layer)
	}
	_, err := db.Exec(ctx, h, `INSERT INTO feeds (id, token_hash, user_id, name, layers, lang, partner_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		f.ID, hash, f.UserID, f.Name, strings.Join(layers, " "), f.Lang, f.Partner, clock.Stamp(f.MadeAt))
	return err
}

// deleteFeed removes a feed of a user and returns its name.
func deleteFeed(ctx context.Context, h db.Handle, userID, id string) (string, error) {
	return db.One(ctx, h, db.Value[string], `DELETE FROM feeds WHERE id = $1 AND user_id = $2 RETURNING name`, id, userID)
}

func markFeedSeen(ctx context.Context, h db.Handle, id string, now time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE feeds SET seen_at = $1 WHERE id = $2`, clock.Stamp(now), id)
	return err
}

const selectPasswords = `SELECT id, user_id, name, made_at, seen_at FROM calendar_passwords`

func scanPassword(r db.Row) (Password, error) {
	var p Password
	var made, seen string
	if err := r.Scan(&p.ID, &p.UserID, &p.Name, &made, &seen); err != nil {
		return p, err
	}
	return p, times(made, &p.MadeAt, seen, &p.SeenAt)
}

func passwordByHash(ctx context.Context, h db.Handle, hash string) (Password, error) {
	return db.One(ctx, h, scanPassword, selectPasswords+` WHERE password_hash = $1`, hash)
}

// passwordsOf lists the calendar passwords of a user, newest first.
func passwordsOf(ctx context.Context, h db.Handle, userID string) ([]Password, error) {
	return db.All(ctx, h, scanPassword, selectPasswords+` WHERE user_id = $1 ORDER BY made_at DESC, id DESC`, userID)
}

func insertPassword(ctx context.Context, h db.Handle, p Password, hash string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO calendar_passwords (id, password_hash, user_id, name, made_at) VALUES ($1, $2, $3, $4, $5)`,
		p.ID, hash, p.UserID, p.Name, clock.Stamp(p.MadeAt))
	return err
}

// deletePassword removes a calendar password of a user and returns its name.
func deletePassword(ctx context.Context, h db.Handle, userID, id string) (string, error) {
	return db.One(ctx, h, db.Value[string], `DELETE FROM calendar_passwords WHERE id = $1 AND user_id = $2 RETURNING name`, id, userID)
}

func markPasswordSeen(ctx context.Context, h db.Handle, id string, now time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE calendar_passwords SET seen_at = $1 WHERE id = $2`, clock.Stamp(now), id)
	return err
}

// deleteAll removes what a user has made here.
func deleteAll(ctx context.Context, h db.Handle, userID string) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM feeds WHERE user_id = $1`, userID); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `DELETE FROM calendar_passwords WHERE user_id = $1`, userID)
	return err
}
