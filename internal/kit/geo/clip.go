package geo

import (
	"math"
	"slices"
)

// cap cuts the land with the circle of the map's edge. Rings keep land on
// their right; where a ring leaves the circle, the outline goes on clockwise
// along the edge to the next place where the same polygon comes back in. So
// there is no seam, no line across the picture and no inside-out continent,
// wherever the centre is.
type capClip struct {
	a      azimuthal
	radius float64 // of the circle, picture units
	cosCap float64 // cosine of the same radius as an angle
	step   float64 // points nearer to the last one than this are left out
}

func newCap(a azimuthal, radius, step float64) capClip {
	return capClip{a: a, radius: radius, cosCap: math.Cos(min(math.Pi, radius/a.scale/meanRadius)), step: step}
}

// run is a part of a ring inside the circle, from one crossing to the next.
type run struct {
	pts     []xy
	in, out float64 // angles of the ends on the edge, clockwise from north
	used    bool
}

// polygon returns closed outlines in the picture for one polygon of the land.
func (c capClip) polygon(rings []ring) [][]xy {
	var closed [][]xy
	var runs []run
	whole := false
	for _, r := range rings {
		pts, cut := c.ring(r)
		if len(cut) > 0 {
			runs = append(runs, cut...)
			continue
		}
		if len(pts) < 3 {
			continue
		}
		// A ring around the antipode goes round the centre inside-out: its land
		// is what lies outside of it.
		whole = whole || area(pts) < 0 && contains(pts, c.a.at)
		closed = append(closed, pts)
	}
	if whole {
		closed = append(closed, c.edge(0, 2*math.Pi))
	}
	return append(closed, c.join(runs)...)
}

// ring projects one ring; either it is inside whole, or it is cut into runs,
// or (both empty) it is outside.
func (c capClip) ring(r ring) (inside []xy, cut []run) {
	first := slices.IndexFunc(r, func(v vec) bool { return c.a.cos(v) < c.cosCap })
	if first < 0 {
		for i, v := range r {
			inside = c.line(inside, r[(i+len(r)-1)%len(r)], v, i > 0)
		}
		return inside, nil
	}
	var cur *run
	prev := r[first]
	for i := 1; i <= len(r); i++ {
		v := r[(first+i)%len(r)]
		wasIn, isIn := cur != nil, c.a.cos(v) >= c.cosCap
		switch {
		case !wasIn && isIn:
			p := c.crossing(prev, v)
			cur = &run{in: c.angle(p), pts: []xy{p}}
			cur.pts = append(cur.pts, c.a.sphere(v))
		case wasIn && isIn:
			cur.pts = c.line(cur.pts, prev, v, true)
		case wasIn:
			p := c.crossing(v, prev)
			cur.pts, cur.out = append(cur.pts, p), c.angle(p)
			cut = append(cut, *cur)
			cur = nil
		}
		prev = v
	}
	return nil, cut
}

// line appends v, with points between when the straight line of the picture
// would differ from the great circle, and without v when it changes nothing.
func (c capClip) line(pts []xy, from, v vec, drawn bool) []xy {
	p := c.a.sphere(v)
	if !drawn || len(pts) == 0 {
		return append(pts, p)
	}
	last := pts[len(pts)-1]
	d := p.sub(last).len()
	if d < c.step {
		return pts
	}
	if parts := int(d / 24); parts > 0 {
		for i := 1; i <= parts; i++ {
			pts = append(pts, c.a.sphere(between(from, v, float64(i)/float64(parts+1))))
		}
	}
	return append(pts, p)
}

// crossing finds where the great circle from outside to inside meets the edge.
func (c capClip) crossing(out, in vec) xy {
	lo, hi := 0.0, 1.0
	for range 30 {
		mid := (lo + hi) / 2
		if c.a.cos(between(out, in, mid)) < c.cosCap {
			lo = mid
		} else {
			hi = mid
		}
	}
	p := c.a.sphere(between(out, in, hi)).sub(c.a.at)
	k := c.radius / max(p.len(), 1e-9)
	return xy{c.a.at.x + p.x*k, c.a.at.y + p.y*k}
}

// angle of a point on the edge, clockwise from north, 0…2π.
func (c capClip) angle(p xy) float64 {
	d := p.sub(c.a.at)
	t := math.Atan2(d.x, -d.y)
	if t < 0 {
		t += 2 * math.Pi
	}
	return t
}

// join links the runs of one polygon along the edge into closed outlines.
func (c capClip) join(runs []run) [][]xy {
	var closed [][]xy
	for i := range runs {
		if runs[i].used {
			continue
		}
		var outline []xy
		for k := i; ; {
			runs[k].used = true
			outline = append(outline, runs[k].pts...)
			next, turn := c.next(runs, runs[k].out, i)
			outline = append(outline, c.edge(runs[k].out, turn)...)
			if next == i {
				break
			}
			k = next
		}
		closed = append(closed, outline)
	}
	return closed
}

// next finds the run that begins first clockwise of an angle, among the unused
// ones and the start of the outline, and how far it is.
func (c capClip) next(runs []run, from float64, start int) (index int, turn float64) {
	best, turn := start, math.Inf(1)
	for j := range runs {
		if runs[j].used && j != start {
			continue
		}
		d := math.Mod(runs[j].in-from+2*math.Pi, 2*math.Pi)
		if d < turn {
			best, turn = j, d
		}
	}
	return best, turn
}

// edge gives the points strictly between an angle and a turn clockwise of it.
func (c capClip) edge(from, turn float64) []xy {
	const step = math.Pi / 90
	n := int(turn / step)
	pts := make([]xy, 0, n+1)
	for i := 1; i <= n; i++ {
		s, cos := math.Sincos(from + turn*float64(i)/float64(n+1))
		pts = append(pts, xy{c.a.at.x + s*c.radius, c.a.at.y - cos*c.radius})
	}
	return pts
}

// contains reports whether p is within the outline.
func contains(pts []xy, p xy) bool {
	in := false
	for i, a := range pts {
		b := pts[(i+1)%len(pts)]
		if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(p.y-a.y)/(b.y-a.y)*(b.x-a.x) {
			in = !in
		}
	}
	return in
}

// area is positive for outlines that run clockwise in the picture.
func area(pts []xy) float64 {
	sum := 0.0
	for i, p := range pts {
		q := pts[(i+1)%len(pts)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum / 2
}
