package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/export"
	"pobratim/internal/platform/transfer"
)

// tokens gives every role a token at Perm, made in the profile's service as a
// person would.
func tokens(t testing.TB, c *City) map[account.Role]string {
	t.Helper()
	made := map[account.Role]string{account.Anyone: ""}
	for _, role := range account.Roles() {
		ctx := account.With(t.Context(), userOf(t, c, role))
		_, secret, err := c.Accounts.MakeToken(ctx, "test", 30)
		if err != nil {
			t.Fatal(err)
		}
		made[role] = secret
	}
	return made
}

// userOf is the demonstration's user of a role as the viewer.
func userOf(t testing.TB, c *City, role account.Role) account.Viewer {
	t.Helper()
	if role == account.Anyone {
		return account.Viewer{}
	}
	return account.Viewer{
		UserID: one[string](t, c, `SELECT id FROM users WHERE email = $1`, demoEmail(role)), Name: string(role), Roles: []account.Role{role},
		Organisation: one[string](t, c, `SELECT organisation_id FROM users WHERE email = $1`, demoEmail(role)),
	}
}

// call asks the interface for programs with a token; none is the public.
func (s *stage) call(token, path string, headers ...string) answer {
	r := s.request(http.MethodGet, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.send("", r)
}

type apiPage struct {
	Items []export.Object
	Next  string
}

func answered[T any](t testing.TB, a answer) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(a.body))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil || a.status != http.StatusOK {
		t.Fatalf("%d: %v in %.400s", a.status, err, a.body)
	}
	return v
}

// wholeRegister goes from page to page.
func wholeRegister(t testing.TB, s *stage, token, at string) []export.Object {
	t.Helper()
	var all []export.Object
	for at != "" {
		page := answered[apiPage](t, s.call(token, at))
		all = append(all, page.Items...)
		at = page.Next
		s.clock.pass(time.Second)
	}
	return all
}

// TestAPIRights reads every register as every role: the same records as the
// register shows that role in the office, each of them alone too, and no inner
// column, contact or hidden reference for those who may not have it.
func TestAPIRights(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		if _, err := db.Exec(t.Context(), c.DB, `UPDATE partnerships SET visibility = 'department' WHERE slug = 'oxford'`); err != nil {
			t.Fatal(err)
		}
		for role, token := range tokens(t, c) {
			for _, table := range c.Tables {
				apiAs(t, s, c, table, role, token)
			}
		}
	})
}

func apiAs(t *testing.T, s *stage, c *City, table transfer.Table, role account.Role, token string) {
	t.Helper()
	at := "/perm/api/v1/" + table.Name
	reach := permissions(t).reach(string(role), "view", table.Kind)
	if reach == 0 {
		want := http.StatusNotFound
		if role == account.Anyone {
			want = http.StatusUnauthorized
		}
		for _, path := range []string{at, at + "/made-up", at + "/" + idsOf(t, c, recordTables(t, c)[table.Kind])[0]} {
			if a := s.call(token, path); a.status != want || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("%s as %s answers %d", path, role, a.status)
			}
		}
		return
	}
	shown := map[string]transfer.Row{}
	for _, row := range allRows(t, account.With(t.Context(), userOf(t, c, role)), table, 100) {
		shown[row.ID] = row
	}
	list := wholeRegister(t, s, token, at+"?limit=7")
	if !slices.Equal(idsIn(list), slices.Sorted(maps.Keys(shown))) {
		t.Errorf("%s as %s has %d records, the office shows %d", at, role, len(list), len(shown))
	}
	for i, o := range list {
		for name := range o.Values {
			column, ok := table.Column(name)
			if !ok || column.Inner && reach < 4 || role == account.Anyone && column.Residents == transfer.Indoors || role == account.Anyone && (column.Control == "email" || column.Control == "tel" || column.Control == "phone") {
				t.Errorf("%s as %s shows %s", at, role, name)
			}
			if shown[o.ID].Values[name] == "" {
				t.Errorf("%s as %s shows a %s of %s that the office does not", at, role, name, o.ID)
			}
		}
		if role == account.Anyone && len(o.Sources) > 0 {
			t.Errorf("%s shows the public where %s is from", at, o.ID)
		}
		if i < 5 {
			if alone := answered[export.Object](t, s.call(token, at+"/"+o.ID)); alone.Title != o.Title || len(alone.Values) != len(o.Values) {
				t.Errorf("%s %s reads differently alone", at, o.ID)
			}
		}
	}
	hidden := ""
	for _, id := range idsOf(t, c, recordTables(t, c)[table.Kind]) {
		if _, ok := shown[id]; !ok {
			hidden = id
		}
	}
	if hidden == "" {
		return
	}
	one, other := s.call(token, at+"/"+hidden), s.call(token, at+"/made-up")
	if one.status != http.StatusNotFound || one.body != other.body {
		t.Errorf("%s as %s tells a hidden record from none: %d %s", at, role, one.status, one.body)
	}
	for _, o := range list {
		if text, _ := json.Marshal(o); bytes.Contains(text, []byte(hidden)) {
			t.Errorf("%s as %s names the hidden %s in %s", at, role, hidden, o.ID)
		}
	}
}

