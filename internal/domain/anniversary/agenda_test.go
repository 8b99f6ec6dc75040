package anniversary

import (
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
)

// Today and the calendar hear of what falls on a day or in a month; of a year
// alone, of a tie that rests and outside of the span they hear nothing.
func TestAgenda(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Head)
		for on, title := range map[string]string{"1990-10-03": "Единство Германии", "1992-10": "Дом дружбы", "1997": "Год без дня"} {
			if _, err := s.Add(ctx, KeyDate{About: "country:DE", Occasion: "other", Title: i18n.NewText("ru", title), On: date(on)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			from, until string
			want        []string
		}{
			{"2030-09-20", "2030-10-20", []string{"2030-10-03 Единство Германии: 40\u00a0лет"}},
			{"2030-10-04", "2030-11-03", nil},
			{"2027-10-20", "2027-11-19", []string{"2027-10 Дом дружбы: 35\u00a0лет"}}, // Duisburg's 20 years rest
			{"2026-12-20", "2027-01-19", nil},
		} {
			entries, err := s.agenda(ctx, s.scene("/"), date(c.from), date(c.until))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range entries {
				got = append(got, e.When.String()+" "+e.Text)
			}
			if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Errorf("%s: %q instead of %q", c.from, got, c.want)
			}
		}
		entries, err := s.agenda(as(t, account.Guest), s.scene("/"), edtf.OfYear(2030), edtf.OfYear(2030))
		if err != nil || len(entries) != 0 {
			t.Errorf("a guest sees %v %v", entries, err)
		}
	})
}
