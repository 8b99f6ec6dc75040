package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"pobratim/internal/app/told"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/search"
)

// TestSearchCommands: what `pobratim search` and `pobratim places` print.
func TestSearchCommands(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		for _, slug := range slugs() {
			s.settleSearch(t, s.city(t, slug))
		}
		for _, c := range []struct{ slug, query, kind, title string }{
			{"petrozavodsk", "тюбингена", "partner", "Тюбинген"}, {"petrozavodsk", "Tuebingen", "partner", "Тюбинген"}, {"petrozavodsk", "n.,byuty", "partner", "Тюбинген"},
			{"petrozavodsk", "Joensuu", "partner", "Йоэнсуу"}, {"petrozavodsk", "йоенсуу", "partner", "Йоэнсуу"},
			{"perm", "Qingdao", "partner", "Циндао"}, {"perm", "青岛", "partner", "Циндао"}, {"perm", "циндао", "partner", "Циндао"},
		} {
			got := command(t, s.at("search", "--municipality", c.slug, "--json", c.query)...)
			var out told.Findings
			if err := json.Unmarshal([]byte(got.out), &out); err != nil || got.code != 0 {
				t.Fatalf("%v: %s%s", err, got.out, got.err)
			}
			if len(out.Results) == 0 || out.Results[0].Kind != c.kind || out.Results[0].Title != c.title || out.Making {
				t.Errorf("%s in %s: %s", c.query, c.slug, got.out)
			}
		}
		oneSentence(t, "no municipality", command(t, s.at("search", "--municipality", "atlantis", "x")...), "atlantis")
		oneSentence(t, "no kind", command(t, s.at("search", "--municipality", "perm", "--kind", "initiative", "x")...), "initiative")
		oneSentence(t, "no limit", command(t, s.at("search", "--municipality", "perm", "--limit", "0", "x")...), "--limit")
	})
	oneSentence(t, "no limit", command(t, "places", "--limit", "0", "x"), "--limit")
	for query, want := range map[string]string{"Tyubingen": "Тюбинген", "Йоэнсуу": "Йоэнсуу", "青岛": "Циндао", "gthvm": "Пермь"} {
		got := command(t, "places", query, "--json")
		var rows []told.Place
		if err := json.Unmarshal([]byte(got.out), &rows); err != nil || len(rows) == 0 || rows[0].Name != want || rows[0].Lat == 0 || rows[0].Population == 0 {
			t.Errorf("%s: %v %s%s", query, err, got.out, got.err)
		}
	}
	if got := command(t, "places", "ъъъъъъъ", "--json"); strings.TrimSpace(got.out) != "[]" {
		t.Errorf("nothing: %s%s", got.out, got.err)
	}
}

// TestSearchScopes keeps true what the index rests on: titles of linked records
// go to those who see every record of a kind, so these have to see every record
// of all kinds that are searched.
func TestSearchScopes(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		for _, role := range account.Roles() {
			seen := map[account.Scope][]string{}
			for name, kind := range c.Kinds {
				if kind.Search != nil {
					scope := c.Gate.Policy().Scope([]account.Role{role}, module.Need{Action: module.View, Kind: name})
					if kind.Search.Called != nil {
						seen[scope] = append(seen[scope], name)
					}
				}
			}
			if len(seen[account.All]) > 0 && len(seen) > 1 {
				t.Errorf("%s sees every record of %v but not of all kinds: %v", role, seen[account.All], seen)
			}
		}
	})
}

// TestDocumentsFound: the text of an attached document is found by those who may
// open it, after the child process has read it.
func TestDocumentsFound(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		ctx := asProgram(t.Context())
		p, err := c.Partners.Partner(ctx, "duisburg")
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := os.Open("../kit/doctext/testdata/libreoffice.pdf")
		if err != nil {
			t.Fatal(err)
		}
		defer pdf.Close()
		attach := func(name string, v record.Visibility, up file.Upload) {
			up.Name, up.Visibility = name, v
			if _, err := c.files.Attach(ctx, record.Ref{Kind: "partner", ID: p.ID}, up); err != nil {
				t.Fatal(err)
			}
		}
		attach("Открытое.txt", record.Public, file.Upload{Body: strings.NewReader("Хоровой ансамбль выступил на набережной.")})
		attach("Закрытое.txt", record.Department, file.Upload{Body: strings.NewReader("Ансамбль получил отказ от консульства.")})
		attach("Устав.pdf", record.Public, file.Upload{Body: pdf})
		s.settleSearch(t, c)
		for query, want := range map[string]map[account.Role]string{
			"ансамбли": {account.Head: "Открытое.txt Закрытое.txt", account.Anyone: "Открытое.txt"}, "консульство": {account.Head: "Закрытое.txt", account.Anyone: ""},
		} {
			for role, names := range want {
				ask := search.Ask{Text: query, Kind: file.Kind, Lang: "ru", Limit: 10, Portal: role == account.Anyone}
				a, err := c.search.Find(account.With(t.Context(), account.Viewer{UserID: "u", Roles: []account.Role{role}}), ask)
				if err != nil {
					t.Fatal(err)
				}
				for _, name := range strings.Fields(names) {
					if !strings.Contains(titles(a.Hits), name) {
						t.Errorf("%s looks for %s and does not find %s but %q", role, query, name, titles(a.Hits))
					}
				}
				if len(a.Hits) != len(strings.Fields(names)) || a.Total != len(a.Hits) {
					t.Errorf("%s looks for %s and finds %q (%d)", role, query, titles(a.Hits), a.Total)
				}
				for _, h := range a.Hits {
					if len(h.Snippet) == 0 {
						t.Errorf("%s has no snippet", h.Title)
					}
				}
			}
		}
		if a := s.get("", "/perm/search?q="+url.QueryEscape("ансамбль набережной")); a.status != http.StatusOK || !strings.Contains(a.body, "Открытое.txt") || strings.Contains(a.body, "Закрытое") {
			t.Errorf("the portal's page of search: %d", a.status)
		}
		found, err := c.index.Ready(ctx)
		if err != nil || !found {
			t.Errorf("the index is ready: %v %v", found, err)
		}
	})
}

func titles(hits []search.Hit) string {
	var list []string
	for _, h := range hits {
		list = append(list, h.Title)
	}
	return strings.Join(list, " ")
}
