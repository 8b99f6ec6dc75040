package app

import (
	"context"
	"slices"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/note"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/file"
	"pobratim/internal/platform/record"
	"pobratim/internal/platform/transfer"
)

// What subjects tell each other without knowing each other: only this package
// knows both ends.

// clock is the time in the municipality's zone, for what goes by its day.
func (c *City) clock(now clock.Clock) clock.Clock {
	return func() time.Time {
		s, err := c.Settings.Get(context.Background())
		if err != nil {
			return now()
		}
		return now().In(s.Home.Location())
	}
}

func (c *City) partnerOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	return c.partners.Options(ctx, s)
}

// activityOptions lists the newest thousand activities, to choose from.
func (c *City) activityOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	list, err := c.activities.List(ctx, activity.Filter{Limit: 1000})
	options := make([]ui.Option, len(list))
	for i, a := range list {
		options[i] = ui.Option{Value: a.ID, Label: a.Name.In(s.Lang).Value}
		if when := s.Date(a.When()); when != "" {
			options[i].Label += " (" + when + ")"
		}
	}
	return options, err
}

func (c *City) lastContacts(ctx context.Context) (map[string]edtf.Date, error) {
	last, err := c.activities.LastContacts(ctx)
	if err != nil {
		return nil, err
	}
	passed, err := c.letters.LastDays(ctx)
	for partner, day := range passed {
		if was, ok := last[partner]; !ok || was.Last().Before(day.Last()) {
			last[partner] = day
		}
	}
	return last, err
}

func (c *City) nextEvents(ctx context.Context) (map[string]edtf.Date, error) {
	return c.activities.NextEvents(ctx)
}

// partnerCountries are the codes of the countries in which the partners lie.
func (c *City) partnerCountries(ctx context.Context) ([]string, error) {
	all, err := c.partners.Partners(ctx, partner.Filter{Old: true})
	var codes []string
	for _, p := range all {
		if !slices.Contains(codes, p.Country) {
			codes = append(codes, p.Country)
		}
	}
	slices.Sort(codes)
	return codes, err
}

// near are the records whose notes hold for another one as well: the country of
// a partner, the partners of an activity.
func (c *City) near(ctx context.Context, about record.Ref) ([]record.Ref, error) {
	switch about.Kind {
	case partner.Kind:
		p, err := c.partners.Partner(ctx, about.ID)
		if err != nil {
			return nil, err
		}
		return []record.Ref{{Kind: "country", ID: p.Country}}, nil
	case activity.Kind:
		a, err := c.activities.Activity(ctx, about.ID)
		if err != nil {
			return nil, err
		}
		refs := make([]record.Ref, len(a.Partners))
		for i, id := range a.Partners {
			refs[i] = record.Ref{Kind: partner.Kind, ID: id}
		}
		return refs, nil
	}
	return nil, nil
}

// publicPath is the address of a record on the portal; empty when it has none.
func (c *City) publicPath(ctx context.Context, ref record.Ref) string {
	if ref.Kind != partner.Kind {
		return ""
	}
	p, err := c.partners.Partner(ctx, ref.ID)
	if err != nil || p.Visibility != record.Public {
		return ""
	}
	return "/partners/" + p.Slug
}

// publicPartner is a partner's name and address on the portal.
func (c *City) publicPartner(ctx context.Context, s *web.Scene, id string) (ui.Link, error) {
	p, err := c.partners.Partner(ctx, id)
	if err != nil || p.Visibility != record.Public {
		return ui.Link{}, nil
	}
	return ui.Link{Text: p.Name.In(s.Lang).Value, Href: s.Path("/partners/" + p.Slug)}, nil
}

// pointers are the columns of all subjects that name records.
func (c *City) pointers() []record.Pointer {
	var all []record.Pointer
	for _, m := range c.Modules {
		all = append(all, m.Pointers...)
	}
	return all
}

// personal tells whether records of a kind are about people, or may name them
// in their titles.
func (c *City) personal(kind string) bool {
	return kind == file.Kind || kind == note.Kind || slices.ContainsFunc(c.Tables, func(t transfer.Table) bool { return t.Kind == kind && t.Personal })
}

// stillWanted asks in the name of the program which records something needs
// that can be undone.
func stillWanted(ask ...func(context.Context, time.Time, record.Wanted, map[string]bool) error) []func(context.Context, time.Time, record.Wanted, map[string]bool) error {
	for i, one := range ask {
		ask[i] = func(ctx context.Context, now time.Time, wanted record.Wanted, ids map[string]bool) error {
			return one(forProgram(ctx), now, wanted, ids)
		}
	}
	return ask
}
