package app

import (
	"fmt"
	"strings"

	"pobratim/internal/platform/place"
	"pobratim/internal/platform/search"
)

type searchCommand struct {
	Where
	Query        string `arg:"" help:"Words in any form, names in any spelling."`
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Kind         string `help:"Only records of this kind, for example partner." placeholder:"KIND"`
	Lang         string `help:"Language of titles." default:"ru" enum:"ru,en"`
	Limit        int    `help:"How many records to print at most." default:"20"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

type searchOutput struct {
	Query   string      `json:"query"`
	As      string      `json:"as,omitempty"` // what it was taken for: another keyboard layout
	Total   int         `json:"total"`
	More    bool        `json:"more"`   // there are more than total
	Making  bool        `json:"making"` // the index is being made; something may be missing
	Results []searchRow `json:"results"`
	Near    []searchRow `json:"near,omitempty"` // when nothing was found: similar names
}

type searchRow struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Title   string `json:"title"`
	Snippet string `json:"snippet,omitempty"`
	Path    string `json:"path"` // of its page in the office
}

// Run finds records; it may be done while a server runs.
func (c *searchCommand) Run(r *run) error {
	in, city, ctx, err := r.city(c.Where, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Kind != "" && city.Kinds[c.Kind].Search == nil {
		return fmt.Errorf("there is no kind %s", c.Kind)
	}
	if c.Limit < 1 {
		return fmt.Errorf("--limit is at least 1")
	}
	a, err := city.search.Find(ctx, search.Ask{Text: c.Query, Kind: c.Kind, Lang: c.Lang, Limit: c.Limit})
	if err != nil {
		return err
	}
	base := "/" + city.Slug + "/office"
	return r.print(searchOutput{
		Query: c.Query, As: a.As, Total: a.Total, More: a.More, Making: a.Making, Results: searchRows(base, a.Hits), Near: searchRows(base, a.Near),
	})
}

func searchRows(base string, hits []search.Hit) []searchRow {
	rows := make([]searchRow, len(hits))
	for i, h := range hits {
		var snippet strings.Builder
		for _, p := range h.Snippet {
			snippet.WriteString(p.Text)
		}
		rows[i] = searchRow{h.Ref.Kind, h.Ref.ID, h.Title, snippet.String(), base + h.Path}
	}
	return rows
}

type placesCommand struct {
	Query   string `arg:"" help:"Name in any language, script or spelling, or its beginning."`
	Country string `help:"Code of a country whose places come first, for example FI." placeholder:"CODE"`
	Lang    string `help:"Language of names." default:"ru" enum:"ru,en"`
	Limit   int    `help:"How many places to print at most." default:"10"`
	JSON    bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

type placeRow struct {
	Name        string  `json:"name"`
	Country     string  `json:"country"` // ISO 3166-1
	CountryName string  `json:"country_name"`
	Region      string  `json:"region,omitempty"`
	Lat         float64 `json:"lat"`
	Lon         float64 `json:"lon"`
	Population  int     `json:"population,omitempty"` // absent: not known
	Matched     string  `json:"matched"`              // the spelling that was found
	How         string  `json:"how"`                  // exact, alias, translit, prefix, layout, near
	GeoNames    int     `json:"geonames"`
	Wikidata    string  `json:"wikidata,omitempty"`
	Zone        string  `json:"zone"`
}

// Run looks into the gazetteer; it needs no data folder.
func (c *placesCommand) Run(r *run) error {
	if c.Limit < 1 {
		return fmt.Errorf("--limit is at least 1")
	}
	gazetteer := place.Open()
	rows := []placeRow{}
	for _, m := range gazetteer.Find(c.Query, place.Options{Lang: c.Lang, Country: strings.ToUpper(c.Country), Limit: c.Limit}) {
		country, _ := gazetteer.Country(m.Place.Country)
		row := placeRow{
			Name: m.Place.Name(c.Lang), Country: m.Place.Country, CountryName: country.Name(c.Lang), Region: m.Place.Region(c.Lang),
			Lat: m.Place.Point.Lat, Lon: m.Place.Point.Lon, Population: m.Place.Population, Matched: m.Matched, How: string(m.How),
			GeoNames: m.Place.GeoNames, Zone: m.Place.Zone,
		}
		if m.Place.Wikidata > 0 {
			row.Wikidata = fmt.Sprintf("Q%d", m.Place.Wikidata)
		}
		rows = append(rows, row)
	}
	return r.print(rows)
}
