package between

import (
	"context"
	"slices"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/gift"
	"pobratim/internal/domain/reciprocity"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// ledgerPage is how many records the ledger reads at once.
const ledgerPage = 500

// ReciprocityDeps are what the ledger of reciprocity asks of the other desks.
func (d *Desks) ReciprocityDeps(words func(lang string) *i18n.Printer) reciprocity.Deps {
	return reciprocity.Deps{Partners: d.PartnerOptions, Partner: d.party, Visits: d.reciprocal, Gifts: d.reciprocalGifts, Tally: d.giftTally, Words: words}
}

func (d *Desks) party(ctx context.Context, id string) (reciprocity.Party, error) {
	p, err := d.Partners.Partner(ctx, id)
	return reciprocity.Party{ID: p.ID, Name: p.Name, Path: d.AllKinds().Path(record.Ref{Kind: "partner", ID: p.ID})}, err
}

// reciprocal are the visits of a partner, or of all, that were held or are over,
// with their people and what they cost.
func (d *Desks) reciprocal(ctx context.Context, partner string) ([]reciprocity.Visit, error) {
	if !d.sees(ctx, activity.Kind) {
		return nil, nil
	}
	today := edtf.On(d.Today())
	var all []reciprocity.Visit
	f := activity.Filter{Group: activity.Visits, Partner: partner, Done: true, Limit: ledgerPage}
	for {
		page, err := d.Activities.List(ctx, f)
		if err != nil {
			return nil, err
		}
		counted, err := d.counts(ctx, slices.DeleteFunc(slices.Clone(page), func(a activity.Activity) bool {
			return a.Status != activity.Held && (a.Status == activity.Moved || !a.Over(today))
		}))
		if err != nil {
			return nil, err
		}
		all = append(all, counted...)
		if len(page) < f.Limit {
			return all, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

// counts adds to visits their people and what was paid for them.
func (d *Desks) counts(ctx context.Context, page []activity.Activity) ([]reciprocity.Visit, error) {
	var held []string
	for _, a := range page {
		if a.Status == activity.Held {
			held = append(held, a.ID)
		}
	}
	people, paid := map[string]int{}, map[string][]reciprocity.Paid{}
	var err error
	if d.sees(ctx, visit.MemberKind) && len(held) > 0 {
		if people, err = d.Visits.Sizes(ctx, held); err != nil {
			return nil, err
		}
	}
	if d.sees(ctx, "estimate") && len(held) > 0 {
		spent, err := d.Estimates.Spent(ctx, held)
		if err != nil {
			return nil, err
		}
		for _, s := range spent {
			by := reciprocity.Others
			switch s.Source {
			case "own":
				by = reciprocity.Own
			case "partner":
				by = reciprocity.Theirs
			}
			paid[s.Activity] = append(paid[s.Activity], reciprocity.Paid{By: by, Estimate: s.Estimate, Sum: s.Sum, Known: s.Known, Missing: s.Missing})
		}
	}
	ways := map[string]string{visit.In: reciprocity.In, "visit_out": reciprocity.Out, "mission": reciprocity.Out}
	all := make([]reciprocity.Visit, len(page))
	for i, a := range page {
		all[i] = reciprocity.Visit{ID: a.ID, Name: a.Name, When: a.When(), Way: ways[a.Type], Partners: a.Partners, Held: a.Status == activity.Held, People: people[a.ID], Days: wholeDays(a), Paid: paid[a.ID]}
		if all[i].Way == "" {
			all[i].Way = reciprocity.Both
		}
	}
	return all, nil
}

func (d *Desks) reciprocalGifts(ctx context.Context, partner string) ([]reciprocity.Gift, error) {
	if !d.sees(ctx, gift.Kind) {
		return nil, nil
	}
	var all []reciprocity.Gift
	f := gift.Filter{Partner: partner, Limit: ledgerPage}
	for {
		page, err := d.Gifts.Gifts(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, g := range page {
			all = append(all, reciprocity.Gift{ID: g.ID, Title: g.Title, On: g.On, Side: g.Side})
		}
		if len(page) < f.Limit {
			return all, nil
		}
		f.After = page[len(page)-1].Key()
	}
}

func (d *Desks) giftTally(ctx context.Context) ([]reciprocity.Gifts, error) {
	if !d.sees(ctx, gift.Kind) {
		return nil, nil
	}
	tally, err := d.Gifts.Tally(ctx)
	all := make([]reciprocity.Gifts, len(tally))
	for i, t := range tally {
		all[i] = reciprocity.Gifts(t)
	}
	return all, err
}
