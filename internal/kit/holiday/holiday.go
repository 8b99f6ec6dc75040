package holiday

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed" // the table
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed holidays.tsv.gz
var packed []byte

// The first and the last year of the table.
const (
	First = 2024
	Last  = 2040
)

// Day is one public holiday.
type Day struct {
	Date time.Time // midnight UTC
	Own  string    // name in the country's language
	Lang string    // ISO 639 code of that language
	Ru   string    // may be empty
	En   string
}

// Name is the holiday's name for a reader, with its language: in the reader's
// own where there is one, otherwise in the country's.
func (d Day) Name(lang string) (name, in string) {
	switch {
	case lang == "ru" && d.Ru != "":
		return d.Ru, "ru"
	case lang == "en" && d.En != "":
		return d.En, "en"
	}
	return d.Own, d.Lang
}

// Of lists the holidays of some countries in a year, by country, in their order.
// A country without an entry is not known, nor is any country outside the years
// of the table.
func Of(year int, countries ...string) (map[string][]Day, error) {
	known := map[string][]Day{}
	if year < First || year > Last {
		return known, nil
	}
	lines, err := table()
	if err != nil {
		return nil, err
	}
	for _, country := range countries {
		if known[country] != nil {
			continue // named twice
		}
		for _, line := range lines[country] {
			days, err := daysOf(strings.Split(line, "\t"), year)
			if err != nil {
				return nil, err
			}
			known[country] = append(known[country], days...)
		}
		slices.SortStableFunc(known[country], func(a, b Day) int { return a.Date.Compare(b.Date) })
	}
	return known, nil
}

// table are the lines of each country, unpacked when they are first asked for.
var table = sync.OnceValues(func() (map[string][]string, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	lines, of := bufio.NewScanner(zipped), map[string][]string{}
	for lines.Scan() {
		country, rest, _ := strings.Cut(lines.Text(), "\t")
		of[country] = append(of[country], rest)
	}
	return of, lines.Err()
})

// daysOf reads a line of the table: language, own name, Russian, English, days.
func daysOf(f []string, year int) ([]Day, error) {
	var days []Day
	for date := range strings.SplitSeq(f[4], ",") {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return nil, err
		}
		if at.Year() == year {
			days = append(days, Day{Date: at, Own: f[1], Lang: f[0], Ru: f[2], En: f[3]})
		}
	}
	return days, nil
}
