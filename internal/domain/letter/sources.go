package letter

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/domain/contact"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// Sources hand over what letters say of other desks' records, with the rights of
// who asks.
type Sources struct {
	Activity func(ctx context.Context, id string) (Event, error)
	City     func(ctx context.Context, partner string) (City, error)
	Home     func(ctx context.Context) (name, department i18n.Text, err error)
	Country  func(code, lang string) string
	// Forms are the cases of a name by their names ("gen", "dat") and, of a person,
	// the form of address.
	Forms func(ctx context.Context, ref record.Ref) (cases map[string]string, address i18n.Text, err error)
	// SayForm writes one of them down; "salutation" in its language.
	SayForm func(ctx context.Context, ref record.Ref, form, lang, value string) error
}

// Event is what a letter can be about.
type Event struct {
	Name, Place i18n.Text
	When        edtf.Date
	Partner     string // identifier of the partnership; the first of several
}

// City is the other city.
type City struct {
	Name    i18n.Text
	Native  string
	Country string // ISO 3166-1 alpha-2
}

// homeRef is the reference under which the cases of our own city's name stand.
var homeRef = record.Ref{Kind: "setting", ID: "home"}

// facts are all that one letter can say.
type facts struct {
	person             contact.Person
	post, organisation i18n.Text
	postID             string
	partnerID          string
	partner            City
	home, department   i18n.Text
	event              Event
	asked              Letter // what is answered
	sender             contact.Person
	cases              map[record.Ref]map[string]string
	address            i18n.Text // form of address, by language
	words              func(lang string) *i18n.Printer
	country            func(code, lang string) string
	today              edtf.Date
}

// collect reads what a letter can say. What the viewer may not see is as good as
// not known: the letter names it as missing.
func (s *Service) collect(ctx context.Context, d Draft) (*facts, error) {
	src := s.deps.Sources
	f := &facts{partnerID: d.Partner, words: s.deps.Words, country: src.Country, today: edtf.On(s.deps.Clock()), cases: map[record.Ref]map[string]string{}}
	var err error
	if f.person, err = s.person(ctx, d.Person); err != nil {
		return nil, err
	}
	if d.Activity != "" {
		if f.event, err = src.Activity(ctx, d.Activity); err != nil && !hidden(err) {
			return nil, err
		}
	}
	if d.Partner != "" {
		if f.partner, err = src.City(ctx, d.Partner); err != nil && !hidden(err) {
			return nil, err
		}
	}
	if f.home, f.department, err = src.Home(ctx); err != nil {
		return nil, err
	}
	if d.Answers != "" {
		if f.asked, err = s.Letter(ctx, d.Answers); err != nil && !hidden(err) {
			return nil, err
		}
	}
	if err := s.office(ctx, f); err != nil {
		return nil, err
	}
	return f, s.forms(ctx, f)
}

// office reads what the addressee does, and who writes.
func (s *Service) office(ctx context.Context, f *facts) error {
	if f.person.ID != "" {
		roles, err := s.deps.Contacts.Roles(ctx, f.person.ID)
		if err != nil && !hidden(err) {
			return err
		}
		for _, r := range roles {
			if !r.Current(s.deps.Clock()) {
				continue
			}
			f.post, f.organisation, f.postID = r.PostTitle, r.OrganisationName, r.Post
			if f.post.IsZero() {
				f.post = r.Title
			}
			break
		}
	}
	user := account.From(ctx)
	f.sender = contact.Person{Name: user.Name}
	if user.Email == "" {
		return nil
	}
	id, _, err := s.deps.Contacts.Correspondent(ctx, user.Email)
	if err != nil || id == "" {
		return ignore(err)
	}
	p, err := s.person(ctx, id)
	if p.ID != "" {
		f.sender = p
	}
	return err
}

// forms reads the cases of all names, and how the addressee is addressed.
func (s *Service) forms(ctx context.Context, f *facts) error {
	for _, name := range declined() {
		ref, ok := f.ref(name)
		if !ok {
			continue
		}
		cases, address, err := s.deps.Sources.Forms(ctx, ref)
		if err != nil && !hidden(err) {
			return err
		}
		f.cases[ref] = cases
		if name == "name" {
			f.address = address
		}
	}
	return nil
}

// ref is the record whose name stands at a place; false for none.
func (f *facts) ref(name string) (record.Ref, bool) {
	name, _, _ = strings.Cut(name, ".")
	switch name {
	case "name", "salutation":
		return record.Ref{Kind: contact.PersonKind, ID: f.person.ID}, f.person.ID != ""
	case "post":
		return record.Ref{Kind: contact.PostKind, ID: f.postID}, f.postID != ""
	case "partner":
		return record.Ref{Kind: "partner", ID: f.partnerID}, f.partnerID != ""
	case "city":
		return homeRef, true
	}
	return record.Ref{}, false
}

// greeting is how the addressee is addressed in a language: as it was written
// down for that language, or on the card when its script and the languages of the
// person leave no doubt. Empty: not known.
func (f *facts) greeting(lang string) string {
	if said := f.address.Get(lang); said != "" {
		return said
	}
	return addressIn(f.person, lang)
}

// addressIn is the form of address on a person's card, if it is in a language.
func addressIn(p contact.Person, lang string) string {
	best := append(slices.Clone(p.Written), p.Spoken...)
	switch cyrillic := hasCyrillic(p.Address); {
	case p.Address == "":
	case cyrillic && lang == "ru":
		return p.Address
	case !cyrillic && lang != "ru" && len(best) > 0 && best[0] == lang:
		return p.Address
	}
	return ""
}

// spelled is a person's name for readers of a language; empty when it is not
// known in their script.
func spelled(p contact.Person, lang string) string {
	if lang == "ru" {
		return p.In(lang)
	}
	if name := p.In(lang); !hasCyrillic(name) {
		return name
	}
	return ""
}

// say is what stands at a place in a language; empty when it is not known.
func (f *facts) say(name, lang string) string {
	if base, form, is := strings.Cut(name, "."); is && slices.Contains(declined(), base) && form != "native" {
		if lang != "ru" {
			return f.say(base, lang) // no language beside Russian asks for cases here
		}
		ref, _ := f.ref(base)
		return f.cases[ref][form]
	}
	date := func(d edtf.Date) string {
		if d.IsZero() {
			return ""
		}
		return f.words(lang).Date(d)
	}
	switch name {
	case "salutation":
		return f.greeting(lang)
	case "name":
		return spelled(f.person, lang)
	case "post":
		return f.post.Get(lang)
	case "organisation":
		return f.organisation.Get(lang)
	case "partner":
		return f.partner.Name.Get(lang)
	case "partner.native":
		return f.partner.Native
	case "country":
		if f.partner.Country == "" {
			return ""
		}
		return f.country(f.partner.Country, lang)
	case "city":
		return f.home.Get(lang)
	case "department":
		return f.department.Get(lang)
	case "sender":
		return spelled(f.sender, lang)
	case "today":
		return date(f.today)
	case "activity":
		return f.event.Name.Get(lang)
	case "days":
		return date(f.event.When)
	case "place":
		return f.event.Place.Get(lang)
	case "their.subject":
		return f.asked.Title.In(lang).Value
	case "their.day":
		return date(f.asked.On)
	case "their.number":
		return f.asked.Theirs
	}
	return ""
}

// hidden tells whether an error means that the viewer may not know.
func hidden(err error) bool {
	kind := errs.KindOf(err)
	return kind == errs.NotFound || kind == errs.Forbidden
}

// ignore takes what the viewer may not know for nothing.
func ignore(err error) error {
	if hidden(err) {
		return nil
	}
	return err
}
