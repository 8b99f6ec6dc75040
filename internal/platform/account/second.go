package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/limit"
	"pobratim/internal/kit/otp"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// The second step after the password: six figures of an application on the
// user's telephone (RFC 6238), or one of the recovery codes. Who signs in by a
// passkey needs none; who lost the password and comes with a recovery code has
// to show the application.

// oneTimeCodes is the secret that a user's application shares with the office.
type oneTimeCodes struct {
	userID   string
	secret   []byte
	lastStep int64 // the newest step of which a code was taken
	madeAt   time.Time
}

// half is somebody of whom one step is known.
type half struct{ Way Way }

// Second is when the viewer set up the second step; zero without one.
func (s *Service) Second(ctx context.Context) (time.Time, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return time.Time{}, err
	}
	return s.second(ctx, From(ctx).UserID)
}

// SecondOf is the same of anybody, for administrators.
func (s *Service) SecondOf(ctx context.Context, userID string) (time.Time, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return time.Time{}, err
	}
	return s.second(ctx, userID)
}

func (s *Service) second(ctx context.Context, userID string) (time.Time, error) {
	c, err := oneTimeCodesOf(ctx, s.db, userID)
	if errs.KindOf(err) == errs.NotFound {
		return time.Time{}, nil
	}
	return c.madeAt, err
}

// NewSecond begins to set up the second step: it makes a secret and keeps it
// for a quarter of an hour under the token that is returned.
func (s *Service) NewSecond(ctx context.Context, old string) (token string, err error) {
	u, err := s.confirm(ctx, old)
	if err != nil {
		return "", err
	}
	token = secret.New()
	shared := base64.RawStdEncoding.EncodeToString(otp.NewSecret())
	return token, s.begin(ctx, ceremony{enrolling, u.ID, shared}, token, enrolFor)
}

// SecondSecret is the secret that NewSecond made, to be shown.
func (s *Service) SecondSecret(ctx context.Context, token string) ([]byte, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return nil, err
	}
	c, err := s.pending(ctx, enrolling, token)
	if errs.KindOf(err) == errs.NotFound || err == nil && c.userID != From(ctx).UserID {
		return nil, errs.New(errs.Conflict, "account.second.late")
	}
	if err != nil {
		return nil, err
	}
	return base64.RawStdEncoding.DecodeString(c.state)
}

// ConfirmSecond sets up the second step when the application shows the right
// code, and returns fresh recovery codes, to be shown once.
func (s *Service) ConfirmSecond(ctx context.Context, token, typed string) ([]string, error) {
	secret, err := s.SecondSecret(ctx, token)
	if err != nil {
		return nil, err
	}
	step, ok := otp.Match(secret, typed, s.clock(), 0)
	if !ok {
		return nil, errs.Field("code", "account.second.wrong")
	}
	if _, err := s.end(ctx, enrolling, token); err != nil {
		return nil, errs.Wrap(err, errs.Conflict, "account.second.late")
	}
	codes, v := newRecoveryCodes(), From(ctx)
	_, err = s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := putOneTimeCodes(ctx, w, oneTimeCodes{v.UserID, secret, step, w.Now}); err != nil {
			return record.Ref{}, err
		}
		if err := putRecoveryCodes(ctx, w, v.UserID, digests(codes)); err != nil {
			return record.Ref{}, err
		}
		return ref(v.UserID), w.Did(ctx, ref(v.UserID), audit.Changed, v.Name, []audit.Change{{Field: "second", After: "true"}})
	})
	return codes, err
}

// EndSecond takes the viewer's second step away.
func (s *Service) EndSecond(ctx context.Context, old string) error {
	u, err := s.confirm(ctx, old)
	if err != nil {
		return err
	}
	return s.endSecond(ctx, u.ID)
}

// EndSecondOf takes somebody's second step away, for administrators: the
// telephone was lost.
func (s *Service) EndSecondOf(ctx context.Context, userID string) error {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return err
	}
	return s.endSecond(ctx, userID)
}

