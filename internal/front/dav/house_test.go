package dav

import (
	"context"
	"encoding/xml"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/db/dbtest"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

const phrase = "семь верблюдов пьют какао"

// house is a frame over a real database, with two users, a clock that a test
// moves and an agenda that it writes.
type house struct {
	*Frame
	t       *testing.T
	now     time.Time
	version int64
	entries []module.Entry
	asked   int // how often the agenda was
	head    account.Viewer
	other   account.Viewer
	secret  string // calendar password of the head
	feeds   *feed.Service
	users   *account.Service
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	dbtest.Each(t, []fs.FS{record.Files, audit.Files, account.Files, feed.Files}, func(t *testing.T, d *db.DB) {
		h := &house{t: t, now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
		clock := func() time.Time { return h.now }
		log, err := audit.Open(t.Context(), d, clock)
		if err != nil {
			t.Fatal(err)
		}
		policy := account.Policy{}
		for _, role := range []account.Role{account.Head, account.Auditor, account.Administrator} {
			policy = append(policy, account.Rule{Role: role, Action: module.Edit, Kind: "profile", Scope: account.All})
		}
		gate := account.NewGate(policy)
		h.users = account.New(d, log, gate, clock, account.Site{Base: "/perm/office", Langs: []string{"ru", "en"}})
		h.feeds = feed.New(keep.Floor{DB: d, Log: log, Gate: gate}, feed.Deps{
			Accounts: h.users, Clock: clock, Langs: []string{"ru", "en"}, Slug: "perm", Base: "/perm",
			Modules:  func() []module.Module { return []module.Module{{Name: "test", Agenda: []module.Agenda{h.agenda}}} },
			Partners: func(context.Context, *web.Scene) ([]ui.Option, error) { return nil, nil },
		})
		catalog, err := i18n.Load(feed.Files, account.Files, edtf.Words())
		if err != nil {
			t.Fatal(err)
		}
		zone, err := time.LoadLocation("Asia/Yekaterinburg")
		if err != nil {
			t.Fatal(err)
		}
		h.Frame = &Frame{
			Base: "/perm", Origin: "https://friends.example.org", Catalog: catalog, Feeds: h.feeds, Clock: clock, Log: slog.New(slog.DiscardHandler),
			City: func(context.Context) (City, error) {
				return City{Name: i18n.NewText("ru", "Пермь"), Langs: []string{"ru", "en"}, Zone: zone}, nil
			},
			Version: func() int64 { return h.version },
		}
		h.Open()
		h.head, h.other = h.user("head@example.org", account.Head), h.user("other@example.org", account.Administrator)
		if _, h.secret, err = h.feeds.MakePassword(h.as(h.head), "test"); err != nil {
			t.Fatal(err)
		}
		test(t, h)
	})
}

// agenda says what the test wrote, to the head alone.
func (h *house) agenda(ctx context.Context, _ *web.Scene, _, _ edtf.Date) ([]module.Entry, error) {
	h.asked++
	if !account.From(ctx).Has(account.Head) {
		return nil, nil
	}
	return h.entries, nil
}

func (h *house) user(email string, role account.Role) account.Viewer {
	h.t.Helper()
	credentials, err := account.NewCredentials(h.t.Context(), phrase, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	u, err := h.users.Add(account.With(h.t.Context(), account.System("test")), account.NewUser{Name: email, Email: email, Roles: []account.Role{role}}, credentials)
	if err != nil {
		h.t.Fatal(err)
	}
	return account.Viewer{UserID: u.ID, Name: u.Name, Email: email, Roles: []account.Role{role}}
}

func (h *house) as(v account.Viewer) context.Context {
	return audit.WithActor(account.With(h.t.Context(), v), audit.Actor{ID: v.UserID, Name: v.Name})
}

// role gives a user another role.
func (h *house) role(v account.Viewer, role account.Role) {
	h.t.Helper()
	ctx := account.With(h.t.Context(), account.System("test"))
	u, err := h.users.User(ctx, v.UserID)
	if err == nil {
		err = h.users.Change(ctx, account.UserChange{ID: u.ID, Version: u.Version, Name: u.Name, Roles: []account.Role{role}})
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// day writes an entry of the agenda and says that something has changed.
func (h *house) day(id string, layer module.Layer, when, text string) {
	d, err := edtf.Parse(when)
	if err != nil {
		h.t.Fatal(err)
	}
	h.entries = append(h.entries, module.Entry{Of: record.Ref{Kind: "activity", ID: id}, Name: "starts", Layer: layer, When: d, Text: text, Path: "/activities/" + id, Version: 1})
	h.version++
}

// ask sends a request without signing in.
func (h *house) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, strings.NewReader(body))
	r.RemoteAddr = "192.0.2.7:4321"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if user, password, ok := strings.Cut(r.Header.Get("X-As"), " "); ok {
		r.SetBasicAuth(user, password)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if c := w.Result().Cookies(); len(c) > 0 {
		h.t.Errorf("%s %s sets cookies", method, path)
	}
	return w
}

// dav asks below /dav/ as the head: "/events/" of their calendars, or a path
// that begins with /perm.
func (h *house) dav(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	if !strings.HasPrefix(path, "/perm/") {
		path = "/perm/dav/calendars/" + h.head.UserID + path
	}
	return h.ask(method, path, body, append([]string{"X-As", h.head.Email + " " + h.secret}, headers...)...)
}

// answers are a multistatus as a program reads it.
type answers struct {
	Responses []struct {
		Href   string `xml:"DAV: href"`
		Status string `xml:"DAV: status"`
		Stats  []struct {
			Status string `xml:"DAV: status"`
			Prop   struct {
				Inner string `xml:",innerxml"`
				Etag  string `xml:"DAV: getetag"`
				Data  string `xml:"urn:ietf:params:xml:ns:caldav calendar-data"`
				Name  string `xml:"DAV: displayname"`
			} `xml:"DAV: prop"`
		} `xml:"DAV: propstat"`
	} `xml:"DAV: response"`
	Token string `xml:"DAV: sync-token"`
}

func (h *house) read(w *httptest.ResponseRecorder) answers {
	h.t.Helper()
	var a answers
	if err := xml.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != http.StatusMultiStatus {
		h.t.Fatalf("%d: %v in %.600s", w.Code, err, w.Body.String())
	}
	return a
}

// names are the last parts of all addresses, with "!" for what is not there.
func (a answers) names() string {
	var all []string
	for _, r := range a.Responses {
		parts := strings.Split(strings.TrimSuffix(r.Href, "/"), "/")
		name := parts[len(parts)-1]
		if strings.Contains(r.Status, "404") {
			name += "!"
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}
