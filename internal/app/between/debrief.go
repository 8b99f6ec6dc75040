package between

import (
	"context"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/debrief"
	"pobratim/internal/domain/estimate"
	"pobratim/internal/domain/gift"
	"pobratim/internal/domain/result"
	"pobratim/internal/domain/task"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/rule"
)

// ReportDue is by when a visit or a trip that ended on a day is to be reported on.
func (d *Desks) ReportDue(ctx context.Context, day time.Time) (debrief.Due, bool, error) {
	due, pack, ok, err := d.counted(ctx, rule.Trip, day)
	return debrief.Due{On: due.On, Missing: due.Missing, Rule: due.Source, Path: "/rules/" + pack.Name}, ok, err
}

// Visited is an activity as the report on it needs it.
func (d *Desks) Visited(ctx context.Context, id string) (debrief.Activity, error) {
	a, err := d.Activities.Activity(ctx, id)
	return visited(a), err
}

func visited(a activity.Activity) debrief.Activity {
	out := debrief.Activity{ID: a.ID, Name: a.Name, When: a.When(), Place: a.Place, Out: a.Type == "visit_out" || a.Type == "mission", Partners: a.Partners}
	if last, err := time.Parse(time.DateOnly, a.LastDay()); err == nil && wholeDays(a) > 0 {
		out.Last = last
	}
	return out
}

// endedLimit bounds the visits of a year that are looked through.
const endedLimit = 500

// EndedVisits are the visits, exchanges and missions that came to something and
// whose last day lies between a day and today, or that were held already.
func (d *Desks) EndedVisits(ctx context.Context, since time.Time) ([]debrief.Activity, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: activity.Kind}) == account.None {
		return nil, nil
	}
	now := d.Today()
	var all []debrief.Activity
	seen := map[string]bool{}
	for year := now.Year(); year >= since.Year(); year-- {
		rows, err := d.Activities.List(ctx, activity.Filter{Group: activity.Visits, Year: year, Done: true, Limit: endedLimit})
		if err != nil {
			return nil, err
		}
		for _, a := range rows {
			v := visited(a)
			over := a.Over(edtf.On(now)) && (a.Status == activity.Planned || a.Status == activity.Confirmed)
			if seen[a.ID] || v.Last.IsZero() || v.Last.Before(since) || a.Status != activity.Held && !over {
				continue
			}
			seen[a.ID] = true
			all = append(all, v)
		}
	}
	return all, nil
}

// knownLimit is how many records of a kind a report begins with.
const knownLimit = 50

// KnownOf is what the records say of an activity, for the report on it.
func (d *Desks) KnownOf(ctx context.Context, p *i18n.Printer, id string) (debrief.Known, error) {
	known := debrief.Known{}
	sees := func(kind string) bool {
		return d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: kind}) > account.None
	}
	people, err := d.Activities.Participants(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, one := range people {
		known["who"] = append(known["who"], d.participant(ctx, p, one))
	}
	note := func(section, kind, id, text string) {
		known[section] = append(known[section], debrief.Line{Text: text, Path: d.AllKinds().Path(record.Ref{Kind: kind, ID: id})})
	}
	if sees(result.Kind) {
		rows, err := d.Results.Results(ctx, result.Filter{Activity: id, Limit: knownLimit})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			note("results", result.Kind, r.ID, r.Name.In(p.Lang).Value)
		}
	}
	if sees(gift.Kind) {
		rows, err := d.Gifts.Gifts(ctx, gift.Filter{Activity: id, Limit: knownLimit})
		if err != nil {
			return nil, err
		}
		for _, g := range rows {
			note("gifts", gift.Kind, g.ID, p.T("gift.side."+g.Side)+": "+g.Title.In(p.Lang).Value)
		}
	}
	if sees("estimate") {
		found, err := d.Estimates.Estimates(ctx, estimate.Filter{Activity: id, Limit: 1})
		if err != nil || len(found) == 0 {
			return known, err
		}
		said, err := d.Estimates.Summary(ctx, p, id)
		if err != nil {
			return nil, err
		}
		for _, line := range said {
			note("costs", estimate.Kind, found[0].ID, line)
		}
	}
	return known, nil
}

// participant is who took part, in words, with their page.
func (d *Desks) participant(ctx context.Context, p *i18n.Printer, one activity.Participant) debrief.Line {
	said := debrief.Line{Text: one.Text.In(p.Lang).Value}
	for _, ref := range []record.Ref{{Kind: "person", ID: one.Person}, {Kind: "organisation", ID: one.Organisation}} {
		if kind := d.AllKinds()[ref.Kind]; ref.ID != "" && kind.Title != nil {
			if title, err := kind.Title(ctx, ref.ID, p.Lang); err == nil {
				said = debrief.Line{Text: title, Path: d.AllKinds().Path(ref)}
			}
		}
	}
	return said
}

// PromisesOf are the promises that came of an activity.
func (d *Desks) PromisesOf(ctx context.Context, id string) ([]debrief.Promise, error) {
	if d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: task.Kind}) == account.None {
		return nil, nil
	}
	var all []debrief.Promise
	for _, side := range []string{task.Ours, task.Theirs} {
		for _, closed := range []bool{false, true} {
			rows, err := d.Tasks.Tasks(ctx, task.Filter{Type: side, About: record.Ref{Kind: activity.Kind, ID: id}, Closed: closed, Limit: knownLimit})
			if err != nil {
				return nil, err
			}
			for _, t := range rows {
				all = append(all, debrief.Promise{ID: t.ID, Title: t.Title.Get(t.Title.Source()), Theirs: side == task.Theirs, Post: t.Post, Due: t.Due, Partner: t.Partner, Activity: id, Done: t.Closed()})
			}
		}
	}
	return all, nil
}

// MakePromise writes a point of a report down as a promise.
func (d *Desks) MakePromise(ctx context.Context, w *audit.Writer, p debrief.Promise) error {
	t := task.Task{Type: task.Ours, Title: i18n.NewText(p.Lang, p.Title), Partner: p.Partner, About: record.Ref{Kind: activity.Kind, ID: p.Activity}.String(), Post: p.Post, Due: p.Due, Made: p.Made}
	if p.Theirs {
		t.Type = task.Theirs
	}
	_, err := d.Tasks.AddIn(ctx, w, t)
	return err
}
