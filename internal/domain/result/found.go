package result

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// found adds to the search the partner and the activity.
func found(_ context.Context, _ db.Handle, r *Result, to *record.Searched) error {
	for _, ref := range []record.Ref{{Kind: "partner", ID: r.Partner}, {Kind: "activity", ID: r.Activity}} {
		if ref.ID != "" {
			to.Links = append(to.Links, ref)
		}
	}
	return nil
}

// publicPath is where the portal shows results: all on one page.
func (s *Service) publicPath(ctx context.Context, id string) (string, error) {
	r, err := s.results.Get(ctx, id)
	if err != nil || r.Visibility != record.Public || r.Standing(s.deps.Clock()) != Counted {
		return "", err
	}
	return "/results", nil
}