// Reset takes away somebody's second step and passkeys, for who has lost all
// devices. It asks for the same permission as Invite.
func (s *Service) Reset(ctx context.Context, userID string) error {
	keys, err := s.PasskeysOf(ctx, userID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := s.RemovePasskeyOf(ctx, userID, k.ID); err != nil {
			return err
		}
	}
	return s.EndSecondOf(ctx, userID)
}

func (s *Service) endSecond(ctx context.Context, userID string) error {
	_, err := s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		u, err := userByID(ctx, w, userID)
		if err != nil {
			return record.Ref{}, err
		}
		if n, err := deleteOneTimeCodes(ctx, w, userID); err != nil || n == 0 {
			return ref(userID), err
		}
		return ref(userID), w.Did(ctx, ref(userID), audit.Changed, u.Name, []audit.Change{{Field: "second", Before: "true"}})
	})
	return err
}

// pause lets somebody in half: the ticket leads to the second step.
func (s *Service) pause(ctx context.Context, u User, way Way) (Ticket, error) {
	state, err := json.Marshal(half{way})
	if err != nil {
		return Ticket{}, err
	}
	token := secret.New()
	ends := s.clock().Add(secondFor)
	return Ticket{Cookie: s.cookie(ctx, secondCookie, token, ends), User: u, Way: way, Half: true}, s.begin(ctx, ceremony{stepping, u.ID, string(state)}, token, secondFor)
}

// SignInSecond opens the session of somebody who was let in half. After the
// password the code may be one of the application or a recovery code, after a
// recovery code one of the application alone. Wrong codes are limited by person.
func (s *Service) SignInSecond(ctx context.Context, token string, a Attempt) (Ticket, error) {
	late := errs.New(errs.Unauthenticated, "account.second.again")
	c, err := s.pending(ctx, stepping, token)
	if errs.KindOf(err) == errs.NotFound {
		return Ticket{}, late
	}
	if err != nil {
		return Ticket{}, err
	}
	var known half
	if err := json.Unmarshal([]byte(c.state), &known); err != nil {
		return Ticket{}, err
	}
	u, err := userByID(ctx, s.db, c.userID)
	if err != nil {
		return Ticket{}, err
	}
	key, address := secret.Digest("second "+u.ID), limit.Address(a.Remote)
	if err := s.allow("", address); err != nil {
		return Ticket{}, err
	}
	if ok, at := s.accounts.Take(key); !ok {
		return Ticket{}, errs.New(errs.TooMany, "account.too_many", "at", at)
	}
	way := known.Way
	if way == ByPassword {
		way = ByCodes
	}
	ticket, err := s.open(ctx, u, way, a, func(ctx context.Context, w *audit.Writer) error {
		if _, err := takeCeremony(ctx, w, stepping, secret.Digest(token), w.Now); errs.KindOf(err) == errs.NotFound {
			return late
		} else if err != nil {
			return err
		}
		if u, err := userByID(ctx, w, u.ID); err != nil || u.Disabled {
			return errors.Join(err, late)
		}
		return useSecond(ctx, w, u.ID, a.Code, known.Way)
	})
	if err == nil {
		s.accounts.GiveBack(key)
		s.remotes.GiveBack(address)
	}
	return ticket, err
}

// useSecond takes a code of the application, once, or a recovery code.
func useSecond(ctx context.Context, w *audit.Writer, userID, typed string, way Way) error {
	wrong := errs.Field("code", "account.second.wrong")
	c, err := oneTimeCodesOf(ctx, w, userID)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	if step, ok := otp.Match(c.secret, typed, w.Now, c.lastStep); err == nil && ok {
		n, err := useStep(ctx, w, userID, step)
		if err == nil && n == 0 {
			err = wrong // the same code was faster in another browser
		}
		return err
	}
	if way != ByPassword {
		return wrong
	}
	used, err := useRecoveryCode(ctx, w, userID, secret.Digest(PlainCode(typed)))
	if err == nil && !used {
		err = wrong
	}
	return err
}
