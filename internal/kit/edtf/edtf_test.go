package edtf_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
)

func must(t *testing.T, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return d
}

func key(err error) string {
	if e, ok := errors.AsType[*errs.E](err); ok && e.Kind == errs.Invalid && e.Field == "" {
		return e.Key
	}
	return "?"
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in          string
		first, last string
		precision   edtf.Precision
		sort        string
	}{
		{"1989", "1989-01-01", "1989-12-31", edtf.Year, "1989-01-01"},
		{"1989-10", "1989-10-01", "1989-10-31", edtf.Month, "1989-10-01"},
		{"2024-02", "2024-02-01", "2024-02-29", edtf.Month, "2024-02-01"},
		{"1989-10-12", "1989-10-12", "1989-10-12", edtf.Day, "1989-10-12"},
		{"199X", "1990-01-01", "1999-12-31", edtf.Decade, "1990-01-01"},
		{"19XX", "1900-01-01", "1999-12-31", edtf.Century, "1900-01-01"},
		{"2004-XX", "2004-01-01", "2004-12-31", edtf.Year, "2004-01-01"},
		{"2004-XX-XX", "2004-01-01", "2004-12-31", edtf.Year, "2004-01-01"},
		{"2004-10-XX", "2004-10-01", "2004-10-31", edtf.Month, "2004-10-01"},
		{"2001-21", "2001-03-01", "2001-05-31", edtf.Season, "2001-03-01"},
		{"2001-24", "2001-12-01", "2002-02-28", edtf.Season, "2001-12-01"},
		{"1965~", "1965-01-01", "1965-12-31", edtf.Year, "1965-01-01"},
		{"1965-06?", "1965-06-01", "1965-06-30", edtf.Month, "1965-06-01"},
		{"1965-06-02%", "1965-06-02", "1965-06-02", edtf.Day, "1965-06-02"},
		{"2007/2009", "2007-01-01", "2009-12-31", edtf.Year, "2007-01-01"},
		{"2026-06-12/2026-06-14", "2026-06-12", "2026-06-14", edtf.Day, "2026-06-12"},
		{"1984~/2004-06", "1984-01-01", "2004-06-30", edtf.Year, "1984-01-01"},
		{"2011-06/2011", "2011-06-01", "2011-12-31", edtf.Year, "2011-06-01"},
		{"1992/..", "1992-01-01", "9999-12-31", edtf.Year, "1992-01-01"},
		{"../1990-05", "", "1990-05-31", edtf.Month, "0000-00-00"},
		{"1990/", "1990-01-01", "9999-12-31", edtf.Year, "1990-01-01"},
		{"/1990", "", "1990-12-31", edtf.Year, "0000-00-00"},
		{"XXXX-10-12", "", "9999-12-31", edtf.Day, "0000-10-12"},
		{"XXXX-10", "", "9999-12-31", edtf.Month, "0000-10-01"},
		{"XXXX-02-29", "", "9999-12-31", edtf.Day, "0000-02-29"},
	} {
		d := must(t, c.in)
		first := ""
		if !d.First().IsZero() {
			first = d.First().Format(time.DateOnly)
		}
		last := d.Last().Format(time.DateOnly)
		if d.String() != c.in || first != c.first || last != c.last || d.Precision() != c.precision || d.Sort() != c.sort {
			t.Errorf("%s: %q %s %s %d %s", c.in, d.String(), first, last, d.Precision(), d.Sort())
		}
	}
	if d := must(t, ""); !d.IsZero() || !d.First().IsZero() || !d.Last().IsZero() || d.Sort() != "" || d.String() != "" {
		t.Error("the zero Date is not empty")
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"12.10.1989": "date.unreadable", "1989-1": "date.unreadable", "89": "date.unreadable", "198910": "date.unreadable",
		"1XXX": "date.unreadable", "XXXX": "date.unreadable", "X989": "date.unreadable", "199X-10": "date.unreadable",
		"2004-XX-12": "date.unreadable", "0000": "date.unreadable", "../..": "date.unreadable", "/..": "date.unreadable",
		"/": "date.unreadable", "..": "date.unreadable", "2001-21-05": "date.unreadable", "1989?~": "date.unreadable",
		"XXXX-10-12/1990": "date.unreadable", "1989/1990/1991": "date.unreadable", "1989-10-12T10:00": "date.unreadable",
		" 1989": "date.unreadable", "199x": "date.unreadable", "1989-99": "date.unreadable", "?": "date.unreadable",
		"2026-04-31": "date.impossible", "2026-02-30": "date.impossible", "2026-02-29": "date.impossible", "2026-13": "date.impossible",
		"2026-00": "date.impossible", "2026-01-00": "date.impossible", "XXXX-02-30": "date.impossible", "2026-25": "date.impossible",
		"2010/2009": "date.order", "2026-06-14/2026-06-12": "date.order", "2011-06/2011-05": "date.order",
	} {
		if d, err := edtf.Parse(in); key(err) != want || !d.IsZero() {
			t.Errorf("Parse(%q) = %v, %v; want %s", in, d, err, want)
		}
	}
	if _, err := edtf.Parse("1900/1899"); err.(*errs.E).Arg("start") != edtf.OfYear(1900) {
		t.Errorf("date.order must carry the start: %v", err)
	}
}

