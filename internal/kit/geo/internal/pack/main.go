// Command pack turns the land of a TopoJSON world atlas into the compact form
// that kit/geo embeds: rings with their arcs already joined, in quantised
// degrees, as differences.
//
//	go run ./internal/pack <land-110m.json> <land-50m.json>
//
// writes data/land-110m.bin.gz and data/land-50m.bin.gz. The sources are
// world-atlas 2.0.2 (npm), made from Natural Earth.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

// topology is the part of TopoJSON 1.0 that a land file uses.
type topology struct {
	Arcs      [][][2]int64
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct {
		Land struct {
			Geometries []struct {
				Type string
				Arcs [][][]int // polygons → rings → arc indexes, ~i for reversed
			}
		}
	}
}

func main() {
	if len(os.Args) < 2 {
		log.Fatal("usage: pack <land-….json>…")
	}
	for _, in := range os.Args[1:] {
		out := filepath.Join("data", strings.TrimSuffix(filepath.Base(in), ".json")+".bin.gz")
		if err := convert(in, out); err != nil {
			log.Fatal(err)
		}
	}
}

func convert(in, out string) error {
	raw, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	packed, err := pack(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(packed); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, z.Bytes(), 0o644)
}

// pack writes: scale x, y and translate x, y as little-endian float64; number
// of polygons; for each the number of rings; for each the number of points and
// zigzag differences. The closing point of a ring is left out.
func pack(raw []byte) ([]byte, error) {
	var t topology
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, err
	}
	if len(t.Objects.Land.Geometries) != 1 || t.Objects.Land.Geometries[0].Type != "MultiPolygon" {
		return nil, fmt.Errorf("expected one MultiPolygon named land")
	}
	polygons := t.Objects.Land.Geometries[0].Arcs
	var b []byte
	for _, f := range []float64{t.Transform.Scale[0], t.Transform.Scale[1], t.Transform.Translate[0], t.Transform.Translate[1]} {
		var err error
		if b, err = binary.Append(b, binary.LittleEndian, f); err != nil {
			return nil, err
		}
	}
	arcs := absolute(t.Arcs)
	b = binary.AppendUvarint(b, uint64(len(polygons)))
	for _, rings := range polygons {
		b = binary.AppendUvarint(b, uint64(len(rings)))
		for _, ring := range rings {
			b = appendRing(b, join(arcs, ring))
		}
	}
	return b, nil
}

// absolute undoes the difference coding of each arc.
func absolute(arcs [][][2]int64) [][][2]int64 {
	for _, arc := range arcs {
		for i := 1; i < len(arc); i++ {
			arc[i][0] += arc[i-1][0]
			arc[i][1] += arc[i-1][1]
		}
	}
	return arcs
}

func join(arcs [][][2]int64, ring []int) [][2]int64 {
	var pts [][2]int64
	for _, i := range ring {
		var arc [][2]int64
		if i >= 0 {
			arc = arcs[i]
		} else {
			src := arcs[^i]
			arc = make([][2]int64, len(src))
			for j := range src {
				arc[j] = src[len(src)-1-j]
			}
		}
		if len(pts) > 0 {
			arc = arc[1:] // arcs share their ends
		}
		pts = append(pts, arc...)
	}
	return pts[:len(pts)-1]
}

func appendRing(b []byte, pts [][2]int64) []byte {
	b = binary.AppendUvarint(b, uint64(len(pts)))
	var last [2]int64
	for _, p := range pts {
		b = binary.AppendVarint(b, p[0]-last[0])
		b = binary.AppendVarint(b, p[1]-last[1])
		last = p
	}
	return b
}
