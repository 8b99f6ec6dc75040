package partner

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
	"pobratim/internal/platform/twinning"
)

// Neighbour is a city that a list names as twinned with another one: evidence
// with a date, no fact of the office.
type Neighbour struct {
	twinning.Tie
	Key    string // names the city in forms
	Found  place.Place
	Ours   string // slug of our own partnership with it; empty without one
	Wanted string // identifier of our prospect of it; empty without one
	Home   bool   // it is our own city
	With   []string
}

// neighbours lists the cities that the list of the world twins with a place.
func (s *Service) neighbours(ctx context.Context, geonames string, country string, names []string) ([]Neighbour, error) {
	list, err := twinning.Open()
	if err != nil {
		return nil, err
	}
	known, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	id, _ := strconv.Atoi(geonames)
	if id == 0 {
		if found, ok := s.locate(names, country); ok {
			id, names = found.GeoNames, append(names, found.Main)
		}
	}
	var all []Neighbour
	for _, tie := range list.Of(id, country, names...) {
		all = append(all, known.neighbour(s, tie))
	}
	return all, nil
}

// book is what the office has already, by the place that it is.
type book struct {
	partners, prospects map[string]string
	home                int
}

// placeKeys are the keys under which a place is recognised: its number, and its
// names in its country.
func placeKeys(geonames, country string, names ...string) []string {
	var keys []string
	if geonames != "" && geonames != "0" {
		keys = append(keys, "geonames:"+geonames)
	}
	for _, n := range names {
		if sound := fold.Latin(n); sound != "" {
			keys = append(keys, country+":"+sound)
		}
	}
	return keys
}

func (s *Service) known(ctx context.Context) (book, error) {
	b := book{map[string]string{}, map[string]string{}, s.deps.Home("ru").GeoNames}
	partners, err := s.Partners(ctx, Filter{Old: true})
	if err != nil {
		return b, err
	}
	for _, p := range partners {
		for _, key := range placeKeys(p.GeoNames, p.Country, append(texts(p.Name), p.Native)...) {
			b.partners[key] = p.Slug
		}
	}
	if s.Gate.Scope(ctx, s.prospects.ViewNeed()) == account.None {
		return b, nil
	}
	prospects, err := s.Prospects(ctx)
	for _, p := range prospects {
		for _, key := range placeKeys(p.GeoNames, p.Country, texts(p.Name)...) {
			b.prospects[key] = p.ID
		}
	}
	return b, err
}

func texts(t i18n.Text) []string {
	var all []string
	for _, lang := range t.Langs() {
		all = append(all, t.Get(lang))
	}
	return all
}

func (b book) neighbour(s *Service, tie twinning.Tie) Neighbour {
	n := Neighbour{Tie: tie, Home: tie.GeoNames != 0 && tie.GeoNames == b.home, Key: tie.Country + " " + tie.Name}
	names := []string{tie.Name}
	if tie.GeoNames != 0 {
		n.Key = strconv.Itoa(tie.GeoNames)
		if found, ok := s.deps.Places.ByGeoNames(tie.GeoNames); ok {
			n.Found, names = found, append(names, found.Names["ru"], found.Names["en"])
		}
	}
	for _, key := range placeKeys(strconv.Itoa(tie.GeoNames), tie.Country, names...) {
		n.Ours, n.Wanted = cmp.Or(n.Ours, b.partners[key]), cmp.Or(n.Wanted, b.prospects[key])
	}
	return n
}

// Label is the city's name in a language, as far as the gazetteer has one.
func (n Neighbour) Label(lang string) string {
	if n.Found.IsZero() {
		return n.Name
	}
	return n.Found.Name(lang)
}

// Suggestions are the cities that the list twins with our own and that are
// neither partners nor prospects yet.
func (s *Service) Suggestions(ctx context.Context) ([]Neighbour, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: ProspectKind}); err != nil {
		return nil, err
	}
	home := s.deps.Home("en")
	all, err := s.neighbours(ctx, strconv.Itoa(home.GeoNames), home.Country, []string{home.Name})
	return slices.DeleteFunc(all, func(n Neighbour) bool { return n.Ours != "" || n.Wanted != "" || n.Home }), err
}

// Shared are cities that at least two of our partners are twinned with and we
// are not, those with the most common friends first.
func (s *Service) Shared(ctx context.Context) ([]Neighbour, error) {
	if _, err := s.Gate.Require(ctx, s.partners.ViewNeed()); err != nil {
		return nil, err
	}
	partners, err := s.Partners(ctx, Filter{})
	if err != nil {
		return nil, err
	}
	by := map[string]*Neighbour{}
	for _, p := range partners {
		if p.Type == "district" {
			continue
		}
		found, err := s.neighbours(ctx, p.GeoNames, p.Country, texts(p.Name))
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			if n.Home || n.Ours != "" {
				continue
			}
			if by[n.Key] == nil {
				by[n.Key] = &n
			}
			by[n.Key].With = append(by[n.Key].With, p.Slug)
		}
	}
	var shared []Neighbour
	for _, n := range by {
		if len(n.With) > 1 {
			shared = append(shared, *n)
		}
	}
	slices.SortFunc(shared, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(len(b.With), len(a.With)), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	return shared, nil
}

