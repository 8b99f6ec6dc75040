package contact

import (
	"fmt"
	"slices"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

func TestRecordsKeepEveryField(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		o := archive()
		o.Name.Set("de", "Stadtarchiv")
		o.About, o.Website, o.Email, o.Phone, o.Screened = text("Хранит книги города"), "https://archive.example", "post@archive.example", "+49 203 000000", "2026-11-20, списки ООН"
		o.ID = must[string](t)(s.AddOrganisation(head(t), o))
		o.Visibility = record.Department
		got := must[Organisation](t)(s.Organisation(as(t, account.Auditor, ""), o.ID))
		for i, f := range s.organisations.Fields.Audit(&got) {
			if want := s.organisations.Fields.Audit(&o)[i]; f != want {
				t.Errorf("%s: %q, want %q", f.Name, f.Value, want.Value)
			}
		}
		p := Person{Name: "Müller", Cyrillic: "Мюллер", Latin: "Mueller", Sounds: "МЮллер", Address: "г-жа Мюллер", Spoken: []string{"de", "en"}, Written: []string{"de"},
			Email: "m@archive.example", Phone: "+49 203 000001", Met: "Пермь, 2019", Quiet: true, About: "Ведёт переписку"}
		p.ID = must[string](t)(s.AddPerson(head(t), p))
		p.Visibility = record.Department
		read := must[Person](t)(s.Person(head(t), p.ID))
		for i, f := range s.people.Fields.Audit(&read) {
			if want := s.people.Fields.Audit(&p)[i]; f != want {
				t.Errorf("%s: %q, want %q", f.Name, f.Value, want.Value)
			}
		}
	})
}

func TestNestingHasNoCircles(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		city := must[string](t)(s.AddOrganisation(head(t), Organisation{Name: text("Администрация"), Type: "municipal", Side: string(Ours)}))
		part := must[string](t)(s.AddOrganisation(head(t), Organisation{Name: text("Отдел"), Type: "municipal", Side: string(Ours), Parent: city}))
		o := must[Organisation](t)(s.Organisation(head(t), city))
		for _, parent := range []string{part, city, "nowhere"} {
			o.Parent = parent
			if found := errs.FieldsOf(s.ChangeOrganisation(head(t), o)); len(found) != 1 || found[0].Field != "parent" {
				t.Errorf("part of %s: %v", parent, found)
			}
		}
	})
}

// TestCircles compares what a list shows with what can be opened, for every
// circle and role, and that one's own organisation and its people are seen.
func TestCircles(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		organisations, people := map[record.Visibility]string{}, map[record.Visibility]string{}
		for _, v := range record.Visibilities() {
			o, p := archive(), Person{Name: string(v)}
			o.Name, o.Visibility, p.Visibility = text(string(v)), v, v
			organisations[v] = must[string](t)(s.AddOrganisation(head(t), o))
			people[v] = must[string](t)(s.AddPerson(head(t), p))
			must[string](t)(s.Appoint(head(t), Role{Person: people[v], Organisation: organisations[v]}))
		}
		own := organisations[record.Participants]
		for _, c := range []struct {
			role account.Role
			org  string
			want []record.Visibility
		}{
			{account.Head, "", record.Visibilities()},
			{account.Auditor, "", record.Visibilities()},
			{account.Branch, "", []record.Visibility{record.Administration, record.Participants, record.Public}},
			{account.Guest, own, []record.Visibility{record.Participants, record.Public}},
			{account.Guest, organisations[record.Department], []record.Visibility{record.Public}},
			{account.Guest, "", []record.Visibility{record.Public}},
		} {
			ctx := as(t, c.role, c.org)
			rows := must[[]OrganisationRow](t)(s.Organisations(ctx, OrganisationFilter{Limit: 10}))
			count := must[int](t)(s.CountOrganisations(ctx, OrganisationFilter{}, 10))
			persons := must[[]PersonRow](t)(s.People(ctx, PersonFilter{Limit: 10}))
			if count != len(c.want) || must[int](t)(s.CountPeople(ctx, PersonFilter{}, 10)) != len(c.want) {
				t.Errorf("%s counts %d organisations, want %d", c.role, count, len(c.want))
			}
			for v, id := range organisations {
				want := slices.Contains(c.want, v)
				listed := slices.ContainsFunc(rows, func(r OrganisationRow) bool { return r.ID == id })
				_, err := s.Organisation(ctx, id)
				known := slices.ContainsFunc(persons, func(r PersonRow) bool { return r.ID == people[v] })
				_, met := s.Person(ctx, people[v])
				if listed != want || (err == nil) != want || known != want || (met == nil) != want {
					t.Errorf("%s and %s: organisation listed %v, opened %v; person listed %v, opened %v; want %v", c.role, v, listed, err == nil, known, met == nil, want)
				}
			}
		}
	})
}

