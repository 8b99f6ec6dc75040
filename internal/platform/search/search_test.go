package search_test

import (
	"context"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
)

// shelf stands in for the subjects: records that say of themselves what the
// search may know.
type shelf struct {
	t     *testing.T
	db    *db.DB
	log   *audit.Log
	index *search.Index
	svc   *search.Service
	kinds record.Kinds
	kept  map[record.Ref]record.Searched
	ready map[string]string // text of files that has been prepared
	fails map[string]bool
}

const (
	partner, letter, memo, file = "partner", "letter", "memo", "file"
)

func policy() account.Policy {
	var p account.Policy
	for _, kind := range []string{partner, letter, memo} {
		p = append(p, account.Rule{Role: account.Head, Action: module.View, Kind: kind, Scope: account.All},
			account.Rule{Role: account.Branch, Action: module.View, Kind: kind, Scope: account.City})
	}
	for _, kind := range []string{partner, letter} {
		p = append(p, account.Rule{Role: account.Guest, Action: module.View, Kind: kind, Scope: account.Own},
			account.Rule{Role: account.Anyone, Action: module.View, Kind: kind, Scope: account.Open})
	}
	for _, role := range []account.Role{account.Head, account.Branch, account.Guest} {
		p = append(p, account.Rule{Role: role, Action: module.View, Kind: file, Scope: account.All})
	}
	return append(p, account.Rule{Role: account.Anyone, Action: module.View, Kind: file, Scope: account.Open},
		account.Rule{Role: account.Anyone, Action: module.View, Kind: "search", Scope: account.Open})
}

func newShelf(t *testing.T, d *db.DB) *shelf {
	t.Helper()
	log, err := audit.Open(t.Context(), d, clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)))
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{t: t, db: d, log: log, kinds: record.Kinds{}, kept: map[record.Ref]record.Searched{}, ready: map[string]string{}, fails: map[string]bool{}}
	if _, err := db.Exec(t.Context(), d, `CREATE TABLE shelf_owned (id TEXT, organisation TEXT)`); err != nil {
		t.Fatal(err)
	}
	gate := account.NewGate(policy())
	for _, name := range []string{partner, letter, memo, file} {
		s.kinds[name] = s.kind(name, gate)
	}
	s.index = search.NewIndex(d, func() record.Kinds { return s.kinds }, nil, partner)
	s.svc = search.New(s.index, gate)
	log.Followed(s.index.Follow)
	s.work()
	return s
}

func (s *shelf) kind(name string, gate *account.Gate) record.Kind {
	k := record.Kind{Name: name, Path: "/" + name + "/{id}"}
	k.Title = func(ctx context.Context, id, lang string) (string, error) {
		found, ok := s.kept[record.Ref{Kind: name, ID: id}]
		scope := gate.Scope(ctx, module.Need{Action: module.View, Kind: name})
		if !ok || found.Binned || scope == account.None {
			return "", errs.New(errs.NotFound, "record.missing")
		}
		return found.Titles[0].Text, nil
	}
	read := func(_ context.Context, _ db.Handle, id string, _ []*i18n.Printer) (record.Searched, error) {
		found, ok := s.kept[record.Ref{Kind: name, ID: id}]
		if !ok {
			return found, errs.New(errs.NotFound, "record.missing")
		}
		found.Passages = slices.Clone(found.Passages)
		if name == file {
			text, done := s.ready[id]
			found.Later = !done
			found.Passages = append(found.Passages, record.Passage{Text: text})
		}
		return found, nil
	}
	k.Search = &record.Searching{
		Read: read,
		IDs: func(_ context.Context, _ db.Handle, after string, limit int) ([]string, error) {
			var ids []string
			for ref, one := range s.kept {
				if ref.Kind == name && ref.ID > after && !one.Binned {
					ids = append(ids, ref.ID)
				}
			}
			slices.Sort(ids)
			return ids[:min(limit, len(ids))], nil
		},
	}
	if name != file {
		k.Search.Called = func(ctx context.Context, h db.Handle, id string) ([]record.Passage, error) {
			found, err := read(ctx, h, id, nil)
			return found.Titles, err
		}
		k.Search.Owned = `SELECT o.id FROM shelf_owned o WHERE o.organisation = $1`
	} else {
		k.Search.Prepare = func(_ context.Context, id string) error {
			if s.fails[id] {
				return fmt.Errorf("the file %s cannot be read", id)
			}
			s.ready[id] = "Протокол о сотрудничестве музеев"
			return nil
		}
	}
	if name != memo {
		k.Search.Public = func(_ context.Context, id string) (string, error) { return "/public/" + id, nil }
	}
	return k
}

