package portal

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"sync"

	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// waysOf lists the cities of the map, the nearest first.
func waysOf(s *web.Scene, home geo.Point, spots []geo.Spot) ways {
	w := ways{Title: s.T("portal.home.ways")}
	far := func(spot geo.Spot) float64 {
		if spot.Point.IsZero() {
			return math.Inf(1) // those whose place is not known come last
		}
		metres, _, _ := geo.Inverse(home, spot.Point)
		return metres
	}
	spots = slices.SortedStableFunc(slices.Values(spots), func(a, b geo.Spot) int { return cmp.Compare(far(a), far(b)) })
	for _, spot := range spots {
		item := way{Name: ui.Value{Text: spot.Label, Href: spot.Href}}
		if !spot.Point.IsZero() {
			metres, bearing, _ := geo.Inverse(home, spot.Point)
			item.Here, item.Distance, item.Bearing = true, s.Km(metres), int(bearing+0.5)
			item.Compass = s.Compass(geo.Compass(bearing))
		}
		if state := stateOf(spot); state != geo.Active {
			item.State = s.T("portal.map." + string(state))
		}
		w.Items = append(w.Items, item)
	}
	if len(w.Items) > manyWays {
		w.Many = s.N("portal.home.ways.many", len(w.Items))
	}
	return w
}

func stateOf(spot geo.Spot) geo.State {
	if spot.State == "" {
		return geo.Active
	}
	return spot.State
}

// drawings keeps the last map of each language: to place its labels takes more
// time than the rest of the front page, and most changes of records do not
// touch it.
type drawings struct {
	mu   sync.Mutex
	last map[string]drawing
}

type drawing struct {
	of     geo.Map // what was drawn
	svg    template.HTML
	legend []legendRow
}

// draw is the map with its legend; the legend names only what is drawn, and
// nothing when all lines are of one kind.
func (d *drawings) draw(s *web.Scene, home geo.Point, city string, spots []geo.Spot) (template.HTML, []legendRow) {
	m := geo.Map{ID: "ties", Centre: geo.Spot{Label: city, Point: home}, Lang: s.Lang,
		Title: s.T("portal.map.title", "city", city), Desc: s.T("portal.map.desc")}
	seen := map[geo.State]bool{}
	for _, spot := range spots {
		if spot.Point.IsZero() {
			continue
		}
		if spot.Sub == "" {
			far, _, _ := geo.Inverse(home, spot.Point)
			spot.Sub = s.Km(far)
		}
		m.Points = append(m.Points, spot)
		seen[stateOf(spot)] = true
	}
	if len(m.Points) == 0 {
		return "", nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if last, ok := d.last[s.Lang]; ok && last.of.Centre == m.Centre && slices.Equal(last.of.Points, m.Points) {
		return last.svg, last.legend
	}
	now := drawing{of: m, svg: template.HTML(m.SVG())}
	for _, state := range []geo.State{geo.Active, geo.Dormant, geo.Ended, geo.Planned} {
		if seen[state] && (len(seen) > 1 || state != geo.Active) {
			now.legend = append(now.legend, legendRow{string(state), mark(state), s.T("portal.map." + string(state))})
		}
	}
	if d.last == nil {
		d.last = map[string]drawing{}
	}
	d.last[s.Lang] = now
	return now.svg, now.legend
}

// mark is the sign at the end of a line, as the map draws it: a dot, a cross, a
// diamond; styles fill the dot or leave it hollow. Path data around 24, 5.
func mark(state geo.State) string {
	switch state {
	case geo.Ended:
		return "M21.5 2.5l5 5m0-5l-5 5"
	case geo.Planned:
		return "M24 1.2L27.8 5 24 8.8 20.2 5Z"
	}
	return "M20.8 5a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0"
}
