package app

import (
	"context"
	"errors"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/report"
	"pobratim/internal/domain/result"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/typst"
	"pobratim/internal/platform/record"
)

// What the brief takes from desks that package report does not know.

// briefLimit is how many records of a kind the brief chooses from.
const briefLimit = 200

func (c *City) briefActivities(now func() edtf.Date) func(ctx context.Context, partnership string) ([]report.Activity, error) {
	return func(ctx context.Context, partnership string) ([]report.Activity, error) {
		list, err := c.activities.List(ctx, activity.Filter{Partner: partnership, Limit: briefLimit})
		out := make([]report.Activity, len(list))
		for i, a := range list {
			when := a.When()
			open := a.Status == activity.Planned || a.Status == activity.Confirmed
			out[i] = report.Activity{ID: a.ID, Name: a.Name, When: when, Place: a.Place, Held: a.Status == activity.Held, Ahead: open && !when.Before(now())}
		}
		return out, err
	}
}

func (c *City) briefResults(ctx context.Context, partnership string) ([]report.Result, error) {
	list, err := c.results.Results(ctx, result.Filter{Partner: partnership, Limit: briefLimit})
	out := make([]report.Result, len(list))
	for i, r := range list {
		out[i] = report.Result{ID: r.ID, Name: r.Name, Since: r.Since, Gone: r.There == result.Gone, Proved: !r.Unproved()}
	}
	return out, err
}

func (c *City) briefNotes(ctx context.Context, about record.Ref) ([]report.Note, error) {
	near, err := c.near(ctx, about)
	if err != nil {
		return nil, err
	}
	list, err := c.notes.About(ctx, briefLimit, append([]record.Ref{about}, near...)...)
	out := make([]report.Note, len(list))
	for i, n := range list {
		on := n.Confirmed
		if !n.DecidedOn.IsZero() {
			on = n.DecidedOn
		}
		out[i] = report.Note{ID: n.ID, Type: n.Type, Title: n.Title, Text: n.Text, On: on}
	}
	return out, err
}

// typesetter hands papers to the pool; a program without one says so.
type typesetter struct{ pool *typst.Pool }

// PDF makes one paper.
func (t typesetter) PDF(ctx context.Context, d typst.Doc) ([]byte, []typst.Diagnostic, error) {
	if t.pool == nil {
		return nil, nil, errs.Wrap(errors.New("no typesetter"), errs.Unavailable, "typst.assets")
	}
	return t.pool.PDF(ctx, d)
}