func TestListsAreOrderedAndPaged(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for _, name := range []string{"Ёлка", "Ель", "Яблоня", "Ёж", "Берёза", "берёза малая"} {
			o := archive()
			o.Name = text(name)
			must[string](t)(s.AddOrganisation(head(t), o))
		}
		var names []string
		for f := (OrganisationFilter{Limit: 2}); ; {
			rows := must[[]OrganisationRow](t)(s.Organisations(head(t), f))
			for _, r := range rows {
				names = append(names, r.Name.Get("ru"))
				f.After = r.Key
			}
			if len(rows) < f.Limit {
				break
			}
		}
		if want := []string{"Берёза", "берёза малая", "Ёж", "Ёлка", "Ель", "Яблоня"}; !slices.Equal(names, want) {
			t.Errorf("%q, want %q", names, want)
		}
		for query, want := range map[string]int{"береза": 2, "МАЛАЯ": 1, "ел": 2, "лка": 0} {
			if n := must[int](t)(s.CountOrganisations(head(t), OrganisationFilter{Query: query}, 10)); n != want {
				t.Errorf("%s finds %d, want %d", query, n, want)
			}
		}
	})
}

func TestPosts(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		org := must[string](t)(s.AddOrganisation(head(t), archive()))
		post := must[string](t)(s.AddPost(head(t), Post{Title: text("Директор архива"), Organisation: org, Side: string(Theirs)}))
		if _, held, err := s.Holder(head(t), post, keeptest.Now()); held || err != nil {
			t.Errorf("nobody was appointed, and somebody holds the post: %v", err)
		}
		first := must[string](t)(s.AddPerson(head(t), Person{Name: "Первая"}))
		second := must[string](t)(s.AddPerson(head(t), Person{Name: "Вторая"}))
		role := Role{Person: first, Post: post, Since: date(t, "2015"), Until: date(t, "2024-06")}
		must[string](t)(s.Appoint(head(t), role))
		if _, held, _ := s.Holder(head(t), post, keeptest.Now()); held {
			t.Error("a role that ended in 2024 is held in 2026")
		}
		id := must[string](t)(s.Appoint(head(t), Role{Person: second, Post: post, Since: date(t, "2024-07")}))
		h, held, err := s.Holder(head(t), post, keeptest.Now())
		if err != nil || !held || h.Person != second || h.Organisation != org {
			t.Errorf("%+v %v %v", h, held, err)
		}
		if all := must[[]Holder](t)(s.Holders(head(t), post)); len(all) != 2 || all[0].Person != second {
			t.Errorf("the present holder comes first: %+v", all)
		}
		if members := must[[]Holder](t)(s.Members(head(t), org)); len(members) != 2 {
			t.Errorf("%d members through the post", len(members))
		}
		bad := Role{ID: id, Person: second, Post: post, Since: date(t, "2024-07"), Until: date(t, "2023")}
		if found := errs.FieldsOf(s.ChangeRole(head(t), bad)); len(found) != 1 || found[0].Field != "until" {
			t.Errorf("a role that ends before it begins: %v", found)
		}
		if err := s.ChangeRole(head(t), Role{ID: id, Person: first, Post: post}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a role moves to another person: %v", err)
		}
		if found := errs.FieldsOf(failure(s.Appoint(head(t), Role{Person: first}))); len(found) != 1 || found[0].Field != "post" {
			t.Errorf("a role that is nothing: %v", found)
		}
		if _, err := s.Appoint(as(t, account.Auditor, ""), role); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor appoints: %v", err)
		}
		h.Until = date(t, "2026-10-31")
		if err := s.ChangeRole(head(t), h.Role); err != nil {
			t.Fatal(err)
		}
		if held := must[map[string]bool](t)(s.HeldPosts(head(t), keeptest.Now())); held[post] {
			t.Error("the post is vacant since November")
		}
	})
}

// failure is how a call that makes something went wrong.
func failure(_ string, err error) error { return err }

func TestAlike(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := must[string](t)(s.AddPerson(head(t), Person{Name: "Müller", Cyrillic: "Мюллер"}))
		for _, name := range []string{"Мюллер", "MULLER", "müller"} {
			p := Person{Name: name}
			if _, found, err := alikePerson(t.Context(), s.DB, &p); err != nil || found != id {
				t.Errorf("%s is not found: %q %v", name, found, err)
			}
		}
		p := Person{Name: "Миллер"}
		if _, found, err := alikePerson(t.Context(), s.DB, &p); err != nil || found != "" {
			t.Errorf("%q %v", found, err)
		}
		org := must[string](t)(s.AddOrganisation(head(t), archive()))
		o := archive()
		o.Name = text("ГОРОДСКОЙ АРХИВ")
		if _, found, err := alikeOrganisation(t.Context(), s.DB, &o); err != nil || found != org {
			t.Errorf("%q %v", found, err)
		}
	})
}

func TestTablesGiveWhatTheyTake(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for i := range 5 {
			o := archive()
			o.Name = text(fmt.Sprintf("Школа № %d", i))
			must[string](t)(s.AddOrganisation(head(t), o))
		}
		table := s.Tables()[0]
		var all []string
		for after := ""; ; {
			rows, more, err := table.Page(head(t), after, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				all = append(all, row.ID)
				again, err := table.Get(head(t), s.DB, row.ID)
				if err != nil || fmt.Sprint(again) != fmt.Sprint(row) {
					t.Errorf("%v, want %v (%v)", again, row, err)
				}
			}
			if after = more; more == "" {
				break
			}
		}
		if len(all) != 5 || !slices.IsSorted(all) {
			t.Errorf("%d rows in the order %v", len(all), all)
		}
		rows, _, err := table.Page(as(t, account.Guest, ""), "", 10)
		if err != nil || len(rows) != 0 {
			t.Errorf("a guest reads %v %v", rows, err)
		}
	})
}
