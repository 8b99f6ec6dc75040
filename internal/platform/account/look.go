package account

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// An administrator can look at the office through somebody's eyes, to see what
// a person or a role sees. It stands in the session; nothing can be sent
// meanwhile, and it begins with an entry in the history.

// Eyes say through whose eyes a viewer looks; zero: through their own.
type Eyes struct {
	By, ByName string // the administrator
	Name       string // the user looked for; empty when it is a role alone
	Role       Role   // the role looked for; empty when it is a user
}

// On tells whether a viewer looks through other eyes.
func (e Eyes) On() bool { return e.By != "" }

const (
	lookUser = "user:"
	lookRole = "role:"
	lookEnd  = "/look/end"
)

// through is the viewer as the session says, as long as the administrator is
// one and the user is there.
func (s *Service) through(ctx context.Context, v Viewer, look string) (Viewer, error) {
	if s.gate.policy.Scope(v.Roles, NeedUsers) == None {
		return v, nil
	}
	eyes := Eyes{By: v.UserID, ByName: v.Name}
	if role, ok := strings.CutPrefix(look, lookRole); ok {
		eyes.Role = Role(role)
		v.Roles, v.Organisation, v.Eyes = []Role{eyes.Role}, "", eyes
		return v, nil
	}
	u, err := userByID(ctx, s.db, strings.TrimPrefix(look, lookUser))
	if errs.KindOf(err) == errs.NotFound || err == nil && u.Disabled {
		return v, nil
	}
	if err != nil {
		return Viewer{}, err
	}
	eyes.Name = u.Name
	other := u.viewer(v.Session)
	other.Prefs, other.Eyes = v.Prefs, eyes
	return other, nil
}

// Look begins to look through the eyes of a user.
func (s *Service) Look(ctx context.Context, userID string) error {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return err
	}
	u, err := userByID(ctx, s.db, userID)
	if err != nil {
		return err
	}
	if u.Disabled || u.ID == From(ctx).UserID {
		return errs.New(errs.Conflict, "account.look.nobody")
	}
	return s.look(ctx, lookUser+u.ID, ref(u.ID), u.Name, nil)
}

// LookAs begins to look through the eyes of somebody with one role.
func (s *Service) LookAs(ctx context.Context, role Role) error {
	if _, err := s.gate.Require(ctx, NeedUsers); err != nil {
		return err
	}
	if !slices.Contains(Roles(), role) {
		return errs.New(errs.Conflict, "account.roles.unknown")
	}
	v := From(ctx)
	return s.look(ctx, lookRole+string(role), ref(v.UserID), v.Name, []audit.Change{{Field: "look", After: string(role)}})
}

func (s *Service) look(ctx context.Context, what string, about record.Ref, title string, changes []audit.Change) error {
	_, err := s.log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := setLook(ctx, w, From(ctx).Session, what); err != nil {
			return record.Ref{}, err
		}
		return about, w.Did(ctx, about, audit.Looked, title, changes)
	})
	s.known.forget()
	return err
}

// EndLook returns to one's own eyes.
func (s *Service) EndLook(ctx context.Context) error {
	if _, err := s.gate.Require(ctx, NeedProfile); err != nil {
		return err
	}
	err := setLook(ctx, s.db, From(ctx).Session, "")
	s.known.forget()
	return err
}

// Refuse says no to what cannot be done through other eyes: sending anything
// but the way back, and the profile, which is its owner's. The frame asks it
// with every request.
func (s *Service) Refuse(v Viewer, r *http.Request) error {
	if !v.Eyes.On() {
		return nil
	}
	path := strings.TrimPrefix(r.URL.Path, s.site.Base)
	switch {
	case path == lookEnd || path == "/sign-out":
		return nil
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return errs.New(errs.Conflict, "account.look.refused")
	case path == "/profile" || strings.HasPrefix(path, "/profile/"):
		return errs.New(errs.Conflict, "account.look.profile")
	}
	return nil
}

// Seeing gives a request the context of its viewer. Through other eyes nothing
// can be written into the history, not even by pages that are only opened.
func (s *Service) Seeing(ctx context.Context, v Viewer) context.Context {
	ctx = With(ctx, v)
	switch {
	case v.Eyes.On():
		ctx = audit.WithActor(ctx, audit.Actor{ID: v.Eyes.By, Name: v.Eyes.ByName})
		return audit.Hold(ctx, errs.New(errs.Conflict, "account.look.refused"))
	case v.SignedIn():
		return audit.WithActor(ctx, audit.Actor{ID: v.UserID, Name: v.Name})
	}
	return ctx
}

func (s *Service) lookAtUser(r *http.Request) (web.Reply, error) {
	return web.Redirect{To: "/"}, s.Look(r.Context(), r.PathValue("id"))
}

func (s *Service) lookAsRole(r *http.Request) (web.Reply, error) {
	return web.Redirect{To: "/"}, s.LookAs(r.Context(), Role(r.PostFormValue("role")))
}

func (s *Service) endLook(r *http.Request) (web.Reply, error) {
	return web.Redirect{To: "/users"}, s.EndLook(r.Context())
}

// Band is what stands above every page while somebody looks through other eyes.
func (e Eyes) Band(sc *web.Scene, once ui.Once) *ui.Eyes {
	if !e.On() {
		return nil
	}
	text := sc.T("account.look.at_user", "name", e.Name)
	if e.Role != "" {
		text = sc.T("account.look.at_role", "role", sc.T("account.role."+string(e.Role)))
	}
	return &ui.Eyes{
		Label: sc.T("account.look.label"), Text: text,
		End: ui.MenuForm{Action: sc.Path(lookEnd), Once: once, Button: ui.Button{Text: sc.T("account.look.end"), Icon: ui.IconEye}},
	}
}
