package account

import (
	"context"
	"encoding/json"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
)

func insertToken(ctx context.Context, h db.Handle, t Token, hash string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO tokens (id, token_hash, user_id, name, made_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.ID, hash, t.UserID, t.Name, clock.Stamp(t.MadeAt), clock.Stamp(t.EndsAt))
	return err
}

// tokensOf lists the tokens of a user that have not run out, newest first.
func tokensOf(ctx context.Context, h db.Handle, userID string, now time.Time) ([]Token, error) {
	return db.All(ctx, h, func(r db.Row) (Token, error) {
		t := Token{UserID: userID}
		var made, seen, ends string
		if err := r.Scan(&t.ID, &t.Name, &made, &seen, &ends); err != nil {
			return t, err
		}
		return t, parseTimes(map[*time.Time]string{&t.MadeAt: made, &t.SeenAt: seen, &t.EndsAt: ends})
	}, `SELECT id, name, made_at, seen_at, ends_at FROM tokens WHERE user_id = $1 AND ends_at > $2 ORDER BY made_at DESC, id DESC`, userID, clock.Stamp(now))
}

// tokenByHash is a token with its user, in one read.
func tokenByHash(ctx context.Context, h db.Handle, hash string) (Token, User, error) {
	var u User
	t, err := db.One(ctx, h, func(r db.Row) (Token, error) {
		var t Token
		var seen, ends, roles string
		if err := r.Scan(&t.ID, &seen, &ends, &u.ID, &u.Name, &u.Email, &roles, &u.Organisation, &u.Prefs.Lang, &u.Disabled); err != nil {
			return t, err
		}
		if err := json.Unmarshal([]byte(roles), &u.Roles); err != nil {
			return t, err
		}
		return t, parseTimes(map[*time.Time]string{&t.SeenAt: seen, &t.EndsAt: ends})
	}, `SELECT t.id, t.seen_at, t.ends_at, u.id, u.name, u.email, u.roles, u.organisation_id, u.lang, u.disabled
		FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.token_hash = $1`, hash)
	return t, u, err
}

func markTokenSeen(ctx context.Context, h db.Handle, id string, now time.Time) error {
	_, err := db.Exec(ctx, h, `UPDATE tokens SET seen_at = $1 WHERE id = $2`, clock.Stamp(now), id)
	return err
}

// deleteToken removes a token and returns its name.
func deleteToken(ctx context.Context, h db.Handle, userID, id string) (string, error) {
	return db.One(ctx, h, db.Value[string], `DELETE FROM tokens WHERE id = $1 AND user_id = $2 RETURNING name`, id, userID)
}

// deleteTokens removes all tokens of a user.
func deleteTokens(ctx context.Context, h db.Handle, userID string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM tokens WHERE user_id = $1`, userID)
	return err
}