// TestAPIHiddenReferences looks at what an open record says of a hidden one.
func TestAPIHiddenReferences(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		id := one[string](t, c, `SELECT id FROM partnerships WHERE slug = 'oxford'`)
		read := func() string {
			body := s.call("", "/perm/api/v1/activities?limit=200").body
			return body + s.call("", "/perm/api/open/activities.csv").body + s.call("", "/perm/api/open/agreements.json").body
		}
		if !strings.Contains(read(), id) {
			t.Fatal("no public record names Oxford: the test cannot fail")
		}
		if _, err := db.Exec(t.Context(), c.DB, `UPDATE partnerships SET visibility = 'department' WHERE id = $1`, id); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(read(), id) {
			t.Error("public records name a hidden one")
		}
	})
}

// TestTokens follows a token through its life.
func TestTokens(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c, at := s.city(t, "perm"), "/perm/api/v1/people"
		head := userOf(t, c, account.Head)
		ctx := account.With(t.Context(), head)
		for _, bad := range []struct {
			name string
			days int
		}{{"", 30}, {strings.Repeat("ж", 81), 30}, {"x", 7}, {"x", 0}} {
			if _, _, err := c.Accounts.MakeToken(ctx, bad.name, bad.days); err == nil {
				t.Errorf("%v was taken", bad)
			}
		}
		made, secret, err := c.Accounts.MakeToken(ctx, "museum", 30)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.call(secret, at); got.status != http.StatusOK || got.header.Get("Cache-Control") != "private, no-cache" {
			t.Errorf("a fresh token: %d", got.status)
		}
		if n := one[int](t, c, `SELECT count(*) FROM tokens WHERE token_hash LIKE '%' || $1 || '%'`, secret[12:]); n != 0 {
			t.Error("the secret is stored")
		}
		if list, err := c.Accounts.Tokens(ctx); err != nil || len(list) != 1 || list[0].SeenAt.IsZero() {
			t.Errorf("%v %v: the last use is not written down", list, err)
		}
		for _, wrong := range []string{secret + "x", secret[:20], "pobratim_", strings.ToUpper(secret), "x"} {
			if got := s.call(wrong, at); got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%q: %d", wrong, got.status)
			}
		}
		if got := s.call("", at, "Authorization", "Basic "+secret); got.status != http.StatusUnauthorized {
			t.Errorf("Basic: %d", got.status)
		}
		other := account.With(t.Context(), userOf(t, c, account.Editor))
		if err := c.Accounts.RevokeToken(other, made.ID); err == nil {
			t.Error("somebody else's token was revoked")
		}
		if err := c.Accounts.RevokeToken(ctx, made.ID); err != nil {
			t.Error(err)
		}
		if got := s.call(secret, at); got.status != http.StatusUnauthorized {
			t.Errorf("a revoked token: %d", got.status)
		}
		_, secret, err = c.Accounts.MakeToken(ctx, "museum", 30)
		if err != nil {
			t.Fatal(err)
		}
		s.clock.pass(31 * 24 * time.Hour)
		if got := s.call(secret, at); got.status != http.StatusUnauthorized {
			t.Errorf("a token that has run out: %d", got.status)
		}
	})
}

