package partner

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// publicRows are the ties that residents see, without the merely historic.
func (s *Service) publicRows(ctx context.Context) ([]row, error) {
	partners, err := s.Partners(ctx, Filter{})
	if err != nil {
		return nil, err
	}
	rows := make([]row, 0, len(partners))
	for _, p := range partners {
		if p.Visibility == record.Public {
			rows = append(rows, row{Partnership: p})
		}
	}
	return rows, nil
}

// portalList is what the template portal-list shows.
type portalList struct {
	Lead   string
	Groups []portalGroup
	Map    *mapPart
}

type portalGroup struct {
	Country string
	Cities  ui.Cities
}

func (s *Service) portalList(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	rows, err := s.publicRows(r.Context())
	if err != nil {
		return nil, err
	}
	cities, districts := counted(rows)
	lead := scene.N("partner.portal.lead", cities, "home", s.deps.Home(scene.Lang).Name)
	if districts > 0 {
		lead += " " + scene.N("partner.portal.lead.district", districts)
	}
	data := portalList{Lead: lead, Map: s.mapOf(scene, rows, scene.T("partner.map.title"))}
	at := map[string]int{}
	for _, p := range rows {
		country := s.Country(p.Country, scene.Lang)
		if _, ok := at[country]; !ok {
			at[country] = len(data.Groups)
			data.Groups = append(data.Groups, portalGroup{Country: country, Cities: ui.Cities{Label: country}})
		}
		group := &data.Groups[at[country]]
		card := s.card(scene, p)
		card.Country = "" // the heading says it
		group.Cities.Items = append(group.Cities.Items, card)
	}
	slices.SortStableFunc(data.Groups, func(a, b portalGroup) int { return strings.Compare(fold.Key(a.Country), fold.Key(b.Country)) })
	return web.Page{Template: "partner/portal-list", Title: scene.T("partner.portal.title"), Data: data, Head: web.Head{Description: data.Lead, Canonical: "/partners"}}, nil
}

// card is a partner in a grid of cities.
func (s *Service) card(scene *web.Scene, p row) ui.City {
	name := keep.Said(scene, p.Name)
	name.Href = scene.Path("/partners/" + p.Slug)
	card := ui.City{Name: name, Country: s.Country(p.Country, scene.Lang)}
	if p.Native != "" && p.Native != name.Text {
		card.Native = ui.Value{Text: p.Native, Lang: p.NativeLang}
	}
	if !p.Since.IsZero() {
		card.Since = scene.Since(p.Since)
	}
	if metres, degrees, ok := s.Bearing(p.Partnership); ok {
		card.Distance, card.Bearing = scene.Km(metres), int(degrees)
	}
	return card
}

// portalPage is what the template portal-city shows.
type portalPage struct {
	Head    ui.Head
	Notice  *ui.Notice
	Box     ui.Box
	About   ui.Value
	Map     template.HTML
	MapText string
}

