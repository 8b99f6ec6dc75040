package file

import (
	"bytes"
	"context"

	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// Made is a paper that the program made itself.
type Made struct {
	Name string
	Type Type
	Body []byte
}

// Seal puts papers that the program made at a record that comes into being in
// the same transaction: do writes it and is told the papers' sums, in their
// order. The bytes are durable before the transaction begins. Whether the papers
// stay as they are is for the record's kind to say, by whom it lets change it.
func (s *Service) Seal(ctx context.Context, about record.Ref, made []Made, do func(ctx context.Context, w *audit.Writer, sums []string) error) (record.Ref, error) {
	if _, err := s.Gate.Require(ctx, module.Need{Action: module.Edit, Kind: about.Kind}); err != nil {
		return record.Ref{}, err
	}
	s.attaching.RLock()
	defer s.attaching.RUnlock()
	stored, sums := make([]Stored, len(made)), make([]string, len(made))
	for i, m := range made {
		stat, err := s.blobs.Put(ctx, bytes.NewReader(m.Body), int64(len(m.Body)))
		if err != nil {
			return record.Ref{}, err
		}
		stored[i], sums[i] = Stored{Sum: stat.Sum, Size: stat.Size, Type: m.Type}, string(stat.Sum)
	}
	return s.Log.Write(ctx, func(ctx context.Context, w *audit.Writer) (record.Ref, error) {
		if err := do(ctx, w, sums); err != nil {
			return record.Ref{}, err
		}
		for i, m := range made {
			a := Attachment{ID: w.NewID(), About: about, Stored: stored[i], Name: m.Name, Details: Details{Visibility: record.Department}, At: w.Now, ActorID: w.Actor.ID, Actor: w.Actor.Name}
			if err := insert(ctx, w, a); err != nil {
				return record.Ref{}, err
			}
			if err := w.Created(ctx, a.Ref(), a.Name, a.audit()); err != nil {
				return record.Ref{}, err
			}
		}
		return about, nil
	})
}
