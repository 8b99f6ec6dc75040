package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"pobratim/internal/kit/errs"
)

// Engine names the database engine behind a DB.
type Engine string

// The engines the product runs on.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Handle is what unexported store functions take: a database or a transaction.
type Handle interface {
	exec(ctx context.Context, query string, args []any) (sql.Result, error)
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
	Engine() Engine
}

// DB is one municipality's database: one SQLite file or one PostgreSQL schema.
// On SQLite a single connection writes and several read.
type DB struct {
	engine Engine
	name   string // file path or schema, for messages
	write  *sql.DB
	read   *sql.DB
	stmts  statements
	kept   kept
}

// Engine tells which engine is behind the handle.
func (d *DB) Engine() Engine { return d.engine }

// Name is the file or schema, for messages to the operator.
func (d *DB) Name() string { return d.name }

// Close closes all connections.
func (d *DB) Close() error {
	d.stmts.close()
	d.kept.close()
	err := d.write.Close()
	if d.read != d.write {
		err = errors.Join(err, d.read.Close())
	}
	return err
}

func (d *DB) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return d.write.ExecContext(ctx, query, args...)
}

func (d *DB) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if d.engine == Postgres { // pgx keeps prepared statements by itself
		return d.read.QueryContext(ctx, query, args...)
	}
	stmt, err := d.stmts.get(ctx, d.read, query)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return d.read.QueryContext(ctx, query, args...)
	}
	return stmt.QueryContext(ctx, args...)
}

// Row is one row of an answer, to be scanned column by column.
type Row interface{ Scan(dest ...any) error }

// Exec runs a statement and returns how many rows it touched.
func Exec(ctx context.Context, h Handle, query string, args ...any) (int64, error) {
	res, err := h.exec(ctx, query, args)
	if err != nil {
		return 0, fmt.Errorf("%w in %q", err, query)
	}
	return res.RowsAffected()
}

// All reads every row of a query.
func All[T any](ctx context.Context, h Handle, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := h.query(ctx, query, args)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%w in %q", err, query)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	return out, nil
}

// One reads the first row of a query; no row is errs.NotFound.
func One[T any](ctx context.Context, h Handle, scan func(Row) (T, error), query string, args ...any) (T, error) {
	var zero T
	all, err := All(ctx, h, scan, query, args...)
	if err != nil {
		return zero, err
	}
	if len(all) == 0 {
		return zero, errs.New(errs.NotFound, "record.missing")
	}
	return all[0], nil
}

// Value scans a row of one column, for use with One and All.
func Value[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// statements keeps SQLite's compiled queries. Texts come from the program, so
// their number is bounded by the variants of optional conditions.
type statements struct {
	mu   sync.RWMutex
	byQL map[string]*sql.Stmt
}

// maxStatements bounds the memory of compiled queries; what comes past it is
// compiled each time. None is forgotten: somebody may be about to run it.
const maxStatements = 2000

// get is a compiled query; nil when there are too many to keep another.
func (s *statements) get(ctx context.Context, on *sql.DB, query string) (*sql.Stmt, error) {
	s.mu.RLock()
	stmt := s.byQL[query]
	s.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.byQL[query]; stmt != nil {
		return stmt, nil
	}
	if len(s.byQL) >= maxStatements {
		return nil, nil
	}
	stmt, err := on.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	if s.byQL == nil {
		s.byQL = map[string]*sql.Stmt{}
	}
	s.byQL[query] = stmt
	return stmt, nil
}

func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.byQL {
		_ = stmt.Close()
	}
	s.byQL = nil
}
