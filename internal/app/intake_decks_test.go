package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/intake"
	"pobratim/internal/platform/setting"
)

// The lists of partner cities as they stand in the presentations of both
// cities, with the lines around them.
const (
	deckPetrozavodsk = `
Сотрудничество с зарубежными городами

Города-побратимы:

Варкаус и Йоенсуу (Финляндия)

Ла-Рошель (Франция)

Умео (Швеция)

Нойбранденбург и Тюбинген (Германия)

Мо и Рана (Норвегия)

 
Дулут (США)

Брест (Беларусь)

Эчмиадзин (Армения)

Алитус (Литва)

Нарва (Эстония)
`
	deckPerm = `
# Города-побратимы Перми



Amneville, France  
1992



Louisville, USA  
1994



Qingdao, China  
2003



Oxford, UK  
1995



Duisburg,  
Germany 2007



Agrigento, Italy  
2012
`
)

// emptyCity is a municipality that nobody has written anything into.
func emptyCity(t *testing.T, s *stage, name string) *City {
	t.Helper()
	ctx := asProgram(context.Background())
	c, err := s.in.add(ctx, "fresh", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Settings.Save(ctx, setting.Settings{OfficeLangs: []string{"ru", "en"}, PortalLangs: []string{"ru", "en"}, Name: i18n.NewText("ru", name), Home: setting.HomeOf(s.in.places.Named(name, placeOptions())[0].Place)}); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestImportDecks(t *testing.T) {
	for _, deck := range []struct{ city, text, want string }{
		{"Петрозаводск", deckPetrozavodsk, "Алитус LT · Брест BY · Варкаус FI · Дулут US · Йоенсуу FI · Ла-Рошель FR · Мо и Рана NO · Нарва EE · Нойбранденбург DE · Тюбинген DE · Умео SE · Эчмиадзин AM"},
		{"Пермь", deckPerm, "Агридженто IT 2012 · Амневиль FR 1992 · Дуйсбург DE 2007 · Луисвилл US 1994 · Оксфорд GB 1995 · Циндао CN 2003"},
	} {
		eachFresh(t, func(t *testing.T, s *stage) {
			c := emptyCity(t, s, deck.city)
			i := bring(t, c, intake.File{Name: "deck.txt", Body: []byte(deck.text)})
			all, err := c.Partners.Partners(asProgram(t.Context()), partner.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range all {
				got = append(got, strings.TrimSpace(p.Name.In("ru").Value+" "+p.Country+" "+p.Since.String()))
			}
			slices.Sort(got)
			if text := strings.Join(got, " · "); text != deck.want {
				t.Errorf("%s: %d rows, %d created:\n%s instead of\n%s", deck.city, i.Counts.In, i.Counts.Created, text, deck.want)
			}
		})
	}
}

// TestImportGoesOn kills an import in the middle: it goes on where it stopped,
// and nothing is there twice.
func TestImportGoesOn(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := emptyCity(t, s, "Пермь")
		var b strings.Builder
		b.WriteString("Организация;Телефон;ФИО руководителя;Должность\n")
		for n := range 450 {
			fmt.Fprintf(&b, "Клуб № %d;+7 342 200-%04d;Иванова Анна %dовна;директор\n", n, n, n)
		}
		ctx, stop := context.WithCancel(asProgram(context.Background()))
		id, err := c.imports.Take(ctx, []intake.File{{Name: "clubs.csv", Body: []byte(b.String())}}, "ru")
		if err != nil {
			t.Fatal(err)
		}
		s.clock.since.Store(0)
		c.imports.OnBatch(stop)
		if err := c.imports.Start(ctx, id, true); err == nil {
			t.Fatal("the import was not interrupted")
		}
		ctx = asProgram(context.Background())
		half, err := c.imports.Get(ctx, id)
		if err != nil || half.State != intake.Running || half.Done == 0 || half.Done >= 450 {
			t.Fatalf("interrupted at %d in state %s, %v", half.Done, half.State, err)
		}
		c.imports.OnBatch(nil)
		if err := c.imports.Resume(ctx); err != nil {
			t.Fatal(err)
		}
		c.imports.Wait()
		i, err := c.imports.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		sums(t, "resumed", i.Counts)
		n, err := c.Contacts.CountOrganisations(ctx, contact.OrganisationFilter{}, 10_000)
		if err != nil || n != 450 || i.State != intake.Done || i.Counts.Created != 450 {
			t.Errorf("%d organisations, state %s, %d created, %v", n, i.State, i.Counts.Created, err)
		}
	})
}

// TestImportUndoLeavesWork changes records after an import: what people did
// stays and is named.
func TestImportUndoLeavesWork(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		ctx := asProgram(context.Background())
		c := emptyCity(t, s, "Пермь")
		ours, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Name: i18n.NewText("ru", "Клуб первый"), Type: "ngo", Side: "ours"})
		if err != nil {
			t.Fatal(err)
		}
		i := bring(t, c, intake.File{Name: "clubs.csv", Body: []byte("Организация;Телефон;E-mail\nКлуб первый;+7 342 200-00-01;one@example.ru\nКлуб второй;+7 342 200-00-02;two@example.ru\nКлуб третий;+7 342 200-00-03;three@example.ru\n")})
		if i.Counts.Created != 2 || i.Counts.Completed != 1 {
			t.Fatalf("%+v", i.Counts)
		}
		o, err := c.Contacts.Organisation(ctx, ours)
		if err != nil || o.Phone != "+7 342 200-00-01" || o.Email != "one@example.ru" {
			t.Fatalf("%+v, %v", o, err)
		}
		o.Email = "corrected@example.ru"
		if err := c.Contacts.ChangeOrganisation(ctx, o); err != nil {
			t.Fatal(err)
		}
		second := organisationNamed(t, c, "Клуб второй")
		second.Website = "https://second.example.ru"
		if err := c.Contacts.ChangeOrganisation(ctx, second.Organisation); err != nil {
			t.Fatal(err)
		}
		if err := c.imports.Undo(ctx, i.ID, true); err != nil {
			t.Fatal(err)
		}
		left, err := c.imports.Left(ctx, i.ID)
		if err != nil || len(left) != 2 {
			t.Fatalf("%+v, %v", left, err)
		}
		if o, err = c.Contacts.Organisation(ctx, ours); err != nil || o.Phone != "" || o.Email != "corrected@example.ru" {
			t.Errorf("phone %q, e-mail %q, %v", o.Phone, o.Email, err)
		}
		if n, _ := c.Contacts.CountOrganisations(ctx, contact.OrganisationFilter{}, 10); n != 2 {
			t.Errorf("%d organisations; the first, and the second that was worked with, should be there", n)
		}
		if err := c.imports.Undo(ctx, i.ID, true); err != nil {
			t.Errorf("undoing twice: %v", err)
		}
	})
}

