package account

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/module"
)

// Viewer is who looks at a page or calls a service. The zero Viewer is the
// public.
type Viewer struct {
	UserID       string
	Name         string
	Email        string
	Roles        []Role
	Organisation string // identifier of the organisation the user belongs to; may be empty
	Session      string // identifier of the session; empty for commands
	Prefs        Prefs
	// Former is the user whose session has ended but whose browser still shows
	// its cookie; only ever set when nobody is signed in.
	Former string
	Eyes   Eyes // through whose eyes an administrator looks
	system bool
}

// SignedIn tells whether the viewer is a user.
func (v Viewer) SignedIn() bool { return v.UserID != "" }

// Has tells whether the viewer has a role.
func (v Viewer) Has(role Role) bool {
	for _, r := range v.Roles {
		if r == role {
			return true
		}
	}
	return false
}

type viewerKey struct{}

// With puts a viewer into a context.
func With(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// From is the viewer of a context; the public when there is none.
func From(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	return v
}

// System is the viewer of a command or job that acts for the program itself,
// with every permission. Only package app makes one.
func System(name string) Viewer { return Viewer{UserID: "pobratim", Name: name, system: true} }

// Gate asks the authorization table.
type Gate struct{ policy Policy }

// NewGate makes a gate of a table.
func NewGate(p Policy) *Gate { return &Gate{policy: p} }

// Policy is the table, for printing.
func (g *Gate) Policy() Policy { return g.policy }

// Scope is how far the viewer of ctx may go; None when not at all.
func (g *Gate) Scope(ctx context.Context, need module.Need) Scope {
	v := From(ctx)
	if v.system {
		return All
	}
	return g.policy.Scope(v.Roles, need)
}

// Require returns the scope of a permission, or an error: Unauthenticated when
// nobody is signed in, Forbidden when the roles do not reach. The frame shows a
// forbidden record exactly like a missing one.
func (g *Gate) Require(ctx context.Context, need module.Need) (Scope, error) {
	scope := g.Scope(ctx, need)
	if scope > None {
		return scope, nil
	}
	if !From(ctx).SignedIn() {
		return None, errs.New(errs.Unauthenticated, "account.sign_in_first")
	}
	return None, errs.New(errs.Forbidden, "account.forbidden")
}
