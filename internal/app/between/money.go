package between

import (
	"context"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/estimate"
)

// Costed is what an estimate needs to know of an activity. Its days are counted
// where the first and the last are known; participants of the other side are its
// guests, those of ours the members of a delegation that goes.
func (d *Desks) Costed(ctx context.Context, id string) (estimate.Activity, error) {
	a, err := d.Activities.Activity(ctx, id)
	if err != nil {
		return estimate.Activity{}, err
	}
	people, err := d.Activities.Participants(ctx, id)
	if err != nil {
		return estimate.Activity{}, err
	}
	out := estimate.Activity{Name: a.Name, When: a.When(), Starts: a.Starts.Start(), Place: a.Place, Days: wholeDays(a)}
	side := "theirs"
	if a.Type == "visit_out" || a.Type == "mission" {
		side = "ours"
	}
	come, err := d.delegation(ctx, id)
	if out.People = len(come); err != nil || out.People > 0 {
		return out, err
	}
	for _, p := range people {
		if p.Person != "" && p.Side == side {
			out.People++
		}
	}
	return out, err
}

// wholeDays are the days of an activity from the first to the last; 0 when they
// are not known.
func wholeDays(a activity.Activity) int {
	when := a.When()
	if a.Starts.IsZero() || !when.Start().First().Equal(when.Start().Last()) {
		return 0
	}
	last := when.Start()
	if when.IsInterval() {
		last = when.End()
	}
	if last.IsZero() || !last.First().Equal(last.Last()) {
		return 0
	}
	return int(last.First().Sub(when.Start().First()).Hours()/24) + 1
}
