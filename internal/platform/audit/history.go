package audit

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// Revision is one entry of the history.
type Revision struct {
	Seq     int64
	At      time.Time
	Actor   Actor
	Ref     record.Ref
	Action  Action
	Title   string // what the record was called then
	Changes []Change
}

const selectRevisions = `SELECT seq, at, actor_id, actor, kind, record_id, action, title, changes FROM revisions`

func scanRevision(r db.Row) (Revision, error) {
	var rev Revision
	var at, changes string
	err := r.Scan(&rev.Seq, &at, &rev.Actor.ID, &rev.Actor.Name, &rev.Ref.Kind, &rev.Ref.ID, &rev.Action, &rev.Title, &changes)
	if err != nil {
		return rev, err
	}
	if rev.At, err = clock.ParseStamp(at); err != nil {
		return rev, err
	}
	return rev, json.Unmarshal([]byte(changes), &rev.Changes)
}

// Of is the history of one record and of those that were merged into it, the
// newest entry first; with a field, only the entries that changed it.
func (l *Log) Of(ctx context.Context, ref record.Ref, field string) ([]Revision, error) {
	merged, err := record.MergedFrom(ctx, l.db, ref)
	if err != nil {
		return nil, err
	}
	var all []Revision
	for _, one := range append(merged, ref) {
		part, err := db.All(ctx, l.db, scanRevision, selectRevisions+` WHERE kind = $1 AND record_id = $2 ORDER BY seq DESC`, one.Kind, one.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	slices.SortFunc(all, func(a, b Revision) int { return cmp.Compare(b.Seq, a.Seq) })
	if field == "" {
		return all, nil
	}
	var kept []Revision
	for _, rev := range all {
		for _, c := range rev.Changes {
			if c.Field == field {
				rev.Changes = []Change{c}
				kept = append(kept, rev)
				break
			}
		}
	}
	return kept, nil
}

// Filter narrows the list of all actions.
type Filter struct {
	Kind     string
	RecordID string
	ActorID  string
	Before   int64 // only entries with a smaller number; 0 for the newest
	Limit    int
}

// List pages through all actions by key, the newest first.
func (l *Log) List(ctx context.Context, f Filter) ([]Revision, error) {
	var w db.Where
	if f.Kind != "" {
		w.And("kind = ?", f.Kind)
	}
	if f.RecordID != "" {
		w.And("record_id = ?", f.RecordID)
	}
	if f.ActorID != "" {
		w.And("actor_id = ?", f.ActorID)
	}
	if f.Before > 0 {
		w.And("seq < ?", f.Before)
	}
	where := w.SQL()
	return db.All(ctx, l.db, scanRevision, selectRevisions+where+` ORDER BY seq DESC LIMIT `+w.Arg(f.Limit), w.Args()...)
}

// Last is when and by whom a record was changed last.
func Last(ctx context.Context, h db.Handle, ref record.Ref) (Revision, error) {
	return db.One(ctx, h, scanRevision, selectRevisions+` WHERE kind = $1 AND record_id = $2 ORDER BY seq DESC LIMIT 1`, ref.Kind, ref.ID)
}

// Touch is how often a record was changed, and when the last time.
type Touch struct {
	Times int64
	At    time.Time
}

// touchedAtOnce is how many records one question names.
const touchedAtOnce = 500

// Touched are the changes of records of one kind, by identifier, without what
// they were. Records without a history are not in it.
func (l *Log) Touched(ctx context.Context, kind string, ids []string) (map[string]Touch, error) {
	found := make(map[string]Touch, len(ids))
	for part := range slices.Chunk(ids, touchedAtOnce) {
		var w db.Where
		w.And("kind = ?", kind)
		w.In("record_id", part)
		_, err := db.All(ctx, l.db, func(r db.Row) (string, error) {
			var id, at string
			var one Touch
			err := r.Scan(&id, &one.Times, &at)
			if err == nil {
				one.At, err = clock.ParseStamp(at)
			}
			found[id] = one
			return id, err
		}, `SELECT record_id, count(*), max(at) FROM revisions`+w.SQL()+` GROUP BY record_id`, w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
