package rule

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"pobratim/internal/kit/holiday"
)

//go:embed packs/*.json calendars/*.json
var shippedFiles embed.FS

// Files holds schema, templates and words of this package.
//
//go:embed schema templates locale
var Files embed.FS

// Shipped reads the packs that the program brings along, by name.
func Shipped() ([]Pack, error) {
	return shipped[Pack]("packs/*.json")
}

// shippedCalendar is a calendar that the program brings along.
type shippedCalendar struct {
	Country string `json:"country"`
	// Holidays says that the nationwide public holidays are the days off of every
	// year: nothing is moved from year to year.
	Holidays bool      `json:"holidays"`
	Years    []DaysOff `json:"years"`
}

func shippedCalendars() ([]shippedCalendar, error) {
	return shipped[shippedCalendar]("calendars/*.json")
}

func shipped[T any](pattern string) ([]T, error) {
	names, err := fs.Glob(shippedFiles, pattern)
	if err != nil {
		return nil, err
	}
	all := make([]T, len(names))
	for i, name := range names {
		text, err := shippedFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &all[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

// ShippedCalendar is a country's calendar as the program brings it along.
func ShippedCalendar(country string) (Calendar, error) {
	calendar := Calendar{Country: country, Years: map[int]DaysOff{}}
	all, err := shippedCalendars()
	if err != nil {
		return calendar, err
	}
	for _, one := range all {
		if one.Country != country {
			continue
		}
		for _, y := range one.Years {
			calendar.Years[y.Year] = y
		}
		if one.Holidays {
			return calendar, calendar.addHolidays()
		}
	}
	return calendar, nil
}

// addHolidays takes the days off from the table of public holidays.
func (c Calendar) addHolidays() error {
	for year := holiday.First; year <= holiday.Last; year++ {
		days, err := holiday.Of(year, c.Country)
		if err != nil {
			return err
		}
		y := DaysOff{Year: year, Source: "date-holidays 3.37.0, CC BY-SA 3.0"}
		for _, d := range days[c.Country] {
			if at := d.Date.Format(time.DateOnly); !slices.Contains(y.Off, at) {
				y.Off = append(y.Off, at)
			}
		}
		if len(y.Off) > 0 {
			c.Years[year] = y
		}
	}
	return nil
}
