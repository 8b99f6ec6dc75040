package clause

import (
	"context"
	"slices"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// Obligation is what a clause, or a sentence of it, obliges a side to.
type Obligation struct {
	ID     string
	Clause string    // identifier
	Side   string    // one of Sides
	What   i18n.Text // in words that stand alone
	Due    edtf.Date
	Repeat string // how often it is due again; empty: once
	// The promises that were made of it, by identifier; empty while there is none.
	OurPromise, TheirPromise string
}

// Both is the side of what both parties have to do.
const Both = "both"

// Sides lists who can be obliged.
func Sides() []string { return []string{string(Ours), string(Theirs), Both} }

// Taken tells whether every promise of it was made.
func (o Obligation) Taken() bool { return len(o.missing()) == 0 }

// missing are the sides of which no promise has been made yet.
func (o Obligation) missing() []Copy {
	var sides []Copy
	for _, side := range Copies() {
		if (o.Side == string(side) || o.Side == Both) && *o.promise(side) == "" {
			sides = append(sides, side)
		}
	}
	return sides
}

// promise is where the promise of a side is named.
func (o *Obligation) promise(side Copy) *string {
	if side == Ours {
		return &o.OurPromise
	}
	return &o.TheirPromise
}

// fields are an obligation's values for the history of its clause.
func (o Obligation) fields() audit.Fields {
	return audit.Fields{
		{Name: "obligation.side", Value: o.Side}, {Name: "obligation.what", Value: keep.Canonical(&o.What)},
		{Name: "obligation.due", Value: o.Due.String()}, {Name: "obligation.repeat", Value: o.Repeat},
	}
}

// Promise is what becomes a promise of a side.
type Promise struct {
	Agreement string // identifier
	Clause    string // its place: «п. 2.1»
	Side      Copy
	What      i18n.Text
	Due       edtf.Date
	Repeat    string
}

// Obligations lists what a text obliges to, in the order of its clauses.
func (s *Service) Obligations(ctx context.Context, text string) ([]Obligation, error) {
	if _, err := s.Text(ctx, text); err != nil {
		return nil, err
	}
	return obligationsOf(ctx, s.DB, text)
}

// Oblige marks a clause as an obligation and returns the identifier of the mark.
// The words of the text stay as they are, so that a sealed one can be marked.
func (s *Service) Oblige(ctx context.Context, o Obligation) (string, error) {
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, err := s.clauses.GetIn(ctx, w, o.Clause)
		if err != nil {
			return record.Ref{}, err
		}
		var bad errs.Fields
		if !slices.Contains(Sides(), o.Side) {
			bad.Add(errs.Field("side", "form.choice"))
		}
		if o.What.IsZero() {
			bad.Add(errs.Field("what", "clause.obligation.what.empty"))
		}
		if o.Repeat != "" && o.Due.IsZero() {
			bad.Add(errs.Field("due", "clause.obligation.due.empty"))
		}
		if err := bad.Err(); err != nil {
			return record.Ref{}, err
		}
		o.ID = w.NewID()
		if err := insertObligation(ctx, w, o); err != nil {
			return record.Ref{}, err
		}
		return record.Ref{Kind: "obligation", ID: o.ID}, w.Did(ctx, c.Ref(), audit.Changed, c.name("ru"), audit.Diff(nil, o.fields()))
	})
	return ref.ID, err
}

// Release takes the mark off again; promises that were made of it stay.
func (s *Service) Release(ctx context.Context, clause, id string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, err := s.clauses.GetIn(ctx, w, clause)
		if err != nil {
			return record.Ref{}, err
		}
		o, err := obligationByID(ctx, w, clause, id)
		if err != nil {
			return record.Ref{}, err
		}
		if err := removeObligation(ctx, w, id); err != nil {
			return record.Ref{}, err
		}
		return c.Ref(), w.Did(ctx, c.Ref(), audit.Changed, c.name("ru"), audit.Diff(o.fields(), nil))
	})
	return err
}

// Take makes the promises of an obligation that have not been made: one of each
// side that it obliges. Where is the place of the clause in words.
func (s *Service) Take(ctx context.Context, clause, id, where string) error {
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		c, err := s.clauses.GetIn(ctx, w, clause)
		if err != nil {
			return record.Ref{}, err
		}
		t, err := textByID(ctx, w, c.Text)
		if err != nil {
			return record.Ref{}, err
		}
		o, err := obligationByID(ctx, w, clause, id)
		if err != nil {
			return record.Ref{}, err
		}
		for _, side := range o.missing() {
			made, err := s.deps.Promise(ctx, w, Promise{Agreement: t.Agreement, Clause: where, Side: side, What: o.What, Due: o.Due, Repeat: o.Repeat})
			if err != nil {
				return record.Ref{}, err
			}
			*o.promise(side) = made
			if err := w.Did(ctx, c.Ref(), audit.Changed, c.name("ru"), audit.Diff(nil, audit.Fields{{Name: "obligation.promise", Value: made}})); err != nil {
				return record.Ref{}, err
			}
		}
		return c.Ref(), setPromises(ctx, w, o)
	})
	return err
}
