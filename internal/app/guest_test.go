package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// guests asks for every page behind a capability link: with a link for records of
// its kind, without one, with a wrong one, an expired and a revoked one, one of
// another record and one of another purpose. It looks at the HTML in both
// languages and returns how many pages it saw.
func guests(t *testing.T, s *stage, slug string) (pages int) {
	t.Helper()
	c := s.city(t, slug)
	for _, m := range c.Modules {
		for _, g := range m.Guest {
			ids := shownToGuests(t, c, g)
			if len(ids) == 0 {
				t.Errorf("%s has no record that a guest could see with a link of purpose %s", slug, g.Purpose)
				continue
			}
			for _, route := range g.Routes {
				if route.Need != (module.Need{}) {
					t.Errorf("the route %s behind a link asks for a permission of its own", route.Pattern)
				}
				if method, path, _ := strings.Cut(route.Pattern, " "); method == http.MethodGet {
					pages += s.asGuest(t, slug, g, strings.TrimSuffix(path, "{$}"), ids)
				}
			}
		}
	}
	return pages
}

// shownToGuests are the records of a purpose: those whose page answers.
func shownToGuests(t *testing.T, c *City, g module.Guest) []string {
	t.Helper()
	table := recordTables(t, c)[g.Kind]
	ids := idsOf(t, c, table)
	for _, p := range c.pointers() { // of what is no record with a circle of readers
		if table == "" && p.Kind == g.Kind && p.Hold == record.Itself && p.Column == "id" {
			var err error
			if ids, err = db.All(t.Context(), c.DB, db.Value[string], `SELECT id FROM `+p.Table+` ORDER BY id`); err != nil {
				t.Fatal(err)
			}
		}
	}
	slices.Reverse(ids)
	return ids[:min(len(ids), 60)]
}

// guestLink makes a link and returns its address.
func (s *stage) guestLink(t *testing.T, slug string, g module.Guest, id string) (link.Link, string) {
	t.Helper()
	c := s.city(t, slug)
	l, key, err := c.links.Make(asProgram(t.Context()), link.Wish{For: record.Ref{Kind: g.Kind, ID: id}, Purpose: g.Purpose, Name: "Гость", Lang: "ru", Until: s.clock.now().Add(time.Hour)})
	if err != nil {
		t.Fatalf("a link of purpose %s for %s: %v", g.Purpose, id, err)
	}
	return l, "/" + slug + "/guest/" + key
}

func (s *stage) asGuest(t *testing.T, slug string, g module.Guest, path string, ids []string) (pages int) {
	t.Helper()
	c := s.city(t, slug)
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(t.Context(), c.DB, query, args...); err != nil {
			t.Fatal(err)
		}
	}
	bodies := map[string]bool{}
	for _, id := range ids {
		l, at := s.guestLink(t, slug, g, id)
		first := s.get("", at+path)
		if first.status == http.StatusNotFound { // nothing of this record is for guests
			continue
		}
		for _, lang := range languages() {
			a := s.get("", at+path+"?lang="+lang)
			if a.status != http.StatusOK || a.header.Get("X-Robots-Tag") == "" || !strings.Contains(a.header.Get("Cache-Control"), "private") || a.header.Get("Referrer-Policy") == "" || len(a.header["Set-Cookie"]) > 0 {
				t.Errorf("%s%s answers %d with %v", at, path, a.status, a.header)
			}
			if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
				pages++
				for _, fault := range faults(a.body, lang) {
					t.Errorf("%s %s (%s): %s", g.Purpose, path, lang, fault)
				}
				if strings.Contains(a.body, "<script") {
					t.Errorf("%s %s: a page for guests has scripts", g.Purpose, path)
				}
			}
		}
		if strings.HasPrefix(first.header.Get("Content-Type"), "text/html") {
			if bodies[first.body] {
				t.Errorf("%s %s: the links of two records show the same page", g.Purpose, path)
			}
			bodies[first.body] = true
		}
		wants := func(what, at string, status int) {
			t.Helper()
			a := s.get("", at)
			if a.status != status {
				t.Errorf("%s%s with %s answers %d instead of %d", g.Purpose, path, what, a.status, status)
			}
			for _, fault := range faults(a.body, "ru") {
				t.Errorf("%s %s with %s: %s", g.Purpose, path, what, fault)
			}
		}
		wants("no link", "/"+slug+"/guest"+path, http.StatusNotFound)
		wants("a wrong link", "/"+slug+"/guest/"+secret.New()+path, http.StatusNotFound)
		exec(`UPDATE links SET purpose = 'another' WHERE id = $1`, l.ID)
		wants("a link of another purpose", at+path, http.StatusNotFound)
		exec(`UPDATE links SET purpose = $1, record_id = $2 WHERE id = $3`, g.Purpose, l.ID, l.ID)
		wants("a link of a record that is none", at+path, http.StatusNotFound)
		exec(`UPDATE links SET record_id = $1, ends_at = $2 WHERE id = $3`, id, clock.Stamp(began), l.ID)
		wants("an expired link", at+path, http.StatusGone)
		if _, err := c.links.Revoke(asProgram(t.Context()), l.ID); err != nil {
			t.Fatal(err)
		}
		wants("a revoked link", at+path, http.StatusGone)
		if len(bodies) >= 2 {
			break
		}
	}
	if len(ids) > 0 && len(bodies) == 0 && path == "/" {
		t.Errorf("no record shows anything to a guest with a link of purpose %s", g.Purpose)
	}
	return pages
}

// TestGuestDoor asks at the door of guests without anything to show.
func TestGuestDoor(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		for _, slug := range slugs() {
			for _, path := range []string{"/guest/", "/guest/" + secret.New(), "/guest/" + secret.New() + "/a/b", "/guest/x"} {
				a := s.get("", "/"+slug+path)
				if a.status != http.StatusNotFound || a.header.Get("X-Robots-Tag") == "" {
					t.Errorf("%s answers %d, %v", path, a.status, a.header)
				}
				for _, fault := range faults(a.body, "ru") {
					t.Errorf("%s: %s", path, fault)
				}
			}
		}
	})
}
