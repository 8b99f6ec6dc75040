package plan

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/keep"
)

// bulkMax is how many lines can be changed at once.
const bulkMax = 300

// Bulk changes several lines at once, all or none. It returns them in their new
// versions.
func (s *Service) Bulk(ctx context.Context, picks []keep.Pick, do func(*Line)) ([]keep.Pick, error) {
	switch {
	case len(picks) == 0:
		return nil, errs.New(errs.Invalid, "planline.bulk.none")
	case len(picks) > bulkMax:
		return nil, errs.New(errs.Invalid, "planline.bulk.many", "max", bulkMax)
	}
	return s.lines.Bulk(ctx, picks, do)
}

// TakeBack undoes the last change of each of some lines, when the viewer made it
// and nobody has changed it since. It returns how many it took back.
func (s *Service) TakeBack(ctx context.Context, picks []keep.Pick) (int, error) {
	if len(picks) == 0 || len(picks) > bulkMax {
		return 0, errs.New(errs.Invalid, "planline.bulk.none")
	}
	return s.lines.TakeBack(ctx, picks)
}
