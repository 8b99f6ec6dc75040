package visit

import (
	"context"

	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Members are the delegation of a visit.
func (s *Service) Members(ctx context.Context, activity string) ([]Member, error) {
	if err := s.require(ctx, module.View, MemberKind); err != nil {
		return nil, err
	}
	return membersOf(ctx, s.DB, activity)
}

// Sizes counts the delegations of some activities, without those who declined; an
// activity of which nobody is entered has none.
func (s *Service) Sizes(ctx context.Context, activities []string) (map[string]int, error) {
	if err := s.require(ctx, module.View, MemberKind); err != nil {
		return nil, err
	}
	return sizes(ctx, s.DB, activities)
}

// AddMember adds somebody to a delegation.
func (s *Service) AddMember(ctx context.Context, m Member) (string, error) {
	return s.members.Add(ctx, m)
}

// AddMembers adds several people in one transaction; an error says in Refused
// which of them it is about.
func (s *Service) AddMembers(ctx context.Context, all []Member) error {
	if err := s.require(ctx, module.Create, MemberKind); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for i, m := range all {
			if _, err := s.members.AddIn(ctx, w, m); err != nil {
				return record.Ref{}, &Refused{i, err}
			}
		}
		return record.Ref{Kind: activityKind, ID: all[0].Visit}, nil
	})
	return err
}

// Refused says which of several people was not taken, counted from 0.
type Refused struct {
	Of  int
	Why error
}

// Error is for logs.
func (r *Refused) Error() string { return "one of several people: " + r.Why.Error() }

// Unwrap is what is wrong with them.
func (r *Refused) Unwrap() error { return r.Why }
