package demo

import (
	"context"
	"fmt"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/domain/partner"
	"pobratim/internal/domain/questionnaire"
	"pobratim/internal/domain/visit"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/platform/record"
)

// VisitExamples is how many activities Visits makes.
const VisitExamples = 2

// Visits makes an event and a delegation that comes to it, and gives the visit
// among the examples of the calendar its page. Posts and numbers stand for the
// people, since nobody real is meant; nothing is sealed.
func Visits(ctx context.Context, desks Desks, today time.Time) error {
	day := func(n int) edtf.Date { return edtf.On(today.AddDate(0, 0, n)) }
	event := activity.Activity{Type: "event", Status: activity.Planned, Name: Example("день города с делегациями партнёров", "City Day with delegations of partners"), Starts: day(40), Ends: day(42)}
	event.Visibility = record.Department
	parent, err := desks.Activities.Add(ctx, event)
	if err != nil {
		return fmt.Errorf("%s: %w", event.Name.Get("en"), err)
	}
	partners, err := desks.Partners.Partners(ctx, partner.Filter{})
	if err != nil || len(partners) == 0 {
		return err
	}
	guests := visit.Visit{
		Partner: partners[0].ID, Purpose: Example("познакомиться с отделом и обсудить план на следующий год", "to meet the department and to discuss the plan of next year"), Basis: "invitation", Document: "Пример: № 01-15/7", Unplanned: "Пример: приглашены после утверждения плана", Expected: "6",
		Trip: visit.Trip{Type: visit.In, Name: Example("приём делегации на день города", "delegation received for City Day"), Starts: day(40), Ends: day(42), Parent: parent},
	}
	id, err := desks.Visits.New(ctx, guests, true)
	if err != nil {
		return fmt.Errorf("%s: %w", guests.Trip.Name.Get("en"), err)
	}
	for _, m := range []visit.Member{
		{Name: "Участник 1", Latin: "Participant 1", Post: "Пример: заместитель мэра", Role: "head", State: "coming", Languages: "немецкий, английский", Arrives: day(39), ArrivesAt: "18:40", Leaves: day(43)},
		{Name: "Участник 2", Latin: "Participant 2", Post: "Пример: начальник отдела культуры", State: "coming", Languages: "английский", Arrives: day(39), ArrivesAt: "18:40", Leaves: day(43)},
		{Name: "Участник 3", Post: "Пример: директор школы", Arrives: day(40), ArrivesAt: "09:15"},
		{Name: "Участник 4", Post: "Пример: переводчик", Role: "interpreter", State: "declined"},
	} {
		m.Visit = id
		if _, err := desks.Visits.AddMember(ctx, m); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	if _, err := desks.Forms.Ask(ctx, questionnaire.Form{Activity: id, Fields: []string{"latin", "post", "languages", "arrives", "arrives_at", visit.Diet}}); err != nil {
		return err
	}
	coming, err := desks.Activities.List(ctx, activity.Filter{Type: visit.In, Status: activity.Planned, Limit: 50})
	for _, a := range coming {
		if a.Starts == day(8) && err == nil {
			_, err = desks.Visits.Begin(ctx, a.ID)
		}
	}
	return err
}
