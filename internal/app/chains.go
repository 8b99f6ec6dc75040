package app

import (
	"context"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/chain"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/module"
	"pobratim/internal/platform/record"
)

// What chains of preparation take from the records on which they hang.

// followChains lets chains follow their anchors in the program's own name.
func (c *City) followChains(ctx context.Context, w *audit.Writer, changed []record.Ref) error {
	return c.chains.Follow(forProgram(ctx), w, changed)
}

// workingDays is the calendar of our own country.
func (c *City) workingDays(ctx context.Context) (func(time.Time) (bool, bool), error) {
	calendar, err := c.rules.Calendar(forProgram(ctx), c.home("ru").Country)
	return calendar.Working, err
}

// anchorKinds are the kinds of records on which tasks can hang.
func (c *City) anchorKinds() map[string]chain.Anchors {
	return map[string]chain.Anchors{activity.Kind: {
		May: module.Need{Action: module.Create, Kind: activity.Kind},
		Read: func(ctx context.Context, id string) (chain.Anchor, error) {
			a, err := c.activities.Activity(ctx, id)
			return anchor(a), err
		},
		In: func(ctx context.Context, w *audit.Writer, id string) (chain.Anchor, error) {
			a, err := c.activities.GetIn(ctx, w, id)
			return anchor(a), err
		},
		Move: func(ctx context.Context, w *audit.Writer, id string, starts, ends edtf.Date) error {
			a, err := c.activities.GetIn(ctx, w, id)
			if err != nil {
				return err
			}
			a.Starts, a.Ends = starts, ends
			return c.activities.ChangeIn(ctx, w, a)
		},
		Add: func(ctx context.Context, w *audit.Writer, is chain.Anchor) (string, error) {
			a := activity.Activity{Type: "event", Name: is.Title, Status: activity.Planned, Starts: is.Starts, Ends: is.Ends}
			if is.Partner != "" {
				a.Partners = []string{is.Partner}
			}
			return c.activities.AddIn(ctx, w, a)
		},
		Ahead: c.activities.Ahead,
	}}
}

func anchor(a activity.Activity) chain.Anchor {
	is := chain.Anchor{Ref: a.Ref(), Title: a.Name, Starts: a.Starts, Ends: a.Ends, Off: a.Status == activity.Cancelled || a.Status == activity.Refused}
	if len(a.Partners) == 1 {
		is.Partner = a.Partners[0]
	}
	return is
}
