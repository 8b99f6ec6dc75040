package candidate

import (
	"fmt"
	"strings"
	"testing"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// city is what a city with so many partners holds: ties, agreements of which
// one in four ends, two activities a year with each, and a series of ten.
func city(partners int) Sources {
	from := Sources{Resting: map[string]string{}}
	for i := range partners {
		id := fmt.Sprintf("p%03d", i)
		for year := 2027; year <= 2036; year++ {
			if years := year - 1960 - i%60; years%5 == 0 {
				from.Jubilees = append(from.Jubilees, Jubilee{Ref: record.Ref{Kind: "partner", ID: id}, Sort: "sister", Title: i18n.NewText("ru", "Город "+id), Partner: id,
					Since: edtf.OfYear(year - years), Year: year, Years: years, On: edtf.OfYear(year)})
			}
		}
		if i%4 == 0 {
			from.Papers = append(from.Papers, Paper{Ref: record.Ref{Kind: "agreement", ID: id}, Title: i18n.NewText("ru", "Соглашение"), Partner: id, Until: edtf.OfMonth(2027+i%10, 6)})
		}
		for n := range 20 {
			from.Deeds = append(from.Deeds, Deed{Ref: record.Ref{Kind: "activity", ID: fmt.Sprint(id, n)}, Title: i18n.NewText("ru", "Встреча"), Type: "event", Status: "held",
				Starts: edtf.OfMonth(2017+n/2, 5), Partners: []string{id}, Series: []string{"", fmt.Sprint("s", i%10)}[n%2], Called: i18n.NewText("ru", "Дни")})
		}
	}
	return from
}

// TestSeriesThatRests offers a series in the years in which its turn comes, and
// one that has missed its turn in every year, for people to choose.
func TestSeriesThatRests(t *testing.T) {
	edition := func(series string, year int, status string) Deed {
		return Deed{Ref: record.Ref{Kind: "activity", ID: fmt.Sprint(series, year)}, Type: "event", Status: status, Series: series, Called: i18n.NewText("ru", series), Starts: edtf.OfMonth(year, 6)}
	}
	for _, c := range []struct {
		name  string
		deeds []Deed
		want  string
	}{
		{"every year", []Deed{edition("s", 2024, "held"), edition("s", 2025, "held")}, "2027 2028 2029 2030"},
		{"every other year, on its turn", []Deed{edition("s", 2023, "held"), edition("s", 2025, "held")}, "2027 2029"},
		{"this year is its turn, and nobody has said anything", []Deed{edition("s", 2024, "held"), edition("s", 2026, "planned")}, "2028 2030"},
		{"missed last year", []Deed{edition("s", 2023, "held"), edition("s", 2024, "held")}, "2027 rests 2028 rests 2029 rests 2030 rests"},
		{"missed its turn long ago", []Deed{edition("s", 2008, "held"), edition("s", 2010, "held")}, "2027 rests 2028 rests 2029 rests 2030 rests"},
		{"the last one was called off", []Deed{edition("s", 2018, "held"), edition("s", 2019, "held"), edition("s", 2025, "cancelled")}, "2027 rests 2028 rests 2029 rests 2030 rests"},
		{"its turn is to come", []Deed{edition("s", 2018, "held"), edition("s", 2023, "held")}, "2028"},
	} {
		got := ""
		for _, one := range List(Sources{Year: 2026, Deeds: c.deeds}, 2027, 2030, nil) {
			if one.Reason != Repeat {
				continue
			}
			got += fmt.Sprint(" ", one.Year)
			if one.Resting != "" {
				got += " rests"
			}
			if one.Checked() == (one.Resting != "") {
				t.Errorf("%s: %+v", c.name, one)
			}
		}
		if got = strings.TrimSpace(got); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}

// BenchmarkTenYears is the ten-year plan of a city with 100 partners; it has
// to stay under 100 ms.
func BenchmarkTenYears(b *testing.B) {
	from := city(100)
	for b.Loop() {
		if all := List(from, 2027, 2036, nil); len(all) < 300 {
			b.Fatalf("only %d candidates", len(all))
		}
	}
}
