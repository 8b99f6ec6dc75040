package geo

import (
	"math"
	"slices"
)

// State says how a spot is drawn: by shape and line, not by colour alone.
type State string

// States of a spot. The zero value draws as Active.
const (
	Active  State = "active"  // filled dot, solid line
	Dormant State = "dormant" // hollow dot, solid thin line
	Ended   State = "ended"   // small cross, dashed line
	Planned State = "planned" // diamond, dotted line
)

// Spot is a city on the map.
type Spot struct {
	Label string // name, one line
	Sub   string // second line, for example the distance; may be empty
	Href  string // where the spot leads; only / # ? and http(s) addresses are kept
	Point Point
	State State
}

// Map is the picture of one city's ties, ready to be drawn as SVG.
type Map struct {
	ID     string // prefix of ids inside the SVG, "map" if empty: unique in a page
	Centre Spot   // the home city
	Points []Spot
	// Radius in metres from the centre to the edge; 0 takes the farthest spot
	// and a margin, at most just short of the antipode. A spot beyond the
	// radius is shown at the edge by an arrow in its true direction.
	Radius float64
	Size   float64 // side of the square in CSS pixels; 0: 640, or 227 (60 mm) if Small
	Small  bool    // for a brief: small type, no second lines, no figures on the rim
	Title  string  // what the picture is, for <title>
	Desc   string  // what it says in words, for <desc>
	Lang   string  // BCP 47 of Title, Desc and labels
	Unit   string  // kilometres in words of Lang; empty: km, or км in Cyrillic languages
}

// crowded is the number of spots beyond which names get smaller type and no
// second line.
const crowded = 24

// farthest radius that still shows land around the antipode sensibly.
const radiusCap = 0.985 * HalfEarth

// plot is a map with every decision taken: what goes where.
type plot struct {
	m       Map
	proj    azimuthal
	size    float64
	centre  xy
	edge    float64 // radius of the disc, picture units
	radius  float64 // the same in metres
	type1   float64 // font size of names
	type2   float64 // font size of second lines
	spots   []placed
	home    spotLabel
	outline [][]xy // land, closed
	grid    [][]xy // meridians and parallels, open
	rings   []rangeRing
}

// placed is a spot with its dot and label.
type placed struct {
	Spot
	at     xy
	far    bool // beyond the edge
	at0    bool // at the centre itself: no line
	angle  float64
	label  spotLabel
	metres float64
}

// rangeRing is a circle of equal distance.
type rangeRing struct {
	km    int
	r     float64
	label spotLabel
	text  string
}

// lay takes all decisions; it does not write anything.
func (m Map) lay() plot {
	p := plot{m: m, size: m.Size, type1: 13, type2: 10.5}
	margin := 31.0
	if m.Small {
		p.type1, p.type2, margin = 7.5, 6.5, 7
	}
	if p.size <= 0 {
		p.size = 640
		if m.Small {
			p.size = 227
		}
	}
	if !m.Small && len(m.Points) > crowded {
		p.type1, p.type2 = 10.5, 8.5
	}
	p.centre, p.edge = xy{p.size / 2, p.size / 2}, p.size/2-margin
	p.radius = m.reach()
	p.proj = newAzimuthal(m.Centre.Point, p.centre, p.edge/p.radius)
	p.dots()
	p.coast()
	p.graticule()
	p.ranges()
	p.labels()
	return p
}

// reach is the radius of the map in metres.
func (m Map) reach() float64 {
	if m.Radius > 0 {
		return min(m.Radius, radiusCap)
	}
	far := 0.0
	for _, s := range m.Points {
		d, _, _ := Inverse(m.Centre.Point, s.Point)
		far = max(far, d)
	}
	if far == 0 {
		far = 4.5e6
	}
	return max(2.5e5, min(far*1.11, radiusCap))
}

func (p *plot) dots() {
	for _, s := range p.m.Points {
		at, metres, az := p.proj.point(s.Point)
		d := placed{Spot: s, at: at, angle: az, metres: metres, at0: at.sub(p.centre).len() < 3}
		if metres > p.radius {
			d.far, d.at = true, p.proj.polar(az, p.radius*(1-7/p.edge))
		}
		p.spots = append(p.spots, d)
	}
}

// coast cuts the land a little outside the disc, so that the outline along the
// edge hides behind the rim; the disc itself clips it.
func (p *plot) coast() {
	set, step := coarse(), 0.8
	if p.radius/p.edge < 34e3 { // metres per unit where the finer coast shows
		set = fine()
	}
	cut := p.edge + 8
	if cut/p.proj.scale > radiusCap {
		cut = radiusCap * p.proj.scale
	}
	c := newCap(p.proj, cut, step)
	for _, polygon := range set {
		for _, o := range c.polygon(polygon) {
			if len(o) >= 3 && math.Abs(area(o)) > 1.2 {
				p.outline = append(p.outline, o)
			}
		}
	}
}

// graticule draws meridians and parallels, as many as stay quiet.
func (p *plot) graticule() {
	step := 30.0
	switch {
	case p.radius < 1.2e6:
		step = 5
	case p.radius < 4e6:
		step = 10
	case p.radius < 8e6:
		step = 15
	}
	for lon := -180.0; lon < 180; lon += step {
		top := 90 - step
		if math.Mod(lon, 90) == 0 {
			top = 90
		}
		p.thread(func(t float64) Point { return Point{Lat: -top + 2*top*t, Lon: lon} })
	}
	for lat := step - 90; lat < 90; lat += step {
		p.thread(func(t float64) Point { return Point{Lat: lat, Lon: -180 + 360*t} })
	}
}

