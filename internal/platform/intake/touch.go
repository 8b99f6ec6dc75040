package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/match"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// digest tells whether a record is still what the import made.
func digest(row transfer.Row) string {
	text, err := json.Marshal(row.Values)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

func titleOf(values map[string]string) string {
	for _, column := range []string{"name", "title"} {
		if all := match.Texts(values[column]); len(all) > 0 {
			return all[0]
		}
	}
	return ""
}

func usedFacts(facts record.Facts) []string {
	var ids []string
	for _, list := range facts {
		for _, f := range list {
			if f.Used {
				ids = append(ids, f.ID)
			}
		}
	}
	return ids
}

func addedFacts(had, has record.Facts) []string {
	old := map[string]bool{}
	for _, list := range had {
		for _, f := range list {
			old[f.ID] = true
		}
	}
	var ids []string
	for _, list := range has {
		for _, f := range list {
			if !old[f.ID] {
				ids = append(ids, f.ID)
			}
		}
	}
	return ids
}

// touch notes what was done to a record; one entry stands for all that an
// import does to it.
func (wr *writer) touch(ctx context.Context, w *audit.Writer, t touch) error {
	if !t.Made {
		if err := wr.noteTouches(ctx, w); err != nil {
			return err
		}
		earlier, found, err := touchOf(ctx, w, wr.i.ID, t.Kind, t.ID)
		if err != nil {
			return err
		}
		if found && earlier.Made {
			table := wr.tables[t.Kind]
			row, err := table.Get(ctx, w, t.ID)
			if err != nil {
				return err
			}
			earlier.Before.Made = digest(row)
		}
		if found {
			earlier.Version = t.Version
			earlier.Before.join(t.Before)
			return updateTouch(ctx, w, wr.i.ID, earlier)
		}
	}
	wr.touches++
	t.N = wr.touches
	wr.did = append(wr.did, t)
	return nil
}

// noteTouches writes what was done to records, of new ones as they were left.
func (wr *writer) noteTouches(ctx context.Context, w *audit.Writer) error {
	made := map[string][]string{} // identifiers by kind
	for _, t := range wr.did {
		if t.Made && t.Kind != roleKind && t.Kind != partKind {
			made[t.Kind] = append(made[t.Kind], t.ID)
		}
	}
	digests := map[string]string{}
	for kind, ids := range made {
		rows, err := wr.tables[kind].Some(ctx, w, ids)
		if err != nil {
			return err
		}
		if len(rows) < len(ids) {
			return errs.New(errs.NotFound, "record.missing") // nobody brings in what they may not see
		}
		for _, row := range rows {
			digests[row.ID] = digest(row)
		}
	}
	for i := range wr.did {
		wr.did[i].Before.Made = digests[wr.did[i].ID]
	}
	err := insertTouches(ctx, w, wr.i.ID, wr.did)
	wr.did = wr.did[:0]
	return err
}

// join adds what a later row of the same import did.
func (b *before) join(later before) {
	if b.Values == nil {
		return // the record is the import's own
	}
	for column, value := range later.Values {
		if _, known := b.Values[column]; !known {
			b.Values[column] = value
		}
	}
	if b.Wrote == nil {
		b.Wrote = map[string]string{}
	}
	for column, value := range later.Wrote {
		b.Wrote[column] = value
	}
	b.Added = append(b.Added, later.Added...)
}
