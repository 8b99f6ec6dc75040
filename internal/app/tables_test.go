package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// TestTables walks over the registers as rows and columns: pages show every
// record once and in order, one record reads the same alone, every column has
// words in each language and leads to a kind that exists, and nobody sees more
// rows or columns than the authorization table grants.
func TestTables(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		for _, slug := range slugs() {
			c := s.city(t, slug)
			tables, seen := recordTables(t, c), map[string]bool{}
			for _, table := range c.Tables {
				if seen[table.Name] {
					t.Errorf("two tables are named %s", table.Name)
				}
				seen[table.Name] = true
				columnsFit(t, s, c, table)
				rows := allRows(t, asProgram(t.Context()), table, 7)
				rowsFit(t, c, table, rows, idsOf(t, c, tables[table.Kind]))
				for _, role := range append(account.Roles(), account.Anyone) {
					viewerFits(t, c, table, role, rows)
				}
				t.Logf("%s: %d rows and %d columns of %s", slug, len(rows), len(table.Columns), table.Name)
			}
		}
	})
}

// allRows reads a whole table in small pages.
func allRows(t *testing.T, ctx context.Context, table transfer.Table, size int) []transfer.Row {
	t.Helper()
	var all []transfer.Row
	for after, turns := "", 0; ; turns++ {
		rows, more, err := table.Page(ctx, after, size)
		if err != nil || turns > 10_000 {
			t.Fatalf("%s after %q: %v (%d pages)", table.Name, after, err, turns)
		}
		all = append(all, rows...)
		if more == "" {
			return all
		}
		if more <= after {
			t.Fatalf("%s goes from %q to %q", table.Name, after, more)
		}
		after = more
	}
}

// columnsFit looks at the columns of a table alone.
func columnsFit(t *testing.T, s *stage, c *City, table transfer.Table) {
	t.Helper()
	if _, ok := c.Kinds[table.Kind]; !ok || table.View.Kind != table.Kind {
		t.Errorf("%s holds %q and is seen by %v", table.Name, table.Kind, table.View)
	}
	paths := map[string]bool{}
	for _, k := range c.Kinds {
		paths[k.Path] = true
	}
	names := map[string]bool{}
	for _, column := range table.Columns {
		if names[column.Name] {
			t.Errorf("%s has two columns %s", table.Name, column.Name)
		}
		names[column.Name] = true
		if found, ok := table.Column(column.Name); !ok || found.Key != column.Key {
			t.Errorf("%s does not find its column %s", table.Name, column.Name)
		}
		for _, lang := range languages() {
			if !s.in.catalog.Printer(lang).Has(column.Key) {
				t.Errorf("%s.%s has no words in %s under %s", table.Name, column.Name, lang, column.Key)
			}
		}
		if column.Link != "" && !paths[column.Link] {
			t.Errorf("%s.%s leads to %s, which is the path of no kind", table.Name, column.Name, column.Link)
		}
	}
	if _, ok := table.Column("nowhere"); ok {
		t.Errorf("%s finds a column that is not there", table.Name)
	}
}

// rowsFit compares the pages of a table with the database and with each record
// read alone.
func rowsFit(t *testing.T, c *City, table transfer.Table, rows []transfer.Row, ids []string) {
	t.Helper()
	if len(rows) == 0 && len(ids) == 0 {
		t.Logf("%s: no record of %s", c.Slug, table.Name)
	}
	shown := make([]string, len(rows))
	for i, row := range rows {
		shown[i] = row.ID
		alone, err := table.Get(asProgram(t.Context()), c.DB, row.ID)
		if err != nil || alone.Version != row.Version || alone.Visibility != row.Visibility || !maps.Equal(alone.Values, row.Values) {
			t.Errorf("%s %s reads differently alone: %v\n%v\n%v", table.Name, row.ID, err, row, alone)
		}
		for name := range row.Values {
			if _, ok := table.Column(name); !ok {
				t.Errorf("%s %s has a value of %s, which is no column", table.Name, row.ID, name)
			}
		}
		for _, column := range table.Columns {
			if column.Required && row.Values[column.Name] == "" {
				t.Errorf("%s %s has no %s, which is required", table.Name, row.ID, column.Name)
			}
		}
	}
	if !slices.Equal(shown, ids) {
		t.Errorf("%s shows %d records where the database has %d", table.Name, len(shown), len(ids))
	}
}

// viewerFits compares what a role is shown with what the authorization table,
// read by the rules of the matrix, grants.
func viewerFits(t *testing.T, c *City, table transfer.Table, role account.Role, all []transfer.Row) {
	t.Helper()
	viewer := account.Viewer{}
	if role != account.Anyone {
		viewer = account.Viewer{UserID: "x", Roles: []account.Role{role}}
		viewer.Organisation, _ = db.One(t.Context(), c.DB, db.Value[string], `SELECT organisation_id FROM users WHERE email = $1`, demoEmail(role))
	}
	ctx := account.With(t.Context(), viewer)
	reach := permissions(t).reach(string(role), table.View.Action, table.View.Kind)
	_, _, err := table.Page(ctx, "", 1)
	if reach == 0 {
		if kind := errs.KindOf(err); kind != errs.Forbidden && kind != errs.Unauthenticated {
			t.Errorf("%s is shown to %s, to whom nothing is granted (%v)", table.Name, role, err)
		}
		return
	}
	visible := map[string]transfer.Row{}
	for _, row := range allRows(t, ctx, table, 50) {
		visible[row.ID] = row
	}
	for _, row := range all {
		got, ok := visible[row.ID]
		must := sees(reach, state{visibility: row.Visibility})
		may := sees(reach, state{visibility: row.Visibility, own: true})
		if must && !ok || !may && ok {
			t.Errorf("%s %s (%s) shown to %s: %v", table.Name, row.ID, row.Visibility, role, ok)
		}
		if _, err := table.Get(ctx, c.DB, row.ID); ok != (err == nil) {
			t.Errorf("%s %s is in the list of %s: %v; alone: %v", table.Name, row.ID, role, ok, err)
		}
		for _, column := range table.Columns {
			if column.Inner && reach < int(account.All) && got.Values[column.Name] != "" {
				t.Errorf("%s %s shows its inner %s to %s", table.Name, row.ID, column.Name, role)
			}
		}
	}
}

// TestTablesHide plants an inner value in a public record, so that the walk
// above cannot pass for want of one.
func TestTablesHide(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		if _, err := db.Exec(t.Context(), c.DB, `UPDATE partnerships SET wants = $2, visibility = $1 WHERE slug = 'duisburg'`, string(record.Public), i18n.NewText("ru", "kenar")); err != nil {
			t.Fatal(err)
		}
		table := c.Tables[slices.IndexFunc(c.Tables, func(x transfer.Table) bool { return x.Name == "partners" })]
		for _, role := range []account.Role{account.Anyone, account.Guest, account.Branch, account.Head} {
			ctx := account.With(t.Context(), account.Viewer{UserID: "x", Roles: []account.Role{role}})
			rows := allRows(t, ctx, table, 50)
			shown := slices.ContainsFunc(rows, func(r transfer.Row) bool { return strings.Contains(r.Values["wants"], "kenar") })
			if shown != (role == account.Head) || !slices.ContainsFunc(rows, func(r transfer.Row) bool { return r.Values["slug"] == "duisburg" }) {
				t.Errorf("%s: the inner value is shown: %v; of %d rows", role, shown, len(rows))
			}
		}
	})
}
