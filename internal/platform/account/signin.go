package account

import (
	"context"
	"strings"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/id"
	"pobratim/internal/kit/limit"
	passwords "pobratim/internal/kit/password"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

const second = time.Second

// InviteFor is how long an invitation can be accepted.
const InviteFor = 7 * 24 * time.Hour

// recoveryCodes is how many codes a person gets, each for one use.
const recoveryCodes = 8

// Spaced writes a code in groups of four, as people read it.
func Spaced(code string) string {
	var groups []string
	for len(code) > 4 {
		groups = append(groups, code[:4])
		code = code[4:]
	}
	return strings.Join(append(groups, code), "-")
}

// PlainCode is what was typed without spaces and dashes, in capitals.
func PlainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z' || r >= '2' && r <= '7':
			return r
		}
		return -1
	}, typed)
}

func digests(codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = secret.Digest(PlainCode(c))
	}
	return out
}

// Credentials are a checked and hashed password and the recovery codes that go
// with it, before there is an account to hold them.
type Credentials struct {
	encoded string
	Codes   []string // plain, to be shown once
}

// NewCredentials checks a password against the rules and hashes it. Context
// holds the person's name and address and the names of the city.
func NewCredentials(ctx context.Context, password string, context []string) (Credentials, error) {
	if err := checkPassword("password", password, context); err != nil {
		return Credentials{}, err
	}
	encoded, err := hash(ctx, passwords.NewHasher(passwords.OWASP()), password)
	return Credentials{encoded: encoded, Codes: newRecoveryCodes()}, err
}

func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = Spaced(secret.Code())
	}
	return codes
}

// Attempt is somebody at the door.
type Attempt struct {
	Email    string
	Password string
	Code     string // recovery code, instead of the password
	Remote   string // address of the client, as in http.Request.RemoteAddr
	Agent    string // User-Agent line
}

// SignIn opens a session. Unknown people, wrong passwords, disabled accounts
// and open invitations get one and the same answer after the same work. Too
// many attempts are TooMany with the argument "at", the instant of the next.
func (s *Service) SignIn(ctx context.Context, a Attempt) (Ticket, error) {
	address := limit.Address(a.Remote)
	if err := s.allow(foldEmail(a.Email), address); err != nil {
		return Ticket{}, err
	}
	u, err := userByEmail(ctx, s.db, a.Email)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return Ticket{}, err
	}
	encoded := u.password
	if u.Disabled {
		encoded = ""
	}
	ok, outdated, err := matches(ctx, s.hasher, encoded, a.Password)
	if err != nil {
		return Ticket{}, err
	}
	if !ok {
		return Ticket{}, errs.New(errs.Invalid, "account.sign_in.wrong")
	}
	s.giveBack(foldEmail(a.Email), address)
	if outdated {
		encoded, err = hash(ctx, s.hasher, a.Password)
		if err != nil {
			return Ticket{}, err
		}
	}
	if since, err := s.second(ctx, u.ID); err != nil {
		return Ticket{}, err
	} else if !since.IsZero() {
		if outdated {
			if err := updatePassword(ctx, s.db, u.ID, encoded); err != nil {
				return Ticket{}, err
			}
		}
		return s.pause(ctx, u, ByPassword)
	}
	return s.open(ctx, u, ByPassword, a, func(ctx context.Context, w *audit.Writer) error {
		if !outdated {
			return nil
		}
		return updatePassword(ctx, w, u.ID, encoded)
	})
}

// SignInByCode opens a session by one of the recovery codes, which is used up.
// For a quarter of an hour it lets the password be set anew.
func (s *Service) SignInByCode(ctx context.Context, a Attempt) (Ticket, error) {
	address := limit.Address(a.Remote)
	if err := s.allow(foldEmail(a.Email), address); err != nil {
		return Ticket{}, err
	}
	u, err := userByEmail(ctx, s.db, a.Email)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return Ticket{}, err
	}
	wrong := errs.New(errs.Invalid, "account.code.wrong")
	since, err := s.second(ctx, u.ID)
	if err != nil {
		return Ticket{}, err
	}
	if !since.IsZero() {
		err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			used, err := useRecoveryCode(ctx, tx, u.ID, secret.Digest(PlainCode(a.Code)))
			if err == nil && (!used || u.Disabled) {
				err = wrong
			}
			return err
		})
		if err != nil {
			return Ticket{}, err
		}
		s.giveBack(foldEmail(a.Email), address)
		return s.pause(ctx, u, ByRecovery)
	}
	ticket, err := s.open(ctx, u, ByRecovery, a, func(ctx context.Context, w *audit.Writer) error {
		used, err := useRecoveryCode(ctx, w, u.ID, secret.Digest(PlainCode(a.Code)))
		if err == nil && (!used || u.Disabled) {
			err = wrong
		}
		return err
	})
	if err == nil {
		s.giveBack(foldEmail(a.Email), address)
	}
	return ticket, err
}

