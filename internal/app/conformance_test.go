package app

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/app/policy"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
)

// openToAll are the routes that ask for no permission, each with its reason.
func openToAll() map[string]string {
	const door, style, crest, frame = "the door", "styles are no secret", "nor is the coat of arms", "the portal's own page shows no record"
	return map[string]string{
		"office GET /sign-in": door, "office POST /sign-in": door, "office GET /sign-in/code": door, "office POST /sign-in/code": door,
		"office POST /sign-in/passkey/begin": door, "office POST /sign-in/passkey": door, "office GET /sign-in/second": door, "office POST /sign-in/second": door,
		"office POST /sign-out": door, "office GET /invite": door, "office GET /invite/{code}": door, "office POST /invite": door,
		"office GET /accent.css": style, "office GET /crest.image": crest, "portal GET /crest.image": crest,
		"portal GET /{$}": frame, "portal GET /about": frame, "portal GET /open-data": frame, "portal GET /contacts": frame, "portal GET /accessibility": frame, "portal POST /settings": frame,
	}
}

// TestRoutes walks over the routes as data: each has a permission that the
// table knows, each pattern is there once in its frame, and so is each letter.
func TestRoutes(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		granted := map[module.Need]bool{}
		for _, rule := range policy.Table() {
			granted[module.Need{Action: rule.Action, Kind: rule.Kind}] = true
		}
		seen, letters, excused := map[string]bool{}, map[string]string{}, map[string]bool{}
		all := addresses(s.city(t, "perm"))
		for _, a := range all {
			if seen[a.name()] {
				t.Errorf("%s is there twice", a.name())
			}
			seen[a.name()] = true
			if !slices.Contains([]string{http.MethodGet, http.MethodPost}, a.method) || !strings.HasPrefix(a.path, "/") {
				t.Errorf("%s: a pattern is GET or POST and a path", a.name())
			}
			_, open := openToAll()[a.name()]
			switch {
			case a.Need == (module.Need{}) && !open:
				t.Errorf("%s (%s) asks for no permission and is not on the list of those that may", a.name(), a.subject)
			case a.Need != (module.Need{}) && open:
				t.Errorf("%s asks for a permission and is on the list of those that need none", a.name())
			case a.Need != (module.Need{}) && !granted[a.Need]:
				t.Errorf("%s asks for %v, which the table grants to nobody", a.name(), a.Need)
			}
			excused[a.name()] = true
			if a.Nav != nil && a.Nav.Jump != "" {
				if other := letters[a.face+a.Nav.Jump]; other != "" {
					t.Errorf("%s and %s jump by the same letter %q", a.name(), other, a.Nav.Jump)
				}
				letters[a.face+a.Nav.Jump] = a.name()
			}
		}
		for name := range openToAll() {
			if !excused[name] && (s.city(t, "perm").hasPortal() || strings.HasPrefix(name, "office")) {
				t.Errorf("%s is on the list of open routes and does not exist", name)
			}
		}
		t.Logf("%d routes of %d subjects", len(all), len(s.city(t, "perm").described()))
	})
}

