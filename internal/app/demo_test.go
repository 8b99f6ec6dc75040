package app

import (
	"html"
	"maps"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/app/demo"
	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/contact"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// rowsOf counts what a demonstration file says, by the kind of record that it
// becomes.
func rowsOf(from demo.City) map[string]int {
	return map[string]int{
		"partner": len(from.Partnerships), "organisation": len(from.Organisations), "person": len(from.People), "post": len(from.Posts), "prospect": len(from.Prospects),
		"agreement": len(from.Agreements), "activity": len(from.Activities), "series": len(from.Series), "result": len(from.Results), "note": len(from.Notes) + len(from.Applications), // an application is a note until there is a subject for them

	}
}

// TestDemonstrationCounts wants as many records as the files have, no more after
// a second start.
func TestDemonstrationCounts(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		count := func() map[string]int {
			found := map[string]int{}
			for _, slug := range slugs() {
				c := s.city(t, slug)
				for kind, table := range recordTables(t, c) {
					found[slug+" "+kind] = len(idsOf(t, c, table))
				}
				for _, table := range []string{"claims", "facts", "sources", "users", "revisions"} {
					found[slug+" table "+table] = one[int](t, c, `SELECT count(*) FROM `+table)
				}
			}
			return found
		}
		first := count()
		for _, slug := range slugs() {
			from, err := demo.Read(slug)
			if err != nil {
				t.Fatal(err)
			}
			for kind, want := range rowsOf(from) {
				if _, subject := s.city(t, slug).Kinds[kind]; !subject {
					t.Logf("no subject keeps records of kind %s yet: %d of %s wait", kind, want, slug)
					continue
				}
				if slug == "perm" && kind == contact.OrganisationKind {
					want += furnishedOrganisations
				}
				if slug == "perm" && kind == partner.ProspectKind {
					want++ // the one that is a partner: furnishDuplicates
				}
				if slug == "perm" && kind == agreement.Kind {
					want++ // the example with a text
				}
				if kind == contact.PersonKind || kind == contact.PostKind {
					want++ // the coordinator whose account has tasks
				}
				if kind == activity.Kind {
					want += 1 + 5 + 1 + demo.VisitExamples // the made-up event that is prepared, the examples for the calendar, the visit with an estimate, and the examples of visits
				}
				if got := first[slug+" "+kind]; got != want {
					t.Errorf("%s: %d records of kind %s, the file has %d", slug, got, kind, want)
				}
			}
			claims := 0
			for _, p := range from.Partnerships {
				claims += len(p.Claims)
			}
			if got := first[slug+" table claims"]; got != claims {
				t.Errorf("%s: %d claims, the file has %d", slug, got, claims)
			}
			sources := len(from.Sources)
			if slug == "perm" {
				sources++ // the file of the import
			}
			if got := first[slug+" table sources"]; got != sources {
				t.Errorf("%s: %d sources, the file has %d", slug, got, sources)
			}
		}
		if _, err := s.in.demonstration(asProgram(t.Context())); err != nil {
			t.Fatal(err)
		}
		if second := count(); !maps.Equal(first, second) {
			t.Errorf("the second start changed the demonstration: %v, %v", first, second)
		}
		t.Log(first)
	})
}

// TestDemonstrationRows looks for every row of the field records by the words
// that it has in the files: on the page of a record, as the head of the
// department reads it.
func TestDemonstrationRows(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		for _, slug := range slugs() {
			from, err := demo.Read(slug)
			if err != nil {
				t.Fatal(err)
			}
			s.signIn(t, slug, demoEmail("head"))
			c := s.city(t, slug)
			titles, pages := map[string]string{}, 0
			for kind, table := range recordTables(t, c) {
				for _, id := range idsOf(t, c, table) {
					if !mayHead(module.Need{Action: module.View, Kind: kind}) || kind == "file" {
						continue
					}
					a := s.get(demoEmail("head"), "/"+slug+"/office"+strings.ReplaceAll(c.Kinds[kind].Path, "{id}", id))
					if a.status != http.StatusOK {
						t.Errorf("%s: the page of %s %s answers %d", slug, kind, id, a.status)
					}
					pages++
					titles[kind] += plain(a.body) + "\n"
				}
			}
			rows := wordsByRow(from, c)
			for row, words := range rows {
				kind, _, _ := strings.Cut(row, " ")
				for _, w := range words {
					if !strings.Contains(titles[kind], plain(w)) {
						t.Errorf("%s: %s is on no page: %q", slug, row, w)
					}
				}
			}
			t.Logf("%s: %d rows found on %d pages", slug, len(rows), pages)
		}
	})
}

