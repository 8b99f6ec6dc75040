package app

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/front/dav"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// opened is what a user of a role has made to read their calendars elsewhere.
type opened struct {
	path, email, password, id string
}

// opens makes a feed of everything and a calendar password for a role.
func opens(t testing.TB, c *City, role account.Role) opened {
	t.Helper()
	v := userOf(t, c, role)
	ctx := audit.WithActor(account.With(t.Context(), v), audit.Actor{ID: v.UserID, Name: v.Name})
	_, secret, err := c.feeds.Make(ctx, feed.Feed{Name: "test", Layers: module.Layers(), Lang: "ru"})
	if err != nil {
		t.Fatal(err)
	}
	_, password, err := c.feeds.MakePassword(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	return opened{"/" + c.Slug + "/feeds/" + secret + ".ics", demoEmail(role), password, v.UserID}
}

// dav asks over CalDAV as somebody.
func (s *stage) dav(o opened, method, path, body string) answer {
	r := s.request(method, path, nil)
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	r.SetBasicAuth(o.email, o.password)
	r.Header.Set("Depth", "1")
	return s.send("", r)
}

// everyDay is all that somebody reads over CalDAV.
func (s *stage) everyDay(t testing.TB, c *City, o opened) string {
	t.Helper()
	const query = `<c:calendar-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><getetag/><displayname/><c:calendar-data/></prop></c:calendar-query>`
	home := "/" + c.Slug + "/dav/calendars/" + o.id + "/"
	said := s.dav(o, "PROPFIND", home, "").body
	for _, layer := range module.Layers() {
		a := s.dav(o, "REPORT", home+string(layer)+"/", query)
		if a.status != http.StatusMultiStatus {
			t.Errorf("%s of %s answers %d", layer, o.email, a.status)
		}
		said += a.body
	}
	return said
}

// uids are the names of all days in a calendar, in order.
func uids(body string) []string {
	var all []string
	body = strings.ReplaceAll(strings.ReplaceAll(body, "&#xD;", "\r"), "&#xA;", "\n")
	for l := range strings.Lines(strings.ReplaceAll(body, "\r\n ", "")) {
		if uid, ok := strings.CutPrefix(l, "UID:"); ok {
			all = append(all, strings.TrimSpace(uid))
		}
	}
	slices.Sort(all)
	return all
}

// TestCalendarRoutes asks for every address that calendars use: as each role
// with its own secrets, with those of somebody else, and with none.
func TestCalendarRoutes(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c := s.city(t, "perm")
		other := opens(t, c, account.Administrator)
		for _, role := range account.Roles() {
			o := opens(t, c, role)
			a := s.get("", o.path)
			if a.status != http.StatusOK || len(a.header.Values("Set-Cookie")) > 0 || !strings.HasPrefix(a.body, "BEGIN:VCALENDAR\r\n") {
				t.Errorf("%s reads a feed: %d", role, a.status)
			}
			for _, route := range dav.Routes() {
				path := "/perm" + strings.NewReplacer("{user}", o.id, "{layer}", "events", "{name}", "made-up.ics", "{file}", "made-up.ics").Replace(route.Path)
				want := map[bool]int{true: http.StatusMultiStatus, false: http.StatusNotFound}[!strings.Contains(path, "made-up")]
				body := ""
				switch {
				case strings.HasSuffix(path, "/caldav"):
					want = http.StatusMovedPermanently
				case route.Method == "REPORT":
					body = `<sync-collection xmlns="DAV:"><sync-token/><prop><getetag/></prop></sync-collection>`
				}
				if a := s.dav(o, route.Method, path, body); a.status != want {
					t.Errorf("%s %s as %s answers %d, want %d", route.Method, path, role, a.status, want)
				}
				if want == http.StatusMovedPermanently || strings.HasPrefix(route.Path, "/feeds/") {
					continue
				}
				if a := s.dav(opened{email: o.email, password: demoPassword}, route.Method, path, body); a.status != http.StatusUnauthorized {
					t.Errorf("%s %s with the password of the account of %s answers %d", route.Method, path, role, a.status)
				}
				if a := s.dav(other, route.Method, path, body); strings.Contains(path, o.id) && role != account.Administrator && a.status != http.StatusNotFound && a.status != http.StatusForbidden {
					t.Errorf("%s %s of %s as somebody else answers %d", route.Method, path, role, a.status)
				}
			}
			if in, over := uids(a.body), uids(s.everyDay(t, c, o)); !slices.Equal(in, over) || len(in) == 0 && role == account.Head {
				t.Errorf("%s reads %d days in a feed and %d over CalDAV", role, len(in), len(over))
			}
		}
	})
}

