package app

import (
	"fmt"
	"strings"

	"pobratim/internal/app/told"
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
	return r.print(told.FindingsOf(c.Query, a, "/"+city.Slug+"/office"))
}

type placesCommand struct {
	Query   string `arg:"" help:"Name in any language, script or spelling, or its beginning."`
	Country string `help:"Code of a country whose places come first, for example FI." placeholder:"CODE"`
	Lang    string `help:"Language of names." default:"ru" enum:"ru,en"`
	Limit   int    `help:"How many places to print at most." default:"10"`
	JSON    bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// Run looks into the gazetteer; it needs no data folder.
func (c *placesCommand) Run(r *run) error {
	if c.Limit < 1 {
		return fmt.Errorf("--limit is at least 1")
	}
	return r.print(told.PlacesOf(place.Open(), c.Query, place.Options{Lang: c.Lang, Country: strings.ToUpper(c.Country), Limit: c.Limit}))
}
