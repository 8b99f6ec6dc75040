package app

import (
	"fmt"

	"pobratim/internal/platform/place"
	"pobratim/internal/platform/twinning"
)

type twinsCommand struct {
	City    string `arg:"" help:"Name of a city in any language, script or spelling."`
	Country string `help:"Code of its country, for example DE, when several cities have the name." placeholder:"CODE"`
	Lang    string `help:"Language of names." default:"ru" enum:"ru,en"`
	JSON    bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// twinsOf is what `pobratim twins` prints.
type twinsOf struct {
	Name     string    `json:"name"`
	Country  string    `json:"country"`
	GeoNames int       `json:"geonames"`
	Twins    []twinRow `json:"twins"`
}

type twinRow struct {
	Name     string   `json:"name"`
	Country  string   `json:"country"`
	GeoNames int      `json:"geonames,omitempty"`
	Sources  []source `json:"sources"`
}

type source struct {
	List string `json:"list"`
	Date string `json:"date"` // when it was read, EDTF
}

// Run prints who is twinned with a city according to the built-in list. It
// needs no data folder.
func (c *twinsCommand) Run(r *run) error {
	places := place.Open()
	found := places.Find(c.City, place.Options{Lang: c.Lang, Country: c.Country, Limit: 1})
	if len(found) == 0 || !found[0].How.Sure() || c.Country != "" && found[0].Place.Country != c.Country {
		return fmt.Errorf("the gazetteer knows no city %s", c.City)
	}
	list, err := twinning.Open()
	if err != nil {
		return err
	}
	city := found[0].Place
	out := twinsOf{city.Name(c.Lang), city.Country, city.GeoNames, []twinRow{}}
	for _, tie := range list.Of(city.GeoNames, city.Country, city.Main, city.Name("en")) {
		row := twinRow{Name: tie.Name, Country: tie.Country, GeoNames: tie.GeoNames}
		if p, ok := places.ByGeoNames(tie.GeoNames); ok {
			row.Name = p.Name(c.Lang)
		}
		for _, s := range tie.Sources {
			name := "Wikidata"
			if s == twinning.Wikipedia {
				name = "Wikipedia"
			}
			row.Sources = append(row.Sources, source{name, s.Date()})
		}
		out.Twins = append(out.Twins, row)
	}
	return r.print(out)
}
