package candidate

import (
	"fmt"
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