// work does everything that waits.
func (s *shelf) work() {
	s.t.Helper()
	for {
		more, err := s.index.Step(s.t.Context())
		if err != nil && len(s.fails) == 0 {
			s.t.Fatal(err)
		}
		if !more && err == nil {
			return
		}
	}
}

// put writes a record and tells the history, as the subjects do.
func (s *shelf) put(kind, id string, circle record.Visibility, title string, passages ...record.Passage) {
	s.t.Helper()
	s.keep(record.Ref{Kind: kind, ID: id}, record.Searched{Circle: circle, Titles: []record.Passage{{Text: title}}, Passages: passages})
}

func (s *shelf) keep(ref record.Ref, what record.Searched) {
	s.t.Helper()
	s.kept[ref] = what
	_, err := s.log.Write(s.t.Context(), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		return ref, w.Did(ctx, ref, audit.Changed, what.Titles[0].Text, nil)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func as(ctx context.Context, role account.Role) context.Context {
	if role == account.Anyone {
		return account.With(ctx, account.Viewer{})
	}
	return account.With(ctx, account.Viewer{UserID: "u", Roles: []account.Role{role}, Organisation: "org"})
}

// finds lists what a viewer finds, as identifiers in order.
func (s *shelf) finds(role account.Role, text string) string {
	s.t.Helper()
	a := s.ask(role, search.Ask{Text: text, Portal: role == account.Anyone})
	ids := make([]string, len(a.Hits))
	for i, h := range a.Hits {
		ids[i] = h.Ref.ID
	}
	if a.Total != len(ids) {
		s.t.Errorf("%s %q: %d are counted and %d shown", role, text, a.Total, len(ids))
	}
	return strings.Join(ids, " ")
}

func (s *shelf) ask(role account.Role, ask search.Ask) search.Answer {
	s.t.Helper()
	ask.Lang = "ru"
	if ask.Limit == 0 {
		ask.Limit = 100
	}
	find := func() search.Answer {
		a, err := s.svc.Find(as(s.t.Context(), role), ask)
		if err != nil {
			s.t.Fatal(err)
		}
		return a
	}
	a := find()
	if _, err := s.index.Merge(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if b := find(); !reflect.DeepEqual(a, b) {
		s.t.Errorf("%s looks for %q: %v while it is fresh, %v from the blocks", role, ask.Text, a, b)
	}
	return a
}

func files() []fs.FS { return []fs.FS{record.Files, audit.Files, search.Files} }

func text(depth record.Depth, words string) record.Passage {
	return record.Passage{Text: words, Depth: depth}
}

// TestRights: words of a depth or circle that a viewer does not reach cannot be
// told from words that are not there.
func TestRights(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for _, circle := range record.Visibilities() {
			for _, kind := range []string{letter, memo} {
				id := kind[:1] + "-" + string(circle)[:3]
				s.put(kind, id, circle, "Запись "+string(circle), text(record.OnPortal, "всем"), text(record.InRecord, "видящим"), text(record.Inner, "отделу"))
			}
		}
		s.put(letter, "l-own", record.Participants, "Запись с нами", text(record.InRecord, "видящим"), text(record.Inner, "отделу"))
		if _, err := db.Exec(t.Context(), d, `INSERT INTO shelf_owned (id, organisation) VALUES ('l-own', 'org'), ('l-dep', 'org'), ('m-par', 'org')`); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			role account.Role
			q    string
			want string
		}{
			{account.Head, "отделу", "l-own m-pub l-pub m-par l-par m-adm l-adm m-dep l-dep"},
			{account.Head, "видящим", "l-own m-pub l-pub m-par l-par m-adm l-adm m-dep l-dep"},
			{account.Branch, "видящим", "l-own m-pub l-pub m-par l-par m-adm l-adm"},
			{account.Branch, "отделу", ""},
			{account.Branch, "department", ""},
			{account.Guest, "видящим", "l-own l-pub"},
			{account.Guest, "отделу", ""},
			{account.Guest, "запись", "l-own l-pub"},
			{account.Guest, "administration", ""},
			{account.Anyone, "всем", "l-pub"},
			{account.Anyone, "видящим", ""},
			{account.Anyone, "отделу", ""},
			{account.Anyone, "запись", "l-pub"},
			{account.Auditor, "запись", "l-pub"}, // no rule of its own: as everybody
		} {
			if got := s.finds(c.role, c.q); got != c.want {
				t.Errorf("%s looks for %q and finds %q, want %q", c.role, c.q, got, c.want)
			}
		}
		for _, role := range []account.Role{account.Branch, account.Guest, account.Anyone} {
			if hits := s.ask(role, search.Ask{Text: "запись", Portal: role == account.Anyone}).Hits; len(hits) > 0 {
				for _, h := range hits {
					for _, p := range h.Snippet {
						if strings.Contains(p.Text, "отделу") {
							t.Errorf("%s reads %q in a snippet", role, p.Text)
						}
					}
				}
			}
		}
	})
}

