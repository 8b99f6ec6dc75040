package dav

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"pobratim/internal/platform/account"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/module"
)

const xmlns = ` xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/" xmlns:a="http://apple.com/ns/ical/"`

func TestFeed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.day("1", module.Visits, "2027-05-10/2027-05-12", "Принять делегацию")
		h.day("2", module.Deadlines, "2027-05-01", "Срок")
		made, secret, err := h.feeds.Make(h.as(h.head), feed.Feed{Name: "a", Layers: []module.Layer{module.Visits}, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		path := "/perm/feeds/" + secret + ".ics"
		w := h.ask("GET", path, "")
		body := w.Body.String()
		for _, want := range []string{"\r\nNAME:Пермь: Visits\r\n", "\r\nUID:activity-1-starts@perm.pobratim\r\n", "\r\nDTEND;VALUE=DATE:20270513\r\n", "\r\nURL:https://friends.example.org/perm/office/activities/1\r\n", "\r\nCOLOR:teal\r\n"} {
			if !strings.Contains(body, want) {
				t.Errorf("no %q in\n%s", want, body)
			}
		}
		if w.Code != 200 || strings.Contains(body, "activity-2") || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.Contains(w.Header().Get("Content-Disposition"), `"visits.ics"`) {
			t.Errorf("%d %v\n%s", w.Code, w.Header(), body)
		}
		tag, modified := w.Header().Get("ETag"), w.Header().Get("Last-Modified")
		if head := h.ask("HEAD", path, ""); head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("ETag") != tag || head.Header().Get("Content-Length") != fmt.Sprint(len(body)) {
			t.Errorf("HEAD: %d %v", head.Code, head.Header())
		}
		for _, c := range []struct {
			header, value string
			want          int
		}{
			{"If-None-Match", tag, 304}, {"If-None-Match", `"x", W/` + tag, 304}, {"If-None-Match", "*", 304}, {"If-None-Match", `"x"`, 200},
			{"If-Modified-Since", modified, 304}, {"If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT", 200}, {"If-Modified-Since", "yesterday", 200},
		} {
			if w := h.ask("GET", path, "", c.header, c.value); w.Code != c.want || w.Code == 304 && w.Body.Len() > 0 {
				t.Errorf("%s %s: %d", c.header, c.value, w.Code)
			}
		}
		if h.asked != 1 {
			t.Errorf("the agenda was asked %d times for one state", h.asked)
		}
		h.day("3", module.Visits, "2027-06-01", "Ещё один")
		if w := h.ask("GET", path, "", "If-None-Match", tag); w.Code != 200 || !strings.Contains(w.Body.String(), "activity-3") || w.Header().Get("Last-Modified") == modified {
			t.Errorf("after a change: %d %v", w.Code, w.Header())
		}
		if w := h.ask("POST", path, ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("POST: %d", w.Code)
		}
		h.role(h.head, account.Auditor)
		if w := h.ask("GET", path, ""); w.Code != 200 || strings.Contains(w.Body.String(), "VEVENT") {
			t.Errorf("after the role was taken away: %d\n%s", w.Code, w.Body)
		}
		if err := h.feeds.Revoke(h.as(h.head), made.ID); err != nil {
			t.Fatal(err)
		}
		gone, never := h.ask("GET", path, ""), h.ask("GET", "/perm/feeds/never.ics", "")
		if gone.Code != 404 || never.Code != 404 || gone.Body.String() != never.Body.String() {
			t.Errorf("revoked %d, never there %d", gone.Code, never.Code)
		}
		if w := h.ask("GET", "/perm/feeds/"+secret, ""); w.Code != 404 {
			t.Errorf("without its end: %d", w.Code)
		}
	})
}

// Whoever tries addresses is held back; who has a right one elsewhere is not.
func TestFeedLimits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, secret, err := h.feeds.Make(h.as(h.head), feed.Feed{Name: "a", Layers: module.Layers(), Lang: "ru"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range wrongBurst {
			if w := h.ask("GET", "/perm/feeds/x.ics", ""); w.Code != 404 {
				t.Fatalf("attempt %d: %d", i, w.Code)
			}
		}
		w := h.ask("GET", "/perm/feeds/"+secret+".ics", "")
		if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
			t.Errorf("after %d attempts: %d", wrongBurst, w.Code)
		}
		h.now = h.now.Add(wrongRegain)
		if w := h.ask("GET", "/perm/feeds/"+secret+".ics", ""); w.Code != 200 {
			t.Errorf("after a while: %d", w.Code)
		}
		for range callsBurst {
			w = h.ask("GET", "/perm/feeds/"+secret+".ics", "")
		}
		if w.Code != http.StatusTooManyRequests {
			t.Errorf("after %d requests: %d", callsBurst, w.Code)
		}
	})
}

