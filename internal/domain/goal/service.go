package goal

import (
	"context"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Deps is what the subject needs from outside; package app hands it in.
type Deps struct {
	Langs []string
	Kinds func() record.Kinds
	// Posts are those that can answer for a goal, Partners those by which the
	// tree can be narrowed.
	Posts, Partners func(ctx context.Context, s *web.Scene) ([]ui.Option, error)
	// Works are all partners, agreements, activities and results that the viewer
	// may see.
	Works func(ctx context.Context) ([]Work, error)
}

// Service is what the office does with the city's goals.
type Service struct {
	keep.Floor
	deps  Deps
	goals keep.Pages[Goal]
}

// New makes the service on a municipality's floor.
func New(floor keep.Floor, deps Deps) *Service {
	s := &Service{Floor: floor, deps: deps}
	s.goals = keep.Pages[Goal]{Keeper: s.keeper(), Path: "/goals", Langs: deps.Langs, Start: start, Quick: quick()}
	return s
}

// Goal reads one goal that the viewer may see.
func (s *Service) Goal(ctx context.Context, id string) (Goal, error) { return s.goals.Get(ctx, id) }

// Goals reads all goals that the viewer may see.
func (s *Service) Goals(ctx context.Context) ([]Goal, error) {
	scope, err := s.Gate.Require(ctx, s.goals.ViewNeed())
	if err != nil {
		return nil, err
	}
	return list(ctx, s.DB, scope)
}

// Add makes a goal and returns its identifier.
func (s *Service) Add(ctx context.Context, g Goal, cites ...keep.Cite) (string, error) {
	if err := s.known(ctx, g, Goal{}); err != nil {
		return "", err
	}
	return s.goals.Add(ctx, g, cites...)
}

// AddAll makes several goals at once, each below the one whose place in the list
// Parent names (from 0), or below the goal "under"; -1 stands for no parent.
func (s *Service) AddAll(ctx context.Context, under string, lines []Line) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Create, Kind: Kind}); err != nil {
		return err
	}
	if len(lines) == 0 {
		return errs.Field("lines", "goal.paste.empty")
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ids := make([]string, len(lines))
		for i, line := range lines {
			g := Goal{Name: line.Name, Parent: under}
			if line.Parent >= 0 {
				g.Parent = ids[line.Parent]
			}
			var err error
			if ids[i], err = s.goals.AddIn(ctx, w, g); err != nil {
				return record.Ref{}, err
			}
		}
		return record.Ref{Kind: Kind, ID: ids[0]}, nil
	})
	return err
}

// Move puts a goal one place up or down among its siblings, over the version
// that was read.
func (s *Service) Move(ctx context.Context, id string, version int64, down bool) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: Kind, ID: id}
		g, err := s.goals.GetIn(ctx, w, id)
		if err != nil {
			return ref, err
		}
		if g.Version != version {
			return ref, errs.New(errs.Stale, "form.stale")
		}
		all, err := list(ctx, w, account.All)
		if err != nil {
			return ref, err
		}
		// One does not step over goals that the tree no longer shows.
		all = slices.DeleteFunc(all, func(g Goal) bool { return g.Archived && g.ID != id })
		siblings := Grow(all, nil, Lens{}).siblings(id)
		at := slices.IndexFunc(siblings, func(n *Node) bool { return n.ID == id })
		to := at - 1
		if down {
			to = at + 1
		}
		if to < 0 || to >= len(siblings) {
			return ref, nil // somebody has moved it already
		}
		siblings[at], siblings[to] = siblings[to], siblings[at]
		for i, n := range siblings {
			if n.Position == digits(int64(i+1)) {
				continue
			}
			moved := n.Goal
			moved.Position = digits(int64(i + 1))
			if err := s.goals.ChangeIn(ctx, w, moved); err != nil {
				return ref, err
			}
		}
		return ref, nil
	})
	return err
}

// siblings are the goals beside one, itself among them, in their order.
func (f *Forest) siblings(id string) []*Node {
	n := f.Nodes[id]
	switch {
	case n == nil:
		return nil
	case n.Above != nil:
		return slices.Clone(n.Above.Children)
	}
	return slices.Clone(f.Roots)
}

// Serve ties a record to the goals that were ticked and lets go of those whose
// tick was taken away; had are those that were ticked when the page was made, so
// that what somebody else has tied meanwhile stays.
func (s *Service) Serve(ctx context.Context, about record.Ref, had, want []string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	if err := s.known(ctx, Goal{Ties: []string{about.String()}}, Goal{}); err != nil {
		return err
	}
	return s.retie(ctx, about, func(g *Goal) bool {
		has := slices.Contains(g.Ties, about.String())
		switch {
		case slices.Contains(want, g.ID) && !slices.Contains(had, g.ID) && !has:
			g.Ties = append(g.Ties, about.String())
		case slices.Contains(had, g.ID) && !slices.Contains(want, g.ID) && has:
			g.Ties = slices.DeleteFunc(slices.Clone(g.Ties), func(tie string) bool { return tie == about.String() })
		default:
			return false
		}
		return true
	}, append(slices.Clone(had), want...))
}

// Tie adds ties to one goal.
func (s *Service) Tie(ctx context.Context, id string, ties []string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	if err := s.known(ctx, Goal{Ties: ties}, Goal{}); err != nil {
		return err
	}
	return s.retie(ctx, record.Ref{Kind: Kind, ID: id}, func(g *Goal) bool {
		before := len(g.Ties)
		for _, tie := range ties {
			if !slices.Contains(g.Ties, tie) {
				g.Ties = append(g.Ties, tie)
			}
		}
		return len(g.Ties) > before
	}, []string{id})
}

// retie changes the ties of some goals in one transaction.
func (s *Service) retie(ctx context.Context, done record.Ref, change func(*Goal) bool, ids []string) error {
	slices.Sort(ids)
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, id := range slices.Compact(ids) {
			g, err := s.goals.GetIn(ctx, w, id)
			if err != nil {
				return done, err
			}
			if !change(&g) {
				continue
			}
			if err := s.goals.ChangeIn(ctx, w, g); err != nil {
				return done, err
			}
		}
		return done, nil
	})
	return err
}

// forest is the tree of the goals that are not archived, with what serves them.
func (s *Service) forest(ctx context.Context, works []Work, lens Lens) (*Forest, error) {
	goals, err := s.Goals(ctx)
	if err != nil {
		return nil, err
	}
	return Grow(slices.DeleteFunc(goals, func(g Goal) bool { return g.Archived }), works, lens), nil
}

// may tells whether the viewer may do something with goals.
func (s *Service) may(ctx context.Context, action string) bool {
	return s.Gate.Scope(ctx, module.Need{Action: action, Kind: Kind}) > account.None
}
