package intake

import (
	"context"
	"strconv"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/reading"
)

// town is what a row says of a city.
type town struct {
	partner string // identifier of the partnership; empty when there is none
	country string
	ours    bool // our own city
	text    string
}

// side is whose side somebody in the city stands on.
func (t town) side(home Home, given, otherwise string) string {
	switch {
	case given != "":
		return given
	case t.ours:
		return "ours"
	case t.partner != "" || t.country != "" && t.country != home.Country:
		return "theirs"
	case otherwise != "":
		return otherwise
	}
	return "neutral"
}

// city finds the partnership that a row names, and drafts it where the table is
// about partners.
func (p *planner) city(ctx context.Context, pl *plan, subject reading.Subject) (town, error) {
	v := pl.item.Values
	t := town{text: v[reading.City], country: v[reading.Country]}
	if t.text == "" {
		return t, nil
	}
	if p.isHome(t.text) {
		t.ours, t.country = true, p.home.Country
		if subject == reading.Partners || subject == reading.Agreements {
			pl.skip = "own_city"
		}
		return t, nil
	}
	found, sure := p.place(v)
	if t.country == "" && sure {
		t.country = found.Country
	}
	values := map[string]string{"name": said(t.text), "country": t.country}
	if sure && (t.country == "" || found.Country == t.country) {
		values["geonames"] = strconv.Itoa(found.GeoNames)
		values["name"] = nameOf(found, t.text)
	}
	d := &draft{kind: "partner", values: values}
	if err := p.lookUp(ctx, d); err != nil {
		return t, err
	}
	t.partner = d.found.id
	if subject != reading.Partners && subject != reading.Agreements {
		if t.partner == "" {
			pl.note(p.headers[reading.City], t.text)
		}
		return t, nil
	}
	if t.country == "" {
		pl.skip = "no_country"
		return t, nil
	}
	for _, c := range []string{"since", "population", "region", "languages", "type"} {
		values[c] = v[reading.Field("partner."+c)]
	}
	values["about"] = said(v[reading.PartnerAbout])
	d = pl.add("partner", values, map[string]string{"type": "sister"})
	if err := p.lookUp(ctx, d); err != nil {
		return t, err
	}
	t.partner = d.id
	return t, nil
}

// nameOf is a city's name as it was written, and in the other languages as the
// gazetteer has it.
func nameOf(found place.Place, written string) string {
	var name i18n.Text
	if name.UnmarshalJSON([]byte(said(written))) != nil {
		return said(written)
	}
	for _, lang := range []string{"ru", "en"} {
		if n := found.Names[lang]; n != "" && name.Get(lang) == "" {
			name.Set(lang, n)
		}
	}
	out, err := name.MarshalJSON()
	if err != nil {
		return said(written)
	}
	return string(out)
}

// place is the city as the gazetteer knows it, when that is sure.
func (p *planner) place(v map[reading.Field]string) (place.Place, bool) {
	if n, err := strconv.Atoi(v["partner.geonames"]); err == nil {
		return p.s.deps.Places.ByGeoNames(n)
	}
	key := v[reading.Country] + "|" + v[reading.City]
	found, seen := p.places[key]
	if !seen {
		for _, m := range p.s.deps.Places.Named(v[reading.City], place.Options{Lang: "ru", Country: v[reading.Country], Limit: 1}) {
			if m.How.Sure() && (v[reading.Country] == "" || m.Place.Country == v[reading.Country]) {
				found = m.Place
			}
		}
		p.places[key] = found
	}
	return found, !found.IsZero()
}
