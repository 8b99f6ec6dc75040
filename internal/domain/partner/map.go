package partner

import (
	"html/template"

	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/web"
)

// mapPart is the azimuthal map: straight lines from home are true bearings,
// their lengths true distances.
type mapPart struct {
	SVG     template.HTML
	Missing []string // partners whose place is not known
}

func (s *Service) mapOf(scene *web.Scene, rows []row, title string) *mapPart {
	home := s.deps.Home(scene.Lang)
	part := &mapPart{}
	m := geo.Map{ID: "partners-map", Centre: geo.Spot{Label: home.Name, Point: home.Point}, Title: title, Lang: scene.Lang, Desc: scene.T("partner.map.desc", "home", home.Name)}
	for _, p := range rows {
		at, ok := p.Point()
		if !ok {
			part.Missing = append(part.Missing, p.Name.In(scene.Lang).Value)
			continue
		}
		m.Points = append(m.Points, s.spot(scene, p, at, scene.Path("/partners/"+p.Slug)))
	}
	// The drawing is made by our own code, which escapes what it is given.
	part.SVG = template.HTML(m.SVG())
	return part
}

// spot is a partner on the map; how it is drawn follows what the sides say.
func (s *Service) spot(scene *web.Scene, p row, at geo.Point, href string) geo.Spot {
	state := geo.Active
	switch {
	case p.Historic, p.claims[Theirs].State == Ended, p.claims[Ours].State == Ended:
		state = geo.Ended
	case stopped(p.claims):
		state = geo.Dormant
	}
	metres, _, _ := geo.Inverse(s.deps.Home(scene.Lang).Point, at)
	return geo.Spot{Label: p.Name.In(scene.Lang).Value, Sub: scene.Km(metres), Href: href, Point: at, State: state}
}
