package task

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/audit"
)

// What another subject does with tasks as a part of its own doing happens in its
// transaction.

// AddIn is Add in the writer's transaction.
func (s *Service) AddIn(ctx context.Context, w *audit.Writer, t Task) (string, error) {
	return s.tasks.AddIn(ctx, w, t)
}

// ChangeIn changes a task as it stands, in the writer's transaction.
func (s *Service) ChangeIn(ctx context.Context, w *audit.Writer, id string, do func(*Task)) error {
	t, err := s.tasks.GetIn(ctx, w, id)
	if err != nil {
		return err
	}
	do(&t)
	return s.tasks.ChangeIn(ctx, w, t)
}

// Several reads those of some tasks that the viewer may see and that are not in
// the bin, in any order.
func (s *Service) Several(ctx context.Context, h db.Handle, ids []string) ([]Task, error) {
	scope, err := s.Gate.Require(ctx, s.tasks.ViewNeed())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, err := many(ctx, h, ids)
	var seen []Task
	for _, t := range all {
		if !t.Binned && scope.Sees(t.Visibility, false) {
			seen = append(seen, t)
		}
	}
	return seen, err
}

// Who says in whose hands a task is, in the reader's words, and whether it is in
// anybody's.
type Who func(t Task) (words string, held bool)

// Whose reads who answers for what on the day of a page.
func (s *Service) Whose(ctx context.Context, scene *web.Scene) (Who, error) {
	c, err := s.crew(ctx, scene)
	return func(t Task) (string, bool) { return c.who(scene, t) }, err
}

// Owners are the colleagues who may be given a task.
func (s *Service) Owners(ctx context.Context, scene *web.Scene) ([]ui.Option, error) {
	return s.ownerOptions(ctx, scene)
}

// State says when a task is due, or how it ended.
func (s *Service) State(scene *web.Scene, t Task) ui.Value { return s.dueValue(scene, t) }
