package app

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// address is one route of a municipality, with the subject that it belongs to.
type address struct {
	subject, face string // face: office or portal
	method, path  string // path within the frame, with its wildcards
	module.Route
}

// name is how findings and the golden matrix call a route.
func (a address) name() string { return a.face + " " + a.method + " " + a.path }

// addresses are all routes of the subjects and of the frames.
func addresses(c *City) []address {
	var all []address
	for _, m := range c.described() {
		for _, f := range []struct {
			face   string
			routes []module.Route
		}{{"office", m.Office}, {"portal", m.Portal}} {
			for _, r := range f.routes {
				method, path, _ := strings.Cut(r.Pattern, " ")
				all = append(all, address{m.Name, f.face, method, path, r})
			}
		}
	}
	slices.SortFunc(all, func(a, b address) int {
		return cmp.Or(cmp.Compare(a.face, b.face), cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method))
	})
	return all
}

// hasPortal tells whether this program has its public frame.
func (c *City) hasPortal() bool { return c.portal != nil }

// bases are where the frames of a municipality are.
func bases(slug string) map[string]string {
	return map[string]string{"office": "/" + slug + "/office", "portal": "/" + slug}
}

// finder tells which route an address belongs to.
type finder struct{ mux *http.ServeMux }

func newFinder(slug string, all []address) finder {
	f := finder{http.NewServeMux()}
	for _, a := range all {
		pattern := a.method + " " + bases(slug)[a.face] + a.path
		f.mux.Handle(pattern, named(a.name()))
	}
	return f
}

// named is a handler that only has a name.
type named string

// ServeHTTP implements http.Handler and is never called.
func (named) ServeHTTP(http.ResponseWriter, *http.Request) {}

// route is the name of the route that answers, or nothing.
func (f finder) route(method, path string) string {
	h, _ := f.mux.Handler(httptest.NewRequest(method, path, nil))
	name, _ := h.(named)
	return string(name)
}

// walk follows the links of the pages from start on, with at most so many
// addresses of a route, and calls look with each page. It returns the addresses
// found by route; forms count as addresses of POST.
func (s *stage) walk(email, slug, start string, most int, look func(path string, a answer)) map[string][]string {
	c, _ := s.in.City(slug)
	where := newFinder(slug, addresses(c))
	found := map[string][]string{}
	note := func(method, path string) bool {
		name := where.route(method, path)
		if name == "" || len(found[name]) >= most || slices.Contains(found[name], path) {
			return false
		}
		found[name] = append(found[name], path)
		return true
	}
	queue := []string{start}
	note(http.MethodGet, start)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		a := s.get(email, path)
		if look != nil {
			look(path, a)
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		to, forms := links(a.body)
		for _, form := range forms {
			if !strings.HasPrefix(form, "/"+slug+"/") {
				continue
			}
			note(http.MethodPost, form)
			if where.route(http.MethodGet, form) == strings.Replace(where.route(http.MethodPost, form), " POST ", " GET ", 1) {
				note(http.MethodGet, form)
			}
		}
		for _, link := range to {
			u, err := url.Parse(link)
			if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/"+slug+"/") {
				continue
			}
			q := u.Query()
			q.Del("lang")
			u.RawQuery, u.Fragment = q.Encode(), ""
			if note(http.MethodGet, u.String()) {
				queue = append(queue, u.String())
			}
		}
	}
	return found
}

// examples are addresses of every route that can be found by following links,
// as the head of the department and as the administrator, in both frames.
func (s *stage) examples(t testing.TB, slug string) map[string][]string {
	t.Helper()
	s.mu.Lock()
	known := s.found[slug]
	s.mu.Unlock()
	if known != nil {
		return known
	}
	all := map[string][]string{}
	add := func(found map[string][]string) {
		for name, paths := range found {
			all[name] = append(all[name], paths...)
		}
	}
	for _, role := range []account.Role{account.Head, account.Administrator} {
		s.signIn(t, slug, demoEmail(role))
		add(s.walk(demoEmail(role), slug, "/"+slug+"/office/", 20, nil))
	}
	if s.city(t, slug).hasPortal() {
		add(s.walk("", slug, "/"+slug+"/", 4, nil))
	}
	s.addRecords(t, slug, all)
	for _, a := range addresses(s.city(t, slug)) {
		if len(all[a.name()]) > 0 {
			continue
		}
		if path, ok := fill(a, bases(slug)[a.face], all, addresses(s.city(t, slug))); ok {
			all[a.name()] = []string{path}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found[slug] = all
	return all
}

// addRecords adds the addresses of some records of each kind, and takes out
// those of the bin, which the journal names too.
func (s *stage) addRecords(t testing.TB, slug string, all map[string][]string) {
	t.Helper()
	c := s.city(t, slug)
	binned, err := record.Bin(t.Context(), c.DB, 100)
	if err != nil {
		t.Fatal(err)
	}
	for name, paths := range all {
		all[name] = slices.DeleteFunc(paths, func(path string) bool {
			return slices.ContainsFunc(binned, func(b record.Binned) bool { return strings.HasSuffix(path, b.Ref.ID) })
		})
	}
	tables := recordTables(t, c)
	for name, kind := range c.Kinds {
		route := "office GET " + kind.Path
		for _, id := range idsOf(t, c, tables[name]) {
			if len(all[route]) < 6 {
				all[route] = append(all[route], "/"+slug+"/office"+strings.ReplaceAll(kind.Path, "{id}", id))
			}
		}
	}
}

// fill borrows the values of a route's wildcards from addresses of others that
// begin alike.
func fill(a address, base string, known map[string][]string, all []address) (string, bool) {
	want := strings.Split(strings.TrimSuffix(a.path, "{$}"), "/")
	got := slices.Clone(want)
	for i, part := range want {
		if !strings.HasPrefix(part, "{") {
			continue
		}
		value := ""
		for _, other := range all {
			parts := strings.Split(other.path, "/")
			if other.face != a.face || len(parts) <= i || !slices.Equal(parts[:i], want[:i]) || parts[i] != want[i] {
				continue
			}
			for _, path := range known[other.name()] {
				path, _, _ = strings.Cut(path, "?")
				values := strings.Split(strings.TrimPrefix(path, base), "/")
				if len(values) > i && slices.Equal(values[:i], got[:i]) {
					value = values[i]
				}
			}
		}
		if value == "" {
			return "", false
		}
		got[i] = value
	}
	return base + strings.Join(got, "/"), true
}
