package link

import (
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Limits of links.
const (
	maxOpen = 50 // that open, of one record and purpose
	maxName = 80 // characters
	aYear   = 366 * 24 * time.Hour
)

// Deps are what the service has to know of its neighbours.
type Deps struct {
	Clock   clock.Clock // in the municipality's zone
	Base    string      // "/perm"
	Modules func() []module.Module
}

// Service owns the links of one municipality.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service.
func New(floor keep.Floor, deps Deps) *Service { return &Service{floor, deps} }

// Path is where a link leads, within the host.
func (s *Service) Path(key string) string { return s.deps.Base + "/guest/" + key }

// purpose finds what a subject shows under a name.
func (s *Service) purpose(name string) (module.Guest, bool) {
	for _, m := range s.deps.Modules() {
		for _, g := range m.Guest {
			if g.Purpose == name {
				return g, true
			}
		}
	}
	return module.Guest{}, false
}

// may tells whether the viewer may hand out what a purpose shows of a record.
func (s *Service) may(ctx context.Context, purpose string, ref record.Ref) (module.Guest, error) {
	missing := errs.New(errs.NotFound, "record.missing")
	g, ok := s.purpose(purpose)
	if !ok || g.Kind != ref.Kind {
		return g, missing
	}
	if _, err := s.Gate.Require(ctx, g.Need); err != nil {
		return g, err
	}
	kind, ok := s.Kinds()[ref.Kind]
	if !ok || kind.Allowed == nil {
		return g, missing
	}
	_, err := kind.Allowed(ctx, ref.ID, module.View)
	return g, err
}

// Wish is what a new link is to be.
type Wish struct {
	For     record.Ref
	Purpose string
	Name    string    // whom it is made for
	Lang    string    // a code of kit/i18n
	Until   time.Time // the first instant at which it no longer opens
	Retire  bool      // those before it end
}

// Make makes a link and returns it with its secret, to be shown once.
func (s *Service) Make(ctx context.Context, wish Wish) (Link, string, error) {
	if _, err := s.Gate.Require(ctx, need()); err != nil {
		return Link{}, "", err
	}
	g, err := s.may(ctx, wish.Purpose, wish.For)
	if err != nil {
		return Link{}, "", err
	}
	l := Link{For: wish.For, Purpose: wish.Purpose, Name: form.Line(wish.Name), Lang: wish.Lang, EndsAt: wish.Until}
	if err := s.check(l, max(g.Years, 1)); err != nil {
		return Link{}, "", err
	}
	key := secret.New()
	// The key of the form is left behind: a second press would get no secret.
	_, err = s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		have, err := linksOf(ctx, w, l.For)
		if err != nil {
			return l.For, err
		}
		open := 0
		for _, one := range have {
			if one.Purpose == l.Purpose && one.State(w.Now) == Open {
				open++
			}
		}
		if open >= maxOpen && !wish.Retire {
			return l.For, errs.New(errs.Conflict, "link.many", "max", maxOpen)
		}
		last, err := lastNumber(ctx, w, l.For, l.Purpose)
		if err != nil {
			return l.For, err
		}
		l.ID, l.Number, l.MadeAt = w.NewID(), last+1, w.Now
		if err := insertLink(ctx, w, l, secret.Digest(key)); err != nil {
			return l.For, err
		}
		if wish.Retire {
			if err := retireOlder(ctx, w, l, w.Now); err != nil {
				return l.For, err
			}
		}
		return l.For, w.Did(ctx, l.For, audit.Issued, s.Kinds().Title(ctx, l.For, "ru"), []audit.Change{{Field: "link", After: l.Name}, {Field: "link_until", After: clock.Stamp(l.EndsAt)}})
	})
	if err != nil {
		return Link{}, "", err
	}
	return l, key, nil
}

