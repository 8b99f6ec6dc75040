package told

import (
	"fmt"
	"strings"

	"pobratim/internal/platform/place"
	"pobratim/internal/platform/search"
)

// Findings are what `pobratim search` prints.
type Findings struct {
	Query   string    `json:"query"`
	As      string    `json:"as,omitempty"` // what it was taken for: another keyboard layout
	Total   int       `json:"total"`
	More    bool      `json:"more"`   // there are more than total
	Making  bool      `json:"making"` // the index is being made; something may be missing
	Results []Finding `json:"results"`
	Near    []Finding `json:"near,omitempty"` // when nothing was found: similar names
}

// Finding is a record that was found.
type Finding struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Title   string `json:"title"`
	Snippet string `json:"snippet,omitempty"`
	Path    string `json:"path"` // of its page in the office
}

// FindingsOf is an answer of the search; base is the address of the office.
func FindingsOf(query string, a search.Answer, base string) Findings {
	return Findings{Query: query, As: a.As, Total: a.Total, More: a.More, Making: a.Making, Results: findings(base, a.Hits), Near: findings(base, a.Near)}
}

func findings(base string, hits []search.Hit) []Finding {
	rows := make([]Finding, len(hits))
	for i, h := range hits {
		var snippet strings.Builder
		for _, p := range h.Snippet {
			snippet.WriteString(p.Text)
		}
		rows[i] = Finding{h.Ref.Kind, h.Ref.ID, h.Title, snippet.String(), base + h.Path}
	}
	return rows
}

// Place is a city as `pobratim places` prints it.
type Place struct {
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

// PlacesOf are the cities of the gazetteer that a query may mean.
func PlacesOf(gazetteer *place.Gazetteer, query string, o place.Options) []Place {
	rows := []Place{}
	for _, m := range gazetteer.Find(query, o) {
		country, _ := gazetteer.Country(m.Place.Country)
		row := Place{
			Name: m.Place.Name(o.Lang), Country: m.Place.Country, CountryName: country.Name(o.Lang), Region: m.Place.Region(o.Lang),
			Lat: m.Place.Point.Lat, Lon: m.Place.Point.Lon, Population: m.Place.Population, Matched: m.Matched, How: string(m.How),
			GeoNames: m.Place.GeoNames, Zone: m.Place.Zone,
		}
		if m.Place.Wikidata > 0 {
			row.Wikidata = fmt.Sprintf("Q%d", m.Place.Wikidata)
		}
		rows = append(rows, row)
	}
	return rows
}
