package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// furnishedOrganisations are those in sight: one of an import, and of the six
// of furnishDuplicates all but the one that was merged.
const furnishedOrganisations = 1 + 5

// furnishDuplicates adds two organisations that look alike, two that were found
// to be different, and two that were merged, and a possible partner that is one.
func (c *City) furnishDuplicates(ctx context.Context) error {
	if _, err := c.Partners.AddProspect(ctx, partner.Prospect{Name: i18n.NewText("en", "Oxford"), Country: "GB", Stage: "idea"}); err != nil {
		return err
	}
	var ids []string
	for _, name := range []string{"Клуб «Эвридика»", "Клуб Эвридика", "Хор «Заречье»", "Хор «Заречье»", "Студия «Парус»", "Студия Парус"} {
		id, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Name: i18n.NewText("ru", name), Type: "ngo", Side: "ours"})
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	_, err := c.duplicates.Merge(ctx, duplicate.Order{Kind: contact.OrganisationKind, Winner: ids[4], Loser: ids[5], WinnerVersion: 1, LoserVersion: 1})
	return errors.Join(err, c.duplicates.Distinguish(ctx, contact.OrganisationKind, ids[2], ids[3]))
}

// mergeable are the kinds whose records can become one.
func mergeable() []string {
	return []string{contact.PersonKind, contact.OrganisationKind, contact.PostKind, partner.Kind, partner.ProspectKind, agreement.Kind, activity.Kind, activity.SeriesKind}
}

// undeclared finds columns that hold identifiers of records that can be merged,
// by what they hold and by what they are called, and that no subject declared.
func undeclared(t *testing.T, c *City, pointers []record.Pointer) []string {
	t.Helper()
	declared := map[string]bool{}
	for _, p := range pointers {
		declared[p.Table+"."+p.Column] = true
	}
	names := map[string]bool{}
	var ids []string
	for _, kind := range mergeable() {
		names[kind+"_id"] = true
		ids = append(ids, idsOf(t, c, recordTables(t, c)[kind])...)
	}
	names["record_id"] = true
	var found []string
	for table, columns := range columnsOf(t, c) {
		for _, column := range columns {
			at := table + "." + column
			if declared[at] {
				continue
			}
			if names[column] {
				found = append(found, at+" is called like an identifier")
				continue
			}
			values, err := db.All(t.Context(), c.DB, db.Value[string], `SELECT DISTINCT CAST(`+column+` AS TEXT) FROM `+table+` WHERE `+column+` IS NOT NULL`)
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(values, func(v string) bool {
				return slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(v, id) })
			}) {
				found = append(found, at+" holds identifiers")
			}
		}
	}
	slices.Sort(found)
	return found
}

// TestPointers wants every column that names a record to be declared, each with
// its table, its key and its words.
func TestPointers(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		pointers := c.pointers()
		for _, fault := range undeclared(t, c, pointers) {
			t.Errorf("%s and is in no list of pointers: merging would lose it", fault)
		}
		all := columnsOf(t, c)
		words := s.in.catalog
		for i, p := range pointers {
			for _, column := range append(slices.Clone(p.Key), p.Column) {
				if !slices.Contains(all[p.Table], column) {
					t.Errorf("%s.%s does not exist", p.Table, column)
				}
			}
			if slices.ContainsFunc(pointers[:i], func(o record.Pointer) bool { return o.Table == p.Table && o.Column == p.Column && o.Kind == p.Kind }) {
				t.Errorf("%s.%s is declared twice", p.Table, p.Column)
			}
			for _, lang := range languages() {
				if p.Words != "" && !words.Printer(lang).Has(p.Words) {
					t.Errorf("%s.%s: no words %s in %s", p.Table, p.Column, p.Words, lang)
				}
			}
		}
		// The check can fail: a column that nobody declares, and one that nobody named so.
		without := slices.DeleteFunc(slices.Clone(pointers), func(p record.Pointer) bool {
			return p.Table == "signatories" || p.Table == "record_links" && p.Column == "to_id"
		})
		if found := undeclared(t, c, without); len(found) != 3 {
			t.Errorf("three columns are missing in the list; found %v", found)
		}
	})
}