// The door: no password, a wrong one, the account's own, that of another user.
func TestDoor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		root := "/perm/dav/"
		w := h.ask("PROPFIND", root, "", "Depth", "0")
		if w.Code != 401 || w.Header().Get("WWW-Authenticate") != `Basic realm="Pobratim", charset="UTF-8"` {
			t.Errorf("nobody: %d %v", w.Code, w.Header())
		}
		for _, as := range []string{"head@example.org wrong", "head@example.org " + phrase, "other@example.org " + h.secret, " " + h.secret} {
			if w := h.ask("PROPFIND", root, "", "Depth", "0", "X-As", as); w.Code != 401 {
				t.Errorf("%q: %d", as, w.Code)
			}
		}
		if w := h.ask("GET", "/perm/.well-known/caldav", ""); w.Code != 301 || w.Header().Get("Location") != root {
			t.Errorf("well-known: %d %v", w.Code, w.Header())
		}
		if w := h.ask("OPTIONS", root, ""); w.Code != 200 || !strings.Contains(w.Header().Get("DAV"), "calendar-access") || !strings.HasPrefix(w.Header().Get("DAV"), "1, 3,") || strings.Contains(w.Header().Get("Allow"), "PUT") {
			t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
		}
		for range wrongBurst {
			w = h.ask("PROPFIND", root, "", "Depth", "0", "X-As", "head@example.org wrong")
		}
		if w.Code != http.StatusTooManyRequests {
			t.Errorf("after many attempts: %d", w.Code)
		}
		if w := h.dav("PROPFIND", root, "", "Depth", "0"); w.Code != http.StatusTooManyRequests {
			t.Errorf("the right password from there: %d", w.Code)
		}
		h.now = h.now.Add(wrongRegain * wrongBurst / 2)
		if w := h.dav("PROPFIND", root, "", "Depth", "0"); w.Code != 207 {
			t.Errorf("the right password later: %d", w.Code)
		}
	})
}

// Attempts with a name, wherever they come from, are held back; the owner's own
// password is not.
func TestNameLimit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		code := 0
		for i := range wrongBurst + 1 {
			r := fmt.Sprintf("198.51.100.%d:1", i)
			w := h.askFrom(r, "HEAD@example.org wrong")
			code = w.Code
		}
		if code != http.StatusTooManyRequests {
			t.Errorf("the last attempt: %d", code)
		}
		if w := h.askFrom("192.0.2.9:1", h.head.Email+" "+h.secret); w.Code != 207 {
			t.Errorf("the owner: %d", w.Code)
		}
	})
}

// Nothing can be written, whatever the method.
func TestReadOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.day("1", module.Events, "2027-05-10", "a")
		for _, method := range []string{"PUT", "DELETE", "PROPPATCH", "MKCALENDAR", "MKCOL", "POST", "MOVE", "COPY", "LOCK", "UNLOCK", "ACL", "PATCH"} {
			w := h.dav(method, "/events/activity-1-starts.ics", "BEGIN:VCALENDAR")
			if w.Code != 403 || !strings.Contains(w.Body.String(), "<d:need-privileges/>") {
				t.Errorf("%s: %d %s", method, w.Code, w.Body)
			}
		}
		if w := h.dav("GET", "/events/activity-1-starts.ics", ""); w.Code != 200 || !strings.Contains(w.Body.String(), "SUMMARY:a") {
			t.Errorf("the day: %d", w.Code)
		}
	})
}

