package rule

import (
	"time"
)

// Due is a step with its day.
type Due struct {
	Step
	On time.Time // zero when there is no day: see Missing, or the rule gives none
	// Missing is a year whose days off nobody has entered and without which the
	// day cannot be told; 0 otherwise.
	Missing int
	// Rest says that the day itself is a day off; Unsure that its year is unknown.
	Rest, Unsure bool
}

// Dues are the deadlines of the steps of an edition for events of one day, in
// the order of the steps.
func (e Edition) Dues(event time.Time, calendar Calendar) []Due {
	dues := make([]Due, len(e.Steps))
	for i, s := range e.Steps {
		dues[i] = s.Due(event, calendar)
	}
	return dues
}

// Due is the deadline of a step for an event on a day. Calendar days and yearly
// days stay where they fall, also on a day off, which is said.
func (s Step) Due(event time.Time, calendar Calendar) Due {
	due := Due{Step: s}
	day := time.Date(event.Year(), event.Month(), event.Day(), 0, 0, 0, 0, time.UTC)
	switch s.Way {
	case Open:
		return due
	case Yearly:
		on, err := time.Parse("01-02", s.On)
		if err != nil {
			return due
		}
		due.On = time.Date(day.Year(), on.Month(), on.Day(), 0, 0, 0, 0, time.UTC)
		if s.Of == Year || due.On.Before(day) {
			due.On = due.On.AddDate(1, 0, 0)
		}
	default:
		n := s.Days
		if s.Way == Before {
			n = -n
		}
		if s.Unit == WorkingDays {
			due.On, due.Missing = calendar.Add(day, n)
			return due
		}
		due.On = day.AddDate(0, 0, n)
	}
	working, known := calendar.Working(due.On)
	due.Rest, due.Unsure = known && !working, !known
	return due
}

// Calendar is the working days of a country, as far as its years are known.
type Calendar struct {
	Country string
	Years   map[int]DaysOff
}

// DaysOff is one year of a calendar: what differs from Monday to Friday.
type DaysOff struct {
	Year    int      `json:"year"`
	Off     []string `json:"off"`               // days off from Monday to Friday: "2026-01-09"
	Working []string `json:"working,omitempty"` // working Saturdays and Sundays
	Source  string   `json:"source"`
	URL     string   `json:"url,omitempty"`
}

// Working tells whether a day is a working day; false when its year is not known.
func (c Calendar) Working(day time.Time) (working, known bool) {
	year, known := c.Years[day.Year()]
	if !known {
		return false, false
	}
	at := day.Format(time.DateOnly)
	weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
	for _, one := range year.Off {
		if one == at {
			return false, true
		}
	}
	for _, one := range year.Working {
		if one == at {
			return true, true
		}
	}
	return !weekend, true
}

// Add counts working days from the day after (or, backwards, before) a day. It
// gives up at the first day of a year that is not known and names that year.
func (c Calendar) Add(day time.Time, n int) (time.Time, int) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		day = day.AddDate(0, 0, step)
		working, known := c.Working(day)
		if !known {
			return time.Time{}, day.Year()
		}
		if working {
			n--
		}
	}
	return day, 0
}