// dump is every row of every table but the history and the merges themselves.
func dump(t *testing.T, c *City) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for table, columns := range columnsOf(t, c) {
		if slices.Contains([]string{"revisions", "audit_hashes", "audit_head", "merges", "idempotency", "sqlite_stat1", "sqlite_stat4", "goose_db_version", "sessions"}, table) || strings.HasPrefix(table, "goose") || leftOut(table) {
			continue
		}
		quoted := make([]string, len(columns))
		for i, column := range columns {
			if table == "tasks" && column == "version" {
				quoted[i] = `'-'` // what is prepared moves with the day of its event and back, and counts both
				continue
			}
			quoted[i] = `COALESCE(CAST(` + column + ` AS TEXT), 'NULL')`
		}
		rows, err := db.All(t.Context(), c.DB, db.Value[string], `SELECT `+strings.Join(quoted, ` || '|' || `)+` FROM `+table)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows)
		all[table] = rows
	}
	return all
}

func compareDumps(t *testing.T, what string, before, after map[string][]string) {
	t.Helper()
	for _, table := range slices.Sorted(maps.Keys(before)) {
		for _, row := range before[table] {
			if !slices.Contains(after[table], row) {
				t.Errorf("%s: %s has lost %s", what, table, row)
			}
		}
		for _, row := range after[table] {
			if !slices.Contains(before[table], row) {
				t.Errorf("%s: %s has more: %s", what, table, row)
			}
		}
	}
}

// TestMergeAndUndo merges records of every kind that are in real use, looks that
// nothing names the loser any more and that nothing of it is lost, and takes it
// back to the last byte.
func TestMergeAndUndo(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		for _, kind := range mergeable() {
			winner, loser := s.twoOf(t, c, kind)
			start := dump(t, c)
			for _, choice := range []duplicate.Choice{duplicate.Keep, duplicate.Take, duplicate.Join} {
				plan, err := c.duplicates.Plan(ctx, kind, winner, loser)
				if err != nil {
					t.Fatal(kind, err)
				}
				o := duplicate.Order{Kind: kind, Winner: winner, Loser: loser, WinnerVersion: plan.Winner.Version, LoserVersion: plan.Loser.Version, Choices: map[string]duplicate.Choice{}}
				for _, f := range plan.Fields {
					o.Choices[f.Column.Name] = choice
				}
				what := fmt.Sprintf("%s, %s", kind, choice)
				moving := namesLoser(t, c, loser)
				id, err := c.duplicates.Merge(ctx, o)
				if err != nil {
					t.Errorf("%s: %v", what, err)
					continue
				}
				if left := namesLoser(t, c, loser); left != 0 {
					t.Errorf("%s: %d references to the loser are left of %d", what, left, moving)
				}
				if kind != partner.ProspectKind && moving == 0 {
					t.Errorf("%s: nothing refers to the loser: the test shows nothing", what)
				}
				nothingLost(t, c, what, plan)
				if problems, err := c.check(ctx); err != nil || len(problems) > 0 {
					t.Errorf("%s: %v %v", what, problems, err)
				}
				if err := c.duplicates.Undo(ctx, id); err != nil {
					t.Errorf("%s: %v", what, err)
				}
				compareDumps(t, what, start, dump(t, c))
				// What is made anew of the records, such as the index of the search, fits them again.
				if problems, err := c.check(ctx); err != nil || len(problems) > 0 {
					t.Errorf("%s, undone: %v %v", what, problems, err)
				}
				if err := c.duplicates.Undo(ctx, id); err == nil {
					t.Errorf("%s was undone twice", what)
				}
			}
		}
	})
}

// twoOf picks the two records of a kind to which most rows refer.
func (s *stage) twoOf(t *testing.T, c *City, kind string) (winner, loser string) {
	t.Helper()
	ids := idsOf(t, c, recordTables(t, c)[kind])
	if len(ids) < 2 {
		t.Fatalf("only %d records of kind %s", len(ids), kind)
	}
	counts := map[string]int{}
	for _, id := range ids {
		counts[id] = namesLoser(t, c, id)
	}
	slices.SortStableFunc(ids, func(a, b string) int { return counts[b] - counts[a] })
	if kind == agreement.Kind { // papers of one partner only
		first := one[string](t, c, `SELECT partner_id FROM agreements WHERE id = '`+ids[0]+`'`)
		ids = slices.DeleteFunc(ids, func(id string) bool {
			return one[string](t, c, `SELECT partner_id FROM agreements WHERE id = '`+id+`'`) != first
		})
	}
	return ids[0], ids[1]
}

// namesLoser counts rows that name a record in a column that moves.
func namesLoser(t *testing.T, c *City, id string) int {
	t.Helper()
	n := 0
	for _, p := range c.pointers() {
		if p.Hold != record.Moves {
			continue
		}
		rows, err := db.RecordsBy(t.Context(), c.DB, p.Table, db.Record{p.Column: id})
		if err != nil {
			t.Fatal(err)
		}
		n += len(rows)
	}
	return n
}

