package result

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// anchor begins the anchor of a result on a page of many.
const anchor = "result-"

// tangiblePage is what the template tangible shows: what the ties with a partner, a
// country or all of them left, with numbers that lead to their records.
type tangiblePage struct {
	Lead     string
	Choice   []choiceRow
	Counts   []countCell
	Sums     []countCell
	Groups   []publicGroup
	Left     []ui.Link // what does not count, for the office
	LeftText string
	Empty    *ui.Empty
}

// choiceRow leads to the same page of countries or of partners.
type choiceRow struct {
	Label string
	Links []ui.Link
}

// countCell is a number with what it counts and the records behind it.
type countCell struct {
	Number string
	Label  ui.Value
	Href   string
}

// about is what a page of tangible results is about.
type about struct {
	title    string // «Германия»; empty: all
	country  string
	partner  string
	partners []string // identifiers; empty: all
}

// tangible is the page in the office.
func (s *Service) tangible(r *http.Request) (web.Reply, error) { return s.tangibles(r, false) }

// publicTangible is the page on the portal.
func (s *Service) publicTangible(r *http.Request) (web.Reply, error) {
	return s.tangibles(r.WithContext(asPublic(r.Context())), true)
}

// places are the partnerships that have results of which the viewer knows, by name.
func (s *Service) places(ctx context.Context, scene *web.Scene, rows []Result) ([]Place, error) {
	all, err := s.deps.Places(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(p Place) bool {
		return !slices.ContainsFunc(rows, func(r Result) bool { return r.Partner == p.ID })
	})
	slices.SortStableFunc(all, func(a, b Place) int {
		return cmp.Compare(fold.Key(a.Name.In(scene.Lang).Value), fold.Key(b.Name.In(scene.Lang).Value))
	})
	return all, nil
}

// countries are the codes of countries of places, in the order of their names.
func (s *Service) countries(scene *web.Scene, places []Place) []string {
	var codes []string
	for _, p := range places {
		if !slices.Contains(codes, p.Country) {
			codes = append(codes, p.Country)
		}
	}
	slices.SortFunc(codes, func(a, b string) int {
		return cmp.Compare(fold.Key(s.deps.Country(a, scene.Lang)), fold.Key(s.deps.Country(b, scene.Lang)))
	})
	return codes
}

// countryLinks lead from the list of all results to the pages of countries.
func (s *Service) countryLinks(ctx context.Context, scene *web.Scene, rows []Result) ([]ui.Link, error) {
	places, err := s.places(ctx, scene, rows)
	var links []ui.Link
	for _, code := range s.countries(scene, places) {
		links = append(links, ui.Link{Text: s.deps.Country(code, scene.Lang), Href: scene.Path("/results/tangible", "country", code)})
	}
	return links, err
}

// tangibles lists what counts today, all of it or that of a partner or country.
func (s *Service) tangibles(r *http.Request, portal bool) (web.Reply, error) {
	scene, ctx, q := web.SceneOf(r), r.Context(), r.URL.Query()
	all, err := s.Results(ctx, Filter{Standing: Counted, Limit: publicLimit})
	if err != nil {
		return nil, err
	}
	places, err := s.places(ctx, scene, all)
	if err != nil {
		return nil, err
	}
	known, err := s.deps.Places(ctx)
	if err != nil {
		return nil, err
	}
	of, err := s.aboutOf(scene, known, q.Get("country"), q.Get("partner"))
	if err != nil {
		return nil, err
	}
	rows := all
	if len(of.partners) > 0 {
		rows = slices.DeleteFunc(slices.Clone(all), func(x Result) bool { return !slices.Contains(of.partners, x.Partner) })
	}
	title := scene.T("result.tangible")
	if of.title != "" {
		title = scene.T("result.tangible.of", "name", of.title)
	}
	data := tangiblePage{Lead: scene.N("result.tangible.lead", len(rows)), Choice: s.choices(scene, places, of)}
	data.Counts, data.Sums = countCells(scene, rows)
	link := s.deps.PublicPartner
	if !portal {
		link = inOffice(known)
	}
	if data.Groups, err = s.groups(ctx, scene, rows, link); err != nil {
		return nil, err
	}
	if !portal {
		toRecords(scene, &data)
		if err := s.left(ctx, scene, &data, of); err != nil {
			return nil, err
		}
	}
	if len(rows) == 0 {
		data.Empty = &ui.Empty{Title: scene.T("result.tangible.none"), Text: scene.T("result.tangible.none.text")}
	}
	page := web.Page{Template: "result/tangible", Title: title, Data: data}
	if portal {
		page.Head = web.Head{Description: data.Lead, Canonical: "/results/tangible"}
	} else {
		page.Crumbs = []web.Crumb{{Text: scene.T("result.list"), Path: "/results"}}
	}
	return page, nil
}

