package record

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/id"
)

// SourceKind says what sort of thing a source is.
type SourceKind string

// The kinds of sources.
const (
	SourceDocument SourceKind = "document" // a paper of the city or the partner
	SourceDeck     SourceKind = "deck"     // a presentation
	SourceWeb      SourceKind = "web"
	SourcePress    SourceKind = "press"
	SourceStudy    SourceKind = "study"
	SourcePerson   SourceKind = "person" // said by someone, noted by us
)

// SourceKinds lists all kinds of sources.
func SourceKinds() []SourceKind {
	return []SourceKind{SourceDocument, SourceDeck, SourceWeb, SourcePress, SourceStudy, SourcePerson}
}

// Source is where a fact comes from.
type Source struct {
	ID    string
	Title string
	URL   string // may be empty
	Kind  SourceKind
	Note  string
}

// Fact is one value of one field of a record as one source gives it.
type Fact struct {
	ID       string
	Ref      Ref
	Field    string
	Value    string // canonical form of the field: EDTF for dates, digits for numbers
	Source   Source // zero when nobody said where it comes from
	Used     bool   // the value that the record itself shows
	Inferred bool   // concluded by us, not said by the source
	Note     i18n.Text
	At       time.Time
	// Circle are its readers when they are fewer than those of the record, from
	// which another record was merged into it; empty means the record's own.
	Circle Visibility
}

// Facts are a record's facts by field, the used one first.
type Facts map[string][]Fact

// Used is the fact that the record shows for a field.
func (f Facts) Used(field string) (Fact, bool) {
	for _, fact := range f[field] {
		if fact.Used {
			return fact, true
		}
	}
	return Fact{}, false
}

// Within leaves out the facts that fewer people read than the record itself and
// that this reader does not see.
func (f Facts) Within(sees func(Visibility) bool) Facts {
	for field, list := range f {
		f[field] = slices.DeleteFunc(list, func(one Fact) bool { return one.Circle != "" && !sees(one.Circle) })
	}
	return f
}

// Others are the values of a field that differ from the one in use.
func (f Facts) Others(field string) []Fact {
	used, _ := f.Used(field)
	var others []Fact
	for _, fact := range f[field] {
		if !fact.Used && fact.Value != used.Value {
			others = append(others, fact)
		}
	}
	return others
}

// PutSource writes a source; an empty ID makes a new one. It returns the ID.
func PutSource(ctx context.Context, h db.Handle, now time.Time, s Source) (string, error) {
	if s.ID == "" {
		s.ID = id.New(now)
	}
	_, err := db.Exec(ctx, h, `INSERT INTO sources (id, title, url, kind, note) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, url = excluded.url, kind = excluded.kind, note = excluded.note`,
		s.ID, s.Title, s.URL, s.Kind, s.Note)
	return s.ID, err
}

// PutFact writes one value of a field. A used fact takes the place of the one
// that was used before, which stays as another value.
func PutFact(ctx context.Context, h db.Handle, now time.Time, f Fact) error {
	if f.ID == "" {
		f.ID = id.New(now)
	}
	if f.Used {
		if _, err := db.Exec(ctx, h, `UPDATE facts SET used = FALSE WHERE kind = $1 AND record_id = $2 AND field = $3`, f.Ref.Kind, f.Ref.ID, f.Field); err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, h, `INSERT INTO facts (id, kind, record_id, field, value, source_id, used, inferred, note, at, visibility)
		VALUES ($1, $2, $3, $4, $5, NULLIF($6, ''), $7, $8, $9, $10, $11)
		ON CONFLICT (id) DO UPDATE SET value = excluded.value, source_id = excluded.source_id, used = excluded.used, inferred = excluded.inferred, note = excluded.note`,
		f.ID, f.Ref.Kind, f.Ref.ID, f.Field, f.Value, f.Source.ID, f.Used, f.Inferred, f.Note, clock.Stamp(now), f.Circle)
	return err
}