// TestChanges: what is found follows what is written, at once.
func TestChanges(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		want := func(role account.Role, q, ids string) {
			t.Helper()
			if got := s.finds(role, q); got != ids {
				t.Errorf("%s looks for %q and finds %q, want %q", role, q, got, ids)
			}
		}
		s.put(partner, "p1", record.Public, "Тюбинген")
		s.keep(record.Ref{Kind: letter, ID: "l1"}, record.Searched{Circle: record.Public, Titles: []record.Passage{{Text: "Приглашение"}}, Links: []record.Ref{{Kind: partner, ID: "p1"}}})
		want(account.Head, "тюбингена", "p1 l1")
		want(account.Branch, "тюбинген", "p1") // the link is for those who see everything
		want(account.Anyone, "Tübingen", "p1")
		s.put(partner, "p1", record.Department, "Варкаус")
		want(account.Anyone, "Tübingen", "")
		want(account.Anyone, "варкаус", "")
		want(account.Head, "варкаус", "p1")
		s.work() // reads the records anew that quote the title
		want(account.Head, "варкаус", "p1 l1")
		want(account.Head, "тюбинген", "")
		s.keep(record.Ref{Kind: partner, ID: "p1"}, record.Searched{Binned: true, Circle: record.Public, Titles: []record.Passage{{Text: "Варкаус"}}})
		want(account.Head, "варкаус", "l1")
		_, err := s.log.Write(t.Context(), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			s.kept[record.Ref{Kind: memo, ID: "m1"}] = record.Searched{Circle: record.Department, Titles: []record.Passage{{Text: "Отменённое"}}}
			if err := w.Did(ctx, record.Ref{Kind: memo, ID: "m1"}, audit.Created, "", nil); err != nil {
				return record.Ref{}, err
			}
			return record.Ref{}, errs.New(errs.Conflict, "form.stale")
		})
		if err == nil {
			t.Error("the change should have failed")
		}
		want(account.Head, "отменённое", "") // the entry went with the change
	})
}

