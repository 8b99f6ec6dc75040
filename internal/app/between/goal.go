package between

import (
	"context"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/agreement"
	"pobratim/internal/domain/goal"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/result"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// worksLimit bounds how many agreements, activities and results the tree of
// goals counts, each.
const worksLimit = 20000

// Works are all records that can serve a goal, as far as the viewer may see
// them; what was cancelled or refused serves none.
func (d *Desks) Works(ctx context.Context) ([]goal.Work, error) {
	var all []goal.Work
	sees := func(kind string) bool { return d.Gate.Scope(ctx, module.Need{Action: module.View, Kind: kind}) > 0 }
	if sees(partner.Kind) {
		partners, err := d.Partners.Partners(ctx, partner.Filter{Old: true})
		if err != nil {
			return nil, err
		}
		for _, p := range partners {
			all = append(all, goal.Work{Ref: record.Ref{Kind: partner.Kind, ID: p.ID}, Name: p.Name, Partners: []string{p.ID}})
		}
	}
	if sees(agreement.Kind) {
		papers, err := d.Agreements.Agreements(ctx, agreement.Filter{Limit: worksLimit})
		if err != nil {
			return nil, err
		}
		for _, a := range papers {
			all = append(all, goal.Work{Ref: a.Ref(), Name: a.Title, When: a.Signed, Partners: []string{a.Partner}})
		}
	}
	partnersOf := map[string][]string{}
	if sees(activity.Kind) {
		aims := map[string][]string{}
		for _, aim := range record.Goals() {
			some, err := d.Activities.List(ctx, activity.Filter{Goal: aim, Limit: worksLimit})
			if err != nil {
				return nil, err
			}
			for _, a := range some {
				aims[a.ID] = append(aims[a.ID], aim)
			}
		}
		list, err := d.Activities.List(ctx, activity.Filter{Limit: worksLimit})
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			partnersOf[a.ID] = a.Partners
			if a.Status != activity.Cancelled && a.Status != activity.Refused {
				all = append(all, goal.Work{Ref: a.Ref(), Name: a.Name, When: a.When(), Partners: a.Partners, Aims: aims[a.ID]})
			}
		}
	}
	if sees(result.Kind) {
		list, err := d.Results.Results(ctx, result.Filter{Limit: worksLimit})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			w := goal.Work{Ref: r.Ref(), Name: r.Name, When: r.Since, Activity: r.Activity, Partners: partnersOf[r.Activity]}
			if r.Partner != "" {
				w.Partners = append([]string{r.Partner}, w.Partners...)
			}
			all = append(all, w)
		}
	}
	return all, nil
}
