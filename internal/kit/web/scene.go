package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web/assets"
)

// Scene is what a request brings along: where it is mounted, in which language
// it is answered, when it came. The frame sets it; handlers and templates read.
type Scene struct {
	*i18n.Printer
	Base     string // address of the frame, for example "/perm/office"; no slash at the end
	LangTail bool   // links carry ?lang=…: the portal in another language than its own
	Now      time.Time
	Zone     *time.Location // of the municipality
	Key      string         // fresh idempotency key for a form on this page
	URL      *url.URL
	assets   *assets.Set
	fallen   []string
}

type sceneKey struct{}

// WithScene puts a scene into a request.
func WithScene(r *http.Request, s *Scene) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), sceneKey{}, s))
}

// SceneOf is the scene of a request; it panics when no frame set one, which is
// a mistake in wiring and never a matter of input.
func SceneOf(r *http.Request) *Scene {
	return r.Context().Value(sceneKey{}).(*Scene)
}

// Path is the address of a page of this frame: "/partners/x" becomes
// "/perm/office/partners/x". Pairs name, value become the query.
func (s *Scene) Path(path string, query ...string) string {
	at := s.Base + path
	var q []string
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q = append(q, url.QueryEscape(query[i])+"="+url.QueryEscape(query[i+1]))
		}
	}
	if s.LangTail {
		q = append(q, "lang="+s.Lang)
	}
	if len(q) == 0 {
		return at
	}
	sep := "?"
	if strings.Contains(at, "?") {
		sep = "&"
	}
	return at + sep + strings.Join(q, "&")
}

// Here is the address of the present page with some of its query replaced; an
// empty value removes a name.
func (s *Scene) Here(query ...string) string {
	q := s.URL.Query()
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] == "" {
			q.Del(query[i])
		} else {
			q.Set(query[i], query[i+1])
		}
	}
	if len(q) == 0 {
		return s.URL.Path
	}
	return s.URL.Path + "?" + q.Encode()
}

// Asset is the fingerprinted address of a built file, for example "office.css".
func (s *Scene) Asset(name string) string { return s.assets.Path(name) }

// SetAssets says where Asset looks; the frame calls it once per request.
func (s *Scene) SetAssets(a *assets.Set) { s.assets = a }

// FallBack notes that a part of the page is shown in another language than the
// page's own, since there is no translation; the frame then says so once. A
// scene belongs to one request and is not shared between goroutines.
func (s *Scene) FallBack(lang string) {
	if lang != "" && lang != s.Lang && !slices.Contains(s.fallen, lang) {
		s.fallen = append(s.fallen, lang)
	}
}

// Fallen lists the languages that FallBack was told, in that order.
func (s *Scene) Fallen() []string { return s.fallen }
