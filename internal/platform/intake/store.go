package intake

import (
	"context"
	"encoding/json"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/reading"
)

const selectImports = `SELECT id, state, title, at, actor_id, actor, viewer, settings, counts, source_id, items, done, ended, problem FROM imports`

func scanImport(r db.Row) (Import, error) {
	var i Import
	var at, ended, settings, counts string
	err := r.Scan(&i.ID, &i.State, &i.Title, &at, &i.ActorID, &i.Actor, &i.viewer, &settings, &counts, &i.Source, &i.Items, &i.Done, &ended, &i.Problem)
	if err != nil {
		return i, err
	}
	if err := json.Unmarshal([]byte(settings), &i.Settings); err != nil {
		return i, err
	}
	i.Counts = newCounts()
	if counts != "" {
		if err := json.Unmarshal([]byte(counts), &i.Counts); err != nil {
			return i, err
		}
	}
	if ended != "" {
		if i.Ended, err = clock.ParseStamp(ended); err != nil {
			return i, err
		}
	}
	i.At, err = clock.ParseStamp(at)
	return i, err
}

func importByID(ctx context.Context, h db.Handle, id string) (Import, error) {
	return db.One(ctx, h, scanImport, selectImports+` WHERE id = $1`, id)
}

// mostListed bounds the page of imports.
const mostListed = 200

func listImports(ctx context.Context, h db.Handle) ([]Import, error) {
	return db.All(ctx, h, scanImport, selectImports+` ORDER BY at DESC, id DESC LIMIT $1`, mostListed)
}

// stopped lists imports that are to go on.
func stopped(ctx context.Context, h db.Handle) ([]Import, error) {
	return db.All(ctx, h, scanImport, selectImports+` WHERE state IN ('running', 'undoing') ORDER BY at, id`)
}

