package chain

import (
	"context"

	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// followAtOnce is how many changed records are looked at with one query.
const followAtOnce = 500

// Follow moves the open steps of anchors whose days have changed, before the
// change is committed (audit.Log.Followed). It is called in the program's own
// name: who may move an activity moves its preparation, also without the right to
// change tasks.
func (s *Service) Follow(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	for kind, of := range s.deps.Anchors {
		var ids []string
		for _, ref := range changed {
			if ref.Kind == kind {
				ids = append(ids, ref.ID)
			}
		}
		for len(ids) > 0 {
			n := min(len(ids), followAtOnce)
			chains, err := chainsOf(ctx, w, kind, ids[:n])
			if err != nil {
				return err
			}
			for _, c := range chains {
				if err := s.followOne(ctx, w, of, c); err != nil {
					return err
				}
			}
			ids = ids[n:]
		}
	}
	return nil
}

func (s *Service) followOne(ctx context.Context, w *audit.Writer, of Anchors, c Chain) error {
	anchor, err := of.In(ctx, w, c.Anchor.ID)
	if errs.KindOf(err) == errs.NotFound {
		return nil // in the bin, or gone
	}
	if err != nil {
		return err
	}
	next := c
	days, ok := span(anchor.Starts, anchor.Ends)
	if ok && (anchor.Starts != c.Starts || anchor.Ends != c.Ends) {
		if next, err = s.move(ctx, w, c, anchor, days); err != nil {
			return err
		}
	}
	switch {
	case !anchor.Off && next.Asks == AskOff:
		next.Asks = ""
	case anchor.Off && c.Asks != AskOff:
		open, err := s.open(ctx, w, c.Anchor)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			next.Asks = AskOff
		}
	}
	if next == c {
		return nil
	}
	return updateChain(ctx, w, next)
}

// move moves the open steps of a chain to where their leads take them. Back to
// where it was before, a move has been taken back and there is nothing to say.
func (s *Service) move(ctx context.Context, w *audit.Writer, c Chain, to Anchor, days Span) (Chain, error) {
	open, err := s.open(ctx, w, c.Anchor)
	if err != nil {
		return c, err
	}
	by, err := s.counting(ctx, w)
	if err != nil {
		return c, err
	}
	for _, r := range open {
		due := edtf.On(r.Lead.Count(days, by).On)
		if r.follows(r.Task) && due != r.Task.Due {
			err := s.deps.Tasks.ChangeIn(ctx, w, r.Step.Task, func(t *task.Task) { t.Due = due })
			if err != nil && errs.KindOf(err) != errs.Invalid {
				return c, err // what its own rules keep in place stays, as if by hand
			}
		}
		r.Counted = due.String()
		if err := putStep(ctx, w, r.Step); err != nil {
			return c, err
		}
	}
	back := to.Starts == c.WasStarts && to.Ends == c.WasEnds
	c.WasStarts, c.WasEnds, c.Asks = c.Starts, c.Ends, AskMoved
	c.Starts, c.Ends = to.Starts, to.Ends
	if back || len(open) == 0 {
		c.WasStarts, c.WasEnds, c.Asks = edtf.Date{}, edtf.Date{}, ""
	}
	return c, nil
}

// open are the steps of an anchor that are not closed.
func (s *Service) open(ctx context.Context, w *audit.Writer, anchor record.Ref) ([]row, error) {
	steps, err := stepsOf(ctx, w, anchor)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(ctx, w, steps)
	var open []row
	for _, r := range rows {
		if !r.Task.Closed() {
			open = append(open, r)
		}
	}
	return open, err
}

// chain reads the chain of an anchor that the viewer may change.
func (s *Service) chain(ctx context.Context, w *audit.Writer, ref record.Ref) (Chain, Anchor, error) {
	of, err := s.anchors(ref.Kind)
	if err != nil {
		return Chain{}, Anchor{}, err
	}
	anchor, err := of.In(ctx, w, ref.ID)
	if err != nil {
		return Chain{}, anchor, err
	}
	chains, err := chainsOf(ctx, w, ref.Kind, []string{ref.ID})
	if err == nil && len(chains) == 0 {
		err = missing()
	}
	if err != nil {
		return Chain{}, anchor, err
	}
	return chains[0], anchor, nil
}

// TakeBack gives an anchor the days that it had before it was moved; its steps
// follow.
func (s *Service) TakeBack(ctx context.Context, ref record.Ref) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, anchor, err := s.chain(ctx, w, ref)
		if err != nil {
			return ref, err
		}
		if c.WasStarts.IsZero() || anchor.Starts != c.Starts || anchor.Ends != c.Ends {
			return ref, errs.New(errs.Stale, "chain.back.late")
		}
		return ref, s.deps.Anchors[ref.Kind].Move(ctx, w, ref.ID, c.WasStarts, c.WasEnds)
	})
	return err
}

// Seen says that the office has taken note of what a chain told.
func (s *Service) Seen(ctx context.Context, ref record.Ref) error {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, _, err := s.chain(ctx, w, ref)
		if err != nil {
			return ref, err
		}
		c.WasStarts, c.WasEnds, c.Asks = edtf.Date{}, edtf.Date{}, ""
		return ref, updateChain(ctx, w, c)
	})
	return err
}

// Close drops the open steps of an anchor that will not take place, for a
// reason, and returns how many.
func (s *Service) Close(ctx context.Context, ref record.Ref, reason string) (int, error) {
	if _, err := s.Gate.Require(ctx, edit()); err != nil {
		return 0, err
	}
	n := 0
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, anchor, err := s.chain(ctx, w, ref)
		if err != nil {
			return ref, err
		}
		if !anchor.Off {
			return ref, errs.New(errs.Stale, "chain.close.late")
		}
		open, err := s.open(ctx, w, ref)
		if err != nil {
			return ref, err
		}
		for _, r := range open {
			err := s.deps.Tasks.ChangeIn(ctx, w, r.Step.Task, func(t *task.Task) {
				t.Outcome, t.Done, t.Reason = task.Dropped, edtf.On(s.deps.Clock()), reason
			})
			if err != nil {
				return ref, err
			}
			n++
		}
		c.Asks = ""
		return ref, updateChain(ctx, w, c)
	})
	return n, err
}
