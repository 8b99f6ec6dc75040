package duplicate

import (
	"context"
	"slices"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/db"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// Order is what somebody decided: which record stays, at which versions both
// were looked at, and the choices by name of column. A field without a choice
// keeps the winner's value.
type Order struct {
	Kind                        string
	Winner, Loser               string
	WinnerVersion, LoserVersion int64
	Choices                     map[string]Choice
}

// Merge makes one record of two and returns the identifier of the merge. What
// the winner does not show of the loser stays beside its fields, with its
// sources.
func (s *Service) Merge(ctx context.Context, o Order) (string, error) {
	if err := s.may(ctx, module.Edit, o.Kind); err != nil {
		return "", err
	}
	ref, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		id, err := s.merge(ctx, w, o)
		return record.Ref{Kind: Kind, ID: id}, err
	})
	return ref.ID, err
}

func (s *Service) merge(ctx context.Context, w *audit.Writer, o Order) (string, error) {
	p, err := s.plan(ctx, w, o.Kind, o.Winner, o.Loser)
	if err != nil {
		return "", err
	}
	if p.Winner.Version != o.WinnerVersion || p.Loser.Version != o.LoserVersion {
		return "", errs.New(errs.Stale, "form.stale")
	}
	table, err := s.table(o.Kind)
	if err != nil {
		return "", err
	}
	pointers := s.deps.Pointers()
	winner, loser := record.Ref{Kind: o.Kind, ID: p.Winner.ID}, record.Ref{Kind: o.Kind, ID: p.Loser.ID}
	titles := [2]string{s.deps.Kinds().Title(ctx, winner, "ru"), s.deps.Kinds().Title(ctx, loser, "ru")}
	before, err := snapshot(ctx, w, pointers, o.Kind, winner.ID, loser.ID)
	if err != nil {
		return "", err
	}
	facts, err := record.FactsOf(ctx, w, loser)
	if err != nil {
		return "", err
	}
	if err := table.Retire(ctx, w, loser.ID, p.Loser.Version); err != nil {
		return "", err
	}
	if _, err := db.SetRecords(ctx, w, "facts", db.Record{"kind": loser.Kind, "record_id": loser.ID}, db.Record{"used": false}); err != nil {
		return "", err
	}
	if p.Narrow {
		if _, err := db.SetRecords(ctx, w, "facts", db.Record{"kind": loser.Kind, "record_id": loser.ID, "visibility": ""}, db.Record{"visibility": string(p.Loser.Visibility)}); err != nil {
			return "", err
		}
	}
	if err := repoint(ctx, w, pointers, winner, loser.ID); err != nil {
		return "", err
	}
	row := transfer.Row{ID: winner.ID, Version: p.Winner.Version, Values: chosen(p, o)}
	if err := table.Change(ctx, w, row); err != nil {
		return "", err
	}
	if err := keepClaims(ctx, w, p, o, facts, titles[1]); err != nil {
		return "", err
	}
	after, err := snapshot(ctx, w, pointers, o.Kind, winner.ID, loser.ID)
	if err != nil {
		return "", err
	}
	text, err := difference(pointers, before, after).text()
	if err != nil {
		return "", err
	}
	m := Merged{ID: w.NewID(), Kind: o.Kind, Loser: loser.ID, Winner: winner.ID, Title: titles[1]}
	if err := insertMerge(ctx, w, m, text); err != nil {
		return "", err
	}
	if err := w.Did(ctx, loser, audit.Merged, titles[1], []audit.Change{{Field: "merged_into", After: titles[0]}}); err != nil {
		return "", err
	}
	return m.ID, w.Did(ctx, winner, audit.Merged, titles[0], []audit.Change{{Field: "merged", After: titles[1]}})
}

// chosen are the values that the winner gets. A value that names the loser
// itself would name the winner after the merge, and is emptied.
func chosen(p Plan, o Order) map[string]string {
	values := map[string]string{}
	for _, f := range p.Fields {
		switch o.Choices[f.Column.Name] {
		case Take:
			values[f.Column.Name] = f.Loser
		case Join:
			if f.Both != "" {
				values[f.Column.Name] = f.Both
			}
		}
		if v := values[f.Column.Name]; v == o.Winner || v == o.Loser {
			values[f.Column.Name] = ""
		}
	}
	for name, v := range values {
		if v == "" && p.Winner.Values[name] == "" {
			delete(values, name)
		}
	}
	return values
}

// repoint makes every row that names the loser name the winner. A row that says
// what another one says already goes; a record that named its double stands
// alone.
func repoint(ctx context.Context, h db.Handle, pointers []record.Pointer, winner record.Ref, loser string) error {
	for _, p := range pointers {
		if p.Hold != record.Moves || !p.Names(winner.Kind) {
			continue
		}
		found, err := db.RecordsNaming(ctx, h, p.Table, p.Column, loser, p.KindColumn, winner.Kind)
		if err != nil {
			return err
		}
		for _, row := range found {
			if err := repointRow(ctx, h, p, row, winner); err != nil {
				return err
			}
		}
	}
	return nil
}

