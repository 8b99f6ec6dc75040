package setting

import (
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
)

// Contact is somebody in the department whom the public may call (P21).
type Contact struct {
	Name  i18n.Text `json:"name"`
	Post  i18n.Text `json:"post"`
	Hours i18n.Text `json:"hours"`
	Phone string    `json:"phone"`
	Email string    `json:"email"`
	Door  bool      `json:"door"` // whom to call who cannot sign in
}

// maxContacts is how many may be named.
const maxContacts = 8

// DoorContact is whom to call who cannot sign in: the one who is named for it,
// or else the department. Empty when neither is known.
func (s Settings) DoorContact() Contact {
	for _, c := range s.Contacts {
		if c.Door {
			return c
		}
	}
	return Contact{Name: s.Department, Hours: s.Hours, Phone: s.Phone, Email: s.Email}
}

// checkContacts checks the people and drops those without anything said.
func (s *Settings) checkContacts(bad *errs.Fields) {
	if len(s.Contacts) > maxContacts {
		bad.Add(errs.Field("contact", "setting.contact.many", "max", strconv.Itoa(maxContacts)))
	}
	for i := range s.Contacts {
		c, at := &s.Contacts[i], contactField(i, "")
		c.Phone, c.Email = form.Line(c.Phone), form.Line(c.Email)
		if c.Name.IsZero() {
			bad.Add(errs.Field(at+"name", "setting.contact.name.empty"))
		}
		checkText(bad, at+"name", c.Name, maxTitle)
		checkText(bad, at+"post", c.Post, 2*maxTitle)
		checkText(bad, at+"hours", c.Hours, maxTitle)
		if c.Phone != "" && !phoneLike(c.Phone) {
			bad.Add(errs.Field(at+"phone", "form.phone"))
		}
		if c.Email != "" && !emailLike(c.Email) {
			bad.Add(errs.Field(at+"email", "form.email"))
		}
	}
}

// contactField is the name of the control of a contact: "contact.0.name".
func contactField(i int, name string) string { return "contact." + strconv.Itoa(i) + "." + name }

// contactSets are the groups of controls of the people, and one more for the
// next person.
func (s *Service) contactSets(sc *web.Scene, v Settings, langs func(name, label string, t i18n.Text, long bool) ui.Field) []ui.Fieldset {
	var sets []ui.Fieldset
	for i := range min(len(v.Contacts)+1, maxContacts) {
		var c Contact
		set := ui.Fieldset{Legend: sc.T("setting.contact.next"), Hint: sc.T("setting.contact.next.hint")}
		if i < len(v.Contacts) {
			c = v.Contacts[i]
			set = ui.Fieldset{Legend: sc.T("setting.contact.one", "n", strconv.Itoa(i+1)), Hint: sc.T("setting.contact.remove")}
		}
		field := func(name string) string { return contactField(i, name) }
		set.Fields = []ui.Field{
			langs(field("name"), "contact.name", c.Name, false), langs(field("post"), "contact.post", c.Post, false), langs(field("hours"), "contact.hours", c.Hours, false),
			{Kind: ui.FieldPhone, Name: field("phone"), Label: sc.T("setting.phone"), Value: c.Phone, Width: ui.WidthMedium, Autocomplete: "off"},
			{Kind: ui.FieldEmail, Name: field("email"), Label: sc.T("setting.email"), Value: c.Email, Width: ui.WidthMedium, NoSpell: true, Autocomplete: "off"},
			{Kind: ui.FieldChecks, Name: field("door"), Label: sc.T("setting.contact.door"), Options: []ui.Option{{Value: "1", Label: sc.T("setting.contact.door.yes"), Selected: c.Door}}},
		}
		sets = append(sets, set)
	}
	return sets
}

// readContacts takes the people as they were typed, over those that are there.
// One of whom everything was emptied is gone.
func (s *Service) readContacts(f *form.Form, now []Contact, text func(name string, t *i18n.Text)) []Contact {
	var people []Contact
	for i := range maxContacts {
		if !f.Has(contactField(i, "name."+first(s.langs))) {
			break
		}
		var c Contact
		if i < len(now) {
			c = now[i]
		}
		for name, t := range map[string]*i18n.Text{"name": &c.Name, "post": &c.Post, "hours": &c.Hours} {
			text(contactField(i, name), t)
		}
		c.Phone, c.Email = form.Line(f.Typed(contactField(i, "phone"))), form.Line(f.Typed(contactField(i, "email")))
		c.Door = f.Typed(contactField(i, "door")) != ""
		if c.Name.IsZero() && c.Post.IsZero() && c.Hours.IsZero() && c.Phone == "" && c.Email == "" {
			continue
		}
		people = append(people, c)
	}
	return people
}

// inWords is a person as the history shows it, on one line.
func (c Contact) inWords(lang string) string {
	var parts []string
	for _, part := range []string{c.Name.In(lang).Value, c.Post.In(lang).Value, c.Phone, c.Email, c.Hours.In(lang).Value} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
