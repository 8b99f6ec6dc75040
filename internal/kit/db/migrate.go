package db

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"
)

// Merge gathers the schema/*.sql files of several subjects into one folder for
// Migrate. A file named ….sqlite.sql or ….postgres.sql serves one engine only.
func Merge(subjects ...fs.FS) (fs.FS, error) {
	merged := fstest.MapFS{}
	for _, files := range subjects {
		names, err := fs.Glob(files, "schema/*.sql")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			base := path.Base(name)
			if merged[base] != nil {
				return nil, fmt.Errorf("two subjects have a migration named %s", base)
			}
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, err
			}
			merged[base] = &fstest.MapFile{Data: text}
		}
	}
	return merged, nil
}

// forEngine drops the files written for the other engine.
func forEngine(files fs.FS, engine Engine) (fs.FS, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	kept := fstest.MapFS{}
	for _, name := range names {
		if other := strings.HasSuffix(name, ".sqlite.sql") && engine != SQLite || strings.HasSuffix(name, ".postgres.sql") && engine != Postgres; other {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		kept[name] = &fstest.MapFile{Data: text}
	}
	return kept, nil
}

// Migrate applies the files that this database has not seen, each in a
// transaction of its own, oldest number first. A second run changes nothing. A
// database that a newer program has migrated is refused.
func Migrate(ctx context.Context, d *DB, merged fs.FS) error {
	return MigrateTo(ctx, d, merged, math.MaxInt64)
}

// MigrateTo is Migrate up to a number, for data that an older program has
// written: it is put into the schema of its time, and then brought up to date.
func MigrateTo(ctx context.Context, d *DB, merged fs.FS, number int64) error {
	files, err := forEngine(merged, d.engine)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	return withLock(ctx, d, func() error {
		p, err := goose.NewProvider(dialect, d.write, files, goose.WithAllowOutofOrder(true))
		if err != nil {
			return err
		}
		current, target, err := p.GetVersions(ctx)
		if err != nil {
			return err
		}
		if current > target {
			return fmt.Errorf("%s was written by a newer program (schema %d, this one knows %d)", d.name, current, target)
		}
		if number < target {
			_, err = p.UpTo(ctx, number)
			return err
		}
		_, err = p.Up(ctx)
		return err
	})
}

// NewestMigration is the highest number among the files that Migrate would
// apply.
func NewestMigration(merged fs.FS) (int64, error) {
	names, err := fs.Glob(merged, "*.sql")
	newest := int64(0)
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("the migration %s has no number", name)
		}
		newest = max(newest, n)
	}
	return newest, err
}

// Schema prints tables and indexes as the engine holds them, sorted by name,
// for the golden file that shows the whole schema in one place.
func Schema(ctx context.Context, d *DB) (string, error) {
	query := `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' ORDER BY tbl_name, type DESC, name`
	if d.engine == Postgres {
		query = `SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || CASE WHEN c.is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END
			FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE 'goose_%'
			UNION ALL SELECT regexp_replace(indexdef, ' ON [a-z0-9_]+[.]', ' ON ') FROM pg_indexes WHERE schemaname = current_schema() AND tablename NOT LIKE 'goose_%'
			ORDER BY 1`
	}
	lines, err := All(ctx, d, Value[string], query)
	if err != nil {
		return "", err
	}
	return strings.Join(lines, "\n") + "\n", nil
}