// TestCalendarCanary plants an event for each circle of readers: calendars show
// it to those who see it in the office, and to nobody else, also when a role or
// the circle has just changed.
func TestCalendarCanary(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *stage) {
		c, ids := s.city(t, "perm"), map[record.Visibility]string{}
		for _, circle := range []record.Visibility{record.Department, record.Administration, record.Public} {
			id, err := c.Activities.Add(asProgram(t.Context()), activity.Activity{
				Meta: keep.Meta{Visibility: circle}, Type: "visit_in", Status: "planned", Name: i18n.NewText("ru", "kenar "+string(circle)), Starts: edtf.On(time.Date(2027, 5, 10, 0, 0, 0, 0, time.UTC)),
			})
			if err != nil {
				t.Fatal(err)
			}
			ids[circle] = id
		}
		all := map[account.Role]opened{}
		for _, role := range account.Roles() {
			all[role] = opens(t, c, role)
		}
		shown := func(role account.Role) string {
			feed, days := s.get("", all[role].path).body, s.everyDay(t, c, all[role])
			var seen []string
			for _, circle := range []record.Visibility{record.Department, record.Administration, record.Public} {
				in, over := strings.Contains(feed, ids[circle]), strings.Contains(days, ids[circle])
				if in != over || in != strings.Contains(feed, "kenar "+string(circle)) {
					t.Errorf("%s, %s: a feed shows it %v, CalDAV %v", role, circle, in, over)
				}
				if in {
					seen = append(seen, string(circle))
				}
			}
			return strings.Join(seen, " ")
		}
		for role, want := range map[account.Role]string{
			account.Head: "department administration public", account.Coordinator: "department administration public", account.Branch: "administration public", account.Guest: "public", account.Administrator: "public",
		} {
			if got := shown(role); got != want {
				t.Errorf("%s sees %q, want %q", role, got, want)
			}
		}
		u, err := c.Accounts.User(asProgram(t.Context()), all[account.Head].id)
		if err == nil {
			err = c.Accounts.Change(asProgram(t.Context()), account.UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: []account.Role{account.Branch}, Organisation: userOf(t, c, account.Branch).Organisation})
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := shown(account.Head); got != "administration public" {
			t.Errorf("who was the head a moment ago sees %q", got)
		}
		if err := c.Activities.PutAway(asProgram(t.Context()), ids[record.Public]); err != nil {
			t.Fatal(err)
		}
		if got := shown(account.Guest); got != "" {
			t.Errorf("from the bin a guest sees %q", got)
		}
	})
}

// BenchmarkCalDAV asks for a calendar of 5,000 days whole: as it was kept, for the
// first time after one of them changed, and for the first time at all. The peer is
// measured by `scripts/bench.sh`.
func BenchmarkCalDAV(b *testing.B) {
	s, err := copied("sqlite")
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	ctx, c := asProgram(b.Context()), s.city(b, "perm")
	ids := meetings(b, c, 5000)
	o := opens(b, c, account.Head)
	at := "/perm/dav/calendars/" + o.id + "/events/"
	const query = `<c:calendar-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><getetag/><c:calendar-data/></prop></c:calendar-query>`
	changed := 0
	for _, when := range []string{"kept", "changed", "cold"} {
		b.Run(when, func(b *testing.B) {
			var spent time.Duration
			for range b.N {
				host := "example.org"
				switch when {
				case "changed":
					changed++
					a, err := c.Activities.Activity(ctx, ids[changed%len(ids)])
					if err != nil {
						b.Fatal(err)
					}
					a.Code = fmt.Sprint(changed)
					if err := c.Activities.Change(ctx, a); err != nil {
						b.Fatal(err)
					}
				case "cold": // another host stands in all addresses
					changed++
					host = fmt.Sprintf("host%d.example.org", changed)
				}
				r := s.request("REPORT", at, nil)
				r.Body, r.ContentLength, r.Host = io.NopCloser(strings.NewReader(query)), int64(len(query)), host
				r.SetBasicAuth(o.email, o.password)
				before := worked(b)
				if got := s.send("", r); got.status != http.StatusMultiStatus || strings.Count(got.body, ".ics</") < len(ids) {
					b.Fatalf("%d with %d days", got.status, strings.Count(got.body, ".ics</"))
				}
				spent += worked(b) - before
			}
			b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}
