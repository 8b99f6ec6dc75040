package db_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
)

// TestInsertAll writes any number of rows, each once, and stops at one that is
// refused.
func TestInsertAll(t *testing.T) {
	const head = `INSERT INTO cities (id, name, country, fold)`
	dbtest.Each(t, files, func(t *testing.T, d *db.DB) {
		wrote := 0
		for _, n := range []int{0, 1, 2, 3, 63, 64, 65, 200} {
			var rows [][]any
			for i := range n {
				id := fmt.Sprint(n, "-", i)
				rows = append(rows, []any{id, "Город", "RU", id})
			}
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return db.InsertAll(ctx, tx, head, "", rows) })
			wrote += n
			got, err2 := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM cities WHERE id = fold`)
			if err != nil || err2 != nil || got != wrote {
				t.Fatalf("after %d more: %d rows of %d, %v %v", n, got, wrote, err, err2)
			}
		}
		again := [][]any{{"new", "Город", "RU", "new"}, {"1-0", "Город", "RU", "1-0"}}
		if err := db.InsertAll(t.Context(), d, head, "", again); err == nil {
			t.Error("a row that is there already was taken twice")
		}
		if err := db.InsertAll(t.Context(), d, head, " ON CONFLICT (id) DO NOTHING", again); err != nil {
			t.Error(err)
		}
		if got, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM cities`); err != nil || got != wrote+1 {
			t.Errorf("%d rows of %d, %v", got, wrote+1, err)
		}
	})
}

func TestEvened(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, 2: 8, 8: 8, 9: 32, 100: 128, 500: 500, 501: 501} {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprint(i)
		}
		got := db.Evened(ids)
		if len(got) != want || n > 0 && (got[n-1] != ids[n-1] || got[len(got)-1] != ids[n-1]) {
			t.Errorf("%d become %d: %v", n, len(got), got)
		}
	}
}

// TestManyQueries asks more queries than are kept compiled, from several sides at
// once: all are answered, and what was kept stays kept.
func TestManyQueries(t *testing.T) {
	merged, err := db.Merge(files...)
	if err != nil {
		t.Fatal(err)
	}
	d := dbtest.SQLite(t, merged)
	var sides sync.WaitGroup
	for side := range 4 {
		sides.Go(func() {
			for n := range 2200 {
				got, err := db.One(t.Context(), d, db.Value[int], fmt.Sprintf("SELECT %d", n+side))
				if err != nil || got != n+side {
					t.Errorf("asked for %d, told %d: %v", n+side, got, err)
					return
				}
			}
		})
	}
	sides.Wait()
	kept, err := d.Plans(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) < 1000 || !slices.ContainsFunc(kept, func(p db.Plan) bool { return p.Query == "SELECT 3" }) {
		t.Errorf("%d queries are kept, and the first are not among them", len(kept))
	}
}
