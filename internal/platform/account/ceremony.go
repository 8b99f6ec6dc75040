package account

import (
	"context"
	"time"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/secret"
)

// A ceremony is something that one request begins and another one ends, once:
// the challenge of a passkey, the pause between password and code. What the
// server has to remember lies in the database under the digest of a secret that
// the browser holds.

// How long the halves of a ceremony may be apart.
const (
	challengeFor = 5 * time.Minute
	secondFor    = 10 * time.Minute
	enrolFor     = 15 * time.Minute
)

// purpose keeps a ceremony from being ended as another one.
type purpose string

const (
	registering purpose = "register" // a passkey is made
	entering    purpose = "sign_in"  // by a passkey
	stepping    purpose = "second"   // the password was right, the code is missing
	enrolling   purpose = "codes"    // an application is given its secret
)

// maxCeremonies bounds what strangers can leave behind at one office.
const maxCeremonies = 2000

// ceremony is one that was begun.
type ceremony struct {
	purpose purpose
	userID  string // whose it is; empty at the door
	state   string
}

// begin keeps a ceremony under a secret.
func (s *Service) begin(ctx context.Context, c ceremony, token string, lasts time.Duration) error {
	n, err := countCeremonies(ctx, s.db)
	if err != nil {
		return err
	}
	if n >= maxCeremonies {
		if err := deleteOldCeremonies(ctx, s.db, s.clock()); err != nil {
			return err
		}
		if n, err = countCeremonies(ctx, s.db); err != nil {
			return err
		}
	}
	if n >= maxCeremonies && c.userID == "" {
		return errs.New(errs.Unavailable, "account.busy")
	}
	return insertCeremony(ctx, s.db, c, secret.Digest(token), s.clock().Add(lasts))
}

// pending reads a ceremony without ending it; NotFound when it is over.
func (s *Service) pending(ctx context.Context, p purpose, token string) (ceremony, error) {
	return ceremonyBy(ctx, s.db, p, secret.Digest(token), s.clock())
}

// end takes a ceremony: whoever comes second finds none.
func (s *Service) end(ctx context.Context, p purpose, token string) (c ceremony, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err = takeCeremony(ctx, tx, p, secret.Digest(token), s.clock())
		return err
	})
	return c, err
}