// nothingLost wants every value of both records on the winner: shown, or beside
// the shown one.
func nothingLost(t *testing.T, c *City, what string, plan duplicate.Plan) {
	t.Helper()
	ctx := asProgram(t.Context())
	i := slices.IndexFunc(c.Tables, func(tab transfer.Table) bool { return tab.Kind == plan.Kind })
	row, err := c.Tables[i].Get(ctx, c.DB, plan.Winner.ID)
	if err != nil {
		t.Fatal(what, err)
	}
	facts, err := record.FactsOf(ctx, c.DB, record.Ref{Kind: plan.Kind, ID: plan.Winner.ID})
	if err != nil {
		t.Fatal(what, err)
	}
	for _, f := range plan.Fields {
		if f.Column.Type == "circle" || f.Column.Type == "flag" {
			continue
		}
		for _, value := range []string{f.Winner, f.Loser} {
			kept := value == "" || row.Values[f.Column.Name] == value || row.Values[f.Column.Name] == f.Both && f.Both != "" || value == plan.Loser.ID || value == plan.Winner.ID ||
				f.Column.Type == transfer.List && contains(row.Values[f.Column.Name], value) ||
				slices.ContainsFunc(facts[f.Column.Name], func(x record.Fact) bool { return x.Value == value })
			if !kept {
				t.Errorf("%s: %s lost %q", what, f.Column.Name, value)
			}
		}
	}
}

// contains tells whether a list holds all that another one does.
func contains(all, part string) bool {
	list := strings.Split(all, "\n")
	return !slices.ContainsFunc(strings.Split(part, "\n"), func(v string) bool { return !slices.Contains(list, v) })
}

// TestMergedAddress follows the address of a merged record as those see it who
// may see both, one, or none of them.
func TestMergedAddress(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		for _, role := range []account.Role{account.Head, account.Coordinator, account.Editor, account.Branch, account.Guest} {
			s.signIn(t, "perm", demoEmail(role))
		}
		add := func(name string, v record.Visibility) string {
			id, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Meta: keep.Meta{Visibility: v}, Name: i18n.NewText("ru", name), Type: "ngo", Side: "ours", About: i18n.NewText("ru", "Узкий круг: "+name)})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		open, hidden := add("Общество «Кама»", record.Administration), add("Общество Кама", record.Department)
		paper := file.Upload{Name: "устав.txt", Body: strings.NewReader("Устав\n"), Details: file.Details{Visibility: "department"}}
		if _, err := c.files.Attach(ctx, record.Ref{Kind: contact.OrganisationKind, ID: hidden}, paper); err != nil {
			t.Fatal(err)
		}
		at := func(id string) string { return "/perm/office/organisations/" + id }
		pair := "/perm/office/duplicates/organisation/" + open + "/" + hidden
		head := demoEmail("head")
		page := s.get(head, pair)
		for _, want := range []string{"Вторую запись видит более узкий круг", "1 файл", "Остаётся", "Общество Кама"} {
			if !strings.Contains(page.body, want) {
				t.Errorf("the page of the pair says nothing of %q", want)
			}
		}
		for _, role := range []account.Role{account.Editor, account.Branch, account.Guest} {
			if a := s.get(demoEmail(role), pair); a.status != http.StatusNotFound {
				t.Errorf("%s opens the pair: %d", role, a.status)
			}
			if a := s.post(demoEmail(role), pair, url.Values{"winner_version": {"1"}, "loser_version": {"1"}}); a.status == http.StatusSeeOther {
				t.Errorf("%s merges", role)
			}
		}
		if a := s.post(head, pair, url.Values{"winner_version": {"1"}, "loser_version": {"7"}}); a.status != http.StatusConflict {
			t.Errorf("merged over a version that nobody looked at: %d", a.status)
		}
		if a := s.post(head, pair, url.Values{"winner_version": {"1"}, "loser_version": {"1"}}); a.to() != at(open) {
			t.Fatalf("merging answers %d %s\n%s", a.status, a.to(), a.body)
		}
		if a := s.post(head, pair, url.Values{"winner_version": {"1"}, "loser_version": {"1"}}); a.to() != at(open) {
			t.Errorf("pressing the button twice answers %d %s", a.status, a.to())
		}
		if a := s.get(head, "/perm/office/duplicates/partner/duisburg/duisburg"); a.status != http.StatusNotFound {
			t.Errorf("a record is compared with itself: %d", a.status)
		}
		if a := s.get(head, at(hidden)); a.status != http.StatusFound || a.to() != at(open) {
			t.Errorf("the old address answers %d %s", a.status, a.to())
		}
		if a := s.get(head, at(open)); !strings.Contains(a.body, "Объединённые записи") || !strings.Contains(a.body, "Узкий круг: Общество Кама") {
			t.Error("the record that stays says nothing of the merged one to the department")
		}
		if a := s.get(demoEmail("branch"), at(hidden)); a.status != http.StatusNotFound {
			t.Errorf("a branch department learns of a record it never saw: %d", a.status)
		}
		if a := s.get(demoEmail("branch"), at(open)); a.status != http.StatusOK || strings.Contains(a.body, "Узкий круг: Общество Кама") || strings.Contains(a.body, "устав.txt") {
			t.Errorf("a branch department reads of the narrower record: %d", a.status)
		}
		for _, id := range []string{open, hidden} {
			if a := s.get(head, "/perm/office/history/organisation/"+id); a.status != http.StatusOK || !strings.Contains(a.body, "Общество Кама") {
				t.Errorf("the history of %s: %d", id, a.status)
			}
		}
		if a := s.get(head, "/perm/office/bin"); strings.Contains(a.body, "Общество Кама") {
			t.Error("the merged record lies in the bin, from where it would return alone")
		}
	})
}

