package result

import (
	"context"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/link"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Evidence lists what proves a result that the viewer may see.
func (s *Service) Evidence(ctx context.Context, id string) ([]Evidence, error) {
	if _, err := s.results.Get(ctx, id); err != nil {
		return nil, err
	}
	return evidenceOf(ctx, s.DB, id)
}

// Prove writes down what proves a result, whose level follows from it, and returns
// the identifier.
func (s *Service) Prove(ctx context.Context, e Evidence) (string, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return "", err
	}
	e = tidyEvidence(e)
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		r, err := s.results.GetIn(ctx, w, e.Result)
		if err != nil {
			return record.Ref{}, err
		}
		if err := e.validate(r.Since, s.today()); err != nil {
			return record.Ref{}, err
		}
		e.ID, e.Actor = w.NewID(), account.From(ctx).Name
		if err := insertEvidence(ctx, w, e, clock.Stamp(w.Now)); err != nil {
			return record.Ref{}, err
		}
		if err := w.Did(ctx, r.Ref(), audit.Changed, r.Name.In("ru").Value, audit.Diff(nil, e.history())); err != nil {
			return record.Ref{}, err
		}
		return r.Ref(), s.results.ChangeIn(ctx, w, r)
	})
	return e.ID, err
}

// Withdraw takes evidence away that proves nothing after all; the history keeps it.
func (s *Service) Withdraw(ctx context.Context, result, id string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		e, err := evidenceByID(ctx, w, id)
		if err == nil && e.Result != result {
			err = errs.New(errs.NotFound, "record.missing")
		}
		if err != nil {
			return record.Ref{}, err
		}
		r, err := s.results.GetIn(ctx, w, e.Result)
		if err != nil {
			return record.Ref{}, err
		}
		if err := removeEvidence(ctx, w, id); err != nil {
			return record.Ref{}, err
		}
		if err := w.Did(ctx, r.Ref(), audit.Changed, r.Name.In("ru").Value, audit.Diff(e.history(), nil)); err != nil {
			return record.Ref{}, err
		}
		return r.Ref(), s.results.ChangeIn(ctx, w, r)
	})
	return err
}

// Looks lists who looked whether a result that the viewer may see is still there,
// the newest first.
func (s *Service) Looks(ctx context.Context, id string) ([]Looked, error) {
	if _, err := s.results.Get(ctx, id); err != nil {
		return nil, err
	}
	return looksOf(ctx, s.DB, id, looksLimit)
}

// looksLimit is how many looks a result shows.
const looksLimit = 50

// Recheck writes down what somebody found who looked, over the version that was
// read. The day of the next look takes the place of the one that was due.
func (s *Service) Recheck(ctx context.Context, id string, version int64, look Look) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		r, err := s.results.GetIn(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		r.Version = version
		one := Looked{Look: look, Result: id, Who: account.From(ctx).Name, Heard: true}
		if err := s.looked(ctx, w, r, one); err != nil {
			return record.Ref{}, err
		}
		return r.Ref(), hear(ctx, w, id)
	})
	return err
}

// answer writes down what somebody says who holds a link to a result and sees the
// thing every day. The next look is the next milestone; what is not a plain yes
// waits for the office to hear of it.
func (s *Service) answer(ctx context.Context, there, remark string) error {
	l := link.From(ctx)
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		r, err := byID(ctx, w, l.For.ID)
		if err != nil {
			return record.Ref{}, err
		}
		today := edtf.On(s.deps.Clock())
		look := Look{There: there, On: today, Remark: remark, Next: nextLook(r.Since, today)}
		return r.Ref(), s.looked(program(ctx), w, r, Looked{Look: look, Result: r.ID, Who: l.Name, ByLink: true, Heard: there == Alive})
	})
	return err
}

// program acts for a guest, who has no rights of their own beyond the link.
func program(ctx context.Context) context.Context {
	return account.With(ctx, account.System("pobratim"))
}

// looked keeps a look and what follows from it for the result.
func (s *Service) looked(ctx context.Context, w *audit.Writer, r Result, one Looked) error {
	if one.There == Gone {
		one.Next = edtf.Date{}
	}
	r.There, r.ThereOn, r.Recheck = one.There, one.On, one.Next
	if err := s.results.ChangeIn(ctx, w, r); err != nil {
		return err
	}
	one.ID, one.At = w.NewID(), w.Now
	if err := insertLook(ctx, w, one); err != nil || one.Remark == "" && !one.ByLink {
		return err
	}
	said := audit.Fields{{Name: "look.who", Value: one.Who}}
	if one.Remark != "" {
		said = append(said, audit.Field{Name: "look.remark", Value: one.Remark})
	}
	return w.Did(ctx, r.Ref(), audit.Changed, r.Name.In("ru").Value, audit.Diff(nil, said))
}

// Unheard lists answers that came through links and say that something is not as it
// was, for those who may change results.
func (s *Service) Unheard(ctx context.Context, limit int) ([]Looked, error) {
	if !s.Gate.Scope(ctx, module.Need{Action: module.Edit, Kind: Kind}).Touches(false) {
		return nil, nil
	}
	return unheard(ctx, s.DB, limit)
}
