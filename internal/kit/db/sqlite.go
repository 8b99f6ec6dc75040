package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	sqlite "modernc.org/sqlite" // registers the driver "sqlite"
)

// minSQLite is the first version without the write-ahead-log reset defect that
// could silently lose a committed transaction (fixed in 3.51.3, March 2026).
const minSQLite = "3.51.3"

// SQLiteMode says what an opened file will be used for.
type SQLiteMode int

// The modes of opening a file.
const (
	ReadWrite SQLiteMode = iota
	ReadOnly             // never creates, never writes; may be opened while a server runs
)

// OpenSQLite opens or creates one file: write-ahead log, synchronous=FULL, one
// writing connection that takes its lock at once, several reading ones. It
// refuses a library that is too old or a file that does not keep FULL.
func OpenSQLite(ctx context.Context, path string, mode SQLiteMode) (*DB, error) {
	if mode == ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("there is no database at %s", path)
		}
	} else if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, err
	}
	write, err := sql.Open("sqlite", sqliteDSN(path, mode))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", sqliteDSN(path, ReadOnly))
	if err != nil {
		return nil, err
	}
	readers := max(2, runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	d := &DB{engine: SQLite, name: path, write: write, read: read}
	if err := checkSQLite(ctx, d); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func sqliteDSN(path string, mode SQLiteMode) string {
	q := url.Values{}
	for _, p := range []string{
		"busy_timeout(10000)", "foreign_keys(1)", "synchronous(FULL)", "trusted_schema(0)",
		"cell_size_check(1)", "temp_store(MEMORY)", "journal_size_limit(67108864)",
	} {
		q.Add("_pragma", p)
	}
	if mode == ReadOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "secure_delete(1)")
		q.Set("_txlock", "immediate")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func checkSQLite(ctx context.Context, d *DB) error {
	var version string
	var synchronous int
	if err := d.write.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("%s cannot be opened: %w", d.name, err)
	}
	if older(version, minSQLite) {
		return fmt.Errorf("SQLite %s is too old: %s or newer is needed, because earlier ones can lose a confirmed save", version, minSQLite)
	}
	if err := d.write.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return err
	}
	if synchronous != 2 {
		return fmt.Errorf("%s does not run with synchronous=FULL (it answers %d), so a power cut could lose a confirmed save", d.name, synchronous)
	}
	return nil
}

// older compares dotted version numbers.
func older(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}

// SQLiteVersion is the version of the library inside this program.
func SQLiteVersion(ctx context.Context) (string, error) {
	mem, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return "", err
	}
	defer mem.Close()
	var v string
	return v, mem.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&v)
}

// IntegrityProblems asks the engine to examine the whole database and returns
// what it complains of. PostgreSQL keeps its own checksums and is not asked.
//
// It asks on a connection of its own: on one that has searched before, the
// examination of a full-text table goes by the shape that the table had then,
// and misses pieces that were merged since.
func IntegrityProblems(ctx context.Context, d *DB) ([]string, error) {
	if d.engine != SQLite {
		return nil, nil
	}
	d, err := OpenSQLite(ctx, d.name, ReadOnly)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	found, err := All(ctx, d, Value[string], "PRAGMA integrity_check")
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	orphans, err := All(ctx, d, func(r Row) (string, error) {
		var table, parent string
		var row, fk sql.NullInt64
		err := r.Scan(&table, &row, &parent, &fk)
		return fmt.Sprintf("row %d of %s points at a missing row of %s", row.Int64, table, parent), err
	}, "PRAGMA foreign_key_check")
	return append(found, orphans...), err
}

func sqliteUniqueKey(err error) string {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ""
	}
	// The text is "… UNIQUE constraint failed: t.a, t.b (2067)" or, for an
	// index on an expression, "… failed: index 't_x_key' (…)".
	_, list, ok := strings.Cut(e.Error(), "UNIQUE constraint failed: ")
	if !ok {
		return ""
	}
	list, _, _ = strings.Cut(list, " (")
	if name, ok := strings.CutPrefix(list, "index '"); ok {
		return strings.TrimSuffix(name, "'")
	}
	key := ""
	for i, column := range strings.Split(list, ", ") {
		table, name, _ := strings.Cut(column, ".")
		if i == 0 {
			key = table
		}
		key += "_" + name
	}
	return key + "_key"
}
