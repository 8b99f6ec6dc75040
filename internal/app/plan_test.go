package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scan is a step that reads a whole table, or the whole of an index.
var scan = regexp.MustCompile(`^SCAN (\w+)( |$)`)

// longTables are those that grow with the years. The registers of partners,
// prospects, series and settings stay as short as an office can know them.
func longTables() []string {
	return []string{"activities", "activity_money", "activity_partners", "activity_words", "agreements", "attachments", "audit_hashes", "facts", "name_keys", "notes", "organisations",
		"participants", "people", "posts", "record_links", "record_tags", "results", "revisions", "roles", "search_entries", "search_links", "signatories"}
}

// scans finds the steps of a plan that read a long table whole. A query that
// stops after a page (LIMIT) may go along an index, in its order.
func scans(query string, steps []string) []string {
	var found []string
	for _, step := range steps {
		m := scan.FindStringSubmatch(step)
		if m == nil || strings.Contains(query, " LIMIT ") && strings.Contains(step, "USING") {
			continue
		}
		if name := tableOf(query, m[1]); slices.Contains(longTables(), name) {
			found = append(found, step)
		}
	}
	return found
}

// tableOf is the table that a query calls by an alias.
func tableOf(query, alias string) string {
	m := regexp.MustCompile(`(?i)(?:FROM|JOIN|,)\s+(\w+)\s+(?:AS\s+)?` + alias + `\b`).FindStringSubmatch(query)
	if m == nil {
		return alias
	}
	return m[1]
}

// TestPlans opens every page and asks SQLite how it answered: what reads a long
// table whole is in the list below, with its reason.
func TestPlans(t *testing.T) {
	whole := map[string]string{
		"SELECT DISTINCT r.kind FROM revisions":            "the test itself looks for examples",
		" WHERE NOT binned ORDER BY id":                    "the test itself looks for examples",
		"ORDER BY o.id":                                    "duplicates are looked for among all organisations",
		"ORDER BY p.id":                                    "duplicates are looked for among all people",
		"FROM roles r JOIN people p ON p.id = r.person_id": "all posts that are held, of which there are as many as posts",
		"ORDER BY a.series_id, a.sort":                     "the years of all public series",
		"row_number() OVER (PARTITION BY p.partner_id":     "the next events of all partners",
		"(a.planned OR (a.until_date <> ''":                "what is planned or runs out, among all agreements",
		"SELECT DISTINCT person_id, organisation_id":       "duplicates are looked for among all people",
		"(SELECT organisation_id FROM posts":               "all organisations that have posts",
		"SELECT * FROM posts WHERE organisation_id = $1":   "merging two organisations moves their posts, those in the bin too",
		"SELECT * FROM results WHERE activity_id = $1":     "merging two activities moves their results, those in the bin too",
		"SELECT hash FROM audit_hashes":                    "the whole history is verified",
		"FROM posts WHERE NOT binned ORDER BY fold, id":    "all posts to choose from",
	}
	s := fresh(t, "sqlite")
	s.examples(t, "perm")
	plans, err := s.city(t, "perm").DB.Plans(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(plans) < 100 {
		t.Fatalf("only %d queries were asked: the test shows nothing", len(plans))
	}
	used := map[string]bool{}
	for _, p := range plans {
		found := scans(p.Query, p.Steps)
		if len(found) == 0 {
			continue
		}
		reason := ""
		for part := range whole {
			if strings.Contains(p.Query, part) {
				reason, used[part] = whole[part], true
			}
		}
		if reason == "" {
			t.Errorf("%s\n\tin %s", strings.Join(found, "; "), strings.Join(strings.Fields(p.Query), " "))
		}
	}
	for part := range whole {
		if !used[part] {
			t.Errorf("no query with %q reads a table whole any more: take it off the list", part)
		}
	}
	// The check can fail.
	if len(scans("SELECT id FROM organisations o WHERE parent_id = $1", []string{"SCAN o"})) != 1 || len(scans("SELECT id FROM people ORDER BY fold LIMIT $1", []string{"SCAN people USING INDEX people_fold"})) != 0 {
		t.Error("a planted scan was not found, or a page along an index was")
	}
}
