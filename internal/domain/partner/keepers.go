package partner

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/fold"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/place"
)

func (s *Service) keeper() *keep.Keeper[Partnership] {
	posts := s.deps.Contacts.PostOptions
	return &keep.Keeper[Partnership]{
		Floor: s.Floor, Kind: Kind, IDs: partnershipIDs,
		Fields: keep.Set[Partnership]{
			{Name: "name", At: func(p *Partnership) any { return &p.Name }, Required: true, Max: 200, Aside: true, Called: true, Residents: keep.OnPage},
			{Name: "native", At: func(p *Partnership) any { return &p.Native }, Max: 200, Aside: true, Called: true, Residents: keep.OnPage},
			{Name: "country", At: func(p *Partnership) any { return &p.Country }, Required: true, Options: s.countries, Residents: keep.OnPage},
			{Name: "region", At: func(p *Partnership) any { return &p.Region }, Source: true, Residents: keep.OnPage},
			{Name: "type", At: func(p *Partnership) any { return &p.Type }, Required: true, Options: keep.Choices("partner.type", Types()...), Source: true, Residents: keep.OnPage},
			{Name: "since", At: func(p *Partnership) any { return &p.Since }, Source: true},
			{Name: "population", At: func(p *Partnership) any { return &p.Population }, Kind: ui.FieldNumber, Width: ui.WidthShort, Source: true},
			{Name: "about", At: func(p *Partnership) any { return &p.About }, Long: true, Source: true, Residents: keep.OnPage},
			{Name: "wants", At: func(p *Partnership) any { return &p.Wants }, Long: true, Inner: true},
			{Name: "wording", At: func(p *Partnership) any { return &p.Wording }, Long: true, Max: 600, Residents: keep.OnPage},
			{Name: "languages", At: func(p *Partnership) any { return &p.Languages }, Options: contact.Languages, Aside: true},
			{Name: "our_post", At: func(p *Partnership) any { return &p.OurPost }, Options: posts, Link: "/posts/{id}", Aside: true, Residents: keep.Indoors},
			{Name: "our_deputy", At: func(p *Partnership) any { return &p.OurDeputy }, Options: posts, Link: "/posts/{id}", Aside: true, Residents: keep.Indoors},
			{Name: "their_post", At: func(p *Partnership) any { return &p.TheirPost }, Options: posts, Link: "/posts/{id}", Aside: true, Residents: keep.Indoors},
			{Name: "their_deputy", At: func(p *Partnership) any { return &p.TheirDeputy }, Options: posts, Link: "/posts/{id}", Aside: true, Residents: keep.Indoors},
			{Name: "channel", At: func(p *Partnership) any { return &p.Channel }, Aside: true, Inner: true},
			{Name: "rhythm", At: func(p *Partnership) any { return &p.Rhythm }, Aside: true, Inner: true},
			{Name: "customs", At: func(p *Partnership) any { return &p.Customs }, Long: true, Aside: true, Inner: true},
			{Name: "sensitive", At: func(p *Partnership) any { return &p.Sensitive }, Long: true, Aside: true, Inner: true},
			{Name: "gifts", At: func(p *Partnership) any { return &p.Gifts }, Long: true, Aside: true, Inner: true},
			{Name: "former", At: func(p *Partnership) any { return &p.Former }, Called: true},
			{Name: "coordinates", At: func(p *Partnership) any { return &p.Coordinates }, Width: ui.WidthMedium},
			{Name: "zone", At: func(p *Partnership) any { return &p.Zone }, Width: ui.WidthMedium},
			{Name: "geonames", At: func(p *Partnership) any { return &p.GeoNames }, Kind: ui.FieldNumber, Width: ui.WidthShort},
			{Name: "wikidata", At: func(p *Partnership) any { return &p.Wikidata }, Width: ui.WidthShort},
			{Name: "slug", At: func(p *Partnership) any { return &p.Slug }, Width: ui.WidthMedium, Aside: true, Fixed: true},
			{Name: "historic", At: func(p *Partnership) any { return &p.Historic }, Aside: true},
			{Name: "visibility", At: func(p *Partnership) any { return &p.Visibility }, Aside: true},
		},
		Meta:  func(p *Partnership) *keep.Meta { return &p.Meta },
		Title: func(p *Partnership, lang string) string { return p.Name.In(lang).Value },
		ByID:  byID, Insert: insert, Update: update, Bin: bin, Own: isOwn, Owned: ownedIDs, Found: s.found, Public: s.publicPath,
		Check: s.check, Foreign: s.inherited,
		Unique: map[string]*errs.E{
			"partnerships_slug_key":      errs.Field("slug", "partner.slug.taken"),
			"partnerships_place_key_key": errs.Field("name", "partner.name.taken"),
		},
	}
}

// countries lists all countries by their name in the reader's language.
func (s *Service) countries(_ context.Context, scene *web.Scene) ([]ui.Option, error) {
	all := s.deps.Places.Countries()
	options := make([]ui.Option, len(all))
	for i, c := range all {
		options[i] = ui.Option{Value: c.ISO2, Label: c.Name(scene.Lang)}
	}
	sortOptions(options)
	return options, nil
}

