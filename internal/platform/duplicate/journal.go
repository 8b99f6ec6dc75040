package duplicate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pobratim/internal/kit/db"
	"pobratim/internal/platform/record"
)

// touched is one row before and after a merge; nil where it was not there.
type touched struct {
	Table  string    `json:"table"`
	Key    []string  `json:"key"` // columns of the primary key
	Before db.Record `json:"before,omitempty"`
	After  db.Record `json:"after,omitempty"`
}

// journal is everything that a merge did, row by row.
type journal []touched

// rows are all rows that name certain records: by table, then by their key.
type rows map[string]map[string]db.Record

// snapshot reads every row that names one of the records in a column that moves
// or is the record itself.
func snapshot(ctx context.Context, h db.Handle, pointers []record.Pointer, kind string, ids ...string) (rows, error) {
	all := rows{}
	for _, p := range pointers {
		if p.Hold == record.Stays || !p.Names(kind) {
			continue
		}
		if all[p.Table] == nil {
			all[p.Table] = map[string]db.Record{}
		}
		for _, id := range ids {
			found, err := db.RecordsNaming(ctx, h, p.Table, p.Column, id, p.KindColumn, kind)
			if err != nil {
				return nil, err
			}
			for _, row := range found {
				all[p.Table][keyText(p.Key, row)] = row
			}
		}
	}
	return all, nil
}

func keyText(key []string, row db.Record) string {
	parts := make([]string, len(key))
	for i, column := range key {
		parts[i] = fmt.Sprint(row[column])
	}
	return strings.Join(parts, "\x00")
}

func keyOf(key []string, row db.Record) db.Record {
	out := make(db.Record, len(key))
	for _, column := range key {
		out[column] = row[column]
	}
	return out
}

// difference lists what changed between two snapshots, in the order of tables
// and keys.
func difference(pointers []record.Pointer, before, after rows) journal {
	var j journal
	for _, table := range slices.Sorted(maps.Keys(before)) {
		at := slices.IndexFunc(pointers, func(p record.Pointer) bool { return p.Table == table })
		keys := maps.Clone(before[table])
		maps.Copy(keys, after[table])
		for _, k := range slices.Sorted(maps.Keys(keys)) {
			if b, a := before[table][k], after[table][k]; !maps.Equal(b, a) {
				j = append(j, touched{Table: table, Key: pointers[at].Key, Before: b, After: a})
			}
		}
	}
	return j
}

func (j journal) text() (string, error) {
	raw, err := json.Marshal(j)
	return string(raw), err
}

// readJournal turns a stored journal into rows with the types of the database.
func readJournal(text string) (journal, error) {
	var j journal
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.UseNumber()
	if err := dec.Decode(&j); err != nil {
		return nil, fmt.Errorf("journal of a merge: %w", err)
	}
	for _, t := range j {
		for _, row := range []db.Record{t.Before, t.After} {
			for column, v := range row {
				if n, ok := v.(json.Number); ok {
					whole, err := n.Int64()
					if err != nil {
						return nil, fmt.Errorf("journal of a merge: %s.%s: %w", t.Table, column, err)
					}
					row[column] = whole
				}
			}
		}
	}
	return j, nil
}

// undo restores what was before. A value that was changed after the merge stays
// as it is now. Rows that the merge hid come last, so that they do not meet the
// values that the winner gives back.
func (j journal) undo(ctx context.Context, h db.Handle) error {
	ordered := slices.Clone(j)
	slices.SortStableFunc(ordered, func(a, b touched) int { return a.turn() - b.turn() })
	for _, t := range ordered {
		if err := t.undo(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// turn orders the steps of undoing: what was added goes, what was changed
// changes back, what was removed returns, what was hidden shows itself.
func (t touched) turn() int {
	switch {
	case t.Before == nil:
		return 0
	case t.After == nil:
		return 2
	case t.Before["binned"] != t.After["binned"]:
		return 3
	}
	return 1
}

func (t touched) undo(ctx context.Context, h db.Handle) error {
	if t.After == nil {
		there, err := db.RecordsBy(ctx, h, t.Table, keyOf(t.Key, t.Before))
		if err != nil || len(there) > 0 {
			return err
		}
		return db.PutRecord(ctx, h, t.Table, t.Before)
	}
	key := keyOf(t.Key, t.After)
	now, err := db.RecordsBy(ctx, h, t.Table, key)
	if err != nil || len(now) == 0 {
		return err // removed since; it stays removed
	}
	if len(now) > 1 {
		return errors.New("journal of a merge: " + t.Table + " has no such key")
	}
	if t.Before == nil {
		if !maps.Equal(now[0], t.After) {
			return nil // somebody has used it since
		}
		return db.DropRecords(ctx, h, t.Table, key)
	}
	set := t.back(now[0])
	if len(set) == 0 {
		return nil
	}
	_, err = db.SetRecords(ctx, h, t.Table, key, set)
	return err
}

// back is what has to be written into the row as it is now. The version goes
// back with an untouched row; otherwise it goes on, so that a form that is open
// somewhere notices.
func (t touched) back(now db.Record) db.Record {
	set := db.Record{}
	for column, was := range t.Before {
		if column != "version" && t.After[column] != was && now[column] == t.After[column] {
			set[column] = was
		}
	}
	version, counted := now["version"].(int64)
	if !counted || len(set) == 0 && t.Before["version"] == t.After["version"] {
		return set
	}
	if maps.Equal(now, t.After) {
		set["version"] = t.Before["version"]
	} else {
		set["version"] = version + 1
	}
	return set
}
