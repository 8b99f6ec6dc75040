package sheet

import (
	"strings"
	"time"

	"pobratim/internal/kit/contentline"
	"pobratim/internal/kit/errs"
)

// readICalendar reads events and tasks. One that repeats is one row, with its
// rule as it stands: rules are not followed, so that none can go on for ever.
// Other parts of a calendar (alarms, time zones) say nothing of their own.
func readICalendar(b *builder, text string) error {
	b.Format = ICS
	c, err := newCards(b, "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "URL", "CATEGORIES", "STATUS", "RRULE", "UID")
	if err != nil {
		return err
	}
	calendar := &icalendar{cards: c, zones: map[string]*time.Location{}}
	l := contentline.New(text)
	for {
		p, more, err := l.Next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := calendar.property(p); err != nil {
			return err
		}
	}
	if len(calendar.open) > 0 {
		return errs.New(errs.Invalid, "sheet.cut")
	}
	if calendar.repeats > 0 {
		b.note("sheet.note.repeats", "n", calendar.repeats)
	}
	return c.heading()
}

type icalendar struct {
	*cards
	open    []string // components, the innermost last
	zones   map[string]*time.Location
	start   moment
	end     moment
	length  string // DURATION
	rule    bool
	repeats int
}

// moment is a day or an instant.
type moment struct {
	at    time.Time
	day   bool // without a time
	local bool // without a zone
	raw   string
}

func (k *icalendar) property(p contentline.Property) error {
	value := strings.ToUpper(strings.TrimSpace(p.Value))
	switch p.Name {
	case "BEGIN":
		if len(k.open) >= maxNesting {
			return errs.New(errs.Invalid, "sheet.broken")
		}
		k.open = append(k.open, value)
		if k.within() && len(k.open) <= 2 {
			k.start, k.end, k.length, k.rule = moment{}, moment{}, "", false
		}
		return nil
	case "END":
		n := len(k.open)
		if n == 0 || k.open[n-1] != value {
			return errs.New(errs.Invalid, "sheet.cut")
		}
		ended := k.within()
		k.open = k.open[:n-1]
		if ended {
			return k.finishEvent()
		}
		return nil
	}
	if k.within() {
		k.event(p)
	}
	return nil
}

// within tells whether the innermost component is one that makes a row.
func (k *icalendar) within() bool {
	if len(k.open) == 0 {
		return false
	}
	last := k.open[len(k.open)-1]
	return last == "VEVENT" || last == "VTODO" || last == "VJOURNAL"
}

func (k *icalendar) event(p contentline.Property) {
	switch p.Name {
	case "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS", "PRIORITY", "EXDATE", "RDATE", "EXRULE":
		k.rule = k.rule || p.Name == "RDATE"
	case "DTSTART":
		k.start = k.moment(p)
	case "DTEND", "DUE":
		k.end = k.moment(p)
	case "DURATION":
		k.length = p.Value
	case "RRULE":
		k.rule = true
		k.put("RRULE", p.Value[:min(len(p.Value), 500)])
	case "ORGANIZER", "ATTENDEE":
		who := p.Get("CN")
		address := p.Value
		if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
			address = address[7:]
		}
		switch {
		case who == "" || strings.EqualFold(who, address):
			who = address
		case strings.Contains(address, "@"):
			who += " <" + address + ">"
		}
		k.put(p.Name, who)
	case "CATEGORIES":
		k.put(p.Name, joined(contentline.Split(p.Value, ','), "; "))
	case "RECURRENCE-ID":
	default:
		k.put(p.Name, contentline.Text(p.Value))
	}
}

// moment reads 20261012, 20261012T143000Z and times of a named zone.
func (k *icalendar) moment(p contentline.Property) moment {
	s := strings.TrimSpace(p.Value)
	if t, err := time.Parse("20060102", s); err == nil {
		return moment{at: t, day: true}
	}
	if t, err := time.Parse("20060102T150405Z", s); err == nil {
		return moment{at: t}
	}
	if zone := k.zone(p.Get("TZID")); zone != nil {
		if t, err := time.ParseInLocation("20060102T150405", s, zone); err == nil {
			return moment{at: t}
		}
	}
	if t, err := time.Parse("20060102T150405", s); err == nil {
		return moment{at: t, local: true}
	}
	return moment{raw: s}
}

// zone finds a time zone by its IANA name, which may stand at the end of a
// longer one; nil when nobody knows it.
func (k *icalendar) zone(name string) *time.Location {
	if name == "" || len(name) > 100 {
		return nil
	}
	if z, known := k.zones[name]; known {
		return z
	}
	if len(k.zones) > 1000 {
		return nil
	}
	parts := strings.Split(strings.Trim(name, "/"), "/")
	var zone *time.Location
	for n := min(len(parts), 3); n > 1 && zone == nil; n-- {
		if z, err := time.LoadLocation(strings.Join(parts[len(parts)-n:], "/")); err == nil {
			zone = z
		}
	}
	k.zones[name] = zone
	return zone
}

func (m moment) String() string {
	switch {
	case m.raw != "" || m.at.IsZero():
		return m.raw
	case m.day:
		return m.at.Format("2006-01-02")
	case m.local:
		return m.at.Format("2006-01-02T15:04:05")
	}
	return m.at.Format(time.RFC3339)
}

// finishEvent writes the row. The last day of an event of whole days is the day
// before the one that the format names.
func (k *icalendar) finishEvent() error {
	if k.rule {
		k.repeats++
	}
	if k.end == (moment{}) && k.length != "" && !k.start.at.IsZero() {
		if d, ok := span(k.length); ok {
			k.end = k.start
			k.end.at = k.end.at.Add(d)
		}
	}
	if k.end.day && k.start.day && k.end.at.After(k.start.at) {
		k.end.at = k.end.at.AddDate(0, 0, -1)
	}
	k.put("DTSTART", k.start.String())
	k.put("DTEND", k.end.String())
	return k.cards.finish()
}

// span reads a duration: P2D, PT1H30M, P1W.
func span(s string) (time.Duration, bool) {
	s = strings.ToUpper(strings.TrimPrefix(s, "+"))
	if !strings.HasPrefix(s, "P") || len(s) > 40 {
		return 0, false
	}
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	var sum time.Duration
	n := 0
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9' && n < 100_000:
			n = 10*n + int(c-'0')
		case units[c] > 0:
			sum += time.Duration(n) * units[c]
			n = 0
		case c != 'T':
			return 0, false
		}
	}
	return sum, sum > 0 && sum < 10*365*24*time.Hour
}
