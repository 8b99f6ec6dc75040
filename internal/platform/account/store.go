package account

import (
	"context"
	"encoding/json"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
)

const selectUsers = `SELECT id, name, email, roles, organisation_id, lang, theme, dense, shortcuts, password, disabled, created_at, seen_at, version FROM users`

func scanUser(r db.Row) (User, error) {
	var u User
	var roles, created, seen string
	err := r.Scan(&u.ID, &u.Name, &u.Email, &roles, &u.Organisation, &u.Prefs.Lang, &u.Prefs.Theme, &u.Prefs.Dense, &u.Prefs.Shortcuts,
		&u.password, &u.Disabled, &created, &seen, &u.Version)
	if err != nil {
		return u, err
	}
	u.CanSignIn = u.password != ""
	if err = json.Unmarshal([]byte(roles), &u.Roles); err != nil {
		return u, err
	}
	if u.CreatedAt, err = clock.ParseStamp(created); err != nil {
		return u, err
	}
	u.SeenAt, err = clock.ParseStamp(seen)
	return u, err
}

func userByID(ctx context.Context, h db.Handle, id string) (User, error) {
	return db.One(ctx, h, scanUser, selectUsers+` WHERE id = $1`, id)
}

func userByEmail(ctx context.Context, h db.Handle, email string) (User, error) {
	return db.One(ctx, h, scanUser, selectUsers+` WHERE email_fold = $1`, foldEmail(email))
}

func listUsers(ctx context.Context, h db.Handle) ([]User, error) {
	return db.All(ctx, h, scanUser, selectUsers+` ORDER BY disabled, email_fold`)
}

func insertUser(ctx context.Context, h db.Handle, u User) error {
	roles, err := json.Marshal(u.Roles)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO users (id, name, email, email_fold, roles, organisation_id, lang, theme, dense, shortcuts, password, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		u.ID, u.Name, u.Email, foldEmail(u.Email), string(roles), u.Organisation, u.Prefs.Lang, u.Prefs.Theme, u.Prefs.Dense, u.Prefs.Shortcuts, u.password, clock.Stamp(u.CreatedAt))
	return err
}

// updateUser writes what an administrator may change; it touches no row when
// the version is not the one that was edited.
func updateUser(ctx context.Context, h db.Handle, u User, version int64) (int64, error) {
	roles, err := json.Marshal(u.Roles)
	if err != nil {
		return 0, err
	}
	return db.Exec(ctx, h, `UPDATE users SET name = $1, roles = $2, organisation_id = $3, disabled = $4, version = version + 1 WHERE id = $5 AND version = $6`,
		u.Name, string(roles), u.Organisation, u.Disabled, u.ID, version)
}

func updatePrefs(ctx context.Context, h db.Handle, userID string, p Prefs) error {
	_, err := db.Exec(ctx, h, `UPDATE users SET lang = $1, theme = $2, dense = $3, shortcuts = $4 WHERE id = $5`, p.Lang, p.Theme, p.Dense, p.Shortcuts, userID)
	return err
}

func updatePassword(ctx context.Context, h db.Handle, userID, encoded string) error {
	_, err := db.Exec(ctx, h, `UPDATE users SET password = $1 WHERE id = $2`, encoded, userID)
	return err
}

// visit is a session together with its user.
type visit struct {
	Session
	user User
	look string // through whose eyes, see Eyes
}

const selectSessions = `SELECT s.id, s.user_id, s.way, s.started_at, s.seen_at, s.ends_at, s.browser, s.address FROM sessions s`

func scanSession(r db.Row) (Session, error) {
	var s Session
	var started, seen, ends string
	err := r.Scan(&s.ID, &s.UserID, &s.Way, &started, &seen, &ends, &s.Browser, &s.Address)
	if err != nil {
		return s, err
	}
	return s, parseTimes(map[*time.Time]string{&s.StartedAt: started, &s.SeenAt: seen, &s.EndsAt: ends})
}

func parseTimes(texts map[*time.Time]string) error {
	for at, text := range texts {
		t, err := clock.ParseStamp(text)
		if err != nil {
			return err
		}
		*at = t
	}
	return nil
}

// visitByToken is the read that every request of the office makes: one row by a
// unique index, joined to its user by the primary key.
func visitByToken(ctx context.Context, h db.Handle, tokenHash string) (visit, error) {
	return db.One(ctx, h, func(r db.Row) (visit, error) {
		var v visit
		var seen, ends, started, roles string
		u := &v.user
		err := r.Scan(&v.ID, &v.Way, &started, &seen, &ends, &u.ID, &u.Name, &u.Email, &roles, &u.Organisation,
			&u.Prefs.Lang, &u.Prefs.Theme, &u.Prefs.Dense, &u.Prefs.Shortcuts, &u.Disabled, &v.look)
		if err != nil {
			return v, err
		}
		v.UserID = u.ID
		if err := json.Unmarshal([]byte(roles), &u.Roles); err != nil {
			return v, err
		}
		return v, parseTimes(map[*time.Time]string{&v.StartedAt: started, &v.SeenAt: seen, &v.EndsAt: ends})
	}, `SELECT s.id, s.way, s.started_at, s.seen_at, s.ends_at, u.id, u.name, u.email, u.roles, u.organisation_id, u.lang, u.theme, u.dense, u.shortcuts, u.disabled, s.look
		FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1`, tokenHash)
}

func sessionByID(ctx context.Context, h db.Handle, id string) (Session, error) {
	return db.One(ctx, h, scanSession, selectSessions+` WHERE s.id = $1`, id)
}

