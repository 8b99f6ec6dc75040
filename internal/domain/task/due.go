package task

import (
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/i18n"
)

// endless is the year of a day without an end.
const endless = 9999

// Repeats lists how often a task can come back.
func Repeats() []string { return []string{"week", "month", "quarter", "year"} }

// repeatable tells whether a day is precise enough to come back that often.
func repeatable(due edtf.Date, repeat string) bool {
	if due.IsZero() || due.IsInterval() {
		return false
	}
	_, noMonth, noDay := due.Missing()
	switch p := due.Precision(); repeat {
	case "week":
		return p == edtf.Day && !noDay && !noMonth
	case "month", "quarter":
		return p >= edtf.Month && due.Season() == 0 && !noMonth && !noDay
	default:
		return p >= edtf.Year && due.Season() == 0 && !noMonth && !noDay
	}
}

// next is the day after this one that is not over on a day: a weekly task that
// is done three weeks late does not come back three times. The last days of
// months stay with the months.
func next(due edtf.Date, repeat string, after time.Time) edtf.Date {
	if !repeatable(due, repeat) {
		return edtf.Date{}
	}
	for n := 1; ; n++ {
		later := shifted(due, repeat, n)
		if year, _ := later.Year(); year >= endless || later.Last().After(dayOf(after)) {
			return later
		}
	}
}

// shifted moves a day by n turns.
func shifted(due edtf.Date, repeat string, n int) edtf.Date {
	year, _ := due.Year()
	if repeat == "week" {
		return edtf.On(due.First().AddDate(0, 0, 7*n))
	}
	months := n * map[string]int{"month": 1, "quarter": 3, "year": 12}[repeat]
	if due.Precision() == edtf.Year {
		return edtf.OfYear(year + n)
	}
	first := time.Date(year, due.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0)
	if due.Precision() == edtf.Month {
		return edtf.OfMonth(first.Year(), first.Month())
	}
	last := first.AddDate(0, 1, -1).Day()
	return edtf.OfDay(first.Year(), first.Month(), min(due.Day(), last))
}

// dayOf is midnight UTC of the day that an instant carries in its zone.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// daysFrom is how many days lie between a day and the day of an instant;
// negative when the day is ahead.
func daysFrom(day, now time.Time) int { return int(dayOf(now).Sub(day).Hours() / 24) }

// weekAhead is up to how many days ahead a day is called by its weekday.
const weekAhead = 6

// dueWords says when something is due, as one says it: "3 days overdue",
// "today", "by Friday", or the date. Today is the day of now in its zone.
func dueWords(p *i18n.Printer, due edtf.Date, now time.Time) string {
	if due.IsZero() {
		return ""
	}
	switch left := -daysFrom(due.Last(), now); {
	case left < 0:
		return p.N("task.due.over", -left)
	case left == 0:
		return p.T("task.due.today")
	case due.Precision() < edtf.Day || due.IsInterval():
		return p.Date(due)
	case left == 1:
		return p.T("task.due.tomorrow")
	case left <= weekAhead:
		return p.T("task.due.by." + due.First().Weekday().String())
	}
	return p.Date(due)
}
