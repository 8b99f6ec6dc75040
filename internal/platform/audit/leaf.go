package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"pobratim/internal/kit/db"
)

// stored is what a leaf covers, in the order in which it is hashed.
type stored struct {
	Seq        int64  `json:"seq"`
	At         string `json:"at"`
	ActorID    string `json:"actor"`
	Kind       string `json:"kind"`
	RecordID   string `json:"id"`
	Action     Action `json:"action"`
	Commitment string `json:"commit"`
}

// commit binds a leaf to values without holding them.
func commit(salt, values []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(values)
	return hex.EncodeToString(h.Sum(nil))
}

func (s stored) leaf() []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and a number always marshal
	}
	return text
}

// hashes reads inner hashes of the tree for tlog.
type hashes struct {
	ctx   context.Context
	h     db.Handle
	known map[int64]tlog.Hash // of the leaves that are being added, and what they were made of; may be nil
}

// ReadHashes implements tlog.HashReader.
func (r hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		if h, known := r.known[idx]; known {
			out[i] = h
			continue
		}
		text, err := db.One(r.ctx, r.h, db.Value[string], `SELECT hash FROM audit_hashes WHERE idx = $1`, idx)
		if err != nil {
			return nil, fmt.Errorf("hash %d of the history: %w", idx, err)
		}
		if out[i], err = tlog.ParseHash(text); err != nil {
			return nil, err
		}
		if r.known != nil {
			r.known[idx] = out[i]
		}
	}
	return out, nil
}

// appendLeaves adds the leaves of revisions that follow each other.
func appendLeaves(ctx context.Context, w *Writer, revs []revision) error {
	r := hashes{ctx, w, map[int64]tlog.Hash{}}
	rows := make([][]any, 0, 2*len(revs))
	for _, rev := range revs {
		n := rev.Seq - 1 // leaves count from nought
		added, err := tlog.StoredHashes(n, rev.leaf(), r)
		if err != nil {
			return err
		}
		at := tlog.StoredHashIndex(0, n)
		for i, h := range added {
			r.known[at+int64(i)] = h
			rows = append(rows, []any{at + int64(i), h.String()})
		}
	}
	return db.InsertAll(ctx, w, `INSERT INTO audit_hashes (idx, hash)`, "", rows)
}

// Root is the hash of the whole history and the number of its leaves; an
// operator who keeps it elsewhere can prove later that nothing was rewritten.
func (l *Log) Root(ctx context.Context) (size int64, root string, err error) {
	size, err = db.One(ctx, l.db, db.Value[int64], `SELECT seq FROM audit_head`)
	if err != nil || size == 0 {
		return size, "", err
	}
	h, err := tlog.TreeHash(size, hashes{ctx: ctx, h: l.db})
	return size, h.String(), err
}

// Verify recomputes the whole history and returns one sentence in English for
// each thing that does not fit, for `pobratim check`.
func (l *Log) Verify(ctx context.Context) ([]string, error) {
	size, err := db.One(ctx, l.db, db.Value[int64], `SELECT seq FROM audit_head`)
	if err != nil {
		return nil, err
	}
	var problems []string
	made := memory{}
	next := int64(1)
	for after := int64(0); ; {
		page, err := db.All(ctx, l.db, scanLeaf, `SELECT seq, at, actor_id, kind, record_id, action, commitment, changes, salt FROM revisions WHERE seq > $1 ORDER BY seq LIMIT 500`, after)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			if r.Seq != next {
				return append(problems, fmt.Sprintf("revision %d is missing from the history", next)), nil
			}
			next++
			if r.salt != nil && commit(r.salt, []byte(r.values)) != r.Commitment {
				problems = append(problems, fmt.Sprintf("the values of revision %d (%s %s) were altered", r.Seq, r.Kind, r.RecordID))
			}
			added, err := tlog.StoredHashes(r.Seq-1, r.leaf(), made)
			if err != nil {
				return nil, err
			}
			made = append(made, added...)
		}
		after = page[len(page)-1].Seq
	}
	if next-1 != size {
		problems = append(problems, fmt.Sprintf("the history ends at revision %d but counts %d", next-1, size))
	}
	return append(problems, compareHashes(ctx, l.db, made)...), nil
}

func compareHashes(ctx context.Context, h db.Handle, made memory) []string {
	kept, err := db.All(ctx, h, db.Value[string], `SELECT hash FROM audit_hashes ORDER BY idx`)
	if err != nil {
		return []string{err.Error()}
	}
	if len(kept) != len(made) {
		return []string{fmt.Sprintf("the history has %d hashes where %d belong", len(kept), len(made))}
	}
	for i, text := range kept {
		if text != made[i].String() {
			return []string{fmt.Sprintf("hash %d of the history does not match its revision: it was rewritten", i)}
		}
	}
	return nil
}

// memory is the tree as recomputed.
type memory []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		if idx >= int64(len(m)) {
			return nil, fmt.Errorf("hash %d is not made yet", idx)
		}
		out[i] = m[idx]
	}
	return out, nil
}

type leafRow struct {
	stored
	values string
	salt   []byte
}

func scanLeaf(r db.Row) (leafRow, error) {
	var l leafRow
	var salt string
	if err := r.Scan(&l.Seq, &l.At, &l.ActorID, &l.Kind, &l.RecordID, &l.Action, &l.Commitment, &l.values, &salt); err != nil {
		return l, err
	}
	if salt == "" {
		return l, nil // values erased on request; the leaf remains
	}
	var err error
	l.salt, err = hex.DecodeString(salt)
	return l, err
}