// TestFiles: a file is found under the rules of its record, and by its text when
// that has been read.
func TestFiles(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		about := record.Ref{Kind: letter, ID: "l1"}
		attach := func(id, name string, circle record.Visibility) {
			s.keep(record.Ref{Kind: file, ID: id}, record.Searched{Circle: circle, About: about, Titles: []record.Passage{{Text: name}}})
		}
		s.put(letter, "l1", record.Public, "Письмо")
		attach("f1", "протокол.pdf", record.Public)
		attach("f2", "смета.pdf", record.Department)
		for _, c := range [][2]string{{"протокол", "f1"}, {"смета", ""}, {"музеев", ""}} {
			if got := s.finds(account.Anyone, c[0]); got != c[1] {
				t.Errorf("a resident looks for %q and finds %q, want %q", c[0], got, c[1])
			}
		}
		s.work()
		if got := s.finds(account.Anyone, "музеи"); got != "f1" {
			t.Errorf("the text of the file: %q", got)
		}
		if got := s.finds(account.Head, "музей сотрудничество"); got != "f2 f1" && got != "f1 f2" {
			t.Errorf("the text of the files: %q", got)
		}
		s.put(letter, "l1", record.Department, "Письмо")
		if got := s.finds(account.Anyone, "протокол"); got != "" {
			t.Errorf("a file of a record that was closed is found: %q", got)
		}
		if got := s.finds(account.Head, "протокол музеев"); got != "f1 f2" {
			t.Errorf("the department finds the file at once: %q", got)
		}
		s.work()
		if got := s.finds(account.Anyone, "протокол"); got != "" {
			t.Errorf("and later: %q", got)
		}
		if got := s.finds(account.Head, "протокол музеев"); !strings.Contains(got, "f1") {
			t.Errorf("the department no longer finds the file: %q", got)
		}
		s.put(letter, "l1", record.Public, "Письмо")
		if got := s.finds(account.Anyone, "протокол музеев"); got != "f1" {
			t.Errorf("opened again: %q", got)
		}
		for i := range 30 {
			attach(fmt.Sprintf("m%02d", i), "приложение.pdf", record.Public)
		}
		s.put(letter, "l1", record.Department, "Письмо")
		if got := s.finds(account.Anyone, "приложение"); got != "" {
			t.Errorf("files of a record that was closed are found: %q", got)
		}
		if a := s.ask(account.Head, search.Ask{Text: "приложение"}); a.Total != 20 || a.Hits[0].Ref.ID != "m29" {
			t.Errorf("%d of many files are found at once, first %v", a.Total, a.Hits)
		}
		s.work()
		if a := s.ask(account.Head, search.Ask{Text: "приложение"}); a.Total != 30 {
			t.Errorf("and %d later", a.Total)
		}
		s.put(letter, "l1", record.Public, "Письмо")
		s.fails["f3"] = true
		attach("f3", "картинка.pdf", record.Public)
		s.work() // gives up on what cannot be read
		if got := s.finds(account.Anyone, "картинка"); got != "f3" {
			t.Errorf("a file that cannot be read is found by its name: %q", got)
		}
	})
}

// TestAnew: an index of another making is read anew, in steps that go on where
// they stopped, and stays of use meanwhile.
func TestAnew(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for i := range 1000 {
			s.kept[record.Ref{Kind: letter, ID: fmt.Sprintf("l%04d", i)}] = record.Searched{Circle: record.Public, Titles: []record.Passage{{Text: fmt.Sprintf("Письмо номер %d", i)}}}
		}
		if _, err := db.Exec(t.Context(), d, `UPDATE search_state SET making = 0`); err != nil {
			t.Fatal(err)
		}
		if more, err := s.index.Step(t.Context()); err != nil || !more {
			t.Fatalf("%v %v", more, err)
		}
		a := s.ask(account.Head, search.Ask{Text: "письмо", Limit: 2000})
		if !a.Making || len(a.Hits) != 400 {
			t.Errorf("after one step: making %v, %d hits", a.Making, len(a.Hits))
		}
		again := search.NewIndex(d, func() record.Kinds { return s.kinds }, nil, partner) // the program was started anew
		steps := 0
		for {
			more, err := again.Step(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if steps++; !more {
				break
			}
		}
		a = s.ask(account.Head, search.Ask{Text: "письмо", Limit: 2000})
		if a.Making || len(a.Hits) != 1000 || a.Total != 1000 || steps > 8 {
			t.Errorf("in the end: making %v, %d hits, %d steps", a.Making, len(a.Hits), steps)
		}
		check := s.svc.Module().Checks[0]
		if found, err := check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("%v %v", found, err)
		}
		if _, err := db.Exec(t.Context(), d, `DELETE FROM search_entries WHERE record_id = 'l0007'`); err != nil {
			t.Fatal(err)
		}
		delete(s.kept, record.Ref{Kind: letter, ID: "l0009"})
		if found, err := check(t.Context()); err != nil || len(found) != 2 {
			t.Errorf("the check finds %v %v", found, err)
		}
	})
}