// A program finds everything by itself, beginning at the root.
func TestDiscovery(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.day("1", module.Events, "2027-05-10", "a")
		find := func(path, depth, body string) answers { return h.read(h.dav("PROPFIND", path, body, "Depth", depth)) }
		ask := func(names string) string { return "<propfind" + xmlns + "><prop>" + names + "</prop></propfind>" }
		has := func(what, inner string, wants ...string) {
			for _, want := range wants {
				if !strings.Contains(inner, want) {
					t.Errorf("%s: no %s in %s", what, want, inner)
				}
			}
		}
		principal, home := "/perm/dav/principals/"+h.head.UserID+"/", "/perm/dav/calendars/"+h.head.UserID+"/"
		root := find("/perm/dav/", "0", ask("<current-user-principal/>"))
		has("root", root.Responses[0].Stats[0].Prop.Inner, "<d:href>"+principal+"</d:href>")
		user := find(principal, "0", ask("<c:calendar-home-set/><c:calendar-user-address-set/><displayname/><principal-URL/><resourcetype/>"))
		has("user", user.Responses[0].Stats[0].Prop.Inner, "<d:href>"+home+"</d:href>", "mailto:head@example.org", "<d:principal/>")
		all := find(home, "1", ask("<resourcetype/><displayname/><cs:getctag/><a:calendar-color/><c:supported-calendar-component-set/><current-user-privilege-set/><supported-report-set/><sync-token/><x:nothing xmlns:x='urn:x'/>"))
		if got := all.names(); got != h.head.UserID+" events visits deadlines anniversaries holidays" {
			t.Errorf("home: %s", got)
		}
		events := all.Responses[1].Stats
		has("events", events[0].Prop.Inner, "<c:calendar/>", "Пермь: Мероприятия", "#4169E1FF", `<c:comp name="VEVENT"/>`, "<d:read/>", "<d:sync-collection/>", "data:,")
		if strings.Contains(events[0].Prop.Inner, "<d:write") {
			t.Errorf("events may be written: %s", events[0].Prop.Inner)
		}
		if !strings.Contains(events[1].Status, "404") || !strings.Contains(events[1].Prop.Inner, "urn:x") {
			t.Errorf("what there is not: %+v", events[1])
		}
		if got := find("/events/", "1", ask("<getetag/>")).names(); got != "events activity-1-starts.ics" {
			t.Errorf("days: %s", got)
		}
		if got := find("/events/", "0", "").names(); got != "events" {
			t.Errorf("depth 0: %s", got)
		}
		one := find("/events/activity-1-starts.ics", "0", "<propfind"+xmlns+"><propname/></propfind>")
		has("a day", one.Responses[0].Stats[0].Prop.Inner, "<d:getetag/>", "<d:getcontenttype/>")
		for path, depth := range map[string]string{"/perm/dav/": "infinity", "/events/": ""} {
			if w := h.dav("PROPFIND", path, "", "Depth", depth); w.Code != 403 || !strings.Contains(w.Body.String(), "<d:propfind-finite-depth/>") {
				t.Errorf("%s depth %q: %d", path, depth, w.Code)
			}
		}
		for _, path := range []string{"/made-up/", "/events/made-up.ics", "/perm/dav/calendars/" + h.other.UserID + "/", "/perm/dav/calendars/" + h.other.UserID + "/events/", "/perm/dav/principals/" + h.other.UserID + "/", "/perm/dav/made-up", "/perm/dav/calendars/%2e%2e/x", "/events/a/b"} {
			if w := h.dav("PROPFIND", path, "", "Depth", "0"); w.Code != 404 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
	})
}

func query(filter string) string {
	return `<c:calendar-query` + xmlns + `><prop><getetag/><c:calendar-data/></prop><c:filter><c:comp-filter name="VCALENDAR">` + filter + `</c:comp-filter></c:filter></c:calendar-query>`
}

