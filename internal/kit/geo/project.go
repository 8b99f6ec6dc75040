package geo

import "math"

// xy is a place in the picture: x to the right, y down.
type xy struct{ x, y float64 }

func (a xy) sub(b xy) xy  { return xy{a.x - b.x, a.y - b.y} }
func (a xy) len() float64 { return math.Hypot(a.x, a.y) }

// azimuthal is the azimuthal equidistant projection around a centre.
type azimuthal struct {
	centre Point
	at     xy      // of the centre in the picture
	scale  float64 // picture units per metre
	// the centre's own frame on the sphere
	east, north, up [3]float64
}

func newAzimuthal(centre Point, at xy, scale float64) azimuthal {
	sLat, cLat := math.Sincos(centre.Lat * math.Pi / 180)
	sLon, cLon := math.Sincos(centre.Lon * math.Pi / 180)
	return azimuthal{
		centre: centre, at: at, scale: scale,
		east:  [3]float64{-sLon, cLon, 0},
		north: [3]float64{-sLat * cLon, -sLat * sLon, cLat},
		up:    [3]float64{cLat * cLon, cLat * sLon, sLat},
	}
}

// polar places something at a bearing (degrees) and distance (metres).
func (a azimuthal) polar(bearing, metres float64) xy {
	s, c := math.Sincos(bearing * math.Pi / 180)
	return xy{a.at.x + s*metres*a.scale, a.at.y - c*metres*a.scale}
}

// point places a city by its true geodesic, not by the sphere.
func (a azimuthal) point(p Point) (at xy, metres, bearing float64) {
	metres, bearing, _ = Inverse(a.centre, p)
	return a.polar(bearing, metres), metres, bearing
}

// cosine of the angle between the centre and v, enough to ask "is it inside".
func (a azimuthal) cos(v vec) float64 {
	return a.up[0]*float64(v.x) + a.up[1]*float64(v.y) + a.up[2]*float64(v.z)
}

// sphere places a point of the coast. The sphere is off by at most 0.6 % of
// the distance, less than the coast's own generalisation.
func (a azimuthal) sphere(v vec) xy {
	x, y, z := float64(v.x), float64(v.y), float64(v.z)
	e := a.east[0]*x + a.east[1]*y
	n := a.north[0]*x + a.north[1]*y + a.north[2]*z
	h := math.Hypot(e, n)
	if h < 1e-12 {
		return a.at
	}
	k := math.Atan2(h, a.cos(v)) * meanRadius * a.scale / h
	return xy{a.at.x + e*k, a.at.y - n*k}
}

// between is the point of the great circle between two points at share t.
func between(p, q vec, t float64) vec {
	x := float64(p.x) + (float64(q.x)-float64(p.x))*t
	y := float64(p.y) + (float64(q.y)-float64(p.y))*t
	z := float64(p.z) + (float64(q.z)-float64(p.z))*t
	n := math.Sqrt(x*x + y*y + z*z)
	if n == 0 {
		return p
	}
	return vec{float32(x / n), float32(y / n), float32(z / n)}
}
