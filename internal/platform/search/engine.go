package search

import (
	"context"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/lexis"
)

// The index tables, by depth of reading.
const (
	tableAll    = "search_all"
	tableOpen   = "search_open"
	tablePortal = "search_portal"
)

func tables() []string { return []string{tableAll, tableOpen, tablePortal} }

// insertTerms writes the tokens of one document.
func insertTerms(ctx context.Context, h db.Handle, table string, number int64, tokens []string) error {
	query := `INSERT INTO ` + table + ` (rowid, terms) VALUES ($1, $2)`
	if h.Engine() == db.Postgres {
		query = `INSERT INTO ` + table + ` (number, terms) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))`
	}
	_, err := db.Exec(ctx, h, query, number, strings.Join(tokens, " "))
	return err
}

// deleteTerms forgets a document.
func deleteTerms(ctx context.Context, h db.Handle, table string, number int64) error {
	query := `DELETE FROM ` + table + ` WHERE rowid = $1`
	if h.Engine() == db.Postgres {
		query = `DELETE FROM ` + table + ` WHERE number = $1`
	}
	_, err := db.Exec(ctx, h, query, number)
	return err
}

// matchSQL begins a query for entries, and match is its condition on $1.
func matchSQL(e db.Engine, table string) (from, condition string) {
	if e == db.Postgres {
		return ` FROM ` + table + ` f JOIN search_entries e ON e.number = f.number`, "f.terms @@ ?::text::tsquery"
	}
	return ` FROM ` + table + ` CROSS JOIN search_entries e ON e.number = ` + table + `.rowid`, table + " MATCH ?"
}

// newestSQL orders matches from the newest on.
func newestSQL(e db.Engine, table string) string {
	if e == db.Postgres {
		return " ORDER BY f.number DESC LIMIT "
	}
	return " ORDER BY " + table + ".rowid DESC LIMIT "
}

// queryText is a query in the language of the engine. Tokens hold letters and
// digits only, so that nothing has to be escaped.
func queryText(e db.Engine, q lexis.Query) string {
	quote, begins, or, and := `"`, `*`, " OR ", " AND "
	if e == db.Postgres {
		quote, begins, or, and = "'", ":*", " | ", " & "
	}
	groups := make([]string, len(q.Groups))
	for i, g := range q.Groups {
		var tokens []string
		for _, t := range g.Any {
			tokens = append(tokens, quote+t+quote)
		}
		for _, t := range g.Begins {
			tokens = append(tokens, quote+t+quote+begins)
		}
		groups[i] = "(" + strings.Join(tokens, or) + ")"
	}
	return strings.Join(groups, and)
}

// settle tells the engine what has changed, after everything was read anew: how
// common which tokens are, or that the pieces of the index belong together.
func settle(ctx context.Context, d *db.DB) error {
	for _, table := range tables() {
		query := `ANALYZE ` + table
		if d.Engine() == db.SQLite {
			query = `INSERT INTO ` + table + ` (` + table + `) VALUES ('optimize')`
		}
		if _, err := db.Exec(ctx, d, query); err != nil {
			return err
		}
	}
	return nil
}