func TestQuery(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		perm, err := time.LoadLocation("Asia/Yekaterinburg")
		if err != nil {
			t.Fatal(err)
		}
		h.day("day", module.Events, "2027-05-10", "День города")
		h.day("span", module.Events, "2027-05-20/2027-05-25", "Фестиваль")
		h.day("hour", module.Events, "2027-06-01", "Переговоры")
		hour := &h.entries[2]
		hour.Opens = time.Date(2027, 6, 1, 9, 0, 0, 0, perm)
		hour.Closes = hour.Opens.Add(time.Hour)
		h.day("visit", module.Visits, "2027-05-10", "Визит")
		within := func(from, until string) string {
			return `<c:comp-filter name="VEVENT"><c:time-range start="` + from + `" end="` + until + `"/></c:comp-filter>`
		}
		matching := func(prop, inner string) string {
			return `<c:comp-filter name="VEVENT"><c:prop-filter name="` + prop + `">` + inner + `</c:prop-filter></c:comp-filter>`
		}
		for name, c := range map[string]struct{ filter, want string }{
			"everything":                 {"", "day span hour"},
			"all events":                 {`<c:comp-filter name="VEVENT"/>`, "day span hour"},
			"tasks":                      {`<c:comp-filter name="VTODO"/>`, ""},
			"no tasks":                   {`<c:comp-filter name="VTODO"><c:is-not-defined/></c:comp-filter>`, "day span hour"},
			"May":                        {within("20270501T000000Z", "20270601T000000Z"), "day span"},
			"within a span":              {within("20270522T000000Z", "20270523T000000Z"), "span"},
			"ends at midnight in Perm":   {within("20270510T190000Z", "20270511T190000Z"), ""},
			"an hour before":             {within("20270510T180000Z", "20270511T190000Z"), "day"},
			"begins at midnight in Perm": {within("20270508T190000Z", "20270509T190000Z"), ""},
			"the hour":                   {within("20270601T043000Z", "20270601T050000Z"), "hour"},
			"after the hour":             {within("20270601T050000Z", "20270701T000000Z"), ""},
			"by uid":                     {matching("UID", `<c:text-match collation="i;octet">activity-hour-starts@perm.pobratim</c:text-match>`), "hour"},
			"by words":                   {matching("SUMMARY", `<c:text-match>город</c:text-match>`), "day"},
			"by words, however written":  {matching("SUMMARY", `<c:text-match collation="i;unicode-casemap">ФЕСТ</c:text-match>`), "span"},
			"without words":              {matching("SUMMARY", `<c:text-match negate-condition="yes">город</c:text-match>`), "span hour"},
			"without a description":      {matching("DESCRIPTION", `<c:is-not-defined/>`), "day span hour"},
			"with alarms":                {`<c:comp-filter name="VEVENT"><c:comp-filter name="VALARM"/></c:comp-filter>`, ""},
		} {
			got := h.read(h.dav("REPORT", "/events/", query(c.filter), "Depth", "1"))
			want := ""
			for id := range strings.FieldsSeq(c.want) {
				want += " activity-" + id + "-starts.ics"
			}
			if got.names() != strings.TrimSpace(want) {
				t.Errorf("%s: %s, want%s", name, got.names(), want)
			}
			for _, r := range got.Responses {
				if !strings.HasPrefix(r.Stats[0].Prop.Data, "BEGIN:VCALENDAR\n") && !strings.HasPrefix(r.Stats[0].Prop.Data, "BEGIN:VCALENDAR\r\n") {
					t.Errorf("%s: no data in %s", name, r.Href)
				}
			}
		}
		for name, c := range map[string]struct{ body, element string }{
			"unknown property":  {query(matching("X-MADE-UP", "")), "<c:supported-filter/>"},
			"unknown collation": {query(matching("UID", `<c:text-match collation="x">a</c:text-match>`)), "<c:supported-collation/>"},
			"no dates":          {query(`<c:comp-filter name="VEVENT"><c:time-range/></c:comp-filter>`), "<c:valid-filter/>"},
			"backwards":         {query(within("20270601T000000Z", "20270501T000000Z")), "<c:valid-filter/>"},
			"no date":           {query(within("2027-06-01", "20270501T000000Z")), "<c:valid-filter/>"},
			"other format":      {`<c:calendar-query` + xmlns + `><prop><c:calendar-data content-type="application/calendar+json"/></prop></c:calendar-query>`, "<c:supported-calendar-data/>"},
			"other report":      {`<c:free-busy-query` + xmlns + `/>`, "<d:supported-report/>"},
		} {
			if w := h.dav("REPORT", "/events/", c.body); w.Code != 403 || !strings.Contains(w.Body.String(), c.element) {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
		}
	})
}

func TestMultiget(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.day("1", module.Events, "2027-05-10", "a")
		h.day("2", module.Visits, "2027-05-10", "b")
		at := "/perm/dav/calendars/" + h.head.UserID
		body := `<c:calendar-multiget` + xmlns + `><prop><getetag/><c:calendar-data/></prop>` +
			`<href>` + at + `/events/activity-1-starts.ics</href><href>https://friends.example.org` + at + `/events/activity-1-starts.ics</href><href>` + at + `/events/gone.ics</href><href>` + at + `/visits/activity-2-starts.ics</href><href>:</href></c:calendar-multiget>`
		got := h.read(h.dav("REPORT", "/events/", body))
		if want := "activity-1-starts.ics activity-1-starts.ics gone.ics! activity-2-starts.ics! :!"; got.names() != want {
			t.Errorf("%s, want %s", got.names(), want)
		}
		w := h.dav("GET", "/events/activity-1-starts.ics", "")
		if got.Responses[0].Stats[0].Prop.Etag != w.Header().Get("ETag") {
			t.Errorf("tags differ: %s, %s", got.Responses[0].Stats[0].Prop.Etag, w.Header().Get("ETag"))
		}
		if w := h.dav("GET", "/events/activity-1-starts.ics", "", "If-None-Match", w.Header().Get("ETag")); w.Code != 304 {
			t.Errorf("unchanged: %d", w.Code)
		}
	})
}
