package between

import (
	"context"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/report"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// briefLimit is how many records of a kind the brief chooses from.
const briefLimit = 200

// Near are the records whose notes hold for another one as well: the country of
// a partner, the partners of an activity.
func (d *Desks) Near(ctx context.Context, about record.Ref) ([]record.Ref, error) {
	switch about.Kind {
	case partner.Kind:
		p, err := d.Partners.Partner(ctx, about.ID)
		if err != nil {
			return nil, err
		}
		return []record.Ref{{Kind: "country", ID: p.Country}}, nil
	case activity.Kind:
		a, err := d.Activities.Activity(ctx, about.ID)
		if err != nil {
			return nil, err
		}
		refs := make([]record.Ref, len(a.Partners))
		for i, id := range a.Partners {
			refs[i] = record.Ref{Kind: partner.Kind, ID: id}
		}
		return refs, nil
	}
	return nil, nil
}

// BriefActivities are the newest activities with a partner.
func (d *Desks) BriefActivities(ctx context.Context, partnership string) ([]report.Activity, error) {
	list, err := d.Activities.List(ctx, activity.Filter{Partner: partnership, Limit: briefLimit})
	out := make([]report.Activity, len(list))
	for i, a := range list {
		when := a.When()
		open := a.Status == activity.Planned || a.Status == activity.Confirmed
		out[i] = report.Activity{ID: a.ID, Name: a.Name, When: when, Place: a.Place, Held: a.Status == activity.Held, Ahead: open && !when.Before(edtf.On(d.Today()))}
	}
	return out, err
}

// BriefResults are the newest results from a partner.
func (d *Desks) BriefResults(ctx context.Context, partnership string) ([]report.Result, error) {
	list, err := d.Results.Results(ctx, result.Filter{Partner: partnership, Standing: result.Counted, Limit: briefLimit})
	out := make([]report.Result, len(list))
	for i, r := range list {
		out[i] = report.Result{ID: r.ID, Name: r.Name, Since: r.Since, Gone: r.There == result.Gone, Proved: !r.Unproved()}
	}
	return out, err
}

// BriefNotes are the notes about a record, and those that hold for it as well.
func (d *Desks) BriefNotes(ctx context.Context, about record.Ref) ([]report.Note, error) {
	near, err := d.Near(ctx, about)
	if err != nil {
		return nil, err
	}
	list, err := d.Notes.About(ctx, briefLimit, append([]record.Ref{about}, near...)...)
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

// BriefPromises are the open promises of both sides.
func (d *Desks) BriefPromises(ctx context.Context, partnership string) ([]report.Promise, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: task.Kind}) == account.None {
		return nil, nil
	}
	var all []report.Promise
	for _, kind := range []string{task.Ours, task.Theirs} {
		list, err := d.Tasks.Tasks(ctx, task.Filter{Type: kind, Partner: partnership, Limit: briefLimit})
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			all = append(all, report.Promise{ID: t.ID, Title: t.Title, Ours: kind == task.Ours, Due: t.Due, Over: t.Overdue(d.Today()) > 0})
		}
	}
	return all, nil
}
