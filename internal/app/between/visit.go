package between

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/chain"
	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/plan"
	"pobratim/internal/domain/task"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// VisitDeps are what visits ask of the other desks.
func (d *Desks) VisitDeps() visit.Deps {
	return visit.Deps{
		Langs: d.Langs, Clock: d.Today, Home: func(lang string) string { return d.Home(lang).Name },
		Country: func() string { return d.Home("ru").Country }, CountryName: d.CountryName, Countries: d.OwnCountries, CountryOf: d.CountryOf,
		Partners: d.PartnerOptions, Letters: d.letterOptions, Lines: d.lineOptions, People: d.Contacts.PersonOptions, Events: d.eventOptions,
		Owners:   func(ctx context.Context, s *web.Scene) ([]ui.Option, error) { return d.Tasks.Owners(ctx, s) },
		Activity: d.trip, ActivityIn: d.tripIn, AddActivity: d.addTrip, Prepare: d.prepareTrip, Work: d.tripWork, Finish: func(ctx context.Context, id string, version int64) error { return d.Tasks.Finish(ctx, id, version) },
		Working: d.WorkingDays,
	}
}

// FollowVisits lets visits copy what their activities say, in the program's own
// name.
func (d *Desks) FollowVisits(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
	return d.Visits.Follow(account.With(ctx, account.System("pobratim")), w, changed)
}

func tripOf(a activity.Activity) visit.Trip {
	return visit.Trip{ID: a.ID, Name: a.Name, Type: a.Type, Status: a.Status, Starts: a.Starts, Ends: a.Ends, Opens: a.Opens, Parent: a.Parent, Partners: a.Partners}
}

func (d *Desks) trip(ctx context.Context, id string) (visit.Trip, error) {
	a, err := d.Activities.Activity(ctx, id)
	return tripOf(a), err
}

func (d *Desks) tripIn(ctx context.Context, w *audit.Writer, id string) (visit.Trip, error) {
	a, err := d.Activities.GetIn(ctx, w, id)
	return tripOf(a), err
}

func (d *Desks) addTrip(ctx context.Context, w *audit.Writer, t visit.Trip) (string, error) {
	return d.Activities.AddIn(ctx, w, activity.Activity{Type: t.Type, Name: t.Name, Status: t.Status, Starts: t.Starts, Ends: t.Ends, Parent: t.Parent, Partners: t.Partners})
}

// prepareTrip hangs the tasks of a visit on its activity, so that they follow its
// days.
func (d *Desks) prepareTrip(ctx context.Context, w *audit.Writer, id string, steps []visit.Step) ([]string, error) {
	planned := make([]chain.Planned, len(steps))
	for i, step := range steps {
		lead := chain.Lead{Way: chain.Before, N: step.Days, Unit: "day"}
		if step.Days < 0 {
			lead.Way, lead.N = chain.After, -step.Days
		}
		planned[i] = chain.Planned{Title: step.Title, Lead: lead}
	}
	return d.Chains.HangIn(ctx, w, record.Ref{Kind: activity.Kind, ID: id}, planned)
}

// tripWork are the tasks that hang on some activities.
func (d *Desks) tripWork(ctx context.Context, s *web.Scene, activities []string) (map[string][]visit.Task, error) {
	if !d.sees(ctx, task.Kind) {
		return nil, nil
	}
	hang, err := d.Chains.TasksOf(ctx, activity.Kind, activities)
	if err != nil {
		return nil, err
	}
	of := map[string]string{}
	for id, tasks := range hang {
		for _, one := range tasks {
			of[one] = id
		}
	}
	ids := make([]string, 0, len(of))
	for id := range of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	who, err := d.Tasks.Whose(ctx, s)
	if err != nil {
		return nil, err
	}
	all := map[string][]visit.Task{}
	for part := range slices.Chunk(ids, 500) {
		tasks, err := d.Tasks.Several(ctx, d.DB, part)
		if err != nil {
			return nil, err
		}
		for _, t := range tasks {
			hands, _ := who(t)
			all[of[t.ID]] = append(all[of[t.ID]], visit.Task{ID: t.ID, Version: t.Version, Title: t.Title.In(s.Lang).Value, State: d.Tasks.State(s, t), Who: hands, Closed: t.Closed(), Due: t.Due})
		}
	}
	return all, nil
}

// chosenFrom is how many letters, lines and events can be chosen from.
const chosenFrom = 300

// letterOptions are the newest letters of the register.
func (d *Desks) letterOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	list, err := d.Letters.Letters(ctx, letter.Filter{Limit: chosenFrom})
	options := make([]ui.Option, len(list))
	for i, l := range list {
		options[i] = ui.Option{Value: l.ID, Label: said(l.Title.In(s.Lang).Value, s.Date(l.On), l.Theirs)}
	}
	return options, err
}

// lineOptions are the lines of plans from last year on, by their time.
func (d *Desks) lineOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	if !d.sees(ctx, plan.LineKind) {
		return nil, errs.New(errs.Forbidden, "account.forbidden")
	}
	lines, err := d.Plans.Lines(ctx, plan.Filter{From: edtf.OfYear(d.Today().Year() - 1).First().Format("2006-01-02"), Limit: chosenFrom})
	options := make([]ui.Option, len(lines))
	for i, l := range lines {
		options[i] = ui.Option{Value: l.ID, Label: said(l.Title.In(s.Lang).Value, s.Date(l.When))}
	}
	return options, err
}

// eventOptions are the events ahead that several delegations can come to.
func (d *Desks) eventOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	var all []activity.Activity
	for _, status := range []string{activity.Planned, activity.Confirmed} {
		for _, kind := range activity.TypesOf(activity.Events) {
			list, err := d.Activities.List(ctx, activity.Filter{Type: kind, Status: status, Limit: chosenFrom})
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
	}
	slices.SortFunc(all, func(a, b activity.Activity) int {
		return cmp.Or(cmp.Compare(a.SortKey(), b.SortKey()), cmp.Compare(a.ID, b.ID))
	})
	options := make([]ui.Option, len(all))
	for i, a := range all {
		options[i] = ui.Option{Value: a.ID, Label: said(a.Name.In(s.Lang).Value, s.Date(a.When()))}
	}
	return options, nil
}

// said joins what is there.
func said(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
}
