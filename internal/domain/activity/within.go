package activity

import (
	"context"

	"pobratim/internal/platform/audit"
)

// What another subject does with activities as a part of its own doing happens
// in its transaction.

// AddIn is Add in the writer's transaction.
func (s *Service) AddIn(ctx context.Context, w *audit.Writer, a Activity) (string, error) {
	return s.activities.AddIn(ctx, w, a)
}

// GetIn reads an activity that the viewer may change, in the writer's transaction.
func (s *Service) GetIn(ctx context.Context, w *audit.Writer, id string) (Activity, error) {
	return s.activities.GetIn(ctx, w, id)
}

// ChangeIn is Change in the writer's transaction.
func (s *Service) ChangeIn(ctx context.Context, w *audit.Writer, a Activity) error {
	return s.activities.ChangeIn(ctx, w, a)
}
