package portal

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

func TestWords(t *testing.T) {
	c, err := i18n.Load(Files, keep.Files, form.Words(), sampleWords())
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range i18n.Check(c) {
		t.Error(problem)
	}
}

// element is one start tag of a page.
type element struct {
	name string
	attr map[string]string
	text string // directly inside, up to the next tag
}

// parse reads a page; it fails on tags that do not nest.
func parse(t *testing.T, body string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var all []element
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("the page cannot be read: %v", err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			e := element{name: v.Name.Local, attr: map[string]string{}}
			for _, a := range v.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all = append(all, e)
		case xml.CharData:
			if n := len(all); n > 0 {
				all[n-1].text += string(v)
			}
		}
	}
}

func find(all []element, name string, pairs ...string) []element {
	var out []element
next:
	for _, e := range all {
		if e.name != name {
			continue
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			if e.attr[pairs[i]] != pairs[i+1] {
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

func TestPages(t *testing.T) {
	x := newSample(t)
	cases := []struct {
		path, title, h1, lang string
		status                int
	}{
		{"/perm/", "Международные связи — Пермь", "Шесть городов мира — наши партнёры", "ru", 200},
		{"/perm/?lang=en", "International relations — Perm", "Six cities of the world are our partners", "en", 200},
		{"/perm/?lang=xx", "Международные связи — Пермь", "Шесть городов мира — наши партнёры", "ru", 200},
		{"/perm/partners", "Города-партнёры — Международные связи — Пермь", "Города-партнёры", "ru", 200},
		{"/perm/partners/duisburg?lang=en", "Duisburg — Partner cities — Perm", "Duisburg", "en", 200},
		{"/perm/about", "О международных связях — О нас — Пермь", "О международных связях", "ru", 200},
		{"/perm/about?lang=en", "About our international relations — About us — Perm", "About our international relations", "en", 200},
		{"/perm/accessibility?lang=en", "Accessibility — International relations — Perm", "Accessibility", "en", 200},
		{"/perm/?vi=1", "Версия для слабовидящих — Международные связи — Пермь", "Версия для слабовидящих", "ru", 200},
		{"/perm/ask", "Задать вопрос — Международные связи — Пермь", "Задать вопрос", "ru", 200},
		{"/perm/nothing?lang=en", "Page not found — International relations — Perm", "Page not found", "en", 404},
		{"/perm/closed", "Портал временно не работает — Международные связи — Пермь", "Портал временно не работает", "ru", 503},
	}
	titles := map[string]string{}
	for _, c := range cases {
		w := x.get(t, c.path)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.path, w.Code, c.status)
		}
		all := parse(t, w.Body.String())
		sound(t, c.path, all)
		plain := func(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\u00a0", " ") }
		if got := plain(find(all, "title")[0].text); got != c.title {
			t.Errorf("%s: title %q, want %q", c.path, got, c.title)
		}
		if got := plain(find(all, "h1")[0].text); got != c.h1 {
			t.Errorf("%s: h1 %q, want %q", c.path, got, c.h1)
		}
		if got := find(all, "html")[0].attr["lang"]; got != c.lang {
			t.Errorf("%s: lang %q, want %q", c.path, got, c.lang)
		}
		if other, twice := titles[c.title]; twice && !strings.HasPrefix(c.path, "/perm/?lang=xx") {
			t.Errorf("%s and %s have one title", c.path, other)
		}
		titles[c.title] = c.path
		if strings.Contains(w.Body.String(), "⟦") {
			t.Errorf("%s: a word is missing", c.path)
		}
	}
}

// sound looks for what no public page may have.
func sound(t *testing.T, path string, all []element) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range all {
		if id := e.attr["id"]; id != "" {
			if ids[id] {
				t.Errorf("%s: id %s twice", path, id)
			}
			ids[id] = true
		}
		for name, value := range e.attr {
			if name == "style" || strings.HasPrefix(name, "on") {
				t.Errorf("%s: <%s %s=%q>", path, e.name, name, value)
			}
			if (name == "src" || name == "action" || name == "href" && e.name == "link" && e.attr["rel"] != "canonical" && e.attr["rel"] != "alternate") && !strings.HasPrefix(value, "/") {
				t.Errorf("%s: <%s> loads %s", path, e.name, value)
			}
		}
		if e.name == "style" || e.name == "script" && e.attr["src"] == "" && e.attr["type"] != "application/ld+json" {
			t.Errorf("%s: <%s> without an address", path, e.name)
		}
	}
	if n := len(find(all, "title", "id", "")); n != 1 { // the map has a <title> of its own, with an id
		t.Errorf("%s: %d titles", path, n)
	}
	for _, once := range []string{"h1", "main", "header"} {
		if n := len(find(all, once)); n != 1 && once != "header" || n == 0 {
			t.Errorf("%s: %d <%s>", path, n, once)
		}
	}
	if len(find(all, "a", "href", "#main")) == 0 {
		t.Errorf("%s: no link skips to the content", path)
	}
}

func TestSoundFindsFaults(t *testing.T) {
	bad := []string{
		`<p style="color:red">`, `<script>1</script>`, `<p onclick="x">`, `<style>p{}</style>`, `<img src="https://other.example/x.png">`,
		`<b id="a"></b><b id="a"></b>`, `<h1></h1><h1></h1>`,
	}
	for _, part := range bad {
		probe := &testing.T{}
		sound(probe, "probe", parse(t, `<html><title>t</title><header></header><a href="#main"></a><main>`+part+`</main></html>`))
		if !probe.Failed() {
			t.Errorf("%s was not found", part)
		}
	}
}

func TestLanguagesInAddresses(t *testing.T) {
	x := newSample(t)
	for _, c := range []struct{ path, canonical, ru, en string }{
		{"/perm/partners/duisburg", "http://portal.example/perm/partners/duisburg", "http://portal.example/perm/partners/duisburg", "http://portal.example/perm/partners/duisburg?lang=en"},
		{"/perm/partners/duisburg?lang=en&utm=1", "http://portal.example/perm/partners/duisburg?lang=en", "http://portal.example/perm/partners/duisburg", "http://portal.example/perm/partners/duisburg?lang=en"},
		{"/perm/partners?x=1&by=year&lang=en", "http://portal.example/perm/partners?by=year&lang=en", "http://portal.example/perm/partners?by=year", "http://portal.example/perm/partners?by=year&lang=en"},
	} {
		all := parse(t, x.get(t, c.path).Body.String())
		if got := find(all, "link", "rel", "canonical")[0].attr["href"]; got != c.canonical {
			t.Errorf("%s: canonical %s", c.path, got)
		}
		for lang, want := range map[string]string{"ru": c.ru, "en": c.en, "x-default": c.ru} {
			if got := find(all, "link", "hreflang", lang); len(got) != 1 || got[0].attr["href"] != want {
				t.Errorf("%s: hreflang %s: %v", c.path, lang, got)
			}
		}
		for _, lang := range []string{"ru", "en"} {
			menu := find(all, "a", "hreflang", lang)
			if len(menu) != 1 || menu[0].attr["lang"] != lang || !strings.HasSuffix(map[string]string{"ru": c.ru, "en": c.en}[lang], menu[0].attr["href"]) {
				t.Errorf("%s: menu of languages: %v", c.path, menu)
			}
		}
	}
	// Every link of an English page stays English, those of the Russian page are bare.
	for _, c := range []struct {
		path string
		want bool
	}{{"/perm/?lang=en", true}, {"/perm/", false}} {
		for _, a := range find(parse(t, x.get(t, c.path).Body.String()), "a") {
			href := a.attr["href"]
			if a.attr["hreflang"] == "" && strings.HasPrefix(href, "/perm") && strings.Contains(href, "lang=en") != c.want {
				t.Errorf("%s leads to %s", c.path, href)
			}
		}
	}
}

func TestMissingTranslationIsSaid(t *testing.T) {
	x := newSample(t)
	en := x.get(t, "/perm/partners/duisburg?lang=en").Body.String()
	if !strings.Contains(en, "available in Russian only") || !strings.Contains(en, `<span lang="ru">Города дружат`) {
		t.Error("the English page does not say what is Russian")
	}
	if strings.Contains(x.get(t, "/perm/partners/duisburg").Body.String(), "только на") {
		t.Error("the Russian page says that something is missing")
	}
}

func TestWhatIsHiddenLooksMissing(t *testing.T) {
	x := newSample(t)
	missing := x.get(t, "/perm/nowhere")
	for _, path := range []string{"/perm/secret", "/perm/partners/tuebingen", "/perm/office-of-nobody", "/perm/secret?vi=0"} {
		w := x.get(t, path)
		if w.Code != http.StatusNotFound || w.Body.String() != missing.Body.String() {
			t.Errorf("%s differs from a missing page (%d)", path, w.Code)
		}
	}
	for _, section := range []string{`href="/perm/partners"`, `href="/perm/about"`} {
		if !strings.Contains(missing.Body.String(), section) {
			t.Errorf("the missing page does not lead to %s", section)
		}
	}
	if w := x.request(http.MethodPost, "/perm/partners", "a=b"); w.Code != http.StatusNotFound {
		t.Errorf("POST to a page: %d", w.Code)
	}
}

func TestSiteMap(t *testing.T) {
	x := newSample(t)
	body := x.get(t, "/perm/sitemap.xml").Body.String()
	var site struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Lang string `xml:"hreflang,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(body), &site); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, u := range site.URLs {
		seen[u.Loc]++
		if len(u.Links) != 2 {
			t.Errorf("%s: %d alternates", u.Loc, len(u.Links))
		}
	}
	for _, want := range []string{"/perm/", "/perm/?lang=en", "/perm/partners", "/perm/partners/duisburg", "/perm/partners/duisburg?lang=en", "/perm/about", "/perm/accessibility"} {
		if seen["http://portal.example"+want] != 1 {
			t.Errorf("%s: %d times", want, seen["http://portal.example"+want])
		}
	}
	for _, never := range []string{"/secret", "/settings", "/office", "/contacts", "vi=1"} {
		if strings.Contains(body, never) {
			t.Errorf("the site map names %s", never)
		}
	}
	for loc := range seen {
		u, err := url.Parse(loc)
		if err != nil {
			t.Fatal(err)
		}
		if w := x.get(t, u.RequestURI()); w.Code != http.StatusOK && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", loc, w.Code)
		}
	}
	robots := x.get(t, "/perm/robots.txt").Body.String()
	if !strings.Contains(robots, "Disallow: /perm/office/\n") || !strings.Contains(robots, "Sitemap: http://portal.example/perm/sitemap.xml\n") {
		t.Error(robots)
	}
}

func TestAddressesOfStrangers(t *testing.T) {
	x := newSample(t)
	x.Origin = "https://city.example"
	if body := x.get(t, "/perm/").Body.String(); !strings.Contains(body, `<link rel="canonical" href="https://city.example/perm/">`) {
		t.Error("the configured address is not used")
	}
	if key := (pageKey{path: "/perm/", lang: "ru"}); x.pages.get(key, 0, *x.now.Load()) == nil {
		t.Error("with a configured address the host is still part of the key")
	}
}

func TestUnpacked(t *testing.T) {
	x := newSample(t)
	plain := x.get(t, "/perm/")
	packed := x.get(t, "/perm/", "Accept-Encoding", "br, gzip;q=0.5")
	if packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("not packed")
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Error("the packed page differs", err)
	}
	if w := x.get(t, "/perm/", "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("packed against the reader's wish")
	}
	if w := x.request(http.MethodHead, "/perm/", ""); w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
		t.Error("HEAD")
	}
}

func TestUpdatedAndOnce(t *testing.T) {
	x := newSample(t)
	if body := x.get(t, "/perm/partners").Body.String(); !strings.Contains(body, `<time datetime="2026-11-22">`) {
		t.Error("the page does not say when it was updated")
	}
	// Two readers of a form get two keys, and nothing keeps them.
	one, two := x.get(t, "/perm/ask"), x.get(t, "/perm/ask")
	if one.Body.String() == two.Body.String() || one.Header().Get("Cache-Control") != "no-store" {
		t.Error("a form is kept")
	}
	if w := x.request(http.MethodPost, "/perm/ask?lang=en", "a=b"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/perm/partners?lang=en" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if w := x.get(t, "/perm/contacts?lang=en"); w.Header().Get("Location") != "/perm/about?lang=en" {
		t.Error(w.Header().Get("Location"))
	}
}

func TestRoutesAreDescribed(t *testing.T) {
	for _, route := range (&Frame{}).Routes() {
		if route.Need != (module.Need{}) || route.Handle == nil {
			t.Errorf("%s", route.Pattern)
		}
	}
}

func TestUntil(t *testing.T) {
	zone := time.FixedZone("+5", 5*3600)
	for _, c := range []struct{ now, want string }{
		{"2026-11-22T10:00:00+05:00", "2026-11-22T10:10:00+05:00"},
		{"2026-11-22T23:55:00+05:00", "2026-11-23T00:00:00+05:00"},
		{"2026-12-31T18:59:59Z", "2026-12-31T19:00:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		want, _ := time.Parse(time.RFC3339, c.want)
		if got := until(now, zone); !got.Equal(want) {
			t.Errorf("%s: %s", c.now, got)
		}
	}
}
