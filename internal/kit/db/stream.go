package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Each hands over the rows of a query one by one, so that memory does not grow
// with their number. It stops at the first error. Within a transaction, do does not
// run the same text itself.
func Each(ctx context.Context, h Handle, do func(Row) error, query string, args ...any) error {
	rows, err := h.query(ctx, query, args)
	if err != nil {
		return fmt.Errorf("%w in %q", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%w in %q", err, query)
	}
	return nil
}

// Snapshot lets do read one state of the whole database, however long it takes
// and whatever others write meanwhile.
func (d *DB) Snapshot(ctx context.Context, do func(ctx context.Context, h Handle) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin on %s: %w", d.name, err)
	}
	defer func() { _ = tx.Rollback() }()
	h := &Tx{engine: d.engine, tx: tx}
	// SQLite takes its snapshot with the first read.
	if _, err := tableNames(ctx, h); err != nil {
		return err
	}
	return do(ctx, h)
}

// SchemaNumber is the number of the newest migration that a database has seen.
func SchemaNumber(ctx context.Context, h Handle) (int64, error) {
	return One(ctx, h, Value[int64], `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied`)
}

// RenameSchema gives a schema of a PostgreSQL database another name; there must
// be none of that name.
func RenameSchema(ctx context.Context, dsn, from, to string) error {
	return onSchema(ctx, dsn, from, `ALTER SCHEMA `+from+` RENAME TO `+to, to)
}

// DropSchema removes a schema with everything in it; a missing one is no error.
func DropSchema(ctx context.Context, dsn, name string) error {
	return onSchema(ctx, dsn, name, `DROP SCHEMA IF EXISTS `+name+` CASCADE`)
}

func onSchema(ctx context.Context, dsn, name, statement string, more ...string) error {
	for _, n := range append(more, name) {
		if !schemaName.MatchString(n) {
			return fmt.Errorf("%q cannot be the name of a schema: small Latin letters, digits and _ only", n)
		}
	}
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, statement)
	if err != nil && strings.Contains(err.Error(), "already exists") {
		err = fmt.Errorf("the database has a schema of that name already: %w", oneLine(err))
	}
	return errors.Join(err, pool.Close())
}
