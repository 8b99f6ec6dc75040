package note

import (
	"context"
	"slices"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// decision is a whole decision record.
func decision() Note {
	return Note{
		Type: Decision, Title: keeptest.Text("Почему Дуйсбург"), Text: keeptest.Text("Предложить Дуйсбургу соглашение."),
		Question: keeptest.Text("С каким городом Германии заключить соглашение?"), DecidedOn: keeptest.Date("2006-10"), DecidedBy: keeptest.Text("Городская дума"),
		Reasons: keeptest.Text("Общий опыт в металлургии."), Alternatives: keeptest.Text("Другие города земли."), Reconsider: keeptest.Text("Отказ совета города."),
		About: []string{"partner:duisburg", "country:DE"},
	}
}

func TestNoteKeepsEveryField(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		want := decision()
		want.Text.Set("en", "Offer Duisburg an agreement.")
		want.Confirmed = keeptest.Date("2020~")
		id := add(t, s, want, keep.Cite{Field: "text", Source: record.Source{Title: "Протокол", Kind: record.SourceDocument}},
			keep.Cite{Field: "text", Source: record.Source{Title: "Газета", Kind: record.SourcePress}})
		got, err := s.Note(keeptest.As(t, account.Head), id)
		if err != nil {
			t.Fatal(err)
		}
		fields := s.notes.Fields.Audit(&got)
		want.Visibility, want.About = record.Department, []string{"country:DE", "partner:duisburg"}
		for i, f := range s.notes.Fields.Audit(&want) {
			if fields[i] != f {
				t.Errorf("%s: %q, want %q", f.Name, fields[i].Value, f.Value)
			}
		}
		facts, err := s.notes.Facts(keeptest.As(t, account.Head), id)
		if err != nil || len(facts["text"]) != 2 {
			t.Errorf("both sources of the text are kept: %v %v", facts, err)
		}
	})
}

func TestRulesOfANote(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, c := range []struct {
			name   string
			change func(*Note)
			field  string // of the first error; empty: none
			key    string
		}{
			{"a plain note", func(n *Note) { *n = Note{Type: "fact", Title: keeptest.Text("Факт")} }, "", ""},
			{"no type", func(n *Note) { n.Type = "" }, "type", "note.type.empty"},
			{"an unknown type", func(n *Note) { n.Type = "rumour" }, "type", "note.type.empty"},
			{"no title", func(n *Note) { n.Title = i18n.Text{} }, "title", "note.title.empty"},
			{"confirmed tomorrow, where it has begun", func(n *Note) { n.Confirmed = keeptest.Date("2026-11-23") }, "confirmed", "form.date.past"},
			{"confirmed this month", func(n *Note) { n.Confirmed = keeptest.Date("2026-11") }, "", ""},
			{"decided next year", func(n *Note) { n.DecidedOn = keeptest.Date("2027") }, "decided_on", "form.date.past"},
			{"a lesson with reasons", func(n *Note) { n.Type, n.DecidedOn = "lesson", keeptest.Date("") }, "question", "note.only_decision"},
			{"a lesson with a day of decision", func(n *Note) { *n = Note{Type: "lesson", Title: n.Title, DecidedOn: n.DecidedOn} }, "decided_on", "note.only_decision"},
			{"about nothing known", func(n *Note) { n.About = []string{"rumour:1"} }, "about", "form.choice"},
			{"about no reference", func(n *Note) { n.About = []string{"duisburg"} }, "about", "form.choice"},
			{"about no country", func(n *Note) { n.About = []string{"country:XX"} }, "about", "form.choice"},
			{"about a partner that is not there", func(n *Note) { n.About = []string{"partner:atlantis"} }, "about", "form.choice"},
			{"about the same twice", func(n *Note) { n.About = []string{"partner:oxford", "partner:oxford"} }, "", ""},
		} {
			n := decision()
			c.change(&n)
			_, err := s.Add(keeptest.As(t, account.Head), n)
			got := errs.FieldsOf(err)
			switch {
			case c.field == "" && err != nil:
				t.Errorf("%s: %v", c.name, err)
			case c.field != "" && (len(got) == 0 || got[0].Field != c.field || got[0].Key != c.key):
				t.Errorf("%s: %v, want %s at %s", c.name, got, c.key, c.field)
			}
		}
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, role := range []account.Role{account.Auditor, account.Branch, account.Guest} {
			if _, err := s.Add(keeptest.As(t, role), decision()); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s adds: %v", role, err)
			}
		}
		n := decision()
		n.Visibility = record.Public
		if _, err := s.Add(keeptest.As(t, account.Coordinator), n); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != "visibility" {
			t.Errorf("a coordinator publishes: %v", err)
		}
		n = decision()
		n.About = []string{"person:schmidt"}
		if _, err := s.Add(keeptest.As(t, account.Coordinator), n); len(errs.FieldsOf(err)) != 1 || errs.FieldsOf(err)[0].Field != "about" {
			t.Errorf("a note about somebody whom one may not see: %v", err)
		}
		id := add(t, s, n)
		held, err := s.Note(keeptest.As(t, account.Coordinator), id)
		if err != nil {
			t.Fatal(err)
		}
		held.Title = keeptest.Text("Другое название")
		if err := s.Change(keeptest.As(t, account.Coordinator), held); err != nil {
			t.Errorf("what a note is about already may stay: %v", err)
		}
	})
}

