package geo

import (
	"encoding/xml"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
)

// crowd is eighty random cities, a third of them in one small region.
func crowd(seed uint64) Map {
	r := rand.New(rand.NewPCG(seed, 7))
	m := Map{Centre: Spot{Label: "Петрозаводск", Point: petrozavodsk}, Lang: "ru"}
	for i := range 80 {
		p := Point{r.Float64()*140 - 60, r.Float64()*360 - 180}
		if i%3 == 0 {
			p = Point{45 + r.Float64()*15, r.Float64() * 35}
		}
		name := []rune("Среднегородскозаводск")[:4+r.IntN(14)]
		m.Points = append(m.Points, Spot{Label: string(name), Sub: "1234 км", Point: p})
	}
	return m
}

// TestLabelsNeverTouch: no label meets another, a dot, a leader or the edge.
func TestLabelsNeverTouch(t *testing.T) {
	maps := looks()
	for seed := range uint64(4) {
		maps[fmt.Sprint("crowd", seed)] = crowd(seed)
	}
	for name, m := range maps {
		p := m.lay()
		hidden := 0
		labels := []spotLabel{p.home}
		for _, s := range p.spots {
			if !s.label.ok {
				hidden++
				continue
			}
			labels = append(labels, s.label)
		}
		for _, r := range p.rings {
			if r.label.ok {
				labels = append(labels, r.label)
			}
		}
		for i, a := range labels {
			if a.box.x0 < 0 || a.box.y0 < 0 || a.box.x1 > p.size || a.box.y1 > p.size {
				t.Errorf("%s: label %d leaves the picture: %v", name, i, a.box)
			}
			for j, b := range labels {
				if i < j && a.box.overlaps(b.box) {
					t.Errorf("%s: labels %d and %d overlap: %v %v", name, i, j, a.box, b.box)
				}
				if i != j && a.leader && b.box.cut(a.from, a.to) > 0 {
					t.Errorf("%s: leader of %d runs through label %d", name, i, j)
				}
			}
			for k, s := range p.spots {
				if a.box.nearest(s.at) == s.at {
					t.Errorf("%s: label %d covers dot %d", name, i, k)
				}
			}
		}
		if !p.home.ok {
			t.Errorf("%s: the home city has no name", name)
		}
		if hidden > len(m.Points)/4 || len(m.Points) < 20 && hidden > 0 {
			t.Errorf("%s: %d of %d labels hidden", name, hidden, len(m.Points))
		}
	}
}

// TestTrueBearings: a line's direction and length in the picture are the
// geodesic's.
func TestTrueBearings(t *testing.T) {
	p := permMap().lay()
	for _, s := range p.spots {
		metres, az, _ := Inverse(perm, s.Point)
		d := s.at.sub(p.centre)
		if got := d.len() / p.proj.scale; math.Abs(got-metres) > 1 {
			t.Errorf("%s: drawn %v m, is %v", s.Label, got, metres)
		}
		if got := math.Atan2(d.x, -d.y) * 180 / math.Pi; math.Abs(math.Remainder(got-az, 360)) > 1e-6 {
			t.Errorf("%s: drawn at %v°, is %v°", s.Label, got, az)
		}
	}
}

// TestSVGIsSound: well-formed, titled, without style attributes or scripts,
// each class has a rule, hostile text stays text.
func TestSVGIsSound(t *testing.T) {
	css, err := os.ReadFile("map.css")
	if err != nil {
		t.Fatal(err)
	}
	m := permMap()
	m.Title = `<script>"&`
	m.Points = append(m.Points,
		Spot{Label: `"><b>x`, Sub: "<i>", Href: "javascript:alert(1)", Point: Point{1, 1}, State: Planned},
		Spot{Label: "Тот же город", Point: perm})
	for _, out := range []string{m.SVG(), m.Standalone(Paper()), m.Standalone(Night()), crowd(1).SVG(), Map{}.SVG()} {
		d := xml.NewDecoder(strings.NewReader(out))
		for {
			if _, err := d.Token(); err != nil {
				if err.Error() != "EOF" {
					t.Fatal(err)
				}
				break
			}
		}
		for _, bad := range []string{" style=", "<script", "javascript:", "NaN", "Inf", "%!"} {
			if strings.Contains(out, bad) {
				t.Errorf("SVG holds %q", bad)
			}
		}
		if !strings.Contains(out, "<title id=") || !strings.Contains(out, "<desc id=") {
			t.Error("no title or desc")
		}
	}
	page := m.SVG()
	if !strings.Contains(page, `role="group"`) || !strings.Contains(page, `<a class="geo-spot is-ended" href="/cities/3"`) {
		t.Error("cities with an address must be links in a group")
	}
	for _, c := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		for _, name := range strings.Fields(c[1]) {
			if strings.HasPrefix(name, "is-") || name == "geo-small" || name == "geo-centre" {
				continue
			}
			if !strings.Contains(string(css), "."+name) {
				t.Errorf("map.css has no rule for %s", name)
			}
		}
	}
	if own := m.Standalone(Paper()); strings.Contains(own, `class="geo-`) || strings.Contains(own, "<a ") {
		t.Error("the standalone picture must not lean on classes or links")
	}
}

