package anniversary

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// The calendar hears of what may fall within a span; what rests asks nothing.
func TestAgenda(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Head)
		for on, title := range map[string]string{"1990-10-03": "Единство Германии", "1992-10": "Дом дружбы", "1997": "Год без дня"} {
			if _, err := s.Add(ctx, KeyDate{About: "country:DE", Occasion: "other", Title: i18n.NewText("ru", title), On: date(on)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct{ from, until, want string }{
			{"2030-09-20", "2030-10-20", "2030-10-03 Единство Германии: 40 лет"},
			{"2030-10-04", "2030-11-03", ""},
			{"2027-10-20", "2027-11-19", "2027 Агридженто: 15 лет, 2027 Год без дня: 30 лет, 2027-10 Дом дружбы: 35 лет"},
			{"2026-12-20", "2027-01-19", "2027 Агридженто: 15 лет, 2027 Год без дня: 30 лет"},
		} {
			entries, err := s.agenda(ctx, s.scene("/"), date(c.from), date(c.until))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range entries {
				words := e.Text
				if e.Aside {
					words = "(" + words + ")"
				}
				got = append(got, strings.ReplaceAll(e.When.String()+" "+words, "\u00a0", " "))
			}
			if said := strings.Join(got, ", "); said != c.want {
				t.Errorf("%s: %s, want %s", c.from, said, c.want)
			}
		}
		entries, err := s.agenda(as(t, account.Guest), s.scene("/"), edtf.OfYear(2030), edtf.OfYear(2030))
		if err != nil || len(entries) != 0 {
			t.Errorf("a guest sees %v %v", entries, err)
		}
	})
}

// Holidays of both sides are entries of their own layer: one for a day that
// several countries keep under one name, and with the same name whoever reads.
func TestFestive(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		keys := map[string]string{}
		for _, lang := range []string{"ru", "en"} {
			scene := s.scene("/")
			scene.Printer = s.deps.Words(lang)
			entries, err := s.festive(as(t, account.Head), scene, date("2027-04-20"), date("2027-05-09"))
			if err != nil || len(entries) < 3 {
				t.Fatalf("%+v %v", entries, err)
			}
			for _, e := range entries {
				id := e.Of.String() + " " + e.Name
				if e.Layer != module.Holidays || e.Text == "" || e.When.Sort() < "2027-04-20" || e.When.Sort() > "2027-05-09" {
					t.Errorf("%+v", e)
				}
				if lang == "en" && keys[id] == "" {
					t.Errorf("%s has another identity in English", id)
				}
				keys[id] = e.Text
			}
			if e := entries[slices.IndexFunc(entries, func(e module.Entry) bool { return e.Name == "twin-cities" })]; e.When.String() != "2027-04-25" {
				t.Errorf("%+v", e)
			}
		}
		// A name in another language says in which; its country is in the reader's.
		for lang, want := range map[string][4]string{"ru": {"Tag der Deutschen Einheit", "de", "(Германия)", "Tag der Deutschen Einheit (Германия)"}, "en": {"National Holiday", "", "(Германия)", "National Holiday (Германия)"}} {
			scene := s.scene("/")
			scene.Printer = s.deps.Words(lang)
			entries, err := s.festive(as(t, account.Head), scene, date("2027-10-03"), date("2027-10-03"))
			if err != nil || len(entries) != 1 {
				t.Fatalf("%+v %v", entries, err)
			}
			if e := entries[0]; [4]string{e.Called(), e.Lang, e.After, e.Words()} != want {
				t.Errorf("%s: %+v", lang, e)
			}
		}
		if entries, err := s.festive(as(t, account.Guest), s.scene("/"), edtf.OfYear(2027), edtf.OfYear(2027)); err != nil || len(entries) != 0 {
			t.Errorf("a guest sees %v %v", entries, err)
		}
		if entries, err := s.festive(as(t, account.Head), s.scene("/"), edtf.OfYear(2060), edtf.OfYear(2060)); err != nil || len(entries) != 1 {
			t.Errorf("a year without a table has World Twin Cities Day alone: %v %v", entries, err)
		}
	})
}
