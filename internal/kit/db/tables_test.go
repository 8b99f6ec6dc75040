package db_test

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
)

var tables = []fs.FS{fstest.MapFS{"schema/2026010102_tables.sql": {Data: []byte(`-- +goose Up
CREATE TABLE villages (city TEXT NOT NULL REFERENCES towns (id), number BIGINT NOT NULL, open BOOLEAN NOT NULL DEFAULT FALSE, note TEXT, PRIMARY KEY (number, city));
`)}, "schema/2026010101_towns.sql": {Data: []byte(`-- +goose Up
CREATE TABLE towns (id TEXT PRIMARY KEY, people BIGINT);
`)}}}

func TestTables(t *testing.T) {
	dbtest.Each(t, tables, func(t *testing.T, d *db.DB) {
		nothing := func(string) bool { return false }
		got, err := db.Tables(t.Context(), d, nothing)
		want := []db.Table{
			{Name: "towns", Columns: []db.Column{{"id", db.TextColumn, false}, {"people", db.IntegerColumn, true}}, Key: []string{"id"}},
			{Name: "villages", Columns: []db.Column{{"city", db.TextColumn, false}, {"number", db.IntegerColumn, false}, {"open", db.BooleanColumn, false}, {"note", db.TextColumn, true}}, Key: []string{"number", "city"}, Refers: []string{"towns"}},
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%v\n%v", err, got, want)
		}
		if _, err := db.Tables(t.Context(), d, func(name string) bool { return name == "towns" }); err == nil {
			t.Error("a table that refers to one that is left out is described")
		}
		if n, err := db.SchemaNumber(t.Context(), d); err != nil || n != 2026010102 {
			t.Errorf("schema %d, %v", n, err)
		}
		towns, villages := got[0], got[1]
		for _, row := range [][]any{{"b", nil}, {"a", int64(7)}} {
			if err := db.InsertRow(t.Context(), d, towns, towns.Columns, row); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.InsertRow(t.Context(), d, villages, villages.Columns[:2], []any{"a", int64(1)}); err != nil {
			t.Fatal(err)
		}
		var order []string
		read := func(r db.Row) error {
			var id string
			var people any
			err := r.Scan(&id, &people)
			order = append(order, id)
			return err
		}
		if err := db.ReadTable(t.Context(), d, towns, read); err != nil || !slices.Equal(order, []string{"a", "b"}) {
			t.Errorf("%v %v", order, err)
		}
		if err := errors.Join(db.EmptyTable(t.Context(), d, villages), db.EmptyTable(t.Context(), d, towns)); err != nil {
			t.Error(err)
		}
	})
}

// TestSnapshot writes while a snapshot is read: it stays as it was.
func TestSnapshot(t *testing.T) {
	dbtest.Each(t, tables, func(t *testing.T, d *db.DB) {
		count := func(h db.Handle) int {
			n, err := db.One(t.Context(), h, db.Value[int], `SELECT count(*) FROM towns`)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		err := d.Snapshot(t.Context(), func(ctx context.Context, h db.Handle) error {
			if _, err := db.Exec(ctx, d, `INSERT INTO towns (id) VALUES ('x')`); err != nil {
				return err
			}
			if now, then := count(d), count(h); now != 1 || then != 0 {
				t.Errorf("%d towns now, %d in the snapshot", now, then)
			}
			_, err := db.Exec(ctx, h, `INSERT INTO towns (id) VALUES ('y')`)
			if err == nil {
				t.Error("a snapshot can be written")
			}
			return nil
		})
		if err != nil || count(d) != 1 {
			t.Errorf("%v, %d towns", err, count(d))
		}
		stop := errors.New("enough")
		if err := db.Each(t.Context(), d, func(db.Row) error { return stop }, `SELECT id FROM towns`); !errors.Is(err, stop) {
			t.Errorf("%v", err)
		}
	})
}

func TestMigrateTo(t *testing.T) {
	older := []fs.FS{fstest.MapFS{"schema/2025010101_old.sql": {Data: []byte("-- +goose Up\nCREATE TABLE old (id TEXT PRIMARY KEY);\n")}}}
	dbtest.Each(t, older, func(t *testing.T, d *db.DB) {
		merged, err := db.Merge(append(older, tables...)...)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := db.NewestMigration(merged); err != nil || n != 2026010102 {
			t.Errorf("newest %d, %v", n, err)
		}
		if err := db.MigrateTo(t.Context(), d, merged, 2026010101); err != nil {
			t.Fatal(err)
		}
		tableNames(t, d, "old towns")
		if err := db.Migrate(t.Context(), d, merged); err != nil {
			t.Fatal(err)
		}
		tableNames(t, d, "old towns villages")
	})
}

func tableNames(t *testing.T, d *db.DB, want string) {
	t.Helper()
	found, err := db.Tables(t.Context(), d, func(string) bool { return false })
	var names []string
	for _, one := range found {
		names = append(names, one.Name)
	}
	if got := strings.Join(names, " "); err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}
