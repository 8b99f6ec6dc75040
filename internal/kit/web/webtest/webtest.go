// Package webtest lets the tests of a subject call its handlers as functions
// and read the pages they answer with, without a server and without a frame.
package webtest

import (
	"html/template"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Stage is where the requests of a test take place.
type Stage struct {
	T     testing.TB
	Lang  string
	Base  string // "/perm/office"
	Now   time.Time
	Zone  *time.Location
	Words []fs.FS // of the subjects under test; the words of forms and dates are always there
}

// Request makes a request in a scene, as the frame does. With a form it
// carries it as a posted one.
func (s Stage) Request(method, path string, values url.Values) *http.Request {
	s.T.Helper()
	r := httptest.NewRequestWithContext(s.T.Context(), method, s.Base+path, strings.NewReader(values.Encode()))
	if values != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	here := *r.URL
	return web.WithScene(r, &web.Scene{
		Printer: s.Catalog().Printer(s.Lang), Base: s.Base, Now: s.Now, Zone: s.Zone, Key: "key", URL: &here,
	})
}

// Catalog loads the words of the stage.
func (s Stage) Catalog() *i18n.Catalog {
	s.T.Helper()
	c, err := i18n.Load(append([]fs.FS{form.Words(), edtf.Words()}, s.Words...)...)
	if err != nil {
		s.T.Fatal(err)
	}
	return c
}

// Page insists that a reply is a page.
func Page(t testing.TB, reply web.Reply, err error) web.Page {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	page, ok := reply.(web.Page)
	if !ok {
		t.Fatalf("no page but %+v", reply)
	}
	return page
}

// HTML executes a page's own template with the components, as the frame would,
// and complains of missing words. No-break spaces come back as plain ones, so
// that tests can be read.
func HTML(t testing.TB, files fs.FS, r *http.Request, reply web.Reply, err error) string {
	t.Helper()
	page := Page(t, reply, err)
	set, err := ui.Parse("/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	_, file, _ := strings.Cut(page.Template, "/")
	if set, err = set.Option("missingkey=error").ParseFS(files, "templates/"+file+".html"); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := set.ExecuteTemplate(&b, "content", &web.View{Scene: web.SceneOf(r), Title: page.Title, D: page.Data, Page: page}); err != nil {
		t.Fatalf("%s: %v", page.Template, err)
	}
	out := strings.ReplaceAll(b.String(), "\u00a0", " ")
	if strings.Contains(out, "⟦") || strings.Contains(page.Title, "⟦") {
		t.Errorf("%s: words are missing in %q:\n%s", page.Template, page.Title, out)
	}
	return out
}

// Has complains of every text that a page lacks.
func Has(t testing.TB, name, html string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(html, template.HTMLEscapeString(want)) && !strings.Contains(html, want) {
			t.Errorf("%s: %q is missing in\n%s", name, want, html)
		}
	}
}
