package paperwork

import (
	"context"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/money"
)

// Sources hand over what papers say of other desks' records, with the rights of
// who asks. A function that is nil has nothing to tell: what it would say is a
// hole that the papers name.
type Sources struct {
	Activity func(ctx context.Context, id string) (Activity, error)
	Partner  func(ctx context.Context, id string) (Partner, error)
	Home     func(ctx context.Context) (Home, error)
	Person   func(ctx context.Context, id string) (Person, error)
	// Post is an office and who holds it now; no holder for a vacant one.
	Post func(ctx context.Context, id string) (title i18n.Text, holder string, err error)
	// Members are who travels, the head of the delegation first.
	Members   func(ctx context.Context, activity string) ([]Member, error)
	Programme func(ctx context.Context, activity string) ([]Item, error)
	Estimate  func(ctx context.Context, activity string) ([]Cost, error)
	Promises  func(ctx context.Context, activity string) ([]Promise, error)
	// Abroad are the countries of the partners; Passed tells whether fields of the
	// people of a delegation may go to one (errs.Conflict: not yet), and the page on
	// which that is decided.
	Abroad func(ctx context.Context, activity string) ([]string, error)
	Passed func(ctx context.Context, activity, country string, fields []string) (path string, err error)
	Done   func(ctx context.Context, activity string) (i18n.Text, error) // what a report says of it
}

// Activity is what a paper is about.
type Activity struct {
	ID       string
	Name     i18n.Text
	When     edtf.Date
	Place    i18n.Text
	Summary  i18n.Text
	Partners []string // identifiers; the first is whom letters go to
}

// Partner is the other city.
type Partner struct {
	ID        string
	Name      i18n.Text
	Native    string
	Country   string // ISO 3166-1 alpha-2
	Languages []string
	Since     edtf.Date
	Agreement i18n.Text // the newest one in force; zero for none
	Post      string    // identifier of the post of their coordinator
}

// Home is our own city.
type Home struct {
	Name, Department, Address i18n.Text
	Phone, Email              string
	Crest                     []byte // PNG or SVG; none: empty
}

// Person is somebody who is named in a paper.
type Person struct {
	ID              string
	Name            string // as the person writes it
	Cyrillic, Latin string
}

// in is the name in the script that readers of a language read.
func (p Person) in(lang string) string {
	if lang == "ru" && p.Cyrillic != "" {
		return p.Cyrillic
	}
	if lang != "ru" && p.Latin != "" {
		return p.Latin
	}
	return p.Name
}

// Member is one who travels.
type Member struct {
	Person      string    // identifier; empty when only a name is known
	Name        i18n.Text // as it stands on lists; zero: that of the person
	Passport    string    // as the passport spells it; empty when not known
	Post        i18n.Text
	Citizenship string    // ISO 3166-1 alpha-2
	Role        i18n.Text // interpreter, head of the delegation
	Head        bool
}

// Item is one entry of a programme.
type Item struct {
	Day         time.Time
	From, Until string // HH:MM; empty when not said
	What, Where i18n.Text
}

// Cost is one line of an estimate.
type Cost struct {
	What, How i18n.Text
	Sum       money.Amount
}

// Promise is something that was agreed.
type Promise struct {
	What i18n.Text
	Ours bool
	Due  edtf.Date
}

// facts are all that papers of one activity can say.
type facts struct {
	Activity
	home      Home
	partner   Partner
	details   Details
	people    map[string]Person
	posts     map[string]i18n.Text
	forms     map[string]Forms
	head      string // identifier of the person, or empty
	headName  i18n.Text
	members   []Member
	programme []Item
	estimate  []Cost
	promises  []Promise
	done      i18n.Text
	country   func(code, lang string) string
}

// collect reads what papers of an activity can say.
func (s *Service) collect(ctx context.Context, activity string) (*facts, error) {
	src := s.deps.Sources
	f := &facts{people: map[string]Person{}, posts: map[string]i18n.Text{}, forms: map[string]Forms{}, country: s.deps.Country}
	var err error
	if f.Activity, err = src.Activity(ctx, activity); err != nil {
		return nil, err
	}
	if f.home, err = src.Home(ctx); err != nil {
		return nil, err
	}
	if len(f.Partners) > 0 {
		if f.partner, err = src.Partner(ctx, f.Partners[0]); err != nil && !hidden(err) {
			return nil, err
		}
	}
	if f.details, err = detailsOf(ctx, s.DB, activity); err != nil {
		return nil, err
	}
	if err := s.desks(ctx, f); err != nil {
		return nil, err
	}
	return f, s.nameAll(ctx, f)
}

// desks asks the desks that may be there.
func (s *Service) desks(ctx context.Context, f *facts) (err error) {
	src := s.deps.Sources
	if src.Members != nil {
		if f.members, err = src.Members(ctx, f.ID); err != nil {
			return err
		}
	}
	if src.Programme != nil {
		if f.programme, err = src.Programme(ctx, f.ID); err != nil {
			return err
		}
	}
	if src.Estimate != nil {
		if f.estimate, err = src.Estimate(ctx, f.ID); err != nil {
			return err
		}
	}
	if src.Promises != nil {
		if f.promises, err = src.Promises(ctx, f.ID); err != nil {
			return err
		}
	}
	if src.Done != nil {
		f.done, err = src.Done(ctx, f.ID)
	}
	return err
}

// nameAll reads the people and posts that the papers name, and the forms of
// their names.
func (s *Service) nameAll(ctx context.Context, f *facts) error {
	src := s.deps.Sources
	wanted := [][2]string{{homeKind, homeID}}
	if f.partner.ID != "" {
		wanted = append(wanted, [2]string{"partner", f.partner.ID})
	}
	if f.details.AddresseePost == "" {
		f.details.AddresseePost = f.partner.Post
	}
	for _, one := range []struct{ post, person *string }{{&f.details.SignerPost, &f.details.Signer}, {&f.details.ResponsiblePost, &f.details.Responsible}, {&f.details.AddresseePost, &f.details.Addressee}} {
		if *one.post == "" {
			continue
		}
		title, holder, err := src.Post(ctx, *one.post)
		if err != nil && !hidden(err) {
			return err
		}
		f.posts[*one.post] = title
		if *one.person == "" {
			*one.person = holder
		}
		wanted = append(wanted, [2]string{"post", *one.post})
	}
	for _, m := range f.members {
		if m.Head {
			f.head, f.headName = m.Person, m.Name
			break
		}
	}
	people := []string{f.details.Signer, f.details.Responsible, f.details.Addressee, f.head}
	for _, m := range f.members {
		people = append(people, m.Person)
	}
	for _, id := range people {
		if _, known := f.people[id]; id == "" || known {
			continue
		}
		p, err := src.Person(ctx, id)
		if err != nil && !hidden(err) {
			return err
		}
		f.people[id] = p
		wanted = append(wanted, [2]string{"person", id})
	}
	var err error
	f.forms, err = formsOf(ctx, s.DB, wanted)
	return err
}

// hidden tells whether an error means that the viewer may not know.
func hidden(err error) bool {
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden, errs.Unauthenticated:
		return true
	}
	return false
}
