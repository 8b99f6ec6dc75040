package demo

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/chain"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/debrief"
	"pobratim/internal/domain/estimate"
	"pobratim/internal/domain/gift"
	"pobratim/internal/domain/goal"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/membership"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/questionnaire"
	"pobratim/internal/domain/rating"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/geo"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/outbox"
	"pobratim/internal/platform/place"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/setting"
)

// Desks are the services through which the records go in, those that the office
// uses.
type Desks struct {
	Settings      *setting.Service
	Log           *audit.Log
	Contacts      *contact.Service
	Partners      *partner.Service
	Agreements    *agreement.Service
	Activities    *activity.Service
	Results       *result.Service
	Notes         *note.Service
	Anniversaries *anniversary.Service
	Tasks         *task.Service
	Chains        *chain.Service
	Letters       *letter.Service
	Outbox        *outbox.Service
	Memberships   *membership.Service
	Goals         *goal.Service
	Visits        *visit.Service
	Forms         *questionnaire.Service
	Estimates     *estimate.Service
	Gifts         *gift.Service
	Debriefs      *debrief.Service
	Ratings       *rating.Service
	Places        *place.Gazetteer
	Langs         []string // of office and portal
}

// loader puts the demonstration records of one municipality in, with every
// source on its fact.
type loader struct {
	desks   Desks
	from    City
	ids     map[string]string // kind:id of the file → identifier of the record
	sources map[string]record.Source
}

// Load fills an empty municipality with demonstration records.
func Load(ctx context.Context, desks Desks, from City) error {
	l := &loader{desks: desks, from: from, ids: map[string]string{}, sources: map[string]record.Source{}}
	steps := []struct {
		what string
		do   func(context.Context) error
	}{
		{"settings", l.settings}, {"sources", l.putSources}, {"partnerships", l.partnerships}, {"organisations", l.organisations},
		{"people", l.people}, {"posts", l.posts}, {"roles", l.roles}, {"claims", l.claims}, {"prospects", l.prospects},
		{"agreements", l.agreements},
		{"series", l.series}, {"activities", l.activities}, {"applications", l.applications}, {"results", l.results}, {"notes", l.notes},
		{"keydates", l.keydates},
		{"goals", l.goals},
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s, %s: %w", from.Municipality.Slug, step.what, err)
		}
	}
	return nil
}

// telephone finds the number in the line of contact: "(342) 212-44-86".
var telephone = regexp.MustCompile(`\(\d+\)[ \d-]+\d`)

// Text is a text in several languages; Russian is where it comes from.
func Text(t T) i18n.Text {
	var out i18n.Text
	if t["ru"] != "" {
		out = i18n.NewText("ru", t["ru"])
	}
	langs := make([]string, 0, len(t))
	for lang := range t {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	for _, lang := range langs {
		if lang == "ru" || t[lang] == "" {
			continue
		}
		if out.IsZero() {
			out = i18n.NewText(lang, t[lang])
			continue
		}
		out.Set(lang, t[lang])
	}
	return out
}

func date(s string) (edtf.Date, error) {
	if s == "" {
		return edtf.Date{}, nil
	}
	return edtf.Parse(s)
}

func (l *loader) settings(ctx context.Context) error {
	m := l.from.Municipality
	s := setting.Settings{
		Name: Text(m.Name), Department: Text(m.Department), OfficeLangs: l.desks.Langs, PortalLangs: l.desks.Langs,
		Home: setting.Home{GeoNames: m.GeoNames, Lat: m.Lat, Lon: m.Lon, Zone: m.Zone, Country: m.Country},
		Demo: Text(T{
			"ru": "Сведения взяты из открытых источников, учётные записи вымышлены. Менять можно всё: данные остаются на этом компьютере.",
			"en": "The records come from public sources, the accounts are made up. You may change anything: it stays on this computer.",
		}),
	}
	s.Phone = telephone.FindString(m.Contact["ru"])
	return l.desks.Settings.Save(ctx, s)
}

func (l *loader) putSources(ctx context.Context) error {
	_, err := l.desks.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, s := range l.from.Sources {
			url := s.URL
			note := Text(s.Note).In("ru").Value
			if s.Partial { // only the beginning of the address is on record
				note, url = join(note, s.URL), ""
			}
			src := record.Source{Title: Text(s.Title).In("ru").Value, URL: url, Kind: record.SourceKind(s.Kind), Note: note}
			id, err := record.PutSource(ctx, w, w.Now, src)
			if err != nil {
				return record.Ref{}, fmt.Errorf("%s: %w", s.ID, err)
			}
			src.ID = id
			l.sources[s.ID] = src
		}
		return record.Ref{Kind: "source", ID: "demonstration"}, nil
	})
	return err
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " · " + b
}

