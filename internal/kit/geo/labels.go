package geo

import (
	"math"
	"slices"
)

// tag is a label to be placed beside a dot.
type tag struct {
	dot    xy
	clear  float64 // free space around the dot
	w, h   float64 // of the label
	w2, h2 float64 // of the label without its second line, tried when nothing fits
	away   float64 // preferred direction, degrees clockwise from north; NaN for none
	scale  float64 // of the distances tried, 1 for the full-size map
	close  bool    // must touch its dot: the home city
}

// spotLabel is where a label went.
type spotLabel struct {
	box    box
	leader bool // a thin line from the dot to the label
	from   xy   // ends of the leader
	to     xy
	short  bool // without the second line
	ok     bool // false: there is no room; the picture shows the dot alone
}

// scene is what labels must keep clear of (walls, dots) or had better avoid
// (lines).
type scene struct {
	picture box
	walls   []box
	dots    []xy
	dotR    float64
	lines   [][2]xy
	disc    xy // centre of the rim, which labels had better not straddle
	rim     float64
}

const gap = 1.5 // between labels

// place finds a spot for every label: greedily in several orders, each time
// moving single labels while that helps and making room for those that found
// none; the cheapest outcome wins.
func (s scene) place(tags []tag) []spotLabel {
	options := make([][]option, len(tags))
	for i, t := range tags {
		options[i] = s.options(t, false)
	}
	var best []spotLabel
	bestCost := math.Inf(1)
	for _, order := range orders(tags, options) {
		out, cost := s.arrange(tags, slices.Clone(options), order)
		if cost < bestCost {
			best, bestCost = out, cost
		}
	}
	return best
}

// orders are the sequences worth trying: the most crowded dots first, then
// sweeps over the picture; fewer for crowds, where time would be felt. The
// first tag, the home city, always chooses first.
func orders(tags []tag, options [][]option) [][]int {
	by := func(less func(a, b int) float64) []int {
		order := make([]int, len(tags))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order[1:], func(a, b int) int {
			switch d := less(a, b); {
			case d < 0:
				return -1
			case d > 0:
				return 1
			}
			return 0
		})
		return order
	}
	angle := func(i int) float64 { return math.Atan2(tags[i].dot.x-tags[0].dot.x, tags[0].dot.y-tags[i].dot.y) }
	far := func(i int) float64 { return tags[i].dot.sub(tags[0].dot).len() }
	list := [][]int{
		by(func(a, b int) float64 { return float64(len(options[a]) - len(options[b])) }),
	}
	if len(tags) > 40 {
		return list
	}
	return append(list,
		by(func(a, b int) float64 { return far(b) - far(a) }),
		by(func(a, b int) float64 { return far(a) - far(b) }),
		by(func(a, b int) float64 { return angle(a) - angle(b) }),
		by(func(a, b int) float64 { return angle(b) - angle(a) }),
		by(func(a, b int) float64 { return tags[a].dot.y - tags[b].dot.y }),
		by(func(a, b int) float64 { return tags[b].dot.y - tags[a].dot.y }),
		by(func(a, b int) float64 { return tags[a].dot.x - tags[b].dot.x }),
	)
}

// arrange runs one order and says what the outcome costs.
func (s scene) arrange(tags []tag, options [][]option, order []int) ([]spotLabel, float64) {
	out := make([]spotLabel, len(tags))
	for range 5 {
		moved := false
		for _, i := range order {
			best, cost := s.best(options[i], out, i, math.Inf(1))
			if !best.ok {
				continue
			}
			if !out[i].ok || cost < s.cost(out[i], options[i], out, i)-0.01 {
				out[i], moved = best, true
			}
		}
		if !moved {
			break
		}
	}
	total := 0.0
	for _, i := range order {
		if !out[i].ok {
			s.squeeze(i, tags, options, out)
		}
		if !out[i].ok {
			total += 1000
			continue
		}
		total += s.cost(out[i], options[i], out, i)
	}
	return out, total
}

// squeeze places label i without its second line, or pushes one other label
// elsewhere.
func (s scene) squeeze(i int, tags []tag, options [][]option, out []spotLabel) {
	if tags[i].h2 < tags[i].h {
		options[i] = append(options[i], s.options(tags[i], true)...)
		slices.SortStableFunc(options[i], byCost)
		if best, _ := s.best(options[i], out, i, math.Inf(1)); best.ok {
			out[i] = best
			return
		}
	}
	for _, o := range options[i] {
		rival := -1
		for j := range out {
			if j != i && out[j].ok && o.label.clashes(out[j]) {
				if rival >= 0 {
					rival = -2
					break
				}
				rival = j
			}
		}
		if rival < 0 {
			continue
		}
		kept := out[rival]
		out[i], out[rival] = o.label, spotLabel{}
		if moved, _ := s.best(options[rival], out, rival, math.Inf(1)); moved.ok {
			out[rival] = moved
			return
		}
		out[i], out[rival] = spotLabel{}, kept
	}
}

// option is one possible place with what it costs by itself.
type option struct {
	label spotLabel
	cost  float64
}

func byCost(a, b option) int {
	switch {
	case a.cost < b.cost:
		return -1
	case a.cost > b.cost:
		return 1
	}
	return 0
}

// best takes the cheapest option that clashes with no other label.
func (s scene) best(options []option, out []spotLabel, self int, limit float64) (spotLabel, float64) {
	var best spotLabel
	for _, o := range options {
		if o.cost >= limit {
			break // sorted
		}
		if c, ok := mutual(o.label, out, self); ok && o.cost+c < limit {
			best, limit = o.label, o.cost+c
		}
	}
	return best, limit
}