// thread follows a line over the Earth and keeps the parts on the map.
func (p *plot) thread(at func(t float64) Point) {
	const parts = 240
	var cur []xy
	limit := math.Cos(min(math.Pi, p.radius/meanRadius))
	for i := range parts + 1 {
		v := toVec(at(float64(i) / parts))
		if p.proj.cos(v) < limit {
			if len(cur) > 1 {
				p.grid = append(p.grid, cur)
			}
			cur = nil
			continue
		}
		q := p.proj.sphere(v)
		if n := len(cur); n == 0 || i == parts || q.sub(cur[n-1]).len() > 3 {
			cur = append(cur, q)
		}
	}
	if len(cur) > 1 {
		p.grid = append(p.grid, cur)
	}
}

// ranges chooses three to five round distances.
func (p *plot) ranges() {
	km := p.radius / 1000
	steps := []int{50, 100, 250, 500, 1000, 2000, 2500, 5000}
	most := 5.0
	if p.m.Small {
		most = 3.6
	}
	i := slices.IndexFunc(steps, func(s int) bool { return km/float64(s) <= most })
	if i < 0 {
		i = len(steps) - 1
	}
	for d := steps[i]; float64(d) < km*0.985; d += steps[i] {
		p.rings = append(p.rings, rangeRing{km: d, r: float64(d) * 1000 * p.proj.scale, text: grouped(d, p.m.unit())})
	}
}

// labels places the home city's name, then all cities, then the ring figures
// where they disturb nobody.
func (p *plot) labels() {
	s := scene{picture: box{2, 2, p.size - 2, p.size - 2}, dotR: 5, disc: p.centre, rim: p.edge}
	if p.m.Small {
		s.dotR = 3
	} else {
		s.walls = p.rimFigures()
	}
	s.dots = append(s.dots, p.centre)
	tags := []tag{p.tag(p.centre, p.m.Centre, s.dotR+4.5, 1.12, math.NaN())}
	for _, d := range p.spots {
		s.dots = append(s.dots, d.at)
		if !d.at0 {
			s.lines = append(s.lines, [2]xy{p.centre, d.at})
		}
		away := d.angle
		if d.far {
			away = math.Mod(away+180, 360)
		}
		tags = append(tags, p.tag(d.at, d.Spot, s.dotR+2.5, 1, away))
	}
	got := s.place(tags)
	p.home = got[0]
	for i := range p.spots {
		p.spots[i].label = got[i+1]
	}
	p.ringLabels(s, got)
}

func (p *plot) tag(at xy, s Spot, clearance, factor, away float64) tag {
	size := p.type1 * factor
	w, h := textWidth(s.Label)*size+2, size*1.16
	t := tag{dot: at, clear: clearance, w: w, h: h, w2: w, h2: h, away: away, scale: p.type1 / 13, close: factor > 1}
	if s.Sub != "" && p.twoLines() {
		t.w, t.h = max(w, textWidth(s.Sub)*p.type2+2), h+p.type2*1.2
	}
	return t
}

// twoLines reports whether there is room for second lines.
func (p *plot) twoLines() bool { return !p.m.Small && len(p.m.Points) <= crowded }

// rimFigures are the boxes of the degrees around the rim.
func (p *plot) rimFigures() []box {
	var walls []box
	for deg := 0; deg < 360; deg += 30 {
		c := p.rim(float64(deg), 19)
		walls = append(walls, box{c.x - 12, c.y - 7, c.x + 12, c.y + 7})
	}
	return walls
}

// rim is a place a little outside the edge.
func (p *plot) rim(deg, out float64) xy {
	return p.proj.polar(deg, (p.edge+out)/p.proj.scale)
}

// ringLabels puts each figure on its ring, at the direction that is freest,
// the same for all rings where possible.
func (p *plot) ringLabels(s scene, taken []spotLabel) {
	if p.m.Small {
		return
	}
	bestDir, bestCost := 180.0, math.Inf(1)
	for dir := 5.0; dir < 360; dir += 5 {
		cost := math.Abs(math.Remainder(dir-170, 360)) / 100
		for _, r := range p.rings {
			cost += p.ringCost(s, taken, p.ringLabel(r, dir))
		}
		if cost < bestCost {
			bestDir, bestCost = dir, cost
		}
	}
	for i, r := range p.rings {
		for _, off := range [...]float64{0, 10, -10, 20, -20, 40, -40, 70, -70, 110, -110, 150, 180} {
			l := p.ringLabel(r, bestDir+off)
			if p.ringCost(s, taken, l) < 5 {
				p.rings[i].label = l
				taken = append(taken, l)
				break
			}
		}
	}
}

func (p *plot) ringLabel(r rangeRing, dir float64) spotLabel {
	c := p.proj.polar(dir, r.r/p.proj.scale)
	w, h := textWidth(r.text)*9.5/2+2, 6.0
	return spotLabel{box: box{c.x - w, c.y - h, c.x + w, c.y + h}, ok: true}
}

// ringCost is 10 and more where a figure would touch a name, a dot or the rim,
// and 2 for each line behind it.
func (p *plot) ringCost(s scene, taken []spotLabel, l spotLabel) float64 {
	cost := 0.0
	for _, t := range taken {
		if t.ok && l.clashes(t) {
			cost += 10
		}
	}
	for _, d := range s.dots {
		if l.box.grow(s.dotR+1).nearest(d) == d {
			cost += 10
		}
	}
	for _, line := range s.lines {
		if l.box.cut(line[0], line[1]) > 0 {
			cost += 2
		}
	}
	return cost
}
