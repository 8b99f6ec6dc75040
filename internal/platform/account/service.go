package account

import (
	"context"
	"slices"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/limit"
	passwords "pobratim/internal/kit/password"
	"pobratim/internal/kit/secret"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Kind is the kind of users in references.
const Kind = "user"

// What this package asks the authorization table for.
var (
	NeedUsers   = module.Need{Action: module.Manage, Kind: Kind}
	NeedProfile = module.Need{Action: module.Edit, Kind: "profile"} // one's own
)

// Site is what the package has to know of where it is mounted.
type Site struct {
	Base   string // address of the office, "/perm/office"
	Origin string // "https://friends.example.org" when the installation has one address; else empty
	// Words are names that a password must not be made of: the city, its region
	// and country, the department.
	Words func(ctx context.Context) []string
	// Help is the telephone and the address of who helps when signing in does not
	// work; may be nil, and empty.
	Help func(ctx context.Context, lang string) string
	// Organisations are those that a user may act for, to choose from; may be nil.
	Organisations func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Langs are the languages of the office, the first one is the default.
	Langs []string
}

// Service owns users and sessions of one municipality.
type Service struct {
	db       *db.DB
	log      *audit.Log
	gate     *Gate
	clock    clock.Clock
	site     Site
	hasher   *passwords.Hasher
	accounts *limit.Limiter
	remotes  *limit.Limiter
	known    visitors
	leaving  []func(ctx context.Context, w *audit.Writer, userID string) error
}

// SignInPolicy is how guessing is slowed down (ASVS 5.0 6.1.1): attempts for
// one account and from one address; a right password gives its attempt back.
const (
	attemptsPerAccount = 5
	attemptsPerRemote  = 20
	accountRegain      = 3 * 60 // seconds until one more attempt
	remoteRegain       = 30
)

// New makes the service.
func New(d *db.DB, log *audit.Log, gate *Gate, c clock.Clock, site Site) *Service {
	return &Service{
		db: d, log: log, gate: gate, clock: c, site: site, hasher: passwords.NewHasher(passwords.OWASP()),
		accounts: limit.New(c, attemptsPerAccount, accountRegain*second),
		remotes:  limit.New(c, attemptsPerRemote, remoteRegain*second),
	}
}

// Users lists everybody with an account, disabled ones last.
func (s *Service) Users(ctx context.Context) ([]User, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return nil, err
	}
	return listUsers(ctx, s.db)
}

// User reads one account: anybody's for an administrator, else one's own.
func (s *Service) User(ctx context.Context, id string) (User, error) {
	if err := s.mayRead(ctx, id); err != nil {
		return User{}, err
	}
	return userByID(ctx, s.db, id)
}

func (s *Service) mayRead(ctx context.Context, id string) error {
	if v := From(ctx); v.SignedIn() && v.UserID == id {
		return nil
	}
	_, err := s.gate.Require(ctx, NeedUsers)
	return err
}

// Invite makes an account without a password and returns it with a one-time
// code with which the person sets one within a week. The code is shown once.
func (s *Service) Invite(ctx context.Context, n NewUser) (u User, code string, err error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return User{}, "", err
	}
	if err := n.Validate(); err != nil {
		return User{}, "", err
	}
	made := secret.Code()
	ref, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		u, err := s.create(ctx, w, n, "")
		if err != nil {
			return record.Ref{}, err
		}
		code = made
		return ref(u.ID), putInvite(ctx, w, u.ID, secret.Digest(code), w.Now.Add(InviteFor))
	})
	if err != nil {
		return User{}, "", err
	}
	u, err = userByID(ctx, s.db, ref.ID)
	return u, code, err
}

// create writes a user inside a transaction.
func (s *Service) create(ctx context.Context, w *audit.Writer, n NewUser, encoded string) (User, error) {
	u := User{
		ID: w.NewID(), Name: n.Name, Email: n.Email, Roles: n.Roles, Organisation: n.Organisation,
		Prefs: Prefs{Lang: n.Lang, Shortcuts: true}, CreatedAt: w.Now, Version: 1, password: encoded,
	}
	if err := insertUser(ctx, w, u); err != nil {
		if db.UniqueKey(err) == "users_email_fold_key" {
			return u, &errs.E{Kind: errs.Conflict, Key: "account.email.taken", Field: "email", Err: err}
		}
		return u, err
	}
	return u, w.Created(ctx, ref(u.ID), u.Name, u.fields())
}

