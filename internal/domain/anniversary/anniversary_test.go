package anniversary

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// since makes starts of "title date" pairs.
func since(pairs ...string) []Start {
	var starts []Start
	for i := 0; i < len(pairs); i += 2 {
		starts = append(starts, Start{Title: pairs[i], Date: date(pairs[i+1])})
	}
	return starts
}

func said(found []Anniversary) string {
	var words []string
	for _, a := range found {
		words = append(words, fmt.Sprintf("%s %d in %d", a.Title, a.Years, a.Year))
	}
	return strings.Join(words, ", ")
}

// What both talks of 2017 say that they celebrate, and the years that follow
// from their lists.
func TestAnniversariesOfTheTalks(t *testing.T) {
	petrozavodsk := since("Tübingen", "1989", "Varkaus", "1965", "Umeå", "1976", "La Rochelle", "1973")
	perm := since("Louisville", "1994", "Oxford", "1995", "Amnéville", "1992", "Agrigento", "2012", "Qingdao", "2003", "Duisburg", "2007-10-15")
	talk := append(slices.Clone(petrozavodsk), since("Duisburg", "2007")...)
	for _, want := range []struct {
		starts   []Start
		from, to int
		said     string
	}{
		{talk, 2014, 2018, "Tübingen 25 in 2014, Varkaus 50 in 2015, Umeå 40 in 2016, Duisburg 10 in 2017, La Rochelle 45 in 2018"},
		{perm, 2014, 2018, "Louisville 20 in 2014, Oxford 20 in 2015, Agrigento 5 in 2017, Amnéville 25 in 2017, Duisburg 10 in 2017, Qingdao 15 in 2018"},
		{perm, 2027, 2027, "Agrigento 15 in 2027, Amnéville 35 in 2027, Duisburg 20 in 2027"},
		{perm, 2028, 2028, "Qingdao 25 in 2028"},
		{petrozavodsk, 2026, 2026, "Umeå 50 in 2026"},
		{petrozavodsk, 2027, 2027, ""},
		{petrozavodsk, 2028, 2030, "La Rochelle 55 in 2028, Tübingen 40 in 2029, Varkaus 65 in 2030"},
	} {
		if got := said(Between(want.starts, want.from, want.to, Rule{Step: 5})); got != want.said {
			t.Errorf("%d–%d: %s\nwant %s", want.from, want.to, got, want.said)
		}
	}
}

func TestWhen(t *testing.T) {
	for _, want := range []struct {
		since string
		year  int
		rule  Rule
		on    string // empty: none
		moved bool
	}{
		{"1992", 2027, Rule{Step: 5}, "2027", false},
		{"1989-10", 2029, Rule{Step: 5}, "2029-10", false},
		{"2007-10-15", 2027, Rule{Step: 5}, "2027-10-15", false},
		{"2007/2009", 2027, Rule{Step: 5}, "2027", false},
		{"2004-02-29", 2024, Rule{Step: 5}, "2024-02-29", false},
		{"2004-02-29", 2029, Rule{Step: 5}, "2029-02-28", true},
		{"2004-02", 2029, Rule{Step: 5}, "2029-02", false},
		{"1965~", 2030, Rule{Step: 5}, "2030~", false},
		{"198X", 2030, Rule{Step: 5}, "", false},
		{"XXXX-10-12", 2030, Rule{Step: 5}, "", false},
		{"../1990", 2030, Rule{Step: 5}, "", false},
		{"2030", 2030, Rule{Step: 5}, "", false}, // the year itself
		{"2031", 2030, Rule{Step: 5}, "", false},
		{"2026-11-22", 2027, Rule{Step: 5}, "", false},
		{"2026-11-22", 2027, Rule{Step: 5, First: true}, "2027-11-22", false},
		{"2026", 2027, Rule{Step: 1}, "2027", false},
	} {
		found := Between(since("x", want.since), want.year, want.year, want.rule)
		switch {
		case want.on == "" && len(found) > 0:
			t.Errorf("%s has an anniversary in %d: %v", want.since, want.year, found)
		case want.on != "" && (len(found) != 1 || found[0].On.String() != want.on || found[0].Moved != want.moved):
			t.Errorf("%s in %d: %v, want %s", want.since, want.year, found, want.on)
		}
	}
}

