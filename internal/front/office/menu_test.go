package office

import (
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// desks are a frame whose menu holds these pages; who signs in may see "open".
func desks() *Frame {
	f := &Frame{Base: "/perm/office", Gate: account.NewGate(account.Policy{{Role: account.Coordinator, Action: module.View, Kind: "open", Scope: account.All}})}
	for _, e := range []struct {
		path, key, kind string
		section         module.Section
		order           int
	}{
		{"/gifts", "desk.gifts", "open", module.SectionVisits, 51},
		{"/visits", "desk.visits", "open", module.SectionVisits, 32},
		{"/people", "desk.people", "open", module.SectionPeople, 50},
		{"/organisations", "desk.organisations", "closed", module.SectionPeople, 40},
		{"/outbox", "desk.outbox", "open", module.SectionMail, 19},
		{"/outbox/settings", "desk.server", "open", module.SectionRun, 92},
	} {
		f.nav = append(f.nav, navEntry{module.Nav{Key: e.key, Order: e.order, Section: e.section}, e.path, module.Need{Action: module.View, Kind: e.kind}})
	}
	return f
}

// drawn is the menu in words: a section, its pages behind a colon, the open
// section in brackets, the page where the reader is with a star.
func drawn(t *testing.T, f *Frame, path string) string {
	t.Helper()
	words, err := i18n.Load(Files, fstest.MapFS{"locale/en.json": {Data: []byte(`{"desk.gifts":"Gifts","desk.visits":"Visits","desk.people":"People","desk.organisations":"Organisations","desk.outbox":"Outbox","desk.server":"Mail server"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Scene{Printer: words.Printer("en"), Base: f.Base, URL: &url.URL{Path: f.Base + path}}
	nav := f.menu(s, account.Viewer{UserID: "u", Roles: []account.Role{account.Coordinator}})
	name := func(l ui.Link) string {
		if l.Current {
			return l.Text + "*"
		}
		return l.Text
	}
	var all []string
	for _, l := range append(nav.Items, nav.Under...) {
		text := name(l)
		for i, inner := range l.Within {
			text += map[bool]string{true: ": ", false: ", "}[i == 0] + name(inner)
		}
		if l.Open {
			text = "[" + text + "]"
		}
		all = append(all, text)
	}
	return strings.Join(all, " | ")
}

func TestMenu(t *testing.T) {
	for path, want := range map[string]string{
		"/":                      "Outbox | Visits: Gifts | People | Mail server",
		"/visits":                "Outbox | [Visits*: Gifts] | People | Mail server",
		"/gifts/01J/edit":        "Outbox | [Visits: Gifts*] | People | Mail server",
		"/giftshop":              "Outbox | Visits: Gifts | People | Mail server",
		"/outbox/messages/01J":   "[Outbox*] | Visits: Gifts | People | Mail server",
		"/outbox/settings/check": "Outbox | Visits: Gifts | People | [Mail server*]",
	} {
		if got := drawn(t, desks(), path); got != want {
			t.Errorf("at %s\n got %s\nwant %s", path, got, want)
		}
	}
	f := desks()
	f.nav[0].Section = module.SectionRun
	f.nav[4].Section = module.SectionPlan
	if got, want := drawn(t, f, "/gifts"), "Outbox | Visits | People | [Settings and data: Gifts*, Mail server]"; got != want {
		t.Errorf("a section with words of its own: %s", got)
	}
}

func TestMenuUnhoused(t *testing.T) {
	f := desks()
	if err := f.housed(); err != nil {
		t.Error(err)
	}
	f.nav[1].Section = "attic"
	if err := f.housed(); err == nil || !strings.Contains(err.Error(), "/visits") {
		t.Errorf("an unknown section: %v", err)
	}
}
