package account

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// What people do with their own account: leave, see and end their sessions, set
// a new password, print new recovery codes.

// SignOut ends the viewer's session; nobody signed in is no error.
func (s *Service) SignOut(ctx context.Context) error {
	v := From(ctx)
	if v.Session == "" {
		return nil
	}
	owner := v.UserID
	if v.Eyes.On() {
		owner = v.Eyes.By
	}
	_, err := deleteSession(ctx, s.db, owner, v.Session)
	s.known.forget()
	return err
}

// Sessions lists the viewer's live sessions, newest first.
func (s *Service) Sessions(ctx context.Context) ([]Session, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return nil, err
	}
	return sessionsOf(ctx, s.db, From(ctx).UserID, s.clock())
}

// SessionsOf lists somebody's live sessions, for administrators.
func (s *Service) SessionsOf(ctx context.Context, userID string) ([]Session, error) {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return nil, err
	}
	return sessionsOf(ctx, s.db, userID, s.clock())
}

// EndSession ends one of the viewer's own sessions.
func (s *Service) EndSession(ctx context.Context, id string) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	n, err := deleteSession(ctx, s.db, From(ctx).UserID, id)
	s.known.forget()
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "record.missing")
	}
	return err
}

// EndOthers ends all of the viewer's sessions but the present one.
func (s *Service) EndOthers(ctx context.Context) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	v := From(ctx)
	err := deleteSessions(ctx, s.db, v.UserID, v.Session)
	s.known.forget()
	return err
}

// EndSessionsOf signs somebody out everywhere, for administrators.
func (s *Service) EndSessionsOf(ctx context.Context, userID string) error {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return err
	}
	err := deleteSessions(ctx, s.db, userID, "")
	s.known.forget()
	return err
}

// NeedsOldPassword tells whether the viewer has to type the present password to
// set a new one: not within a quarter of an hour after a recovery code or a
// passkey.
func (s *Service) NeedsOldPassword(ctx context.Context) (bool, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return true, err
	}
	return s.needsOld(ctx, s.db)
}

func (s *Service) needsOld(ctx context.Context, h db.Handle) (bool, error) {
	session, err := sessionByID(ctx, h, From(ctx).Session)
	if errs.KindOf(err) == errs.NotFound {
		return true, nil
	}
	fresh := session.Way == ByRecovery || session.Way == ByPasskey
	return !fresh || !s.clock().Before(session.StartedAt.Add(freshFor)), err
}

// SetPassword gives the viewer a new password and ends the other sessions.
func (s *Service) SetPassword(ctx context.Context, old, password string) error {
	u, err := s.confirm(ctx, old)
	if err != nil {
		return err
	}
	if err := checkPassword("password", password, s.contextWords(ctx, u)); err != nil {
		return err
	}
	encoded, err := hash(ctx, s.hasher, password)
	if err != nil {
		return err
	}
	_, err = s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := updatePassword(ctx, w, u.ID, encoded); err != nil {
			return record.Ref{}, err
		}
		if err := deleteSessions(ctx, w, u.ID, From(ctx).Session); err != nil {
			return record.Ref{}, err
		}
		// What it was and is does not belong into the history.
		return ref(u.ID), w.Did(ctx, ref(u.ID), audit.Changed, u.Name, []audit.Change{{Field: "password"}})
	})
	s.known.forget()
	return err
}

// NewRecoveryCodes replaces the viewer's codes and returns them, to be shown
// once. The present password is asked for.
func (s *Service) NewRecoveryCodes(ctx context.Context, old string) ([]string, error) {
	u, err := s.confirm(ctx, old)
	if err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	_, err = s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := putRecoveryCodes(ctx, w, u.ID, digests(codes)); err != nil {
			return record.Ref{}, err
		}
		return ref(u.ID), w.Did(ctx, ref(u.ID), audit.Changed, u.Name, []audit.Change{{Field: "recovery"}})
	})
	return codes, err
}

// RecoveryCodesLeft counts the viewer's unused codes.
func (s *Service) RecoveryCodesLeft(ctx context.Context) (int, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return 0, err
	}
	return countRecoveryCodes(ctx, s.db, From(ctx).UserID)
}

// confirm makes sure that it is the viewer who sits there: by the present
// password, with the same limit on guessing as at the door.
func (s *Service) confirm(ctx context.Context, old string) (User, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return User{}, err
	}
	u, err := userByID(ctx, s.db, From(ctx).UserID)
	if err != nil {
		return u, err
	}
	needed, err := s.needsOld(ctx, s.db)
	if err != nil || !needed {
		return u, err
	}
	if ok, at := s.accounts.Take(secret.Digest(foldEmail(u.Email))); !ok {
		return u, errs.New(errs.TooMany, "account.too_many", "at", at)
	}
	ok, _, err := matches(ctx, s.hasher, u.password, old)
	if err != nil {
		return u, err
	}
	if !ok {
		return u, errs.Field("old_password", "account.password.wrong")
	}
	s.accounts.GiveBack(secret.Digest(foldEmail(u.Email)))
	return u, nil
}