// A date that another source contradicts is counted twice; one that it only
// knows less exactly is not.
func TestDates(t *testing.T) {
	fact := func(value, source string, used bool) record.Fact {
		return record.Fact{Value: value, Used: used, Source: record.Source{Title: source}}
	}
	for _, want := range []struct {
		used  string
		facts []record.Fact
		said  string
	}{
		{"2012", []record.Fact{fact("2012", "slides", true), fact("2005", "press", false)}, "2012 slides disputed in use; 2005 press disputed"},
		{"2003", []record.Fact{fact("2003", "slides", true), fact("2006", "press", false), fact("2006", "mayor", false)}, "2003 slides disputed in use; 2006 press disputed"},
		{"1989-10-10", []record.Fact{fact("1989-10-10", "Tagblatt", true), fact("1989-10", "Tübingen", false)}, "1989-10-10 Tagblatt in use"},
		{"1992", nil, "1992  in use"},
		{"", []record.Fact{fact("1987", "press", false)}, "1987 press"},
		{"", nil, ""},
		{"1992", []record.Fact{fact("1992", "slides", true), fact("soon", "press", false)}, "1992 slides in use"},
	} {
		var used edtf.Date
		if want.used != "" {
			used = date(want.used)
		}
		var words []string
		for _, s := range Dates(Start{}, used, want.facts) {
			one := s.Date.String() + " " + s.Source
			if s.Disputed {
				one += " disputed"
			}
			if s.InUse {
				one += " in use"
			}
			words = append(words, one)
		}
		if got := strings.Join(words, "; "); got != want.said {
			t.Errorf("%s: %s, want %s", want.used, got, want.said)
		}
	}
}

// What is over is not next: the clock of the municipality decides, to the day.
func TestNext(t *testing.T) {
	perm := time.FixedZone("Asia/Yekaterinburg", 5*60*60)
	starts := since("Duisburg", "2007-10-15", "Amnéville", "1992", "Tübingen", "1989-10-10")
	for _, want := range []struct {
		now     time.Time
		horizon int
		said    string
	}{
		{time.Date(2026, 11, 22, 12, 0, 0, 0, perm), 10, "Amnéville 35 in 2027, Duisburg 20 in 2027, Tübingen 40 in 2029"},
		{time.Date(2026, 11, 22, 12, 0, 0, 0, perm), 1, "Amnéville 35 in 2027, Duisburg 20 in 2027"},
		{time.Date(2027, 10, 15, 23, 59, 59, 0, perm), 4, "Amnéville 35 in 2027, Duisburg 20 in 2027, Tübingen 40 in 2029"},
		{time.Date(2027, 10, 16, 0, 0, 0, 0, perm), 4, "Amnéville 35 in 2027, Tübingen 40 in 2029"},
		// Still the 15th in Greenwich, the 16th in Perm.
		{time.Date(2027, 10, 15, 20, 0, 0, 0, time.UTC).In(perm), 4, "Amnéville 35 in 2027, Tübingen 40 in 2029"},
		{time.Date(2027, 12, 31, 23, 59, 59, 0, perm), 0, "Amnéville 35 in 2027"},
		{time.Date(2028, 1, 1, 0, 0, 0, 0, perm), 4, "Tübingen 40 in 2029, Amnéville 40 in 2032, Duisburg 25 in 2032"},
	} {
		if got := said(Next(starts, want.now, want.horizon, Rule{Step: 5})); got != want.said {
			t.Errorf("%s: %s, want %s", want.now, got, want.said)
		}
	}
}

func TestTwinCitiesDay(t *testing.T) {
	for year, want := range map[int]int{2023: 30, 2024: 28, 2025: 27, 2026: 26, 2027: 25, 2028: 30} {
		if day := TwinCitiesDay(year); day.Weekday() != time.Sunday || day.Month() != time.April || day.Day() != want {
			t.Errorf("%d: %s, want 30 April or the Sunday before: %d", year, day, want)
		}
	}
}

// A city with a hundred partners over ten years takes far less than a page.
func BenchmarkBetween(b *testing.B) {
	var starts []Start
	for i := range 100 {
		starts = append(starts, Start{Date: edtf.OfYear(1950 + i%70)})
	}
	for b.Loop() {
		Between(starts, 2027, 2036, Rule{Step: 5})
	}
}
