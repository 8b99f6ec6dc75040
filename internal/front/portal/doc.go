// Package portal is the public frame: everything that a municipality shows to
// everybody, without an account and without scripts. It owns the layout, the
// languages, the front page with the map, contacts, the accessibility
// statement, the reader's look (low vision, theme), the site map and the cache
// of ready pages. It knows subjects only as module values.
//
// A page is public: the viewer is nobody, and what nobody may see looks like
// what does not exist, byte for byte. Ready pages are kept until a record
// changes or the day ends (pages.go).
//
// The language is part of the address (?lang=), so that a page can be sent on
// and found by search engines; nobody is led elsewhere by the settings of a
// browser. The only cookie holds the reader's look, and only after the reader
// chose one.
//
// Standards: WCAG 2.2 AA and GOST R 52872-2019 for the pages, sitemaps.org 0.9
// with xhtml:link alternates, RFC 9309 (robots), RFC 9110 §13 (conditional
// requests), schema.org.
package portal