// TestVisibility compares the rule in Go with the rule in SQL for every circle
// and role: what a list shows can be opened, and nothing else.
func TestVisibility(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ids := map[record.Visibility]string{}
		for _, v := range record.Visibilities() {
			n := Note{Type: "fact", Title: keeptest.Text("Заметка " + string(v)), About: []string{"partner:duisburg"}}
			n.Visibility = v
			ids[v] = add(t, s, n)
		}
		for _, c := range []struct {
			role account.Role
			want []record.Visibility
		}{
			{account.Head, record.Visibilities()},
			{account.Auditor, record.Visibilities()},
			{account.Branch, []record.Visibility{record.Administration, record.Participants, record.Public}},
			{account.Guest, []record.Visibility{record.Public}}, // no note is ever one's own
			{account.Administrator, []record.Visibility{record.Public}},
		} {
			ctx := keeptest.As(t, c.role)
			rows, err := s.Notes(ctx, Filter{Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			related, err := s.About(ctx, 10, record.Ref{Kind: "partner", ID: "duisburg"})
			if err != nil {
				t.Fatal(err)
			}
			total, err := s.Count(ctx, Filter{}, 10)
			if err != nil || total != len(c.want) {
				t.Errorf("%s counts %d %v, want %d", c.role, total, err, len(c.want))
			}
			for v, id := range ids {
				want := slices.Contains(c.want, v)
				_, err := s.Note(ctx, id)
				listed := slices.ContainsFunc(rows, func(r Row) bool { return r.ID == id })
				panel := slices.ContainsFunc(related, func(n Note) bool { return n.ID == id })
				if (err == nil) != want || listed != want || panel != want {
					t.Errorf("%s and %s: opened %v, listed %v, in the panel %v, want %v", c.role, v, err == nil, listed, panel, want)
				}
			}
		}
	})
}

func TestStaleBinAndReturn(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		id := add(t, s, decision())
		one, err := s.Note(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		two := one
		one.Title = keeptest.Text("Раз")
		if err := s.Change(ctx, one); err != nil {
			t.Fatal(err)
		}
		two.Title, two.About = keeptest.Text("Два"), nil
		if err := s.Change(ctx, two); errs.KindOf(err) != errs.Stale {
			t.Errorf("a stale change: %v", err)
		}
		if now, err := s.Note(ctx, id); err != nil || now.Title.Get("ru") != "Раз" || len(now.About) != 2 {
			t.Errorf("after a stale change: %v %v", now, err)
		}
		if err := s.notes.PutAway(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Note(ctx, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a binned note: %v", err)
		}
		if rows, err := s.Notes(ctx, Filter{Limit: 10}); err != nil || len(rows) != 0 {
			t.Errorf("a binned note is listed: %v %v", rows, err)
		}
		if err := s.notes.Restore(ctx, id); err != nil {
			t.Fatal(err)
		}
		if back, err := s.Note(ctx, id); err != nil || len(back.About) != 2 {
			t.Errorf("a returned note: %v %v", back, err)
		}
		history, err := s.Log.Of(ctx, record.Ref{Kind: Kind, ID: id}, "")
		var actions []audit.Action
		for _, rev := range history {
			actions = append(actions, rev.Action)
		}
		if want := []audit.Action{audit.Restored, audit.Binned, audit.Changed, audit.Created}; err != nil || !slices.Equal(actions, want) {
			t.Errorf("history %v %v, want %v", actions, err, want)
		}
	})
}

func TestConfirm(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Coordinator)
		id := add(t, s, Note{Type: "etiquette", Title: keeptest.Text("Обращение"), Confirmed: keeptest.Date("2024-01-10")})
		if err := s.Confirm(ctx, id, 1, keeptest.Date("2026-11-22")); err != nil {
			t.Fatal(err)
		}
		n, err := s.Note(ctx, id)
		if err != nil || n.AgeOn(keeptest.Now()) != Recent || n.Version != 2 {
			t.Errorf("confirmed: %v %v", n, err)
		}
		if err := s.Confirm(ctx, id, 1, keeptest.Date("2026-11-22")); errs.KindOf(err) != errs.Stale {
			t.Errorf("confirming what has changed since: %v", err)
		}
		if err := s.Confirm(keeptest.As(t, account.Branch), id, 2, keeptest.Date("2026-11-22")); errs.KindOf(err) != errs.Forbidden && errs.KindOf(err) != errs.NotFound {
			t.Errorf("a branch department confirms: %v", err)
		}
	})
}