func TestCompare(t *testing.T) {
	order := []string{"../1990", "XXXX-10-12", "1989-01-01", "1989-01", "1989", "1989/1991", "1989-01-02", "1989-10", "199X", "1992/..", ""}
	var dates []edtf.Date
	for _, s := range order {
		dates = append(dates, must(t, s))
	}
	slices.Reverse(dates)
	slices.SortFunc(dates, edtf.Compare)
	for i, d := range dates {
		if d.String() != order[i] {
			t.Errorf("place %d: %q, want %q", i, d, order[i])
		}
	}
}

func TestBefore(t *testing.T) {
	for _, c := range []struct {
		a, b             string
		before, overlaps bool
	}{
		{"1989", "1990", true, false},
		{"1989", "1989-10", false, true},
		{"1989-09", "1989-10-01", true, false},
		{"1992/..", "2026", false, true},
		{"../1990", "1992/..", true, false},
		{"", "1990", false, false},
		{"1990", "", false, false},
		{"1990", "XXXX-10-12", false, true},
	} {
		a, b := must(t, c.a), must(t, c.b)
		if a.Before(b) != c.before || a.Overlaps(b) != c.overlaps || b.Overlaps(a) != c.overlaps {
			t.Errorf("%s, %s: before %v, overlaps %v", c.a, c.b, a.Before(b), a.Overlaps(b))
		}
	}
	d := must(t, "2026-06-12/2026-06-14")
	for day, want := range map[int]bool{11: false, 12: true, 14: true, 15: false} {
		if d.Contains(time.Date(2026, 6, day, 23, 59, 0, 0, time.FixedZone("", 5*3600))) != want {
			t.Errorf("Contains %d June: %v", day, !want)
		}
	}
}

// The anniversaries that the field's own plan counts.
func TestAnniversary(t *testing.T) {
	for _, c := range []struct {
		date string
		year int
		n    int
		on   string
	}{
		{"1989", 2014, 25, "2014"}, {"1965", 2015, 50, "2015"}, {"1976", 2016, 40, "2016"},
		{"1973", 2018, 45, "2018"}, {"2007-10-15", 2017, 10, "2017-10-15"}, {"1989-10", 2026, 37, "2026-10"},
		{"2004-02-29", 2025, 21, "2025-02-28"}, {"2004-02-29", 2028, 24, "2028-02-29"},
		{"1965~", 2015, 50, "2015~"}, {"1992/..", 2022, 30, "2022"}, {"2004-10-XX", 2014, 10, "2014-10-XX"},
		{"1989", 1989, 0, ""}, {"1989", 1980, 0, ""}, {"199X", 2020, 0, ""}, {"XXXX-10-12", 2020, 0, ""},
		{"../1990", 2000, 0, ""}, {"", 2000, 0, ""},
	} {
		d := must(t, c.date)
		n, ok := d.AnniversaryIn(c.year)
		if n != c.n || ok != (c.n > 0) || d.AnniversaryOn(c.year).String() != c.on {
			t.Errorf("%s in %d: %d %v %s", c.date, c.year, n, ok, d.AnniversaryOn(c.year))
		}
	}
}

