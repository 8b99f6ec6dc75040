package duplicate

import (
	"context"
	"slices"

	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// A succession is a merge across kinds: a possible partner has become a partner.
// The fields of the record that stays remain as they are. What the other one
// said, with its sources, becomes facts beside them under "<kind>.<column>";
// what pointed at it points at its heir.

// Succession is what a merge across kinds would do.
type Succession struct {
	Heir, Gone           record.Ref
	HeirAt, GoneAt       int64 // versions that were looked at
	Keeps                []Kept
	Moves                []Move
	Narrow               bool // fewer people see the one that goes
	circle               record.Visibility
	heirTitle, goneTitle string
}

// Kept is a value of the record that goes.
type Kept struct {
	Column transfer.Column
	Value  string // canonical
}

// heir is the kind that records of a kind may become; errs.NotFound when there
// is none.
func (s *Service) heir(kind string) (string, error) {
	r, err := s.register(kind)
	if err == nil && r.Heir == "" {
		err = errs.New(errs.NotFound, "record.missing")
	}
	return r.Heir, err
}

// mayBoth asks for the permission to change records of both kinds.
func (s *Service) mayBoth(ctx context.Context, action, gone, heir string) error {
	if err := s.may(ctx, action, gone); err != nil {
		return err
	}
	return s.may(ctx, action, heir)
}

// Succession compares a record with the one that it became.
func (s *Service) Succession(ctx context.Context, kind, id, heir string) (Succession, error) {
	to, err := s.heir(kind)
	if err != nil {
		return Succession{}, err
	}
	if err := s.mayBoth(ctx, module.View, kind, to); err != nil {
		return Succession{}, err
	}
	return s.succession(ctx, s.DB, record.Ref{Kind: kind, ID: id}, record.Ref{Kind: to, ID: heir})
}

func (s *Service) succession(ctx context.Context, h db.Handle, gone, heir record.Ref) (Succession, error) {
	p := Succession{Heir: heir, Gone: gone}
	from, err := s.table(gone.Kind)
	if err != nil {
		return p, err
	}
	to, err := s.table(heir.Kind)
	if err != nil {
		return p, err
	}
	old, err := from.Get(ctx, h, gone.ID)
	if err != nil {
		return p, err
	}
	stays, err := to.Get(ctx, h, heir.ID)
	if err != nil {
		return p, err
	}
	p.Gone.ID, p.Heir.ID, p.GoneAt, p.HeirAt, p.circle = old.ID, stays.ID, old.Version, stays.Version, old.Visibility
	p.heirTitle, p.goneTitle = s.deps.Kinds().Title(ctx, p.Heir, "ru"), s.deps.Kinds().Title(ctx, p.Gone, "ru")
	circles := record.Visibilities()
	p.Narrow = slices.Index(circles, old.Visibility) < slices.Index(circles, stays.Visibility)
	for _, c := range from.Columns {
		value := old.Values[c.Name]
		if value == "" || c.Type == transfer.Circle || c.Type == transfer.Flag {
			continue
		}
		if _, known := to.Column(c.Name); known && covers(c, stays.Values[c.Name], value) {
			continue
		}
		p.Keeps = append(p.Keeps, Kept{c, value})
	}
	p.Moves, err = movesOf(ctx, h, s.deps.Pointers(), p.Gone, crosses)
	return p, err
}

// crosses tells whether a column can name records of any kind, and says which:
// only those follow a record to another kind.
func crosses(p record.Pointer) bool {
	return p.Hold == record.Moves && p.Kind == "" && p.KindColumn != ""
}

// Succeed makes a record part of the one that it became, and returns the
// identifier of the merge.
func (s *Service) Succeed(ctx context.Context, kind, id, heir string, goneAt int64) (string, error) {
	to, err := s.heir(kind)
	if err != nil {
		return "", err
	}
	if err := s.mayBoth(ctx, module.Edit, kind, to); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		p, err := s.succession(ctx, w, record.Ref{Kind: kind, ID: id}, record.Ref{Kind: to, ID: heir})
		if err != nil {
			return record.Ref{}, err
		}
		if p.GoneAt != goneAt {
			return record.Ref{}, errs.New(errs.Stale, "form.stale")
		}
		made, err := s.succeed(ctx, w, p)
		return record.Ref{Kind: Kind, ID: made}, err
	})
	return ref.ID, err
}

