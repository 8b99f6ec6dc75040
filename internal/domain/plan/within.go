package plan

import (
	"context"

	"pobratim/internal/platform/audit"
)

// LineIn reads a line that the viewer may change, in the writer's transaction.
func (s *Service) LineIn(ctx context.Context, w *audit.Writer, id string) (Line, error) {
	return s.lines.GetIn(ctx, w, id)
}

// ChangeLineIn is ChangeLine in the writer's transaction.
func (s *Service) ChangeLineIn(ctx context.Context, w *audit.Writer, l Line) error {
	return s.lines.ChangeIn(ctx, w, l)
}
