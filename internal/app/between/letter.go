package between

import (
	"context"
	"slices"
	"strings"

	"pobratim/internal/domain/letter"
	"pobratim/internal/domain/paperwork"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/record"
)

// LetterSources are what letters say of the desks' records: events, cities, and
// names as papers decline and address them.
func (d *Desks) LetterSources(home func(context.Context) (paperwork.Home, error)) letter.Sources {
	return letter.Sources{
		Country: d.CountryName, Forms: d.nameForms, SayForm: d.sayNameForm,
		Home: func(ctx context.Context) (name, department i18n.Text, err error) {
			h, err := home(ctx)
			return h.Name, h.Department, err
		},
		Activity: func(ctx context.Context, id string) (letter.Event, error) {
			a, err := d.Activities.Activity(ctx, id)
			event := letter.Event{Name: a.Name, Place: a.Place, When: a.When()}
			if len(a.Partners) > 0 {
				event.Partner = a.Partners[0]
			}
			return event, err
		},
		City: func(ctx context.Context, id string) (letter.City, error) {
			p, err := d.Partners.Partner(ctx, id)
			return letter.City{Name: p.Name, Native: p.Native, Country: p.Country}, err
		},
	}
}

// Ours tells whether an address is that of somebody who works here.
func (d *Desks) Ours(ctx context.Context, box string) (bool, error) {
	staff, err := d.Accounts.Users(account.With(ctx, account.System("pobratim")))
	return slices.ContainsFunc(staff, func(u account.User) bool { return u.Organisation == "" && strings.EqualFold(u.Email, box) }), err
}

func (d *Desks) nameForms(ctx context.Context, ref record.Ref) (map[string]string, i18n.Text, error) {
	f, err := d.Papers.Forms(ctx, ref)
	cases := map[string]string{}
	for _, name := range paperwork.CaseNames() {
		if said := f.In(name); said != "" {
			cases[name] = said
		}
	}
	return cases, f.Salutation, err
}

func (d *Desks) sayNameForm(ctx context.Context, ref record.Ref, form, lang, value string) error {
	f, err := d.Papers.Forms(ctx, ref)
	if err != nil {
		return err
	}
	f.Say(form, lang, value)
	return d.Papers.SayForms(ctx, f)
}
