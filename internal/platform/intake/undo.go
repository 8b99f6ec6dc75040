package intake

import (
	"context"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// How far an entry was taken back.
const (
	tookBack = "back"
	partly   = "partly" // some of its fields were changed by somebody since
	left     = "left"   // somebody worked with the record since
)

// takeBack undoes what an import did, the newest first, some records at a time.
// It can be interrupted and goes on.
func (s *Service) takeBack(ctx context.Context, i Import) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		touches, err := toUndo(ctx, s.DB, i.ID, perBatch)
		if err != nil {
			return err
		}
		if len(touches) == 0 {
			break
		}
		_, err = s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
			for _, t := range touches {
				how, err := s.undoOne(ctx, w, t)
				if err != nil {
					return record.Ref{}, err
				}
				if err := setUndone(ctx, w, i.ID, t.N, how); err != nil {
					return record.Ref{}, err
				}
			}
			return record.Ref{Kind: Kind, ID: i.ID}, nil
		})
		if err != nil {
			return err
		}
	}
	_, err := s.Log.Write(audit.WithoutKey(ctx), func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		i.State = Undone
		if err := progress(ctx, w, i); err != nil {
			return record.Ref{}, err
		}
		ref := record.Ref{Kind: Kind, ID: i.ID}
		return ref, w.Did(ctx, ref, audit.Restored, i.Title, nil)
	})
	return err
}

// undoOne brings one record back to what it was.
func (s *Service) undoOne(ctx context.Context, w *audit.Writer, t touch) (string, error) {
	if t.Kind == roleKind || t.Kind == partKind {
		err := map[string]func(context.Context, *audit.Writer, string) error{roleKind: s.deps.Dismiss, partKind: s.deps.Withdraw}[t.Kind](ctx, w, t.ID)
		switch errs.KindOf(err) {
		case errs.NotFound:
			return tookBack, nil // somebody was faster
		case errs.Stale:
			return left, nil
		}
		return tookBack, err
	}
	table, ok := s.table(t.Kind)
	if !ok {
		return left, nil
	}
	row, err := table.Get(ctx, w, t.ID)
	if errs.KindOf(err) == errs.NotFound {
		return tookBack, nil // it lies in the bin already
	}
	if err != nil {
		return "", err
	}
	if t.Made {
		if row.Version != t.Version && digest(row) != t.Before.Made {
			return left, nil
		}
		return tookBack, table.PutAway(ctx, w, t.ID)
	}
	return s.bringBack(ctx, w, table, t, row)
}

// bringBack writes the earlier values and takes away the facts of the import.
// Of a record that somebody changed since, only what still stands as the import
// left it.
func (s *Service) bringBack(ctx context.Context, w *audit.Writer, table transfer.Table, t touch, row transfer.Row) (string, error) {
	ref := record.Ref{Kind: t.Kind, ID: t.ID}
	had, err := record.FactsOf(ctx, w, ref)
	if err != nil {
		return "", err
	}
	how, values := tookBack, map[string]string{}
	for column, was := range t.Before.Values {
		if row.Version == t.Version || row.Values[column] == t.Before.Wrote[column] {
			values[column] = was
		} else {
			how = partly
		}
	}
	if len(values) > 0 {
		if err := table.Change(ctx, w, transfer.Row{ID: t.ID, Version: row.Version, Values: values}); err != nil {
			return left, nilUnlessOurs(err)
		}
	}
	has, err := record.FactsOf(ctx, w, ref)
	if err != nil {
		return "", err
	}
	gone := append(t.Before.Added, addedFacts(had, has)...)
	if how == partly {
		gone = unused(has, gone)
	}
	return how, record.TakeFacts(ctx, w, ref, gone, t.Before.Used)
}

// nilUnlessOurs lets a rule of the subject keep a record as it is.
func nilUnlessOurs(err error) error {
	if refusal(err) {
		return nil
	}
	return err
}

// unused are those of the facts that the record does not show.
func unused(facts record.Facts, ids []string) []string {
	shown := map[string]bool{}
	for _, id := range usedFacts(facts) {
		shown[id] = true
	}
	var out []string
	for _, id := range ids {
		if !shown[id] {
			out = append(out, id)
		}
	}
	return out
}

// Wanted notes which of the records are named by the values that taking an
// import back would return. The program asks before it empties the bin.
func (s *Service) Wanted(ctx context.Context, now time.Time, wanted record.Wanted, ids map[string]bool) error {
	if _, err := s.Gate.Require(ctx, s.create()); err != nil {
		return err
	}
	return befores(ctx, s.DB, now.Add(-UndoFor), func(ended time.Time, before string) {
		wanted.Note(before, ended.Add(UndoFor), ids)
	})
}
