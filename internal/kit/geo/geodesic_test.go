package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

var (
	perm         = Point{58.0105, 56.2502}
	petrozavodsk = Point{61.7849, 34.3469}
)

// TestSignpost: distances and bearings that the signposts must show, within
// 1 % and 1°.
func TestSignpost(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to Point
		km, az   float64
	}{
		{"Perm–Duisburg", perm, Point{51.4344, 6.7623}, 3194, 278.5},
		{"Perm–Louisville", perm, Point{38.2527, -85.7585}, 8766, 330.5},
		{"Perm–Qingdao", perm, Point{36.0671, 120.3826}, 5201, 88.9},
		{"Petrozavodsk–Duluth", petrozavodsk, Point{46.7867, -92.1005}, 7057, 321.9},
		{"Petrozavodsk–Joensuu", petrozavodsk, Point{62.6010, 29.7636}, 255, 292.9},
	} {
		m, az, _ := Inverse(c.from, c.to)
		if math.Abs(m/1000-c.km) > 1 || math.Abs(az-c.az) > 0.1 {
			t.Errorf("%s = %.1f km, %.2f°; want %v km, %v°", c.name, m/1000, az, c.km, c.az)
		}
	}
}

// TestInversePublished: cases printed in Karney (2013) tables 3 and 4 and the
// antipodal case of Vincenty's formulas.
func TestInversePublished(t *testing.T) {
	for _, c := range []struct {
		a, b        Point
		metres, az1 float64
	}{
		{Point{-30.12345, 0}, Point{-30.12344, 0.00005}, 4.944208, 77.04353354237},
		{Point{-30, 0}, Point{29.9, 179.8}, 19989832.827610, 161.890524736},
		{Point{40, 0}, Point{41.79331020506, 137.84490004377}, 10000000, 30},
		{Point{0, 0}, Point{0, 90}, equatorial * math.Pi / 2, 90},
		{Point{0, 0}, Point{0, 180}, 20003931.4586, 0},
		{Point{90, 0}, Point{-90, 0}, 20003931.4586, 180},
		{Point{0, 0}, Point{90, 0}, 10001965.7293, 0},
	} {
		m, az, _ := Inverse(c.a, c.b)
		within := 1e-3
		if c.a.Lat == 0 && c.b.Lat == 0 {
			within = 1e-2 // opposite points of the equator, see solve
		}
		if math.Abs(m-c.metres) > within {
			t.Errorf("%v→%v = %.6f m, want %.6f", c.a, c.b, m, c.metres)
		}
		if d := math.Abs(math.Remainder(az-c.az1, 360)); d > 1e-6 && !(c.b == Point{0, 180}) {
			t.Errorf("%v→%v bears %.9f°, want %.9f", c.a, c.b, az, c.az1)
		}
	}
}

// TestInverseSymmetry: there and back are one path; small changes are small.
func TestInverseSymmetry(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		a := Point{r.Float64()*180 - 90, r.Float64()*360 - 180}
		b := Point{r.Float64()*180 - 90, r.Float64()*360 - 180}
		if r.IntN(3) == 0 { // nearly opposite
			b = Point{-a.Lat + r.NormFloat64()*0.2, a.Lon + 180 + r.NormFloat64()*0.2}
			b.Lat = max(-90, min(90, b.Lat))
		}
		m, f, g := Inverse(a, b)
		m2, g2, f2 := Inverse(b, a)
		if math.Abs(m-m2) > 1e-3 {
			t.Fatalf("%v↔%v: %.6f and %.6f m", a, b, m, m2)
		}
		if math.Abs(math.Remainder(f-f2, 360)) > 1e-4 || math.Abs(math.Remainder(g-g2, 360)) > 1e-4 {
			t.Fatalf("%v↔%v: bearings %v %v, back %v %v", a, b, f, g, f2, g2)
		}
		if v, ok := vincenty(a, b); ok && math.Abs(v-m) > 2e-3 {
			t.Fatalf("%v→%v: %.6f m, Vincenty %.6f", a, b, m, v)
		}
		if m > HalfEarth+1 || m < 0 || math.IsNaN(m) {
			t.Fatalf("%v→%v: impossible length %v", a, b, m)
		}
	}
}

// vincenty is the independent witness: Vincenty (1975), which fails near the
// antipode and says so.
func vincenty(a, b Point) (float64, bool) {
	rad := math.Pi / 180
	u1, u2 := math.Atan((1-flattening)*math.Tan(a.Lat*rad)), math.Atan((1-flattening)*math.Tan(b.Lat*rad))
	l := math.Remainder(b.Lon-a.Lon, 360) * rad
	lam := l
	s1, c1 := math.Sincos(u1)
	s2, c2 := math.Sincos(u2)
	for range 200 {
		sl, cl := math.Sincos(lam)
		ss := math.Hypot(c2*sl, c1*s2-s1*c2*cl)
		cs := s1*s2 + c1*c2*cl
		sig := math.Atan2(ss, cs)
		sa := c1 * c2 * sl / ss
		ca := 1 - sa*sa
		cm := 0.0
		if ca > 0 {
			cm = cs - 2*s1*s2/ca
		}
		c := flattening / 16 * ca * (4 + flattening*(4-3*ca))
		next := l + (1-c)*flattening*sa*(sig+c*ss*(cm+c*cs*(2*cm*cm-1)))
		if math.Abs(next) > math.Pi {
			return 0, false
		}
		if math.Abs(next-lam) < 1e-13 {
			uu := ca * (equatorial*equatorial - polar*polar) / (polar * polar)
			A := 1 + uu/16384*(4096+uu*(-768+uu*(320-175*uu)))
			B := uu / 1024 * (256 + uu*(-128+uu*(74-47*uu)))
			d := B * ss * (cm + B/4*(cs*(2*cm*cm-1)-B/6*cm*(4*ss*ss-3)*(4*cm*cm-3)))
			return polar * A * (sig - d), true
		}
		lam = next
	}
	return 0, false
}

func TestCompass(t *testing.T) {
	for az, want := range map[float64]int{0: 0, 11.2: 0, 11.3: 1, 45: 2, 88.9: 4, 278.5: 12, 330.5: 15, 348.7: 15, 348.8: 0, 359.9: 0, 360: 0, -22.5: 15} {
		if got := Compass(az); got != want {
			t.Errorf("Compass(%v) = %d, want %d", az, got, want)
		}
	}
}

func BenchmarkInverse(b *testing.B) {
	for b.Loop() {
		Inverse(perm, Point{38.2527, -85.7585})
	}
}