func insertImport(ctx context.Context, h db.Handle, i Import) error {
	settings, err := json.Marshal(i.Settings)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `INSERT INTO imports (id, state, title, at, actor_id, actor, viewer, settings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		i.ID, i.State, i.Title, clock.Stamp(i.At), i.ActorID, i.Actor, i.viewer, string(settings))
	return err
}

// saveSettings writes what a person said; it answers errs.Conflict when the
// import is no longer open.
func saveSettings(ctx context.Context, h db.Handle, i Import) error {
	settings, err := json.Marshal(i.Settings)
	if err != nil {
		return err
	}
	n, err := db.Exec(ctx, h, `UPDATE imports SET settings = $2 WHERE id = $1 AND state = 'open'`, i.ID, string(settings))
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "import.not_open")
	}
	return err
}

// begin moves an import from one state to the next; errs.Conflict says that
// somebody else did.
func begin(ctx context.Context, h db.Handle, i Import, from State) error {
	n, err := db.Exec(ctx, h, `UPDATE imports SET state = $2, source_id = $3, viewer = $4, items = $5, problem = '' WHERE id = $1 AND state = $6`, i.ID, i.State, i.Source, i.viewer, i.Items, from)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "import.not_open")
	}
	return err
}

// progress writes how far an import is.
func progress(ctx context.Context, h db.Handle, i Import) error {
	counts, err := json.Marshal(i.Counts)
	if err != nil {
		return err
	}
	ended := ""
	if !i.Ended.IsZero() {
		ended = clock.Stamp(i.Ended)
	}
	_, err = db.Exec(ctx, h, `UPDATE imports SET state = $2, counts = $3, done = $4, ended = $5, problem = $6 WHERE id = $1`, i.ID, i.State, string(counts), i.Done, ended, i.Problem)
	return err
}

// perPart is how many rows lie in one part.
const perPart = 500

func insertParts(ctx context.Context, h db.Handle, id string, n int, rows [][]string) error {
	for part := 0; part*perPart < len(rows); part++ {
		cells, err := cellsText(rows[part*perPart : min(len(rows), (part+1)*perPart)])
		if err != nil {
			return err
		}
		if _, err := db.Exec(ctx, h, `INSERT INTO import_parts (import_id, sheet, part, cells) VALUES ($1, $2, $3, $4)`, id, n, part, cells); err != nil {
			return err
		}
	}
	return nil
}

// parts reads the rows of one sheet.
func parts(ctx context.Context, h db.Handle, id string, n int) ([][]string, error) {
	numbers, err := db.All(ctx, h, db.Value[int], `SELECT part FROM import_parts WHERE import_id = $1 AND sheet = $2 ORDER BY part`, id, n)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, part := range numbers { // one at a time: the text of all at once would be held twice
		text, err := db.One(ctx, h, db.Value[string], `SELECT cells FROM import_parts WHERE import_id = $1 AND sheet = $2 AND part = $3`, id, n, part)
		if err != nil {
			return nil, err
		}
		more, err := rowsOf(text)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// forget drops what was read, when it is no longer needed.
func forget(ctx context.Context, h db.Handle, id string) error {
	for _, q := range [...]string{
		`DELETE FROM import_parts WHERE import_id = $1`, `DELETE FROM import_rows WHERE import_id = $1`, `DELETE FROM import_touches WHERE import_id = $1`, `DELETE FROM imports WHERE id = $1`,
	} {
		if _, err := db.Exec(ctx, h, q, id); err != nil {
			return err
		}
	}
	return nil
}

func insertOutcomes(ctx context.Context, h db.Handle, id string, all []Outcome) error {
	rows := make([][]any, len(all))
	for i, o := range all {
		doubts := ""
		if len(o.Doubts) > 0 {
			text, err := json.Marshal(o.Doubts)
			if err != nil {
				return err
			}
			doubts = string(text)
		}
		rows[i] = []any{id, o.N, o.Outcome, o.Reason, o.Words, o.Sheet, o.Cell, o.Brief, o.Ref.Kind, o.Ref.ID, doubts}
	}
	return db.InsertAll(ctx, h, `INSERT INTO import_rows (import_id, n, outcome, reason, words, sheet, cell, brief, kind, record_id, doubts)`, "", rows)
}

// outcomes reads what became of rows, from the one after n on.
func outcomes(ctx context.Context, h db.Handle, id string, n, limit int) ([]Outcome, error) {
	return db.All(ctx, h, func(r db.Row) (Outcome, error) {
		var o Outcome
		var doubts string
		err := r.Scan(&o.N, &o.Outcome, &o.Reason, &o.Words, &o.Sheet, &o.Cell, &o.Brief, &o.Ref.Kind, &o.Ref.ID, &doubts)
		if err == nil && doubts != "" {
			o.Doubts = []reading.Doubt{}
			err = json.Unmarshal([]byte(doubts), &o.Doubts)
		}
		return o, err
	}, `SELECT n, outcome, reason, words, sheet, cell, brief, kind, record_id, doubts FROM import_rows WHERE import_id = $1 AND n > $2 ORDER BY n LIMIT $3`, id, n, limit)
}

// touch is what was done to one record.
type touch struct {
	N       int
	Kind    string
	ID      string
	Made    bool
	Title   string
	Version int64 // that the import left
	Before  before
	Undone  string
}

// before is what an import found.
type before struct {
	Version int64             `json:"version"`
	Values  map[string]string `json:"values,omitempty"` // of the columns that were filled
	Wrote   map[string]string `json:"wrote,omitempty"`  // what they were filled with
	Used    []string          `json:"used,omitempty"`   // facts that the record showed
	Added   []string          `json:"added,omitempty"`  // facts that the import brought
	Made    string            `json:"made,omitempty"`   // digest of a record that the import made, as it left it
}

func insertTouches(ctx context.Context, h db.Handle, id string, all []touch) error {
	rows := make([][]any, len(all))
	for i, t := range all {
		text, err := json.Marshal(t.Before)
		if err != nil {
			return err
		}
		rows[i] = []any{id, t.N, t.Kind, t.ID, t.Made, t.Title, t.Version, string(text)}
	}
	return db.InsertAll(ctx, h, `INSERT INTO import_touches (import_id, n, kind, record_id, made, title, version, before)`, "", rows)
}

func scanTouch(r db.Row) (touch, error) {
	var t touch
	var text string
	err := r.Scan(&t.N, &t.Kind, &t.ID, &t.Made, &t.Title, &t.Version, &text, &t.Undone)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &t.Before)
	}
	return t, err
}

const selectTouches = `SELECT n, kind, record_id, made, title, version, before, undone FROM import_touches WHERE import_id = $1`

func lastTouch(ctx context.Context, h db.Handle, id string) (int, error) {
	return db.One(ctx, h, db.Value[int], `SELECT COALESCE(MAX(n), 0) FROM import_touches WHERE import_id = $1`, id)
}

// toUndo reads what has not been taken back yet, the newest first.
func toUndo(ctx context.Context, h db.Handle, id string, limit int) ([]touch, error) {
	return db.All(ctx, h, scanTouch, selectTouches+` AND undone = '' ORDER BY n DESC LIMIT $2`, id, limit)
}

// notUndone lists what stayed when an import was taken back.
func notUndone(ctx context.Context, h db.Handle, id string) ([]touch, error) {
	return db.All(ctx, h, scanTouch, selectTouches+` AND undone IN ('partly', 'left') ORDER BY n LIMIT $2`, id, mostListed)
}

func setUndone(ctx context.Context, h db.Handle, id string, n int, how string) error {
	_, err := db.Exec(ctx, h, `UPDATE import_touches SET undone = $3 WHERE import_id = $1 AND n = $2`, id, n, how)
	return err
}

// touchOf is what the import did to a record already.
func touchOf(ctx context.Context, h db.Handle, id, kind, record string) (touch, bool, error) {
	found, err := db.All(ctx, h, scanTouch, selectTouches+` AND kind = $2 AND record_id = $3`, id, kind, record)
	if err != nil || len(found) == 0 {
		return touch{}, false, err
	}
	return found[0], true, nil
}

func updateTouch(ctx context.Context, h db.Handle, id string, t touch) error {
	text, err := json.Marshal(t.Before)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, h, `UPDATE import_touches SET version = $3, before = $4 WHERE import_id = $1 AND n = $2`, id, t.N, t.Version, string(text))
	return err
}

// befores shows what records held before the imports that ended since an instant
// and were not taken back.
func befores(ctx context.Context, h db.Handle, since time.Time, show func(ended time.Time, before string)) error {
	return db.Each(ctx, h, func(r db.Row) error {
		var ended, before string
		if err := r.Scan(&ended, &before); err != nil {
			return err
		}
		at, err := clock.ParseStamp(ended)
		show(at, before)
		return err
	}, `SELECT i.ended, t.before FROM imports i JOIN import_touches t ON t.import_id = i.id
		WHERE i.state IN ('done', 'undoing') AND i.ended > $1 AND t.undone = '' AND t.before <> ''`, clock.Stamp(since))
}

// sweep forgets the rows of imports that ended before a day, and what is still
// open since then.
func sweep(ctx context.Context, h db.Handle, before string) error {
	for _, q := range [...]string{
		`DELETE FROM import_parts WHERE import_id IN (SELECT id FROM imports WHERE state IN ('done', 'undone') AND ended < $1 OR state = 'open' AND at < $1)`,
		`DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE state IN ('done', 'undone') AND ended < $1)`,
		`DELETE FROM import_touches WHERE import_id IN (SELECT id FROM imports WHERE state IN ('done', 'undone') AND ended < $1)`,
		`DELETE FROM imports WHERE state = 'open' AND at < $1`,
	} {
		if _, err := db.Exec(ctx, h, q, before); err != nil {
			return err
		}
	}
	return nil
}
