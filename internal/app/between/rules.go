package between

import (
	"context"
	"time"

	"pobratim/internal/domain/gift"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/rule"
)

// counted is the first deadline that the general rules of our own country set for
// an event on a day, with the pack that says so; false when they set none. They
// are no secret of those who have to keep them, so the program itself asks.
func (d *Desks) counted(ctx context.Context, event string, day time.Time) (rule.Due, rule.Pack, bool, error) {
	ctx = account.With(ctx, account.System("pobratim"))
	packs, err := d.Rules.Packs(ctx)
	if err != nil {
		return rule.Due{}, rule.Pack{}, false, err
	}
	pack, ok := rule.Of(packs, d.Home("ru").Country, rule.General)
	if !ok {
		return rule.Due{}, pack, false, nil
	}
	edition, ok := pack.EditionOn(day)
	if !ok {
		return rule.Due{}, pack, false, nil
	}
	calendar, err := d.Rules.Calendar(ctx, pack.Calendar)
	if err != nil {
		return rule.Due{}, pack, false, err
	}
	for _, step := range edition.Steps {
		if step.Of == event && step.Way == rule.After {
			return step.Due(day, calendar), pack, true, nil
		}
	}
	return rule.Due{}, pack, false, nil
}

// GiftNotice is by when a gift received on a day is to be told of.
func (d *Desks) GiftNotice(ctx context.Context, day time.Time) (gift.Notice, bool, error) {
	due, pack, ok, err := d.counted(ctx, rule.Gift, day)
	return gift.Notice{On: due.On, Missing: due.Missing, Rule: due.Source, Path: "/rules/" + pack.Name}, ok, err
}