func (s *Service) succeed(ctx context.Context, w *audit.Writer, p Succession) (string, error) {
	table, err := s.table(p.Gone.Kind)
	if err != nil {
		return "", err
	}
	pointers := s.deps.Pointers()
	before, err := snapshotOf(ctx, w, pointers, p.Heir, p.Gone)
	if err != nil {
		return "", err
	}
	if err := table.Retire(ctx, w, p.Gone.ID, p.GoneAt); err != nil {
		return "", err
	}
	if err := keepValues(ctx, w, p); err != nil {
		return "", err
	}
	for _, at := range pointers {
		if !crosses(at) {
			continue
		}
		found, err := db.RecordsNaming(ctx, w, at.Table, at.Column, p.Gone.ID, at.KindColumn, p.Gone.Kind)
		if err != nil {
			return "", err
		}
		for _, row := range found {
			if err := repointRow(ctx, w, at, row, p.Heir); err != nil {
				return "", err
			}
		}
	}
	after, err := snapshotOf(ctx, w, pointers, p.Heir, p.Gone)
	if err != nil {
		return "", err
	}
	text, err := difference(pointers, before, after).text()
	if err != nil {
		return "", err
	}
	m := Merged{ID: w.NewID(), Kind: p.Gone.Kind, Loser: p.Gone.ID, Winner: p.Heir.ID, WinnerKind: p.Heir.Kind, Title: p.goneTitle}
	if err := insertMerge(ctx, w, m, text); err != nil {
		return "", err
	}
	if err := w.Did(ctx, p.Gone, audit.Merged, p.goneTitle, []audit.Change{{Field: "merged_into", After: p.heirTitle}}); err != nil {
		return "", err
	}
	return m.ID, w.Did(ctx, p.Heir, audit.Merged, p.heirTitle, []audit.Change{{Field: "merged", After: p.goneTitle}})
}

// keepValues gives the facts of the record that goes names of their own, and
// makes facts of the values that had no source.
func keepValues(ctx context.Context, w *audit.Writer, p Succession) error {
	facts, err := record.FactsOf(ctx, w, p.Gone)
	if err != nil {
		return err
	}
	for field, list := range facts {
		set := db.Record{"field": p.Gone.Kind + "." + field}
		if p.Narrow {
			set["visibility"] = string(p.circle)
		}
		for _, f := range list {
			if _, err := db.SetRecords(ctx, w, "facts", db.Record{"id": f.ID}, set); err != nil {
				return err
			}
		}
	}
	for _, k := range p.Keeps {
		if used, ok := facts.Used(k.Column.Name); ok && used.Value == k.Value {
			continue
		}
		fact := record.Fact{Ref: p.Heir, Field: p.Gone.Kind + "." + k.Column.Name, Value: k.Value}
		if p.Narrow {
			fact.Circle = p.circle
		}
		if err := record.PutFact(ctx, w, w.Now, fact); err != nil {
			return err
		}
	}
	return nil
}

// snapshotOf reads every row that names one of two records of different kinds.
func snapshotOf(ctx context.Context, h db.Handle, pointers []record.Pointer, refs ...record.Ref) (rows, error) {
	all := rows{}
	for _, ref := range refs {
		some, err := snapshot(ctx, h, pointers, ref.Kind, ref.ID)
		if err != nil {
			return nil, err
		}
		for table, found := range some {
			if all[table] == nil {
				all[table] = found
				continue
			}
			for key, row := range found {
				all[table][key] = row
			}
		}
	}
	return all, nil
}
