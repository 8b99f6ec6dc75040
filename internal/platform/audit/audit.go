package audit

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/id"
	"pobratim/internal/platform/record"
)

// Action says what was done to a record.
type Action string

// The actions that the history knows.
const (
	Created  Action = "created"
	Changed  Action = "changed"
	Binned   Action = "binned"
	Restored Action = "restored"
	Erased   Action = "erased"
	Purged   Action = "purged" // left the bin for good
	Merged   Action = "merged" // two records became one
	Parted   Action = "parted" // and are two again
	SignedIn Action = "signed_in"
	Looked   Action = "looked" // an administrator looked through somebody's eyes
	Opened   Action = "opened" // somebody read what is sealed
	Issued   Action = "issued" // a paper or an export left the program
)

// reads tells whether an act leaves all records as they are.
func (a Action) reads() bool { return a == SignedIn || a == Looked || a == Opened || a == Issued }

// Log is one municipality's history.
type Log struct {
	db      *db.DB
	clock   clock.Clock
	version atomic.Int64
	follow  []Follow
}

// Follow is told, within the transaction, which records have changed.
type Follow func(ctx context.Context, w *Writer, changed []record.Ref) error

// Followed makes every change known, before it is committed, to each of these in
// turn; a later one is told as well what an earlier one changed. It is called
// once, while the program is built.
func (l *Log) Followed(do ...Follow) { l.follow = do }

// Open reads where the history stands.
func Open(ctx context.Context, d *db.DB, c clock.Clock) (*Log, error) {
	l := &Log{db: d, clock: c}
	return l, l.Refresh(ctx)
}

// Version counts changes; equal versions mean that no record has changed in
// between, which is what page caches go by.
func (l *Log) Version() int64 { return l.version.Load() }

// Refresh reads the version anew, for processes that share a database.
func (l *Log) Refresh(ctx context.Context) error {
	seq, err := db.One(ctx, l.db, db.Value[int64], `SELECT seq FROM audit_head`)
	if err != nil {
		return err
	}
	l.version.Store(seq)
	return nil
}

// Writer is a transaction in which a subject writes its rows and says what it
// did. It is a db.Handle.
type Writer struct {
	*db.Tx
	Now   time.Time
	Actor Actor

	changed []record.Ref
	met     map[record.Ref]bool // the same, to look up
	head    int64               // number of the newest revision; 0 while none was noted here
	noted   []revision          // not written yet
}

// revision is one entry of the history on its way there.
type revision struct {
	stored
	title, values, salt string
}

// Write runs do in one transaction. When the request carries an idempotency
// key that was seen before, do does not run and the reference of the first
// outcome is returned.
func (l *Log) Write(ctx context.Context, do func(ctx context.Context, w *Writer) (record.Ref, error)) (record.Ref, error) {
	if why, held := ctx.Value(holdKey).(error); held {
		return record.Ref{}, why
	}
	var ref record.Ref
	var head int64
	err := l.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		w := &Writer{Tx: tx, Now: l.clock(), Actor: ActorFrom(ctx)}
		key := keyFrom(ctx)
		seen, err := earlierOutcome(ctx, w, w.Actor, key)
		if err != nil {
			return err
		}
		if seen != nil {
			ref = *seen
			return nil
		}
		if ref, err = do(ctx, w); err != nil {
			return err
		}
		if err := l.tell(ctx, w); err != nil {
			return err
		}
		if err := w.writeDown(ctx); err != nil {
			return err
		}
		head = w.head
		return keepOutcome(ctx, w, key, ref)
	})
	if err == nil && head > 0 {
		raise(&l.version, head)
	}
	return ref, err
}

// tell tells those who follow what has changed.
func (l *Log) tell(ctx context.Context, w *Writer) error {
	if len(w.changed) == 0 {
		return nil
	}
	for _, follow := range l.follow {
		if err := follow(ctx, w, w.changed); err != nil {
			return err
		}
	}
	return nil
}

// raise sets v to at least n; commits may be noticed in another order than made.
func raise(v *atomic.Int64, n int64) {
	for old := v.Load(); old < n && !v.CompareAndSwap(old, n); old = v.Load() {
	}
}

// Done says whether the request repeats one that has been carried out; Write
// then answers with that one's outcome. What is asked of a user before a record
// is written must not be asked again because of the record itself.
func (l *Log) Done(ctx context.Context) (bool, error) {
	seen, err := earlierOutcome(ctx, l.db, ActorFrom(ctx), keyFrom(ctx))
	return seen != nil, err
}

