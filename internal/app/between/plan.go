package between

import (
	"context"
	"strconv"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/anniversary"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/plan"
	"pobratim/internal/domain/plan/candidate"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// sees tells whether the viewer sees any record of a kind.
func (d *Desks) sees(ctx context.Context, kind string) bool {
	return d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: kind}) > account.None
}

// PlanSources are what plans of a span of years are made of, as far as the viewer
// may see it.
func (d *Desks) PlanSources(ctx context.Context, first, last int) (candidate.Sources, error) {
	from := candidate.Sources{Year: d.Today().Year()}
	if d.sees(ctx, partner.Kind) {
		resting, err := d.Partners.Resting(ctx)
		if err != nil {
			return from, err
		}
		from.Resting = make(map[string]string, len(resting))
		for id, state := range resting {
			from.Resting[id] = string(state)
		}
	}
	var err error
	if d.sees(ctx, anniversary.Kind) {
		if from.Jubilees, err = d.jubilees(ctx, first, last); err != nil {
			return from, err
		}
	}
	if d.sees(ctx, agreement.Kind) {
		if from.Papers, err = d.papers(ctx); err != nil {
			return from, err
		}
	}
	if d.sees(ctx, activity.Kind) {
		from.Deeds, err = d.deeds(ctx, first)
	}
	return from, err
}

// jubilees are the anniversaries of the years by the step that the office has
// set, called in every language that the records are.
func (d *Desks) jubilees(ctx context.Context, first, last int) ([]candidate.Jubilee, error) {
	set, err := d.Anniversaries.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var all []candidate.Jubilee
	titles := map[string]*i18n.Text{}
	key := func(s anniversary.Start) string { return s.Ref.String() }
	for i, lang := range d.Langs {
		starts, err := d.Anniversaries.Starts(ctx, lang, "")
		if err != nil {
			return nil, err
		}
		for _, s := range starts {
			in := s.Lang
			if in == "" {
				in = lang
			}
			if t := titles[key(s)]; t == nil {
				text := i18n.NewText(in, s.Title)
				titles[key(s)] = &text
			} else if t.Get(in) == "" {
				t.Set(in, s.Title)
			}
		}
		if i > 0 {
			continue
		}
		for _, a := range anniversary.Between(starts, first, last, set.Rule()) {
			all = append(all, candidate.Jubilee{Ref: a.Ref, Sort: string(a.Sort), Path: a.Path, Partner: a.Partner, Since: a.Date, Year: a.Year, Years: a.Years, On: a.On, Leap: a.Moved,
				Disputed: a.Disputed, InUse: a.InUse, Source: a.Source, Ended: a.Sort == anniversary.Agreement && a.Resting == string(partner.Ended)})
		}
	}
	for i := range all {
		if t := titles[all[i].Ref.String()]; t != nil {
			all[i].Title = *t
		}
	}
	return all, nil
}

// papers are the agreements with a term, other than those that a later paper
// renews already and those that were ended early, which nobody renews.
func (d *Desks) papers(ctx context.Context) ([]candidate.Paper, error) {
	var all []agreement.Agreement
	f := agreement.Filter{Limit: 500}
	for {
		page, err := d.Agreements.Agreements(ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < f.Limit {
			break
		}
		last := page[len(page)-1]
		f.After = agreement.Key{Sort: last.Signed.Sort(), ID: last.ID}
	}
	renewed := map[string]bool{}
	for _, a := range all {
		renewed[a.Renews] = true
	}
	var papers []candidate.Paper
	for _, a := range all {
		if !a.Until.IsZero() && a.Ended.IsZero() && !a.Planned && !renewed[a.ID] {
			papers = append(papers, candidate.Paper{Ref: a.Ref(), Title: a.Title, Path: "/agreements/" + a.ID, Partner: a.Partner, Until: a.Until})
		}
	}
	return papers, nil
}

// deeds are the activities from the year before the first on, all editions of
// series, and projects that are not over.
func (d *Desks) deeds(ctx context.Context, first int) ([]candidate.Deed, error) {
	called := map[string]i18n.Text{}
	if d.sees(ctx, activity.SeriesKind) {
		series, err := d.Activities.AllSeries(ctx)
		if err != nil {
			return nil, err
		}
		for _, x := range series {
			called[x.ID] = x.Name
		}
	}
	var deeds []candidate.Deed
	from := strconv.Itoa(first - 1)
	f := activity.Filter{Limit: 500}
	for {
		page, err := d.Activities.List(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, a := range page {
			if _, known := called[a.Series]; !known {
				a.Series = ""
			}
			if a.LastDay() != "" && a.LastDay() < from && a.Series == "" {
				continue
			}
			deeds = append(deeds, candidate.Deed{Ref: record.Ref{Kind: activity.Kind, ID: a.ID}, Title: a.Name, Path: "/activities/" + a.ID, Type: a.Type, Status: a.Status, Series: a.Series,
				Called: called[a.Series], Parent: a.Parent, Starts: a.Starts, Ends: a.Ends, Place: a.Place, Partners: a.Partners, Audience: a.Beneficiaries})
		}
		if len(page) < f.Limit {
			return deeds, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// PlanStatuses are the states of some activities, as far as the viewer may see them.
func (d *Desks) PlanStatuses(ctx context.Context, ids []string) (map[string]string, error) {
	all := make(map[string]string, len(ids))
	for _, id := range ids {
		a, err := d.Activities.Activity(ctx, id)
		if kind := errs.KindOf(err); kind == errs.NotFound || kind == errs.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		all[id] = a.Status
	}
	return all, nil
}

// Planners are the users who may answer for lines of plans, and those who left.
func (d *Desks) Planners(ctx context.Context) ([]plan.Colleague, error) {
	users, err := d.Accounts.Users(account.With(ctx, account.System("pobratim")))
	all := make([]plan.Colleague, len(users))
	for i, u := range users {
		works := d.Gate.Policy().Scope(u.Roles, module.Need{Action: module.Edit, Kind: plan.LineKind}) > account.None
		all[i] = plan.Colleague{ID: u.ID, Name: u.Name, Left: u.Disabled || !works}
	}
	return all, err
}

// Lands are the codes of our own country and of those of all partnerships.
func (d *Desks) Lands(ctx context.Context) (string, map[string]string, error) {
	all, err := d.Partners.Partners(ctx, partner.Filter{Old: true})
	of := make(map[string]string, len(all))
	for _, p := range all {
		of[p.ID] = p.Country
	}
	return d.Home("ru").Country, of, err
}
