package link

import (
	"context"
	"time"

	"pobratim/internal/platform/record"
)

// Link shows one record for one purpose to whoever holds its secret.
type Link struct {
	ID       string // names it in lists; opens nothing
	For      record.Ref
	Purpose  string // as in module.Guest
	Number   int64  // among the links of this record and purpose, from 1
	Name     string // whom it was made for
	Lang     string // of whoever opens it; may be one in which the program has no words
	MadeAt   time.Time
	EndsAt   time.Time
	ClosedAt time.Time // zero while it was not revoked
	Retired  bool      // closed by a newer link
	Uses     int64
	SeenAt   time.Time // zero when never opened
}

// State is whether a link still opens.
type State string

// The states.
const (
	Open    State = "open"
	Expired State = "expired"
	Revoked State = "revoked"
	Retired State = "retired"
)

// State is how the link stands at an instant.
func (l Link) State(now time.Time) State {
	switch {
	case l.Retired:
		return Retired
	case !l.ClosedAt.IsZero():
		return Revoked
	case !now.Before(l.EndsAt):
		return Expired
	}
	return Open
}

type linkKey struct{}

// With puts the link by which somebody came into a context.
func With(ctx context.Context, l Link) context.Context { return context.WithValue(ctx, linkKey{}, l) }

// From is the link by which somebody came; the zero Link when by none.
func From(ctx context.Context) Link {
	l, _ := ctx.Value(linkKey{}).(Link)
	return l
}