// without are routes that no link leads to and that cannot be asked for with
// borrowed values, each with its reason.
func without() map[string]string {
	return map[string]string{
		"office GET /invite/{code}":                         "needs the code of an invitation: TestInvitation",
		"office GET /sign-in/form":                          "needs a kept form: TestExpiredSession",
		"office POST /profile/passkeys/{id}/end":            "needs a passkey; TestMatrix gives it a made-up one",
		"office POST /users/{id}/passkeys/{key}/end":        "needs a passkey; TestMatrix gives it a made-up one",
		"office POST /look/end":                             "the way back is offered to who looks through other eyes: TestLook",
		"office POST /profile/passkeys":                     "follows the page that makes a key: TestPages of profile",
		"office POST /profile/second":                       "follows the page with the secret: TestEnrolment of profile",
		"office POST /profile/second/end":                   "offered to who has a second step",
		"office GET /profile/second/end":                    "offered to who has a second step",
		"office POST /sign-in/passkey":                      "offered where passkeys work: entry.test.mjs",
		"office POST /sign-in/passkey/begin":                "asked for by a script: entry.test.mjs",
		"office POST /sign-in/second":                       "follows the password: entry.test.mjs",
		"office GET /sign-in/second":                        "follows the password: entry.test.mjs",
		"office POST /users/{id}/second/end":                "needs somebody with a second step: TestSecondStepIsLimitedAndEnds of account",
		"office POST /profile/tokens/{id}/end":              "needs a token; TestMatrix gives it a made-up one",
		"office POST /profile/calendars/{id}/end":           "needs a feed; TestMatrix gives it a made-up one",
		"office POST /profile/calendars/passwords/{id}/end": "needs a calendar password; TestMatrix gives it a made-up one",
		"office POST /links/{id}/end":                       "needs a link; TestMatrix gives it a made-up one",
		"office POST /profile/sessions/{id}/end":            "needs a second session; TestMatrix gives it a made-up one",
		"office GET /links/new":                             "asked for from a record of which guests see something: TestPages of link",
		"office POST /links/new":                            "follows the form: TestPages of link",
		"office GET /mailbox/untaken/{message}":             "needs a message that could not be entered: TestUntaken of mailbox",
		"office POST /mailbox/untaken/{message}":            "needs a message that could not be entered: TestUntaken of mailbox",
		"office POST /mailbox/untaken/{message}/pass":       "needs a message that could not be entered: TestUntaken of mailbox",
		"office GET /transfers/{id}":                        "needs a decision of the gate: TestGatePages of visit",
		"office GET /submissions/{id}":                      "needs an assessment that was handed in: TestSubmissionIsSealed of rating",
		"office GET /transfers/{id}/file/{format}":          "needs a decision of the gate: TestGatePages of visit",
		"office POST /delegation/{id}/open":                 "offered where something is sealed: TestDelegationPages of visit",
		"office POST /visits/{id}/destroy":                  "offered where something is sealed: TestDelegationPages of visit",
		"office POST /questionnaires/{id}/take":             "needs an answer: TestGuest of questionnaire",
		"office POST /questionnaires/{id}/drop":             "needs an answer: TestOffice of questionnaire",
	}
}

// TestPages asks for every page that can be asked for, in both languages, as
// the head of the department and the administrator, and looks at the HTML. Then
// every template has to have been executed.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		pages, reached := 0, map[string]bool{}
		for _, slug := range slugs() {
			known := s.examples(t, slug)
			for _, a := range s.routes(t, slug) {
				paths := known[a.name()]
				reached[a.name()] = reached[a.name()] || len(paths) > 0
				if a.method != http.MethodGet || without()[a.name()] != "" {
					continue
				}
				for _, path := range paths[:min(len(paths), 2)] {
					for _, lang := range languages() {
						pages += s.look(t, a, path, lang)
					}
				}
			}
		}
		for _, a := range s.routes(t, "perm") {
			if !reached[a.name()] && without()[a.name()] == "" {
				t.Errorf("no link leads to %s, and no other address lends it values", a.name())
			}
		}
		for face, base := range bases("perm") {
			if a := s.get(map[string]string{"office": demoEmail("head")}[face], base+"/nowhere"); a.status != http.StatusNotFound {
				t.Errorf("%s/nowhere answers %d", base, a.status)
			}
		}
		for _, slug := range slugs() {
			pages += guests(t, s, slug)
			s.get("", "/"+slug+"/guest/")
		}
		t.Logf("%d pages looked at", pages)
		templates(t, s)
	})
}

// routes are those that this program answers: without its public frame, none of
// the portal.
func (s *stage) routes(t testing.TB, slug string) []address {
	t.Helper()
	c := s.city(t, slug)
	all := addresses(c)
	if c.hasPortal() {
		return all
	}
	t.Log("this program has no public frame: only the office is looked at")
	return slices.DeleteFunc(all, func(a address) bool { return a.face == "portal" })
}

