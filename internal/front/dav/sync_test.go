package dav

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// askFrom asks for the root as somebody, from a network address.
func (h *house) askFrom(address, as string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(h.t.Context(), "PROPFIND", "/perm/dav/", nil)
	r.RemoteAddr = address
	r.Header.Set("Depth", "0")
	name, password, _ := strings.Cut(as, " ")
	r.SetBasicAuth(name, password)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (h *house) sync(token, more string) *httptest.ResponseRecorder {
	return h.dav("REPORT", "/events/", `<sync-collection`+xmlns+`><sync-token>`+token+`</sync-token><sync-level>1</sync-level>`+more+`<prop><getetag/></prop></sync-collection>`)
}

// A program that follows a calendar hears what is new, changed and gone, once.
func TestSync(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.day("1", module.Events, "2027-05-10", "a")
		h.day("2", module.Events, "2027-05-11", "b")
		follow := func(what, token, want string) string {
			t.Helper()
			got := h.read(h.sync(token, ""))
			if got.names() != want {
				t.Errorf("%s: %q, want %q", what, got.names(), want)
			}
			return got.Token
		}
		first := follow("at first", "", "activity-1-starts.ics activity-2-starts.ics")
		if again := follow("nothing", first, ""); again != first {
			t.Errorf("the token of nothing new changed from %s to %s", first, again)
		}
		h.day("visit", module.Visits, "2027-05-11", "of another calendar")
		follow("another calendar", first, "")
		h.entries[0].When, h.entries[0].Version = h.entries[1].When, 2
		h.version++
		second := follow("moved", first, "activity-1-starts.ics")
		h.day("3", module.Events, "2027-05-12", "c")
		third := follow("new", second, "activity-3-starts.ics")
		follow("both", first, "activity-1-starts.ics activity-3-starts.ics")
		gone := h.entries[1]
		h.entries = append(h.entries[:1], h.entries[2:]...)
		h.version++
		fourth := follow("gone", third, "activity-2-starts.ics!")
		follow("since the beginning", first, "activity-1-starts.ics activity-3-starts.ics activity-2-starts.ics!")
		h.entries = append(h.entries, gone)
		h.version++
		fifth := follow("returned", fourth, "activity-2-starts.ics")
		h.role(h.head, account.Auditor)
		follow("without rights", fifth, "activity-1-starts.ics! activity-2-starts.ics! activity-3-starts.ics!")
	})
}

// A token that says nothing any more is refused, and the program begins anew.
func TestSyncTokens(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.day("1", module.Events, "2027-05-10", "a")
		token := h.read(h.sync("", "")).Token
		parts := strings.Split(token, "-")
		for _, wrong := range []string{"x", "data:,", "data:,a-b-c", parts[0] + "-99-x", parts[0] + "--1-x", "data:,other-0-x", "https://example.org/1"} {
			w := h.sync(wrong, "")
			if w.Code != 403 || !strings.Contains(w.Body.String(), "<d:valid-sync-token/>") {
				t.Errorf("%s: %d %s", wrong, w.Code, w.Body)
			}
		}
		// After a restart a token is good for what has not changed, and for nothing else.
		h.now = h.now.Add(time.Hour)
		h.shelf = newShelf(h.Clock)
		if got := h.read(h.sync(token, "")); got.names() != "" {
			t.Errorf("after a restart: %s", got.names())
		}
		h.day("2", module.Events, "2027-05-11", "b")
		if w := h.sync(token, ""); w.Code != 403 {
			t.Errorf("after a restart and a change: %d", w.Code)
		}
		if w := h.sync("", "<limit><nresults>1</nresults></limit>"); w.Code != 403 || !strings.Contains(w.Body.String(), "<d:number-of-matches-within-limits/>") {
			t.Errorf("more than wanted: %d %s", w.Code, w.Body)
		}
		if got := h.read(h.sync("", "<limit><nresults>2</nresults></limit>")); got.names() != "activity-1-starts.ics activity-2-starts.ics" {
			t.Errorf("as many as wanted: %s", got.names())
		}
	})
}

// What is kept in memory is bounded, and made anew without harm.
func TestShelf(t *testing.T) {
	now := time.Unix(0, 0)
	s := newShelf(func() time.Time { now = now.Add(time.Second); return now })
	for i := range 2 * maxBooks {
		s.take(strconv.Itoa(i)).mu.Unlock()
	}
	if len(s.books) != maxBooks {
		t.Errorf("%d books are kept", len(s.books))
	}
	for i := range 10 {
		key := "heavy " + strconv.Itoa(i)
		b := s.take(key)
		b.mu.Unlock()
		s.weigh(key, b, maxWeight/3)
	}
	if len(s.books) != 3 || s.books["heavy 9"] == nil {
		t.Errorf("%d books are kept, of which the last: %v", len(s.books), s.books["heavy 9"] != nil)
	}
	b := s.take("too heavy")
	b.mu.Unlock()
	s.weigh("too heavy", b, 2*maxWeight)
	if len(s.books) != 1 || s.books["too heavy"] == nil {
		t.Errorf("%d books are kept beside one that is too heavy", len(s.books)-1)
	}
}

// XML that is made to hurt is refused before it does.
func TestHostile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for name, body := range map[string]string{
			"document type":   `<!DOCTYPE x [<!ENTITY a "b">]><propfind xmlns="DAV:"><prop><displayname/></prop></propfind>`,
			"entity":          `<propfind xmlns="DAV:"><prop>&a;</prop></propfind>`,
			"outside":         `<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><propfind xmlns="DAV:"/>`,
			"depth":           strings.Repeat("<a>", 100_000),
			"number":          `<propfind xmlns="DAV:"><prop>` + strings.Repeat("<a/>", maxElements) + `</prop></propfind>`,
			"size":            `<propfind xmlns="DAV:">` + strings.Repeat(" ", maxBody) + `</propfind>`,
			"cut off":         `<propfind xmlns="DAV:"><prop>`,
			"two documents":   `<propfind xmlns="DAV:"/><propfind xmlns="DAV:"/>`,
			"another element": `<propertyupdate xmlns="DAV:"/>`,
			"no XML":          "BEGIN:VCALENDAR\r\n\xff",
		} {
			for _, method := range []string{"PROPFIND", "REPORT"} {
				if w := h.dav(method, "/events/", body, "Depth", "0"); w.Code != 400 && (w.Code != 403 || method != "REPORT") {
					t.Errorf("%s %s: %d", method, name, w.Code)
				}
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{query(""), `<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>`, "<a><b/></a>", "<!DOCTYPE a>", "<a>&lt;</a>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := parse(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "REPORT", "/", strings.NewReader(s)))
		if err != nil || e == nil {
			return
		}
		if _, err := filterOf(e, time.UTC); err == nil {
			wanted(e)
		}
		m := newMultistatus()
		m.add("/x", wanted(e), folder{})
	})
}