// TestDisabledUserHasNoTokens disables an account (T71): its tokens are dead
// with the next request, and do not come back with the account.
func TestDisabledUserHasNoTokens(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		secret := tokens(t, c)[account.Coordinator]
		program := asProgram(t.Context())
		set := func(disabled bool) {
			u, err := c.Accounts.User(program, userOf(t, c, account.Coordinator).UserID)
			if err == nil {
				err = c.Accounts.Change(program, account.UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: u.Roles, Disabled: disabled})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []int{http.StatusOK, http.StatusUnauthorized, http.StatusUnauthorized} {
			if got := s.call(secret, "/perm/api/v1/people"); got.status != want {
				t.Errorf("%d, want %d", got.status, want)
			}
			if want == http.StatusOK {
				set(true)
			} else {
				set(false)
			}
		}
	})
}

// TestAPIManners looks at what every answer owes: tags, limits, problems, and
// that nothing can be written.
func TestAPIManners(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c, at := s.city(t, "perm"), "/perm/api/v1/partners"
		first := s.call("", at)
		tag := first.header.Get("ETag")
		if again := s.call("", at, "If-None-Match", `"x", W/`+tag); again.status != http.StatusNotModified || again.body != "" || tag == "" {
			t.Errorf("unchanged: %d %q", again.status, tag)
		}
		for path, want := range map[string]int{at + "?limit=0": 400, at + "?limit=201": 400, at + "?limit=x": 400, "/perm/api/v1/nothing": 404, "/perm/api/": 404, "/perm/api/open/users.csv": 404, "/perm/api/open/people.csv": 404} {
			got := s.call("", path)
			if got.status != want || !strings.Contains(got.body, fmt.Sprintf(`"status":%d`, want)) {
				t.Errorf("%s: %d %s", path, got.status, got.body)
			}
		}
		token := tokens(t, c)[account.Head]
		before := one[int64](t, c, `SELECT seq FROM audit_head`)
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			r := s.request(method, at, nil)
			r.Header.Set("Authorization", "Bearer "+token)
			if got := s.send("", r); got.status != http.StatusMethodNotAllowed {
				t.Errorf("%s answers %d", method, got.status)
			}
		}
		if one[int64](t, c, `SELECT seq FROM audit_head`) != before {
			t.Error("something was written")
		}
		for range 3 { // people's details leave one entry a day
			s.call(token, "/perm/api/v1/people")
		}
		if n := one[int64](t, c, `SELECT seq FROM audit_head`) - before; n != 1 {
			t.Errorf("reading people left %d entries", n)
		}
		refused := 0
		for range 300 {
			r := s.request(http.MethodGet, at, nil)
			r.RemoteAddr = "192.0.2.7:1000"
			if got := s.send("", r); got.status == http.StatusTooManyRequests && got.header.Get("Retry-After") != "" {
				refused++
			}
		}
		if refused < 100 {
			t.Errorf("of 300 requests at once %d were refused", refused)
		}
	})
}

// TestOpenAPI reads the description: every reference leads somewhere, every
// register is there, and what is answered fits what is described.
func TestOpenAPI(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		for _, lang := range languages() {
			doc := answered[map[string]any](t, s.call("", "/perm/api/openapi.json?lang="+lang))
			if doc["openapi"] != "3.1.0" {
				t.Errorf("%v", doc["openapi"])
			}
			schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
			refs(t, doc, schemas)
			if text, _ := json.Marshal(doc); strings.Contains(string(text), "⟦") {
				t.Errorf("%s: a word is missing", lang)
			}
			for _, table := range c.Tables {
				paths := doc["paths"].(map[string]any)
				if paths["/v1/"+table.Name] == nil || paths["/v1/"+table.Name+"/{id}"] == nil {
					t.Errorf("%s is not described", table.Name)
				}
				described := schemas[table.Kind].(map[string]any)["properties"].(map[string]any)["values"].(map[string]any)["properties"].(map[string]any)
				ctx := asProgram(t.Context())
				for _, row := range allRows(t, ctx, table, 100) {
					text, _ := json.Marshal(export.NewObject(table, row, nil, lang).Values)
					var values map[string]any
					_ = json.Unmarshal(text, &values)
					for name, value := range values {
						if !fits(described[name], value) {
							t.Errorf("%s.%s is %v, described as %v", table.Name, name, value, described[name])
						}
					}
				}
			}
		}
	})
}