func TestParts(t *testing.T) {
	if d := edtf.OfDay(2026, 2, 30); !d.IsZero() {
		t.Error("30 February was made")
	}
	if edtf.OfMonth(2026, 0) != (edtf.Date{}) || edtf.OfDay(2026, 6, 0) != (edtf.Date{}) || edtf.OfYear(10000) != (edtf.Date{}) {
		t.Error("an impossible date was made")
	}
	d := edtf.OfDay(1989, time.October, 12)
	if y, ok := d.Year(); y != 1989 || !ok || d.Month() != time.October || d.Day() != 12 || d != must(t, "1989-10-12") {
		t.Errorf("parts of %v", d)
	}
	if edtf.On(time.Date(2026, 6, 12, 1, 0, 0, 0, time.FixedZone("", 5*3600))).String() != "2026-06-12" {
		t.Error("On must use the zone of the instant")
	}
	i, err := edtf.Interval(edtf.OfYear(1992), edtf.Date{})
	if err != nil || i.String() != "1992/.." || !i.OpenEnd() || i.OpenStart() || i.Start() != edtf.OfYear(1992) || !i.End().IsZero() {
		t.Errorf("Interval: %v %v", i, err)
	}
	if _, err := edtf.Interval(edtf.OfYear(1992), edtf.OfYear(1991)); key(err) != "date.order" {
		t.Errorf("Interval backwards: %v", err)
	}
	if _, err := edtf.Interval(edtf.Date{}, edtf.Date{}); key(err) != "date.unreadable" {
		t.Errorf("Interval of nothing: %v", err)
	}
	year, month, day := must(t, "2004-XX-XX").Missing()
	if year || !month || !day || must(t, "2001-21").Season() != edtf.Spring || must(t, "2001-21").Month() != 0 {
		t.Error("Missing or Season")
	}
	if got := d.Marked(edtf.Approximate); got.String() != "1989-10-12~" || got.Mark() != edtf.Approximate || got.Marked(0) != d {
		t.Errorf("Marked: %v", got)
	}
}

func TestColumns(t *testing.T) {
	d := must(t, "1989-10")
	b, err := json.Marshal(map[string]edtf.Date{"on": d})
	if err != nil || string(b) != `{"on":"1989-10"}` {
		t.Errorf("%s %v", b, err)
	}
	var back map[string]edtf.Date
	if err := json.Unmarshal(b, &back); err != nil || back["on"] != d {
		t.Errorf("%v %v", back, err)
	}
	for _, src := range []any{"1989-10", []byte("1989-10")} {
		var got edtf.Date
		if err := got.Scan(src); err != nil || got != d {
			t.Errorf("Scan(%v): %v %v", src, got, err)
		}
	}
	got := d
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Errorf("Scan(nil): %v %v", got, err)
	}
	if err := got.Scan(7); err == nil {
		t.Error("Scan(7) is not an error")
	}
	if v, _ := (edtf.Date{}).Value(); v != "" {
		t.Errorf("Value of the zero Date: %v", v)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1989", "1989-10-12~", "199X", "2004-10-XX", "../1990", "1990/", "XXXX-10-12", "2007/2009"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := edtf.Parse(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q gives a date and an error", s)
			}
			return
		}
		if d.String() != s {
			t.Fatalf("Parse(%q).String() = %q", s, d.String())
		}
		d.First()
		d.Last()
		if len(d.Sort()) != 10 && !d.IsZero() {
			t.Fatalf("Sort of %q: %q", s, d.Sort())
		}
		if r, err := edtf.Read(s, "ru"); err != nil || r != d {
			t.Fatalf("Read(%q) = %v, %v", s, r, err)
		}
	})
}
