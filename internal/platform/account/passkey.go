package account

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/passkey"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Limits of passkeys.
const (
	maxPasskeys    = 20 // of one user
	maxPasskeyName = 80 // characters
)

// Passkey is a key with which a user signs in without a password.
type Passkey struct {
	ID     string // names it in lists; opens nothing
	UserID string
	Name   string // as the user called it: "рабочий ноутбук"
	Host   string // under which address it works
	MadeAt time.Time
	SeenAt time.Time // zero when never used
	Cloned bool      // it counted backwards and is refused
	key    passkey.Key
}

// KeySite is the address for which a page can make and ask for passkeys; an
// error says in words why it cannot.
func (s *Service) KeySite(r *http.Request) (passkey.Site, error) {
	here := "http://" + r.Host
	if web.Secure(r.Context()) {
		here = "https://" + r.Host
	}
	if s.site.Origin == "" {
		if site, ok := passkey.At(here); ok {
			return site, nil
		}
		return passkey.Site{}, errs.New(errs.Conflict, "account.passkey.nowhere", "address", here)
	}
	site, ok := passkey.At(s.site.Origin)
	if !ok {
		return site, errs.New(errs.Conflict, "account.passkey.nowhere", "address", s.site.Origin)
	}
	if at, _ := passkey.At("https://" + r.Host); at.Host != site.Host {
		return site, errs.New(errs.Conflict, "account.passkey.elsewhere", "address", s.site.Origin)
	}
	return site, nil
}

// Passkeys lists the viewer's keys, newest first.
func (s *Service) Passkeys(ctx context.Context) ([]Passkey, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return nil, err
	}
	return passkeysOf(ctx, s.db, From(ctx).UserID)
}

// PasskeysOf lists somebody's keys, for administrators.
func (s *Service) PasskeysOf(ctx context.Context, userID string) ([]Passkey, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return nil, err
	}
	return passkeysOf(ctx, s.db, userID)
}

// NewPasskey begins to make a key of the viewer's, after making sure that it is
// the viewer who sits there. It returns the options for the browser.
func (s *Service) NewPasskey(ctx context.Context, site passkey.Site, name, old, title string) (options any, err error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return nil, err
	}
	if _, err := keyName(name); err != nil {
		return nil, err
	}
	u, err := s.confirm(ctx, old)
	if err != nil {
		return nil, err
	}
	have, err := passkeysOf(ctx, s.db, u.ID)
	if err != nil {
		return nil, err
	}
	if len(have) >= maxPasskeys {
		return nil, errs.New(errs.Conflict, "account.passkey.many", "max", maxPasskeys)
	}
	known := make([]passkey.Key, len(have))
	for i, p := range have {
		known[i] = p.key
	}
	begun, err := site.Register(title, u.owner(), known)
	if err != nil {
		return nil, err
	}
	return begun.Options, s.begin(ctx, ceremony{registering, u.ID, string(begun.State)}, begun.Challenge, challengeFor)
}

func (u User) owner() passkey.Owner { return passkey.Owner{ID: u.ID, Name: u.Email, Shown: u.Name} }

// keyName is the name of a key in its stored form.
func keyName(typed string) (string, error) {
	name := form.Line(typed)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", errs.Field("name", "account.passkey.name_empty")
	case n > maxPasskeyName:
		return "", errs.Field("name", "account.name.long", "max", strconv.Itoa(maxPasskeyName), "now", strconv.Itoa(n))
	}
	return name, nil
}

// AddPasskey keeps the key that the browser has made.
func (s *Service) AddPasskey(ctx context.Context, site passkey.Site, name string, answer []byte) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	name, err := keyName(name)
	if err != nil {
		return err
	}
	challenge, _, err := passkey.ChallengeOf(answer)
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "account.passkey.not_made")
	}
	begun, err := s.end(ctx, registering, challenge)
	if errs.KindOf(err) == errs.NotFound || err == nil && begun.userID != From(ctx).UserID {
		return errs.New(errs.Invalid, "account.passkey.late")
	}
	if err != nil {
		return err
	}
	u, err := userByID(ctx, s.db, begun.userID)
	if err != nil {
		return err
	}
	key, err := site.Registered([]byte(begun.state), answer, u.owner())
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "account.passkey.not_made")
	}
	// The key of the form is left behind: an answer is taken once anyway.
	_, err = s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if _, err := passkeyByCredential(ctx, w, key.ID); errs.KindOf(err) != errs.NotFound {
			return record.Ref{}, errs.Wrap(err, errs.Conflict, "account.passkey.not_made")
		}
		made := Passkey{ID: w.NewID(), UserID: u.ID, Name: name, Host: site.Host, MadeAt: w.Now, key: key}
		if err := insertPasskey(ctx, w, made); err != nil {
			return record.Ref{}, err
		}
		return ref(u.ID), w.Did(ctx, ref(u.ID), audit.Changed, u.Name, []audit.Change{{Field: "passkey", After: name}})
	})
	return err
}

