package portal

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// homePage is what the template portal/home shows.
type homePage struct {
	Hero     ui.Hero
	Map      template.HTML // drawn by kit/geo, which escapes what it is given
	Legend   []legendRow
	Ways     ways
	Figures  ui.Figures
	Heading  ui.Section
	Cities   ui.Cities
	Sections []homeSection
	Contact  contactBlock
}

// ways are the cities of the map as words: the same names, links, directions
// and lengths, for everybody.
type ways struct {
	Title string
	Items []way
	Many  string // when there are too many to stand open: words of the fold
}

type way struct {
	Name     ui.Value
	Distance string
	Compass  string
	Bearing  int
	State    string // words of a state that is not simply active
	Here     bool   // there is a direction to show
}

// legendRow explains one kind of line of the map; Mark is path data.
type legendRow struct{ Kind, Mark, Text string }

type homeSection struct {
	Head ui.Section
	Body template.HTML
}

type contactBlock struct {
	Head  ui.Section
	Lines []ui.Value
}

// manyWays is the number of cities beyond which their list is folded.
const manyWays = 24

func (f *Frame) home(r *http.Request) (web.Reply, error) {
	s, a := web.SceneOf(r), askOf(r)
	parts := f.parts(r.Context(), s)
	city := keep.Said(s, a.city.Name).Text
	data := homePage{
		Hero:    ui.Hero{Title: headline(s, parts.Partners), Lead: s.T("portal.home.lead")},
		Figures: ui.Figures{Label: s.T("portal.home.figures"), Items: parts.Figures},
		Cities:  ui.Cities{Label: s.T("portal.home.cities"), Items: parts.Cities},
		Heading: ui.Section{ID: "cities", Title: s.T("portal.home.cities"), Link: parts.All},
		Contact: contactBlock{Head: ui.Section{ID: "contact", Title: s.T("portal.home.contact"), Link: &ui.Link{Text: s.T("portal.about.title"), Href: s.Path("/about")}}, Lines: Reach(s, a.city)},
	}
	for i, b := range parts.Actions[:min(2, len(parts.Actions))] {
		b.Kind = []ui.ButtonKind{ui.ButtonOnDark, ui.ButtonDarkLine}[i]
		data.Hero.Actions = append(data.Hero.Actions, ui.Action{Link: &b})
	}
	if len(parts.Spots) > 0 && a.city.Home.Valid() && !a.city.Home.IsZero() {
		data.Hero.Lead = s.T("portal.home.lead.map", "city", city)
		data.Ways = waysOf(s, a.city.Home, parts.Spots)
		data.Map, data.Legend = f.drawings.draw(s, a.city.Home, city, parts.Spots)
	}
	for _, section := range parts.Sections {
		body, err := f.templates.Fragment(section.Template, &web.View{Scene: s, D: section.Data})
		if err != nil {
			f.Log.Error("front page", "section", section.Name, "error", err)
			continue
		}
		// The bytes come from our own templates, which have escaped them.
		data.Sections = append(data.Sections, homeSection{ui.Section{ID: section.Name, Title: section.Title, Link: section.Link}, template.HTML(body)})
	}
	return web.Page{
		Template: "portal/home", Title: s.T("portal.title"), Data: data,
		Head: web.Head{Description: s.T("portal.home.description", "city", city), JSONLD: organisation(s, a.city, f.origin(r)+s.Path("/"))},
	}, nil
}

// parts joins what all subjects give to the front page. A subject that fails is
// logged and left out; the rest of the page stands.
func (f *Frame) parts(ctx context.Context, s *web.Scene) module.HomePart {
	var all module.HomePart
	for _, m := range f.Modules {
		if m.Home == nil {
			continue
		}
		p, err := m.Home(ctx, s)
		if err != nil {
			f.Log.Error("front page", "module", m.Name, "error", err)
			continue
		}
		all.Partners += p.Partners
		all.Spots = append(all.Spots, p.Spots...)
		all.Figures = append(all.Figures, p.Figures...)
		all.Actions = append(all.Actions, p.Actions...)
		all.Cities = append(all.Cities, p.Cities...)
		all.Sections = append(all.Sections, p.Sections...)
		if all.All == nil {
			all.All = p.All
		}
	}
	slices.SortStableFunc(all.Sections, func(a, b module.HomeSection) int { return a.Order - b.Order })
	return all
}

// headline counts the partners in words up to twenty, in digits above, as
// editors do; without partners it counts nothing.
func headline(s *web.Scene, n int) string {
	switch {
	case n <= 0:
		return s.T("portal.home.headline.none")
	case n == 1:
		return s.T("portal.home.headline.one")
	}
	number := s.Number(int64(n))
	if n <= 20 {
		number = s.T("portal.number." + strconv.Itoa(n))
	}
	return s.N("portal.home.headline", n, "number", number)
}

// organisation is the municipality for machines (schema.org).
func organisation(s *web.Scene, c *City, at string) any {
	type address struct {
		Type string `json:"@type"`
		Text string `json:"streetAddress"`
	}
	org := struct {
		Context string   `json:"@context"`
		Type    string   `json:"@type"`
		Name    string   `json:"name"`
		Area    string   `json:"areaServed"`
		URL     string   `json:"url"`
		Phone   string   `json:"telephone,omitempty"`
		Email   string   `json:"email,omitempty"`
		Address *address `json:"address,omitempty"`
	}{
		Context: "https://schema.org", Type: "GovernmentOrganization", Area: c.Name.In(s.Lang).Value,
		Name: c.Department.In(s.Lang).Value, URL: at, Phone: c.Phone, Email: c.Email,
	}
	if org.Name == "" {
		org.Name = org.Area
	}
	if !c.Address.IsZero() {
		org.Address = &address{"PostalAddress", c.Address.In(s.Lang).Value}
	}
	return org
}
