package geo

import "math"

// WGS-84: equatorial radius in metres, flattening, polar radius.
const (
	equatorial = 6378137.0
	flattening = 1 / 298.257223563
	polar      = equatorial * (1 - flattening)
	meanRadius = (2*equatorial + polar) / 3
	// HalfEarth is the distance in metres that no geodesic exceeds by more
	// than a few kilometres: half of a meridian circle.
	HalfEarth = 20003931.5
)

// Point is a place on the Earth in degrees: latitude north positive −90…90,
// longitude east positive −180…180.
type Point struct{ Lat, Lon float64 }

// IsZero reports a point that nobody set (0, 0 is in the sea).
func (p Point) IsZero() bool { return p == Point{} }

// Valid reports whether the point is on the Earth.
func (p Point) Valid() bool {
	return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 // false for NaN too
}

// Inverse returns the length in metres of the shortest path from a to b, the
// bearing at a towards b and the bearing at b back towards a, both in degrees
// clockwise from north, 0 ≤ bearing < 360. It holds to a millimetre (a
// centimetre between opposite points of the equator), also near the antipode,
// where the usual formulas fail. For equal points all three are 0.
func Inverse(a, b Point) (metres, azimuth12, azimuth21 float64) {
	dLon := math.Remainder(b.Lon-a.Lon, 360)
	if a.Lat == b.Lat && dLon == 0 {
		return 0, 0, 0
	}
	east := dLon >= 0
	c := canonical(a.Lat, b.Lat, math.Abs(dLon))
	s, az1, az2 := c.solve()
	if c.swapped { // we went from b to a
		az1, az2 = math.Pi-az2, math.Pi-az1
	}
	if c.flipped { // north and south exchanged
		az1, az2 = math.Pi-az1, math.Pi-az2
	}
	if !east {
		az1, az2 = -az1, -az2
	}
	return s, bearing(az1), bearing(az2 + math.Pi)
}

// Compass returns the point of the sixteen-point rose nearest to a bearing in
// degrees: 0 north, 1 north-north-east … 15 north-north-west.
func Compass(bearing float64) int {
	return ((int(math.Floor(bearing/22.5+0.5)) % 16) + 16) % 16
}

func bearing(rad float64) float64 {
	d := math.Mod(rad*180/math.Pi, 360)
	if d < 0 {
		d += 360
	}
	if d >= 360 || d < 1e-13 {
		return 0
	}
	return d
}

// problem is the inverse problem turned so that lat1 ≤ 0, |lat2| ≤ |lat1| and
// 0 ≤ Δλ ≤ π; then the bearing at 1 is the only unknown and Δλ grows with it.
type problem struct {
	sin1, cos1, sin2, cos2 float64 // of the reduced latitudes
	lambda                 float64 // difference of longitude, radians
	swapped, flipped       bool
}

func canonical(lat1, lat2, dLon float64) problem {
	p := problem{lambda: dLon * math.Pi / 180}
	if math.Abs(lat2) > math.Abs(lat1) {
		lat1, lat2, p.swapped = lat2, lat1, true
	}
	if lat1 > 0 {
		lat1, lat2, p.flipped = -lat1, -lat2, true
	}
	p.sin1, p.cos1 = reduced(lat1)
	p.sin2, p.cos2 = reduced(lat2)
	return p
}

// reduced returns sine and cosine of the reduced latitude tan β = (1−f) tan φ.
// The cosine keeps a little away from zero so that a pole has a longitude.
func reduced(lat float64) (sin, cos float64) {
	sin, cos = math.Sincos(lat * math.Pi / 180)
	sin *= 1 - flattening
	h := math.Hypot(sin, cos)
	return sin / h, math.Max(cos/h, 1e-14)
}

