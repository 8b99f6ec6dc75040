// Package dbtest gives every test a fresh, migrated database on both engines.
//
// SQLite: the migrated file is made once per set of migrations and copied for
// each test. PostgreSQL: the same with a template database; the server's
// address stands in TEST_POSTGRES (make test starts one). Without it the tests
// of that engine do not run and say so; with CI=true that is a failure.
package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"pobratim/internal/kit/db"
)

// Each runs test once per engine, each time on an empty migrated database.
func Each(t *testing.T, subjects []fs.FS, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	merged, err := db.Merge(subjects...)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, merged)) })
	dsn := os.Getenv("TEST_POSTGRES")
	if dsn == "" {
		if os.Getenv("CI") == "true" {
			t.Error("TEST_POSTGRES is not set: the tests on PostgreSQL did not run")
		} else {
			t.Log("TEST_POSTGRES is not set: only SQLite was tested")
		}
		return
	}
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, dsn, merged)) })
}

var templates sync.Map // hash of migrations → func() (string, error)

// SQLite returns a copy of a migrated file; it is closed and removed with the test.
func SQLite(t testing.TB, merged fs.FS) *db.DB {
	t.Helper()
	key := digest(t, merged)
	once, _ := templates.LoadOrStore("sqlite"+key, sync.OnceValues(func() (string, error) {
		dir, err := os.MkdirTemp("", "pobratim-dbtest")
		if err != nil {
			return "", err
		}
		file := filepath.Join(dir, "template.db")
		d, err := db.OpenSQLite(context.Background(), file, db.ReadWrite)
		if err != nil {
			return "", err
		}
		if err := db.Migrate(context.Background(), d, merged); err != nil {
			return "", err
		}
		return file, d.Close()
	}))
	template, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "office.db")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.OpenSQLite(t.Context(), file, db.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

const schema = "city"

// Postgres returns a copy of a migrated template database on the given server;
// it is dropped with the test.
func Postgres(t testing.TB, server string, merged fs.FS) *db.DB {
	t.Helper()
	key := digest(t, merged)
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	once, _ := templates.LoadOrStore("postgres"+key, sync.OnceValues(func() (string, error) {
		return "pobratim_t_" + key[:16], makeTemplate(admin, server, "pobratim_t_"+key[:16], merged)
	}))
	template, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("pobratim_c_%s", strings.ToLower(randomName()))
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatal(err)
	}
	d, err := db.OpenPostgres(t.Context(), withDatabase(server, name), schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.Close()
		_, _ = admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
	})
	return d
}

// makeTemplate builds the template once even when several test processes ask
// for it: an advisory lock lets one build while the others wait.
func makeTemplate(admin *sql.DB, server, name string, merged fs.FS) error {
	ctx := context.Background()
	conn, err := admin.Conn(ctx)
	if err != nil {
		return fmt.Errorf("TEST_POSTGRES does not answer: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(ctx, "SELECT pg_advisory_unlock(hashtext($1))", name) }()
	var ready bool
	if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name+"_ready").Scan(&ready); err != nil || ready {
		return err
	}
	create := " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
	for _, q := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + create} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	d, err := db.OpenPostgres(ctx, withDatabase(server, name), schema)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, d, merged); err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	// An empty database of this name says that the template is whole.
	_, err = conn.ExecContext(ctx, "CREATE DATABASE "+name+"_ready"+create)
	return err
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}

func digest(t testing.TB, merged fs.FS) string {
	t.Helper()
	h := sha256.New()
	names, err := fs.Glob(merged, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		text, err := fs.ReadFile(merged, n)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(h, "%s %d\n%s", n, len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil))
}
