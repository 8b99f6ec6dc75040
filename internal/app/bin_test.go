package app

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/duplicate"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/record"
)

const binTime = record.KeptInBin + time.Hour

// mentions lists where an identifier still stands: table, column and how often.
func mentions(t *testing.T, c *City, id string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for table, columns := range columnsOf(t, c) {
		if leftOut(table) {
			continue
		}
		for _, column := range columns {
			values, err := db.All(t.Context(), c.DB, db.Value[string], `SELECT CAST(`+column+` AS TEXT) FROM `+table+` WHERE `+column+` IS NOT NULL`)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				if strings.Contains(v, id) {
					found[table+"."+column]++
				}
			}
		}
	}
	return found
}

// putAwayAll puts one record of every kind that has a bin into it: the one that
// most rows name.
func putAwayAll(t *testing.T, c *City) []record.Ref {
	t.Helper()
	ctx := asProgram(t.Context())
	var refs []record.Ref
	for kind, table := range recordTables(t, c) {
		if c.Kinds[kind].Restore == nil {
			continue
		}
		best, most := "", -1
		for _, id := range idsOf(t, c, table) {
			if n := namesLoser(t, c, id); n > most {
				best, most = id, n
			}
		}
		paper := file.Upload{Name: "бумага " + kind + ".txt", Body: strings.NewReader("Бумага вида " + kind + "\n"), Details: file.Details{Visibility: "department"}}
		if kind != file.Kind {
			if _, err := c.files.Attach(ctx, record.Ref{Kind: kind, ID: best}, paper); err != nil {
				t.Fatal(kind, err)
			}
		}
		refs = append(refs, record.Ref{Kind: kind, ID: best})
	}
	// A file first: whoever may not open its record cannot put it away.
	slices.SortFunc(refs, func(a, b record.Ref) int {
		if a.Kind == file.Kind {
			return -1
		}
		return 1
	})
	for _, ref := range refs {
		c.away(t, ref)
	}
	return refs
}

// away puts a record into the bin.
func (c *City) away(t *testing.T, ref record.Ref) {
	t.Helper()
	ctx := asProgram(t.Context())
	err := errors.New("no register has such records")
	if ref.Kind == file.Kind {
		err = c.files.PutAway(ctx, ref.ID)
	}
	if ref.Kind == outbox.Kind {
		err = c.outbox.PutAway(ctx, ref.ID)
	}
	for _, table := range c.Tables {
		if table.Kind == ref.Kind {
			_, err = c.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
				return ref, table.PutAway(ctx, w, ref.ID)
			})
		}
	}
	if err != nil {
		t.Fatal(ref, err)
	}
}

// TestBinEmpties puts a record of every kind into the bin and lets 30 days pass:
// nothing in the database names them any more, the bytes of their files are
// gone, what is left fits together, and the history can be verified.
func TestBinEmpties(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		refs := putAwayAll(t, c)
		if len(refs) < 9 {
			t.Fatalf("only %v have a bin", refs)
		}
		s.clock.pass(record.KeptInBin - time.Hour)
		if n, err := c.bin.Purge(ctx); n != 0 || err != nil {
			t.Fatalf("before its time %d went: %v", n, err)
		}
		s.clock.pass(2 * time.Hour)
		age(t, s, c)
		gone, err := c.bin.Purge(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.files.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		kept, err := record.Due(ctx, c.DB, s.clock.now())
		if err != nil {
			t.Fatal(err)
		}
		held := map[record.Ref]bool{}
		for _, one := range kept {
			held[one.Ref] = true
		}
		if gone == 0 || len(kept) > 2 {
			t.Errorf("%d went and %v stayed of %v", gone, kept, refs)
		}
		allowed := []string{"revisions.record_id", "revisions.changes", "merges.winner_id", "merges.loser_id", "idempotency.record_id", "import_touches.record_id", "import_rows.record_id",
			"plan_baselines.lines", "estimate_editions.lines"} // what an approved plan or estimate said stays said
		// What goes along with the record that it belongs to: the history has that one's name.
		along := []string{"dues", "ballot", "text", "planline", "proposal", "estimateline", "assessment"}
		for _, ref := range refs {
			if held[ref] {
				continue
			}
			for at, n := range mentions(t, c, ref.ID) {
				if !slices.Contains(allowed, at) {
					t.Errorf("%s is named %d times in %s", ref, n, at)
				}
			}
			history, err := c.Log.Of(ctx, ref, "")
			if err != nil || len(history) == 0 || history[0].Action != audit.Purged {
				t.Errorf("%s: the history ends with %v %v", ref, history, err)
			}
			for _, rev := range history {
				nameless := c.personal(ref.Kind) || slices.Contains(along, ref.Kind) && rev.Title == ""
				if len(rev.Changes) > 0 || nameless != (rev.Title == "") {
					t.Errorf("%s: the history says %q and %v", ref, rev.Title, rev.Changes)
				}
			}
		}
		if problems, err := c.check(ctx); err != nil || len(problems) > 0 {
			t.Errorf("%v %v", problems, err)
		}
		if n, err := c.bin.Purge(ctx); n != 0 || err != nil {
			t.Errorf("a second time %d went: %v", n, err)
		}
		head := demoEmail("head")
		s.signIn(t, "perm", head)
		for _, path := range []string{"/perm/office/bin", "/perm/office/journal"} {
			if a := s.get(head, path); a.status != http.StatusOK {
				t.Errorf("%s answers %d", path, a.status)
			}
		}
	})
}