// solve finds the bearing at point 1 by halving: Δλ(α) has one root in (0, π),
// however badly placed the points are, so this cannot fail to converge.
func (p problem) solve() (metres, az1, az2 float64) {
	const tiny = 1e-9 // radians of latitude, 6 mm
	if math.Abs(p.sin1) < tiny {
		if p.lambda <= (1-flattening)*math.Pi {
			return equatorial * p.lambda, math.Pi / 2, math.Pi / 2
		}
		p.sin1, p.sin2 = -tiny, 0
	}
	if p.lambda == 0 || p.lambda == math.Pi {
		g := p.along(p.lambda) // along the meridian, over the southern pole if need be
		return g.length(), p.lambda, g.az2
	}
	lo, hi := 0.0, math.Pi
	for range 60 {
		mid := (lo + hi) / 2
		if mid == lo || mid == hi {
			break
		}
		if p.along(mid).lambda() < p.lambda {
			lo = mid
		} else {
			hi = mid
		}
	}
	az1 = (lo + hi) / 2
	g := p.along(az1)
	// What rounding of the bearing left over in longitude, as a step along the path.
	rest := (p.lambda - g.lambda()) * equatorial * p.cos2 * math.Sin(g.az2)
	return g.length() + rest, az1, g.az2
}

// path is a geodesic from point 1 to the latitude of point 2 on the auxiliary
// sphere: arcs σ from the northward equator crossing, spherical longitudes ω.
type path struct {
	sigma1, sigma2, omega1, omega2 float64
	sin0, k2                       float64 // sin of the equatorial bearing, k² of the integrals
	az2                            float64
}

func (p problem) along(az1 float64) path {
	sin1, cos1 := math.Sincos(az1)
	if az1 == math.Pi {
		sin1 = 0
	}
	var g path
	g.sin0 = sin1 * p.cos1
	cos0 := math.Hypot(cos1, sin1*p.sin1)
	ePrime2 := flattening * (2 - flattening) / ((1 - flattening) * (1 - flattening))
	g.k2 = ePrime2 * cos0 * cos0
	// Clairaut: cos α2 is never negative in the canonical position.
	diff := (p.cos2 - p.cos1) * (p.cos2 + p.cos1)
	cos2 := math.Sqrt(math.Max(0, cos1*cos1*p.cos1*p.cos1+diff)) / p.cos2
	sin2 := g.sin0 / p.cos2
	g.az2 = math.Atan2(sin2, cos2)
	g.sigma1 = math.Atan2(p.sin1, cos1*p.cos1)
	g.sigma2 = math.Atan2(p.sin2, cos2*p.cos2)
	g.omega1 = math.Atan2(g.sin0*p.sin1, cos1*p.cos1)
	g.omega2 = math.Atan2(g.sin0*p.sin2, cos2*p.cos2)
	return g
}

// length integrates ds/b = √(1 + k² sin²σ) dσ; metres.
func (g path) length() float64 {
	return polar * integrate(g.sigma1, g.sigma2, func(s2 float64) float64 {
		return math.Sqrt(1 + g.k2*s2)
	})
}

// lambda is the difference of geographic longitude over the path, 0…π+.
func (g path) lambda() float64 {
	i3 := integrate(g.sigma1, g.sigma2, func(s2 float64) float64 {
		return (2 - flattening) / (1 + (1-flattening)*math.Sqrt(1+g.k2*s2))
	})
	return g.omega2 - g.omega1 - flattening*g.sin0*i3
}

// integrate sums f(sin²σ) over [a, b] by Gauss-Legendre with eight nodes on
// each half. k² is below 0.0068, so the integrands are nearly constant and the
// error is below 1e-15.
func integrate(a, b float64, f func(sin2 float64) float64) float64 {
	nodes := [4]float64{0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363}
	weights := [4]float64{0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763}
	sum := 0.0
	quarter := (b - a) / 4
	for _, mid := range [2]float64{a + quarter, b - quarter} {
		for i, x := range nodes {
			u, v := math.Sin(mid-x*quarter), math.Sin(mid+x*quarter)
			sum += weights[i] * (f(u*u) + f(v*v))
		}
	}
	return sum * quarter
}
