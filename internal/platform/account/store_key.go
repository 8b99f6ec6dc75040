package account

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/passkey"
)

func countCeremonies(ctx context.Context, h db.Handle) (int, error) {
	return db.One(ctx, h, db.Value[int], `SELECT count(*) FROM ceremonies`)
}

func insertCeremony(ctx context.Context, h db.Handle, c ceremony, hash string, ends time.Time) error {
	_, err := db.Exec(ctx, h, `INSERT INTO ceremonies (secret_hash, purpose, user_id, state, ends_at) VALUES ($1, $2, $3, $4, $5)`, hash, string(c.purpose), c.userID, c.state, clock.Stamp(ends))
	return err
}

func scanCeremony(r db.Row) (ceremony, error) {
	var c ceremony
	err := r.Scan(&c.purpose, &c.userID, &c.state)
	return c, err
}

func ceremonyBy(ctx context.Context, h db.Handle, p purpose, hash string, now time.Time) (ceremony, error) {
	return db.One(ctx, h, scanCeremony, `SELECT purpose, user_id, state FROM ceremonies WHERE secret_hash = $1 AND purpose = $2 AND ends_at > $3`, hash, string(p), clock.Stamp(now))
}

// takeCeremony removes a ceremony and returns it.
func takeCeremony(ctx context.Context, h db.Handle, p purpose, hash string, now time.Time) (ceremony, error) {
	return db.One(ctx, h, scanCeremony, `DELETE FROM ceremonies WHERE secret_hash = $1 AND purpose = $2 AND ends_at > $3 RETURNING purpose, user_id, state`, hash, string(p), clock.Stamp(now))
}

func deleteOldCeremonies(ctx context.Context, h db.Handle, now time.Time) error {
	_, err := db.Exec(ctx, h, `DELETE FROM ceremonies WHERE ends_at <= $1`, clock.Stamp(now))
	return err
}

const selectPasskeys = `SELECT id, user_id, credential_id, public_key, counter, eligible, backed, transports, host, name, made_at, seen_at, cloned FROM passkeys`

func scanPasskey(r db.Row) (Passkey, error) {
	var p Passkey
	var id, public, transports, made, seen string
	var counter int64
	if err := r.Scan(&p.ID, &p.UserID, &id, &public, &counter, &p.key.Eligible, &p.key.Backed, &transports, &p.Host, &p.Name, &made, &seen, &p.Cloned); err != nil {
		return p, err
	}
	p.key.Counter, p.key.Transports = uint32(counter), strings.Fields(transports)
	var err error
	if p.key.ID, err = base64.RawURLEncoding.DecodeString(id); err != nil {
		return p, err
	}
	if p.key.Public, err = base64.RawURLEncoding.DecodeString(public); err != nil {
		return p, err
	}
	return p, parseTimes(map[*time.Time]string{&p.MadeAt: made, &p.SeenAt: seen})
}

func passkeysOf(ctx context.Context, h db.Handle, userID string) ([]Passkey, error) {
	return db.All(ctx, h, scanPasskey, selectPasskeys+` WHERE user_id = $1 ORDER BY made_at DESC, id DESC`, userID)
}

func passkeyByCredential(ctx context.Context, h db.Handle, credential []byte) (Passkey, error) {
	return db.One(ctx, h, scanPasskey, selectPasskeys+` WHERE credential_id = $1`, base64.RawURLEncoding.EncodeToString(credential))
}

