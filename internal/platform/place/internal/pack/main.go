// Command pack builds the embedded gazetteer from tables that live outside the
// repository:
//
//	go run ./internal/pack -cities cities.tsv -names names.tsv -admin admin.tsv -countries countries.csv
//
// and writes data/gazetteer.bin and data/countries.tsv.zst. Provenance and
// licences are in data/README.md; the format is described in format.go of the
// package above, which reads it.
package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"pobratim/internal/platform/place/internal/format"
)

func main() {
	cities := flag.String("cities", "cities.tsv", "places with population, names and aliases")
	names := flag.String("names", "names.tsv", "names of places by language")
	admin := flag.String("admin", "admin.tsv", "names of regions by language")
	countries := flag.String("countries", "countries.csv", "names, languages and currencies of countries")
	flag.Parse()
	if err := build(*cities, *names, *admin, *countries); err != nil {
		log.Fatal(err)
	}
}

func build(cities, names, admin, countries string) error {
	langs, err := writeCountries(countries)
	if err != nil {
		return err
	}
	p := packer{langs: langs, langIndex: map[string]int{}}
	for i, l := range langs {
		p.langIndex[l] = i
	}
	for _, step := range []func() error{
		func() error { return p.readCities(cities) },
		func() error { return p.readNames(names) },
		func() error { return p.readAliases("aliases.tsv") },
		func() error { return p.readAdmin(admin) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, c := range p.cities {
		c.spell(langs)
	}
	return os.WriteFile("data/gazetteer.bin", p.pack(), 0o644)
}

// writeCountries copies the columns that we use and returns the languages.
func writeCountries(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var langs []string
	cols := []int{0, 1, 6, 7}
	for i, h := range rows[0] {
		if l, ok := strings.CutPrefix(h, "name_"); ok {
			langs = append(langs, l)
			cols = append(cols, i)
		}
	}
	var b strings.Builder
	for _, row := range rows {
		for j, c := range cols {
			if j > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(row[c])
		}
		b.WriteByte('\n')
	}
	return langs, os.WriteFile("data/countries.tsv.zst", compress([]byte(b.String())), 0o644)
}

// city is a place while it is being packed.
type city struct {
	id, wikidata, pop int
	country, admin    string
	lat, lon          int // 1e-4 degrees, 11 m
	zone              string
	name              string
	tagged            map[string]string // language → the name shown
	aliases           []string

	shown  []shownName
	found  []string        // aliases worth keeping
	sounds map[string]bool // keys of both
}

func (p *packer) readCities(path string) error {
	cols := map[string]int{}
	return lines(path, func(n int, f []string) error {
		if n == 0 {
			for i, h := range f {
				cols[h] = i
			}
			return nil
		}
		get := func(c string) string {
			if i := cols[c]; i < len(f) {
				return f[i]
			}
			return ""
		}
		c := &city{name: get("name"), country: get("country"), zone: get("timezone"), tagged: map[string]string{}}
		c.id, _ = strconv.Atoi(get("geonameid"))
		c.pop, _ = strconv.Atoi(get("population"))
		c.wikidata, _ = strconv.Atoi(strings.TrimPrefix(get("wikidata"), "Q"))
		lat, err1 := strconv.ParseFloat(get("lat"), 64)
		lon, err2 := strconv.ParseFloat(get("lon"), 64)
		if err := cmp.Or(err1, err2); err != nil || c.id <= 0 {
			return fmt.Errorf("line %d: id %d: %w", n+1, c.id, err)
		}
		c.lat, c.lon = tenThousandths(lat), tenThousandths(lon)
		if a := get("admin1"); a != "" {
			c.admin = c.country + "." + a
			p.adminEnglish(c.admin, get("admin1_name"))
		}
		for h := range cols {
			if l, ok := strings.CutPrefix(h, "name_"); ok && p.knows(l) && get(h) != "" {
				c.tagged[l] = get(h)
			}
		}
		for a := range strings.SplitSeq(get("aliases"), "|") {
			if useful(a) {
				c.aliases = append(c.aliases, a)
			}
		}
		if ascii := get("asciiname"); ascii != c.name {
			c.aliases = append(c.aliases, ascii)
		}
		p.cities = append(p.cities, c)
		p.byID[c.id] = c
		return nil
	}, func() { p.byID = map[int]*city{} })
}

func (p *packer) knows(lang string) bool { _, ok := p.langIndex[lang]; return ok }

func tenThousandths(deg float64) int {
	if deg < 0 {
		return -int(-deg*1e4 + 0.5)
	}
	return int(deg*1e4 + 0.5)
}

// useful leaves out what nobody types: GeoNames' machine romanisations (all
// lower case), airport codes, doubled and explained names.
func useful(a string) bool {
	ascii := true
	for i := range len(a) {
		ascii = ascii && a[i] < 0x80
	}
	switch {
	case a == "" || strings.ContainsAny(a, "[(،፣") || strings.Contains(a, " - "):
		return false
	case ascii && a[0] >= 'a' && a[0] <= 'z':
		return false
	case ascii && len(a) == 3 && strings.ToUpper(a) == a:
		return false
	}
	return true
}

func (p *packer) readNames(path string) error {
	return lines(path, func(n int, f []string) error {
		id, _ := strconv.Atoi(f[0])
		c := p.byID[id]
		if n == 0 || c == nil || len(f) < 3 || f[2] == "" {
			return nil
		}
		if lang := f[1]; p.knows(lang) && c.tagged[lang] == "" {
			c.tagged[lang] = f[2]
		} else if c.tagged[lang] != f[2] && useful(f[2]) {
			c.aliases = append(c.aliases, f[2])
		}
		return nil
	}, nil)
}

func (p *packer) readAliases(path string) error {
	return lines(path, func(n int, f []string) error {
		if strings.HasPrefix(f[0], "#") || f[0] == "geonameid" {
			return nil
		}
		id, _ := strconv.Atoi(f[0])
		c := p.byID[id]
		if c == nil || len(f) != 5 || f[4] == "" {
			return fmt.Errorf("%s:%d: unknown place or no source", path, n+1)
		}
		if f[3] == "name" {
			if old := c.tagged[f[1]]; old != "" && old != f[2] {
				c.aliases = append(c.aliases, old)
			}
			c.tagged[f[1]] = f[2]
			return nil
		}
		c.aliases = append(c.aliases, f[2])
		return nil
	}, nil)
}

func (p *packer) adminEnglish(code, name string) {
	if p.admins == nil {
		p.admins = map[string]map[string]string{}
	}
	if p.admins[code] == nil {
		p.admins[code] = map[string]string{}
	}
	if name != "" {
		p.admins[code]["en"] = name
	}
}

func (p *packer) readAdmin(path string) error {
	return lines(path, func(n int, f []string) error {
		if len(f) < 3 || p.admins[f[0]] == nil || !p.knows(f[1]) || !near(f[1]) {
			return nil
		}
		if p.admins[f[0]][f[1]] == "" {
			p.admins[f[0]][f[1]] = f[2]
		}
		return nil
	}, nil)
}

// spell lists the distinct spellings of a place: the main one, then those
// shown in some language, then those that only find it. An alias that sounds
// like an earlier spelling finds nothing new and is left out.
func (c *city) spell(langs []string) {
	farthest := 3
	if c.pop >= 100000 {
		farthest = 4
	}
	c.aliases = slices.DeleteFunc(c.aliases, func(a string) bool { return script(a) > farthest })
	c.trim()
	shown := []shownName{{text: c.name}}
	c.sounds = map[string]bool{format.SoundKey(c.name): true}
	for i, l := range langs {
		t := c.tagged[l]
		if t == "" {
			continue
		}
		at := slices.IndexFunc(shown, func(s shownName) bool { return s.text == t })
		if at < 0 {
			at = len(shown)
			shown = append(shown, shownName{text: t})
			c.sounds[format.SoundKey(t)] = true
		}
		shown[at].langs = append(shown[at].langs, byte(i))
	}
	slices.Sort(c.aliases)
	for _, a := range c.aliases {
		if k := format.SoundKey(a); k != "" && !c.sounds[k] {
			c.sounds[k] = true
			c.found = append(c.found, a)
		}
	}
	c.shown = shown
}

// trim keeps the file small where nobody will notice: towns below 15,000 lose
// languages and scripts from afar, and the smallest a long tail of spellings.
// What sounds alike is still found.
func (c *city) trim() {
	if c.pop >= 15000 {
		return
	}
	for l := range c.tagged {
		if !near(l) {
			delete(c.tagged, l)
		}
	}
	most := 12
	if c.pop < 5000 {
		most = 4
	}
	slices.SortStableFunc(c.aliases, func(a, b string) int { return cmp.Compare(script(a), script(b)) })
	c.aliases = c.aliases[:min(len(c.aliases), most)]
}

// near reports the languages that small towns and regions are named in.
func near(lang string) bool {
	return strings.Contains(" ru en de fr fi sv it zh es pt pl uk be kk lt et lv nb da nl cs hu hy az tr ", " "+lang+" ")
}

// script ranks the script of a name by how likely it is to be typed here.
func script(name string) int {
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			return 0
		case unicode.Is(unicode.Latin, r):
			return 1
		case unicode.Is(unicode.Han, r):
			return 2
		case unicode.Is(unicode.Armenian, r):
			return 3
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Greek, unicode.Georgian, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			return 4
		case unicode.IsLetter(r):
			return 5 // of languages that we have no words for
		}
	}
	return 5
}

type shownName struct {
	text  string
	langs []byte
}

// lines calls do for each tab-separated line.
func lines(path string, do func(n int, fields []string) error, before func()) error {
	if before != nil {
		before()
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 0; s.Scan(); n++ {
		if err := do(n, strings.Split(s.Text(), "\t")); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return s.Err()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
