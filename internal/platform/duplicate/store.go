package duplicate

import (
	"cmp"
	"context"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// Merged is one merge that was made.
type Merged struct {
	ID            string
	Kind          string
	Loser, Winner string
	WinnerKind    string // when it is another kind; else empty
	Title         string // what the loser was called
	At            time.Time
	Actor         string
	Undone        time.Time // zero while the merge holds
}

// Into is the record that stayed.
func (m Merged) Into() record.Ref {
	return record.Ref{Kind: cmp.Or(m.WinnerKind, m.Kind), ID: m.Winner}
}

const selectMerges = `SELECT id, kind, loser_id, winner_id, winner_kind, title, at, actor, undone_at FROM merges`

func scanMerged(r db.Row) (Merged, error) {
	var m Merged
	var at, undone string
	if err := r.Scan(&m.ID, &m.Kind, &m.Loser, &m.Winner, &m.WinnerKind, &m.Title, &at, &m.Actor, &undone); err != nil {
		return m, err
	}
	var err error
	if m.At, err = clock.ParseStamp(at); err != nil || undone == "" {
		return m, err
	}
	m.Undone, err = clock.ParseStamp(undone)
	return m, err
}

func mergeByID(ctx context.Context, h db.Handle, id string) (Merged, error) {
	return db.One(ctx, h, scanMerged, selectMerges+` WHERE id = $1`, id)
}

func journalOf(ctx context.Context, h db.Handle, id string) (journal, error) {
	text, err := db.One(ctx, h, db.Value[string], `SELECT journal FROM merges WHERE id = $1`, id)
	if err != nil {
		return nil, err
	}
	return readJournal(text)
}

// merges lists what was merged, the newest first.
func merges(ctx context.Context, h db.Handle, limit int) ([]Merged, error) {
	return db.All(ctx, h, scanMerged, selectMerges+` ORDER BY at DESC, id DESC LIMIT $1`, limit)
}

// holding lists the merges that were not undone.
func holding(ctx context.Context, h db.Handle) ([]Merged, error) {
	return db.All(ctx, h, scanMerged, selectMerges+` WHERE undone_at = '' ORDER BY at, id`)
}

// into lists the merges into one record that were not undone, the newest first.
func into(ctx context.Context, h db.Handle, ref record.Ref) ([]Merged, error) {
	return db.All(ctx, h, scanMerged, selectMerges+` WHERE winner_id = $1 AND COALESCE(NULLIF(winner_kind, ''), kind) = $2 AND undone_at = '' ORDER BY at DESC, id DESC`, ref.ID, ref.Kind)
}

func insertMerge(ctx context.Context, w *audit.Writer, m Merged, journal string) error {
	_, err := db.Exec(ctx, w, `INSERT INTO merges (id, kind, loser_id, winner_id, winner_kind, title, at, actor_id, actor, journal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.ID, m.Kind, m.Loser, m.Winner, m.WinnerKind, m.Title, clock.Stamp(w.Now), w.Actor.ID, w.Actor.Name, journal)
	return err
}

func markUndone(ctx context.Context, w *audit.Writer, id string) error {
	_, err := db.Exec(ctx, w, `UPDATE merges SET undone_at = $2, undone_by = $3 WHERE id = $1`, id, clock.Stamp(w.Now), w.Actor.Name)
	return err
}

// Distinct is a pair that somebody looked at and found to be two things.
type Distinct struct {
	Kind       string
	One, Other string
	At         time.Time
	Actor      string
}

func distincts(ctx context.Context, h db.Handle, kind string) ([]Distinct, error) {
	var w db.Where
	if kind != "" {
		w.And("kind = ?", kind)
	}
	return db.All(ctx, h, func(r db.Row) (Distinct, error) {
		var d Distinct
		var at string
		if err := r.Scan(&d.Kind, &d.One, &d.Other, &at, &d.Actor); err != nil {
			return d, err
		}
		var err error
		d.At, err = clock.ParseStamp(at)
		return d, err
	}, `SELECT kind, one_id, other_id, at, actor FROM not_duplicates`+w.SQL()+` ORDER BY at DESC, one_id, other_id`, w.Args()...)
}

func insertDistinct(ctx context.Context, w *audit.Writer, kind, one, other string) error {
	_, err := db.Exec(ctx, w, `INSERT INTO not_duplicates (kind, one_id, other_id, at, actor_id, actor) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, one_id, other_id) DO NOTHING`,
		kind, one, other, clock.Stamp(w.Now), w.Actor.ID, w.Actor.Name)
	return err
}

func dropDistinct(ctx context.Context, w *audit.Writer, kind, one, other string) error {
	_, err := db.Exec(ctx, w, `DELETE FROM not_duplicates WHERE kind = $1 AND one_id = $2 AND other_id = $3`, kind, one, other)
	return err
}

// journalsSince shows the journals of the merges that were made since an
// instant and hold.
func journalsSince(ctx context.Context, h db.Handle, since time.Time, show func(at time.Time, journal string)) error {
	return db.Each(ctx, h, func(r db.Row) error {
		var at, journal string
		if err := r.Scan(&at, &journal); err != nil {
			return err
		}
		made, err := clock.ParseStamp(at)
		show(made, journal)
		return err
	}, `SELECT at, journal FROM merges WHERE undone_at = '' AND at > $1`, clock.Stamp(since))
}
