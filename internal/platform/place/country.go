package place

import (
	_ "embed" // further names of countries
	"strings"

	"pobratim/internal/kit/fold"
)

//go:embed country-aliases.tsv
var countryAliases string

// Country is a country or territory with an ISO 3166-1 code (and XK).
type Country struct {
	ISO2, ISO3 string
	Languages  []string          // official ones, BCP 47
	Currencies []string          // ISO 4217, in use
	Names      map[string]string // by language
}

// Name is the name in the first of the languages that has one, else in
// English.
func (c Country) Name(langs ...string) string {
	for _, l := range langs {
		if n := c.Names[l]; n != "" {
			return n
		}
	}
	return c.Names["en"]
}

// everyday replaces names of the table that nobody says: CLDR's Russian
// «Соединенные Штаты» is США in every newspaper and in the papers of the cities.
// Nothing else in the table is touched; the long names stay findable.
func everyday(iso2, lang, name string) string {
	switch lang + " " + iso2 {
	case "ru US":
		return "США"
	case "ru ZA":
		return "ЮАР"
	case "ru CD":
		return "ДР Конго"
	case "ru CG":
		return "Республика Конго"
	case "ru HK":
		return "Гонконг"
	case "ru MO":
		return "Макао"
	case "ru MM":
		return "Мьянма"
	case "en CD":
		return "DR Congo"
	case "en CG":
		return "Republic of the Congo"
	case "en HK":
		return "Hong Kong"
	case "en MO":
		return "Macao"
	case "en MM":
		return "Myanmar"
	}
	return name
}

// Country returns the country with this ISO 3166-1 alpha-2 code.
func (g *Gazetteer) Country(iso2 string) (Country, bool) {
	if g.loadCountries() != nil {
		return Country{}, false
	}
	i, ok := g.countries.byISO[strings.ToUpper(iso2)]
	if !ok {
		return Country{}, false
	}
	return g.countries.list[i], true
}

// Countries returns all countries in the order of their codes.
func (g *Gazetteer) Countries() []Country {
	if g.loadCountries() != nil {
		return nil
	}
	return append([]Country(nil), g.countries.list...)
}

// FindCountry reads the name of a country in any of the languages we know, a
// usual short form (США, UK) or, in Russian, a case of it (в Германии,
// Финляндию). It returns "" for anything else.
func (g *Gazetteer) FindCountry(text string) string {
	if g.loadCountries() != nil {
		return ""
	}
	k := fold.Key(text)
	if iso := g.countries.byName[k]; iso != "" || k == "" {
		return iso
	}
	// Russian names of countries in -ия, -а, -ь and consonants differ between
	// cases in at most their last two letters.
	r := []rune(k)
	if len(r) < 5 || r[0] < 'а' || r[0] > 'я' {
		return ""
	}
	for _, end := range [...]string{"и", "ию", "ией", "ии", "ы", "у", "ой", "е", "а", "ом", "ем", "ю"} {
		stem, ok := strings.CutSuffix(k, end)
		if !ok || len(stem) < 6 {
			continue
		}
		for _, nominative := range [...]string{"", "ия", "а", "я", "ь", "й"} {
			if iso := g.countries.byName[stem+nominative]; iso != "" {
				return iso
			}
		}
	}
	return ""
}

// loadCountries parses the table once; 250 countries by 50 languages.
func (g *Gazetteer) loadCountries() error {
	if err := g.load(); err != nil {
		return err
	}
	c := &g.countries
	c.Do(func() {
		var raw []byte
		if raw, c.err = g.unpack(countriesTSV); c.err != nil {
			return
		}
		c.byISO, c.byName = map[string]int{}, map[string]string{}
		for n, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
			if f := strings.Split(line, "\t"); n > 0 {
				g.addCountry(f)
			}
		}
		for line := range strings.Lines(countryAliases) {
			if iso, name, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && len(iso) == 2 {
				c.byName[fold.Key(name)] = iso
			}
		}
	})
	return c.err
}

func (g *Gazetteer) addCountry(f []string) {
	c := &g.countries
	country := Country{ISO2: f[0], ISO3: f[1], Languages: strings.Fields(f[2]), Currencies: strings.Fields(f[3]), Names: make(map[string]string, len(g.meta.Langs))}
	for i, lang := range g.meta.Langs {
		if name := f[4+i]; name != "" {
			country.Names[lang] = everyday(f[0], lang, name)
			if k := fold.Key(name); c.byName[k] == "" {
				c.byName[k] = f[0]
			}
		}
	}
	c.byISO[f[0]] = len(c.list)
	c.list = append(c.list, country)
}
