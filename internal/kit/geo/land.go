package geo

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the coastlines
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

//go:generate go run ./internal/pack land-110m.json land-50m.json

//go:embed data/land-110m.bin.gz
var coarseLand string

//go:embed data/land-50m.bin.gz
var fineLand string

// vec is a unit vector: x towards 0° E on the equator, z towards the pole.
type vec struct{ x, y, z float32 }

// ring is a closed line without its last point; land lies to its right.
type ring []vec

// land is the dry part of the Earth: polygons of rings, the first the outline.
type land [][]ring

// coarse and fine open the embedded coastlines on first use and keep them
// (5,000 and 60,000 points; 60 KB and 0.7 MB).
var (
	coarse = sync.OnceValue(func() land { return mustLand(coarseLand) })
	fine   = sync.OnceValue(func() land { return mustLand(fineLand) })
)

// mustLand panics on damaged embedded data: only a broken build can cause it,
// and a test decodes both files.
func mustLand(gz string) land {
	l, err := decodeLand([]byte(gz))
	if err != nil {
		panic(err)
	}
	return l
}

var errLand = errors.New("geo: damaged land data")

// decodeLand reads what internal/pack writes.
func decodeLand(gz []byte) (land, error) {
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, fmt.Errorf("geo: land: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, 16<<20))
	if err != nil {
		return nil, fmt.Errorf("geo: land: %w", err)
	}
	if len(raw) < 32 {
		return nil, errLand
	}
	r := landReader{b: raw[32:]}
	for i := range r.f {
		r.f[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
	}
	polygons := make(land, 0, 1500)
	for range r.count() {
		rings := make([]ring, 0, 1)
		for range r.count() {
			rings = append(rings, r.ring())
		}
		polygons = append(polygons, rings)
	}
	if r.bad || len(r.b) != 0 {
		return nil, errLand
	}
	return polygons, nil
}

// landReader consumes varints; bad is set once something does not fit.
type landReader struct {
	b   []byte
	f   [4]float64 // scale x, y, translate x, y
	bad bool
}

// count reads a number of things that take at least a byte each.
func (r *landReader) count() int {
	n, w := binary.Uvarint(r.b)
	if w <= 0 || n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[w:]
	return int(n)
}

func (r *landReader) diff() int64 {
	n, w := binary.Varint(r.b)
	if w <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[w:]
	return n
}

func (r *landReader) ring() ring {
	pts := make(ring, r.count())
	var x, y int64
	for i := range pts {
		x += r.diff()
		y += r.diff()
		pts[i] = toVec(Point{Lon: float64(x)*r.f[0] + r.f[2], Lat: float64(y)*r.f[1] + r.f[3]})
	}
	return pts
}

func toVec(p Point) vec {
	sLat, cLat := math.Sincos(p.Lat * math.Pi / 180)
	sLon, cLon := math.Sincos(p.Lon * math.Pi / 180)
	return vec{float32(cLat * cLon), float32(cLat * sLon), float32(sLat)}
}