func sortOptions(options []ui.Option) {
	keys := make(map[string]string, len(options))
	for _, o := range options {
		keys[o.Label] = fold.Key(o.Label)
	}
	slices.SortFunc(options, func(a, b ui.Option) int { return strings.Compare(keys[a.Label], keys[b.Label]) })
}

// start fills in a new partnership from a place of the gazetteer that was
// chosen on the page before.
func (s *Service) start(r *http.Request, p *Partnership) {
	p.Type = "sister"
	if from := r.URL.Query().Get("prospect"); from != "" {
		s.startFrom(r.Context(), from, p)
		return
	}
	id, err := strconv.Atoi(r.URL.Query().Get("place"))
	if err != nil {
		return
	}
	if found, ok := s.deps.Places.ByGeoNames(id); ok {
		s.fill(p, found)
	}
}

// fill takes from the gazetteer what nobody has written yet. Population is left
// out: a figure needs a source and a year.
func (s *Service) fill(p *Partnership, found place.Place) {
	names := map[string]string{}
	for _, lang := range s.deps.Langs {
		if name := found.Names[lang]; name != "" && p.Name.Get(lang) == "" {
			names[lang] = name
		}
	}
	if p.Name.IsZero() {
		if names["ru"] == "" && names["en"] == "" {
			names["en"] = found.Main
		}
		p.Name = i18n.Text{}
		p.Name.SetAll(names)
	}
	country, _ := s.deps.Places.Country(found.Country)
	setEmpty(&p.Country, found.Country)
	setEmpty(&p.GeoNames, strconv.Itoa(found.GeoNames))
	setEmpty(&p.Coordinates, found.Point.String())
	setEmpty(&p.Zone, found.Zone)
	if found.Wikidata > 0 {
		setEmpty(&p.Wikidata, "Q"+strconv.Itoa(found.Wikidata))
	}
	if p.Native == "" && len(country.Languages) > 0 {
		if native := found.Names[country.Languages[0]]; native != "" {
			p.Native, p.NativeLang = native, country.Languages[0]
		}
	}
}

func setEmpty(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// check completes a partnership from the gazetteer and refuses what cannot be.
func (s *Service) check(_ context.Context, _ db.Handle, p *Partnership) error {
	if id, err := strconv.Atoi(p.GeoNames); err == nil {
		found, ok := s.deps.Places.ByGeoNames(id)
		if !ok {
			return errs.Field("geonames", "partner.geonames.unknown")
		}
		if p.Coordinates == "" || p.Zone == "" {
			s.fill(p, found)
		}
	}
	var bad errs.Fields
	if p.Coordinates != "" {
		if _, err := geo.ParsePoint(p.Coordinates); err != nil {
			bad.Add(errs.Field("coordinates", "partner.coordinates.unreadable"))
		}
	}
	if p.Zone != "" {
		if _, err := time.LoadLocation(p.Zone); err != nil {
			bad.Add(errs.Field("zone", "partner.zone.unknown"))
		}
	}
	if p.Slug == "" {
		p.Slug = slugOf(p.Name)
	}
	if p.Slug != slugText(p.Slug) || p.Slug == "new" {
		bad.Add(errs.Field("slug", "partner.slug.unreadable"))
	}
	return bad.Err()
}

// slugOf makes the address of a partner from its English or Russian name.
func slugOf(name i18n.Text) string {
	slug := slugText(name.In("en").Value)
	if slug == "" {
		slug = slugText(fold.Latin(name.In("ru").Value))
	}
	return slug
}

// slugText keeps small Latin letters and digits, joined by hyphens.
func slugText(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range fold.Key(text) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}

func (s *Service) prospectKeeper() *keep.Keeper[Prospect] {
	return &keep.Keeper[Prospect]{
		Floor: s.Floor, Kind: ProspectKind, IDs: prospectIDs,
		Fields: keep.Set[Prospect]{
			{Name: "name", At: func(p *Prospect) any { return &p.Name }, Required: true, Max: 200, Called: true},
			{Name: "country", At: func(p *Prospect) any { return &p.Country }, Required: true, Options: s.countries},
			{Name: "stage", At: func(p *Prospect) any { return &p.Stage }, Required: true, Options: keep.Choices("prospect.stage", Stages()...), Source: true},
			{Name: "on", At: func(p *Prospect) any { return &p.On }, Source: true},
			{Name: "detail", At: func(p *Prospect) any { return &p.Detail }, Long: true, Source: true},
			{Name: "geonames", At: func(p *Prospect) any { return &p.GeoNames }, Kind: ui.FieldNumber, Width: ui.WidthShort},
			{Name: "visibility", At: func(p *Prospect) any { return &p.Visibility }, Aside: true},
		},
		Meta:  func(p *Prospect) *keep.Meta { return &p.Meta },
		Title: func(p *Prospect, lang string) string { return p.Name.In(lang).Value },
		ByID:  prospectByID, Insert: insertProspect, Update: updateProspect, Bin: binProspect, Found: s.foundProspect,
	}
}
