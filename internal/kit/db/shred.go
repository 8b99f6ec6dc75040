package db

import (
	"context"
	"fmt"
)

// Shred takes what was deleted from some tables out of the files of the database
// as well. SQLite overwrites deleted rows; its log of the last changes is written
// back and emptied here. While somebody reads an older state that is left to the
// next time. PostgreSQL gives the place of the rows back; its own log holds them
// until it is written over, so nothing goes into such tables that is not closed by
// a key from outside the database.
func Shred(ctx context.Context, d *DB, tables ...string) error {
	if err := named(tables...); err != nil {
		return err
	}
	if d.engine == SQLite {
		_, err := d.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		return err
	}
	for _, table := range tables {
		if _, err := d.write.ExecContext(ctx, `VACUUM `+table); err != nil {
			return fmt.Errorf("vacuum %s: %w", table, err)
		}
	}
	return nil
}