// allow takes one attempt from the account and one from the address.
func (s *Service) allow(account, address string) error {
	if ok, at := s.remotes.Take(address); !ok {
		return errs.New(errs.TooMany, "account.too_many", "at", at)
	}
	if account == "" {
		return nil
	}
	if ok, at := s.accounts.Take(secret.Digest(account)); !ok {
		return errs.New(errs.TooMany, "account.too_many", "at", at)
	}
	return nil
}

func (s *Service) giveBack(account, address string) {
	s.accounts.GiveBack(secret.Digest(account))
	s.remotes.GiveBack(address)
}

// open writes a new session and the entry in the history; also does what else
// belongs into the same transaction.
func (s *Service) open(ctx context.Context, u User, way Way, a Attempt, also func(ctx context.Context, w *audit.Writer) error) (Ticket, error) {
	token := secret.New()
	var ends time.Time
	ctx = audit.WithActor(audit.WithoutKey(ctx), audit.Actor{ID: u.ID, Name: u.Name})
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := also(ctx, w); err != nil {
			return record.Ref{}, err
		}
		ends = w.Now.Add(LastFor)
		session := Session{
			ID: id.New(w.Now), UserID: u.ID, Way: way, StartedAt: w.Now, SeenAt: w.Now, EndsAt: ends,
			Browser: Device(a.Agent), Address: limit.Address(a.Remote),
		}
		if err := insertSession(ctx, w, session, secret.Digest(token)); err != nil {
			return record.Ref{}, err
		}
		if err := markSeen(ctx, w, session.ID, u.ID, w.Now); err != nil {
			return record.Ref{}, err
		}
		return ref(u.ID), w.Did(ctx, ref(u.ID), audit.SignedIn, u.Name, []audit.Change{{Field: "way", After: string(way)}})
	})
	if err != nil {
		return Ticket{}, err
	}
	return Ticket{Cookie: s.cookie(ctx, sessionCookie, token, ends), User: u, Way: way}, nil
}

// Invited is the person whom an invitation names; NotFound when it is unknown,
// used or too old. It changes nothing.
func (s *Service) Invited(ctx context.Context, code, remote string) (User, error) {
	if err := s.allow("", limit.Address(remote)); err != nil {
		return User{}, err
	}
	u, err := invited(ctx, s.db, secret.Digest(PlainCode(code)), s.clock())
	if err == nil && u.Disabled {
		err = errs.New(errs.NotFound, "record.missing")
	}
	if err == nil {
		s.remotes.GiveBack(limit.Address(remote))
	}
	return u, err
}

// Accept sets the password of an invited person, ends whatever other sessions
// there are, and signs in. It returns fresh recovery codes, to be shown once.
func (s *Service) Accept(ctx context.Context, a Attempt) (Ticket, []string, error) {
	u, err := s.Invited(ctx, a.Code, a.Remote)
	if err != nil {
		return Ticket{}, nil, err
	}
	if err := checkPassword("password", a.Password, s.contextWords(ctx, u)); err != nil {
		return Ticket{}, nil, err
	}
	encoded, err := hash(ctx, s.hasher, a.Password)
	if err != nil {
		return Ticket{}, nil, err
	}
	since, err := s.second(ctx, u.ID)
	if err != nil {
		return Ticket{}, nil, err
	}
	set := func(ctx context.Context, w *audit.Writer) error {
		if _, err := invited(ctx, w, secret.Digest(PlainCode(a.Code)), w.Now); err != nil {
			return err // somebody else was faster
		}
		if err := deleteInvites(ctx, w, u.ID); err != nil {
			return err
		}
		if err := deleteSessions(ctx, w, u.ID, ""); err != nil {
			return err
		}
		return updatePassword(ctx, w, u.ID, encoded)
	}
	defer s.known.forget()
	if !since.IsZero() {
		// The link replaces the password, not the second step: no codes that
		// could stand for it, and no session yet.
		ctx := audit.WithActor(audit.WithoutKey(ctx), audit.Actor{ID: u.ID, Name: u.Name})
		_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			if err := set(ctx, w); err != nil {
				return record.Ref{}, err
			}
			return ref(u.ID), w.Did(ctx, ref(u.ID), audit.Changed, u.Name, []audit.Change{{Field: "password"}})
		})
		if err != nil {
			return Ticket{}, nil, err
		}
		ticket, err := s.pause(ctx, u, ByPassword)
		return ticket, nil, err
	}
	codes := newRecoveryCodes()
	ticket, err := s.open(ctx, u, ByInvite, a, func(ctx context.Context, w *audit.Writer) error {
		if err := set(ctx, w); err != nil {
			return err
		}
		return putRecoveryCodes(ctx, w, u.ID, digests(codes))
	})
	return ticket, codes, err
}

func (s *Service) contextWords(ctx context.Context, u User) []string {
	words := []string{u.Name, u.Email}
	if s.site.Words != nil {
		words = append(words, s.site.Words(ctx)...)
	}
	return words
}
