package db

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Record is a row of any table: its columns by name. Texts are strings, numbers
// int64, truths bool, NULL is nil.
type Record = map[string]any

// identifier is what tables and columns of our schemas are called.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// named refuses names that are not of a schema of ours: these functions are for
// lists of tables that the program itself holds.
func named(names ...string) error {
	for _, n := range names {
		if !identifier.MatchString(n) {
			return fmt.Errorf("db: %q is no name of a table or column", n)
		}
	}
	return nil
}

// RecordsBy reads the rows of a table that hold all of these values, whole.
func RecordsBy(ctx context.Context, h Handle, table string, values Record) ([]Record, error) {
	condition, args, err := equal(values, 0)
	if err == nil {
		err = named(table)
	}
	if err != nil {
		return nil, err
	}
	return records(ctx, h, "SELECT * FROM "+table+" WHERE "+condition, args...)
}

// PutRecord inserts a row.
func PutRecord(ctx context.Context, h Handle, table string, row Record) error {
	columns := slices.Sorted(maps.Keys(row))
	if err := named(append(columns, table)...); err != nil {
		return err
	}
	marks, args := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		marks[i], args[i] = "$"+strconv.Itoa(i+1), row[c]
	}
	_, err := Exec(ctx, h, "INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...)
	return err
}

// SetRecords writes values into the rows that hold all of key, and returns how
// many there were.
func SetRecords(ctx context.Context, h Handle, table string, key, values Record) (int64, error) {
	columns := slices.Sorted(maps.Keys(values))
	if err := named(append(columns, table)...); err != nil {
		return 0, err
	}
	sets, args := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		sets[i], args[i] = c+" = $"+strconv.Itoa(i+1), values[c]
	}
	condition, more, err := equal(key, len(args))
	if err != nil {
		return 0, err
	}
	return Exec(ctx, h, "UPDATE "+table+" SET "+strings.Join(sets, ", ")+" WHERE "+condition, append(args, more...)...)
}

// DropRecords deletes the rows that hold all of key.
func DropRecords(ctx context.Context, h Handle, table string, key Record) error {
	condition, args, err := equal(key, 0)
	if err == nil {
		err = named(table)
	}
	if err == nil {
		_, err = Exec(ctx, h, "DELETE FROM "+table+" WHERE "+condition, args...)
	}
	return err
}

// equal is a condition on columns, its placeholders numbered after a number. An
// empty one is refused: it would mean every row.
func equal(values Record, after int) (string, []any, error) {
	columns := slices.Sorted(maps.Keys(values))
	if len(columns) == 0 {
		return "", nil, fmt.Errorf("db: no key")
	}
	if err := named(columns...); err != nil {
		return "", nil, err
	}
	parts, args := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		parts[i], args[i] = c+" = $"+strconv.Itoa(after+i+1), values[c]
	}
	return strings.Join(parts, " AND "), args, nil
}

// records reads rows whole.
func records(ctx context.Context, h Handle, query string, args ...any) ([]Record, error) {
	rows, err := h.query(ctx, query, args)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []Record
	for rows.Next() {
		values, targets := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, fmt.Errorf("%w in %q", err, query)
		}
		row := make(Record, len(names))
		for i, name := range names {
			if raw, ok := values[i].([]byte); ok {
				values[i] = string(raw)
			}
			row[name] = values[i]
		}
		out = append(out, row)
	}
	return out, rows.Err()
}
