package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

var schemaName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,47}$`)

// OpenPostgres opens one schema of a database and creates it when it is
// missing. It refuses a database that does not compare text byte by byte,
// because lists would come in another order than on SQLite.
func OpenPostgres(ctx context.Context, dsn, schema string) (*DB, error) {
	if !schemaName.MatchString(schema) {
		return nil, fmt.Errorf("%q cannot be the name of a schema: small Latin letters, digits and _ only", schema)
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("the database address cannot be read: %w", err)
	}
	config.RuntimeParams["search_path"] = schema
	config.RuntimeParams["application_name"] = "pobratim"
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(8)
	d := &DB{engine: Postgres, name: schema, write: pool, read: pool}
	if err := checkPostgres(ctx, d, config.Database); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if _, err := pool.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema); err != nil {
		return nil, errors.Join(fmt.Errorf("schema %s cannot be made: %w", schema, err), pool.Close())
	}
	return d, nil
}

func checkPostgres(ctx context.Context, d *DB, database string) error {
	var asC bool
	var synchronous string
	err := d.read.QueryRowContext(ctx, `SELECT 'B'::text < 'a'::text AND 'Я'::text < 'а'::text, current_setting('synchronous_commit')`).Scan(&asC, &synchronous)
	if err != nil {
		return fmt.Errorf("PostgreSQL does not answer: %w", oneLine(err))
	}
	if !asC {
		return fmt.Errorf("database %s sorts text by a language; Pobratim needs byte order. Make one with: "+
			`CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`, database, database)
	}
	if synchronous == "off" {
		return fmt.Errorf("database %s runs with synchronous_commit=off, so a power cut could lose a confirmed save", database)
	}
	return nil
}

// oneLine writes an error with several causes as one sentence.
func oneLine(err error) error {
	return errors.New(strings.Join(strings.Fields(err.Error()), " "))
}

// Redacted is a database address without its password, for messages.
func Redacted(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return "postgres"
	}
	return u.Redacted()
}

func postgresUniqueKey(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "23505" {
		return e.ConstraintName
	}
	return ""
}

// UniqueKey returns the name of the unique index that an error complains of,
// the same on both engines, or nothing for any other error.
func UniqueKey(err error) string {
	if k := sqliteUniqueKey(err); k != "" {
		return k
	}
	return postgresUniqueKey(err)
}

// withLock runs do while no other process migrates the same schema.
func withLock(ctx context.Context, d *DB, do func() error) error {
	if d.engine != Postgres {
		return do() // the data folder's lock file already keeps others away
	}
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := advisory(ctx, conn, "pg_advisory_lock", d.name); err != nil {
		return err
	}
	defer func() { _ = advisory(context.WithoutCancel(ctx), conn, "pg_advisory_unlock", d.name) }()
	return do()
}

func advisory(ctx context.Context, conn *sql.Conn, function, name string) error {
	_, err := conn.ExecContext(ctx, "SELECT "+function+"(hashtext($1))", "pobratim:"+name)
	return err
}

// AllPlanned is All for queries whose best plan depends on their arguments, such
// as a search for common or for rare words: PostgreSQL plans each anew.
func AllPlanned[T any](ctx context.Context, h Handle, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	if h.Engine() == Postgres {
		args = append([]any{pgx.QueryExecModeExec}, args...)
	}
	return All(ctx, h, scan, query, args...)
}
