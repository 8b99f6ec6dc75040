package between

import (
	"context"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/filing"
	"pobratim/internal/domain/result"
	"pobratim/internal/kit/edtf"
)

// FiledEvents are the activities with a day in a year that came to something, or
// of which nobody knows.
func (d *Desks) FiledEvents(ctx context.Context, year int) ([]filing.Event, error) {
	var all []filing.Event
	f, now := activity.Filter{Year: year, Done: true, Limit: 500}, edtf.On(d.Today())
	for {
		page, err := d.Activities.List(ctx, f)
		for _, a := range page {
			doubt := a.Outcome(now) == activity.Unconfirmed || a.Status == activity.Unknown
			all = append(all, filing.Event{ID: a.ID, Name: a.Name, When: a.When(), Partners: a.Partners, Held: a.Status == activity.Held, Doubt: doubt})
		}
		if err != nil || len(page) < f.Limit {
			return all, err
		}
		f.After = page[len(page)-1].Key()
	}
}

// FiledResults are all results that count today: proved, and looked at in time.
func (d *Desks) FiledResults(ctx context.Context) ([]filing.Result, error) {
	var all []filing.Result
	f := result.Filter{Standing: result.Counted, Limit: 500}
	for {
		page, err := d.Results.Results(ctx, f)
		for _, r := range page {
			all = append(all, filing.Result{ID: r.ID, Name: r.Name, Since: r.Since, Partner: r.Partner, Activity: r.Activity})
		}
		if err != nil || len(page) < f.Limit {
			return all, err
		}
		f.After = page[len(page)-1].Key()
	}
}
