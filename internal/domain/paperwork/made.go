package paperwork

import (
	"context"
	"time"

	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Made is a paper that was made and kept as a file of its activity.
type Made struct {
	ID       string
	Activity string
	Paper    string
	Langs    string
	Format   string
	Edition  int
	Template string // identifier; empty for the built-in one
	Sum      string // SHA-256 of the file
	Holes    []string
	At       time.Time
	ActorID  string
	Actor    string
}

// Keep makes a paper and keeps it as the next edition at its activity.
func (s *Service) Keep(ctx context.Context, want Wanted) (Made, error) {
	if err := s.mayOf(ctx, want.Activity, module.Edit); err != nil {
		return Made{}, err
	}
	if _, err := s.Gate.Require(ctx, paperNeed(module.Create)); err != nil {
		return Made{}, err
	}
	if done, err := s.Log.Done(ctx); done || err != nil {
		return Made{}, err
	}
	d, err := s.Make(ctx, want)
	if err != nil {
		return Made{}, err
	}
	last, err := lastMade(ctx, s.DB, want.Activity, want.Paper, want.Langs, want.Format)
	if err != nil {
		return Made{}, err
	}
	m := Made{Activity: want.Activity, Paper: want.Paper, Langs: want.Langs, Format: want.Format, Edition: last + 1, Template: d.Template.ID}
	for _, h := range d.Holes {
		m.Holes = append(m.Holes, h.Name)
	}
	about := record.Ref{Kind: activityKind, ID: want.Activity}
	_, err = s.deps.Files.Seal(ctx, about, []file.Made{{Name: d.FileName(m.Edition), Type: file.Type(want.Format), Body: d.Body}}, func(ctx context.Context, w *audit.Writer, sums []string) error {
		m.ID, m.Sum, m.At, m.ActorID, m.Actor = w.NewID(), sums[0], w.Now, w.Actor.ID, w.Actor.Name
		return insertMade(ctx, w, m)
	})
	return m, err
}

// MadeOf are the papers of an activity, the newest first.
func (s *Service) MadeOf(ctx context.Context, activity string) ([]Made, error) {
	if err := s.mayOf(ctx, activity, module.View); err != nil {
		return nil, err
	}
	return madeOf(ctx, s.DB, activity)
}
