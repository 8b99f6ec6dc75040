package activity

import (
	"context"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// mayEdit reads an activity that the viewer may change; one that is hidden,
// binned or missing gives the same errs.NotFound.
func (s *Service) mayEdit(ctx context.Context, h db.Handle, id string) (Activity, error) {
	scope, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind})
	if err != nil {
		return Activity{}, err
	}
	a, err := bare(ctx, h, id)
	if err != nil {
		return a, err
	}
	own, err := isOwn(ctx, h, &a, account.From(ctx).Organisation)
	if err != nil {
		return a, err
	}
	if a.Binned || !scope.Touches(own) || !scope.Sees(a.Visibility, own) {
		return Activity{}, errs.New(errs.NotFound, "record.missing")
	}
	return a, nil
}

// Participants lists who takes part in an activity that the viewer may see, in
// the order of roles.
func (s *Service) Participants(ctx context.Context, activity string) ([]Participant, error) {
	if _, err := s.activities.Get(ctx, activity); err != nil {
		return nil, err
	}
	all, err := participantsOf(ctx, s.DB, activity)
	byRole(all)
	return all, err
}

// AddParticipant writes down one who takes part and returns the identifier.
func (s *Service) AddParticipant(ctx context.Context, p Participant) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		id, err := s.AddParticipantIn(ctx, w, p)
		return record.Ref{Kind: ParticipantKind, ID: id}, err
	})
	return ref.ID, err
}

// AddParticipantIn is AddParticipant in the writer's transaction; it serves what
// writes many records at once.
func (s *Service) AddParticipantIn(ctx context.Context, w *audit.Writer, p Participant) (string, error) {
	a, err := s.mayEdit(ctx, w, p.Activity)
	if err != nil {
		return "", err
	}
	if err := p.check(); err != nil {
		return "", err
	}
	there, err := participantsOf(ctx, w, a.ID)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(there, p.same) {
		return "", errs.Field("organisation", "activity.participant.twice")
	}
	p.ID = w.NewID()
	if err := insertParticipant(ctx, w, p); err != nil {
		return "", err
	}
	if err := setWords(ctx, w, a); err != nil {
		return "", err
	}
	return p.ID, w.Did(ctx, a.Ref(), audit.Changed, a.Name.In("ru").Value, audit.Diff(nil, participantFields(p)))
}

// ParticipantsIn lists who takes part in an activity that the viewer may change,
// as a transaction sees them.
func (s *Service) ParticipantsIn(ctx context.Context, h db.Handle, activity string) ([]Participant, error) {
	a, err := s.mayEdit(ctx, h, activity)
	if err != nil {
		return nil, err
	}
	return participantsOf(ctx, h, a.ID)
}

// RemoveParticipant takes one who does not take part off the list; the history
// keeps who it was.
func (s *Service) RemoveParticipant(ctx context.Context, activity, id string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := participantByID(ctx, w, id)
		if err == nil && p.Activity != activity {
			err = errs.New(errs.NotFound, "record.missing")
		}
		if err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: Kind, ID: activity}, s.RemoveParticipantIn(ctx, w, id)
	})
	return err
}

// RemoveParticipantIn is RemoveParticipant in the writer's transaction.
func (s *Service) RemoveParticipantIn(ctx context.Context, w *audit.Writer, id string) error {
	p, err := participantByID(ctx, w, id)
	if err != nil {
		return err
	}
	a, err := s.mayEdit(ctx, w, p.Activity)
	if err != nil {
		return err
	}
	if err := removeParticipant(ctx, w, id); err != nil {
		return err
	}
	if err := setWords(ctx, w, a); err != nil {
		return err
	}
	return w.Did(ctx, a.Ref(), audit.Changed, a.Name.In("ru").Value, audit.Diff(participantFields(p), nil))
}

// Money lists an activity's lines of money in the order of writing down.
func (s *Service) Money(ctx context.Context, activity string) ([]Money, error) {
	if _, err := s.activities.Get(ctx, activity); err != nil {
		return nil, err
	}
	return moneyOf(ctx, s.DB, activity)
}

// AddMoney writes down a line of money and returns its identifier. A line with
// which requested and co-financing no longer make the total is refused at the
// field amount.
func (s *Service) AddMoney(ctx context.Context, m Money) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := s.mayEdit(ctx, w, m.Activity)
		if err != nil {
			return record.Ref{}, err
		}
		there, err := moneyOf(ctx, w, a.ID)
		if err != nil {
			return record.Ref{}, err
		}
		if err := checkMoney(m, there); err != nil {
			return record.Ref{}, err
		}
		m.ID = w.NewID()
		if err := insertMoney(ctx, w, m); err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: MoneyKind, ID: m.ID}, w.Did(ctx, a.Ref(), audit.Changed, a.Name.In("ru").Value, audit.Diff(nil, moneyFields(m)))
	})
	return ref.ID, err
}

// RemoveMoney takes a line of money off; the history keeps what it was.
func (s *Service) RemoveMoney(ctx context.Context, activity, id string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		a, err := s.mayEdit(ctx, w, activity)
		if err != nil {
			return record.Ref{}, err
		}
		there, err := moneyOf(ctx, w, activity)
		if err != nil {
			return record.Ref{}, err
		}
		at := slices.IndexFunc(there, func(m Money) bool { return m.ID == id })
		if at < 0 {
			return record.Ref{}, errs.New(errs.NotFound, "record.missing")
		}
		if err := removeMoney(ctx, w, activity, id); err != nil {
			return record.Ref{}, err
		}
		return a.Ref(), w.Did(ctx, a.Ref(), audit.Changed, a.Name.In("ru").Value, audit.Diff(moneyFields(there[at]), nil))
	})
	return err
}
