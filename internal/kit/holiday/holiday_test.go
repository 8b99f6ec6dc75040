package holiday

import (
	"testing"
	"time"
)

// Days that anybody can look up: fixed ones, those of Easter, of the moon.
func TestOf(t *testing.T) {
	for _, want := range []struct{ country, date, ru, en string }{
		{"FI", "2027-12-06", "itsenäisyyspäivä", "Independence Day"},
		{"DE", "2026-10-03", "Tag der Deutschen Einheit", "National Holiday"},
		{"DE", "2027-03-29", "Ostermontag", "Easter Monday"},
		{"RU", "2027-06-12", "День России", "Russia Day"},
		{"FR", "2026-07-14", "Fête Nationale de la France", "Bastille Day"},
		{"CN", "2026-06-19", "端午节", "Dragon Boat Festival"},
	} {
		date, err := time.Parse(time.DateOnly, want.date)
		if err != nil {
			t.Fatal(err)
		}
		all, err := Of(date.Year(), want.country, "RU")
		if err != nil {
			t.Fatalf("%s: %v", want.country, err)
		}
		found := false
		for _, d := range all[want.country] {
			ru, _ := d.Name("ru")
			en, _ := d.Name("en")
			found = found || d.Date.Equal(date) && ru == want.ru && en == want.en
		}
		if !found {
			t.Errorf("%s has no %s / %s on %s", want.country, want.ru, want.en, want.date)
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, ask := range []struct {
		country string
		year    int
	}{{"XX", 2026}, {"DE", First - 1}, {"DE", Last + 1}, {"", 2026}} {
		if days, err := Of(ask.year, ask.country); len(days) > 0 || err != nil {
			t.Errorf("%v is said to be known: %v, %v", ask, days, err)
		}
	}
}

// Every country of the two talks has something in every year, in order.
func TestYears(t *testing.T) {
	countries := []string{"RU", "DE", "FI", "FR", "SE", "US", "NO", "GB", "IT", "CN", "BY", "AM", "LT", "EE", "UA", "TR"}
	for year := First; year <= Last; year++ {
		all, err := Of(year, countries...)
		if err != nil {
			t.Fatal(err)
		}
		for _, country := range countries {
			if len(all[country]) == 0 {
				t.Errorf("%s has no holidays in %d", country, year)
			}
			for i, d := range all[country] {
				if d.Own == "" || d.Lang == "" || d.Date.Year() != year || i > 0 && d.Date.Before(all[country][i-1].Date) {
					t.Errorf("%s %v", country, d)
				}
			}
		}
	}
}
