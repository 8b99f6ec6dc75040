package chain

import (
	"context"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Sets lists the sets of steps.
func (s *Service) Sets(ctx context.Context) ([]Set, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return nil, err
	}
	return allSets(ctx, s.DB)
}

// Set reads one set of steps.
func (s *Service) Set(ctx context.Context, id string) (Set, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return Set{}, err
	}
	return setByID(ctx, s.DB, id)
}

// Settings reads what the office knows of its own year.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	if _, err := s.Gate.Require(ctx, see()); err != nil {
		return Settings{}, err
	}
	return readSettings(ctx, s.DB)
}

// SaveSet writes a set over the version that was read, and returns its
// identifier.
func (s *Service) SaveSet(ctx context.Context, next Set) (string, error) {
	if _, err := s.Gate.Require(ctx, editSets()); err != nil {
		return "", err
	}
	if err := next.validate(); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		var before Set
		if next.ID == "" {
			next.ID = w.NewID()
		} else {
			var err error
			if before, err = setByID(ctx, w, next.ID); err != nil {
				return record.Ref{}, err
			}
		}
		if err := saveSet(ctx, w, next); err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: SetKind, ID: next.ID}
		return ref, w.Changed(ctx, ref, next.Name.In("ru").Value, before.fields(), next.fields())
	})
	return ref.ID, err
}

// RemoveSet takes a set away. Chains that were unrolled from it stay.
func (s *Service) RemoveSet(ctx context.Context, id string, version int64) error {
	if _, err := s.Gate.Require(ctx, editSets()); err != nil {
		return err
	}
	ref := record.Ref{Kind: SetKind, ID: id}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		before, err := setByID(ctx, w, id)
		if err != nil {
			return ref, err
		}
		if err := dropSet(ctx, w, Set{ID: id, Version: version}); err != nil {
			return ref, err
		}
		return ref, w.Changed(ctx, ref, before.Name.In("ru").Value, before.fields(), Set{}.fields())
	})
	return err
}

// SaveSettings writes the settings over the version that was read.
func (s *Service) SaveSettings(ctx context.Context, next Settings) error {
	if _, err := s.Gate.Require(ctx, editSets()); err != nil {
		return err
	}
	if _, known := budgetDay(next.Budget, 2000); !known && next.Budget != "" {
		return errs.Field("budget", "chain.budget.unreadable")
	}
	ref := record.Ref{Kind: SettingsKind, ID: "office"}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		was, err := readSettings(ctx, w)
		if err != nil {
			return ref, err
		}
		if err := saveSettings(ctx, w, next); err != nil {
			return ref, err
		}
		return ref, w.Changed(ctx, ref, "", audit.Fields{{Name: "budget", Value: was.Budget}}, audit.Fields{{Name: "budget", Value: next.Budget}})
	})
	return err
}
