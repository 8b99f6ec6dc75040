package feed

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Limits of what one user makes.
const (
	maxFeeds     = 20
	maxPasswords = 20
	maxName      = 80 // characters
)

// seenEvery is how often the last use is written down.
const seenEvery = 5 * time.Minute

// Feed is a secret address of a calendar.
type Feed struct {
	ID      string // names it in lists; opens nothing
	UserID  string
	Name    string
	Layers  []module.Layer
	Lang    string
	Partner string // identifier of the partnership whose days alone are shown; empty: all
	MadeAt  time.Time
	SeenAt  time.Time // zero when never asked for
}

// Password opens a user's calendars to one program.
type Password struct {
	ID     string // names it in lists; opens nothing
	UserID string
	Name   string
	MadeAt time.Time
	SeenAt time.Time // zero when never used
}

// Deps are what the service has to know of its neighbours.
type Deps struct {
	Accounts *account.Service
	Clock    clock.Clock
	Langs    []string // the first is the default
	Slug     string   // of the municipality
	Base     string   // "/perm"
	Modules  func() []module.Module
	// Partners are those that the viewer may choose from.
	Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
}

// Service owns feeds and calendar passwords of one municipality.
type Service struct {
	keep.Floor
	deps Deps
}

// New makes the service. What a user has made here ends with the account.
func New(floor keep.Floor, deps Deps) *Service {
	deps.Accounts.Leaving(func(ctx context.Context, w *audit.Writer, userID string) error { return deleteAll(ctx, w, userID) })
	return &Service{floor, deps}
}

func ref(userID string) record.Ref { return record.Ref{Kind: account.Kind, ID: userID} }

// nameFaults says what is wrong with a name.
func nameFaults(bad *errs.Fields, name string) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		bad.Add(errs.Field("name", "feed.name_empty"))
	case n > maxName:
		bad.Add(errs.Field("name", "account.name.long", "max", strconv.Itoa(maxName), "now", strconv.Itoa(n)))
	}
}

// Make keeps a feed of the viewer's and returns it with the secret part of its
// address, to be shown once.
func (s *Service) Make(ctx context.Context, f Feed) (Feed, string, error) {
	if _, err := s.Gate.Require(ctx, account.NeedProfile); err != nil {
		return Feed{}, "", err
	}
	var bad errs.Fields
	f.Name = form.Line(f.Name)
	nameFaults(&bad, f.Name)
	asked := f.Layers
	f.Layers = slices.DeleteFunc(module.Layers(), func(l module.Layer) bool { return !slices.Contains(asked, l) })
	if len(f.Layers) == 0 {
		bad.Add(errs.Field("layers", "feed.layers_empty"))
	}
	if !slices.Contains(s.deps.Langs, f.Lang) {
		bad.Add(errs.Field("lang", "account.lang.unknown"))
	}
	if err := bad.Err(); err != nil {
		return Feed{}, "", err
	}
	key, v := secret.New(), account.From(ctx)
	// The key of the form is left behind: a second press would get no secret.
	_, err := s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		f.ID, f.UserID, f.MadeAt = w.NewID(), v.UserID, w.Now
		have, err := feedsOf(ctx, w, v.UserID)
		if err != nil {
			return record.Ref{}, err
		}
		if len(have) >= maxFeeds {
			return record.Ref{}, errs.New(errs.Conflict, "feed.many", "max", maxFeeds)
		}
		if err := insertFeed(ctx, w, f, secret.Digest(key)); err != nil {
			return record.Ref{}, err
		}
		return ref(v.UserID), w.Did(ctx, ref(v.UserID), audit.Issued, v.Name, []audit.Change{{Field: "feed", After: f.Name}})
	})
	if err != nil {
		return Feed{}, "", err
	}
	return f, key, nil
}

// Feeds lists the viewer's feeds, newest first.
func (s *Service) Feeds(ctx context.Context) ([]Feed, error) {
	if _, err := s.Gate.Require(ctx, account.NeedProfile); err != nil {
		return nil, err
	}
	return feedsOf(ctx, s.DB, account.From(ctx).UserID)
}

// Revoke ends one of the viewer's own feeds.
func (s *Service) Revoke(ctx context.Context, id string) error {
	return s.revoke(ctx, id, "feed", deleteFeed)
}

// revoke removes a secret of the viewer's and writes down that it is gone.
func (s *Service) revoke(ctx context.Context, id, field string, remove func(ctx context.Context, h db.Handle, userID, id string) (string, error)) error {
	if _, err := s.Gate.Require(ctx, account.NeedProfile); err != nil {
		return err
	}
	v := account.From(ctx)
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		name, err := remove(ctx, w, v.UserID, id)
		if err != nil {
			return record.Ref{}, err
		}
		return ref(v.UserID), w.Did(ctx, ref(v.UserID), audit.Changed, v.Name, []audit.Change{{Field: field, Before: name}})
	})
	return err
}

