package geo

import "math"

// box is an upright rectangle in the picture.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) grow(d float64) box { return box{b.x0 - d, b.y0 - d, b.x1 + d, b.y1 + d} }

func (b box) overlaps(c box) bool {
	return b.x0 < c.x1 && c.x0 < b.x1 && b.y0 < c.y1 && c.y0 < b.y1
}

func (b box) inside(c box) bool {
	return b.x0 >= c.x0 && b.y0 >= c.y0 && b.x1 <= c.x1 && b.y1 <= c.y1
}

// nearest is the point of the box nearest to p.
func (b box) nearest(p xy) xy {
	return xy{max(b.x0, min(b.x1, p.x)), max(b.y0, min(b.y1, p.y))}
}

// farthest is how far the farthest corner of the box is from p.
func (b box) farthest(p xy) float64 {
	return math.Hypot(max(p.x-b.x0, b.x1-p.x), max(p.y-b.y0, b.y1-p.y))
}

// cut is the length of the part of the segment p–q inside the box.
func (b box) cut(p, q xy) float64 {
	lo, hi := 0.0, 1.0
	d := q.sub(p)
	for _, e := range [4][2]float64{{-d.x, p.x - b.x0}, {d.x, b.x1 - p.x}, {-d.y, p.y - b.y0}, {d.y, b.y1 - p.y}} {
		switch {
		case e[0] == 0:
			if e[1] < 0 {
				return 0
			}
		case e[0] < 0:
			lo = max(lo, e[1]/e[0])
		default:
			hi = min(hi, e[1]/e[0])
		}
		if lo >= hi {
			return 0
		}
	}
	return (hi - lo) * d.len()
}

// cross reports whether two segments meet at a point inside both.
func cross(a, b, c, d xy) bool {
	side := func(p, q, r xy) float64 { return (q.x-p.x)*(r.y-p.y) - (q.y-p.y)*(r.x-p.x) }
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// distance from p to the segment a–b.
func distance(p, a, b xy) float64 {
	d := b.sub(a)
	l2 := d.x*d.x + d.y*d.y
	if l2 == 0 {
		return p.sub(a).len()
	}
	t := max(0, min(1, ((p.x-a.x)*d.x+(p.y-a.y)*d.y)/l2))
	return math.Hypot(p.x-a.x-t*d.x, p.y-a.y-t*d.y)
}
