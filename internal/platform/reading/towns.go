package reading

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"pobratim/internal/kit/fold"
	"pobratim/internal/platform/place"
)

// towns remembers what the gazetteer said: the same names come again on every
// row.
type towns struct {
	places  *place.Gazetteer
	cities  map[string][]place.Match
	country map[string]string
	lists   map[string][]place.Entry
}

// most bounds what is remembered.
const most = 50_000

func newTowns(g *place.Gazetteer) *towns {
	return &towns{places: g, cities: map[string][]place.Match{}, country: map[string]string{}, lists: map[string][]place.Entry{}}
}

func (t *towns) countryOf(text string) string {
	key := strings.TrimSpace(text)
	if utf8.RuneCountInString(key) > 60 {
		return ""
	}
	if code, ok := t.country[key]; ok {
		return code
	}
	code := t.places.FindCountry(key)
	if len(t.country) < most {
		t.country[key] = code
	}
	return code
}

func (t *towns) named(text string) []place.Match {
	key := strings.TrimSpace(text)
	if found, ok := t.cities[key]; ok {
		return found
	}
	found := t.places.Named(key, place.Options{Lang: "ru", Limit: 3})
	if len(t.cities) < most {
		t.cities[key] = found
	}
	return found
}

// read finds the cities of a cell: «Варкаус и Йоенсуу (Финляндия)».
func (t *towns) read(text, country string) []place.Entry {
	key := country + "\n" + text
	if found, ok := t.lists[key]; ok {
		return found
	}
	query := t.unquoted(text, country)
	if country != "" && t.countryOf(text) == "" && !strings.ContainsAny(text, "(") {
		query += " (" + country + ")"
	}
	found := t.places.ReadList(query, "ru")
	if len(t.lists) < most {
		t.lists[key] = found
	}
	return found
}

var quoted = regexp.MustCompile(`\s*(?:«([^«»]+)»|"([^"]+)"|“([^“”]+)”)`)

// unquoted takes «Оксфорд «Oxford»» for one city under two names, where both
// surely are.
func (t *towns) unquoted(text, country string) string {
	m := quoted.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	bare := strings.TrimSpace(strings.Replace(text, m[0], "", 1))
	head, _, _ := strings.Cut(bare, ",")
	options := place.Options{Lang: "ru", Country: country, Limit: 3}
	for _, one := range t.places.Named(head, options) {
		for _, other := range t.places.Named(m[1]+m[2]+m[3], options) {
			if one.How.Sure() && other.How.Sure() && one.Place.GeoNames == other.Place.GeoNames {
				return bare
			}
		}
	}
	return text
}

// look tells a country and a city of some size from other words. A name with
// what stands after it, such as its country, counts too.
func (t *towns) look(text string) sort {
	if utf8.RuneCountInString(text) > 60 || strings.ContainsAny(text, "@«»\"") {
		return plainText
	}
	if t.countryOf(text) != "" {
		return aCountry
	}
	head := strings.TrimPrefix(strings.TrimPrefix(text, "г. "), "г.")
	for _, sep := range []string{",", "(", " и ", ";", " / ", "\n"} {
		if before, _, ok := strings.Cut(head, sep); ok {
			head = before
		}
	}
	if len(strings.Fields(head)) > 4 {
		return plainText
	}
	if found := t.named(head); len(found) > 0 && (found[0].Place.Population >= 1000 || fold.Key(found[0].Matched) == fold.Key(head)) {
		return aCity
	}
	return plainText
}
