package geo

import (
	"fmt"
	"strconv"
	"strings"
)

// ParsePoint reads "51.4325, 6.7652": degrees north and east with a point as
// decimal sign, south and west negative.
func ParsePoint(text string) (Point, error) {
	lat, lon, ok := strings.Cut(text, ",")
	if !ok {
		return Point{}, fmt.Errorf("geo: %q is not latitude, longitude", text)
	}
	p := Point{}
	var err error
	if p.Lat, err = strconv.ParseFloat(strings.TrimSpace(lat), 64); err != nil {
		return Point{}, fmt.Errorf("geo: latitude of %q: %w", text, err)
	}
	if p.Lon, err = strconv.ParseFloat(strings.TrimSpace(lon), 64); err != nil {
		return Point{}, fmt.Errorf("geo: longitude of %q: %w", text, err)
	}
	if !p.Valid() {
		return Point{}, fmt.Errorf("geo: %q is not on Earth", text)
	}
	return p, nil
}

// String writes a point so that ParsePoint reads it.
func (p Point) String() string {
	return strconv.FormatFloat(p.Lat, 'f', -1, 64) + ", " + strconv.FormatFloat(p.Lon, 'f', -1, 64)
}
