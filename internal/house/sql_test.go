package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

var (
	looksLikeSQL = regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|WHERE|ORDER BY|GROUP BY|LIMIT|LEFT JOIN|CREATE TABLE|CREATE INDEX)\b`)
	beginsSQL    = regexp.MustCompile(`^\s*(SELECT|INSERT INTO|UPDATE [a-z_%]+ SET|DELETE FROM|WITH [a-z_]+ AS|CREATE|DROP|ALTER)\b`)
	orderBy      = regexp.MustCompile(`ORDER BY\s+([^)]*?)(?:\bLIMIT\b|\)|$)`)
	likeColumn   = regexp.MustCompile(`([a-z_.]+)\s+LIKE\b`)
	column       = regexp.MustCompile(`(?m)^\s*([a-z_]+)\s+(TEXT|BIGINT|BOOLEAN|INTEGER|BLOB|BYTEA)\b([^,\n]*)`)
)

// oneEngine are words that only one of the engines knows, or that the two
// understand differently.
var oneEngine = []struct {
	word *regexp.Regexp
	why  string
}{
	{regexp.MustCompile(`(?i)\b(lower|upper|initcap)\s*\(`), "letters are folded in Go"},
	{regexp.MustCompile(`(?i)\bILIKE\b|\bGLOB\b|\bREGEXP\b|\bSIMILAR TO\b|\bCOLLATE\b`), "letters are folded in Go"},
	{regexp.MustCompile(`(?i)\b(now|datetime|strftime|julianday|unixepoch|date_trunc|age|clock_timestamp)\s*\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b`), "time comes from Go"},
	{regexp.MustCompile(`(?i)\b(to_char|printf|format|round|to_date)\s*\(`), "formatting and rounding happen in Go"},
	{regexp.MustCompile(`(?i)\b(random|gen_random_uuid|randomblob|hex)\s*\(`), "identifiers and chance come from Go"},
	{regexp.MustCompile(`(?i)\bFOR (UPDATE|SHARE)\b|\bSKIP LOCKED\b`), "SQLite does not know row locks"},
	{regexp.MustCompile(`(?i)\bINSERT OR\b|\bREPLACE INTO\b|\bAUTOINCREMENT\b|\bSERIAL\b|\bPRAGMA\b|\browid\b`), "only one engine knows it"},
	{regexp.MustCompile(`[a-z0-9_)']::[a-z]`), "only PostgreSQL casts with ::"},
	{regexp.MustCompile(`(?i)\b(json_extract|jsonb?_[a-z_]+)\s*\(|->>?\s*'`), "JSON is read whole into Go"},
	{regexp.MustCompile(`(?i)\b(ifnull|iif|nvl|group_concat|array_agg|unnest|ANY)\s*\(`), "only one engine knows it; COALESCE, CASE, IN"},
	{regexp.MustCompile(`(?i)\b(VARCHAR|TIMESTAMPTZ?|DATETIME|JSONB|UUID|DOUBLE PRECISION|NUMERIC|MONEY|REAL)\b`), "types are TEXT, BIGINT, BOOLEAN and BYTEA/BLOB of kit/db"},
}

// bothKnow are the packages that are allowed to know which engine runs.
func knowsEngine(dir string) bool {
	return dir == "internal/kit/db" || dir == "internal/platform/search"
}

func sqlRules() []rule {
	q := func(sql string) map[string]string {
		return map[string]string{"internal/domain/partner/store.go": "package partner\nconst q = `" + sql + "`\n"}
	}
	schema := "-- +goose Up\nCREATE TABLE a (\n\tid TEXT PRIMARY KEY,\n\tended_on TEXT,\n\tfold TEXT NOT NULL\n);\n"
	with := func(sql string) map[string]string {
		files := q(sql)
		files["internal/domain/partner/schema/1.sql"] = schema
		return files
	}
	return []rule{{
		name: "one SQL for both engines",
		find: strangeSQL,
		planted: []plant{
			{q("SELECT id FROM a WHERE lower(name) = $1"), "folded in Go"},
			{q("SELECT id FROM a WHERE name ILIKE $1"), "folded in Go"},
			{q("UPDATE a SET at = now()"), "time comes from Go"},
			{q("SELECT id FROM a FOR UPDATE"), "row locks"},
			{q("SELECT id::text FROM a"), "casts with ::"},
			{q("SELECT body->>'x' FROM a"), "JSON is read whole"},
			{q("INSERT OR IGNORE INTO a VALUES (1)\nWHERE"), "only one engine"},
			{q("SELECT id FROM a WHERE name LIKE $1"), "LIKE on name"},
			{q("SELECT id FROM a WHERE id = ?"), "placeholders are $1"},
			{with("SELECT id FROM a ORDER BY ended_on DESC, id"), "ended_on can be NULL"},
			{map[string]string{"internal/domain/partner/schema/1.sql": "CREATE TABLE a (at TIMESTAMPTZ DEFAULT now());\n"}, "time comes from Go"},
			{map[string]string{"internal/domain/partner/schema/1.sql": "CREATE UNIQUE INDEX one ON a (b);\n"}, "should be called a_b_key"},
			{map[string]string{"internal/domain/partner/office.go": "package partner\nconst q = `SELECT id FROM a`\n"}, "only store"},
		},
		fine: map[string]string{
			"internal/domain/partner/store.go":     "package partner\n// lower(x) is not used\nconst q = `SELECT id FROM a WHERE fold LIKE $1 ORDER BY ended_on NULLS LAST, fold`\nconst words = \"now (and for update) lower(case)\"\n",
			"internal/domain/partner/schema/1.sql": schema + "-- no lower(name) here\nCREATE UNIQUE INDEX a_fold_key ON a (fold);\n",
			"internal/kit/db/x.go":                 "package db\nconst q = `SELECT now() FROM a WHERE x = 1`\n",
		},
	}}
}

// eachSQL hands over every piece of SQL: literals in Go and whole migrations.
func (t *tree) eachSQL(do func(dir, at, sql string)) {
	t.product(func(p *pkg, f *file) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && looksLikeSQL.MatchString(text) {
				do(p.dir, t.at(lit), text)
			}
			return true
		})
	})
	for _, file := range t.sql {
		text, err := fs.ReadFile(t.fsys, file)
		if err != nil {
			continue
		}
		dir, _, _ := strings.Cut(file, "/schema/")
		do(dir, file, comments.ReplaceAllString(string(text), ""))
	}
}