func (s scene) cost(l spotLabel, options []option, out []spotLabel, self int) float64 {
	for _, o := range options {
		if o.label == l {
			c, _ := mutual(l, out, self)
			return o.cost + c
		}
	}
	return math.Inf(1)
}

// mutual is the price of living with the labels placed so far; not ok if they
// overlap or a leader would run through a label.
func mutual(l spotLabel, out []spotLabel, self int) (float64, bool) {
	cost := 0.0
	for j, other := range out {
		if j == self || !other.ok {
			continue
		}
		if l.clashes(other) {
			return 0, false
		}
		if l.leader && other.leader && cross(l.from, l.to, other.from, other.to) {
			cost += 60
		}
	}
	return cost, true
}

func (l spotLabel) clashes(m spotLabel) bool {
	return l.box.grow(gap).overlaps(m.box) ||
		l.leader && m.box.grow(1).cut(l.from, l.to) > 0 ||
		m.leader && l.box.grow(1).cut(m.from, m.to) > 0
}

// reaches are how far from the dot a label may go, in picture units, and the
// number of directions tried there.
var reaches = [...]struct {
	far  float64
	dirs int
}{{0, 16}, {9, 24}, {18, 24}, {28, 24}, {40, 32}, {54, 32}, {70, 32}, {90, 40}, {115, 40}, {145, 48}, {180, 60}, {220, 72}}

// options lists the possible places of a label, cheapest first.
func (s scene) options(t tag, short bool) []option {
	if short {
		t.w, t.h = t.w2, t.h2
	}
	var list []option
	for _, r := range reaches {
		if t.close && len(list) > 0 {
			break
		}
		for k := range r.dirs {
			dir := float64(k) * 360 / float64(r.dirs)
			l := t.at(dir, r.far*t.scale)
			l.short = short
			if c, ok := s.alone(t, l, dir, r.far); ok {
				if short {
					c += 25
				}
				list = append(list, option{l, c})
			}
		}
	}
	slices.SortStableFunc(list, byCost)
	return list
}

// at puts the label in a direction so that its nearest point is at the given
// distance beyond the dot's clear space.
func (t tag) at(dir, far float64) spotLabel {
	sin, cos := math.Sincos(dir * math.Pi / 180)
	u := xy{sin, -cos}
	hang := func(c, half float64) float64 { // how the box hangs on the anchor: centred on the axes, by a corner between
		return half * max(-1, min(1, c*1.6))
	}
	reach := t.clear + far
	anchor := xy{t.dot.x + u.x*reach, t.dot.y + u.y*reach}
	c := xy{anchor.x + hang(u.x, t.w/2), anchor.y + hang(u.y, t.h/2)}
	l := spotLabel{box: box{c.x - t.w/2, c.y - t.h/2, c.x + t.w/2, c.y + t.h/2}, ok: true}
	if far > 0 {
		l.leader = true
		l.from = xy{t.dot.x + u.x*t.clear*0.75, t.dot.y + u.y*t.clear*0.75}
		l.to = l.box.grow(1).nearest(t.dot)
	}
	return l
}

// alone is the price of a place by itself: distance, direction, lines crossed;
// not ok outside the picture or on a dot.
func (s scene) alone(t tag, l spotLabel, dir, far float64) (float64, bool) {
	if !l.box.inside(s.picture) {
		return 0, false
	}
	for _, w := range s.walls {
		if w.overlaps(l.box) {
			return 0, false
		}
	}
	cost, ok := s.amongDots(t, l)
	if !ok {
		return 0, false
	}
	cost += far * 0.55
	if l.leader {
		cost += 10
	}
	if !math.IsNaN(t.away) {
		cost += 5 * (1 - math.Cos((dir-t.away)*math.Pi/180))
	}
	if k := math.Mod(dir, 180); k > 20 && k < 160 && math.Abs(k-90) > 30 {
		cost += 1 // sideways reads better than from a corner
	} else if k <= 20 || k >= 160 {
		cost += 2
	}
	if s.rim > 0 && l.box.nearest(s.disc).sub(s.disc).len() < s.rim+2 && l.box.farthest(s.disc) > s.rim-2 {
		cost += 12
	}
	for _, line := range s.lines {
		if c := l.box.cut(line[0], line[1]); c > 0 {
			cost += 15 + c*0.3/t.scale
		}
		if l.leader && cross(l.from, l.to, line[0], line[1]) {
			cost += 11
		}
	}
	return cost, true
}

// amongDots is the price of standing near other dots; not ok on one.
func (s scene) amongDots(t tag, l spotLabel) (float64, bool) {
	cost := 0.0
	near := l.box.grow(s.dotR)
	for _, d := range s.dots {
		if d == t.dot {
			if l.box.grow(1).nearest(d) == d {
				return 0, false
			}
			continue
		}
		if d.x > near.x0 && d.x < near.x1 && d.y > near.y0 && d.y < near.y1 {
			return 0, false
		}
		if l.box.nearest(d).sub(d).len() < s.dotR+7*t.scale {
			cost += 13 // it would seem to name the other dot
			if l.leader {
				cost += 9
			}
		}
		if l.leader {
			switch apart := distance(d, l.from, l.to); {
			case apart < s.dotR*0.45:
				return 0, false
			case apart < s.dotR:
				cost += 8
			}
		}
	}
	return cost, true
}
