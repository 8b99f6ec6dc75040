package demo

import (
	"context"
	"fmt"

	"pobratim/internal/domain/agreement"
	"pobratim/internal/platform/record"
)

// agreements come in the order of the file, in which a paper stands after the
// one that it renews.
func (l *loader) agreements(ctx context.Context) error {
	for _, a := range l.from.Agreements {
		signed, err := date(a.SignedOn)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Row, err)
		}
		rec := agreement.Agreement{
			Partner: l.ids["partnership:"+a.Partnership], Type: a.Kind, Level: a.Level, Title: Text(a.Title), Planned: a.Planned, Signed: signed,
			Place: Text(a.Place), Renews: l.ids["agreement:"+a.Renews], Subjects: Text(a.Subjects), Note: Text(a.Note),
		}
		rec.Visibility = record.Public
		field := "signed"
		if signed.IsZero() {
			field = "title"
		}
		id, err := l.desks.Agreements.Add(ctx, rec, l.cite(field, a.Sources, a.Inferred)...)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Row, err)
		}
		l.ids["agreement:"+a.ID] = id
		for _, s := range a.Signatories {
			one := agreement.Signatory{Agreement: id, Side: s.Side, Name: s.Name, Post: Text(s.Post), Person: l.ids["person:"+s.Person]}
			if _, err := l.desks.Agreements.AddSignatory(ctx, one); err != nil {
				return fmt.Errorf("%s: %s: %w", a.Row, s.Name, err)
			}
		}
	}
	return nil
}
