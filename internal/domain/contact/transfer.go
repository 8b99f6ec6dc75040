package contact

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// AppointIn gives a person a role in the writer's transaction and returns its
// identifier; it serves what writes many records at once.
func (s *Service) AppointIn(ctx context.Context, w *audit.Writer, r Role) (string, error) {
	person, err := s.mayAppoint(ctx, w, &r)
	if err != nil {
		return "", err
	}
	r.ID = w.NewID()
	if err := insertRole(ctx, w, r); err != nil {
		return "", err
	}
	return r.ID, w.Did(ctx, person.Ref(), audit.Changed, person.Name, audit.Diff(nil, roleFields(r)))
}

// DismissIn takes away a role that was given by mistake and that nobody has
// changed since: errs.Stale otherwise, errs.NotFound when it is gone.
func (s *Service) DismissIn(ctx context.Context, w *audit.Writer, id string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: PersonKind}); err != nil {
		return err
	}
	role, err := roleByID(ctx, w, id)
	if err != nil {
		return err
	}
	if role.Version != 1 {
		return errs.New(errs.Stale, "form.stale")
	}
	if err := deleteRole(ctx, w, id); err != nil {
		return err
	}
	return w.Did(ctx, role.PersonName.Ref(), audit.Changed, role.PersonName.Name, audit.Diff(roleFields(role.Role), nil))
}

// RolesIn lists a person's roles as a transaction sees them.
func (s *Service) RolesIn(ctx context.Context, h db.Handle, person string) ([]Role, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: PersonKind}); err != nil {
		return nil, err
	}
	all, err := holdersOf(ctx, h, "person_id", person)
	roles := make([]Role, len(all))
	for i, holder := range all {
		roles[i] = holder.Role
	}
	return roles, err
}

// CanonicalTitle is the title of a role as tables write texts.
func (r Role) CanonicalTitle() string { return keep.Canonical(&r.Title) }
