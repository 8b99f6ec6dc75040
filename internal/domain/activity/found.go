package activity

import (
	"context"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// found adds to the search who takes part, the partners and the whole of which
// an activity is a part. Participants without a record of their own stand on the
// portal as they are written; the others only where their records are seen.
func found(ctx context.Context, h db.Handle, a *Activity, to *record.Searched) error {
	for _, id := range a.Partners {
		to.Links = append(to.Links, record.Ref{Kind: "partner", ID: id})
	}
	if a.Series != "" {
		to.Links = append(to.Links, record.Ref{Kind: SeriesKind, ID: a.Series})
	}
	if a.Parent != "" {
		to.Links = append(to.Links, record.Ref{Kind: Kind, ID: a.Parent})
	}
	there, err := participantsOf(ctx, h, a.ID)
	if err != nil {
		return err
	}
	for _, p := range there {
		if ref := p.Ref(); !ref.IsZero() {
			to.Links = append(to.Links, ref)
		}
		to.Passages = append(to.Passages, keep.Passages(p.Text, record.OnPortal)...)
	}
	money, err := moneyOf(ctx, h, a.ID)
	for _, m := range money {
		to.Passages = append(to.Passages, keep.Passages(m.Note, record.Inner)...)
	}
	return err
}

// publicActivityPath is the page of an activity on the portal.
func (s *Service) publicActivityPath(ctx context.Context, id string) (string, error) {
	a, err := s.publicOne(ctx, id)
	if err != nil {
		return "", err
	}
	return "/projects/" + a.ID, nil
}

// publicSeriesPath is the list of a series on the portal.
func (s *Service) publicSeriesPath(ctx context.Context, id string) (string, error) {
	x, err := s.series.Get(ctx, id)
	if err != nil || !account.Open.Sees(x.Visibility, false) {
		return "", err
	}
	return "/projects?series=" + x.ID, nil
}
