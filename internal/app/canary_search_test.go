package app

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
)

// canaryWord finds any planted word, also those of open records.
var canaryWord = regexp.MustCompile(`(?i)(kenar|innen|offen)\d+`)

// settleSearch lets the search read everything that waits.
func (s *stage) settleSearch(t *testing.T, c *City) {
	t.Helper()
	for {
		more, err := c.index.Step(asProgram(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

// formKeys are the numbers of forms, which differ each time.
var formKeys = regexp.MustCompile(`value="[0-9a-z]{26,38}"`)

// answerTo is what a search says of a word, with the word itself taken out, so
// that answers can be compared.
func (s *stage) answerTo(email, path, word string) string {
	a := s.get(email, path+url.QueryEscape(word))
	body := strings.ReplaceAll(html.UnescapeString(a.body), word, "")
	return http.StatusText(a.status) + formKeys.ReplaceAllString(body, "")
}

// searchCanary looks for every planted word as those who may not read it, on the
// page of search, in the palette and on the portal. The answer has to be the
// same, byte for byte, as to a word that stands nowhere.
func (s *stage) searchCanary(t *testing.T) {
	t.Helper()
	slices.Sort(s.planted)
	words := slices.DeleteFunc(slices.Compact(slices.Clone(s.planted)), func(w string) bool { return w == "" || strings.HasPrefix(w, "offen") })
	s.compareAnswers(t, words, len(words)/3)
	s.openCanary(t)
	// And by titles alone, as while the index is made anew.
	for _, query := range []string{`DELETE FROM search_fresh`, `DELETE FROM search_postings`, `UPDATE search_state SET making = 0`} {
		if _, err := db.Exec(t.Context(), s.city(t, "perm").DB, query); err != nil {
			t.Fatal(err)
		}
	}
	s.compareAnswers(t, words, 1)
}

// compareAnswers wants the same answer to every word as to one that stands
// nowhere, and the head of the department to find at least some of them.
func (s *stage) compareAnswers(t *testing.T, words []string, least int) {
	t.Helper()
	const nowhere = "kenox99999"
	looked := 0
	for _, place := range []struct{ email, path string }{
		{demoEmail(account.Guest), "/perm/office/palette?q="}, {demoEmail(account.Branch), "/perm/office/palette?q="}, {demoEmail(account.Administrator), "/perm/office/palette?q="},
		{demoEmail(account.Guest), "/perm/office/search?q="}, {demoEmail(account.Branch), "/perm/office/search?q="}, {"", "/perm/search?q="}, {"", "/perm/search?kind=partner&q="},
	} {
		if place.email != "" {
			s.signIn(t, "perm", place.email)
		}
		want := s.answerTo(place.email, place.path, nowhere)
		if again := s.answerTo(place.email, place.path, "kenox88888"); again != want || !strings.HasPrefix(want, "OK") {
			t.Fatalf("%s: two words that stand nowhere are answered differently", place.path)
		}
		for _, word := range append(words, "kenar") {
			if place.path == "/perm/office/search?q=" && looked > 40*7 && looked%3 > 0 {
				looked++
				continue // the palette asks the same question
			}
			looked++
			if got := s.answerTo(place.email, place.path, word); got != want {
				t.Errorf("%q at %s for %q differs from a word that stands nowhere", word, place.path, place.email)
			}
		}
	}
	met := 0
	for _, word := range words {
		var a struct {
			Groups []struct{ Items []struct{ Note string } }
		}
		if err := json.Unmarshal([]byte(s.get(demoEmail(account.Head), "/perm/office/palette?q="+word).body), &a); err != nil {
			t.Fatal(err)
		}
		for _, g := range a.Groups {
			for _, item := range g.Items {
				if item.Note != "" { // commands have none
					met++
				}
			}
		}
	}
	if met < least {
		t.Errorf("the head of the department finds %d of %d words: the test cannot fail", met, len(words))
	}
	t.Logf("%d answers compared; the head of the department finds %d of %d words", looked, met, len(words))
}

// openCanary looks as a resident for the words of open records: what is found
// has to stand on the page to which it leads.
func (s *stage) openCanary(t *testing.T) {
	t.Helper()
	found, missed := 0, 0
	for _, word := range s.planted {
		if !strings.HasPrefix(word, "offen") {
			continue
		}
		a := s.get("", "/perm/search?q="+word)
		if !strings.Contains(a.body, `class="plain hits"`) {
			missed++
			continue
		}
		found++
		_, list, _ := strings.Cut(a.body, `class="plain hits"`)
		list, _, _ = strings.Cut(list, "</ol>")
		to, _ := links(list)
		if len(to) == 0 {
			t.Errorf("%s is found without a page", word)
			continue
		}
		path, _, _ := strings.Cut(to[0], "#")
		if page := s.get("", path); !strings.Contains(page.body, word) && !strings.Contains(s.get("", path+withSep(path)+"lang=en").body, word) {
			t.Errorf("a resident finds %s, which is not on the page %s", word, path)
			t.Log(list)
		}
	}
	if found == 0 || missed == 0 {
		t.Errorf("of the words of open records %d are found and %d are not: the test cannot fail", found, missed)
	}
	t.Logf("of the words of open records a resident finds %d and does not find %d", found, missed)
}

func withSep(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}
