package db_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
)

var files = []fs.FS{fstest.MapFS{"schema/2026010101_cities.sql": {Data: []byte(`-- +goose Up
CREATE TABLE cities (id TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, fold TEXT NOT NULL);
CREATE UNIQUE INDEX cities_country_fold_key ON cities (country, fold);
CREATE UNIQUE INDEX cities_name_key ON cities (name) WHERE country = 'DE';
CREATE TABLE streets (id TEXT PRIMARY KEY, city_id TEXT NOT NULL REFERENCES cities (id));
`)}}}

func insert(t *testing.T, h db.Handle, id, name, country, fold string) error {
	t.Helper()
	_, err := db.Exec(t.Context(), h, `INSERT INTO cities (id, name, country, fold) VALUES ($1, $2, $3, $4)`, id, name, country, fold)
	return err
}

func TestSameTextOnBothEngines(t *testing.T) {
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		for _, c := range [][4]string{{"a", "Тюбинген", "DE", "тюбинген"}, {"b", "Йоэнсуу", "FI", "иоэнсуу"}, {"c", "Ödeshög", "SE", "odeshog"}} {
			if err := insert(t, d, c[0], c[1], c[2], c[3]); err != nil {
				t.Fatal(err)
			}
		}
		t.Run("order is byte order of the fold", func(t *testing.T) {
			got, err := db.All(t.Context(), d, db.Value[string], `SELECT name FROM cities ORDER BY fold`)
			if err != nil || strings.Join(got, " ") != "Ödeshög Йоэнсуу Тюбинген" {
				t.Errorf("got %v, %v", got, err)
			}
		})
		t.Run("where", func(t *testing.T) {
			var w db.Where
			w.And("fold LIKE ?", db.Prefix("тюб%"))
			w.In("country", []string{"DE", "FI"})
			got, err := db.All(t.Context(), d, db.Value[string], `SELECT name FROM cities`+w.SQL()+` LIMIT `+w.Arg(5), w.Args()...)
			if err != nil || len(got) != 1 || got[0] != "Тюбинген" {
				t.Errorf("got %v, %v", got, err)
			}
		})
		t.Run("no row", func(t *testing.T) {
			_, err := db.One(t.Context(), d, db.Value[string], `SELECT name FROM cities WHERE id = $1`, "z")
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("got %v, want NotFound", err)
			}
		})
		t.Run("unique keys have one name", func(t *testing.T) {
			if key := db.UniqueKey(insert(t, d, "d", "Tübingen", "DE", "тюбинген")); key != "cities_country_fold_key" {
				t.Errorf("two columns: %q", key)
			}
			if key := db.UniqueKey(insert(t, d, "a", "x", "XX", "x")); !strings.HasSuffix(key, "key") {
				t.Errorf("primary key: %q", key)
			}
			if key := db.UniqueKey(errors.New("x")); key != "" {
				t.Errorf("any error: %q", key)
			}
		})
	})
}

func TestTransaction(t *testing.T) {
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := insert(t, tx, "a", "Минск", "BY", "минск"); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		n, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM cities`)
		if err != nil || n != 0 {
			t.Errorf("%d rows after a failed transaction, %v", n, err)
		}
	})
}

func TestForeignKeysHold(t *testing.T) {
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		if _, err := db.Exec(t.Context(), d, `INSERT INTO streets (id, city_id) VALUES ($1, $2)`, "s", "nowhere"); err == nil {
			t.Error("a street of a missing city was accepted")
		}
	})
}

func TestMigrateTwiceIsNoOp(t *testing.T) {
	merged, err := db.Merge(files...)
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		before, err := db.Schema(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), d, merged); err != nil {
			t.Fatal(err)
		}
		after, err := db.Schema(t.Context(), d)
		if err != nil || before != after || !strings.Contains(after, "cities_country_fold_key") {
			t.Errorf("schema changed or empty: %v\n%s", err, after)
		}
	})
}

func TestOpenSQLiteKeepsFull(t *testing.T) {
	merged, _ := db.Merge(files...)
	d := dbtest.SQLite(t, merged)
	for pragma, want := range map[string]int{"synchronous": 2, "foreign_keys": 1} {
		got, err := db.One(t.Context(), d, db.Value[int], "PRAGMA "+pragma)
		if err != nil || got != want {
			t.Errorf("PRAGMA %s = %d, %v; want %d", pragma, got, err, want)
		}
	}
	if problems, err := db.IntegrityProblems(t.Context(), d); err != nil || len(problems) > 0 {
		t.Errorf("fresh file: %v %v", problems, err)
	}
}
