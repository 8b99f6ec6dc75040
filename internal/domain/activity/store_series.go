package activity

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/account"
)

const seriesIDs = `SELECT id FROM series WHERE id > $1 AND NOT binned ORDER BY id LIMIT $2`

const selectSeries = `SELECT s.id, s.version, s.name, s.about, s.visibility, s.binned FROM series s`

func scanSeries(r db.Row) (Series, error) {
	var s Series
	err := r.Scan(&s.ID, &s.Version, &s.Name, &s.About, &s.Visibility, &s.Binned)
	return s, err
}

func seriesByID(ctx context.Context, h db.Handle, id string) (Series, error) {
	return db.One(ctx, h, scanSeries, selectSeries+` WHERE s.id = $1`, id)
}

// ownSeries is true for series with an edition in which the viewer's
// organisation takes part.
const ownSeries = "s.id IN (SELECT a.series_id FROM activities a JOIN participants x ON x.activity_id = a.id WHERE x.organisation_id = ? AND x.organisation_id <> '' AND NOT a.binned)"

// ownedSeries lists the series in which the organisation $1 takes part.
const ownedSeries = `SELECT a.series_id FROM activities a JOIN participants x ON x.activity_id = a.id WHERE x.organisation_id = $1 AND x.organisation_id <> '' AND NOT a.binned`

func isOwnSeries(ctx context.Context, h db.Handle, s *Series, organisation string) (bool, error) {
	if organisation == "" {
		return false, nil
	}
	n, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM activities a JOIN participants x ON x.activity_id = a.id WHERE a.series_id = $1 AND a.series_id <> '' AND x.organisation_id = $2 AND x.organisation_id <> '' AND NOT a.binned`, s.ID, organisation)
	return n > 0, err
}

func listSeries(ctx context.Context, h db.Handle, scope account.Scope, own string) ([]Series, error) {
	var w db.Where
	w.And("NOT s.binned")
	scope.Where(&w, "s.visibility", ownSeries, own)
	return db.All(ctx, h, scanSeries, selectSeries+w.SQL()+` ORDER BY s.fold, s.id`, w.Args()...)
}

// Editions says how often a series was there and when last.
type Editions struct {
	Count int
	First string // year, empty when not known
	Last  string
}

// editions counts the editions of every series that the viewer may see.
func editions(ctx context.Context, h db.Handle, scope account.Scope, own string) (map[string]Editions, error) {
	var w db.Where
	w.And("NOT a.binned AND a.series_id <> ''")
	scope.Where(&w, "a.visibility", ownCondition, own)
	of := map[string]Editions{}
	_, err := db.All(ctx, h, func(r db.Row) (struct{}, error) {
		var series, sort string
		if err := r.Scan(&series, &sort); err != nil {
			return struct{}{}, err
		}
		e := of[series]
		e.Count++
		if sort != "" && sort[:4] != "0000" {
			if e.First == "" {
				e.First = sort[:4]
			}
			e.Last = sort[:4]
		}
		of[series] = e
		return struct{}{}, nil
	}, `SELECT a.series_id, a.sort FROM activities a`+w.SQL()+` ORDER BY a.series_id, a.sort`, w.Args()...)
	return of, err
}

func insertSeries(ctx context.Context, h db.Handle, s Series) error {
	_, err := db.Exec(ctx, h, `INSERT INTO series (id, version, name, fold, about, visibility) VALUES ($1, 1, $2, $3, $4, $5)`,
		s.ID, s.Name, fold.Key(s.Name.In("ru").Value), s.About, s.Visibility)
	return err
}

func updateSeries(ctx context.Context, h db.Handle, s Series) error {
	n, err := db.Exec(ctx, h, `UPDATE series SET version = version + 1, name = $3, fold = $4, about = $5, visibility = $6 WHERE id = $1 AND version = $2`,
		s.ID, s.Version, s.Name, fold.Key(s.Name.In("ru").Value), s.About, s.Visibility)
	if err == nil && n == 0 {
		err = errs.New(errs.Stale, "form.stale")
	}
	return err
}

func binSeries(ctx context.Context, h db.Handle, id string, binned bool) error {
	_, err := db.Exec(ctx, h, `UPDATE series SET binned = $2, version = version + 1 WHERE id = $1`, id, binned)
	return err
}

// alikeSeries finds a series of the same folded name.
func alikeSeries(ctx context.Context, h db.Handle, s *Series) (title, id string, err error) {
	found, err := db.All(ctx, h, scanSeries, selectSeries+` WHERE s.fold = $1 AND NOT s.binned AND s.id <> $2 ORDER BY s.id LIMIT 1`, fold.Key(s.Name.In("ru").Value), s.ID)
	if err != nil || len(found) == 0 {
		return "", "", err
	}
	return found[0].Name.In("ru").Value, found[0].ID, nil
}
