package demo

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, name string) City {
	t.Helper()
	city, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	return city
}

func TestDataHasNoProblems(t *testing.T) {
	for _, name := range Names() {
		for _, p := range problems(read(t, name)) {
			t.Errorf("%s: %s", name, p)
		}
	}
}

func TestProblemsCanFail(t *testing.T) {
	for want, plant := range map[string]func(*City){
		"bad date":                   func(c *City) { c.Activities[0].When = "2010-02-30" },
		"no partnership":             func(c *City) { c.Agreements[0].Partnership = "atlantis" },
		"no source":                  func(c *City) { c.Results[0].Sources = nil },
		"used, want one":             func(c *City) { c.Partnerships[0].Facts[0].Used = false },
		"not in both languages":      func(c *City) { delete(c.Notes[0].Title, "en") },
		"requested + co-financing":   func(c *City) { c.Applications[0].Total.Minor++ },
		"is not one of":              func(c *City) { c.Partnerships[0].Claims[0].Value = "frozen" },
		"nothing names it":           func(c *City) { c.Sources[0].ID = "renamed" },
		"twice":                      func(c *City) { c.People[1].ID = c.People[0].ID },
		"what is inferred":           func(c *City) { c.Activities[0].Inferred = true },
		"a wording and its language": func(c *City) { c.Partnerships[0].Claims[0].Wording = "x" },
	} {
		city := read(t, "perm")
		plant(&city)
		if got := strings.Join(problems(city), "\n"); !strings.Contains(got, want) {
			t.Errorf("planted %q, found only:\n%s", want, got)
		}
	}
}

func TestReadIsStrict(t *testing.T) {
	if _, err := Read("atlantis"); err == nil {
		t.Error("an unknown city was read")
	}
	for _, raw := range []string{`{"municipality":{"mayor":"x"}}`, `{} {}`, `{`, ``} {
		if _, err := decode([]byte(raw)); err == nil {
			t.Errorf("decoded %q", raw)
		}
	}
}

// section says in which collection the rows of one section of the field record
// stand, and how many rows the section has.
type section struct {
	prefix     string // id of a row is prefix + number
	n          int
	collection string
}

// sections lists every row of the two field records, and extra the rows that
// come from the slides or from elsewhere in the field's notes.
func sections() (rows map[string][]section, extra map[string][]string) {
	rows = map[string][]section{
		"perm": {
			{"P", 7, "partnerships"}, {"count-", 1, "notes"}, {"A", 8, "agreements notes"}, {"status-", 14, "claims"},
			{"pipeline-", 7, "prospects"}, {"R", 16, "activities"}, {"funding-", 1, "applications"}, {"event-", 21, "activities"},
			{"result-", 5, "results"}, {"award-", 5, "results"}, {"org-", 10, "organisations"}, {"channel-", 7, "notes"},
			{"signpost-", 7, "distances"},
		},
		"petrozavodsk": {
			{"K", 12, "partnerships"}, {"H", 4, "partnerships"}, {"count-", 1, "notes"}, {"B", 11, "agreements"},
			{"status-", 7, "claims notes"}, {"J", 13, "activities"}, {"programme-", 2, "notes"}, {"event-", 21, "activities"},
			{"org-", 15, "organisations"}, {"object-", 5, "results"}, {"signpost-", 12, "distances"},
		},
	}
	extra = map[string][]string{
		"perm": {"more:duisburg-council", "seed001:department", "seed001:germany", "seed001:goals", "seed001:method", "seed001:results", "seed001:success"},
		"petrozavodsk": {"seed000:challenges", "seed000:conclusion", "seed000:days-2014", "seed000:experience", "seed000:film",
			"seed000:finland-2017", "seed000:germany-2010", "seed000:germany-2011", "seed000:germany-2016", "seed000:law179",
			"seed000:ngo", "seed000:projects"},
	}
	return rows, extra
}

