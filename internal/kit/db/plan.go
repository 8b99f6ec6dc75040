package db

import (
	"context"
	"errors"
	"regexp"
	"strconv"
)

// Plan is how SQLite answers a query, one step a line.
type Plan struct {
	Query string
	Steps []string
}

var placeholder = regexp.MustCompile(`\$([0-9]+)`)

// Plans asks SQLite how it answers each query that it has compiled so far, for
// tests that want indexes to be used.
func (d *DB) Plans(ctx context.Context) ([]Plan, error) {
	if d.engine != SQLite {
		return nil, errors.New("db: only SQLite tells its plans")
	}
	d.stmts.mu.RLock()
	var queries []string
	for q := range d.stmts.byQL {
		queries = append(queries, q)
	}
	d.stmts.mu.RUnlock()
	var plans []Plan
	for _, q := range queries {
		most := 0
		for _, m := range placeholder.FindAllStringSubmatch(q, -1) {
			if n, err := strconv.Atoi(m[1]); err == nil {
				most = max(most, n)
			}
		}
		rows, err := d.read.QueryContext(ctx, "EXPLAIN QUERY PLAN "+q, make([]any, most)...)
		if err != nil {
			return nil, err
		}
		p := Plan{Query: q}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			p.Steps = append(p.Steps, step)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}