// TestLandEverywhere: with the edge anywhere and the centre anywhere, the share
// of land in the picture is the share on the sphere; an inside-out continent or
// a missing one would show at once.
func TestLandEverywhere(t *testing.T) {
	centres := map[string]Point{
		"Perm": perm, "pole": {89.9, 0}, "south": {-89.9, 0}, "Wellington": {-41.3, 174.8}, "Fiji": {-17, 179.9},
		"Madrid": {40.4, -3.7}, "Lima": {-12, -77}, "Atlantic": {0, -30}, "McMurdo": {-77.8, 166.7}, "Anadyr": {64.7, 177.5},
	}
	for name, c := range centres {
		for _, radius := range []float64{2e6, 6e6, 1.2e7, 1.7e7, 3e7} {
			m := Map{Centre: Spot{Label: name, Point: c}, Radius: radius}
			p := m.lay()
			in, want, n := 0, 0, 0
			r := rand.New(rand.NewPCG(3, 4))
			for range 150 {
				az, share := r.Float64()*360, math.Sqrt(r.Float64())*0.97
				at := p.proj.polar(az, p.radius*share)
				drawn := false
				for _, o := range p.outline {
					drawn = drawn != contains(o, at)
				}
				n++
				if drawn {
					in++
				}
				if onLand(coarse(), p.proj, az, p.radius*share) {
					want++
				}
			}
			if d := math.Abs(float64(in-want)) / float64(n); d > 0.06 {
				t.Errorf("%s, %.0f km: land fills %d of %d points, on the sphere %d", name, radius/1000, in, n, want)
			}
		}
	}
}

// onLand asks the sphere, not the picture: it counts crossings of a great
// circle from the point to a place in the open Pacific.
func onLand(l land, a azimuthal, az, metres float64) bool {
	s, c := math.Sincos(metres / meanRadius)
	sa, ca := math.Sincos(az * math.Pi / 180)
	p := [3]float64{}
	for i := range p {
		p[i] = c*a.up[i] + s*(sa*a.east[i]+ca*a.north[i])
	}
	q := toVec(Point{-48.1, -124.3})
	far := [3]float64{float64(q.x), float64(q.y), float64(q.z)}
	hits := 0
	for _, polygon := range l {
		for _, r := range polygon {
			for i, v := range r {
				w := r[(i+1)%len(r)]
				if arcsCross(p, far, [3]float64{float64(v.x), float64(v.y), float64(v.z)}, [3]float64{float64(w.x), float64(w.y), float64(w.z)}) {
					hits++
				}
			}
		}
	}
	return hits%2 == 1
}

func arcsCross(a, b, c, d [3]float64) bool {
	crossP := func(u, v [3]float64) [3]float64 {
		return [3]float64{u[1]*v[2] - u[2]*v[1], u[2]*v[0] - u[0]*v[2], u[0]*v[1] - u[1]*v[0]}
	}
	dot := func(u, v [3]float64) float64 { return u[0]*v[0] + u[1]*v[1] + u[2]*v[2] }
	n, m := crossP(a, b), crossP(c, d)
	if dot(n, c)*dot(n, d) >= 0 || dot(m, a)*dot(m, b) >= 0 {
		return false
	}
	x := crossP(n, m)
	mid := [3]float64{a[0] + b[0], a[1] + b[1], a[2] + b[2]}
	mid2 := [3]float64{c[0] + d[0], c[1] + d[1], c[2] + d[2]}
	return dot(x, mid)*dot(x, mid2) > 0
}

func TestLandData(t *testing.T) {
	for name, gz := range map[string]string{"coarse": coarseLand, "fine": fineLand} {
		l, err := decodeLand([]byte(gz))
		if err != nil || len(l) < 100 {
			t.Errorf("%s: %d polygons, %v", name, len(l), err)
		}
	}
}

func FuzzLand(f *testing.F) {
	f.Add([]byte(coarseLand))
	f.Add([]byte("no"))
	f.Fuzz(func(t *testing.T, b []byte) { decodeLand(b) })
}

func BenchmarkDecodeCoarse(b *testing.B) {
	for b.Loop() {
		decodeLand([]byte(coarseLand))
	}
}

func BenchmarkDecodeFine(b *testing.B) {
	for b.Loop() {
		decodeLand([]byte(fineLand))
	}
}

func BenchmarkDraw(b *testing.B) {
	for name, m := range map[string]Map{"perm": permMap(), "petrozavodsk": petrozavodskMap(), "crowd80": crowd(1)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = m.SVG()
			}
		})
	}
}
