package db

import (
	"context"
	"database/sql"
	"fmt"
)

// Tx is a transaction that may write. It is used by one goroutine at a time.
type Tx struct {
	engine Engine
	tx     *sql.Tx
	stmts  map[string]*sql.Stmt // SQLite's compiled statements; nil for one that was met once
	kept   *kept                // compiled in earlier transactions; nil where nothing is kept
}

// Engine tells which engine is behind the handle.
func (t *Tx) Engine() Engine { return t.engine }

func (t *Tx) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	stmt, err := t.compiled(ctx, query)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return t.tx.ExecContext(ctx, query, args...)
	}
	return stmt.ExecContext(ctx, args...)
}

func (t *Tx) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	stmt, err := t.compiled(ctx, query)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return t.tx.QueryContext(ctx, query, args...)
	}
	return stmt.QueryContext(ctx, args...)
}

// compiled is the statement of a text that comes again in the same transaction:
// an import says the same for each of its rows, and compiling would be a fifth
// of its work. nil asks to run the text as it is. pgx keeps prepared statements
// by itself.
func (t *Tx) compiled(ctx context.Context, query string) (*sql.Stmt, error) {
	if t.engine == Postgres {
		return nil, nil
	}
	stmt, met := t.stmts[query]
	switch {
	case stmt != nil:
		return stmt, nil
	case !met:
		if t.stmts == nil {
			t.stmts = map[string]*sql.Stmt{}
		}
		if known := t.kept.get(query); known != nil {
			stmt = t.tx.StmtContext(ctx, known)
		}
		if len(t.stmts) < maxStatements {
			t.stmts[query] = stmt
		}
		return stmt, nil
	}
	stmt, err := t.tx.PrepareContext(ctx, query) // closed with the transaction
	if err == nil {
		t.stmts[query] = stmt
		t.kept.want(query)
	}
	return stmt, err
}

// Tx runs do in one transaction and commits when it returns nil. On SQLite the
// write lock is taken at once (BEGIN IMMEDIATE), so a transaction never fails
// half-way because another one wrote.
func (d *DB) Tx(ctx context.Context, do func(ctx context.Context, tx *Tx) error) (err error) {
	d.kept.compile(ctx, d.write)
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin on %s: %w", d.name, err)
	}
	defer func() {
		if p := recover(); p != nil {
			_ = tx.Rollback()
			panic(p)
		}
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if err := do(ctx, &Tx{engine: d.engine, tx: tx, kept: &d.kept}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit on %s: %w", d.name, err)
	}
	return nil
}