// cite gives the first source to a field; further ones stand as facts of the
// same value beside it.
func (l *loader) cite(field string, ids []string, inferred bool) []keep.Cite {
	if len(ids) == 0 {
		return nil
	}
	return []keep.Cite{{Field: field, Source: l.sources[ids[0]], Inferred: inferred}}
}

// more notes further sources of a value that the record already shows, and the
// values of sources that disagree.
func (l *loader) more(ctx context.Context, facts []record.Fact) error {
	if len(facts) == 0 {
		return nil
	}
	_, err := l.desks.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, f := range facts {
			if err := record.PutFact(ctx, w, w.Now, f); err != nil {
				return record.Ref{}, err
			}
		}
		return facts[0].Ref, nil
	})
	return err
}

func visibility(s string) record.Visibility {
	if s == "public" {
		return record.Public
	}
	return record.Department
}

func (l *loader) partnerships(ctx context.Context) error {
	for _, p := range l.from.Partnerships {
		rec := partner.Partnership{
			Slug: p.ID, Name: Text(p.Place.Name), Country: p.Place.Country, Zone: p.Place.Zone, Former: append(slices.Clone(p.Place.Former), p.Place.Aliases...),
			Type: p.Kind, Historic: p.Historic, About: Text(p.About), Wording: Text(p.PublicWording),
		}
		rec.Visibility = visibility(p.Visibility)
		if p.Place.GeoNames > 0 {
			rec.GeoNames = strconv.Itoa(p.Place.GeoNames)
		}
		if at := (geo.Point{Lat: p.Place.Lat, Lon: p.Place.Lon}); !at.IsZero() {
			rec.Coordinates = at.String()
		}
		rec.NativeLang, rec.Native = native(p.Place, l.desks.Places)
		cites, others, err := l.partnerFacts(&rec, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
		id, err := l.desks.Partners.Add(ctx, rec, cites...)
		if err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
		l.ids["partnership:"+p.ID] = id
		for i := range others {
			others[i].Ref = record.Ref{Kind: partner.Kind, ID: id}
		}
		if err := l.more(ctx, others); err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
	}
	return nil
}

// native is the name in the language of the place, when the file has one.
func native(p Place, places *place.Gazetteer) (lang, name string) {
	country, ok := places.Country(p.Country)
	if !ok {
		return "", ""
	}
	for _, lang := range country.Languages {
		if p.Name[lang] != "" {
			return lang, p.Name[lang]
		}
	}
	return "", ""
}

// partnerFacts puts the facts in use into the record and returns their sources
// and the values of other sources.
func (l *loader) partnerFacts(rec *partner.Partnership, p Partnership) (cites []keep.Cite, others []record.Fact, err error) {
	for _, f := range p.Facts {
		field, value := f.Field, f.Value
		switch f.Field {
		case "since":
			if _, err := date(value); err != nil {
				return nil, nil, err
			}
			if f.Used {
				rec.Since, _ = date(value)
			}
		case "population":
			if f.Used {
				rec.Population = value
			}
		case "region":
			if f.Used {
				rec.Region = value
			}
		}
		known := field == "since" || field == "population" || field == "region"
		sources := f.Sources
		if known && f.Used && len(sources) > 0 {
			cites = append(cites, l.cite(field, sources, f.Inferred)...)
			sources = sources[1:]
		}
		for _, id := range sources {
			others = append(others, record.Fact{Field: field, Value: value, Source: l.sources[id], Used: !known && f.Used, Inferred: f.Inferred, Note: Text(f.Note)})
		}
	}
	if !rec.About.IsZero() && len(p.Sources) > 0 {
		cites = append(cites, l.cite("about", p.Sources, false)...)
		for _, id := range p.Sources[1:] {
			others = append(others, record.Fact{Field: "about", Value: keep.Canonical(&rec.About), Source: l.sources[id]})
		}
	}
	return cites, others, nil
}

func (l *loader) claims(ctx context.Context) error {
	for _, p := range l.from.Partnerships {
		for _, c := range p.Claims {
			on, err := date(c.On)
			if err != nil {
				return fmt.Errorf("%s: %w", c.Row, err)
			}
			claim := partner.Claim{
				Partnership: l.ids["partnership:"+p.ID], Side: partner.ClaimSide(c.Side), State: partner.State(c.Value), On: on,
				Wording: c.Wording, WordingLang: c.WordingLang, Document: Text(c.Document).In("ru").Value, By: Text(c.By).In("ru").Value, Note: Text(c.Note), Inferred: c.Inferred,
			}
			if len(c.Sources) > 0 {
				claim.Source = l.sources[c.Sources[0]]
			}
			if _, err := l.desks.Partners.Say(ctx, claim); err != nil {
				return fmt.Errorf("%s: %w", c.Row, err)
			}
		}
	}
	return nil
}

func (l *loader) prospects(ctx context.Context) error {
	for _, p := range l.from.Prospects {
		on, err := date(p.On)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Row, err)
		}
		rec := partner.Prospect{Name: Text(p.Name), Country: p.Country, Stage: p.Stage, On: on, Detail: Text(p.Detail)}
		if p.GeoNames > 0 {
			rec.GeoNames = strconv.Itoa(p.GeoNames)
		}
		if _, err := l.desks.Partners.AddProspect(ctx, rec, l.cite("detail", p.Sources, false)...); err != nil {
			return fmt.Errorf("%s: %w", p.Row, err)
		}
	}
	return nil
}

