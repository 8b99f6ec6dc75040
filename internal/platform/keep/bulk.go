package keep

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Pick is one of several records, in the version that was read.
type Pick struct {
	ID      string
	Version int64
}

// String is "id.version", the value of a tick in a list.
func (p Pick) String() string { return p.ID + "." + strconv.FormatInt(p.Version, 10) }

// ReadPicks reads what String wrote; anything else is left out.
func ReadPicks(values []string) []Pick {
	var picks []Pick
	for _, v := range values {
		id, version, _ := strings.Cut(v, ".")
		if n, err := strconv.ParseInt(version, 10, 64); err == nil && id != "" {
			picks = append(picks, Pick{id, n})
		}
	}
	return picks
}

// JoinPicks writes picks into one value, which strings.Split takes apart again.
func JoinPicks(picks []Pick) string {
	words := make([]string, len(picks))
	for i, p := range picks {
		words[i] = p.String()
	}
	return strings.Join(words, ",")
}

// Refused says which of several records was not taken, and why.
type Refused struct {
	Title func(lang string) string
	Why   error
}

// Error is for logs.
func (r *Refused) Error() string { return "one of several records: " + r.Why.Error() }

// Unwrap is the reason.
func (r *Refused) Unwrap() error { return r.Why }

// Bulk changes several records at once, all or none. It returns them in their
// new versions. How many may be changed at once is the subject's to say.
func (k *Keeper[T]) Bulk(ctx context.Context, picks []Pick, do func(*T)) ([]Pick, error) {
	after := make([]Pick, len(picks))
	_, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		ref := k.Ref(picks[0].ID)
		for i, p := range picks {
			t, err := k.GetIn(ctx, w, p.ID)
			if err != nil {
				return ref, err
			}
			k.Meta(&t).Version, after[i] = p.Version, Pick{p.ID, p.Version + 1}
			do(&t)
			if err := k.ChangeIn(ctx, w, t); err != nil {
				return ref, &Refused{func(lang string) string { return k.Title(&t, lang) }, err}
			}
		}
		return ref, nil
	})
	return after, err
}

// TakeBack undoes the last change of each of some records, when the viewer made
// it and nobody has changed the record since. It returns how many it took back.
func (k *Keeper[T]) TakeBack(ctx context.Context, picks []Pick) (int, error) {
	n := 0
	_, err := k.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		for _, p := range picks {
			done, err := k.takeBack(ctx, w, p)
			if err != nil {
				return record.Ref{}, err
			}
			if done {
				n++
			}
		}
		return k.Ref(picks[0].ID), nil
	})
	return n, err
}

func (k *Keeper[T]) takeBack(ctx context.Context, w *audit.Writer, p Pick) (bool, error) {
	t, err := k.GetIn(ctx, w, p.ID)
	if err != nil || k.Meta(&t).Version != p.Version {
		return false, err
	}
	last, err := audit.Last(ctx, w, k.Ref(p.ID))
	if err != nil || last.Action != audit.Changed || last.Actor.ID != account.From(ctx).UserID {
		return false, err
	}
	for _, change := range last.Changes {
		if f, ok := k.Fields.Find(change.Field); ok {
			if err := Put(f.At(&t), change.Before); err != nil {
				return false, err
			}
		}
	}
	return true, k.ChangeIn(ctx, w, t)
}

// Mendable is what a reader is told of an error that they can mend: the title of
// the record that was refused, if it was one of several, and one sentence, always
// the same one of many. A record that somebody else changed in the meantime is
// stale instead. Without a sentence and not stale, the error is none of these.
func Mendable(s *web.Scene, err error) (title, sentence string, stale bool) {
	if one, ok := errors.AsType[*Refused](err); ok {
		title, err = one.Title(s.Lang), one.Why
	}
	switch errs.KindOf(err) {
	case errs.Stale:
		return title, "", true
	case errs.Invalid, errs.Conflict:
		for _, w := range ProblemsOf(s, err) {
			if sentence == "" || w < sentence {
				sentence = w
			}
		}
	}
	return title, sentence, false
}
