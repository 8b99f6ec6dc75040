package app

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/domain/note"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/clock"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// zone is that of the municipality.
func (c *City) zone() *time.Location {
	s, err := c.Settings.Get(context.Background())
	if err != nil {
		return time.UTC
	}
	return s.Home.Location()
}

// clock is the time in the municipality's zone, for what goes by its day.
func (c *City) clock(now clock.Clock) clock.Clock {
	return func() time.Time { return now().In(c.zone()) }
}

// pointers are the columns of all subjects that name records.
func (c *City) pointers() []record.Pointer {
	var all []record.Pointer
	for _, m := range c.Modules {
		all = append(all, m.Pointers...)
	}
	return all
}

// personal tells whether records of a kind are about people, or may name them
// in their titles.
func (c *City) personal(kind string) bool {
	return kind == file.Kind || kind == note.Kind || kind == visit.MemberKind || slices.ContainsFunc(c.Tables, func(t transfer.Table) bool { return t.Kind == kind && t.Personal })
}

// stillWanted asks in the name of the program which records something needs
// that can be undone.
func stillWanted(ask ...func(context.Context, time.Time, record.Wanted, map[string]bool) error) []func(context.Context, time.Time, record.Wanted, map[string]bool) error {
	for i, one := range ask {
		ask[i] = func(ctx context.Context, now time.Time, wanted record.Wanted, ids map[string]bool) error {
			return one(forProgram(ctx), now, wanted, ids)
		}
	}
	return ask
}

// visitNeeds is what visits ask of the program: besides the other desks, the key
// of sealed fields.
func (c *City) visitNeeds(in *Installation, folder string) visit.Deps {
	needs := c.VisitDeps()
	needs.Words, needs.Typeset = in.catalog.Printer, typesetter{in.papers}.PDF
	needs.Destroyed = func(ctx context.Context, w *audit.Writer, activity string) error {
		return c.forms.Forget(ctx, w, activity)
	}
	needs.Key = sealKey(folder)
	return needs
}
