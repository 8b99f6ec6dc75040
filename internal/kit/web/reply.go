package web

import (
	"io"
	"net/http"
	"time"
)

// Handler answers a request with a value. Errors go back untouched: the frame
// alone knows their status, words and log level.
type Handler func(r *http.Request) (Reply, error)

// Reply is a Page, Redirect, File, Stream or JSON.
type Reply interface{ reply() }

// Page shows a template of the subject inside the frame.
type Page struct {
	Template string // "<subject>/<file without .html>", for example "partner/list"
	Title    string // of the page alone; the frame adds section and city
	Status   int    // 0 means 200
	Data     any    // the page struct, in templates .D
	Head     Head
	// Without names panels of subjects that the page has a place of its own for.
	Without []string
	// About is the record the page is about; the frame adds what other subjects
	// say of it. In the form "kind:id", empty for none.
	About string
	// Crumbs lead from the front page to this one, without it.
	Crumbs []Crumb
	// Cookies are set along with the page.
	Cookies []*http.Cookie
}

// Crumb is one step of the way to a page.
type Crumb struct{ Text, Path string }

// Head is what a page says to machines.
type Head struct {
	Description string
	Canonical   string // path within the frame, with the query that belongs to it
	JSONLD      any    // schema.org object, marshalled into the page
	NoIndex     bool
	Updated     time.Time // when what the page shows last changed; zero says nothing
}

// Redirect sends the browser elsewhere after a change (303).
type Redirect struct {
	To     string // path within the frame, beginning with /
	Notice string // words to show once on the next page, for example «Сохранено»
	// Cookies are set along the way.
	Cookies []*http.Cookie
	// Forget tells the browser to drop what it keeps of this site: pages in its
	// cache and drafts. It goes with signing out, as Clear-Site-Data: "cache",
	// "storage"; never "cookies", since other municipalities may share the host.
	Forget bool
}

// File sends bytes; the frame calls its Send.
type File struct {
	Name     string // as the browser saves it
	Type     string // media type
	Body     []byte
	Content  io.ReadSeekCloser // streamed instead of Body; Send closes it
	Inline   bool              // shown in the browser instead of saved; only images and PDF are
	Modified time.Time
	Tag      string // changes whenever the bytes change, for example their SHA-256; may be empty
}

// JSON sends a value as JSON.
type JSON struct {
	Status int
	Body   any
}

func (Page) reply()     {}
func (Redirect) reply() {}
func (File) reply()     {}
func (JSON) reply()     {}

// Static makes a handler of a fixed reply.
func Static(reply Reply) Handler {
	return func(*http.Request) (Reply, error) { return reply, nil }
}