func organisationNamed(t *testing.T, c *City, name string) contact.OrganisationRow {
	t.Helper()
	rows, err := c.Contacts.Organisations(asProgram(t.Context()), contact.OrganisationFilter{Query: name, Limit: 1})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	full, err := c.Contacts.Organisation(asProgram(t.Context()), rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	rows[0].Organisation = full
	return rows[0]
}

// TestImportRights asks as everybody: only the head and coordinators may.
func TestImportRights(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c, err := s.in.City("perm")
		if err != nil {
			t.Fatal(err)
		}
		for _, role := range account.Roles() {
			ctx := account.With(t.Context(), account.Viewer{UserID: "u", Name: "u", Roles: []account.Role{role}})
			ctx = audit.Hold(ctx, errs.New(errs.Conflict, "held"))
			_, err := c.imports.Take(ctx, []intake.File{{Name: "a.csv", Body: []byte("Организация;E-mail\nКлуб;a@example.ru\n")}}, "ru")
			may := role == account.Head || role == account.Coordinator
			if got := errs.KindOf(err) == errs.Conflict; got != may {
				t.Errorf("%s: %v", role, err)
			}
		}
	})
}

// TestImportNeverOverwrites brings a file that says otherwise: our value stays,
// the file's stands beside it with the file as its source.
func TestImportNeverOverwrites(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		ctx := asProgram(context.Background())
		c := emptyCity(t, s, "Пермь")
		id, err := c.Contacts.AddOrganisation(ctx, contact.Organisation{Name: i18n.NewText("ru", "Клуб друзей"), Type: "ngo", Side: "ours", Phone: "+7 342 200-00-01", About: i18n.NewText("ru", "Наш текст")})
		if err != nil {
			t.Fatal(err)
		}
		i := bring(t, c, intake.File{Name: "clubs.csv", Body: []byte("Организация;Телефон;Примечание;E-mail\nКлуб друзей;+7 342 299-99-99;Другой текст;x@example.ru, y@example.ru\nБез почты;нет;;не адрес\n")})
		o, err := c.Contacts.Organisation(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if o.Phone != "+7 342 200-00-01" || o.About.In("ru").Value != "Наш текст" || o.Email != "x@example.ru" || i.Counts.Claims != 2 || i.Counts.Doubts != 2 {
			t.Errorf("phone %q, about %q, e-mail %q, %d claims, %d doubts", o.Phone, o.About.In("ru").Value, o.Email, i.Counts.Claims, i.Counts.Doubts)
		}
		other := organisationNamed(t, c, "Без почты")
		if about := other.About.In("ru").Value; !strings.Contains(about, "нет") || !strings.Contains(about, "не адрес") {
			t.Errorf("what did not fit should stand in the remarks: %q", about)
		}
	})
}
