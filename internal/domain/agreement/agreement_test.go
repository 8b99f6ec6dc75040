package agreement

import (
	"slices"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
)

func TestStateOn(t *testing.T) {
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name     string
		paper    Agreement
		followed bool
		want     State
	}{
		{"no term", Agreement{}, false, Open},
		{"renewed", Agreement{}, true, Followed},
		{"last day is today", Agreement{Until: day(t, "2026-11-22")}, false, InForce},
		{"last day was yesterday", Agreement{Until: day(t, "2026-11-21")}, false, Lapsed},
		{"until this year", Agreement{Until: day(t, "2026")}, false, InForce},
		{"until last year", Agreement{Until: day(t, "2025")}, false, Lapsed},
		{"renewed after its term", Agreement{Until: day(t, "2017")}, true, Followed},
		{"ended yesterday, without a term", Agreement{Ended: day(t, "2026-11-21")}, false, Ended},
		{"ended yesterday, before its term", Agreement{Until: day(t, "2030"), Ended: day(t, "2026-11-21")}, false, Ended},
		{"its last day is today", Agreement{Until: day(t, "2030"), Ended: day(t, "2026-11-22")}, false, InForce},
		{"its end is set", Agreement{Ended: day(t, "2027-01-31")}, false, InForce},
		{"ended this year, nobody knows when", Agreement{Ended: day(t, "2026")}, false, InForce},
		{"ended, and a new one followed", Agreement{Ended: day(t, "2026-11-21")}, true, Followed},
		{"planned, date past", Agreement{Planned: true, Signed: day(t, "2024")}, false, Planned},
	} {
		if got := tt.paper.StateOn(today, tt.followed); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// The chains of two cities: Duisburg 2007 → 2017, and Joensuu 1994 → 1998 →
// 2002 → 2007, read in any order.
func TestChains(t *testing.T) {
	papers := []Agreement{
		{Meta: keep.Meta{ID: "j4"}, Signed: day(t, "2007"), Renews: "j3"},
		{Meta: keep.Meta{ID: "d2"}, Signed: day(t, "2017"), Renews: "d1"},
		{Meta: keep.Meta{ID: "j2"}, Signed: day(t, "1998"), Renews: "j1"},
		{Meta: keep.Meta{ID: "d1"}, Signed: day(t, "2007-10-15")},
		{Meta: keep.Meta{ID: "j1"}, Signed: day(t, "1994")},
		{Meta: keep.Meta{ID: "j3"}, Signed: day(t, "2002"), Renews: "j2"},
		{Meta: keep.Meta{ID: "x"}, Renews: "hidden"},
	}
	want := [][]string{{"j1", "j2", "j3", "j4"}, {"d1", "d2"}, {"x"}}
	var got [][]string
	for _, chain := range Chains(papers) {
		var ids []string
		for _, a := range chain {
			ids = append(ids, a.ID)
		}
		got = append(got, ids)
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("chains %v, want %v", got, want)
	}
}

func TestCheckDates(t *testing.T) {
	now := time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name                string
		signed, from, until string
		planned             bool
		field, key          string
	}{
		{"plain", "2007-10-15", "", "", false, "", ""},
		{"year and term of the same year", "2007-10-15", "", "2007", false, "", ""},
		{"ends before signing", "2007-10-15", "", "2006", false, "until", "date.order"},
		{"ends before it is in force", "", "2010-01-01", "2009-12-31", false, "until", "date.order"},
		{"today", "2026-11-22", "", "", false, "", ""},
		{"already tomorrow in the east", "2026-11-23", "", "", false, "", ""},
		{"signed ahead", "2026-11-24", "", "", false, "signed", "agreement.signed.future"},
		{"signed next year", "2027", "", "", false, "signed", "agreement.signed.future"},
		{"planned ahead", "2027", "", "", true, "", ""},
		{"this year", "2026", "", "", false, "", ""},
	} {
		parse := func(s string) edtf.Date {
			if s == "" {
				return edtf.Date{}
			}
			return day(t, s)
		}
		var bad errs.Fields
		checkDates(&bad, Agreement{Signed: parse(tt.signed), From: parse(tt.from), Until: parse(tt.until), Planned: tt.planned}, now)
		switch {
		case tt.field == "" && len(bad) > 0:
			t.Errorf("%s: refused: %v", tt.name, bad)
		case tt.field != "" && (bad.Of(tt.field) == nil || bad.Of(tt.field).Key != tt.key):
			t.Errorf("%s: %v, want %s at %s", tt.name, bad, tt.key, tt.field)
		}
	}
}

func TestWords(t *testing.T) {
	words, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range i18n.Check(words) {
		t.Error(p)
	}
	for _, kind := range Types() {
		if !words.Has("ru", "agreement.type."+kind) {
			t.Errorf("no words for type %s", kind)
		}
	}
}