var comments = regexp.MustCompile(`--[^\n]*`)

func strangeSQL(t *tree) []string {
	var found []string
	nullable := t.nullable()
	t.eachSQL(func(dir, at, sql string) {
		if knowsEngine(dir) || serves(dir) {
			return
		}
		for _, o := range oneEngine {
			if hit := o.word.FindString(sql); hit != "" {
				found = append(found, fmt.Sprintf("%s: %q in SQL: %s", at, strings.TrimSpace(hit), o.why))
			}
		}
		found = append(found, likes(at, sql)...)
		found = append(found, looseOrder(at, sql, nullable)...)
		if strings.HasSuffix(at, ".sql") {
			found = append(found, indexNames(at, sql)...)
			return
		}
		if beginsSQL.MatchString(sql) {
			if strings.Contains(sql, "?") {
				found = append(found, at+": placeholders are $1, $2 …; the ? belongs to db.Where")
			}
			if file, _, _ := strings.Cut(at[strings.LastIndex(at, "/")+1:], ":"); ring(dir) == "domain" && !strings.HasPrefix(file, "store") {
				found = append(found, at+": only store*.go of a subject hold SQL")
			}
		}
	})
	return found
}

func likes(at, sql string) []string {
	var found []string
	for _, m := range likeColumn.FindAllStringSubmatch(sql, -1) {
		name := m[1][strings.LastIndex(m[1], ".")+1:]
		if name != "fold" && !strings.HasSuffix(name, "_fold") && name != "not" && name != "sounds" {
			found = append(found, fmt.Sprintf("%s: LIKE on %s: only folded columns are searched", at, name))
		}
	}
	return found
}

// nullable are the names of columns that can be NULL in some table.
func (t *tree) nullable() map[string]bool {
	names := map[string]bool{}
	t.eachSQL(func(_, at, sql string) {
		if !strings.HasSuffix(at, ".sql") {
			return
		}
		for _, m := range column.FindAllStringSubmatch(sql, -1) {
			if !strings.Contains(m[3], "NOT NULL") && !strings.Contains(m[3], "PRIMARY KEY") {
				names[m[1]] = true
			}
		}
	})
	return names
}

func looseOrder(at, sql string, nullable map[string]bool) []string {
	var found []string
	for _, m := range orderBy.FindAllStringSubmatch(sql, -1) {
		for _, item := range strings.Split(m[1], ",") {
			name, _, _ := strings.Cut(strings.TrimSpace(item), " ")
			name = name[strings.LastIndex(name, ".")+1:]
			if nullable[name] && !strings.Contains(item, "NULLS LAST") {
				found = append(found, fmt.Sprintf("%s: %s can be NULL; write NULLS LAST", at, name))
			}
		}
	}
	return found
}

var uniqueIndex = regexp.MustCompile(`CREATE UNIQUE INDEX (?:IF NOT EXISTS )?(\w+) ON (\w+) \(([a-z_, ]+)\)`)

// indexNames wants table_column_key, so that both engines' errors lead to it.
func indexNames(at, sql string) []string {
	var found []string
	for _, m := range uniqueIndex.FindAllStringSubmatch(sql, -1) {
		want := m[2]
		for _, c := range strings.Split(m[3], ",") {
			want += "_" + strings.TrimSpace(c)
		}
		if want += "_key"; m[1] != want {
			found = append(found, fmt.Sprintf("%s: unique index %s should be called %s", at, m[1], want))
		}
	}
	return found
}