// sessionsOf lists the sessions of a user that have not ended, newest first.
func sessionsOf(ctx context.Context, h db.Handle, userID string, now time.Time) ([]Session, error) {
	return db.All(ctx, h, scanSession, selectSessions+` WHERE s.user_id = $1 AND s.ends_at > $2 AND s.seen_at > $3 ORDER BY s.started_at DESC, s.id DESC`,
		userID, clock.Stamp(now), clock.Stamp(now.Add(-IdleFor)))
}

func insertSession(ctx context.Context, h db.Handle, s Session, tokenHash string) error {
	_, err := db.Exec(ctx, h, `INSERT INTO sessions (id, token_hash, user_id, way, started_at, seen_at, ends_at, browser, address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, tokenHash, s.UserID, s.Way, clock.Stamp(s.StartedAt), clock.Stamp(s.SeenAt), clock.Stamp(s.EndsAt), s.Browser, s.Address)
	return err
}

func markSeen(ctx context.Context, h db.Handle, sessionID, userID string, now time.Time) error {
	if _, err := db.Exec(ctx, h, `UPDATE sessions SET seen_at = $1 WHERE id = $2`, clock.Stamp(now), sessionID); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `UPDATE users SET seen_at = $1 WHERE id = $2`, clock.Stamp(now), userID)
	return err
}

func deleteSession(ctx context.Context, h db.Handle, userID, id string) (int64, error) {
	return db.Exec(ctx, h, `DELETE FROM sessions WHERE id = $1 AND user_id = $2`, id, userID)
}

// deleteSessions ends all sessions of a user but one; pass "" to end them all.
func deleteSessions(ctx context.Context, h db.Handle, userID, but string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM sessions WHERE user_id = $1 AND id <> $2`, userID, but)
	return err
}

// deleteOld drops what has ended. Sessions stay for a day after their end, so
// that a form that was being typed still finds whose it is.
func deleteOld(ctx context.Context, h db.Handle, now time.Time) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM sessions WHERE ends_at < $1 OR seen_at < $2`, clock.Stamp(now.Add(-keepEnded)), clock.Stamp(now.Add(-IdleFor-keepEnded))); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, h, `DELETE FROM invites WHERE ends_at <= $1`, clock.Stamp(now)); err != nil {
		return err
	}
	if err := deleteOldCeremonies(ctx, h, now); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, h, `DELETE FROM tokens WHERE ends_at <= $1`, clock.Stamp(now)); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `DELETE FROM drafts WHERE ends_at <= $1`, clock.Stamp(now))
	return err
}

func putRecoveryCodes(ctx context.Context, h db.Handle, userID string, hashes []string) error {
	if _, err := db.Exec(ctx, h, `DELETE FROM recovery_codes WHERE user_id = $1`, userID); err != nil {
		return err
	}
	for _, hash := range hashes {
		if _, err := db.Exec(ctx, h, `INSERT INTO recovery_codes (code_hash, user_id) VALUES ($1, $2)`, hash, userID); err != nil {
			return err
		}
	}
	return nil
}

func countRecoveryCodes(ctx context.Context, h db.Handle, userID string) (int, error) {
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM recovery_codes WHERE user_id = $1`, userID)
}

// useRecoveryCode removes a code and tells whether it was there.
func useRecoveryCode(ctx context.Context, h db.Handle, userID, hash string) (bool, error) {
	n, err := db.Exec(ctx, h, `DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2`, userID, hash)
	return n == 1, err
}

// putInvite replaces the open invitations of a user by one.
func putInvite(ctx context.Context, h db.Handle, userID, hash string, ends time.Time) error {
	if err := deleteInvites(ctx, h, userID); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `INSERT INTO invites (code_hash, user_id, ends_at) VALUES ($1, $2, $3)`, hash, userID, clock.Stamp(ends))
	return err
}

func deleteInvites(ctx context.Context, h db.Handle, userID string) error {
	_, err := db.Exec(ctx, h, `DELETE FROM invites WHERE user_id = $1`, userID)
	return err
}

// invited is the user of an open invitation.
func invited(ctx context.Context, h db.Handle, hash string, now time.Time) (User, error) {
	id, err := db.One(ctx, h, db.Value[string], `SELECT user_id FROM invites WHERE code_hash = $1 AND ends_at > $2`, hash, clock.Stamp(now))
	if err != nil {
		return User{}, err
	}
	return userByID(ctx, h, id)
}

type keptDraft struct {
	userID, sealed string
	shown          bool
}

func insertDraft(ctx context.Context, h db.Handle, tokenHash, userID, sealed string, ends time.Time) error {
	_, err := db.Exec(ctx, h, `INSERT INTO drafts (token_hash, user_id, sealed, ends_at) VALUES ($1, $2, $3, $4)`, tokenHash, userID, sealed, clock.Stamp(ends))
	return err
}

func draftByToken(ctx context.Context, h db.Handle, tokenHash string, now time.Time) (keptDraft, error) {
	return db.One(ctx, h, func(r db.Row) (keptDraft, error) {
		var d keptDraft
		err := r.Scan(&d.userID, &d.sealed, &d.shown)
		return d, err
	}, `SELECT user_id, sealed, shown FROM drafts WHERE token_hash = $1 AND ends_at > $2`, tokenHash, clock.Stamp(now))
}

func markDraftShown(ctx context.Context, h db.Handle, tokenHash string) error {
	_, err := db.Exec(ctx, h, `UPDATE drafts SET shown = TRUE WHERE token_hash = $1`, tokenHash)
	return err
}

func countDrafts(ctx context.Context, h db.Handle) (int, error) {
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM drafts`)
}
