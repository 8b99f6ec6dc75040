// Package grade is what the commands about ratings do: reading a methodology,
// placing cities in its size classes, and printing an assessment.
package grade

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"pobratim/internal/app/between"
	"pobratim/internal/domain/rating"
	"pobratim/internal/domain/rating/method"
	"pobratim/internal/platform/place"
)

// Classes are the arguments of `pobratim rating classes`.
type Classes struct {
	Method     string   `help:"File of a methodology, or one that the program brings: uclg_eurasia_2015, sister_cities_award, europe_prize, own." required:"" placeholder:"FILE"`
	Cities     []string `arg:"" name:"city" help:"Names of cities in any language, script or spelling."`
	Population int64    `help:"Population to go by, instead of the gazetteer's; of one city." placeholder:"N"`
	Lang       string   `help:"Language of names." default:"ru" enum:"ru,en"`
	JSON       bool     `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// Row is one line of what it prints.
type Row struct {
	City       string   `json:"city"`
	Population int64    `json:"population"`
	Source     string   `json:"source"`             // of the population
	Class      string   `json:"class,omitempty"`    // absent: not beyond doubt
	Possible   []string `json:"possible,omitempty"` // when it is not beyond doubt
	Inferred   bool     `json:"inferred,omitempty"` // by a limit that is not published
}

// readMethod reads a methodology from a file or from those that the program
// brings.
func readMethod(name string) (*method.Methodology, error) {
	body, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && slices.Contains(method.Shipped(), name) {
		body, err = method.Ship(name)
	}
	if err != nil {
		return nil, err
	}
	return method.Read(body, between.Measures())
}

// Rows places the cities; it needs no data folder.
func (c *Classes) Rows() ([]Row, error) {
	m, err := readMethod(c.Method)
	if err != nil {
		return nil, err
	}
	if len(m.Classes) == 0 {
		return nil, fmt.Errorf("%s has no size classes", c.Method)
	}
	if c.Population != 0 && (c.Population < 0 || len(c.Cities) > 1) {
		return nil, errors.New("--population is that of one city and above zero")
	}
	rows, places := []Row{}, place.Open()
	for _, name := range c.Cities {
		row := Row{City: name, Population: c.Population, Source: "--population"}
		if c.Population == 0 {
			found := places.Find(name, place.Options{Lang: c.Lang, Limit: 1})
			if len(found) == 0 || !found[0].How.Sure() {
				return nil, fmt.Errorf("the gazetteer knows no city %s", name)
			}
			city := found[0].Place
			row.City, row.Population, row.Source = city.Name(c.Lang), int64(city.Population), "GeoNames"
		}
		row.place(m.Classify(row.Population))
		rows = append(rows, row)
	}
	return rows, nil
}

// place writes the class down, or those that are possible.
func (row *Row) place(at method.Place) {
	for _, class := range at.Of {
		row.Possible = append(row.Possible, class.ID)
	}
	if at.Sure() {
		row.Class, row.Possible, row.Inferred = at.Of[0].ID, nil, at.Inferred()
	}
}

// Assess are the arguments of `pobratim rating assess`.
type Assess struct {
	Method       string `help:"File of a methodology, or one that the program brings: uclg_eurasia_2015, sister_cities_award, europe_prize, own." required:"" placeholder:"FILE"`
	Municipality string `help:"Address of the municipality, for example perm." required:"" placeholder:"NAME"`
	Year         int    `help:"Year that is asked about; this one without it." placeholder:"YEAR"`
	Equal        bool   `help:"Give everything in a group the same weight."`
	Lang         string `help:"Language of names." default:"ru" enum:"ru,en"`
	JSON         bool   `name:"json" help:"JSON, which is also what is printed without this flag."`
}

// Report answers the questions of the methodology from the records of a
// municipality, in this year when no other was named.
func (c *Assess) Report(ctx context.Context, of *rating.Service) (rating.Reported, error) {
	m, err := readMethod(c.Method)
	if err != nil {
		return rating.Reported{}, err
	}
	j, err := of.JudgeFile(ctx, m, c.Year, c.Lang)
	if err != nil {
		return rating.Reported{}, err
	}
	return rating.Report(j, method.Weighting{Equal: c.Equal}, c.Lang), nil
}

// Population is that of a place by the gazetteer; 0 where it is not known.
func Population(places *place.Gazetteer, geonames func() int) func() int64 {
	return func() int64 {
		home, _ := places.ByGeoNames(geonames())
		return int64(home.Population)
	}
}
