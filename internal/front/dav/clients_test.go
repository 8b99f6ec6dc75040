package dav

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pobratim/internal/kit/contentline"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/feed"
	"pobratim/internal/platform/module"
)

// Programs that people use read the calendars here: vdirsyncer copies them into
// a folder, khal shows what is in it, and the library caldav of Python asks over
// the wire. They are Debian packages, which scripts/setup.sh test installs.

// program runs a client. It fails where the client is missing.
func program(t *testing.T, dir string, env []string, name string, args ...string) (string, error) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: run scripts/setup.sh test", name)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"HOME=" + dir, "LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH")}, env...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err = cmd.Run()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s%s", name, err, out.String(), said.String())
	}
	return out.String(), err
}

// town is a calendar with whole days, hours here and hours elsewhere.
func (h *house) town() {
	h.t.Helper()
	at := func(i int, zone string, hour int) {
		l, err := time.LoadLocation(zone)
		if err != nil {
			h.t.Fatal(err)
		}
		e := &h.entries[i]
		y, m, d := e.When.First().Date()
		e.Opens = time.Date(y, m, d, hour, 0, 0, 0, l)
		e.Closes = e.Opens.Add(90 * time.Minute)
	}
	h.day("visit", module.Visits, "2027-05-10/2027-05-12", "Принять делегацию; Дуйсбург, Амневиль")
	h.day("talks", module.Events, "2027-05-11", "Переговоры")
	at(1, "Asia/Yekaterinburg", 9)
	h.day("online", module.Events, "2027-06-02", "Видеосвязь с Дуйсбургом: "+strings.Repeat("длинное название ", 20))
	at(2, "Europe/Berlin", 9)
	h.day("winter", module.Events, "2027-12-02", "Зимняя видеосвязь")
	at(3, "Europe/Berlin", 9)
}

func TestVdirsyncerAndKhal(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town()
		server := httptest.NewServer(h.Frame)
		defer server.Close()
		dir := t.TempDir()
		h.configure(dir, server.URL)
		run := func(args ...string) error {
			_, err := program(t, dir, []string{"VDIRSYNCER_CONFIG=vdirsyncer.conf"}, "vdirsyncer", args...)
			return err
		}
		for _, step := range []string{"discover", "sync", "metasync"} {
			if err := run(step); err != nil {
				t.Fatal(err)
			}
		}
		if name, err := os.ReadFile(filepath.Join(dir, "days/visits/displayname")); err != nil || string(name) != "Пермь: Визиты" {
			t.Errorf("the calendar is called %q, %v", name, err)
		}
		list := func() string {
			out, err := program(t, dir, nil, "khal", "-c", "khal.conf", "list", "--once", "--day-format", "", "--format", "{start-long}|{end-long}|{title}", "2027-05-01", "300d")
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for l := range strings.Lines(out) {
				l = strings.TrimSpace(l)
				if i := strings.Index(l, " длинное"); i > 0 {
					l = l[:i]
				}
				if l != "" {
					lines = append(lines, l)
				}
			}
			slices.Sort(lines)
			return strings.Join(lines, "\n")
		}
		// 9 o'clock in Duisburg is noon in Perm in summer, and one o'clock in winter.
		want := "2027-05-10|2027-05-12|Принять делегацию; Дуйсбург, Амневиль\n2027-05-11 09:00|2027-05-11 10:30|Переговоры\n2027-06-02 12:00|2027-06-02 13:30|Видеосвязь с Дуйсбургом:\n2027-12-02 13:00|2027-12-02 14:30|Зимняя видеосвязь"
		if got := list(); got != want {
			t.Errorf("khal lists\n%s\nwant\n%s", got, want)
		}
		before := files(t, filepath.Join(dir, "days"))
		// The visit moves, the talks are gone.
		h.entries[0].When, h.entries[0].Version = date(t, "2027-05-17/2027-05-19"), 2
		h.entries = append(h.entries[:1], h.entries[2:]...)
		h.version++
		if err := run("sync"); err != nil {
			t.Fatal(err)
		}
		after := files(t, filepath.Join(dir, "days"))
		if visit := "activity-visit-starts@perm.pobratim"; len(after) != 3 || before[visit] == "" || after[visit] != before[visit] {
			t.Errorf("files by UID: before %v, after %v", before, after)
		}
		if got := list(); !strings.HasPrefix(got, "2027-05-17|2027-05-19|Принять") || strings.Contains(got, "Переговоры") {
			t.Errorf("after the move khal lists\n%s", got)
		}
		passwords, err := h.feeds.Passwords(h.as(h.head))
		if err == nil {
			err = h.feeds.RevokePassword(h.as(h.head), passwords[0].ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := run("sync"); err == nil || !strings.Contains(err.Error(), "401") && !strings.Contains(strings.ToLower(err.Error()), "unauthorized") {
			t.Errorf("after the password was revoked: %v", err)
		}
	})
}

