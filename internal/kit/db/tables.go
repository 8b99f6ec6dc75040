package db

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ColumnType is what a column holds, in terms that both engines share.
type ColumnType string

// The types of columns that schemas use.
const (
	TextColumn    ColumnType = "text"
	IntegerColumn ColumnType = "integer"
	BooleanColumn ColumnType = "boolean"
)

// Column is one column of a table.
type Column struct {
	Name string
	Type ColumnType
	Null bool // may hold NULL
}

// Table is a table as the engine describes it.
type Table struct {
	Name    string
	Columns []Column // in the order in which they were declared
	Key     []string // columns of the primary key, in its order
	Refers  []string // other tables that its foreign keys lead to
}

// Tables describes the tables of a database by name, each after those that it
// refers to. Tables of the engine and of the migrations are left out, and so are
// those that skip names: of them nothing is asked, whatever their columns are.
func Tables(ctx context.Context, h Handle, skip func(name string) bool) ([]Table, error) {
	all, err := tableNames(ctx, h)
	if err != nil {
		return nil, err
	}
	names := slices.DeleteFunc(all, skip)
	byName := make(map[string]Table, len(names))
	for _, name := range names {
		t, err := describe(ctx, h, name)
		if err != nil {
			return nil, err
		}
		byName[name] = t
	}
	var ordered []Table
	done := map[string]bool{}
	for len(ordered) < len(names) {
		before := len(ordered)
		for _, name := range names {
			t := byName[name]
			if !done[name] && !slices.ContainsFunc(t.Refers, func(other string) bool { return !done[other] }) {
				done[name] = true
				ordered = append(ordered, t)
			}
		}
		if len(ordered) == before {
			return nil, fmt.Errorf("tables of %v refer to each other in a circle, or to one that is left out", names)
		}
	}
	return ordered, nil
}

func tableNames(ctx context.Context, h Handle) ([]string, error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' ORDER BY name`
	if h.Engine() == Postgres {
		query = `SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'goose_%' ORDER BY 1`
	}
	return All(ctx, h, Value[string], query)
}

func describe(ctx context.Context, h Handle, name string) (Table, error) {
	t := Table{Name: name}
	columns := `SELECT name, upper(type), "notnull" = 0 AND pk = 0 FROM pragma_table_info($1) ORDER BY cid`
	key := `SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk`
	refers := `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1) WHERE "table" <> $1 ORDER BY 1`
	if h.Engine() == Postgres {
		columns = `SELECT column_name::text, upper(data_type::text), is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`
		key = `SELECT a.attname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
			WHERE n.nspname = current_schema() AND c.relname = $1 AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)`
		refers = `SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class f ON f.oid = k.confrelid
			WHERE n.nspname = current_schema() AND c.relname = $1 AND k.contype = 'f' AND f.relname <> $1 ORDER BY 1`
	}
	var err error
	if t.Columns, err = All(ctx, h, scanColumn, columns, name); err != nil {
		return t, err
	}
	if t.Key, err = All(ctx, h, Value[string], key, name); err != nil {
		return t, err
	}
	if len(t.Key) == 0 {
		return t, fmt.Errorf("the table %s has no primary key", name)
	}
	t.Refers, err = All(ctx, h, Value[string], refers, name)
	return t, err
}

func scanColumn(r Row) (Column, error) {
	var c Column
	var declared string
	if err := r.Scan(&c.Name, &declared, &c.Null); err != nil {
		return c, err
	}
	switch {
	case declared == "TEXT":
		c.Type = TextColumn
	case declared == "BIGINT" || strings.HasPrefix(declared, "INTEGER"):
		c.Type = IntegerColumn
	case declared == "BOOLEAN":
		c.Type = BooleanColumn
	default:
		return c, fmt.Errorf("the column %s is %s, which is no type that both engines share", c.Name, declared)
	}
	return c, nil
}

// ReadTable hands over every row of a table in the order of its key. Names come
// from Tables, which has them of the engine.
func ReadTable(ctx context.Context, h Handle, t Table, do func(Row) error) error {
	return Each(ctx, h, do, "SELECT "+strings.Join(namesOf(t.Columns), ", ")+" FROM "+t.Name+" ORDER BY "+strings.Join(t.Key, ", "))
}

// EmptyTable removes every row of a table.
func EmptyTable(ctx context.Context, h Handle, t Table) error {
	_, err := Exec(ctx, h, "DELETE FROM "+t.Name)
	return err
}

// InsertRow adds a row to a table, with values for some of its columns.
func InsertRow(ctx context.Context, h Handle, t Table, columns []Column, values []any) error {
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	_, err := h.exec(ctx, "INSERT INTO "+t.Name+" ("+strings.Join(namesOf(columns), ", ")+") VALUES ("+strings.Join(marks, ", ")+")", values)
	return err
}

func namesOf(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}
