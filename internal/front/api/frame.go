package api

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/front"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Files holds the words.
//
//go:embed locale
var Files embed.FS

// City is what the answers say of the municipality.
type City struct {
	Name       i18n.Text
	Department i18n.Text
	Email      string
	Licence    i18n.Text // on which terms open data may be used; zero when nobody has said
	Langs      []string  // the first is the default
	Zone       *time.Location
}

// Frame serves one municipality's interface for programs.
type Frame struct {
	Base     string // "/perm/api"
	Portal   string // "/perm"
	Origin   string // "https://friends.example.org" when there is one; empty: as the request came
	Catalog  *i18n.Catalog
	Tables   []transfer.Table
	Kinds    record.Kinds
	Gate     *account.Gate
	Accounts *account.Service
	DB       *db.DB
	History  *audit.Log
	City     func(context.Context) (City, error)
	Clock    clock.Clock
	Log      *slog.Logger

	mux   *http.ServeMux
	calls *limit.Limiter
}

// How often one caller may ask: a burst, then twice a second. A whole register
// of 10,000 records is 50 pages.
const (
	burst  = 120
	regain = 500 * time.Millisecond
)

// Open builds the routes.
func (f *Frame) Open() {
	f.calls = limit.New(f.Clock, burst, regain)
	f.mux = http.NewServeMux()
	for pattern, handle := range map[string]handler{
		"/openapi.json": f.describe, "/v1": f.index, "/v1/{$}": f.index, "/v1/{register}": f.list, "/v1/{register}/{id}": f.one, "/open/{file}": f.file,
	} {
		f.mux.HandleFunc("GET "+f.Base+pattern, func(w http.ResponseWriter, r *http.Request) { f.answer(w, r, handle) })
	}
	f.mux.HandleFunc(f.Base+"/", func(w http.ResponseWriter, r *http.Request) {
		f.answer(w, r, func(*call) (reply, error) { return reply{}, errs.New(errs.NotFound, "api.missing") })
	})
}

// call is one request.
type call struct {
	r      *http.Request
	ctx    context.Context
	viewer account.Viewer
	scene  *web.Scene
	city   City
}

// reply is an answer with a body.
type reply struct {
	kind string // media type; JSON when empty
	body any    // marshalled, unless it is bytes
	name string // of a file to be saved
}

type handler func(*call) (reply, error)

// ServeHTTP implements http.Handler.
func (f *Frame) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	// Tokens travel in a header that no page of another site can add unasked,
	// and cookies are not read here; so other sites' pages may read.
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Add("Vary", "Authorization")
	f.mux.ServeHTTP(w, r)
}

// answer finds out who asks, counts, and lets the handler answer.
func (f *Frame) answer(w http.ResponseWriter, r *http.Request, handle handler) {
	c, err := f.identify(r)
	var out reply
	if err == nil && r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		f.problem(w, c, http.StatusMethodNotAllowed, c.scene.T("api.read_only"))
		return
	}
	if err == nil {
		out, err = handle(c)
	}
	if err == nil {
		err = f.send(w, c, out)
	}
	if err != nil {
		f.fail(w, c, err)
	}
}

// identify makes the call. It is never nil, so that an error has a language.
func (f *Frame) identify(r *http.Request) (*call, error) {
	c := &call{r: r, scene: &web.Scene{Printer: f.Catalog.Printer("en"), Base: f.Base, Now: f.Clock(), Zone: time.UTC, URL: r.URL}}
	city, err := f.City(r.Context())
	if err != nil {
		return c, err
	}
	c.city = city
	c.scene.Zone, c.scene.Now = city.Zone, f.Clock().In(city.Zone)
	lang := r.URL.Query().Get("lang")
	if !slices.Contains(city.Langs, lang) && len(city.Langs) > 0 {
		lang = city.Langs[0]
	}
	c.scene.Printer = f.Catalog.Printer(lang)
	who := "address " + limit.Address(r.RemoteAddr)
	viewer, token, err := f.Accounts.Bearer(r.Context(), r.Header.Get("Authorization"))
	if token != "" {
		who = "token " + token
	}
	if ok, again := f.calls.Take(who); !ok {
		return c, errs.New(errs.TooMany, "api.too_many", "at", again)
	}
	c.viewer = viewer
	ctx := account.With(r.Context(), viewer)
	if viewer.SignedIn() {
		ctx = audit.WithActor(ctx, audit.Actor{ID: viewer.UserID, Name: viewer.Name})
	}
	c.ctx = ctx
	return c, err
}

// send writes an answer, or that nothing has changed since the caller last had
// it.
func (f *Frame) send(w http.ResponseWriter, c *call, out reply) error {
	body, ok := out.body.([]byte)
	if !ok {
		var err error
		if body, err = json.Marshal(out.body); err != nil {
			return err
		}
		body = append(body, '\n')
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, max-age=60")
	if c.viewer.SignedIn() {
		h.Set("Cache-Control", "private, no-cache")
	}
	if same(c.r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if out.kind == "" {
		out.kind = "application/json; charset=utf-8"
	}
	h.Set("Content-Type", out.kind)
	if out.name != "" {
		h.Set("Content-Disposition", web.Disposition(out.name, false))
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if c.r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
	return nil
}

// same tells whether one of the tags that a caller has is this one (RFC 9110).
func same(has, tag string) bool {
	for one := range strings.SplitSeq(has, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// problem is an error as programs read it (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// fail answers an error. Forbidden looks like missing.
func (f *Frame) fail(w http.ResponseWriter, c *call, err error) {
	status, detail := front.Status(err), ""
	switch errs.KindOf(err) {
	case errs.Unauthenticated:
		w.Header().Set("WWW-Authenticate", "Bearer")
		detail = c.scene.T("api.token_needed")
		if c.r.Header.Get("Authorization") != "" {
			detail = c.scene.T("account.token.unknown")
		}
	case errs.NotFound, errs.Forbidden:
		detail = c.scene.T("api.missing")
	case errs.TooMany:
		w.Header().Set("Retry-After", "1")
		detail = c.scene.T("api.too_many")
	case errs.Invalid:
		status = http.StatusBadRequest
		if e, ok := errors.AsType[*errs.E](err); ok {
			detail = c.scene.Say(e)
		}
	default:
		f.Log.Error("api", "path", c.r.URL.Path, "error", err)
	}
	f.problem(w, c, status, detail)
}

func (f *Frame) problem(w http.ResponseWriter, c *call, status int, detail string) {
	body, err := json.Marshal(problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail})
	if err != nil {
		f.Log.Error("api", "error", err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json; charset=utf-8")
	h.Set("Content-Language", c.scene.Lang)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