func TestListFindsAndPages(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := keeptest.As(t, account.Head)
		add(t, s, Note{Type: "culture", Title: keeptest.Text("Ёлка и подарки"), Text: keeptest.Text("Дарить книги о Каме")})
		add(t, s, Note{Type: "culture", Title: keeptest.Text("Ещё о подарках")})
		add(t, s, Note{Type: "legal", Title: keeptest.Text("Закон 179-ФЗ")})
		add(t, s, decision())
		for _, c := range []struct {
			f    Filter
			want []string
		}{
			{Filter{}, []string{"Ёлка и подарки", "Ещё о подарках", "Закон 179-ФЗ", "Почему Дуйсбург"}},
			{Filter{Type: "culture"}, []string{"Ёлка и подарки", "Ещё о подарках"}},
			{Filter{Query: "КНИГ елк"}, []string{"Ёлка и подарки"}},
			{Filter{Query: "подарк"}, []string{"Ёлка и подарки", "Ещё о подарках"}},
			{Filter{Query: "металлур"}, []string{"Почему Дуйсбург"}},
			{Filter{Query: "арки"}, nil}, // not the beginning of a word
			{Filter{Query: "%"}, []string{"Ёлка и подарки", "Ещё о подарках", "Закон 179-ФЗ", "Почему Дуйсбург"}},
			{Filter{Query: "179 фз", Type: "culture"}, nil},
		} {
			var got []string
			f := c.f
			f.Limit = 1 // page by page
			for {
				rows, err := s.Notes(ctx, f)
				if err != nil {
					t.Fatal(err)
				}
				if len(rows) == 0 {
					break
				}
				got = append(got, rows[0].Title.Get("ru"))
				f.After = rows[0].Key
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%+v: %q, want %q", c.f, got, c.want)
			}
		}
	})
}

func TestAboutPutsDecisionsFirst(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, Note{Type: "etiquette", Title: keeptest.Text("Аперитив"), About: []string{"country:DE"}})
		add(t, s, Note{Type: "lesson", Title: keeptest.Text("Урок"), About: []string{"partner:duisburg", "country:DE"}})
		add(t, s, Note{Type: "lesson", Title: keeptest.Text("Чужое"), About: []string{"partner:oxford"}})
		old, young := decision(), decision()
		old.Title, young.Title, young.DecidedOn = keeptest.Text("Старое"), keeptest.Text("Новое"), keeptest.Date("2017-05-03")
		add(t, s, old)
		add(t, s, young)
		add(t, s, Note{Type: Decision, Title: keeptest.Text("Яхты"), About: []string{"partner:duisburg"}}) // of an unknown day
		notes, err := s.About(keeptest.As(t, account.Head), 10, record.Ref{Kind: "partner", ID: "duisburg"}, record.Ref{Kind: CountryKind, ID: "DE"})
		var got []string
		for _, n := range notes {
			got = append(got, n.Title.Get("ru"))
		}
		if want := []string{"Новое", "Старое", "Яхты", "Аперитив", "Урок"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q %v, want %q", got, err, want)
		}
		if none, err := s.About(keeptest.As(t, account.Head), 10); err != nil || len(none) != 0 {
			t.Errorf("about nothing: %v %v", none, err)
		}
	})
}

func TestListing(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		add(t, s, decision())
		rows, err := s.listing(keeptest.As(t, account.Auditor), "ru")
		if err != nil {
			t.Fatal(err)
		}
		got := rows.([]listingRow)
		if len(got) != 1 || got[0].DecidedOn != "2006-10" || len(got[0].About) != 2 {
			t.Errorf("%+v", got)
		}
	})
}

// TestNothingHalfDone breaks a save in the middle: neither the note nor its
// links stay.
func TestNothingHalfDone(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx, cancel := context.WithCancel(keeptest.As(t, account.Head))
		keeper := *s.notes.Keeper
		keeper.Insert = func(ctx context.Context, h db.Handle, n Note) error {
			if err := insert(ctx, h, n); err != nil {
				return err
			}
			cancel()
			return ctx.Err()
		}
		if _, err := keeper.Add(ctx, decision()); err == nil {
			t.Fatal("the save was to fail")
		}
		links, err := record.LinksTo(t.Context(), s.DB, record.Ref{Kind: "partner", ID: "duisburg"}, Kind, aboutRole)
		if rows, count := s.Notes(keeptest.As(t, account.Head), Filter{Limit: 1}); count != nil || len(rows) != 0 || err != nil || len(links) != 0 {
			t.Errorf("left behind: %v %v %v", rows, links, err)
		}
	})
}