func earlierOutcome(ctx context.Context, h db.Handle, actor Actor, key string) (*record.Ref, error) {
	if key == "" {
		return nil, nil
	}
	found, err := db.All(ctx, h, func(r db.Row) (record.Ref, error) {
		var ref record.Ref
		err := r.Scan(&ref.Kind, &ref.ID)
		return ref, err
	}, `SELECT kind, record_id FROM idempotency WHERE key = $1 AND actor_id = $2`, key, actor.ID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func keepOutcome(ctx context.Context, w *Writer, key string, ref record.Ref) error {
	if key == "" {
		return nil
	}
	_, err := db.Exec(ctx, w, `INSERT INTO idempotency (key, actor_id, kind, record_id, at) VALUES ($1, $2, $3, $4, $5)`,
		key, w.Actor.ID, ref.Kind, ref.ID, clock.Stamp(w.Now))
	return err
}

// ForgetKeys drops idempotency keys older than a day.
func (l *Log) ForgetKeys(ctx context.Context) error {
	_, err := db.Exec(ctx, l.db, `DELETE FROM idempotency WHERE at < $1`, clock.Stamp(l.clock().Add(-24*time.Hour)))
	return err
}

// NewID is a fresh identifier made at the transaction's instant.
func (w *Writer) NewID() string { return id.New(w.Now) }

// Created notes a new record.
func (w *Writer) Created(ctx context.Context, ref record.Ref, title string, after Fields) error {
	return w.note(ctx, ref, Created, title, Diff(nil, after))
}

// Changed notes what differs between two states of a record; nothing is noted
// when nothing differs.
func (w *Writer) Changed(ctx context.Context, ref record.Ref, title string, before, after Fields) error {
	changes := Diff(before, after)
	if len(changes) == 0 {
		return nil
	}
	return w.note(ctx, ref, Changed, title, changes)
}

// Binned notes that a record was put away and lists it in the bin.
func (w *Writer) Binned(ctx context.Context, ref record.Ref, title string) error {
	if err := record.PutInBin(ctx, w, ref, title, w.Now, w.Actor.ID, w.Actor.Name); err != nil {
		return err
	}
	return w.note(ctx, ref, Binned, title, nil)
}

// Restored notes that a record came back from the bin.
func (w *Writer) Restored(ctx context.Context, ref record.Ref, title string) error {
	if err := record.TakeFromBin(ctx, w, ref); err != nil {
		return err
	}
	return w.note(ctx, ref, Restored, title, nil)
}

// Did notes any other action.
func (w *Writer) Did(ctx context.Context, ref record.Ref, action Action, title string, changes []Change) error {
	return w.note(ctx, ref, action, title, changes)
}

// note takes the number of a revision. The head's row is updated with the first:
// that takes the lock which keeps numbers without gaps on PostgreSQL. Revisions
// and leaves are written together, before the transaction ends.
func (w *Writer) note(ctx context.Context, ref record.Ref, action Action, title string, changes []Change) error {
	if w.head == 0 {
		seq, err := db.One(ctx, w, db.Value[int64], `UPDATE audit_head SET seq = seq + 1 RETURNING seq`)
		if err != nil {
			return err
		}
		w.head = seq
	} else {
		w.head++
	}
	if !action.reads() && !w.met[ref] {
		if w.met == nil {
			w.met = map[record.Ref]bool{}
		}
		w.met[ref] = true
		w.changed = append(w.changed, ref)
	}
	values := []byte("[]")
	if len(changes) > 0 {
		var err error
		if values, err = json.Marshal(changes); err != nil {
			return err
		}
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	w.noted = append(w.noted, revision{
		stored: stored{
			Seq: w.head, At: clock.Stamp(w.Now), ActorID: w.Actor.ID, Kind: ref.Kind, RecordID: ref.ID, Action: action,
			Commitment: commit(salt, values),
		},
		title: title, values: string(values), salt: hex.EncodeToString(salt),
	})
	return nil
}

// writeDown writes the revisions that were noted, and their leaves.
func (w *Writer) writeDown(ctx context.Context) error {
	if len(w.noted) == 0 {
		return nil
	}
	if len(w.noted) > 1 {
		if _, err := db.Exec(ctx, w, `UPDATE audit_head SET seq = $1`, w.head); err != nil {
			return err
		}
	}
	rows := make([][]any, len(w.noted))
	for i, r := range w.noted {
		rows[i] = []any{r.Seq, r.At, r.ActorID, w.Actor.Name, r.Kind, r.RecordID, r.Action, r.title, r.values, r.salt, r.Commitment}
	}
	const head = `INSERT INTO revisions (seq, at, actor_id, actor, kind, record_id, action, title, changes, salt, commitment)`
	if err := db.InsertAll(ctx, w, head, "", rows); err != nil {
		return fmt.Errorf("revisions from %d on: %w", w.noted[0].Seq, err)
	}
	return appendLeaves(ctx, w, w.noted)
}
