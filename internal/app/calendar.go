package app

import (
	"pobratim/internal/domain/activity"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// newCalendar makes the calendar over the agendas of all subjects.
func (c *City) newCalendar() *calendar.Service {
	return calendar.New(calendar.Deps{
		Gate: c.Gate, Modules: func() []module.Module { return c.Modules }, Working: c.WorkingDays, Partners: c.PartnerPlaces,
		New: "/activities/new", NewNeed: module.Need{Action: module.Create, Kind: activity.Kind},
		Elsewhere: "/profile/calendars",
	})
}