// check says what is wrong with a new link that may last so many years.
func (s *Service) check(l Link, years int) error {
	var bad errs.Fields
	switch n := utf8.RuneCountInString(l.Name); {
	case n == 0:
		bad.Add(errs.Field("name", "link.name_empty"))
	case n > maxName:
		bad.Add(errs.Field("name", "account.name.long", "max", strconv.Itoa(maxName), "now", strconv.Itoa(n)))
	}
	if !slices.Contains(i18n.LanguageCodes(), l.Lang) {
		bad.Add(errs.Field("lang", "account.lang.unknown"))
	}
	switch now := s.deps.Clock(); {
	case !l.EndsAt.After(now):
		bad.Add(errs.Field("until", "link.until_past"))
	case l.EndsAt.Sub(now) > time.Duration(years)*aYear:
		bad.Add(errs.Field("until", "link.until_far", "years", years))
	}
	return bad.Err()
}

// Of lists the links of a record that the viewer may hand out.
func (s *Service) Of(ctx context.Context, ref record.Ref) ([]Link, error) {
	if _, err := s.Gate.Require(ctx, need()); err != nil {
		return nil, err
	}
	all, err := linksOf(ctx, s.DB, ref)
	if err != nil {
		return nil, err
	}
	var mine []Link
	for _, l := range all {
		if _, err := s.may(ctx, l.Purpose, ref); err == nil {
			mine = append(mine, l)
		}
	}
	return mine, nil
}

// Revoke ends a link and returns which it was.
func (s *Service) Revoke(ctx context.Context, id string) (Link, error) {
	if _, err := s.Gate.Require(ctx, need()); err != nil {
		return Link{}, err
	}
	var l Link
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		var err error
		if l, err = byID(ctx, w, id); err != nil {
			return record.Ref{}, err
		}
		if _, err := s.may(ctx, l.Purpose, l.For); err != nil {
			return l.For, err
		}
		if err := closeLink(ctx, w, id, w.Now); err != nil {
			return l.For, err
		}
		return l.For, w.Did(ctx, l.For, audit.Changed, s.Kinds().Title(ctx, l.For, "ru"), []audit.Change{{Field: "link", Before: l.Name}})
	})
	if err == nil && l.ID == "" { // the same form a second time
		l, err = byID(ctx, s.DB, id)
	}
	return l, err
}

// Enter finds the link of a secret and counts that it was opened. What is no
// secret, or of a record that is gone, is errs.NotFound under "link.unknown";
// what opens no longer is errs.NotFound under "link.expired", "link.revoked" or
// "link.retired".
func (s *Service) Enter(ctx context.Context, key string) (Link, error) {
	unknown := errs.New(errs.NotFound, "link.unknown")
	if len(key) == 0 || len(key) > 100 {
		return Link{}, unknown
	}
	l, err := byHash(ctx, s.DB, secret.Digest(key))
	if errs.KindOf(err) == errs.NotFound {
		return Link{}, unknown
	}
	if err != nil {
		return Link{}, err
	}
	now := s.deps.Clock()
	if state := l.State(now); state != Open {
		return l, errs.New(errs.NotFound, "link."+string(state))
	}
	_ = countUse(ctx, s.DB, l.ID, now) // reading goes on when nothing can be written
	return l, nil
}

// listed is a link as `pobratim list links` prints it: without its secret, which
// nobody has.
type listed struct {
	Record  string `json:"record"`
	Purpose string `json:"purpose"`
	Number  int64  `json:"number"`
	Name    string `json:"name"`
	State   State  `json:"state"`
	Made    string `json:"made"`
	Until   string `json:"until"`
	Opened  int64  `json:"opened"`
	Last    string `json:"last"`
}

// listing is the links of all records, for administrators.
func (s *Service) listing(ctx context.Context, _ string) (any, error) {
	if _, err := s.Gate.Require(ctx, account.NeedUsers); err != nil {
		return nil, err
	}
	all, err := allLinks(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	rows := make([]listed, len(all))
	for i, l := range all {
		rows[i] = listed{Record: l.For.String(), Purpose: l.Purpose, Number: l.Number, Name: l.Name, State: l.State(s.deps.Clock()), Made: clock.Stamp(l.MadeAt), Until: clock.Stamp(l.EndsAt), Opened: l.Uses}
		if !l.SeenAt.IsZero() {
			rows[i].Last = clock.Stamp(l.SeenAt)
		}
	}
	return rows, nil
}
