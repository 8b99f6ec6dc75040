package demo

import (
	"context"
	"fmt"
	"time"

	"pobratim/internal/domain/activity"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/platform/record"
)

// Events makes a few events of the next weeks, with and without hours, so
// that the calendar has something to show. All are marked as examples and stay
// in the department.
func Events(ctx context.Context, desks Desks, today time.Time) error {
	day := func(n int) edtf.Date { return edtf.On(today.AddDate(0, 0, n)) }
	for _, e := range []struct {
		kind, status, opens, closes, zone string
		name                              i18n.Text
		from, to                          int
	}{
		{"meeting", activity.Confirmed, "11:00", "12:30", "", Example("совещание отдела о плане на год", "meeting of the department on the plan of the year"), 5, 5},
		{"meeting", activity.Planned, "12:00", "13:00", "", Example("звонок переводчика", "call with the interpreter"), 5, 5},
		{"meeting", activity.Confirmed, "10:00", "11:00", "Europe/Rome", Example("видеовстреча рабочих групп", "video meeting of the working groups"), 6, 6},
		{"visit_in", activity.Planned, "", "", "", Example("приезд делегации", "visit of a delegation"), 8, 10},
		{"event", activity.Planned, "", "", "", Example("выставка детских рисунков", "exhibition of children's drawings"), 9, 16},
	} {
		a := activity.Activity{Type: e.kind, Status: e.status, Name: e.name, Starts: day(e.from), Opens: e.opens, Closes: e.closes, Zone: e.zone}
		a.Visibility = record.Department
		if e.to > e.from {
			a.Ends = day(e.to)
		}
		if _, err := desks.Activities.Add(ctx, a); err != nil {
			return fmt.Errorf("%s: %w", a.Name.Get("en"), err)
		}
	}
	return nil
}
