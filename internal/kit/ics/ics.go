package ics

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a VCALENDAR.
type Calendar struct {
	Product     string // which program wrote it: "-//Example//Office 1//EN"
	Name        string
	Description string
	Color       Color
	Zone        string        // IANA name of the zone in which days are meant; may be empty
	Refresh     time.Duration // how often a subscriber should ask again; 0 says nothing
	Events      []Event
}

// Color is a colour by its name in CSS, which RFC 7986 wants, and as #RRGGBB,
// which older programs read.
type Color struct{ Name, Hex string }

// Status is how sure an event is.
type Status string

// The states of an event; the empty one says nothing.
const (
	Tentative Status = "TENTATIVE"
	Confirmed Status = "CONFIRMED"
	Cancelled Status = "CANCELLED"
)

// Event is a VEVENT, of whole days or with hours.
type Event struct {
	UID         string // stays the same for the life of the event
	Sequence    int64  // rises with each change
	Revised     time.Time
	Summary     string
	Description string
	URL         string
	Categories  []string
	Status      Status
	Free        bool // takes up no time
	// First and Last are whole days, both included; only their date counts.
	First, Last time.Time
	// Starts and Ends are instants in the zone of their place; Starts is zero for
	// whole days, Ends when it is not known.
	Starts, Ends time.Time
}

// Equal tells whether two events are written alike.
func (e Event) Equal(o Event) bool {
	times := func(e Event) [5]time.Time { return [5]time.Time{e.Revised, e.First, e.Last, e.Starts, e.Ends} }
	a, b := times(e), times(o)
	for i := range a {
		if !a[i].Equal(b[i]) || a[i].Location().String() != b[i].Location().String() {
			return false
		}
	}
	return e.UID == o.UID && e.Sequence == o.Sequence && e.Summary == o.Summary && e.Description == o.Description && e.URL == o.URL &&
		slices.Equal(e.Categories, o.Categories) && e.Status == o.Status && e.Free == o.Free
}

// Bytes is the calendar as a file.
func (c Calendar) Bytes() []byte { return c.Append(nil) }

// Append writes the calendar to the end of b.
func (c Calendar) Append(b []byte) []byte {
	b = append(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"...)
	b = text(b, "PRODID", c.Product)
	b = append(b, "CALSCALE:GREGORIAN\r\n"...)
	for _, name := range []string{"NAME", "X-WR-CALNAME"} {
		b = text(b, name, c.Name)
	}
	for _, name := range []string{"DESCRIPTION", "X-WR-CALDESC"} {
		b = text(b, name, c.Description)
	}
	b = text(b, "COLOR", c.Color.Name)
	b = text(b, "X-APPLE-CALENDAR-COLOR", c.Color.Hex)
	b = text(b, "X-WR-TIMEZONE", c.Zone)
	if c.Refresh > 0 {
		every := "PT" + strconv.Itoa(int(c.Refresh/time.Minute)) + "M"
		b = line(b, "REFRESH-INTERVAL;VALUE=DURATION:"+every)
		b = line(b, "X-PUBLISHED-TTL:"+every)
	}
	b = appendZones(b, c.Events)
	for i := range c.Events {
		b = c.Events[i].append(b)
	}
	return append(b, "END:VCALENDAR\r\n"...)
}

const (
	dayForm   = "20060102"
	localForm = "20060102T150405"
	utcForm   = "20060102T150405Z"
)

func (e *Event) append(b []byte) []byte {
	b = append(b, "BEGIN:VEVENT\r\n"...)
	b = text(b, "UID", e.UID)
	revised := e.Revised.UTC().Format(utcForm)
	b = line(b, "DTSTAMP:"+revised)
	b = line(b, "LAST-MODIFIED:"+revised)
	b = line(b, "SEQUENCE:"+strconv.FormatInt(e.Sequence, 10))
	if e.Starts.IsZero() {
		b = line(b, "DTSTART;VALUE=DATE:"+e.First.Format(dayForm))
		b = line(b, "DTEND;VALUE=DATE:"+later(e.First, e.Last).AddDate(0, 0, 1).Format(dayForm))
	} else {
		b = moment(b, "DTSTART", e.Starts)
		if e.Ends.After(e.Starts) {
			b = moment(b, "DTEND", e.Ends)
		}
	}
	b = text(b, "SUMMARY", e.Summary)
	b = text(b, "DESCRIPTION", e.Description)
	if e.URL != "" {
		b = line(b, "URL:"+strings.Map(printable, e.URL))
	}
	if len(e.Categories) > 0 {
		names := make([]string, len(e.Categories))
		for i, name := range e.Categories {
			names[i] = escaped(name)
		}
		b = line(b, "CATEGORIES:"+strings.Join(names, ","))
	}
	if e.Status != "" {
		b = line(b, "STATUS:"+string(e.Status))
	}
	if e.Free {
		b = append(b, "TRANSP:TRANSPARENT\r\n"...)
	} else {
		b = append(b, "TRANSP:OPAQUE\r\n"...)
	}
	return append(b, "END:VEVENT\r\n"...)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// moment writes an instant in its zone, or in UTC where its zone has no name or
// its hour is the second of two alike.
func moment(b []byte, name string, t time.Time) []byte {
	if zone := zoneName(t.Location()); zone != "" && !repeated(t) {
		return line(b, name+";TZID="+zone+":"+t.Format(localForm))
	}
	return line(b, name+":"+t.UTC().Format(utcForm))
}

// text writes a property whose value is a text; nothing for an empty one.
func text(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return line(b, name+":"+escaped(value))
}

// lineLimit is how many octets a line may have, without its end.
const lineLimit = 75

// line writes a content line, folded where it is too long.
func line(b []byte, s string) []byte {
	for limit := lineLimit; len(s) > limit; limit = lineLimit - 1 {
		cut := limit
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		b = append(b, s[:cut]...)
		b = append(b, "\r\n "...)
		s = s[cut:]
	}
	b = append(b, s...)
	return append(b, "\r\n"...)
}

// escaped writes a text as a value: what separates is escaped, new lines become
// \n, and signs that the format does not know are left out.
func escaped(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD")
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteString(`\n`)
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\t' || r >= ' ' && r != 0x7f:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain tells whether a text can stand as it is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '\\' || c == ';' || c == ',' || c == 0x7f || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// printable leaves out of an address what cannot stand in a line.
func printable(r rune) rune {
	if r <= ' ' || r == 0x7f || r == utf8.RuneError {
		return -1
	}
	return r
}