// RemovePasskey removes one of the viewer's own keys.
func (s *Service) RemovePasskey(ctx context.Context, id string) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	return s.removePasskey(ctx, From(ctx).UserID, id)
}

// RemovePasskeyOf removes somebody's key, for administrators: a device was lost.
func (s *Service) RemovePasskeyOf(ctx context.Context, userID, id string) error {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return err
	}
	return s.removePasskey(ctx, userID, id)
}

func (s *Service) removePasskey(ctx context.Context, userID, id string) error {
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		u, err := userByID(ctx, w, userID)
		if err != nil {
			return record.Ref{}, err
		}
		name, err := deletePasskey(ctx, w, userID, id)
		if err != nil {
			return record.Ref{}, err
		}
		return ref(userID), w.Did(ctx, ref(userID), audit.Changed, u.Name, []audit.Change{{Field: "passkey", Before: name}})
	})
	return err
}

// AskPasskey begins signing in by a passkey and returns the options for the
// browser. It says nothing of who has one.
func (s *Service) AskPasskey(ctx context.Context, site passkey.Site, remote string) (options any, err error) {
	if err := s.allow("", limit.Address(remote)); err != nil {
		return nil, err
	}
	begun, err := site.Ask()
	if err != nil {
		return nil, err
	}
	return begun.Options, s.begin(ctx, ceremony{purpose: entering, state: string(begun.State)}, begun.Challenge, challengeFor)
}

// SignInByPasskey opens a session by the browser's answer. The device has
// verified its user, so no second step follows. A key that counts backwards may
// have been copied: it is marked and refused from then on.
func (s *Service) SignInByPasskey(ctx context.Context, site passkey.Site, answer []byte, a Attempt) (Ticket, error) {
	unknown := errs.New(errs.Invalid, "account.passkey.unknown")
	challenge, credential, err := passkey.ChallengeOf(answer)
	if err != nil {
		return Ticket{}, unknown
	}
	begun, err := s.end(ctx, entering, challenge)
	if errs.KindOf(err) == errs.NotFound {
		return Ticket{}, errs.New(errs.Invalid, "account.passkey.late")
	}
	if err != nil {
		return Ticket{}, err
	}
	p, err := passkeyByCredential(ctx, s.db, credential)
	if errs.KindOf(err) == errs.NotFound {
		return Ticket{}, unknown
	}
	if err != nil {
		return Ticket{}, err
	}
	u, err := userByID(ctx, s.db, p.UserID)
	if err != nil {
		return Ticket{}, err
	}
	used, err := site.Check([]byte(begun.state), answer, u.owner(), p.key)
	switch {
	case errors.Is(err, passkey.ErrCloned):
		if err := s.suspect(ctx, u, p); err != nil {
			return Ticket{}, err
		}
		return Ticket{}, errs.New(errs.Invalid, "account.passkey.cloned")
	case err != nil || u.Disabled || p.Host != site.Host:
		return Ticket{}, unknown
	case p.Cloned:
		return Ticket{}, errs.New(errs.Invalid, "account.passkey.cloned")
	}
	ticket, err := s.open(ctx, u, ByPasskey, a, func(ctx context.Context, w *audit.Writer) error {
		n, err := usePasskey(ctx, w, p.ID, p.key.Counter, used, w.Now)
		if err == nil && n == 0 {
			err = errs.New(errs.Invalid, "account.passkey.late")
		}
		return err
	})
	if err == nil {
		s.remotes.GiveBack(limit.Address(a.Remote))
	}
	return ticket, err
}

// suspect marks a key of which there may be two, and puts it into the history.
func (s *Service) suspect(ctx context.Context, u User, p Passkey) error {
	ctx = audit.WithActor(audit.WithoutKey(ctx), audit.Actor{ID: u.ID, Name: u.Name})
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := markCloned(ctx, w, p.ID); err != nil || p.Cloned {
			return ref(u.ID), err
		}
		return ref(u.ID), w.Did(ctx, ref(u.ID), audit.Changed, u.Name, []audit.Change{{Field: "passkey_cloned", After: p.Name}})
	})
	return err
}
