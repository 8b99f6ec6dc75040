package app

import (
	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/plan"
	"pobratim/internal/kit/money"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/record"
)

// newPlans makes the desk of the plans of the year.
func (c *City) newPlans(in *Installation, floor keep.Floor) *plan.Service {
	return plan.New(floor, plan.Deps{
		Langs: languages(), Clock: c.Today, Kinds: floor.Kinds, Words: in.catalog.Printer, Currency: money.Offered()[0],
		Partners: c.PartnerOptions, Posts: c.Contacts.PostOptions, Organisations: c.Contacts.OrganisationOptions, Activities: c.ActivityOptions,
		Types: keep.Choices("activity.type", activity.Types()...), Audiences: keep.Choices("beneficiary", record.Beneficiaries()...),
		Home: func(lang string) string { return c.home(lang).Name }, Typeset: typesetter{in.papers}.PDF, Lands: c.Lands, Staff: c.Planners, Sources: c.PlanSources, Statuses: c.PlanStatuses,
	})
}
