package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
)

//go:embed perm.json petrozavodsk.json
var files embed.FS

// Names returns the slugs of the cities that Read knows, in the order in which
// a demonstration shows them.
func Names() []string { return []string{"perm", "petrozavodsk"} }

// Read decodes the data of one city by its slug. It fails on an unknown slug,
// on a field that the types do not have and on anything after the value.
func Read(name string) (City, error) {
	raw, err := files.ReadFile(name + ".json")
	if err != nil {
		return City{}, fmt.Errorf("demo: no city %q: %w", name, err)
	}
	city, err := decode(raw)
	if err != nil {
		return City{}, fmt.Errorf("demo: %s: %w", name, err)
	}
	return city, nil
}

// decode is Read without the file, so that a test can hand it a broken one.
func decode(raw []byte) (City, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var city City
	if err := dec.Decode(&city); err != nil {
		return City{}, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return City{}, fmt.Errorf("more than one value in the file")
	}
	return city, nil
}