// worldSource is what a list is called where it is a source.
func worldSource(mark twinning.Source) record.Source {
	switch mark {
	case twinning.Wikipedia:
		return record.Source{Kind: record.SourceWeb, Title: "Википедия на английском языке, списки городов-побратимов (февраль 2026 года)", URL: "https://en.wikipedia.org/wiki/Lists_of_twin_towns_and_sister_cities", Note: "CC BY-SA 4.0"}
	case twinning.Wikidata:
		return record.Source{Kind: record.SourceWeb, Title: "Викиданные, свойство «город-побратим» (август 2025 года)", URL: "https://www.wikidata.org/wiki/Property:P190", Note: "CC0"}
	}
	return record.Source{Kind: record.SourceWeb, Title: "Викиданные, свойство «город-побратим» (сентябрь 2016 года)", URL: "https://www.wikidata.org/wiki/Property:P190", Note: "CC0"}
}

// TakeOver makes prospects of those suggested cities that somebody chose, each
// with the list as the source of what is said of it, and returns how many. What
// is there already is left alone.
func (s *Service) TakeOver(ctx context.Context, keys []string) (int, error) {
	suggested, err := s.Suggestions(ctx)
	if err != nil {
		return 0, err
	}
	var chosen []Neighbour
	for _, n := range suggested {
		if slices.Contains(keys, n.Key) {
			chosen = append(chosen, n)
		}
	}
	if len(keys) == 0 {
		return 0, errs.Field("city", "partner.world.none_chosen")
	}
	if len(chosen) == 0 {
		return 0, nil
	}
	_, err = s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		table, ref := s.prospects.Table("prospects"), record.Ref{Kind: ProspectKind}
		sources, err := s.worldSources(ctx, w, chosen)
		if err != nil {
			return ref, err
		}
		for _, n := range chosen {
			p := s.prospectOf(n)
			row := transfer.Row{Visibility: record.Department, Values: map[string]string{
				"name": keep.Canonical(&p.Name), "country": p.Country, "geonames": p.GeoNames, "stage": p.Stage, "on": keep.Canonical(&p.On), "detail": keep.Canonical(&p.Detail),
			}}
			if ref.ID, err = table.Add(ctx, w, row, transfer.Cite{Column: "detail", Source: sources[n.Sources[0]]}); err != nil {
				return ref, err
			}
		}
		return ref, nil
	})
	return len(chosen), err
}

// worldSources writes down the lists that are needed as sources; one that is
// there already is used again.
func (s *Service) worldSources(ctx context.Context, w *audit.Writer, chosen []Neighbour) (map[twinning.Source]record.Source, error) {
	sources := map[twinning.Source]record.Source{}
	for _, n := range chosen {
		mark := n.Sources[0]
		if _, done := sources[mark]; done {
			continue
		}
		source, err := listSource(ctx, w, mark)
		if err != nil {
			return nil, err
		}
		sources[mark] = source
	}
	return sources, nil
}

// prospectOf is a suggested city as a prospect: an idea, with what the list says.
func (s *Service) prospectOf(n Neighbour) Prospect {
	p := Prospect{Country: n.Country, Stage: "idea"}
	names := map[string]string{}
	for _, lang := range s.deps.Langs {
		names[lang] = n.Found.Names[lang]
	}
	if names["en"] == "" {
		names["en"] = n.Name
	}
	source := "en"
	if names["ru"] != "" {
		source = "ru"
	}
	p.Name = i18n.NewText(source, names[source])
	for lang, name := range names {
		if name != "" {
			p.Name.Set(lang, name)
		}
	}
	if n.GeoNames != 0 && !n.Found.IsZero() {
		p.GeoNames = strconv.Itoa(n.GeoNames)
	}
	p.On, _ = edtf.Parse(n.Sources[0].Date())
	p.Detail = i18n.NewText("ru", "Список называет город побратимом. Отделом не проверено.")
	p.Detail.Set("en", "The list names it as a twin city. Not verified by the department.")
	return p
}

// away is how far a neighbour lies from home, in metres.
func (s *Service) away(n Neighbour) (float64, bool) {
	if n.Found.IsZero() {
		return 0, false
	}
	metres, _, _ := geo.Inverse(s.deps.Home("ru").Point, n.Found.Point)
	return metres, true
}