// look asks for one page and returns 1 when it is one.
func (s *stage) look(t *testing.T, a address, path, lang string) int {
	t.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	path += sep + "lang=" + lang
	var got answer
	if a.face == "portal" {
		got = s.get("", path)
	} else if got = s.get(demoEmail("head"), path); got.status == http.StatusNotFound {
		got = s.get(demoEmail("administrator"), path)
	}
	kind := got.header.Get("Content-Type")
	switch {
	case got.status == http.StatusSeeOther || got.status == http.StatusFound:
		return 0
	case got.status != http.StatusOK:
		t.Errorf("%s %s answers %d", a.name(), path, got.status)
		return 0
	case !strings.HasPrefix(kind, "text/html"):
		return 0
	}
	for _, fault := range faults(got.body, lang) {
		t.Errorf("%s %s: %s", a.name(), path, fault)
	}
	return 1
}

func mayHead(need module.Need) bool {
	for _, rule := range policy.Table() {
		if rule.Role == "head" && rule.Action == need.Action && rule.Kind == need.Kind {
			return true
		}
	}
	return need == (module.Need{})
}

// neverShown are pages that the walk does not meet, each with its reason.
func neverShown() map[string]string {
	m := map[string]string{
		"setting/wizard":    "the set-up shows it: TestSetup",
		"setting/done":      "the set-up shows it at its end",
		"account/invited":   "the answer to a form: TestInvitation",
		"account/codes":     "the answer to a form: TestInvitation",
		"account/sign-in":   "shown to strangers: TestPages of account",
		"profile/passkey":   "the answer to a form: TestPages of profile",
		"profile/enrol":     "the answer to a form: TestEnrolment of profile",
		"feed/secret":       "the answer to a form: TestPages of feed",
		"link/secret":       "the answer to a form: TestPages of link",
		"goal/paste":        "the answer to a form: TestForms of goal",
		"letter/holes":      "the answer to a form: TestWriteByTemplate of letter",
		"mailbox/one":       "needs a message that could not be entered: TestUntaken of mailbox",
		"visit/transfer":    "needs a decision of the gate: TestGatePages of visit",
		"duplicate/panel":   "on the page of a record that others were merged into: TestMergedAddress",
		"rating/submission": "needs an assessment that was handed in: TestSubmissionIsSealed of rating",
	}
	return m
}

// templates wants every template of every subject to parse and to have been
// executed by a request.
func templates(t *testing.T, s *stage) {
	t.Helper()
	frames := map[string]*web.Templates{"office": s.city(t, "perm").office.Templates()}
	if p, ok := s.city(t, "perm").portal.(interface{ Templates() *web.Templates }); ok {
		frames["portal"] = p.Templates()
	}
	frames["guest"] = s.city(t, "perm").guest.Templates()
	shown := map[string]bool{}
	for _, templates := range frames {
		for _, name := range templates.Shown() {
			shown[name] = true
		}
	}
	for face, templates := range frames {
		if err := templates.Check(); err != nil {
			t.Errorf("%s: %v", face, err)
		}
		for _, name := range templates.Names() {
			if !shown[name] && neverShown()[name] == "" {
				t.Errorf("%s: the template %s is executed by no request", face, name)
			}
			shown[name] = true
		}
	}
	for name := range neverShown() {
		if !shown[name] {
			t.Errorf("%s is on the list of templates that are never shown and does not exist", name)
		}
	}
}

// TestKinds wants every record of every kind to have a title in both languages
// and an address that answers.
func TestKinds(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		ctx := asProgram(t.Context())
		for _, slug := range slugs() {
			c := s.city(t, slug)
			s.signIn(t, slug, demoEmail("head"))
			tables := recordTables(t, c)
			for name, kind := range c.Kinds {
				if kind.Path == "" || kind.Title == nil {
					t.Errorf("the kind %s has no address or no title", name)
				}
				ids := idsOf(t, c, tables[name])
				for i, id := range ids {
					for _, lang := range languages() {
						if title, err := kind.Title(ctx, id, lang); err != nil || strings.TrimSpace(title) == "" {
							t.Errorf("%s %s has no title in %s: %v", name, id, lang, err)
						}
					}
					at := "/" + slug + "/office" + strings.ReplaceAll(kind.Path, "{id}", id)
					if i < 20 && mayHead(module.Need{Action: module.View, Kind: name}) {
						if a := s.get(demoEmail("head"), at); a.status != http.StatusOK {
							t.Errorf("%s answers %d", at, a.status)
						}
					}
				}
				t.Logf("%s: %d records of kind %s", slug, len(ids), name)
			}
		}
	})
}