func insertPasskey(ctx context.Context, h db.Handle, p Passkey) error {
	_, err := db.Exec(ctx, h, `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, eligible, backed, transports, host, name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.ID, p.UserID, base64.RawURLEncoding.EncodeToString(p.key.ID), base64.RawURLEncoding.EncodeToString(p.key.Public), int64(p.key.Counter),
		p.key.Eligible, p.key.Backed, strings.Join(p.key.Transports, " "), p.Host, p.Name, clock.Stamp(p.MadeAt))
	return err
}

// usePasskey writes down that a key signed; it touches no row when the key was
// removed meanwhile, or has counted on in another request.
func usePasskey(ctx context.Context, h db.Handle, id string, before uint32, k passkey.Key, now time.Time) (int64, error) {
	return db.Exec(ctx, h, `UPDATE passkeys SET counter = $1, backed = $2, seen_at = $3 WHERE id = $4 AND counter = $5 AND NOT cloned`, int64(k.Counter), k.Backed, clock.Stamp(now), id, int64(before))
}

func markCloned(ctx context.Context, h db.Handle, id string) error {
	_, err := db.Exec(ctx, h, `UPDATE passkeys SET cloned = TRUE WHERE id = $1`, id)
	return err
}

// deletePasskey removes a key of a user and returns its name.
func deletePasskey(ctx context.Context, h db.Handle, userID, id string) (string, error) {
	return db.One(ctx, h, db.Value[string], `DELETE FROM passkeys WHERE id = $1 AND user_id = $2 RETURNING name`, id, userID)
}

func countPasskeys(ctx context.Context, h db.Handle) (map[string]int, error) {
	return countBy(ctx, h, `SELECT user_id, count(*) FROM passkeys GROUP BY user_id`)
}

func oneTimeCodesOf(ctx context.Context, h db.Handle, userID string) (oneTimeCodes, error) {
	return db.One(ctx, h, func(r db.Row) (oneTimeCodes, error) {
		c := oneTimeCodes{userID: userID}
		var secret, made string
		err := r.Scan(&secret, &c.lastStep, &made)
		if err == nil {
			c.secret, err = base64.RawStdEncoding.DecodeString(secret)
		}
		if err == nil {
			c.madeAt, err = clock.ParseStamp(made)
		}
		return c, err
	}, `SELECT secret, last_step, made_at FROM one_time_codes WHERE user_id = $1`, userID)
}

func putOneTimeCodes(ctx context.Context, h db.Handle, c oneTimeCodes) error {
	if _, err := deleteOneTimeCodes(ctx, h, c.userID); err != nil {
		return err
	}
	_, err := db.Exec(ctx, h, `INSERT INTO one_time_codes (user_id, secret, last_step, made_at) VALUES ($1, $2, $3, $4)`,
		c.userID, base64.RawStdEncoding.EncodeToString(c.secret), c.lastStep, clock.Stamp(c.madeAt))
	return err
}

func deleteOneTimeCodes(ctx context.Context, h db.Handle, userID string) (int64, error) {
	return db.Exec(ctx, h, `DELETE FROM one_time_codes WHERE user_id = $1`, userID)
}

// useStep uses up the code of a step and those before; it touches no row when
// that was done already.
func useStep(ctx context.Context, h db.Handle, userID string, step int64) (int64, error) {
	return db.Exec(ctx, h, `UPDATE one_time_codes SET last_step = $1 WHERE user_id = $2 AND last_step < $1`, step, userID)
}

// withSecond are the users who have set up the second step.
func withSecond(ctx context.Context, h db.Handle) ([]string, error) {
	return db.All(ctx, h, db.Value[string], `SELECT user_id FROM one_time_codes ORDER BY user_id`)
}

// countSessions counts the live sessions of each user.
func countSessions(ctx context.Context, h db.Handle, now time.Time) (map[string]int, error) {
	return countBy(ctx, h, `SELECT user_id, count(*) FROM sessions WHERE ends_at > $1 AND seen_at > $2 GROUP BY user_id`, clock.Stamp(now), clock.Stamp(now.Add(-IdleFor)))
}

func countBy(ctx context.Context, h db.Handle, query string, args ...any) (map[string]int, error) {
	counts := map[string]int{}
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var user string
		var n int
		err := r.Scan(&user, &n)
		counts[user] = n
		return struct{}{}, err
	}, query, args...)
	return counts, err
}

func setLook(ctx context.Context, h db.Handle, sessionID, look string) error {
	_, err := db.Exec(ctx, h, `UPDATE sessions SET look = $1 WHERE id = $2`, look, sessionID)
	return err
}
