package rule

import (
	"context"
	"encoding/json"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
)

// copies are the packs that the office has made its own.
func copies(ctx context.Context, h db.Handle) ([]Pack, error) {
	return db.All(ctx, h, func(r db.Row) (Pack, error) {
		var p Pack
		var body string
		var version int64
		if err := r.Scan(&version, &body); err != nil {
			return p, err
		}
		err := json.Unmarshal([]byte(body), &p)
		p.Version = version
		return p, err
	}, `SELECT version, body FROM rule_packs ORDER BY name`)
}

// savePack writes a copy over the version that was read; none is version 0.
func savePack(ctx context.Context, h db.Handle, p Pack) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	n, err := db.Exec(ctx, h, `INSERT INTO rule_packs (name, version, body) VALUES ($1, $2 + 1, $3)
		ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body WHERE rule_packs.version = $2`, p.Name, p.Version, string(body))
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "rule.stale")
	}
	return err
}

func dropPack(ctx context.Context, h db.Handle, name string, version int64) error {
	n, err := db.Exec(ctx, h, `DELETE FROM rule_packs WHERE name = $1 AND version = $2`, name, version)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "rule.stale")
	}
	return err
}

// ownYear is a year of a calendar as the office entered it.
type ownYear struct {
	Country string
	Version int64
	DaysOff
}

func ownYears(ctx context.Context, h db.Handle) ([]ownYear, error) {
	return db.All(ctx, h, func(r db.Row) (ownYear, error) {
		var y ownYear
		var body string
		if err := r.Scan(&y.Country, &y.Version, &body); err != nil {
			return y, err
		}
		return y, json.Unmarshal([]byte(body), &y.DaysOff)
	}, `SELECT country, version, body FROM rule_years ORDER BY country, year`)
}

func saveYear(ctx context.Context, h db.Handle, y ownYear) error {
	body, err := json.Marshal(y.DaysOff)
	if err != nil {
		return err
	}
	n, err := db.Exec(ctx, h, `INSERT INTO rule_years (country, year, version, body) VALUES ($1, $2, $3 + 1, $4)
		ON CONFLICT (country, year) DO UPDATE SET version = excluded.version, body = excluded.body WHERE rule_years.version = $3`, y.Country, y.Year, y.Version, string(body))
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "rule.stale")
	}
	return err
}
