package agreement

import (
	"context"

	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// found adds to the search who signed, and the partner.
func found(ctx context.Context, h db.Handle, a *Agreement, to *record.Searched) error {
	to.Links = append(to.Links, record.Ref{Kind: partner.Kind, ID: a.Partner})
	all, err := signatoriesOf(ctx, h, a.ID)
	for _, one := range all {
		to.Passages = append(to.Passages, record.Passage{Text: one.Name, Depth: record.Inner})
		to.Passages = append(to.Passages, keep.Passages(one.Post, record.Inner)...)
	}
	return err
}

// publicPath is where the portal shows a paper: on the page of its partner.
func (s *Service) publicPath(ctx context.Context, id string) (string, error) {
	a, err := s.papers.Get(ctx, id)
	if err != nil || a.Visibility != record.Public {
		return "", err
	}
	p, err := s.partners.Partner(ctx, a.Partner)
	if errs.KindOf(err) == errs.NotFound || err == nil && p.Visibility != record.Public {
		return "", nil
	}
	return "/partners/" + p.Slug + "#agreements", err
}
