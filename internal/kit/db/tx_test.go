package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
)

// TestTxRepeats runs the same texts many times in one transaction, as an import
// does: reading sees what was written just before, and a statement that was
// refused works again with other values.
func TestTxRepeats(t *testing.T) {
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := range 20 {
				id := fmt.Sprint("c", i)
				if err := insert(t, tx, id, "Город "+id, "RU", id); err != nil {
					return err
				}
				name, err := db.One(ctx, tx, db.Value[string], `SELECT name FROM cities WHERE id = $1`, id)
				if err != nil || name != "Город "+id {
					return fmt.Errorf("%s reads %q, %w", id, name, err)
				}
				n, err := db.Exec(ctx, tx, `UPDATE cities SET name = $2 WHERE id = $1`, id, "Другой")
				if err != nil || n != 1 {
					return fmt.Errorf("%d rows were changed, %w", n, err)
				}
				if all, err := db.All(ctx, tx, db.Value[string], `SELECT id FROM cities WHERE fold <= $1 ORDER BY fold`, "c9z"); err != nil || len(all) != i+1 {
					return fmt.Errorf("%d rows after %d, %w", len(all), i+1, err)
				}
				if _, err := db.One(ctx, tx, db.Value[string], `SELECT name FROM cities WHERE id = $1`, "nobody"); errs.KindOf(err) != errs.NotFound {
					return fmt.Errorf("a missing row answers %w", err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		stop := errors.New("stop")
		err = d.Tx(t.Context(), func(_ context.Context, tx *db.Tx) error {
			for i, want := range []string{"", "", "", "cities_country_fold_key"} {
				if key := db.UniqueKey(insert(t, tx, fmt.Sprint("d", i), "x", "FI", fmt.Sprint(i%3))); key != want {
					t.Errorf("row %d is refused by %q, not by %q", i, key, want)
				}
			}
			if d.Engine() == db.SQLite { // on PostgreSQL nothing works after an error
				if err := insert(t, tx, "d9", "x", "FI", "9"); err != nil {
					t.Errorf("after a refusal: %v", err)
				}
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if n, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM cities`); err != nil || n != 20 {
			t.Errorf("%d rows, %v", n, err)
		}
	})
}

// TestTxKept runs transactions that repeat each other's texts, from several
// sides, after one that failed and after a change of the table.
func TestTxKept(t *testing.T) {
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		add := func(from, n int) error {
			return d.Tx(t.Context(), func(_ context.Context, tx *db.Tx) error {
				for i := range n {
					id := fmt.Sprint("k", from+i)
					if err := insert(t, tx, id, "Город", "RU", id); err != nil {
						return err
					}
				}
				return nil
			})
		}
		want := func(n int) {
			t.Helper()
			if have, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM cities`); err != nil || have != n {
				t.Errorf("%d rows of %d, %v", have, n, err)
			}
		}
		if err := errors.Join(add(0, 3), add(10, 3)); err != nil {
			t.Fatal(err)
		}
		if err := add(9, 3); err == nil {
			t.Error("a row was doubled")
		}
		want(6)
		results := make(chan error)
		for side := range 4 {
			go func() { results <- errors.Join(add(100*side+100, 5), add(100*side+150, 5)) }()
		}
		for range 4 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		want(46)
		if _, err := db.Exec(t.Context(), d, `ALTER TABLE cities ADD COLUMN later TEXT NOT NULL DEFAULT ''`); err != nil {
			t.Fatal(err)
		}
		if err := add(900, 3); err != nil {
			t.Fatal(err)
		}
		want(49)
	})
}
