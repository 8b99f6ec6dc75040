package place

import (
	"sort"

	"pobratim/internal/kit/geo"
	"pobratim/internal/platform/place/internal/format"
)

// Place is a populated place as the gazetteer knows it.
type Place struct {
	GeoNames   int    // id in GeoNames
	Wikidata   int    // number of the Wikidata item, 0 if unknown
	Country    string // ISO 3166-1 alpha-2
	Point      geo.Point
	Population int    // as of 2020 or earlier; 0 if unknown
	Zone       string // IANA time zone
	// Main is the name in GeoNames: the local or English one in Latin letters.
	Main string
	// Names by language (BCP 47), only where the source says which language.
	Names map[string]string
	// Aliases are further spellings, other scripts and former names. The
	// source does not say which is which, so they find and are not shown.
	Aliases []string
	// Admin1 is the region (Perm Krai, Kentucky) by language; "en" is there
	// if any is.
	Admin1 map[string]string

	rank int
}

// Name is the name in the first of the languages that has one, else the main
// name.
func (p Place) Name(langs ...string) string {
	for _, l := range langs {
		if n := p.Names[l]; n != "" {
			return n
		}
	}
	if n := p.Names["en"]; n != "" {
		return n
	}
	return p.Main
}

// Region is the name of the region in the language, else in English, else "".
func (p Place) Region(lang string) string {
	if n := p.Admin1[lang]; n != "" {
		return n
	}
	return p.Admin1["en"]
}

// IsZero reports a place that was not found.
func (p Place) IsZero() bool { return p.GeoNames == 0 }

// ByGeoNames returns the place with this GeoNames id.
func (g *Gazetteer) ByGeoNames(id int) (Place, bool) {
	if g.load() != nil {
		return Place{}, false
	}
	n := sort.Search(len(g.meta.IDBlocks), func(i int) bool { return g.meta.IDBlocks[i].First > id }) - 1
	if n < 0 {
		return Place{}, false
	}
	r := format.Reader{B: g.block(format.SectionIDs, n)}
	for at := g.meta.IDBlocks[n].First; len(r.B) > 0; {
		at += r.Int()
		rank := int(r.Byte()) | int(r.Byte())<<8 | int(r.Byte())<<16
		if at == id && !r.Bad {
			return g.place(rank)
		}
		if at > id {
			break
		}
	}
	return Place{}, false
}

// place decodes the record of a rank.
func (g *Gazetteer) place(rank int) (Place, bool) {
	if rank < 0 || rank >= g.meta.Places {
		return Place{}, false
	}
	r := format.Reader{B: g.block(format.SectionPlaces, rank/format.PlacesPerBlock)}
	numbers := format.Reader{B: r.Bytes()}
	for range rank % format.PlacesPerBlock {
		for range format.Numbers {
			numbers.Int()
		}
		r.Bytes()
	}
	r.B = r.Bytes()
	var n [format.Numbers]int
	for i := range n {
		n[i] = numbers.Int()
	}
	p := Place{
		rank: rank, GeoNames: n[0], Wikidata: n[1], Country: pick(g.meta.Countries, n[2]),
		Point:      geo.Point{Lat: float64(format.Zigzag(n[4])) / 1e4, Lon: float64(format.Zigzag(n[5])) / 1e4},
		Population: n[6], Zone: pick(g.meta.Zones, n[7]), Names: map[string]string{},
	}
	for i := range r.Count() {
		name := r.String()
		if i == 0 {
			p.Main = name
		}
		for _, l := range r.Bytes() {
			p.Names[pick(g.meta.Langs, int(l))] = name
		}
	}
	for range r.Count() {
		p.Aliases = append(p.Aliases, r.String())
	}
	if r.Bad || numbers.Bad {
		return Place{}, false
	}
	p.Admin1 = g.region(n[3] - 1)
	return p, true
}

// region decodes the names of a region.
func (g *Gazetteer) region(n int) map[string]string {
	a := &g.admins
	a.Do(func() {
		raw, err := g.unpack(g.parts[format.SectionAdmin])
		if err != nil {
			return
		}
		a.raw = raw
		r := format.Reader{B: raw}
		for range r.Count() {
			a.offs = append(a.offs, len(raw)-len(r.B))
			r.Bytes()
		}
	})
	if n < 0 || n >= len(a.offs) {
		return nil
	}
	r := format.Reader{B: a.raw[a.offs[n]:]}
	r.B = r.Bytes()
	r.Bytes() // its code
	names := map[string]string{}
	for len(r.B) > 0 {
		lang := pick(g.meta.Langs, int(r.Byte()))
		names[lang] = r.String()
	}
	return names
}

func pick(list []string, i int) string {
	if i < 0 || i >= len(list) {
		return ""
	}
	return list[i]
}