// rowsOf maps each row that the data carries to the collections it stands in.
func rowsOf(c City) map[string][]string {
	m := map[string][]string{}
	add := func(row, collection string) { m[row] = append(m[row], collection) }
	for _, v := range c.Organisations {
		add(v.Row, "organisations")
	}
	for _, v := range c.Partnerships {
		add(v.Row, "partnerships")
		for _, cl := range v.Claims {
			add(cl.Row, "claims")
		}
	}
	for _, v := range c.Prospects {
		add(v.Row, "prospects")
	}
	for _, v := range c.Agreements {
		add(v.Row, "agreements")
	}
	for _, v := range c.Activities {
		add(v.Row, "activities")
	}
	for _, v := range c.Applications {
		add(v.Row, "applications")
	}
	for _, v := range c.Results {
		add(v.Row, "results")
	}
	for _, v := range c.Notes {
		add(v.Row, "notes")
	}
	for _, v := range c.Distances {
		add(v.Row, "distances")
	}
	return m
}

func TestEveryRowOfTheFieldRecordsIsThere(t *testing.T) {
	rows, extra := sections()
	for _, name := range Names() {
		got := rowsOf(read(t, name))
		want := slices.Clone(extra[name])
		for _, s := range rows[name] {
			for i := range s.n {
				row := fmt.Sprintf("%s%d", s.prefix, i+1)
				want = append(want, row)
				if !slices.ContainsFunc(strings.Fields(s.collection), func(c string) bool { return slices.Contains(got[row], c) }) {
					t.Errorf("%s: row %s stands in %v, want %s", name, row, got[row], s.collection)
				}
			}
		}
		slices.Sort(want)
		if have := slices.Sorted(maps.Keys(got)); !slices.Equal(have, want) {
			t.Errorf("%s: rows\n%v\nwant\n%v", name, have, want)
		}
	}
}

func TestCounts(t *testing.T) {
	want := map[string]string{
		"perm":         "58 sources, 17 organisations, 16 people, 12 partnerships, 14 claims, 7 prospects, 7 agreements, 40 activities, 1 applications, 14 results, 14 notes",
		"petrozavodsk": "46 sources, 26 organisations, 19 people, 18 partnerships, 6 claims, 0 prospects, 11 agreements, 41 activities, 0 applications, 7 results, 10 notes",
	}
	for _, name := range Names() {
		c := read(t, name)
		claims := 0
		for _, p := range c.Partnerships {
			claims += len(p.Claims)
		}
		got := fmt.Sprintf("%d sources, %d organisations, %d people, %d partnerships, %d claims, %d prospects, %d agreements, %d activities, %d applications, %d results, %d notes",
			len(c.Sources), len(c.Organisations), len(c.People), len(c.Partnerships), claims, len(c.Prospects), len(c.Agreements), len(c.Activities), len(c.Applications), len(c.Results), len(c.Notes))
		if got != want[name] {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want[name])
		}
	}
}

// TestConflictsAreKept holds what the field insists on: sources disagree.
func TestConflictsAreKept(t *testing.T) {
	for _, tt := range []struct{ city, partner, since string }{
		{"perm", "qingdao", "2003 used, 2006"}, {"perm", "agrigento", "2012 used, 2005"},
		{"petrozavodsk", "tuebingen", "1989-10-10 used, 1989-10"}, {"petrozavodsk", "varkaus", "1965 used"},
		{"perm", "minsk", ""}, {"petrozavodsk", "brest", ""}, {"petrozavodsk", "alytus", ""},
	} {
		var since []string
		for _, p := range read(t, tt.city).Partnerships {
			for _, f := range p.Facts {
				if p.ID != tt.partner || f.Field != "since" {
					continue
				}
				if f.Used {
					f.Value += " used"
				}
				since = append(since, f.Value)
			}
		}
		if got := strings.Join(since, ", "); got != tt.since {
			t.Errorf("%s since %q, want %q", tt.partner, got, tt.since)
		}
	}
}