// age makes the bytes of files as old as the clock of the test says.
func age(t *testing.T, s *stage, c *City) {
	t.Helper()
	old := s.clock.now().Add(-binTime)
	err := filepath.WalkDir(filepath.Join(s.in.config.Data, c.Slug, "files"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(path, old, old)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBinHolds keeps what somebody still needs, and says so: a partner while an
// agreement names it, and what a merge or an import needs to be undone.
func TestBinHolds(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		head := demoEmail("head")
		city, err := c.Partners.Add(ctx, partner.Partnership{Name: i18n.NewText("ru", "Зареченск"), Country: "RU", Type: "partner"})
		if err != nil {
			t.Fatal(err)
		}
		paper, err := c.Agreements.Add(ctx, agreement.Agreement{Partner: city, Type: "memorandum", Level: "city", Title: i18n.NewText("ru", "Меморандум с Зареченском")})
		if err != nil {
			t.Fatal(err)
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		c.away(t, record.Ref{Kind: partner.Kind, ID: city})
		s.clock.pass(binTime)
		if _, err := c.bin.Purge(ctx); err != nil { // what the furnishing left there goes
			t.Fatal(err)
		}
		if n, err := c.bin.Purge(ctx); n != 0 || mentions(t, c, city)["partnerships.id"] != 1 || err != nil {
			t.Errorf("a partner with an agreement went: %d %v", n, err)
		}
		delete(s.cookies, "perm "+head) // the session has ended long ago
		s.signIn(t, "perm", head)
		if page := s.get(head, "/perm/office/bin"); !strings.Contains(page.body, "Остаётся, пока") {
			t.Error("the bin does not say what holds the partner")
		}
		c.away(t, record.Ref{Kind: agreement.Kind, ID: paper})
		s.clock.pass(binTime)
		if n, err := c.bin.Purge(ctx); n != 2 || err != nil {
			t.Errorf("the agreement and its partner: %d went, %v", n, err)
		}

		var ids []string
		for _, name := range []string{"Хор «Лира»", "Хор Лира"} {
			id, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Meta: keep.Meta{Visibility: record.Department}, Name: i18n.NewText("ru", name), Type: "ngo", Side: "ours"})
			must(err)
			ids = append(ids, id)
		}
		parent, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Name: i18n.NewText("ru", "Дворец «Лира»"), Type: "culture", Side: "ours"})
		must(err)
		c.away(t, record.Ref{Kind: contact.OrganisationKind, ID: parent})
		// An import ended a day later that, taken back, would name the parent again.
		ended := clock.Stamp(s.clock.now().Add(24 * time.Hour))
		for _, q := range []string{
			`INSERT INTO imports (id, state, title, at, actor_id, actor, settings, ended) VALUES ('i', 'done', 'Список', '` + ended + `', 'u', 'u', '{}', '` + ended + `')`,
			`INSERT INTO import_touches (import_id, n, kind, record_id, made, version, before) VALUES ('i', 1, 'organisation', 'x', FALSE, 1, '{"values":{"parent":"` + parent + `"}}')`,
		} {
			_, err := db.Exec(ctx, c.DB, q)
			must(err)
		}
		merge, err := c.duplicates.Merge(ctx, duplicate.Order{Kind: contact.OrganisationKind, Winner: ids[0], Loser: ids[1], WinnerVersion: 1, LoserVersion: 1})
		must(err)
		c.away(t, record.Ref{Kind: contact.OrganisationKind, ID: ids[0]})
		s.clock.pass(binTime)
		if n, err := c.bin.Purge(ctx); n != 1 || mentions(t, c, parent)["organisations.id"] != 1 || err != nil {
			t.Errorf("while an import can be taken back: %d went, %v", n, err)
		}
		delete(s.cookies, "perm "+head) // the session has ended long ago
		s.signIn(t, "perm", head)
		if page := s.get(head, "/perm/office/bin"); !strings.Contains(page.body, "можно отменить импорт") {
			t.Error("the bin does not say what the import holds")
		}
		s.clock.pass(24 * time.Hour)
		if n, err := c.bin.Purge(ctx); n != 1 || err != nil {
			t.Errorf("what was merged, and the other one: %d went, %v", n, err)
		}
		if found := mentions(t, c, ids[1]); found["organisations.id"] != 0 {
			t.Error("what was merged into the record stayed")
		}
		err = c.duplicates.Undo(ctx, merge)
		if e, ok := errors.AsType[*errs.E](err); !ok || e.Key != "duplicate.undo.erased" {
			t.Errorf("undoing the merge answers %v", err)
		}
		if problems, err := c.check(ctx); err != nil || len(problems) > 0 {
			t.Errorf("%v %v", problems, err)
		}
	})
}
