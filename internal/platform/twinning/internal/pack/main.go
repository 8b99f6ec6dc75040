// Command pack builds the embedded list of twinned cities from a table that
// lives outside the repository:
//
//	go run ./internal/pack -pairs twinning-world.csv
//
// and writes data/pairs.tsv.zst: a line "C", name, country, GeoNames and
// Wikidata numbers for each city, then a line "P", numbers of two cities and
// marks of the sources for each pair. Provenance and licences are in
// data/README.md. Coordinates and years of the table are left out.
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

func main() {
	pairs := flag.String("pairs", "twinning-world.csv", "pairs of cities")
	flag.Parse()
	if err := build(*pairs); err != nil {
		log.Fatal(err)
	}
}

func build(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	var cities, lines []string
	numbers := map[string]int{}
	city := func(row []string, side string) int {
		get := func(c string) string { return strings.Join(strings.Fields(row[at[side+c]]), " ") }
		line := strings.Join([]string{"C", get("name"), get("country_iso2"), get("geonameid"), strings.TrimPrefix(get("wikidata"), "Q")}, "\t")
		n, ok := numbers[line]
		if !ok {
			n = len(cities)
			numbers[line], cities = n, append(cities, line)
		}
		return n
	}
	for _, row := range rows[1:] {
		marks := ""
		for _, s := range []struct{ tag, mark string }{{"wp2026", "w"}, {"wd-eu", "e"}, {"wd2016", "d"}} {
			if slices.Contains(strings.Split(row[at["sources"]], "|"), s.tag) {
				marks += s.mark
			}
		}
		lines = append(lines, fmt.Sprintf("P\t%d\t%d\t%s", city(row, "a_"), city(row, "b_"), marks))
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return err
	}
	text := strings.Join(append(cities, lines...), "\n") + "\n"
	return os.WriteFile("data/pairs.tsv.zst", enc.EncodeAll([]byte(text), nil), 0o644)
}
