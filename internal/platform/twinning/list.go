package twinning

import (
	_ "embed" // the list
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"pobratim/internal/kit/fold"
)

//go:generate go run ./internal/pack -pairs twinning-world.csv

//go:embed data/pairs.tsv.zst
var packed []byte

// Source is one of the lists that the pairs were gathered from, by its mark.
type Source byte

// The sources.
const (
	Wikipedia   Source = 'w' // lists of English Wikipedia, February 2026
	Wikidata    Source = 'e' // Wikidata, August 2025, cities of the European Union and their twins
	WikidataOld Source = 'd' // Wikidata, September 2016
)

// Date is when a source was read, as EDTF.
func (s Source) Date() string {
	switch s {
	case Wikipedia:
		return "2026-02"
	case Wikidata:
		return "2025-08"
	}
	return "2016-09"
}

// City is a city of the list.
type City struct {
	Name     string // as the list writes it, in Latin letters
	Country  string // ISO 3166-1 alpha-2
	GeoNames int    // 0 when the list found no place for it
	Wikidata int    // number of the item; 0 when unknown
}

// Tie is a city that is twinned with another one, as far as the sources say.
type Tie struct {
	City
	Sources []Source // the newest first
}

// List answers questions about pairs. It is safe for concurrent use.
type List struct {
	cities []City
	ties   map[int][]tie
	codes  map[int]int    // GeoNames number → city
	names  map[string]int // country and folded name → city
}

type tie struct {
	city  int
	marks string
}

// loaded is the list, unpacked when somebody first asks.
var loaded = sync.OnceValues(func() (*List, error) { return read(packed) })

// Open returns the embedded list. The first call unpacks it: about 20 ms and
// 8 MB, once for the whole program.
func Open() (*List, error) { return loaded() }

// read unpacks the list: lines of cities, then lines of pairs.
func read(packed []byte) (*List, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(16<<20))
	if err != nil {
		return nil, fmt.Errorf("twinning: %w", err)
	}
	defer dec.Close()
	text, err := dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("twinning: the list is damaged: %w", err)
	}
	l := &List{ties: map[int][]tie{}, codes: map[int]int{}, names: map[string]int{}}
	same := []int{} // several lines may be one city
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case f[0] == "C" && len(f) == 5:
			same = append(same, l.city(f))
		case f[0] == "P" && len(f) == 4:
			a, errA := strconv.Atoi(f[1])
			b, errB := strconv.Atoi(f[2])
			if errA != nil || errB != nil || a < 0 || b < 0 || a >= len(same) || b >= len(same) {
				return nil, fmt.Errorf("twinning: unreadable pair %q", line)
			}
			l.tie(same[a], same[b], f[3])
			l.tie(same[b], same[a], f[3])
		default:
			return nil, fmt.Errorf("twinning: unreadable line %q", line)
		}
	}
	return l, nil
}

// city adds a city, or finds the one that a line repeats.
func (l *List) city(f []string) int {
	c := City{Name: f[1], Country: f[2]}
	c.GeoNames, _ = strconv.Atoi(f[3])
	c.Wikidata, _ = strconv.Atoi(f[4])
	if at, ok := l.codes[c.GeoNames]; ok && c.GeoNames != 0 {
		if l.cities[at].Wikidata == 0 {
			l.cities[at].Wikidata = c.Wikidata
		}
		return at
	}
	key := nameKey(c.Country, c.Name)
	if at, ok := l.names[key]; ok && c.GeoNames == 0 {
		return at
	}
	at := len(l.cities)
	l.cities = append(l.cities, c)
	if c.GeoNames != 0 {
		l.codes[c.GeoNames] = at
	}
	if _, ok := l.names[key]; !ok {
		l.names[key] = at
	}
	return at
}

func nameKey(country, name string) string { return country + " " + fold.Key(name) }

func (l *List) tie(from, to int, marks string) {
	if from == to {
		return
	}
	if i := slices.IndexFunc(l.ties[from], func(t tie) bool { return t.city == to }); i >= 0 {
		for _, m := range marks {
			if !strings.ContainsRune(l.ties[from][i].marks, m) {
				l.ties[from][i].marks += string(m)
			}
		}
		return
	}
	l.ties[from] = append(l.ties[from], tie{to, marks})
}

// Of lists the cities that are twinned with one, by country and name; nil when
// the list does not know the city. The number of GeoNames decides; without it
// one of the names in the country does.
func (l *List) Of(geonames int, country string, names ...string) []Tie {
	at, ok := l.codes[geonames]
	if !ok || geonames == 0 {
		ok = false
		for _, n := range names {
			if at, ok = l.names[nameKey(country, n)]; ok {
				break
			}
		}
	}
	if !ok {
		return nil
	}
	var found []Tie
	for _, t := range l.ties[at] {
		one := Tie{City: l.cities[t.city]}
		for _, s := range []Source{Wikipedia, Wikidata, WikidataOld} {
			if strings.ContainsRune(t.marks, rune(s)) {
				one.Sources = append(one.Sources, s)
			}
		}
		found = append(found, one)
	}
	slices.SortFunc(found, func(a, b Tie) int {
		return strings.Compare(nameKey(a.Country, a.Name), nameKey(b.Country, b.Name))
	})
	return found
}

// Size is how many cities and pairs the list holds.
func (l *List) Size() (cities, pairs int) {
	for _, t := range l.ties {
		pairs += len(t)
	}
	return len(l.cities), pairs / 2
}
