package report

import (
	"cmp"
	"slices"
	"strings"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/errs"
)

// peopleLimit is how many people of the other side the sheet names.
const peopleLimit = 5

// who names the people of the other side: those who hold the coordinators'
// posts, then those of the city and its authorities, then the others; in an
// organisation, those heard of last before the others.
func (c *collector) who() error {
	seen := map[string]bool{}
	for _, post := range []string{c.p.TheirPost, c.p.TheirDeputy} {
		if post == "" {
			continue
		}
		holder, held, err := c.s.deps.Contacts.Holder(c.ctx, post, c.now)
		if err != nil {
			return err
		}
		if held {
			if err := c.people([]contact.Holder{holder}, seen); err != nil {
				return err
			}
		}
	}
	organisations, err := c.s.deps.Contacts.Organisations(c.ctx, contact.OrganisationFilter{Partner: c.p.ID, Limit: 200})
	if err != nil && errs.KindOf(err) != errs.Forbidden {
		return err
	}
	slices.SortStableFunc(organisations, func(a, b contact.OrganisationRow) int { return rank(a.Type) - rank(b.Type) })
	for _, o := range organisations {
		if len(c.blocks[Who]) == peopleLimit {
			break
		}
		members, err := c.s.deps.Contacts.Members(c.ctx, o.ID)
		if err != nil {
			return err
		}
		if err := c.people(members, seen); err != nil {
			return err
		}
	}
	if len(seen) == 0 {
		c.miss("who", c.when("/organisations/new?partner="+c.p.ID))
	}
	return nil
}

// people adds those who are in office, each once, as far as there is room.
func (c *collector) people(holders []contact.Holder, seen map[string]bool) error {
	slices.SortStableFunc(holders, func(a, b contact.Holder) int {
		return cmp.Or(strings.Compare(b.Seen.Sort(), a.Seen.Sort()), strings.Compare(a.PersonName.Name, b.PersonName.Name))
	})
	for _, h := range holders {
		if len(c.blocks[Who]) >= peopleLimit || seen[h.Person] || !h.Current(c.now) {
			continue
		}
		seen[h.Person] = true
		if err := c.person(h); err != nil {
			return err
		}
	}
	return nil
}

// rank puts the city and its authorities first.
func rank(organisation string) int {
	switch organisation {
	case "authority":
		return 1
	case "municipal":
		return 2
	}
	return 3
}

// person is who somebody is, how the name is said and how to address them.
func (c *collector) person(h contact.Holder) error {
	p, err := c.s.deps.Contacts.Person(c.ctx, h.Person)
	if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
		p, err = h.PersonName, nil
	}
	if err != nil {
		return err
	}
	line := c.line(p.Ref(), "/people/"+h.Person)
	line.Key = "person.one"
	line.Edit = c.when(line.Path + "/edit")
	shown := p.In(c.b.Lang)
	line.Parts = append(line.Parts, c.own(shown, Strong, false))
	spelt := []string{shown}
	for _, name := range []string{p.Name, p.Latin, p.Cyrillic} {
		if name != "" && !slices.Contains(spelt, name) {
			spelt = append(spelt, name)
			line.Parts = append(line.Parts, c.own(name, Soft, false))
		}
	}
	c.post(&line, h)
	c.greeting(&line, p)
	if p.Quiet {
		line.Remarks = append(line.Remarks, Remark{Key: "report.quiet"})
	}
	c.age(&line, h.Seen)
	if err := c.cited(&line); err != nil {
		return err
	}
	c.add(Who, line)
	return nil
}

func (c *collector) post(line *Line, h contact.Holder) {
	title, organisation := h.Title, h.OrganisationName
	if h.Post != "" {
		title = h.PostTitle
	}
	newRow := true
	for _, text := range []struct {
		value string
		lang  string
	}{{title.In(c.b.Lang).Value, title.In(c.b.Lang).Lang}, {organisation.In(c.b.Lang).Value, organisation.In(c.b.Lang).Lang}} {
		if text.value == "" {
			continue
		}
		part := Part{Text: text.value, Break: newRow}
		if text.lang != c.b.Lang {
			part.Lang = text.lang
		}
		if !newRow {
			line.Parts[len(line.Parts)-1].Text += ","
		}
		line.Parts = append(line.Parts, part)
		newRow = false
	}
}

// greeting is how the name is said, how to address the person, which languages
// they speak.
func (c *collector) greeting(line *Line, p contact.Person) {
	newRow := true
	add := func(key, text string) {
		if text == "" {
			return
		}
		part := Part{Text: c.w.T(key, "text", text), Kind: Soft, Break: newRow}
		if !newRow {
			line.Parts[len(line.Parts)-1].Text += ";"
		}
		line.Parts = append(line.Parts, part)
		newRow = false
	}
	add("report.who.sounds", p.Sounds)
	add("report.who.address", p.Address)
	names := make([]string, len(p.Spoken))
	for i, code := range p.Spoken {
		names[i] = c.w.Language(code)
	}
	add("report.who.speaks", c.w.Join(names))
}

// phones are those who answer for the tie at home.
func (c *collector) phones() error {
	for _, post := range []string{c.p.OurPost, c.p.OurDeputy} {
		if post == "" {
			continue
		}
		h, held, err := c.s.deps.Contacts.Holder(c.ctx, post, c.now)
		if err != nil {
			return err
		}
		if !held {
			continue
		}
		p, err := c.s.deps.Contacts.Person(c.ctx, h.Person)
		if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
			continue
		}
		if err != nil {
			return err
		}
		line := c.line(p.Ref(), "/people/"+p.ID, c.own(p.In(c.b.Lang), Strong, false))
		line.Key, line.Edit = "partner.our_post", c.when(line.Path+"/edit")
		for _, text := range []string{p.Phone, p.Email} {
			if text != "" {
				line.Parts = append(line.Parts, Part{Text: text, Break: true})
			}
		}
		c.add(Phones, line)
	}
	if len(c.blocks[Phones]) == 0 {
		c.miss("phones", c.field("our_post"))
	}
	return nil
}
