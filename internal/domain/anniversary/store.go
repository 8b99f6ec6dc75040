package anniversary

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

const allIDs = `SELECT id FROM keydates WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const columns = `k.id, k.version, k.about_kind, k.about_id, k.occasion, k.title, k.on_date, k.visibility, k.binned`

func scan(r db.Row) (KeyDate, error) {
	var k KeyDate
	var about record.Ref
	err := r.Scan(&k.ID, &k.Version, &about.Kind, &about.ID, &k.Occasion, &k.Title, &k.On, &k.Visibility, &k.Binned)
	k.About = about.String()
	return k, err
}

func byID(ctx context.Context, h db.Handle, id string) (KeyDate, error) {
	return db.One(ctx, h, scan, `SELECT `+columns+` FROM keydates k WHERE k.id = $1`, id)
}

// values are the columns that insert and update write, in this order after id.
func values(k KeyDate) []any {
	about := record.ParseRef(k.About)
	return []any{about.Kind, about.ID, k.Occasion, k.Title, fold.Key(k.Title.In("ru").Value), k.On, k.On.Sort(), k.Visibility}
}

func insert(ctx context.Context, h db.Handle, k KeyDate) error {
	_, err := db.Exec(ctx, h, `INSERT INTO keydates (id, version, about_kind, about_id, occasion, title, fold, on_date, sort, visibility)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)`, append([]any{k.ID}, values(k)...)...)
	return err
}

func update(ctx context.Context, h db.Handle, k KeyDate) error {
	n, err := db.Exec(ctx, h, `UPDATE keydates SET version = version + 1, about_kind = $3, about_id = $4, occasion = $5, title = $6, fold = $7, on_date = $8, sort = $9, visibility = $10
		WHERE id = $1 AND version = $2`, append([]any{k.ID, k.Version}, values(k)...)...)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func bin(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE keydates SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// list reads the key dates that a scope sees, the oldest first; of one record
// when it is named.
func list(ctx context.Context, h db.Handle, about record.Ref, scope account.Scope) ([]KeyDate, error) {
	var w db.Where
	w.And("NOT k.binned")
	if !about.IsZero() {
		w.And("k.about_id = ? AND k.about_kind = ?", about.ID, about.Kind)
	}
	scope.Where(&w, "k.visibility", "")
	return db.All(ctx, h, scan, `SELECT `+columns+` FROM keydates k`+w.SQL()+` ORDER BY k.sort, k.id`, w.Args()...)
}

// settingsID is the key of the one row of settings.
const settingsID = "office"

func loadSettings(ctx context.Context, h db.Handle) (Settings, error) {
	s, err := db.One(ctx, h, func(r db.Row) (Settings, error) {
		var s Settings
		err := r.Scan(&s.Version, &s.Step, &s.Horizon, &s.First)
		return s, err
	}, `SELECT version, step, horizon, first FROM anniversary_settings WHERE id = $1`, settingsID)
	if errs.KindOf(err) == errs.NotFound {
		return Settings{Step: 5, Horizon: 10}, nil
	}
	return s, err
}

// saveSettings writes over the version that was read; no row is version 0.
func saveSettings(ctx context.Context, h db.Handle, s Settings) error {
	n, err := db.Exec(ctx, h, `INSERT INTO anniversary_settings (id, version, step, horizon, first) VALUES ($1, $2 + 1, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, step = excluded.step, horizon = excluded.horizon, first = excluded.first WHERE anniversary_settings.version = $2`,
		settingsID, s.Version, s.Step, s.Horizon, s.First)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "anniversary.stale")
	}
	return err
}
