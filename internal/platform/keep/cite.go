package keep

import (
	"context"
	"errors"

	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

func (k *Keeper[T]) cite(ctx context.Context, w *audit.Writer, ref record.Ref, t *T, cites []Cite) error {
	for _, c := range cites {
		fact, err := k.factOf(ctx, w, ref, t, c)
		if err != nil {
			return err
		}
		if err := record.PutFact(ctx, w, w.Now, fact); err != nil {
			return err
		}
	}
	return nil
}

// citeNew is cite for a record that has no facts yet.
func (k *Keeper[T]) citeNew(ctx context.Context, w *audit.Writer, ref record.Ref, t *T, cites []Cite) error {
	for i, c := range cites {
		if cited(cites[:i], c.Field) { // the last one is shown
			return k.cite(ctx, w, ref, t, cites)
		}
	}
	facts := make([]record.Fact, len(cites))
	for i, c := range cites {
		var err error
		if facts[i], err = k.factOf(ctx, w, ref, t, c); err != nil {
			return err
		}
	}
	return record.AddFacts(ctx, w, w.Now, facts)
}

// factOf is what a source says of a field as the record has it.
func (k *Keeper[T]) factOf(ctx context.Context, w *audit.Writer, ref record.Ref, t *T, c Cite) (record.Fact, error) {
	field, ok := k.Fields.Find(c.Field)
	if !ok {
		return record.Fact{}, errors.New("keep: no field " + c.Field + " to cite")
	}
	if c.Source.ID == "" {
		id, err := record.PutSource(ctx, w, w.Now, c.Source)
		if err != nil {
			return record.Fact{}, err
		}
		c.Source.ID = id
	}
	return record.Fact{Ref: ref, Field: c.Field, Value: Canonical(field.At(t)), Source: c.Source, Used: true, Inferred: c.Inferred}, nil
}

// uncite keeps the source of an old value from standing beside a new one: a
// field that had sources and changed without a new one gets a fact that nobody
// vouches for.
func (k *Keeper[T]) uncite(ctx context.Context, w *audit.Writer, before, after *T, cites []Cite) error {
	facts, err := record.FactsOf(ctx, w, k.Ref(k.Meta(after).ID))
	if err != nil || len(facts) == 0 {
		return err
	}
	for _, f := range k.Fields {
		value := Canonical(f.At(after))
		if value == Canonical(f.At(before)) || len(facts[f.Name]) == 0 || cited(cites, f.Name) {
			continue
		}
		if err := record.PutFact(ctx, w, w.Now, record.Fact{Ref: k.Ref(k.Meta(after).ID), Field: f.Name, Value: value, Used: true}); err != nil {
			return err
		}
	}
	return nil
}

func cited(cites []Cite, field string) bool {
	for _, c := range cites {
		if c.Field == field {
			return true
		}
	}
	return false
}