func (l *loader) organisations(ctx context.Context) error {
	for _, o := range l.from.Organisations {
		rec := contact.Organisation{Name: Text(o.Name), Type: o.Kind, Side: o.Side, Partner: l.ids["partnership:"+o.City], Parent: l.ids["organisation:"+o.Parent], About: Text(o.About)}
		rec.Visibility = record.Public
		id, err := l.desks.Contacts.AddOrganisation(ctx, rec, l.cite("name", o.Sources, false)...)
		if err != nil {
			return fmt.Errorf("%s: %w", o.ID, err)
		}
		l.ids["organisation:"+o.ID] = id
	}
	return nil
}

func (l *loader) people(ctx context.Context) error {
	for _, p := range l.from.People {
		rec := contact.Person{Name: p.Name, Cyrillic: p.Cyrillic, Latin: p.Latin}
		id, err := l.desks.Contacts.AddPerson(ctx, rec, l.cite("name", p.Sources, false)...)
		if err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
		l.ids["person:"+p.ID] = id
	}
	return nil
}

func (l *loader) posts(ctx context.Context) error {
	for _, p := range l.from.Posts {
		rec := contact.Post{Title: Text(p.Title), Organisation: l.ids["organisation:"+p.Organisation], Side: p.Side}
		id, err := l.desks.Contacts.AddPost(ctx, rec)
		if err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
		l.ids["post:"+p.ID] = id
	}
	return nil
}

func (l *loader) roles(ctx context.Context) error {
	for _, r := range l.from.Roles {
		rec := contact.Role{Person: l.ids["person:"+r.Person], Post: l.ids["post:"+r.Post]}
		var err error
		for _, one := range []struct {
			to   *edtf.Date
			from string
		}{{&rec.Since, r.Since}, {&rec.Until, r.Until}, {&rec.Seen, r.On}} {
			if *one.to, err = date(one.from); err != nil {
				return fmt.Errorf("%s: %w", r.Person, err)
			}
		}
		if _, err := l.desks.Contacts.Appoint(ctx, rec); err != nil {
			return fmt.Errorf("%s: %w", r.Person, err)
		}
	}
	return nil
}

// canonicalText is a text as facts hold it.
func canonicalText(t i18n.Text) string { return keep.Canonical(&t) }
