package i18n

import (
	"strings"
	"time"
)

// The functions of this file use the zone that the instant carries.

// Day is «12 июня 2026 г.», "12 June 2026".
func (p *Printer) Day(t time.Time) string {
	y, m, d := t.Date()
	return p.fill(p.locale.full, two(d), m, y)
}

// DayMonth is «12 июня».
func (p *Printer) DayMonth(t time.Time) string {
	return p.fill(p.locale.dayMonth, two(t.Day()), t.Month(), 0)
}

// MonthYear is «июнь 2026 г.», the heading of a calendar.
func (p *Printer) MonthYear(t time.Time) string {
	return p.fill(p.locale.monthYear, "", t.Month(), t.Year())
}

// Month is the name of a month that stands alone: «июнь».
func (p *Printer) Month(m time.Month) string {
	if m < 1 || m > 12 {
		return ""
	}
	if base(p.Lang) == "zh" {
		return p.locale.alone[m-1] + "月"
	}
	return p.locale.alone[m-1]
}

// Weekday is the name of a day: «пятница».
func (p *Printer) Weekday(d time.Weekday) string { return p.locale.days[(d%7+7)%7] }

// ShortWeekday is «пт».
func (p *Printer) ShortWeekday(d time.Weekday) string { return p.locale.short[(d%7+7)%7] }

// WeekdayDay is «пт, 12 июня», "Fri, 12 June".
func (p *Printer) WeekdayDay(t time.Time) string {
	s := strings.Replace(p.locale.weekDay, "%w", p.ShortWeekday(t.Weekday()), 1)
	return strings.Replace(s, "%x", p.DayMonth(t), 1)
}

// Clock is the time of day, 24 hours: «09:30».
func (p *Printer) Clock(t time.Time) string {
	return t.Format("15") + p.locale.clock + t.Format("04")
}

// Clocks is a span within a day: «10:00–11:30».
func (p *Printer) Clocks(from, to time.Time) string { return p.Clock(from) + "–" + p.Clock(to) }

// Instant is day and time of day: «12 июня 2026 г., 09:30».
func (p *Printer) Instant(t time.Time) string {
	if base(p.Lang) == "zh" {
		return p.Day(t) + " " + p.Clock(t)
	}
	return p.Day(t) + ", " + p.Clock(t)
}

// fill puts day, month and year into a pattern of the locale.
func (p *Printer) fill(pattern, day string, month time.Month, year int) string {
	var room [64]byte
	b := room[:0]
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' || i+1 == len(pattern) {
			b = append(b, pattern[i])
			continue
		}
		i++
		switch pattern[i] {
		case 'd':
			b = append(b, day...)
		case 'm':
			b = append(b, p.locale.months[month-1]...)
		case 's':
			b = append(b, p.locale.alone[month-1]...)
		case 'y':
			b = append(b, plain(year)...)
		}
	}
	return string(b)
}
