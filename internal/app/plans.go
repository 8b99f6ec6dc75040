package app

import (
	"context"

	"pobratim/internal/app/planning"
	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/plan"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/module"
)

// newPlans makes the desk of the plans of the year.
func (c *City) newPlans(in *Installation, floor keep.Floor) *plan.Service {
	desks := planning.Desks{Gate: c.Gate, Partners: c.partners, Agreements: c.papers, Activities: c.activities, Anniversaries: c.anniversaries, Langs: languages()}
	return plan.New(floor, plan.Deps{
		Langs: languages(), Clock: c.today, Kinds: floor.Kinds, Words: in.catalog.Printer, Currency: "RUB",
		Partners: c.partnerOptions, Posts: c.contacts.PostOptions, Organisations: c.contacts.OrganisationOptions, Activities: c.activityOptions,
		Types: keep.Choices("activity.type", activity.Types()...), Audiences: keep.Choices("beneficiary", activity.Beneficiaries()...),
		Home: func(lang string) string { return c.home(lang).Name }, Typeset: typesetter{in.papers}.PDF, Lands: c.lands, Staff: c.planners, Sources: desks.Sources, Statuses: desks.Statuses,
	})
}

// planners are the users who may answer for lines of plans, and those who left.
func (c *City) planners(ctx context.Context) ([]plan.Colleague, error) {
	users, err := c.Accounts.Users(account.With(ctx, account.System("pobratim")))
	all := make([]plan.Colleague, len(users))
	for i, u := range users {
		works := c.Gate.Policy().Scope(u.Roles, module.Need{Action: module.Edit, Kind: plan.LineKind}) > account.None
		all[i] = plan.Colleague{ID: u.ID, Name: u.Name, Left: u.Disabled || !works}
	}
	return all, err
}

// lands are the codes of our own country and of those of all partnerships.
func (c *City) lands(ctx context.Context) (string, map[string]string, error) {
	all, err := c.partners.Partners(ctx, partner.Filter{Old: true})
	of := make(map[string]string, len(all))
	for _, p := range all {
		of[p.ID] = p.Country
	}
	return c.home("ru").Country, of, err
}
