package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// alternate is the same page in another language.
type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type siteURL struct {
	Loc   string      `xml:"loc"`
	Links []alternate `xml:"xhtml:link"`
}

type siteMap struct {
	XMLName xml.Name  `xml:"urlset"`
	NS      string    `xml:"xmlns,attr"`
	XHTML   string    `xml:"xmlns:xhtml,attr"`
	URLs    []siteURL `xml:"url"`
}

// mostURLs is what one site map may hold (sitemaps.org).
const mostURLs = 50000

// sitemap lists every public page in every language.
func (f *Frame) sitemap(w http.ResponseWriter, r *http.Request) {
	a, err := f.ask(r, nil)
	if err != nil {
		f.fail(w, r, a, err)
		return
	}
	ctx := account.With(r.Context(), account.Viewer{})
	var paths []string
	for _, p := range f.stable {
		if _, err := f.Gate.Require(ctx, p.need); err == nil || p.need == (module.Need{}) {
			paths = append(paths, p.path)
		}
	}
	for _, m := range f.Modules {
		if m.Sitemap == nil {
			continue
		}
		more, err := m.Sitemap(ctx)
		if err != nil {
			f.fail(w, r, a, err)
			return
		}
		paths = append(paths, more...)
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	origin := f.origin(r)
	site := siteMap{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml"}
	for _, path := range paths {
		var links []alternate
		for _, lang := range a.city.Langs {
			links = append(links, alternate{"alternate", lang, origin + f.in(a.city, path, lang)})
		}
		for _, link := range links {
			site.URLs = append(site.URLs, siteURL{link.Href, links})
		}
	}
	if len(site.URLs) > mostURLs {
		f.Log.Warn("the site map is cut", "addresses", len(site.URLs), "most", mostURLs)
		site.URLs = site.URLs[:mostURLs]
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(site); err != nil {
		f.fail(w, r, a, err)
		return
	}
	write(w, "application/xml; charset=utf-8", out.Bytes())
}

// robots answers for a portal with a host of its own; where several share one,
// package app writes the file at the root with Robots.
func (f *Frame) robots(w http.ResponseWriter, r *http.Request) {
	write(w, "text/plain; charset=utf-8", []byte(Robots([]*Frame{f}, f.origin(r))))
}

// Robots is robots.txt (RFC 9309) for portals that share a host: everything
// public may be read, the offices and the settings not.
func Robots(portals []*Frame, origin string) string {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, f := range portals {
		if f.Office != "" {
			b.WriteString("Disallow: " + f.Office + "/\n")
		}
		b.WriteString("Disallow: " + f.Base + "/settings\nDisallow: " + f.Base + "/guest/\n")
	}
	b.WriteString("\n")
	for _, f := range portals {
		b.WriteString("Sitemap: " + origin + f.Base + "/sitemap.xml\n")
	}
	return b.String()
}

// accent is the city's colour as a style sheet; its address changes with it.
func (f *Frame) accent(w http.ResponseWriter, r *http.Request) {
	a, err := f.ask(r, nil)
	if err == nil && len(a.city.Accent) == 0 {
		err = errs.New(errs.NotFound, "record.missing")
	}
	if err != nil {
		f.fail(w, r, a, err)
		return
	}
	write(w, "text/css; charset=utf-8", a.city.Accent)
}

func (f *Frame) accentPath(c *City) string {
	sum := sha256.Sum256(c.Accent)
	return f.Base + "/accent.css?" + hex.EncodeToString(sum[:4])
}

// write sends a small text that every visitor gets alike.
func write(w http.ResponseWriter, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=60")
	_, _ = w.Write(body)
}