// MakePassword makes a calendar password of the viewer's and returns it with
// the secret, to be shown once.
func (s *Service) MakePassword(ctx context.Context, name string) (Password, string, error) {
	if _, err := s.Gate.Require(ctx, account.NeedProfile); err != nil {
		return Password{}, "", err
	}
	var bad errs.Fields
	p := Password{Name: form.Line(name)}
	nameFaults(&bad, p.Name)
	if err := bad.Err(); err != nil {
		return Password{}, "", err
	}
	code, v := secret.Code(), account.From(ctx)
	_, err := s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p.ID, p.UserID, p.MadeAt = w.NewID(), v.UserID, w.Now
		have, err := passwordsOf(ctx, w, v.UserID)
		if err != nil {
			return record.Ref{}, err
		}
		if len(have) >= maxPasswords {
			return record.Ref{}, errs.New(errs.Conflict, "feed.password.many", "max", maxPasswords)
		}
		if err := insertPassword(ctx, w, p, secret.Digest(code)); err != nil {
			return record.Ref{}, err
		}
		return ref(v.UserID), w.Did(ctx, ref(v.UserID), audit.Issued, v.Name, []audit.Change{{Field: "calendar_password", After: p.Name}})
	})
	if err != nil {
		return Password{}, "", err
	}
	return p, account.Spaced(code), nil
}

// Passwords lists the viewer's calendar passwords, newest first.
func (s *Service) Passwords(ctx context.Context) ([]Password, error) {
	if _, err := s.Gate.Require(ctx, account.NeedProfile); err != nil {
		return nil, err
	}
	return passwordsOf(ctx, s.DB, account.From(ctx).UserID)
}

// RevokePassword ends one of the viewer's own calendar passwords.
func (s *Service) RevokePassword(ctx context.Context, id string) error {
	return s.revoke(ctx, id, "calendar_password", deletePassword)
}

// Open finds the feed of a secret address and its owner, in whose eyes it is to
// be read. What is not there is errs.NotFound, also when the account is closed.
func (s *Service) Open(ctx context.Context, key string) (Feed, account.Viewer, error) {
	missing := errs.New(errs.NotFound, "feed.missing")
	if len(key) == 0 || len(key) > 100 {
		return Feed{}, account.Viewer{}, missing
	}
	f, err := feedByHash(ctx, s.DB, secret.Digest(key))
	if errs.KindOf(err) == errs.NotFound {
		return Feed{}, account.Viewer{}, missing
	}
	if err != nil {
		return Feed{}, account.Viewer{}, err
	}
	v, err := s.deps.Accounts.Acting(ctx, f.UserID)
	if errs.KindOf(err) == errs.Unauthenticated {
		return Feed{}, account.Viewer{}, missing
	}
	if now := s.deps.Clock(); err == nil && now.Sub(f.SeenAt) >= seenEvery {
		_ = markFeedSeen(ctx, s.DB, f.ID, now) // reading goes on when nothing can be written
	}
	return f, v, err
}

// Enter tells who may read calendars with an address of an account and a
// calendar password. Anything else is errs.Unauthenticated, the password of the
// account too.
func (s *Service) Enter(ctx context.Context, email, password string) (account.Viewer, error) {
	refused := errs.New(errs.Unauthenticated, "feed.password.unknown")
	if len(password) > 100 {
		return account.Viewer{}, refused
	}
	p, err := passwordByHash(ctx, s.DB, secret.Digest(account.PlainCode(password)))
	if errs.KindOf(err) == errs.NotFound {
		return account.Viewer{}, refused
	}
	if err != nil {
		return account.Viewer{}, err
	}
	v, err := s.deps.Accounts.Acting(ctx, p.UserID)
	if err != nil {
		return account.Viewer{}, err
	}
	if !strings.EqualFold(strings.TrimSpace(email), v.Email) {
		return account.Viewer{}, refused
	}
	if now := s.deps.Clock(); now.Sub(p.SeenAt) >= seenEvery {
		_ = markPasswordSeen(ctx, s.DB, p.ID, now) // reading goes on when nothing can be written
	}
	return v, nil
}

// listed is a feed as `pobratim list feeds` prints it: without its secret, which
// nobody has.
type listed struct {
	User     string `json:"user"`
	Name     string `json:"name"`
	Layers   string `json:"layers"`
	Language string `json:"language"`
	Partner  string `json:"partner"`
	Made     string `json:"made"`
	Used     string `json:"used"`
}

// listing is everybody's feeds, for administrators.
func (s *Service) listing(ctx context.Context, _ string) (any, error) {
	if _, err := s.Gate.Require(ctx, account.NeedUsers); err != nil {
		return nil, err
	}
	feeds, err := allFeeds(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	rows := make([]listed, len(feeds))
	for i, f := range feeds {
		u, err := s.deps.Accounts.User(ctx, f.UserID)
		if err != nil {
			return nil, err
		}
		rows[i] = listed{User: u.Email, Name: f.Name, Language: f.Lang, Partner: f.Partner, Made: clock.Stamp(f.MadeAt)}
		for n, layer := range f.Layers {
			if n > 0 {
				rows[i].Layers += " "
			}
			rows[i].Layers += string(layer)
		}
		if !f.SeenAt.IsZero() {
			rows[i].Used = clock.Stamp(f.SeenAt)
		}
	}
	return rows, nil
}

// has tells whether a feed shows a layer.
func (f Feed) has(layer module.Layer) bool { return slices.Contains(f.Layers, layer) }

// partnerUnknown says that a partner is not among those to choose from.
func partnerUnknown() error { return errs.Field("partner", "feed.partner_unknown") }
