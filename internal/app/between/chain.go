package between

import (
	"context"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/chain"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// AnchorKinds are the kinds of records on which tasks can hang.
func (d *Desks) AnchorKinds() map[string]chain.Anchors {
	return map[string]chain.Anchors{activity.Kind: {
		Read: func(ctx context.Context, id string) (chain.Anchor, error) {
			a, err := d.Activities.Activity(ctx, id)
			return anchor(a), err
		},
		In: func(ctx context.Context, w *audit.Writer, id string) (chain.Anchor, error) {
			a, err := d.Activities.GetIn(ctx, w, id)
			return anchor(a), err
		},
		Move: func(ctx context.Context, w *audit.Writer, id string, starts, ends edtf.Date) error {
			a, err := d.Activities.GetIn(ctx, w, id)
			if err != nil {
				return err
			}
			a.Starts, a.Ends = starts, ends
			return d.Activities.ChangeIn(ctx, w, a)
		},
		Add: func(ctx context.Context, w *audit.Writer, is chain.Anchor) (string, error) {
			a := activity.Activity{Type: "event", Name: is.Title, Status: activity.Planned, Starts: is.Starts, Ends: is.Ends}
			if is.Partner != "" {
				a.Partners = []string{is.Partner}
			}
			return d.Activities.AddIn(ctx, w, a)
		},
		Ahead: d.Activities.Ahead,
	}}
}

// FollowChains lets chains follow their anchors in the program's own name.
func (d *Desks) FollowChains(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
	return d.Chains.Follow(account.With(ctx, account.System("pobratim")), w, changed)
}

func anchor(a activity.Activity) chain.Anchor {
	is := chain.Anchor{Ref: a.Ref(), Title: a.Name, Starts: a.Starts, Ends: a.Ends, Off: a.Status == activity.Cancelled || a.Status == activity.Refused}
	if len(a.Partners) == 1 {
		is.Partner = a.Partners[0]
	}
	return is
}

// WorkingDays are those of our own country. They are no secret of those who may
// see the rules, so the program itself asks.
func (d *Desks) WorkingDays(ctx context.Context) (func(day time.Time) (working, known bool), error) {
	days, err := d.Rules.Calendar(account.With(ctx, account.System("pobratim")), d.Home("ru").Country)
	return days.Working, err
}