// TestDuplicatesCommand wants the planted pair, explained, and not the pair that
// was found to be different nor the one that was merged.
func TestDuplicatesCommand(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		rows := decode[[]pairRow](t, command(t, s.at("duplicates", "--municipality", "perm", "--kind", "organisation", "--json")...))
		var names []string
		for _, r := range rows {
			names = append(names, r.One.Name+" | "+r.Other.Name)
			if r.Strength < 0.7 || r.Strength > 1 || len(r.Agree) == 0 || r.One.ID >= r.Other.ID {
				t.Errorf("%+v", r)
			}
		}
		if !slices.Contains(names, "Клуб «Эвридика» | Клуб Эвридика") || strings.Contains(strings.Join(names, "\n"), "Заречье") || strings.Contains(strings.Join(names, "\n"), "Парус") {
			t.Errorf("found %q", names)
		}
		oneSentence(t, "an unknown municipality", command(t, s.at("duplicates", "--municipality", "nowhere")...), "nowhere")
	})
}

// TestUndoAfterChange undoes a merge after which somebody went on working: what
// was changed since stays, and a chain of merges is undone from its end.
func TestUndoAfterChange(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		var ids []string
		for _, phone := range []string{"+7 342 200-00-01", "+7 342 200-00-02", "+7 342 200-00-03"} {
			id, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Name: i18n.NewText("ru", "Кружок "+phone), Type: "ngo", Side: "ours", Phone: phone})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		read := func(id string) contact.Organisation {
			t.Helper()
			o, err := c.Contacts.Organisation(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		merge := func(winner, loser string) string {
			t.Helper()
			id, err := c.duplicates.Merge(ctx, duplicate.Order{Kind: contact.OrganisationKind, Winner: winner, Loser: loser,
				WinnerVersion: read(winner).Version, LoserVersion: read(loser).Version, Choices: map[string]duplicate.Choice{"phone": duplicate.Take}})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		first := merge(ids[1], ids[0])
		changed := read(ids[1])
		changed.Website = "https://kruzhok.example/"
		if err := c.Contacts.ChangeOrganisation(ctx, changed); err != nil {
			t.Fatal(err)
		}
		second := merge(ids[2], ids[1])
		if _, err := c.Contacts.Organisation(ctx, ids[0]); func() bool { to, ok := record.MovedTo(err); return !ok || to.ID != ids[2] }() {
			t.Errorf("the address of the first record leads to %v", err)
		}
		if err := c.duplicates.Undo(ctx, first); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the first merge was undone under the second: %v", err)
		}
		for _, id := range []string{second, first} {
			if err := c.duplicates.Undo(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
		for i, id := range ids {
			if o := read(id); o.Phone != fmt.Sprintf("+7 342 200-00-0%d", i+1) || (o.Website != "") != (i == 1) {
				t.Errorf("record %d: phone %s, site %q", i, o.Phone, o.Website)
			}
		}
		if now := read(ids[1]).Version; now <= changed.Version {
			t.Errorf("the version went back to %d under a form that is open", now)
		}
	})
}