// fits is as much of JSON Schema as the description uses.
func fits(schema, value any) bool {
	s, ok := schema.(map[string]any)
	if !ok {
		return false
	}
	kind := map[bool]string{}
	switch value.(type) {
	case string:
		kind[true] = "string"
	case bool:
		kind[true] = "boolean"
	case float64:
		kind[true] = "integer"
	case []any:
		kind[true] = "array"
	case map[string]any:
		kind[true] = "object"
	}
	if list, many := s["type"].([]any); many {
		return slices.Contains(list, any(kind[true]))
	}
	return s["type"] == kind[true]
}

func refs(t *testing.T, node any, schemas map[string]any) {
	t.Helper()
	switch v := node.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			if schemas[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
				t.Errorf("%s leads nowhere", ref)
			}
		}
		for _, one := range v {
			refs(t, one, schemas)
		}
	case []any:
		for _, one := range v {
			refs(t, one, schemas)
		}
	}
}

// TestOpenData downloads what the page of open data offers and reads the record
// for catalogues. Terms of use are those of the settings, or none.
func TestOpenData(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		page := s.get("", "/perm/open-data").body
		for _, indoors := range []string{"witness", "evidence", "original", "their_post", "screened", "sensitive", "phone"} {
			if strings.Contains(page, ">"+indoors+"<") {
				t.Errorf("the page explains %s, which stays in the office", indoors)
			}
		}
		targets, _ := links(page)
		files := 0
		for _, to := range targets {
			if !strings.Contains(to, "/api/") {
				continue
			}
			files++
			if got := s.get("", to); got.status != http.StatusOK || strings.Contains(got.body, "⟦") {
				t.Errorf("%s answers %d", to, got.status)
			}
		}
		if files < 10 || !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), "пока не указал") {
			t.Errorf("%d files; the page: %.2000s", files, page)
		}
		var map1 struct {
			Type     string
			Features []struct {
				Geometry *struct{ Coordinates []float64 }
			}
		}
		if err := json.Unmarshal([]byte(s.get("", "/perm/api/open/partners.geojson").body), &map1); err != nil || map1.Type != "FeatureCollection" || len(map1.Features) == 0 {
			t.Errorf("GeoJSON: %v", err)
		}
		placed := 0
		for _, f := range map1.Features {
			if f.Geometry != nil && len(f.Geometry.Coordinates) == 2 {
				placed++
			}
		}
		if public := one[int](t, c, `SELECT count(*) FROM partnerships WHERE visibility = 'public' AND NOT binned`); public != len(map1.Features) || placed == 0 {
			t.Errorf("%d features, %d placed, %d public partners", len(map1.Features), placed, public)
		}
		if dcat := s.get("", "/perm/api/open/dcat.jsonld").body; strings.Contains(dcat, "rights") || !strings.Contains(dcat, "dcat:Dataset") || !json.Valid([]byte(dcat)) {
			t.Errorf("DCAT: %.500s", dcat)
		}
		settings, err := c.Settings.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settings.Licence.Set("ru", "CC BY 4.0")
		if err := c.Settings.Save(asProgram(t.Context()), settings); err != nil {
			t.Fatal(err)
		}
		if dcat := s.get("", "/perm/api/open/dcat.jsonld").body; !strings.Contains(dcat, "CC BY 4.0") {
			t.Error("the stated terms are not in the record for catalogues")
		}
		if page := s.get("", "/perm/open-data").body; !strings.Contains(page, "CC BY 4.0") {
			t.Error("the stated terms are not on the page")
		}
	})
}
