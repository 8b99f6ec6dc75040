package app

import (
	"errors"
	"fmt"
	"strings"

	"pobratim/internal/domain/anniversary"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/place"
)

// region tells the country and region of the municipality.
func (c *City) region(places *place.Gazetteer) func() (country, region string) {
	return func() (string, string) {
		home := c.home("ru")
		p, ok := places.ByGeoNames(home.GeoNames)
		if !ok {
			return home.Country, ""
		}
		return home.Country, p.Region("en")
	}
}

type anniversariesCommand struct {
	Since        []string `help:"Dates to count from, as EDTF or as people write them: 1989, 1989-10-10, 15.10.2007. May be given several times, or several after one another." placeholder:"YEAR" sep:"none"`
	More         []string `arg:"" optional:"" hidden:""`
	Municipality string   `help:"Count from the dates of this municipality instead." placeholder:"NAME"`
	Data         string   `help:"Folder that holds everything the installation keeps; with --municipality." placeholder:"DIR" env:"POBRATIM_DATA"`
	Database     string   `help:"PostgreSQL address; with --municipality." placeholder:"URL" env:"POBRATIM_DATABASE"`
	From         int      `help:"First year." required:"" placeholder:"YEAR"`
	To           int      `help:"Last year." required:"" placeholder:"YEAR"`
	Step         int      `help:"Every so many years." default:"5"`
	First        bool     `help:"The first anniversary too."`
	Lang         string   `help:"Language of names and of the order in ambiguous dates." default:"ru" enum:"ru,en"`
	JSON         bool     `name:"json" help:"JSON, which is also what is printed without this flag."`
}

type anniversaryRow struct {
	Since string `json:"since"` // EDTF
	Year  int    `json:"year"`
	Years int    `json:"years"`
	On    string `json:"on"` // EDTF, as precise as since
	Moved bool   `json:"moved,omitempty"`
}

// Run prints anniversaries: of given dates, or of a municipality, which may be
// done while a server runs.
func (c *anniversariesCommand) Run(r *run) error {
	switch {
	case c.Step < 1 || c.Step > 1000:
		return errors.New("--step is from 1 to 1000")
	case c.From < 1 || c.To > 9999:
		return errors.New("--from and --to are years from 1 to 9999")
	case c.To < c.From:
		return fmt.Errorf("--to must not be before --from %d", c.From)
	}
	rule := anniversary.Rule{Step: c.Step, First: c.First}
	given := strings.Split(strings.Join(append(c.Since, c.More...), ","), ",")
	switch {
	case c.Municipality != "" && given[0] != "":
		return errors.New("give either --since or --municipality")
	case c.Municipality != "":
		return c.ofCity(r, rule)
	case given[0] == "":
		return errors.New("say what to count from: --since YEAR, or --municipality NAME")
	}
	var starts []anniversary.Start
	for _, typed := range given {
		date, err := edtf.Read(strings.TrimSpace(typed), c.Lang)
		if err != nil {
			return err
		}
		if _, ok := date.Year(); !ok {
			return fmt.Errorf("the year of ‘%s’ is not known, so no anniversary can be counted", typed)
		}
		starts = append(starts, anniversary.Start{Date: date})
	}
	rows := []anniversaryRow{}
	for _, a := range anniversary.Between(starts, c.From, c.To, rule) {
		rows = append(rows, anniversaryRow{a.Date.String(), a.Year, a.Years, a.On.String(), a.Moved})
	}
	return r.print(rows)
}

func (c *anniversariesCommand) ofCity(r *run, rule anniversary.Rule) error {
	if c.Data == "" {
		return errors.New("--municipality wants --data DIR")
	}
	in, city, ctx, err := r.city(Where{Data: c.Data, Database: c.Database}, c.Municipality, toRead)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := city.Anniversaries.Found(ctx, c.Lang, c.From, c.To, rule)
	if err != nil {
		return err
	}
	return r.print(rows)
}