func ref(userID string) record.Ref { return record.Ref{Kind: Kind, ID: userID} }

// Add makes an account that can sign in at once: the first administrator at the
// founding, the people of a demonstration. It asks for the same permission as
// Invite, which commands have.
func (s *Service) Add(ctx context.Context, n NewUser, c Credentials) (User, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return User{}, err
	}
	if err := n.Validate(); err != nil {
		return User{}, err
	}
	out, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		u, err := s.create(ctx, w, n, c.encoded)
		if err != nil {
			return record.Ref{}, err
		}
		return ref(u.ID), putRecoveryCodes(ctx, w, u.ID, digests(c.Codes))
	})
	if err != nil {
		return User{}, err
	}
	return userByID(ctx, s.db, out.ID)
}

// Reinvite gives a person who cannot get in a new one-time code; the old
// password stays until it is used. The administrator never learns a password.
func (s *Service) Reinvite(ctx context.Context, userID string) (User, string, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return User{}, "", err
	}
	var u User
	code := secret.Code()
	_, err := s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (_ record.Ref, err error) {
		if u, err = userByID(ctx, w, userID); err != nil {
			return record.Ref{}, err
		}
		if u.Disabled {
			return record.Ref{}, errs.New(errs.Conflict, "account.disabled")
		}
		if err := putInvite(ctx, w, u.ID, secret.Digest(code), w.Now.Add(InviteFor)); err != nil {
			return record.Ref{}, err
		}
		return ref(u.ID), w.Did(ctx, ref(u.ID), audit.Issued, u.Name, []audit.Change{{Field: "invite", After: clock.Stamp(w.Now.Add(InviteFor))}})
	})
	return u, code, err
}

// Change edits an account. Disabling ends all its sessions and tokens at
// once and voids its invitations. The last administrator who can sign in stays one.
func (s *Service) Change(ctx context.Context, c UserChange) error {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := userByID(ctx, w, c.ID)
		if err != nil {
			return record.Ref{}, err
		}
		after := before
		after.Name, after.Roles, after.Organisation, after.Disabled = c.Name, c.Roles, c.Organisation, c.Disabled
		n, err := updateUser(ctx, w, after, c.Version)
		if err != nil {
			return record.Ref{}, err
		}
		if n == 0 {
			return record.Ref{}, errs.New(errs.Stale, "account.stale")
		}
		if after.Disabled {
			if err := deleteSessions(ctx, w, c.ID, ""); err != nil {
				return record.Ref{}, err
			}
			if err := deleteInvites(ctx, w, c.ID); err != nil {
				return record.Ref{}, err
			}
			if err := deleteTokens(ctx, w, c.ID); err != nil {
				return record.Ref{}, err
			}
			for _, leave := range s.leaving {
				if err := leave(ctx, w, c.ID); err != nil {
					return record.Ref{}, err
				}
			}
		}
		if err := w.Changed(ctx, ref(c.ID), after.Name, before.fields(), after.fields()); err != nil {
			return record.Ref{}, err
		}
		// The entry in the history took the lock under which changes are made
		// one after another, so two administrators cannot remove each other.
		return ref(c.ID), keepsAdministrator(ctx, w)
	})
	s.known.forget()
	return err
}

func keepsAdministrator(ctx context.Context, h db.Handle) error {
	users, err := listUsers(ctx, h)
	if err != nil {
		return err
	}
	for _, u := range users {
		if !u.Disabled && u.CanSignIn && slices.Contains(u.Roles, Administrator) {
			return nil
		}
	}
	return errs.Field("roles", "account.last_administrator")
}

// SetPrefs keeps the viewer's own choices. They are no part of the history.
func (s *Service) SetPrefs(ctx context.Context, p Prefs) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	if p.Lang != "" && !slices.Contains(s.site.Langs, p.Lang) {
		return errs.Field("lang", "account.lang.unknown")
	}
	if !slices.Contains([]string{"", "light", "dark"}, p.Theme) {
		return errs.Field("theme", "account.theme.unknown")
	}
	err := updatePrefs(ctx, s.db, From(ctx).UserID, p)
	s.known.forget()
	return err
}
