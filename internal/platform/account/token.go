package account

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/secret"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Tokens let a program read in its owner's name: what the owner sees, and
// nothing else. They are shown once and stored as hashes.

// tokenMark begins every token, so that one that went astray is recognised.
const tokenMark = "pobratim_"

// Limits of tokens.
const (
	maxTokens    = 20 // of one user
	maxTokenName = 80 // characters
)

// TokenDays are how long a token may last.
func TokenDays() []int { return []int{30, 90, 365} }

// Token is one program's way in.
type Token struct {
	ID     string // names it in lists; opens nothing
	UserID string
	Name   string
	MadeAt time.Time
	SeenAt time.Time // zero when never used
	EndsAt time.Time
}

// MakeToken makes a token of the viewer's and returns it with its secret, to be
// shown once.
func (s *Service) MakeToken(ctx context.Context, name string, days int) (Token, string, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return Token{}, "", err
	}
	var bad errs.Fields
	name = form.Line(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		bad.Add(errs.Field("name", "account.token.name_empty"))
	case n > maxTokenName:
		bad.Add(errs.Field("name", "account.name.long", "max", strconv.Itoa(maxTokenName), "now", strconv.Itoa(n)))
	}
	if !slices.Contains(TokenDays(), days) {
		bad.Add(errs.Field("days", "account.token.days_unknown"))
	}
	if err := bad.Err(); err != nil {
		return Token{}, "", err
	}
	token, v := tokenMark+secret.New(), From(ctx)
	var made Token
	// The key of the form is left behind: a second press would get no secret.
	_, err := s.log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		made = Token{ID: w.NewID(), UserID: v.UserID, Name: name, MadeAt: w.Now, EndsAt: w.Now.Add(time.Duration(days) * 24 * time.Hour)}
		have, err := tokensOf(ctx, w, v.UserID, w.Now)
		if err != nil {
			return record.Ref{}, err
		}
		if len(have) >= maxTokens {
			return record.Ref{}, errs.New(errs.Conflict, "account.token.many", "max", maxTokens)
		}
		if err := insertToken(ctx, w, made, secret.Digest(token)); err != nil {
			return record.Ref{}, err
		}
		return ref(v.UserID), w.Did(ctx, ref(v.UserID), audit.Issued, v.Name, []audit.Change{{Field: "token", After: name}, {Field: "token_until", After: clock.Stamp(made.EndsAt)}})
	})
	if err != nil {
		return Token{}, "", err
	}
	return made, token, nil
}

// Tokens lists the viewer's tokens that have not run out, newest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return nil, err
	}
	return tokensOf(ctx, s.db, From(ctx).UserID, s.clock())
}

// RevokeToken ends one of the viewer's own tokens.
func (s *Service) RevokeToken(ctx context.Context, id string) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	v := From(ctx)
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		name, err := deleteToken(ctx, w, v.UserID, id)
		if err != nil {
			return record.Ref{}, err
		}
		return ref(v.UserID), w.Did(ctx, ref(v.UserID), audit.Changed, v.Name, []audit.Change{{Field: "token", Before: name}})
	})
	return err
}

// Bearer tells in whose name a program asks: header is the Authorization of its
// request, empty for the public. A token that is unknown, has run out or belongs
// to a disabled account is errs.Unauthenticated. Nothing is remembered between
// requests, so a right withdrawn takes effect with the next one.
func (s *Service) Bearer(ctx context.Context, header string) (v Viewer, tokenID string, err error) {
	if header == "" {
		return Viewer{}, "", nil
	}
	refused := errs.New(errs.Unauthenticated, "account.token.unknown")
	scheme, token, _ := strings.Cut(header, " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(token, tokenMark) || len(token) > 100 {
		return Viewer{}, "", refused
	}
	got, u, err := tokenByHash(ctx, s.db, secret.Digest(token))
	if errs.KindOf(err) == errs.NotFound {
		return Viewer{}, "", refused
	}
	if err != nil {
		return Viewer{}, "", err
	}
	now := s.clock()
	if u.Disabled || !now.Before(got.EndsAt) {
		return Viewer{}, "", refused
	}
	if now.Sub(got.SeenAt) >= seenEvery {
		_ = markTokenSeen(ctx, s.db, got.ID, now) // reading goes on when nothing can be written
	}
	return u.viewer(""), got.ID, nil
}

// Acting is the viewer that an account stands for, for secrets of its owner's
// that other packages keep: whoever calls has checked one. Nothing is remembered
// between requests. A closed account is errs.Unauthenticated.
func (s *Service) Acting(ctx context.Context, userID string) (Viewer, error) {
	u, err := userByID(ctx, s.db, userID)
	if err != nil {
		return Viewer{}, err
	}
	if u.Disabled {
		return Viewer{}, errs.New(errs.Unauthenticated, "account.disabled")
	}
	return u.viewer(""), nil
}

// Leaving has a package remove what it keeps for a user when the account is
// closed, in the same transaction.
func (s *Service) Leaving(do func(ctx context.Context, w *audit.Writer, userID string) error) {
	s.leaving = append(s.leaving, do)
}