// TestSlidesAddUp compares with the slides: Perm's six sister cities, and
// Petrozavodsk's twelve partners in ten countries.
func TestSlidesAddUp(t *testing.T) {
	sisters := 0
	for _, p := range read(t, "perm").Partnerships {
		if p.Kind == "sister" {
			sisters++
		}
	}
	cities, countries := 0, map[string]bool{}
	for _, p := range read(t, "petrozavodsk").Partnerships {
		if !p.Historic {
			cities++
			countries[p.Place.Country] = true
		}
	}
	if sisters != 6 || cities != 12 || len(countries) != 10 {
		t.Errorf("%d sisters, %d cities in %d countries, want 6, 12, 10", sisters, cities, len(countries))
	}
}

// TestDistances recomputes the distances of the field record from the
// coordinates in the data: a wrong coordinate or a swapped pair shows at once.
func TestDistances(t *testing.T) {
	for _, name := range Names() {
		c := read(t, name)
		for _, d := range c.Distances {
			i := slices.IndexFunc(c.Partnerships, func(p Partnership) bool { return p.ID == d.Partnership })
			p := c.Partnerships[i].Place
			if km := haversine(c.Municipality.Lat, c.Municipality.Lon, p.Lat, p.Lon); math.Abs(km-float64(d.Km)) > 1 {
				t.Errorf("%s: %s is %.1f km away, want %d", name, d.Partnership, km, d.Km)
			}
		}
	}
}

func haversine(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	a, b := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(a*a+math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b))
}

// TestNoPrivateContacts allows one telephone: that of Perm's department.
func TestNoPrivateContacts(t *testing.T) {
	mail := regexp.MustCompile(`[\w.+-]+@[\w-]+\.[a-z]{2,}`)
	phone := regexp.MustCompile(`\(\d{3,5}\)\s*\d|\+\d{7,}|\d{2,3}-\d{2}-\d{2}`)
	if !mail.MatchString("a.b@example.org") || !phone.MatchString("(342) 212-44-86") {
		t.Fatal("the patterns match nothing")
	}
	for _, name := range Names() {
		raw, err := files.ReadFile(name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for _, v := range read(t, name).Municipality.Contact {
			text = strings.ReplaceAll(text, v, "")
		}
		text = regexp.MustCompile(`"url": "[^"]*"|\d{4}-\d{2}-\d{2}|"22-2-014509"`).ReplaceAllString(text, "")
		if m := append(mail.FindAllString(text, -1), phone.FindAllString(text, -1)...); len(m) > 0 {
			t.Errorf("%s: contact data: %q", name, m)
		}
	}
}

// TestTypography reads every Russian and English text as an editor would:
// typographic quotes, a space that does not break before a dash and after a
// short preposition, no double spaces, no Latin quotes in Russian.
func TestTypography(t *testing.T) {
	wrong := map[string]*regexp.Regexp{
		"ru": regexp.MustCompile(`["“”]| —|  |(^|[\s(«])([ВвКкСсУуОоИиАа]|на|по|до|за|от|из) |\.\.|\s[,.;:]`),
		"en": regexp.MustCompile(`"|'|  |\.\.|\s[,.;:]|[А-Яа-яё]`),
	}
	quoted := regexp.MustCompile(`«[^»]*»`)
	for lang, sample := range map[string]string{"ru": `в "году"`, "en": "don't"} {
		if !wrong[lang].MatchString(sample) {
			t.Fatalf("the %s pattern matches nothing", lang)
		}
	}
	for _, name := range Names() {
		raw, err := files.ReadFile(name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(raw, &tree); err != nil {
			t.Fatal(err)
		}
		texts(tree, func(lang, s string) {
			if lang == "en" { // a Russian quotation stays Russian, inside «»
				s = quoted.ReplaceAllString(s, "Q")
			}
			if re := wrong[lang]; re != nil && re.MatchString(s) {
				t.Errorf("%s: %s: %q has %q", name, lang, s, re.FindString(s))
			}
		})
	}
}

// texts calls visit for every language and text in a decoded file.
func texts(v any, visit func(lang, s string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if s, ok := value.(string); ok && v["ru"] != nil {
				visit(key, s)
			} else {
				texts(value, visit)
			}
		}
	case []any:
		for _, value := range v {
			texts(value, visit)
		}
	}
}