// AddFacts writes the first facts of a new record, at most one for each field.
func AddFacts(ctx context.Context, h db.Handle, now time.Time, facts []Fact) error {
	rows := make([][]any, len(facts))
	for i, f := range facts {
		var source any
		if f.Source.ID != "" {
			source = f.Source.ID
		}
		rows[i] = []any{id.New(now), f.Ref.Kind, f.Ref.ID, f.Field, f.Value, source, f.Used, f.Inferred, f.Note, clock.Stamp(now), f.Circle}
	}
	return db.InsertAll(ctx, h, `INSERT INTO facts (id, kind, record_id, field, value, source_id, used, inferred, note, at, visibility)`, "", rows)
}

// UseFact makes an existing fact the used one of its field and returns it.
func UseFact(ctx context.Context, h db.Handle, ref Ref, factID string) (Fact, error) {
	fact, err := db.One(ctx, h, scanFact, selectFacts+` WHERE f.id = $1 AND f.kind = $2 AND f.record_id = $3`, factID, ref.Kind, ref.ID)
	if err != nil {
		return Fact{}, err
	}
	_, err = db.Exec(ctx, h, `UPDATE facts SET used = (id = $4) WHERE kind = $1 AND record_id = $2 AND field = $3`, ref.Kind, ref.ID, fact.Field, factID)
	return fact, err
}

// TakeFacts removes facts of a record and lets those be shown again that were
// shown before.
func TakeFacts(ctx context.Context, h db.Handle, ref Ref, gone, shown []string) error {
	for _, id := range gone {
		if _, err := db.Exec(ctx, h, `DELETE FROM facts WHERE id = $1 AND kind = $2 AND record_id = $3`, id, ref.Kind, ref.ID); err != nil {
			return err
		}
	}
	for _, id := range shown {
		fact, err := db.All(ctx, h, db.Value[string], `SELECT field FROM facts WHERE id = $1 AND kind = $2 AND record_id = $3`, id, ref.Kind, ref.ID)
		if err != nil || len(fact) == 0 {
			return err
		}
		other, err := db.One(ctx, h, db.Value[int], `SELECT count(*) FROM facts WHERE kind = $1 AND record_id = $2 AND field = $3 AND used`, ref.Kind, ref.ID, fact[0])
		if err != nil {
			return err
		}
		if other > 0 {
			continue // somebody chose another one since
		}
		if _, err := db.Exec(ctx, h, `UPDATE facts SET used = TRUE WHERE id = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

const selectFacts = `SELECT f.id, f.kind, f.record_id, f.field, f.value, f.used, f.inferred, f.note, f.at, f.visibility,
	COALESCE(s.id, ''), COALESCE(s.title, ''), COALESCE(s.url, ''), COALESCE(s.kind, ''), COALESCE(s.note, '')
	FROM facts f LEFT JOIN sources s ON s.id = f.source_id`

func scanFact(r db.Row) (Fact, error) {
	var f Fact
	var at string
	err := r.Scan(&f.ID, &f.Ref.Kind, &f.Ref.ID, &f.Field, &f.Value, &f.Used, &f.Inferred, &f.Note, &at, &f.Circle,
		&f.Source.ID, &f.Source.Title, &f.Source.URL, &f.Source.Kind, &f.Source.Note)
	if err != nil {
		return Fact{}, err
	}
	f.At, err = clock.ParseStamp(at)
	return f, err
}

// FactsOf reads all facts of a record.
func FactsOf(ctx context.Context, h db.Handle, ref Ref) (Facts, error) {
	all, err := db.All(ctx, h, scanFact, selectFacts+` WHERE f.kind = $1 AND f.record_id = $2 ORDER BY f.field, f.used DESC, f.at, f.id`, ref.Kind, ref.ID)
	if err != nil {
		return nil, err
	}
	facts := Facts{}
	for _, f := range all {
		facts[f.Field] = append(facts[f.Field], f)
	}
	return facts, nil
}

// Sources lists every source by title.
func Sources(ctx context.Context, h db.Handle) ([]Source, error) {
	return db.All(ctx, h, func(r db.Row) (Source, error) {
		var s Source
		err := r.Scan(&s.ID, &s.Title, &s.URL, &s.Kind, &s.Note)
		return s, err
	}, `SELECT id, title, url, kind, note FROM sources ORDER BY title, id`)
}
