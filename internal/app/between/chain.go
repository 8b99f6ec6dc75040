package between

import (
	"context"
	"slices"
	"strings"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/chain"
	"pobratim/internal/domain/plan"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/record"
)

// AnchorKinds are the kinds of records on which tasks can hang.
func (d *Desks) AnchorKinds() map[string]chain.Anchors {
	return map[string]chain.Anchors{plan.LineKind: d.lineAnchors(), activity.Kind: {
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
		Ahead: d.ahead,
	}}
}

// lineAnchors are the lines of plans. They are not made for a preparation: one
// takes them from what the plan can hold.
func (d *Desks) lineAnchors() chain.Anchors {
	return chain.Anchors{
		Read: func(ctx context.Context, id string) (chain.Anchor, error) {
			l, err := d.Plans.Line(ctx, id)
			return lineAnchor(l), err
		},
		In: func(ctx context.Context, w *audit.Writer, id string) (chain.Anchor, error) {
			l, err := d.Plans.LineIn(ctx, w, id)
			return lineAnchor(l), err
		},
		Move: func(ctx context.Context, w *audit.Writer, id string, starts, ends edtf.Date) error {
			l, err := d.Plans.LineIn(ctx, w, id)
			if err != nil {
				return err
			}
			if l.When = starts; !ends.IsZero() {
				if l.When, err = edtf.Interval(starts, ends); err != nil {
					return err
				}
			}
			return d.Plans.ChangeLineIn(ctx, w, l)
		},
	}
}

func lineAnchor(l plan.Line) chain.Anchor {
	is := chain.Anchor{Ref: l.Ref(), Title: l.Title, Starts: l.When, Off: l.Outcome == plan.Cancelled}
	if l.When.IsInterval() {
		is.Starts, is.Ends = l.When.Start(), l.When.End()
	}
	if len(l.Partners) == 1 {
		is.Partner = l.Partners[0]
	}
	return is
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

// aheadMax is how many activities of a state can be chosen from.
const aheadMax = 200

// ahead are the activities of a partner, or of all, that are planned or confirmed,
// to choose from: as "kind:id", by name.
func (d *Desks) ahead(ctx context.Context, scene *web.Scene, partner string) ([]ui.Option, error) {
	var options []ui.Option
	for _, status := range []string{activity.Planned, activity.Confirmed} {
		list, err := d.Activities.List(ctx, activity.Filter{Partner: partner, Status: status, Limit: aheadMax})
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			said := slices.DeleteFunc([]string{a.Name.In(scene.Lang).Value, scene.Date(a.When())}, func(s string) bool { return s == "" })
			options = append(options, ui.Option{Value: a.Ref().String(), Label: strings.Join(said, " · ")})
		}
	}
	slices.SortFunc(options, func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	return options, nil
}