func (s *Service) portalCity(r *http.Request) (web.Reply, error) {
	scene := web.SceneOf(r)
	p, err := s.Partner(r.Context(), r.PathValue("slug"))
	if to, merged := record.MovedTo(err); merged {
		if p, err = s.Partner(r.Context(), to.ID); err == nil {
			return web.Redirect{To: "/partners/" + p.Slug}, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if p.Visibility != record.Public || p.Slug != r.PathValue("slug") {
		return nil, missing()
	}
	one := row{Partnership: p}
	data := portalPage{Head: ui.Head{Over: s.Country(p.Country, scene.Lang), Title: keep.Said(scene, p.Name)}, About: keep.Said(scene, p.About), Box: s.box(scene, p)}
	if p.Native != "" && p.Native != data.Head.Title.Text {
		data.Head.Native = ui.Value{Text: p.Native, Lang: p.NativeLang}
	}
	if words := keep.Said(scene, p.Wording); words.Text != "" {
		data.Notice = &ui.Notice{Tone: ui.TonePaused, Text: words.Text}
	}
	if part := s.mapOf(scene, []row{one}, scene.T("partner.map.one", "city", p.Name.In(scene.Lang).Value)); len(part.Missing) == 0 {
		data.Map, data.MapText = part.SVG, scene.T("partner.map.text", "home", s.deps.Home(scene.Lang).Name, "bearing", s.bearingWords(scene, p))
	}
	return web.Page{
		Template: "partner/portal-city", Title: p.Name.In(scene.Lang).Value, Data: data, About: p.Ref().String(),
		Crumbs: []web.Crumb{{Text: scene.T("partner.portal.title"), Path: "/partners"}},
		Head:   web.Head{Description: data.About.Text, Canonical: "/partners/" + p.Slug, JSONLD: s.jsonLD(scene, p)},
	}, nil
}

// box is the box of facts beside the story.
func (s *Service) box(scene *web.Scene, p Partnership) ui.Box {
	box := ui.Box{Title: scene.T("partner.box")}
	add := func(label, text string) {
		if text != "" {
			box.Rows = append(box.Rows, ui.BoxRow{Label: scene.T(label), Value: ui.Value{Text: text}})
		}
	}
	add("partner.country", s.Country(p.Country, scene.Lang))
	add("partner.region", p.Region)
	add("partner.type", scene.T("partner.type."+p.Type))
	add("partner.since", scene.Date(p.Since))
	if n, err := strconv.ParseInt(p.Population, 10, 64); err == nil {
		add("partner.population", scene.Number(n))
	}
	add("partner.distance", s.bearingWords(scene, p))
	if zone, ok := p.Location(); ok {
		_, there := scene.Now.In(zone).Zone()
		_, here := scene.Now.In(s.deps.Home(scene.Lang).Zone).Zone()
		add("partner.zone", zoneDifference(scene, there-here))
	}
	return box
}

// jsonLD says to machines that the page is about a city (schema.org City).
func (s *Service) jsonLD(scene *web.Scene, p Partnership) any {
	city := map[string]any{"@context": "https://schema.org", "@type": "City", "name": p.Name.In(scene.Lang).Value, "containedInPlace": map[string]any{"@type": "Country", "name": s.Country(p.Country, scene.Lang), "identifier": p.Country}}
	if at, ok := p.Point(); ok {
		city["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": at.Lat, "longitude": at.Lon}
	}
	var same []string
	if p.Wikidata != "" {
		same = append(same, "https://www.wikidata.org/entity/"+p.Wikidata)
	}
	if p.GeoNames != "" {
		same = append(same, "https://sws.geonames.org/"+p.GeoNames+"/")
	}
	if len(same) > 0 {
		city["sameAs"] = same
	}
	return city
}

// home is what the partnerships put on the portal's front page.
func (s *Service) home(ctx context.Context, scene *web.Scene) (module.HomePart, error) {
	rows, err := s.publicRows(ctx)
	if err != nil {
		return module.HomePart{}, err
	}
	part := module.HomePart{
		Actions: []ui.LinkButton{{Text: scene.T("partner.portal.all"), Href: scene.Path("/partners")}},
		All:     &ui.Link{Text: scene.T("partner.portal.all"), Href: scene.Path("/partners")},
	}
	for _, p := range rows {
		card := s.card(scene, p)
		part.Cities = append(part.Cities, card)
		at, _ := p.Point() // without a place it stands in the list only
		spot := s.spot(scene, p, at, scene.Path("/partners/"+p.Slug))
		if !p.Wording.IsZero() { // what the office says in public about ties that rest
			spot.State = geo.Dormant
		}
		part.Spots = append(part.Spots, spot)
	}
	cities, districts := counted(rows)
	part.Partners = cities
	part.Figures = []ui.Figure{{Number: scene.Number(int64(cities)), Label: scene.N("partner.portal.figure", cities), Href: scene.Path("/partners")}}
	if districts > 0 {
		part.Figures = append(part.Figures, ui.Figure{Number: scene.Number(int64(districts)), Label: scene.N("partner.portal.figure.district", districts), Href: scene.Path("/partners")})
	}
	return part, nil
}

// sitemap lists the public pages of partners.
func (s *Service) sitemap(ctx context.Context) ([]string, error) {
	rows, err := s.publicRows(ctx)
	paths := make([]string, len(rows))
	for i, p := range rows {
		paths[i] = "/partners/" + p.Slug
	}
	return paths, err
}