func repointRow(ctx context.Context, h db.Handle, p record.Pointer, row db.Record, to record.Ref) error {
	winner := to.ID
	old, next := keyOf(p.Key, row), db.Record{p.Column: winner}
	if p.KindColumn != "" {
		next[p.KindColumn] = to.Kind
	}
	if row["id"] == winner {
		next[p.Column] = ""
	}
	says := p.Same
	if len(says) == 0 && slices.Contains(p.Key, p.Column) {
		says = p.Key
	}
	if len(says) == 0 {
		_, err := db.SetRecords(ctx, h, p.Table, old, next)
		return err
	}
	key := keyOf(says, row)
	for column := range key {
		if v, moves := next[column]; moves {
			key[column] = v
		}
	}
	there, err := db.RecordsBy(ctx, h, p.Table, key)
	if err != nil {
		return err
	}
	names := 0
	for _, v := range key {
		if v == winner {
			names++
		}
	}
	if len(there) > 0 || names > 1 {
		return db.DropRecords(ctx, h, p.Table, old)
	}
	_, err = db.SetRecords(ctx, h, p.Table, old, next)
	return err
}

// keepClaims puts the facts of taken values into use and keeps every value that
// is not shown beside the one that is.
func keepClaims(ctx context.Context, w *audit.Writer, p Plan, o Order, facts record.Facts, from string) error {
	winner := record.Ref{Kind: p.Kind, ID: p.Winner.ID}
	note := i18n.NewText("ru", "из объединённой записи «"+from+"»")
	note.SetAll(map[string]string{"ru": "из объединённой записи «" + from + "»", "en": "from the merged record ‘" + from + "’"})
	for _, f := range p.Fields {
		name, aside, shown := f.Column.Name, f.Loser, f.Winner
		switch choice := o.Choices[name]; {
		case choice == Take:
			aside, shown = f.Winner, f.Loser
			if used, ok := facts.Used(name); ok && used.Value == f.Loser {
				if err := useMoved(ctx, w, winner, used); err != nil {
					return err
				}
			}
		case choice == Join && f.Both != "":
			if shown = f.Both; f.Column.Type == transfer.Plain {
				continue // one text stands below the other
			}
		}
		if aside == "" || f.Column.Type == transfer.Circle || f.Column.Type == transfer.Flag || aside == p.Winner.ID || aside == p.Loser.ID || covers(f.Column, shown, aside) {
			continue
		}
		have, err := db.RecordsBy(ctx, w, "facts", db.Record{"kind": winner.Kind, "record_id": winner.ID, "field": name, "value": aside})
		if err != nil {
			return err
		}
		if len(have) > 0 {
			continue
		}
		fact := record.Fact{Ref: winner, Field: name, Value: aside, Note: note}
		if o.Choices[name] == Take {
			fact.Note = i18n.Text{}
		} else if p.Narrow {
			fact.Circle = p.Loser.Visibility
		}
		if err := record.PutFact(ctx, w, w.Now, fact); err != nil {
			return err
		}
	}
	return nil
}

// useMoved puts a fact that came over into use, and drops the one without a
// source that stood in for it while the value was written.
func useMoved(ctx context.Context, w *audit.Writer, winner record.Ref, used record.Fact) error {
	if _, err := record.UseFact(ctx, w, winner, used.ID); err != nil {
		return err
	}
	same, err := db.RecordsBy(ctx, w, "facts", db.Record{"kind": winner.Kind, "record_id": winner.ID, "field": used.Field, "value": used.Value, "at": clock.Stamp(w.Now)})
	if err != nil {
		return err
	}
	for _, row := range same {
		if row["source_id"] == nil && row["id"] != used.ID {
			if err := db.DropRecords(ctx, w, "facts", db.Record{"id": row["id"]}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Undo makes two records of one again, as they were before they were merged.
func (s *Service) Undo(ctx context.Context, id string) error {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: Kind}); err != nil {
		return err
	}
	_, err := s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		m, err := mergeByID(ctx, w, id)
		if err != nil {
			return record.Ref{}, err
		}
		winner, loser := m.Into(), record.Ref{Kind: m.Kind, ID: m.Loser}
		return winner, s.undo(ctx, w, m, winner, loser)
	})
	return err
}

func (s *Service) undo(ctx context.Context, w *audit.Writer, m Merged, winner, loser record.Ref) error {
	if err := s.mayBoth(ctx, module.Edit, m.Kind, winner.Kind); err != nil {
		return err
	}
	if !m.Undone.IsZero() {
		return errs.New(errs.Conflict, "duplicate.undo.done")
	}
	gone := record.Gone(ctx, w, winner)
	if errs.KindOf(gone) != errs.NotFound {
		return gone
	}
	if _, merged := record.MovedTo(gone); merged {
		return errs.New(errs.Conflict, "duplicate.undo.later")
	}
	j, err := journalOf(ctx, w, m.ID)
	if err != nil {
		return err
	}
	if len(j) == 0 { // one of the two left the bin for good
		return errs.New(errs.Conflict, "duplicate.undo.erased")
	}
	if err := j.undo(ctx, w); err != nil {
		if db.UniqueKey(err) != "" {
			return errs.Wrap(err, errs.Conflict, "duplicate.undo.taken")
		}
		if db.Dangling(err) { // a row cannot return, because what it belonged to has gone
			return errs.Wrap(err, errs.Conflict, "duplicate.undo.erased")
		}
		return err
	}
	if err := markUndone(ctx, w, m.ID); err != nil {
		return err
	}
	title := s.deps.Kinds().Title(ctx, winner, "ru")
	if title == winner.String() {
		title = m.Title
	}
	if err := w.Did(ctx, loser, audit.Parted, m.Title, []audit.Change{{Field: "merged_into", Before: title}}); err != nil {
		return err
	}
	return w.Did(ctx, winner, audit.Parted, title, []audit.Change{{Field: "merged", Before: m.Title}})
}
