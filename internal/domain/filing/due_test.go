package filing

import (
	"slices"
	"strings"
	"testing"

	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// TestDue asks Today and the calendar around 15 January.
func TestDue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		scene := h.desk().Scene("ru", "/")
		for _, c := range []struct {
			day  string
			want []module.Band
		}{
			{"2026-11-15", nil}, {"2026-11-16", []module.Band{module.Soon}}, {"2027-01-13", []module.Band{module.Soon}}, {"2027-01-14", []module.Band{module.TodayTomorrow}},
			{"2027-01-15", []module.Band{module.TodayTomorrow}}, {"2027-01-16", []module.Band{module.Burning}}, {"2027-03-16", []module.Band{module.Burning}}, {"2027-03-17", nil},
		} {
			h.now = date(c.day).First()
			cards, err := h.cards(h.head(), scene)
			var bands []module.Band
			for _, one := range cards {
				bands = append(bands, one.Band)
			}
			if err != nil || !slices.Equal(bands, c.want) {
				t.Errorf("%s: %v, %v", c.day, cards, err)
			}
			if cards, err := h.cards(h.as(account.Coordinator), scene); err != nil || cards != nil {
				t.Errorf("who cannot file is called: %v, %v", cards, err)
			}
		}
		h.now = date("2027-01-11").First()
		days := func() []module.Entry {
			entries, err := h.agenda(h.as(account.Coordinator), scene, date("2026-12-01"), date("2028-02-01"))
			if err != nil {
				t.Fatal(err)
			}
			return entries
		}
		if got := days(); len(got) != 2 || got[0].When.String() != "2027-01-15" || got[0].Path != "/filings/2026" || got[1].Of.ID != "2027" {
			t.Errorf("the calendar: %+v", got)
		}
		if _, err := h.File(h.head(), 2026, h.version(2026), sent()); err != nil {
			t.Fatal(err)
		}
		if got := days(); len(got) != 1 || got[0].When.String() != "2028-01-15" {
			t.Errorf("after filing: %+v", got)
		}
		if cards, err := h.cards(h.head(), scene); err != nil || cards != nil {
			t.Errorf("after filing: %v, %v", cards, err)
		}
		// A country whose rules name no yearly report has no deadline.
		h.country = "DE"
		if got := days(); len(got) != 0 {
			t.Errorf("in Germany: %+v", got)
		}
		if page := h.shown("/filings/2025"); !strings.Contains(page, "срок не задан") {
			t.Error("that there is no deadline is not said")
		}
	})
}
