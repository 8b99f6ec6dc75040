package clause

import (
	"context"
	"slices"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Pasted is how many clauses a pasted text has changed and added.
type Pasted struct{ Changed, Added int }

// Paste puts the parts of a text of one language into a text: beside the clauses
// at the same place where there are such, and as new ones where there are none.
func (s *Service) Paste(ctx context.Context, id, lang string, found []Found) (Pasted, error) {
	var done Pasted
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: TextKind, ID: id}
		t, err := s.texts.GetIn(ctx, w, id)
		if err != nil {
			return ref, err
		}
		if err := t.open(); err != nil {
			return ref, err
		}
		if !slices.Contains(t.Langs(), lang) {
			return ref, errs.Field("lang", "form.choice")
		}
		clauses, err := clausesOf(ctx, w, id)
		if err != nil {
			return ref, err
		}
		pairs := Align(clauses, ordered(found))
		if len(pairs) > clausesMax {
			return ref, errs.Field("pasted", "clause.many", "max", clausesMax)
		}
		after := make([]Clause, len(pairs))
		for i, pair := range pairs {
			if after[i], err = s.pastePair(ctx, w, id, lang, i+1, pair, &done); err != nil {
				return ref, atPasted(err)
			}
		}
		return ref, arrange(ctx, w, after)
	})
	return done, err
}

// pastePair writes one part beside its clause, or makes a clause of it.
func (s *Service) pastePair(ctx context.Context, w *audit.Writer, text, lang string, position int, pair Pair, done *Pasted) (Clause, error) {
	if pair.Found == nil {
		return *pair.Clause, nil
	}
	c := Clause{Text: text, Position: position, Part: pair.Found.Part}
	if pair.Clause != nil {
		c = *pair.Clause
	}
	was := c
	c.Heading.Set(lang, pair.Found.Heading)
	c.Words.Set(lang, pair.Found.Words)
	switch {
	case pair.Clause == nil:
		done.Added++
		id, err := s.clauses.AddIn(ctx, w, c)
		c.ID = id
		return c, err
	case c.Heading.Equal(was.Heading) && c.Words.Equal(was.Words):
		return c, nil
	}
	done.Changed++
	return c, s.clauses.ChangeIn(ctx, w, c)
}

// atPasted points errors of single clauses at the field of the pasted text.
func atPasted(err error) error {
	all := errs.FieldsOf(err)
	if all == nil {
		return err
	}
	var bad errs.Fields
	for _, e := range all {
		bad.Add(e.At("pasted"))
	}
	return bad.Err()
}
