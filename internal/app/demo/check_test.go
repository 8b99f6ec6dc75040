package demo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// checker collects what is wrong with the data of one city, so that one run
// shows everything and a test can plant a fault and find it named.
type checker struct {
	city City
	ids  map[string]map[string]bool // collection → id
	used map[string]bool            // sources that something names
	bad  []string
}

// problems returns every fault found in city; none means an empty slice.
func problems(city City) []string {
	c := &checker{city: city, ids: map[string]map[string]bool{}, used: map[string]bool{}}
	c.collect()
	c.municipality()
	c.contacts()
	c.partnerships()
	c.agreements()
	c.activities()
	c.outcomes()
	for id := range c.ids["source"] {
		c.check(c.used[id], "source %s: nothing names it", id)
	}
	slices.Sort(c.bad)
	return c.bad
}

func (c *checker) check(ok bool, format string, args ...any) {
	if !ok {
		c.bad = append(c.bad, fmt.Sprintf(format, args...))
	}
}

func (c *checker) add(kind, id string) {
	if c.ids[kind] == nil {
		c.ids[kind] = map[string]bool{}
	}
	c.check(id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-.") == "", "%s: bad id %q", kind, id)
	c.check(!c.ids[kind][id], "%s %s: twice", kind, id)
	c.ids[kind][id] = true
}

func (c *checker) collect() {
	for _, v := range c.city.Sources {
		c.add("source", v.ID)
	}
	for _, v := range c.city.Organisations {
		c.add("organisation", v.ID)
	}
	for _, v := range c.city.People {
		c.add("person", v.ID)
	}
	for _, v := range c.city.Posts {
		c.add("post", v.ID)
	}
	for _, v := range c.city.Partnerships {
		c.add("partnership", v.ID)
	}
	for _, v := range c.city.Prospects {
		c.add("prospect", v.ID)
	}
	for _, v := range c.city.Agreements {
		c.add("agreement", v.ID)
	}
	for _, v := range c.city.Series {
		c.add("series", v.ID)
	}
	for _, v := range c.city.Activities {
		c.add("activity", v.ID)
	}
	for _, v := range c.city.Applications {
		c.add("application", v.ID)
	}
	for _, v := range c.city.Results {
		c.add("result", v.ID)
	}
	for _, v := range c.city.Notes {
		c.add("note", v.ID)
	}
}

// ref checks that id, if given, is an id of kind.
func (c *checker) ref(at, kind, id string) {
	c.check(id == "" || c.ids[kind][id], "%s: no %s %q", at, kind, id)
}

func (c *checker) need(at, kind, id string) {
	c.check(id != "", "%s: %s missing", at, kind)
	c.ref(at, kind, id)
}

func (c *checker) sources(at string, ids []string) {
	c.check(len(ids) > 0, "%s: no source", at)
	for _, id := range ids {
		c.need(at, "source", id)
		c.used[id] = true
	}
}

func (c *checker) date(at, s string) { c.check(s == "" || edtfValid(s), "%s: bad date %q", at, s) }

func (c *checker) oneOf(at, value string, list ...string) {
	c.check(slices.Contains(list, value), "%s: %q is not one of %v", at, value, list)
}

// text checks that a text is there in both languages; optional ones may be
// absent as a whole, never in one language.
func (c *checker) text(at string, t T) {
	c.check(len(t) > 0, "%s: text missing", at)
	c.optional(at, t)
}

func (c *checker) optional(at string, t T) {
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		c.check(strings.TrimSpace(t[lang]) == t[lang] && t[lang] != "", "%s: blank %s text", at, lang)
	}
	if len(t) > 0 {
		c.check(t["ru"] != "" && t["en"] != "", "%s: not in both languages: %v", at, t)
	}
}

func (c *checker) municipality() {
	m := c.city.Municipality
	c.text("municipality", m.Name)
	c.optional("municipality", m.Department)
	c.optional("municipality", m.Contact)
	c.place("municipality", Place{GeoNames: m.GeoNames, Name: m.Name, Country: m.Country, Lat: m.Lat, Lon: m.Lon, Zone: m.Zone})
}

func (c *checker) place(at string, p Place) {
	c.text(at+" place", p.Name)
	c.check(len(p.Country) == 2 && p.Country == strings.ToUpper(p.Country), "%s: bad country %q", at, p.Country)
	c.check((p.GeoNames == 0) == (p.Lat == 0 && p.Lon == 0), "%s: coordinates and GeoNames id must come together", at)
	c.check(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180, "%s: bad coordinates", at)
	_, err := time.LoadLocation(p.Zone)
	c.check(p.Zone != "" && err == nil, "%s: bad zone %q", at, p.Zone)
}

func (c *checker) contacts() {
	for _, s := range c.city.Sources {
		at := "source " + s.ID
		c.text(at, s.Title)
		c.optional(at, s.Note)
		c.oneOf(at, s.Kind, "deck", "web", "press", "document", "study")
		c.check(s.URL == "" || strings.HasPrefix(s.URL, "http"), "%s: bad address %q", at, s.URL)
		c.check(!strings.Contains(s.URL, "…"), "%s: a shortened address must be cut and marked partial", at)
		c.check(s.URL != "" || !s.Partial, "%s: partial without an address", at)
		c.check(s.URL != "" || len(s.Note) > 0, "%s: no address and no note why", at)
	}
	for _, o := range c.city.Organisations {
		at := "organisation " + o.ID
		c.text(at, o.Name)
		c.optional(at, o.About)
		c.oneOf(at, o.Kind, "municipal", "authority", "ngo", "school", "university", "museum", "archive", "company",
			"media", "culture", "fund", "network", "research", "other")
		c.oneOf(at, o.Side, "ours", "theirs", "both", "neutral")
		c.ref(at, "partnership", o.City)
		c.ref(at, "organisation", o.Parent)
		c.check(o.Parent != o.ID, "%s: its own parent", at)
		c.sources(at, o.Sources)
	}
	for _, p := range c.city.People {
		c.check(p.Name != "", "person %s: no name", p.ID)
		c.sources("person "+p.ID, p.Sources)
	}
	for _, p := range c.city.Posts {
		at := "post " + p.ID
		c.text(at, p.Title)
		c.ref(at, "organisation", p.Organisation)
		c.ref(at, "partnership", p.City)
		c.oneOf(at, p.Side, "ours", "theirs", "neutral")
	}
	for _, r := range c.city.Roles {
		at := "role " + r.Person + " " + r.Post
		c.need(at, "person", r.Person)
		c.need(at, "post", r.Post)
		c.date(at, r.Since)
		c.date(at, r.Until)
		c.date(at, r.On)
		c.sources(at, r.Sources)
	}
}