// configure writes the settings of vdirsyncer and khal.
func (h *house) configure(dir, address string) {
	h.t.Helper()
	for _, layer := range module.Layers() {
		if err := os.MkdirAll(filepath.Join(dir, "days", string(layer)), 0o700); err != nil {
			h.t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"vdirsyncer.conf": `[general]
status_path = "` + dir + `/status/"
[pair office]
a = "there"
b = "here"
collections = ["from a"]
metadata = ["displayname", "color"]
conflict_resolution = "a wins"
[storage there]
type = "caldav"
read_only = true
url = "` + address + `/perm/dav/"
username = "` + h.head.Email + `"
password = "` + h.secret + `"
[storage here]
type = "filesystem"
path = "` + dir + `/days/"
fileext = ".ics"
`,
		"khal.conf": `[calendars]
[[all]]
path = ` + dir + `/days/*
type = discover
readonly = True
[locale]
local_timezone = Asia/Yekaterinburg
default_timezone = Asia/Yekaterinburg
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = ` + dir + `/khal.db
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			h.t.Fatal(err)
		}
	}
}

// files are the names of all days in a folder, by UID.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.ics"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r := contentline.New(string(body))
		for {
			p, more, err := r.Next()
			if err != nil || !more {
				break
			}
			if p.Name == "UID" {
				found[p.Value] = filepath.Base(path)
			}
		}
	}
	return found
}

// asking is what Python's caldav is told to do; it prints what it found.
const asking = `
import caldav, datetime, json, os
client = caldav.DAVClient(os.environ["ADDRESS"], username=os.environ["NAME"], password=os.environ["WORD"])
calendars = {c.name: c for c in client.principal().calendars()}
events = calendars["Пермь: Мероприятия"]
say = {"calendars": sorted(calendars)}
def shown(list):
    out = []
    for e in list:
        v = e.vobject_instance.vevent
        start, end = v.dtstart.value, v.dtend.value
        if isinstance(start, datetime.datetime):
            start, end = start.astimezone(datetime.timezone.utc), end.astimezone(datetime.timezone.utc)
        out.append("%s %s %s" % (v.uid.value, start.isoformat(), end.isoformat()))
    return sorted(out)
say["may"] = shown(events.date_search(datetime.datetime(2027, 5, 1), datetime.datetime(2027, 6, 1)))
say["visits"] = shown(calendars["Пермь: Визиты"].events())
say["one"] = shown([events.event_by_uid("activity-winter-starts@perm.pobratim")])
state = events.objects(load_objects=True)
say["synced"] = len(list(state))
updated, deleted = state.sync()
say["again"] = [len(list(updated)), len(list(deleted))]
try:
    calendars["Пермь: Мероприятия"].save_event("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270101T000000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    say["written"] = True
except caldav.lib.error.DAVError:
    say["written"] = False
print(json.dumps(say, ensure_ascii=False))
`

func TestPythonCaldav(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town()
		server := httptest.NewServer(h.Frame)
		defer server.Close()
		ask := func(password string) (string, error) {
			return program(t, t.TempDir(), []string{"ADDRESS=" + server.URL + "/perm/dav/", "NAME=" + h.head.Email, "WORD=" + password, "PYTHONIOENCODING=utf-8"}, "/usr/bin/python3", "-c", asking)
		}
		out, err := ask(h.secret)
		if err != nil {
			t.Fatalf("%v\n(a missing module: run scripts/setup.sh test)", err)
		}
		var got struct {
			Calendars, May, Visits, One []string
			Synced                      int
			Again                       []int
			Written                     bool
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if want := []string{"Пермь: Визиты", "Пермь: Годовщины", "Пермь: Мероприятия", "Пермь: Праздники", "Пермь: Сроки"}; !slices.Equal(got.Calendars, want) {
			t.Errorf("calendars %v", got.Calendars)
		}
		for name, c := range map[string]struct {
			got  []string
			want string
		}{
			"May":    {got.May, "activity-talks-starts@perm.pobratim 2027-05-11T04:00:00+00:00 2027-05-11T05:30:00+00:00"},
			"visits": {got.Visits, "activity-visit-starts@perm.pobratim 2027-05-10 2027-05-13"},
			"winter": {got.One, "activity-winter-starts@perm.pobratim 2027-12-02T08:00:00+00:00 2027-12-02T09:30:00+00:00"},
		} {
			if !slices.Equal(c.got, []string{c.want}) {
				t.Errorf("%s: %v, want %s", name, c.got, c.want)
			}
		}
		if got.Synced != 3 || !slices.Equal(got.Again, []int{0, 0}) || got.Written {
			t.Errorf("%+v", got)
		}
		if _, err := ask("wrong"); err == nil || !strings.Contains(err.Error(), "AuthorizationError") {
			t.Errorf("with a wrong password: %v", err)
		}
	})
}

// A feed that khal takes in shows the same days.
func TestKhalReadsFeed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town()
		_, secret, err := h.feeds.Make(h.as(h.head), feed.Feed{Name: "a", Layers: module.Layers(), Lang: "ru"})
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		h.configure(dir, "")
		body := h.ask("GET", "/perm/feeds/"+secret+".ics", "").Body.Bytes()
		if err := os.WriteFile(filepath.Join(dir, "feed.ics"), body, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := program(t, dir, nil, "khal", "-c", "khal.conf", "printics", "--format", "{start-long}|{end-long}|{title}", "feed.ics")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2027-05-10|2027-05-12|Принять делегацию; Дуйсбург, Амневиль", "2027-05-11 09:00|2027-05-11 10:30|Переговоры", "2027-06-02 12:00|2027-06-02 13:30|Видеосвязь", "2027-12-02 13:00|2027-12-02 14:30|Зимняя видеосвязь"} {
			if !strings.Contains(out, want) {
				t.Errorf("no %s in\n%s", want, out)
			}
		}
	})
}

func date(t *testing.T, text string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
