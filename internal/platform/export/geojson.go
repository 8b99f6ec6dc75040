package export

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"

	"pobratim/internal/kit/geo"
)

// placed is the column in which a register keeps where its records lie.
const placed = "coordinates"

// feature is a record on a map (RFC 7946).
type feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   *point         `json:"geometry"` // null where the place is not known
	Properties map[string]any `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude, latitude
}

// WriteGeoJSON writes objects as a collection of features.
func WriteGeoJSON(w io.Writer, objects iter.Seq2[Object, error]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString(`{"type":"FeatureCollection","features":[`)
	between := "\n"
	for o, err := range objects {
		if err != nil {
			return err
		}
		f := feature{Type: "Feature", ID: o.ID, Properties: map[string]any{"title": o.Title}}
		for name, value := range o.Values {
			if name != placed {
				f.Properties[name] = value
			}
		}
		at, _ := o.Values[placed].(string)
		if p, err := geo.ParsePoint(at); at != "" && err == nil {
			f.Geometry = &point{"Point", [2]float64{p.Lon, p.Lat}}
		}
		text, err := json.Marshal(f)
		if err != nil {
			return err
		}
		_, _ = out.WriteString(between)
		_, _ = out.Write(text)
		between = ",\n"
	}
	_, _ = out.WriteString("\n]}\n")
	return out.Flush() // a bufio.Writer keeps its first error
}

// WriteJSON writes objects as an array, one on each line.
func WriteJSON(w io.Writer, objects iter.Seq2[Object, error]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString("[")
	between := "\n"
	for o, err := range objects {
		if err != nil {
			return err
		}
		text, err := json.Marshal(o)
		if err != nil {
			return err
		}
		_, _ = out.WriteString(between)
		_, _ = out.Write(text)
		between = ",\n"
	}
	_, _ = out.WriteString("\n]\n")
	return out.Flush()
}