// wordsByRow are the names and titles of what a row became, for the kinds that
// this program has.
func wordsByRow(from demo.City, c *City) map[string][]string {
	rows := map[string][]string{}
	add := func(kind, row string, name demo.T) {
		if _, ok := c.Kinds[kind]; ok && row != "" && name["ru"] != "" {
			rows[kind+" "+row] = append(rows[kind+" "+row], name["ru"])
		}
	}
	for _, x := range from.Partnerships {
		add("partner", x.Row, x.Place.Name)
	}
	for _, x := range from.Organisations {
		add("organisation", x.Row, x.Name)
	}
	for _, x := range from.Prospects {
		add("prospect", x.Row, x.Name)
	}
	for _, x := range from.Agreements {
		add("agreement", x.Row, x.Title)
	}
	for _, x := range from.Activities {
		add("activity", x.Row, x.Name)
	}
	for _, x := range from.Results {
		add("result", x.Row, x.Name)
	}
	for _, x := range from.Notes {
		add("note", x.Row, x.Title)
	}
	return rows
}

// plain is a text without tags and with plain spaces.
func plain(text string) string {
	text = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2060", "").Replace(html.UnescapeString(text))
	return strings.Join(strings.Fields(text), " ")
}

// TestConflicts wants sources that disagree to be both there, one of them used.
func TestConflicts(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		s.signIn(t, "perm", demoEmail("head"))
		for slug, want := range map[string][2]string{"qingdao": {"2003", "2006"}, "agrigento": {"2012", "2005"}} {
			id := one[string](t, c, `SELECT id FROM partnerships WHERE slug = $1`, slug)
			facts, err := record.FactsOf(t.Context(), c.DB, record.Ref{Kind: "partner", ID: id})
			if err != nil {
				t.Fatal(err)
			}
			used, ok := facts.Used("since")
			if !ok || used.Value != want[0] || used.Source.Title == "" {
				t.Errorf("%s: %s is used with the source %q; it should be %s", slug, used.Value, used.Source.Title, want[0])
			}
			others := facts.Others("since")
			other := func(f record.Fact) bool { return f.Value != want[1] || f.Source.Title == "" }
			if len(others) == 0 || slices.ContainsFunc(others, other) {
				t.Errorf("%s: the other sources say %+v; one says %s", slug, others, want[1])
			}
			for _, lang := range languages() {
				page := s.get(demoEmail("head"), "/perm/office/partners/"+slug+"?lang="+lang)
				if page.status != http.StatusOK || !strings.Contains(page.body, want[0]) || !strings.Contains(page.body, want[1]) {
					t.Errorf("%s in %s does not show both %v", slug, lang, want)
				}
			}
		}
		without, err := db.All(t.Context(), c.DB, db.Value[string], `SELECT p.slug FROM partnerships p WHERE p.since <> '' AND NOT EXISTS (
			SELECT 1 FROM facts f WHERE f.kind = 'partner' AND f.record_id = p.id AND f.field = 'since' AND f.used AND f.source_id IS NOT NULL)`)
		if err != nil || len(without) > 0 {
			t.Errorf("nobody vouches for the beginning of %v (%v)", without, err)
		}
	})
}

// TestSignpost compares distances and bearings with those of the domain, within
// one per cent and one degree.
func TestSignpost(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		for slug, want := range map[string]map[string][2]float64{
			"perm":         {"duisburg": {3194, 278.5}, "louisville": {8766, 330.5}, "qingdao": {5201, 88.9}},
			"petrozavodsk": {"duluth": {7057, 321.9}, "joensuu": {255, 292.9}},
		} {
			rows := listing(t, s.city(t, slug), "partners")
			for partner, there := range want {
				i := slices.IndexFunc(rows, func(r map[string]any) bool { return r["Slug"] == partner })
				if i < 0 {
					t.Errorf("%s has no partner %s", slug, partner)
					continue
				}
				km, _ := rows[i]["Km"].(*float64)
				bearing, _ := rows[i]["Bearing"].(*float64)
				if km == nil || bearing == nil || math.Abs(*km-there[0]) > there[0]/100 || math.Abs(*bearing-there[1]) > 1 {
					t.Errorf("%s → %s: %v, %v; it should be %v", slug, partner, km, bearing, there)
				}
			}
		}
	})
}

// listing is a register as the command prints it, field by field.
func listing(t *testing.T, c *City, name string) []map[string]any {
	t.Helper()
	for _, m := range c.Modules {
		for _, l := range m.Listings {
			if l.Name != name {
				continue
			}
			rows, err := l.Rows(asProgram(t.Context()), "en")
			if err != nil {
				t.Fatal(err)
			}
			var list []map[string]any
			v := reflect.ValueOf(rows)
			for i := range v.Len() {
				row := map[string]any{}
				for j := range v.Index(i).NumField() {
					row[v.Index(i).Type().Field(j).Name] = v.Index(i).Field(j).Interface()
				}
				list = append(list, row)
			}
			return list
		}
	}
	t.Fatalf("there is no register %s", name)
	return nil
}
