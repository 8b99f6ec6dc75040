package plan

import (
	"context"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// bulkMax is how many lines can be changed at once.
const bulkMax = 300

// Pick is one of several lines, in the version that was read.
type Pick struct {
	ID      string
	Version int64
}

// String is "id.version", the value of a tick in a list.
func (p Pick) String() string { return p.ID + "." + strconv.FormatInt(p.Version, 10) }

// readPicks reads what String wrote; anything else is left out.
func readPicks(values []string) []Pick {
	var picks []Pick
	for _, v := range values {
		id, version, _ := strings.Cut(v, ".")
		if n, err := strconv.ParseInt(version, 10, 64); err == nil && id != "" {
			picks = append(picks, Pick{id, n})
		}
	}
	return picks
}

// Refused says which of several lines was not taken, and why.
type Refused struct {
	Title i18n.Text
	Why   error
}

// Error is for logs.
func (r *Refused) Error() string { return "one of several lines: " + r.Why.Error() }

// Unwrap is the reason.
func (r *Refused) Unwrap() error { return r.Why }

// Bulk changes several lines at once, all or none. It returns them in their new
// versions.
func (s *Service) Bulk(ctx context.Context, picks []Pick, do func(*Line)) ([]Pick, error) {
	switch {
	case len(picks) == 0:
		return nil, errs.New(errs.Invalid, "planline.bulk.none")
	case len(picks) > bulkMax:
		return nil, errs.New(errs.Invalid, "planline.bulk.many", "max", bulkMax)
	}
	after := make([]Pick, len(picks))
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := record.Ref{Kind: LineKind, ID: picks[0].ID}
		for i, p := range picks {
			l, err := s.lines.GetIn(ctx, w, p.ID)
			if err != nil {
				return ref, err
			}
			l.Version, after[i] = p.Version, Pick{p.ID, p.Version + 1}
			do(&l)
			if err := s.lines.ChangeIn(ctx, w, l); err != nil {
				return ref, &Refused{l.Title, err}
			}
		}
		return ref, nil
	})
	return after, err
}

// TakeBack undoes the last change of each of some lines, when the viewer made it
// and nobody has changed the line since. It returns how many it took back.
func (s *Service) TakeBack(ctx context.Context, picks []Pick) (int, error) {
	if len(picks) == 0 || len(picks) > bulkMax {
		return 0, errs.New(errs.Invalid, "planline.bulk.none")
	}
	n := 0
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, p := range picks {
			done, err := s.takeBack(ctx, w, p)
			if err != nil {
				return record.Ref{}, err
			}
			if done {
				n++
			}
		}
		return record.Ref{Kind: LineKind, ID: picks[0].ID}, nil
	})
	return n, err
}

func (s *Service) takeBack(ctx context.Context, w *audit.Writer, p Pick) (bool, error) {
	l, err := s.lines.GetIn(ctx, w, p.ID)
	if err != nil || l.Version != p.Version {
		return false, err
	}
	last, err := audit.Last(ctx, w, l.Ref())
	if err != nil || last.Action != audit.Changed || last.Actor.ID != account.From(ctx).UserID {
		return false, err
	}
	for _, change := range last.Changes {
		if f, ok := s.lines.Fields.Find(change.Field); ok {
			if err := keep.Put(f.At(&l), change.Before); err != nil {
				return false, err
			}
		}
	}
	return true, s.lines.ChangeIn(ctx, w, l)
}
