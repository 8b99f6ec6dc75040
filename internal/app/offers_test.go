package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/platform/account"
)

// TestOffers: each offer is for kinds that there are, has words in both
// languages that name the record, and leads to a page of the same permission.
func TestOffers(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		n := 0
		for _, m := range c.Modules {
			for _, o := range m.Offers {
				n++
				for _, kind := range o.Kinds {
					if c.Kinds[kind].Search == nil {
						t.Errorf("%s is offered for %s, which is no kind of records that is found", o.Key, kind)
					}
				}
				for _, lang := range languages() {
					if words := s.in.catalog.Printer(lang).T(o.Key, "name", "Варкаус"); !strings.Contains(words, "Варкаус") {
						t.Errorf("%s in %s is %q, which does not name the record", o.Key, lang, words)
					}
				}
				path, _, _ := strings.Cut(o.Path, "?")
				if !slices.ContainsFunc(addresses(c), func(a address) bool {
					return a.face == "office" && a.method == http.MethodGet && a.path == path && a.Need == o.Need
				}) {
					t.Errorf("%s leads to %s, which is no page of the permission %v", o.Key, path, o.Need)
				}
			}
		}
		if n == 0 {
			t.Error("nothing is offered: the test cannot fail")
		}
	})
}

// TestOffered: the palette and the page of search offer what the viewer may do
// with the record in view, and name it only to those who see it.
func TestOffered(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		p, err := c.Partners.Partner(asProgram(t.Context()), "duisburg")
		if err != nil {
			t.Fatal(err)
		}
		about := "about=" + url.QueryEscape(p.Ref().String())
		for _, one := range []struct {
			role account.Role
			want string
		}{{account.Head, "/perm/office/notes/new?about=partner%3A" + p.ID}, {account.Guest, ""}} {
			email := demoEmail(one.role)
			s.signIn(t, "perm", email)
			for _, q := range []string{"", "заметку", "pfvtnre"} {
				var a struct {
					Groups []struct {
						Title string
						Items []struct{ Title, Href string }
					}
				}
				if err := json.Unmarshal([]byte(s.get(email, "/perm/office/palette?"+about+"&q="+url.QueryEscape(q)).body), &a); err != nil {
					t.Fatal(err)
				}
				found := ""
				for _, g := range a.Groups {
					for _, item := range g.Items {
						if plainSpaces(item.Title) == "Создать заметку для «Дуйсбург»" {
							found = item.Href
						}
					}
				}
				if found != one.want {
					t.Errorf("%s with %q is led to %q, want %q", one.role, q, found, one.want)
				}
			}
			page := s.get(email, "/perm/office/search?"+about)
			if has := strings.Contains(plainSpaces(page.body), "Создать заметку для «Дуйсбург»"); has != (one.want != "") || page.status != http.StatusOK {
				t.Errorf("the page of search as %s: %v %d", one.role, has, page.status)
			}
		}
		for _, other := range []string{"partner:none", "nothing", "person:x"} {
			if a := s.get(demoEmail(account.Head), "/perm/office/palette?q=&about="+other); a.status != http.StatusOK || strings.Contains(a.body, "С этой записью") {
				t.Errorf("about %s: %d", other, a.status)
			}
		}
	})
}

// plainSpaces takes out what keeps a short word on the line of the next.
func plainSpaces(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }
