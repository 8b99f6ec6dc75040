package between

import (
	"context"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/partner"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/record"
)

// PartnerOptions are the partnerships, to choose from.
func (d *Desks) PartnerOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	return d.Partners.Options(ctx, s)
}

// ActivityOptions lists the newest thousand activities, to choose from.
func (d *Desks) ActivityOptions(ctx context.Context, s *web.Scene) ([]ui.Option, error) {
	list, err := d.Activities.List(ctx, activity.Filter{Limit: 1000})
	options := make([]ui.Option, len(list))
	for i, a := range list {
		options[i] = ui.Option{Value: a.ID, Label: a.Name.In(s.Lang).Value}
		if when := s.Date(a.When()); when != "" {
			options[i].Label += " (" + when + ")"
		}
	}
	return options, err
}

// LastContacts is when something was last done with each partner, or passed
// between us, by the identifier of the partnership.
func (d *Desks) LastContacts(ctx context.Context) (map[string]edtf.Date, error) {
	last, err := d.Activities.LastContacts(ctx)
	if err != nil {
		return nil, err
	}
	passed, err := d.Letters.LastDays(ctx)
	for partner, day := range passed {
		if was, ok := last[partner]; !ok || was.Last().Before(day.Last()) {
			last[partner] = day
		}
	}
	return last, err
}

// NextEvents is when something is next done with each partner.
func (d *Desks) NextEvents(ctx context.Context) (map[string]edtf.Date, error) {
	return d.Activities.NextEvents(ctx)
}

// PublicPath is the address of a record on the portal; empty when it has none.
func (d *Desks) PublicPath(ctx context.Context, ref record.Ref) string {
	if ref.Kind != partner.Kind {
		return ""
	}
	p, err := d.Partners.Partner(ctx, ref.ID)
	if err != nil || p.Visibility != record.Public {
		return ""
	}
	return "/partners/" + p.Slug
}

// PublicPartner is a partner's name and address on the portal.
func (d *Desks) PublicPartner(ctx context.Context, s *web.Scene, id string) (ui.Link, error) {
	p, err := d.Partners.Partner(ctx, id)
	if err != nil || p.Visibility != record.Public {
		return ui.Link{}, nil
	}
	return ui.Link{Text: p.Name.In(s.Lang).Value, Href: s.Path("/partners/" + p.Slug)}, nil
}
