package office

import (
	"fmt"
	"slices"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// section is a part of the menu.
type section struct {
	module.Section
	key   string // of its words; "" bears those of its first page
	icon  ui.Icon
	under bool // stands below the others, quieter
}

// sections are the parts of the menu from the top down: nine, and what the
// office is run with below them.
func sections() []section {
	return []section{
		{Section: module.SectionToday, icon: ui.IconSunrise},
		{Section: module.SectionPlan, key: "office.nav.plan", icon: ui.IconPlan},
		{Section: module.SectionMail, key: "office.nav.mail", icon: ui.IconMail},
		{Section: module.SectionPartners, icon: ui.IconHandshake},
		{Section: module.SectionVisits, icon: ui.IconPlane},
		{Section: module.SectionActivities, icon: ui.IconProject},
		{Section: module.SectionPeople, key: "office.nav.people", icon: ui.IconPeople},
		{Section: module.SectionResults, icon: ui.IconResult},
		{Section: module.SectionNotes, icon: ui.IconNote},
		{Section: module.SectionRun, key: "office.nav.run", icon: ui.IconSettings, under: true},
	}
}

// navEntry is a route that stands in the menu.
type navEntry struct {
	module.Nav
	path string
	need module.Need
}

// housed tells whether every route of the menu stands in one of its sections.
func (f *Frame) housed() error {
	for _, e := range f.nav {
		if !slices.ContainsFunc(sections(), func(s section) bool { return s.Section == e.Section }) {
			return fmt.Errorf("%s stands in no section of the office's menu: %q", e.path, e.Section)
		}
	}
	return nil
}

// menu lists the routes that want to stand in it and that the viewer may open,
// by sections. A section leads to the first of them.
func (f *Frame) menu(s *web.Scene, viewer account.Viewer) ui.Nav {
	nav := ui.Nav{Label: s.T("office.nav")}
	if !viewer.SignedIn() {
		return nav
	}
	entries := slices.DeleteFunc(slices.Clone(f.nav), func(e navEntry) bool {
		return f.Gate.Policy().Scope(viewer.Roles, e.need) == account.None
	})
	slices.SortStableFunc(entries, func(a, b navEntry) int { return a.Order - b.Order })
	here := current(entries, strings.TrimPrefix(s.URL.Path, f.Base))
	for _, part := range sections() {
		var within []ui.Link
		for _, e := range entries {
			if e.Section == part.Section {
				within = append(within, ui.Link{Text: s.T(e.Key), Href: s.Path(e.path), Key: e.Jump, Current: e.path == here})
			}
		}
		if len(within) == 0 {
			continue
		}
		link := part.link(s, within)
		if part.under {
			nav.Under = append(nav.Under, link)
		} else {
			nav.Items = append(nav.Items, link)
		}
	}
	return nav
}

// link is the section over its pages. Where it bears the words of the first, the
// first does not stand under it a second time.
func (p section) link(s *web.Scene, pages []ui.Link) ui.Link {
	open := slices.ContainsFunc(pages, func(l ui.Link) bool { return l.Current })
	link := pages[0]
	if p.key == "" || len(pages) == 1 {
		pages = pages[1:]
	} else {
		link = ui.Link{Text: s.T(p.key), Href: link.Href}
	}
	link.Icon, link.Within, link.Open = p.icon, pages, open
	return link
}

// current is the path of the menu's page under which a page stands: the longest
// that leads to it; none where no page of the menu does.
func current(entries []navEntry, here string) string {
	found := ""
	for _, e := range entries {
		if (e.path == here || e.path != "/" && strings.HasPrefix(here, e.path+"/")) && len(e.path) > len(found) {
			found = e.path
		}
	}
	return found
}