// aboutOf reads which partner or country is asked for; one of which the viewer does not
// know is not found.
func (s *Service) aboutOf(scene *web.Scene, places []Place, country, partner string) (about, error) {
	of := about{country: country, partner: partner}
	for _, p := range places {
		if p.ID == partner && partner != "" {
			of.title, of.partners = p.Name.In(scene.Lang).Value, []string{p.ID}
		}
		if p.Country == country && country != "" && partner == "" {
			of.title = s.deps.Country(country, scene.Lang)
			of.partners = append(of.partners, p.ID)
		}
	}
	if country+partner != "" && len(of.partners) == 0 {
		return of, errs.New(errs.NotFound, "record.missing")
	}
	return of, nil
}

// choices lead to the pages of the other countries and partners.
func (s *Service) choices(scene *web.Scene, places []Place, of about) []choiceRow {
	countries := choiceRow{Label: scene.T("result.tangible.countries"), Links: []ui.Link{{Text: scene.T("result.tangible.all"), Href: scene.Path("/results/tangible"), Current: of.title == ""}}}
	for _, code := range s.countries(scene, places) {
		countries.Links = append(countries.Links, ui.Link{Text: s.deps.Country(code, scene.Lang), Href: scene.Path("/results/tangible", "country", code), Current: of.country == code && of.partner == ""})
	}
	cities := choiceRow{Label: scene.T("result.tangible.partners")}
	for _, p := range places {
		cities.Links = append(cities.Links, ui.Link{Text: p.Name.In(scene.Lang).Value, Href: scene.Path("/results/tangible", "partner", p.ID), Current: of.partner == p.ID})
	}
	if len(places) == 0 {
		return nil
	}
	return []choiceRow{countries, cities}
}

// countCells count results by kind, and add up the numbers that say the same thing.
func countCells(scene *web.Scene, rows []Result) (counts, sums []countCell) {
	for _, kind := range Types() {
		n, first := 0, ""
		for _, r := range rows {
			if r.Type == kind {
				if n == 0 {
					first = r.ID
				}
				n++
			}
		}
		if n > 0 {
			counts = append(counts, countCell{Number: scene.Number(int64(n)), Label: ui.Value{Text: scene.T("result.types." + kind)}, Href: "#" + anchor + first})
		}
	}
	at, total := map[string]int{}, []int64{}
	for _, r := range rows {
		n, err := strconv.ParseInt(r.Number, 10, 64)
		if err != nil {
			continue
		}
		unit := keep.Said(scene, r.Unit)
		i, ok := at[unit.Text]
		if !ok {
			i = len(sums)
			at[unit.Text] = i
			sums, total = append(sums, countCell{Label: unit, Href: "#" + anchor + r.ID}), append(total, 0)
		}
		total[i] += n
		sums[i].Number = scene.Number(total[i])
	}
	return counts, sums
}

// inOffice are the partners as the office calls and finds them.
func inOffice(known []Place) partnerLink {
	return func(_ context.Context, scene *web.Scene, id string) (ui.Link, error) {
		for _, p := range known {
			if p.ID == id {
				return ui.Link{Text: p.Name.In(scene.Lang).Value, Href: scene.Path("/partners/" + id)}, nil
			}
		}
		return ui.Link{}, nil
	}
}

// toRecords makes every entry lead to its record.
func toRecords(scene *web.Scene, data *tangiblePage) {
	for _, group := range data.Groups {
		for i := range group.Results {
			group.Results[i].Name.Href = scene.Path("/results/" + strings.TrimPrefix(group.Results[i].ID, anchor))
		}
	}
}

// left says what does not count, and why, with a way to the records.
func (s *Service) left(ctx context.Context, scene *web.Scene, data *tangiblePage, of about) error {
	for _, standing := range Standings()[1:] {
		n, err := s.Count(ctx, Filter{Standing: Standing(standing), Partners: of.partners}, keep.CountBound)
		if err != nil {
			return err
		}
		if n > 0 {
			data.Left = append(data.Left, ui.Link{Text: scene.N("result.left."+standing, n), Href: scene.Path("/results", "standing", standing, "partner", of.partner, "country", of.country)})
		}
	}
	if len(data.Left) > 0 {
		data.LeftText = scene.T("result.left")
	}
	return nil
}
