package paperwork

import (
	"slices"
	"strings"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/fill"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

// field is one thing that papers can say.
type field struct {
	name string
	say  func(f *facts, p *i18n.Printer, lang string) string
	// at is the page of the office where it is entered.
	at func(f *facts) string
}

// list is something that papers can repeat.
type list struct {
	name        string
	fields      []string
	inner       string
	innerFields []string
	at          func(f *facts) string
}

func lists() []list {
	ofActivity := func(f *facts) string { return "/activities/" + f.ID }
	return []list{
		{name: "members", fields: []string{"number", "name", "passport", "post", "citizenship", "role"}, at: ofActivity},
		{name: "programme", fields: []string{"day"}, inner: "items", innerFields: []string{"time", "what", "where"}, at: ofActivity},
		{name: "estimate", fields: []string{"number", "what", "how", "sum"}, at: ofActivity},
		{name: "promises", fields: []string{"number", "what", "side", "due", "end"}, at: ofActivity},
	}
}

// in is a text in a language, and nothing when it is only known in another.
func in(t i18n.Text, lang string) string { return t.Get(lang) }

// fields are all texts that papers can say, in the order of the page that lists
// them.
func fields() []field {
	activity := func(f *facts) string { return "/activities/" + f.ID + "/edit" }
	settings := func(*facts) string { return "/settings" }
	partner := func(f *facts) string {
		if f.partner.ID == "" {
			return "/activities/" + f.ID + "/field/partners"
		}
		return "/partners/" + f.partner.ID + "/edit"
	}
	details := func(f *facts) string { return "/activities/" + f.ID + "/papers/details" }
	all := []field{
		{"activity", func(f *facts, _ *i18n.Printer, l string) string { return in(f.Name, l) }, activity},
		{"activity.dates", func(f *facts, p *i18n.Printer, _ string) string { return p.Date(f.When) }, activity},
		{"activity.place", func(f *facts, _ *i18n.Printer, l string) string { return in(f.Place, l) }, activity},
		{"summary", func(f *facts, _ *i18n.Printer, l string) string { return in(f.Summary, l) }, activity},
		{"purpose", func(f *facts, _ *i18n.Printer, l string) string { return in(f.details.Purpose, l) }, details},
		{"ground", func(f *facts, _ *i18n.Printer, l string) string { return in(f.details.Ground, l) }, details},
		{"money", func(f *facts, _ *i18n.Printer, l string) string { return in(f.details.Money, l) }, details},
		{"city", func(f *facts, _ *i18n.Printer, l string) string { return in(f.home.Name, l) }, settings},
		{"department", func(f *facts, _ *i18n.Printer, l string) string { return in(f.home.Department, l) }, settings},
		{"address", func(f *facts, _ *i18n.Printer, l string) string { return in(f.home.Address, l) }, settings},
		{"phone", func(f *facts, _ *i18n.Printer, _ string) string { return f.home.Phone }, settings},
		{"email", func(f *facts, _ *i18n.Printer, _ string) string { return f.home.Email }, settings},
		{"partner", func(f *facts, _ *i18n.Printer, l string) string { return in(f.partner.Name, l) }, partner},
		{"partner.native", func(f *facts, _ *i18n.Printer, _ string) string { return f.partner.Native }, partner},
		{"partner.country", func(f *facts, _ *i18n.Printer, l string) string {
			if f.partner.Country == "" {
				return ""
			}
			return f.country(f.partner.Country, l)
		}, partner},
		{"partner.languages", func(f *facts, p *i18n.Printer, _ string) string {
			var said []string
			for _, code := range f.partner.Languages {
				said = append(said, p.Language(code))
			}
			return strings.Join(said, ", ")
		}, partner},
		{"since", func(f *facts, p *i18n.Printer, _ string) string { return p.Since(f.partner.Since) }, partner},
		{"agreement", func(f *facts, _ *i18n.Printer, l string) string { return in(f.partner.Agreement, l) }, partner},
		{"people", func(f *facts, p *i18n.Printer, _ string) string {
			if len(f.members) == 0 {
				return ""
			}
			return p.N("paperwork.people", len(f.members))
		}, activity},
		{"people.count", func(f *facts, p *i18n.Printer, _ string) string { return p.Number(int64(len(f.members))) }, activity},
		{"done", func(f *facts, _ *i18n.Printer, l string) string { return in(f.done, l) }, activity},
		{"estimate.total", func(f *facts, p *i18n.Printer, _ string) string { return total(f.estimate, p) }, activity},
	}
	all = append(all, cases("city", func(*facts) (string, string) { return homeKind, homeID }, settings)...)
	all = append(all, cases("partner", func(f *facts) (string, string) { return "partner", f.partner.ID }, partner)...)
	all = append(all, nominative("head", func(f *facts) string { return f.head }, activity))
	all = append(all, cases("head", func(f *facts) (string, string) { return "person", f.head }, activity)...)
	for _, one := range []struct {
		name         string
		person, post func(f *facts) string
	}{
		{"signer", func(f *facts) string { return f.details.Signer }, func(f *facts) string { return f.details.SignerPost }},
		{"responsible", func(f *facts) string { return f.details.Responsible }, func(f *facts) string { return f.details.ResponsiblePost }},
		{"addressee", func(f *facts) string { return f.details.Addressee }, func(f *facts) string { return f.details.AddresseePost }},
	} {
		all = append(all, nominative(one.name, one.person, details))
		all = append(all, cases(one.name, func(f *facts) (string, string) { return "person", one.person(f) }, details)...)
		all = append(all, field{one.name + ".post", func(f *facts, _ *i18n.Printer, l string) string { return in(f.posts[one.post(f)], l) }, func(f *facts) string {
			if id := one.post(f); id != "" {
				return "/posts/" + id + "/edit"
			}
			return details(f)
		}})
		all = append(all, cases(one.name+".post", func(f *facts) (string, string) { return "post", one.post(f) }, details)...)
	}
	return all
}

// nominative is a person's name as it is.
func nominative(name string, person func(*facts) string, missing func(*facts) string) field {
	return field{name, func(f *facts, _ *i18n.Printer, l string) string {
		if id := person(f); id != "" {
			return f.people[id].in(l)
		}
		if name == "head" {
			return in(f.headName, l)
		}
		return ""
	}, func(f *facts) string {
		if id := person(f); id != "" {
			return "/people/" + id + "/edit"
		}
		return missing(f)
	}}
}

// cases are the forms of a name. English has no cases: there the name stands as
// it is.
func cases(name string, whose func(*facts) (kind, id string), missing func(*facts) string) []field {
	var all []field
	for _, form := range CaseNames() {
		if form == "salutation" || form == "short" {
			if !slices.Contains([]string{"signer", "responsible", "addressee", "head"}, name) {
				continue
			}
		}
		all = append(all, field{name + "." + form, func(f *facts, p *i18n.Printer, l string) string {
			kind, id := whose(f)
			if id == "" {
				return ""
			}
			said := f.forms[kind+":"+id]
			if form == "salutation" {
				return in(said.Salutation, l)
			}
			if l != "ru" {
				return f.plain(kind, id, l)
			}
			return said.In(form)
		}, func(f *facts) string {
			if kind, id := whose(f); id != "" {
				return "/names/" + kind + "/" + id + "?for=" + f.ID + "#f-" + form
			}
			return missing(f)
		}})
	}
	return all
}

// plain is a name as it stands in a register.
func (f *facts) plain(kind, id, lang string) string {
	switch kind {
	case "person":
		return f.people[id].in(lang)
	case "post":
		return in(f.posts[id], lang)
	case "partner":
		return in(f.partner.Name, lang)
	}
	return in(f.home.Name, lang)
}

// total adds up an estimate; several currencies stand beside each other.
func total(lines []Cost, p *i18n.Printer) string {
	sums := map[string]money.Amount{}
	var order []string
	for _, l := range lines {
		sum, err := sums[l.Sum.Currency].Add(l.Sum)
		if err != nil {
			return ""
		}
		if _, known := sums[l.Sum.Currency]; !known {
			order = append(order, l.Sum.Currency)
		}
		sums[l.Sum.Currency] = sum
	}
	var said []string
	for _, c := range order {
		said = append(said, p.Money(sums[c]))
	}
	return strings.Join(said, " + ")
}

// data is what a paper is filled with: every field in its language and, after the
// language, in each of the others. A text that is not known stands as a blank.
func (f *facts) data(words func(lang string) *i18n.Printer, first string, used map[string]bool) fill.Data {
	d := fill.Data{Texts: map[string]string{}, Pictures: map[string]fill.Image{"crest": {Data: f.home.Crest, Alt: words(first).T("paperwork.crest")}}, Lists: map[string][]fill.Data{}}
	for _, one := range fields() {
		put(d.Texts, words, first, one.name, func(p *i18n.Printer, lang string) string { return one.say(f, p, lang) })
	}
	for name, v := range d.Texts {
		if v == "" && used[name] {
			d.Texts[name] = blank
		}
	}
	item := func(values map[string]func(p *i18n.Printer, lang string) string) fill.Data {
		one := fill.Data{Texts: map[string]string{}}
		for name, say := range values {
			put(one.Texts, words, first, name, say)
		}
		return one
	}
	d.Lists["members"] = f.memberData(item)
	d.Lists["programme"] = f.programmeData(item)
	for _, name := range []string{"estimate", "promises"} {
		d.Lists[name] = nil
	}
	for i, c := range f.estimate {
		d.Lists["estimate"] = append(d.Lists["estimate"], item(map[string]func(*i18n.Printer, string) string{
			"number": number(i), "what": said(c.What), "how": said(c.How), "sum": func(p *i18n.Printer, _ string) string { return p.Money(c.Sum) },
		}))
	}
	for i, one := range f.promises {
		d.Lists["promises"] = append(d.Lists["promises"], item(map[string]func(*i18n.Printer, string) string{
			"number": number(i), "what": said(one.What), "end": ends(i == len(f.promises)-1), "due": func(p *i18n.Printer, _ string) string { return p.Date(one.Due) },
			"side": func(_ *i18n.Printer, l string) string {
				if one.Ours {
					return known(f.home.Name, l)
				}
				return known(f.partner.Name, l)
			},
		}))
	}
	return d
}

// put says a field in the first language under its name, and in each language
// under the name after the language.
func put(to map[string]string, words func(lang string) *i18n.Printer, first, name string, say func(p *i18n.Printer, lang string) string) {
	to[name] = say(words(first), first)
	for _, lang := range []string{"ru", "en"} {
		to[lang+"."+name] = say(words(lang), lang)
	}
}

// known is a text in a language, or in whatever it is known in: a list shows what
// there is.
func known(t i18n.Text, lang string) string { return t.In(lang).Value }

func said(t i18n.Text) func(*i18n.Printer, string) string {
	return func(_ *i18n.Printer, lang string) string { return known(t, lang) }
}

func number(i int) func(*i18n.Printer, string) string {
	return func(p *i18n.Printer, _ string) string { return p.Number(int64(i + 1)) }
}

// ends is the sign after an item of a list that is one sentence.
func ends(last bool) func(*i18n.Printer, string) string {
	return func(*i18n.Printer, string) string {
		if last {
			return "."
		}
		return ";"
	}
}

type itemOf func(map[string]func(*i18n.Printer, string) string) fill.Data

func (f *facts) memberData(item itemOf) (all []fill.Data) {
	for i, m := range f.members {
		all = append(all, item(map[string]func(*i18n.Printer, string) string{
			"number": number(i), "passport": func(*i18n.Printer, string) string { return m.Passport }, "post": said(m.Post),
			"role": func(p *i18n.Printer, lang string) string {
				if m.Head && m.Role.IsZero() {
					return p.T("paperwork.role.head")
				}
				return known(m.Role, lang)
			},
			"name": func(_ *i18n.Printer, lang string) string {
				if m.Name.IsZero() {
					return f.people[m.Person].in(lang)
				}
				return known(m.Name, lang)
			},
			"citizenship": func(_ *i18n.Printer, lang string) string {
				if m.Citizenship == "" {
					return ""
				}
				return f.country(m.Citizenship, lang)
			},
		}))
	}
	return all
}

func (f *facts) programmeData(item itemOf) (days []fill.Data) {
	last := ""
	for _, one := range f.programme {
		if key := one.Day.Format("2006-01-02"); key != last {
			last = key
			days = append(days, item(map[string]func(*i18n.Printer, string) string{"day": func(p *i18n.Printer, _ string) string { return p.Date(edtf.On(one.Day)) }}))
			days[len(days)-1].Lists = map[string][]fill.Data{"items": nil}
		}
		to := days[len(days)-1].Lists
		to["items"] = append(to["items"], item(map[string]func(*i18n.Printer, string) string{
			"what": said(one.What), "where": said(one.Where),
			"time": func(*i18n.Printer, string) string {
				if one.Until == "" {
					return one.From
				}
				return one.From + "–" + one.Until
			},
		}))
	}
	return days
}