// recordTables finds the table of each kind: one with identifiers and circles
// of readers, whose records stand under that kind in the history.
func recordTables(t testing.TB, c *City) map[string]string {
	t.Helper()
	tables := map[string]string{}
	for table, columns := range columnsOf(t, c) {
		if !slices.Contains(columns, "id") || !slices.Contains(columns, "visibility") || !slices.Contains(columns, "binned") {
			continue
		}
		kinds, err := db.All(t.Context(), c.DB, db.Value[string], `SELECT DISTINCT r.kind FROM revisions r JOIN `+table+` x ON x.id = r.record_id WHERE r.action = 'created'`)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range kinds {
			tables[kind] = table
		}
	}
	return tables
}

// columnsOf are the columns of every table of a municipality.
func columnsOf(t testing.TB, c *City) map[string][]string {
	t.Helper()
	query := `SELECT m.name || '.' || p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY 1`
	if c.DB.Engine() == db.Postgres {
		query = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1`
	}
	all, err := db.All(t.Context(), c.DB, db.Value[string], query)
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	for _, one := range all {
		table, column, _ := strings.Cut(one, ".")
		columns[table] = append(columns[table], column)
	}
	return columns
}

func idsOf(t testing.TB, c *City, table string) []string {
	t.Helper()
	if table == "" {
		return nil
	}
	ids, err := db.All(t.Context(), c.DB, db.Value[string], `SELECT id FROM `+table+` WHERE NOT binned ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// TestSchema compares the schema with the golden file of each engine and wants
// a second migration to change nothing. UPDATE_GOLDEN=1 writes the files anew.
func TestSchema(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		merged, err := mergedSchema()
		if err != nil {
			t.Fatal(err)
		}
		before, err := db.Schema(t.Context(), c.DB)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), c.DB, merged); err != nil {
			t.Fatalf("the second migration: %v", err)
		}
		after, err := db.Schema(t.Context(), c.DB)
		if err != nil {
			t.Fatal(err)
		}
		if before != after {
			t.Error("a second migration changed the schema")
		}
		other, err := db.Schema(t.Context(), s.city(t, "petrozavodsk").DB)
		if err != nil || other != before {
			t.Errorf("two municipalities have different schemas (%v)", err)
		}
		golden(t, filepath.Join("testdata", "schema."+s.engine+".txt"), before)
	})
}

// golden compares a text with a file; UPDATE_GOLDEN=1 writes the file instead.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == got {
		return
	}
	a, b := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for _, line := range b {
		if !slices.Contains(a, line) {
			t.Errorf("%s: new     %s", file, line)
		}
	}
	for _, line := range a {
		if !slices.Contains(b, line) {
			t.Errorf("%s: missing %s", file, line)
		}
	}
	t.Errorf("%s does not fit; look at the difference, then write it anew with UPDATE_GOLDEN=1", file)
}

// TestFaults plants what faults has to find.
func TestFaults(t *testing.T) {
	page := func(body string) string { return `<!doctype html><html lang="ru"><body><h1>Город</h1>` + body }
	if found := faults(page(`<a id="x" href="/a" title="on=1">style=</a><script type="application/ld+json">{"@id":"x"}</script><script src="/a.js"></script>`), "ru"); len(found) > 0 {
		t.Errorf("a good page: %q", found)
	}
	for body, want := range map[string]string{
		`⟦partner.name⟧`: "⟦", `&lt;no value&gt;`: "no value", `<h1>`: "2 first", `<b id="a"><i id="a">`: `"a" twice`, `<b style="x">`: "<b style>",
		`<b onclick="x">`: "<b onclick>", `<script>x</script>`: "inline script", `<style>`: "inline style", `<a href="#nowhere">`: "nowhere",
		`<label for="f-x">`: "f-x", `<img src="a">`: "alt", `<a href="javascript:x">`: "javascript", `<a class="a" class="b">`: "twice",
	} {
		if found := strings.Join(faults(page(body), "ru"), "\n"); !strings.Contains(found, want) {
			t.Errorf("%s: %q was not found in %q", body, want, found)
		}
	}
	if found := faults(page(""), "en"); len(found) != 1 {
		t.Errorf("the wrong language: %q", found)
	}
}
