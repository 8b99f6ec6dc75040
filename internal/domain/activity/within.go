package activity

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
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

// aheadMax is how many activities of a state can be chosen from.
const aheadMax = 200

// Ahead are the activities of a partner, or of all, that are planned or confirmed,
// to choose from: as "kind:id", by name.
func (s *Service) Ahead(ctx context.Context, scene *web.Scene, partner string) ([]ui.Option, error) {
	var options []ui.Option
	for _, status := range []string{Planned, Confirmed} {
		list, err := s.List(ctx, Filter{Partner: partner, Status: status, Limit: aheadMax})
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			said := slices.DeleteFunc([]string{a.Name.In(scene.Lang).Value, scene.Date(a.When())}, func(s string) bool { return s == "" })
			options = append(options, ui.Option{Value: a.Ref().String(), Label: strings.Join(said, " · ")})
		}
	}
	slices.SortFunc(options, func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	return options, nil
}