// TestAnswers: order, other layouts, pages, kinds, similar names.
func TestAnswers(t *testing.T) {
	dbtest.Each(t, files(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		s.put(partner, "p1", record.Public, "Варкаус")
		s.put(partner, "p2", record.Department, "Йоэнсуу")
		for i := range 30 {
			s.put(letter, fmt.Sprintf("l%02d", i), record.Public, fmt.Sprintf("Визит в Варкаус %d", i), text(record.OnPortal, "Программа молодёжного обмена"))
		}
		s.put(memo, "m1", record.Department, "Обмен", text(record.InRecord, "программы для школ Варкауса"))
		a := s.ask(account.Head, search.Ask{Text: "варкаус", Limit: 5})
		if a.Total != 32 || len(a.Hits) != 5 || a.Hits[0].Ref.ID != "p1" || a.Hits[1].Ref.ID != "l29" {
			t.Errorf("the partner comes first, then the newest: %d %v", a.Total, a.Hits)
		}
		if want := []search.Count{{Kind: letter, N: 30}, {Kind: memo, N: 1}, {Kind: partner, N: 1}}; !slices.Equal(a.Kinds, want) {
			t.Errorf("kinds %v", a.Kinds)
		}
		if b := s.ask(account.Head, search.Ask{Text: "варкаус", From: 5, Limit: 5}); len(b.Hits) != 5 || b.Hits[0].Ref == a.Hits[0].Ref {
			t.Errorf("the second page: %v", b.Hits)
		}
		if b := s.ask(account.Head, search.Ask{Text: "варкаус", Kind: memo}); b.Total != 1 || b.Hits[0].Ref.ID != "m1" {
			t.Errorf("one kind: %v", b.Hits)
		}
		if b := s.ask(account.Head, search.Ask{Text: "варкаус", Kind: "' | 'x"}); b.Total != 32 {
			t.Errorf("a kind that is none: %d", b.Total)
		}
		if b := s.ask(account.Head, search.Ask{Text: "ghjuhfvvf"}); b.As != "программа" || b.Total != 31 {
			t.Errorf("another layout: %q %d", b.As, b.Total)
		}
		if b := s.ask(account.Head, search.Ask{Text: "молодеж"}); b.Total != 30 {
			t.Errorf("the beginning of a word of the text: %d", b.Total)
		}
		for role, want := range map[account.Role]string{account.Head: "p2", account.Branch: "", account.Anyone: ""} {
			b := s.ask(role, search.Ask{Text: "йоэнкуу", Portal: role == account.Anyone})
			got := ""
			for _, h := range b.Near {
				got += h.Ref.ID
			}
			if got != want || b.Total != 0 {
				t.Errorf("%s is offered %q, want %q (%d found)", role, got, want, b.Total)
			}
		}
		for _, empty := range []string{"", " ,. ", "яяяяя ъъъ"} {
			if b := s.ask(account.Head, search.Ask{Text: empty}); b.Total != 0 {
				t.Errorf("%q finds %d", empty, b.Total)
			}
		}
		recent, err := s.svc.Recent(as(t.Context(), account.Guest), "ru", []record.Ref{{Kind: partner, ID: "p1"}, {Kind: memo, ID: "m1"}, {Kind: "none", ID: "x"}, {Kind: partner, ID: "gone"}})
		if err != nil || len(recent) != 1 || recent[0].Title != "Варкаус" {
			t.Errorf("recent %v %v", recent, err)
		}
		if _, err := s.log.Write(t.Context(), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			return record.Ref{}, w.Did(ctx, record.Ref{Kind: "unknown", ID: "x"}, audit.Changed, "", nil)
		}); err != nil {
			t.Errorf("a kind that is not searched: %v", err)
		}
	})
}
