package portal

import (
	"net/http"
	"strings"

	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/keep"
)

// prose is a text as paragraphs or lines, with the language it is in when that
// is not the page's.
type prose struct {
	Lang string
	Text []string
}

// paragraphs cuts a text at empty lines, or at every line.
func paragraphs(s *web.Scene, t i18n.Text, at string) prose {
	said := keep.Said(s, t)
	p := prose{Lang: said.Lang}
	for part := range strings.SplitSeq(strings.ReplaceAll(said.Text, "\r\n", "\n"), at) {
		if part = strings.TrimSpace(part); part != "" {
			p.Text = append(p.Text, part)
		}
	}
	return p
}

// aboutPage is what the template portal/about shows.
type aboutPage struct {
	Policy  prose
	Contact ui.Box
	People  []ui.Person
	Legal   prose
}

// about is page P21: the policy in a paragraph, whom to call, the legal base.
func (f *Frame) about(r *http.Request) (web.Reply, error) {
	s, c := web.SceneOf(r), askOf(r).city
	data := aboutPage{Policy: paragraphs(s, c.Policy, "\n\n"), Legal: paragraphs(s, c.Legal, "\n"), Contact: ui.Box{Title: s.T("portal.about.contact")}}
	row := func(key string, v ui.Value) {
		if v.Text != "" {
			data.Contact.Rows = append(data.Contact.Rows, ui.BoxRow{Label: s.T("portal.about." + key), Value: v})
		}
	}
	row("department", keep.Said(s, c.Department))
	row("address", keep.Said(s, c.Address))
	if c.Phone != "" {
		row("phone", phone(c.Phone))
	}
	if c.Email != "" {
		row("email", email(c.Email))
	}
	row("hours", keep.Said(s, c.Hours))
	for _, who := range c.People {
		name := keep.Said(s, who.Name)
		p := ui.Person{Name: name, Initials: initials(name.Text), Role: keep.Said(s, who.Role).Text, Since: keep.Said(s, who.Hours)}
		if who.Phone != "" {
			p.Contacts = append(p.Contacts, ui.Link{Text: who.Phone, Href: phone(who.Phone).Href, Icon: ui.IconPhone})
		}
		if who.Email != "" {
			p.Contacts = append(p.Contacts, ui.Link{Text: who.Email, Href: "mailto:" + who.Email, Icon: ui.IconMail})
		}
		data.People = append(data.People, p)
	}
	city := c.Name.In(s.Lang).Value
	return web.Page{
		Template: "portal/about", Title: s.T("portal.about.title"), Data: data,
		Head: web.Head{Description: s.T("portal.about.description", "city", city), JSONLD: organisation(s, c, f.origin(r)+s.Path("/about"))},
	}, nil
}

// initials are the first letters of the first two words of a name.
func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			out = append(out, r)
			break
		}
		if len(out) == 2 {
			break
		}
	}
	return string(out)
}

// accessPage is what the template portal/accessibility shows.
type accessPage struct {
	Panel   ui.LowVision
	Does    []string
	Gaps    []string
	Tested  string
	Result  prose
	Contact []ui.Value
}

// accessibility is page P23: what the pages do, what they do not yet, when a
// person tested them, whom to tell, and the settings themselves.
func (f *Frame) accessibility(r *http.Request) (web.Reply, error) {
	s, a := web.SceneOf(r), askOf(r)
	data := accessPage{Panel: lowVision(s, a.look, "/accessibility"), Contact: Reach(s, a.city), Tested: s.T("portal.access.untested")}
	for _, key := range []string{"keys", "size", "scripts", "map", "colour", "motion", "print"} {
		data.Does = append(data.Does, s.T("portal.access.does."+key))
	}
	for _, key := range []string{"people", "documents", "pictures", "languages"} {
		data.Gaps = append(data.Gaps, s.T("portal.access.gap."+key))
	}
	if !a.city.Tested.IsZero() {
		data.Tested = s.T("portal.access.tested", "day", s.Day(a.city.Tested))
		data.Result = paragraphs(s, a.city.TestResult, "\n\n")
	}
	return web.Page{
		Template: "portal/accessibility", Title: s.T("portal.access.title"), Data: data,
		Head: web.Head{Description: s.T("portal.access.description", "city", a.city.Name.In(s.Lang).Value)},
	}, nil
}
