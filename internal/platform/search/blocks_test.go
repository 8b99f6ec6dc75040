package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
)

// TestMerged: moving what is fresh into the blocks changes no answer, also when
// it was interrupted, and what is fresh again answers beside what was moved.
func TestMerged(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for i := range 40 {
			s.put(letter, fmt.Sprintf("l%02d", i), record.Public, fmt.Sprintf("Письмо %d", i), text(record.Inner, "тайное слово"))
		}
		want := s.finds(account.Head, "письмо") // ask compares fresh with merged
		stop, cancel := context.WithCancel(t.Context())
		cancel()
		s.put(letter, "l40", record.Public, "Письмо 40")
		if _, err := s.index.Merge(stop); err == nil {
			t.Error("a merge that is stopped reports nothing")
		}
		for range 3 {
			if got := s.finds(account.Head, "письмо"); got != "l40 "+want {
				t.Errorf("found %q, want l40 and %q", got, want)
			}
		}
		if got := s.finds(account.Branch, "тайное"); got != "" {
			t.Errorf("another office finds %q by a word within", got)
		}
		for query, want := range map[string]int64{`SELECT count(*) FROM search_fresh`: 0, `SELECT count(*) FROM search_blocks`: 1} {
			if n, err := db.One(t.Context(), d, db.Value[int64], query); err != nil || n != want {
				t.Errorf("%s is %d, want %d (%v)", query, n, want, err)
			}
		}
	})
}

// TestTidied: numbers that no record has any more leave the blocks when they are
// many, and words that only they had are gone.
func TestTidied(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		s.put(letter, "l0", record.Public, "Забытое")
		s.put(letter, "l1", record.Public, "Постоянное")
		s.put(letter, "l0", record.Public, "Новое 0")
		count := func(query string, args ...any) int64 {
			t.Helper()
			n, err := db.One(t.Context(), d, db.Value[int64], query, args...)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		const has = `SELECT count(*) FROM search_postings WHERE term = $1`
		s.put(letter, "l2", record.Public, "Мимолётное")
		if _, err := s.index.Merge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := count(has, "мимолетное"); n == 0 {
			t.Fatal("the word is not in a block: the test cannot fail")
		}
		for i := range 300 {
			s.put(letter, "l2", record.Public, fmt.Sprintf("Новое %d", i))
		}
		if dead := count(`SELECT count(*) FROM search_dead`); dead != 301 {
			t.Errorf("%d numbers have no record, want 301", dead)
		}
		s.work()
		if dead := count(`SELECT count(*) FROM search_dead`); dead != 0 {
			t.Errorf("%d numbers are left to be tidied", dead)
		}
		if n := count(has, "мимолетное"); n != 0 {
			t.Error("a word that no record has is still in a block")
		}
		if got := s.finds(account.Head, "постоянное"); got != "l1" {
			t.Errorf("after tidying: %q", got)
		}
		if a := s.ask(account.Head, search.Ask{Text: "новое"}); a.Total != 2 {
			t.Errorf("after tidying %d are found", a.Total)
		}
	})
}

// TestExact: while the index is made anew, titles are found as they are written
// and by their beginning, within the same rights.
func TestExact(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for _, circle := range record.Visibilities() {
			id := string(circle)[:3]
			s.put(letter, id, circle, "Приглашение на фестиваль "+string(circle), text(record.OnPortal, "программа"))
			s.put(memo, "m-"+id, circle, "Памятка "+string(circle))
		}
		s.keep(record.Ref{Kind: letter, ID: "own"}, record.Searched{Circle: record.Participants, Titles: []record.Passage{{Text: "Приглашение нам"}}})
		s.keep(record.Ref{Kind: letter, ID: "deep"}, record.Searched{Circle: record.Public, Titles: []record.Passage{{Text: "Приглашение тайное", Depth: record.InRecord}}, Names: []record.Passage{{Text: "Скрытое", Depth: record.Inner}}})
		if _, err := db.Exec(t.Context(), d, `INSERT INTO shelf_owned (id, organisation) VALUES ('own', 'org')`); err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{`DELETE FROM search_fresh`, `DELETE FROM search_postings`, `UPDATE search_state SET making = 0`} {
			if _, err := db.Exec(t.Context(), d, query); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			role account.Role
			q    string
			want string
		}{
			{account.Head, "приглашение", "own pub par adm dep deep"},
			{account.Head, "фест пригл", ""},
			{account.Head, "приглашение фест", "pub par adm dep"},
			{account.Head, "ghbukfitybt", "own pub par adm dep deep"},
			{account.Head, "фестивале", ""},
			{account.Head, "программа", ""},
			{account.Branch, "приглашение", "own pub par adm deep"},
			{account.Guest, "пригл", "own pub deep"},
			{account.Guest, "памятка", ""},
			{account.Anyone, "приглашение", "pub"},
			{account.Anyone, "тайное", ""},
			{account.Guest, "скрытое", ""},
		} {
			a := s.ask(c.role, search.Ask{Text: c.q, Portal: c.role == account.Anyone})
			got := map[string]bool{}
			for _, h := range a.Hits {
				got[h.Ref.ID] = true
			}
			for _, id := range strings.Fields(c.want) {
				if !got[id] {
					t.Errorf("%s looks for %q and does not find %s", c.role, c.q, id)
				}
			}
			if len(got) != len(strings.Fields(c.want)) || a.Total != len(got) || !a.Making {
				t.Errorf("%s looks for %q and finds %v (%d), want %s", c.role, c.q, got, a.Total, c.want)
			}
		}
	})
}

// TestChangedMeanwhile: a record that is saved again and again is in every answer
// meanwhile, under its old number or its new one.
func TestChangedMeanwhile(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		s.put(letter, "l1", record.Public, "Письмо")
		done := make(chan error)
		go func() {
			for range 200 {
				_, err := s.log.Write(t.Context(), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
					return record.Ref{}, w.Did(ctx, record.Ref{Kind: letter, ID: "l1"}, audit.Changed, "", nil)
				})
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		for {
			a, err := s.svc.Find(as(t.Context(), account.Head), search.Ask{Text: "письмо", Lang: "ru", Limit: 10, Plain: true})
			if err != nil || a.Total != 1 {
				t.Errorf("%d found (%v)", a.Total, err)
			}
			select {
			case err := <-done:
				if err != nil {
					t.Error(err)
				}
				return
			default:
			}
		}
	})
}
