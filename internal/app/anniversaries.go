package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
)

// starts are the dates of partnerships and agreements from which anniversaries
// are counted, as far as the viewer may see them; of one partnership when it is
// named.
func (c *City) starts(ctx context.Context, lang, only string) ([]anniversary.Start, error) {
	if c.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind}) == account.None {
		return nil, nil
	}
	partners, err := c.partners.Partners(ctx, partner.Filter{})
	if err != nil {
		return nil, err
	}
	resting, err := c.partners.Resting(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[string]partner.Partnership{}
	var ids []string
	for _, p := range partners {
		if only == "" || p.ID == only {
			byID[p.ID] = p
			ids = append(ids, p.ID)
		}
	}
	scope := c.Gate.Scope(ctx, module.Need{Action: module.View, Kind: partner.Kind})
	facts, err := record.FactsOfAll(ctx, c.DB, partner.Kind, ids)
	if err != nil {
		return nil, err
	}
	var starts []anniversary.Start
	for _, id := range ids {
		p := byID[id]
		name := p.Name.In(lang)
		one := anniversary.Start{Ref: p.Ref(), Sort: anniversary.Partner, Title: name.Value, Lang: name.Lang, Path: "/partners/" + p.Slug, Partner: p.ID, Resting: string(resting[p.ID])}
		if p.Type == "sister" {
			one.Sort = anniversary.Sister
		}
		within := facts[id].Within(func(v record.Visibility) bool { return scope.Sees(v, false) })
		dates := anniversary.Dates(one, p.Since, within["since"])
		if len(dates) == 0 {
			dates = []anniversary.Start{one}
		}
		starts = append(starts, dates...)
	}
	papers, err := c.paperStarts(ctx, lang, only, byID, resting)
	return append(starts, papers...), err
}

// paperStarts are the signed agreements. The paper that began a tie in the same
// year has no anniversary of its own beside that of the tie.
func (c *City) paperStarts(ctx context.Context, lang, only string, partners map[string]partner.Partnership, resting map[string]partner.State) ([]anniversary.Start, error) {
	scope := c.Gate.Scope(ctx, module.Need{Action: module.View, Kind: agreement.Kind})
	if scope == account.None {
		return nil, nil
	}
	var starts []anniversary.Start
	f := agreement.Filter{Partner: only, Limit: 500}
	for {
		papers, err := c.papers.Agreements(ctx, f)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(papers))
		for i, a := range papers {
			ids[i] = a.ID
		}
		facts, err := record.FactsOfAll(ctx, c.DB, agreement.Kind, ids)
		if err != nil {
			return nil, err
		}
		for _, a := range papers {
			p, known := partners[a.Partner]
			year, dated := a.Signed.Year()
			began, same := p.Since.Year()
			if !known || a.Planned || !dated || same && began == year {
				continue
			}
			title := a.Title.In(lang)
			one := anniversary.Start{Ref: a.Ref(), Sort: anniversary.Agreement, Title: title.Value, Lang: title.Lang, Path: "/agreements/" + a.ID,
				Partner: p.ID, City: p.Name.In(lang).Value, Resting: string(resting[p.ID])}
			within := facts[a.ID].Within(func(v record.Visibility) bool { return scope.Sees(v, false) })
			starts = append(starts, anniversary.Dates(one, a.Signed, within["signed"])...)
		}
		if len(papers) < f.Limit {
			return starts, nil
		}
		last := papers[len(papers)-1]
		f.After = agreement.Key{Sort: last.Signed.Sort(), ID: last.ID}
	}
}

// ownCountries are the codes of our own country and of those in which the
// partners lie, ours first.
func (c *City) ownCountries(ctx context.Context) ([]string, error) {
	codes, err := c.partnerCountries(ctx)
	own := c.home("ru").Country
	all := []string{own}
	for _, code := range codes {
		if code != own {
			all = append(all, code)
		}
	}
	return all, err
}

// countryName is the name of a country by its code; empty for an unknown one.
func (c *City) countryName(code, lang string) string {
	if name := c.partners.Country(code, lang); name != code {
		return name
	}
	return ""
}

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

// countryOf is the code of the country in which a partner lies.
func (c *City) countryOf(ctx context.Context, id string) (string, error) {
	p, err := c.partners.Partner(ctx, id)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		return "", nil
	}
	return p.Country, err
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
	in, ctx, err := r.open(Config{Data: c.Data, Database: c.Database, ReadOnly: true, Quick: true})
	if err != nil {
		return err
	}
	defer in.Close()
	city, err := in.City(c.Municipality)
	if err != nil {
		return fmt.Errorf("there is no municipality %s in %s", c.Municipality, c.Data)
	}
	rows, err := city.anniversaries.Found(ctx, c.Lang, c.From, c.To, rule)
	if err != nil {
		return err
	}
	return r.print(rows)
}
