package report

import (
	"math"

	"pobratim/internal/kit/geo"
)

// The small map of package geo: the side of its square and the radius of its
// disc in the same units. A test compares them with the drawing.
const (
	mapSide = 227.0
	mapDisc = 106.5
)

// mapMargin is how much farther than the partner the map reaches.
const mapMargin = 1.3

// mapOf draws where the partner lies from home. The names are not part of the
// drawing, whose type would be too small; the sheet sets them beside the dots.
func (c *collector) mapOf() *Map {
	there, ok := c.p.Point()
	if !ok {
		return nil
	}
	metres, degrees, _ := geo.Inverse(c.home.Point, there)
	m := geo.Map{
		Small: true, Lang: c.b.Lang, Centre: geo.Spot{Point: c.home.Point}, Points: []geo.Spot{{Point: there, State: c.dot()}},
		Radius: min(metres*mapMargin, 0.98*geo.HalfEarth),
	}
	m.Title = c.w.T("partner.map.one", "city", c.b.Name)
	m.Desc = c.w.T("report.map", "home", c.home.Name, "city", c.b.Name, "km", c.w.Km(metres), "degrees", c.w.Bearing(degrees))
	x, y := onMap(degrees, metres/m.Radius)
	return &Map{
		SVG: m.Standalone(geo.Paper()), Alt: m.Desc,
		Home: Dot{Label: c.home.Name, X: 0.5, Y: 0.5}, City: Dot{Label: c.b.Name, X: x, Y: y},
	}
}

// onMap is where a place lies as shares of the side, from the left and the top:
// in a direction in degrees from north, at a share of the radius.
func onMap(degrees, share float64) (x, y float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return 0.5 + sin*share*mapDisc/mapSide, 0.5 - cos*share*mapDisc/mapSide
}

// dot draws the tie by what the sides say.
func (c *collector) dot() geo.State {
	for _, tone := range []Tone{Over, Resting} {
		if c.b.OursTone == tone || c.b.TheirsTone == tone {
			return map[Tone]geo.State{Over: geo.Ended, Resting: geo.Dormant}[tone]
		}
	}
	return geo.Active
}
