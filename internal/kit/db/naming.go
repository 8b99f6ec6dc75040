package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite "modernc.org/sqlite"
)

// RecordsNaming reads the rows of a table whose column names one record, whole.
// A column that holds identifiers of several kinds stands beside one that says
// of which kind: kindColumn, or nothing. The conditions that every identifier
// meets are repeated for the partial indexes that are made with them.
func RecordsNaming(ctx context.Context, h Handle, table, column, id, kindColumn, kind string) ([]Record, error) {
	if err := named(table, column); err != nil {
		return nil, err
	}
	query, args := "SELECT * FROM "+table+" WHERE "+column+" = $1 AND "+column+" <> '' AND length("+column+") = 26", []any{id}
	if kindColumn != "" {
		if err := named(kindColumn); err != nil {
			return nil, err
		}
		query, args = query+" AND "+kindColumn+" = $2", append(args, kind)
	}
	return records(ctx, h, query, args...)
}

// foreignKey is SQLite's extended code of a row that names one which is not there.
const foreignKey = 787

// Dangling tells whether an error says that a row names one which is not there.
func Dangling(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23503"
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code() == foreignKey
}
