package dav

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/ics"
)

// report answers a question about a calendar (RFC 3253, 3.6).
func (f *Frame) report(c *call) error {
	body, err := parse(c.w, c.r)
	if err != nil {
		return err
	}
	if body == nil {
		return errs.New(errs.Invalid, "feed.unreadable")
	}
	parts, ok := f.segments(c.r.URL.EscapedPath())
	if !ok || len(parts) != 3 || parts[0] != "calendars" || parts[1] != c.viewer.UserID {
		return precondition{http.StatusForbidden, "<d:supported-report/>"}
	}
	k, err := f.calendar(c, parts[2])
	if err != nil {
		return err
	}
	if err := dataType(body); err != nil {
		return err
	}
	switch body.name {
	case caldav("calendar-query"):
		return f.query(c, k, body)
	case caldav("calendar-multiget"):
		return f.multiget(c, k, body)
	case dav("sync-collection"):
		return f.sync(c, k, body)
	}
	return precondition{http.StatusForbidden, "<d:supported-report/>"}
}

// dataType refuses days in another format than the one there is.
func dataType(body *element) error {
	p := body.child(dav("prop"))
	if p == nil {
		return nil
	}
	data := p.child(caldav("calendar-data"))
	if data == nil {
		return nil
	}
	kind, version := data.value("content-type"), data.value("version")
	if kind != "" && !strings.EqualFold(kind, "text/calendar") || version != "" && version != "2.0" {
		return precondition{http.StatusForbidden, "<c:supported-calendar-data/>"}
	}
	return nil
}

// query answers with the days that fit a filter (RFC 4791, 7.8).
func (f *Frame) query(c *call, k *calendar, body *element) error {
	fits, err := filterOf(body.child(caldav("filter")), c.scene.Zone)
	if err != nil {
		return err
	}
	m, w, p := newMultistatus(), wanted(body), f.place(c)
	at := p.calendar(k.layer)
	if slices.Contains(w.names, caldav("calendar-data")) {
		m.b.Grow(k.size)
	}
	for i := range k.objects {
		if o := &k.objects[i]; fits(&o.event) {
			m.add(at+o.name, w, day{p, o})
		}
	}
	m.send(c.w, "")
	return nil
}

// multiget answers with the days that are named (RFC 4791, 7.9).
func (f *Frame) multiget(c *call, k *calendar, body *element) error {
	m, w, p := newMultistatus(), wanted(body), f.place(c)
	for _, e := range body.kids {
		if e.name != dav("href") {
			continue
		}
		at, err := url.Parse(e.text)
		if err != nil {
			m.gone(e.text)
			continue
		}
		name, ok := strings.CutPrefix(at.Path, p.calendar(k.layer))
		i, known := k.byName[name]
		if !ok || !known {
			m.gone(e.text)
			continue
		}
		m.add(p.calendar(k.layer)+name, w, day{p, &k.objects[i]})
	}
	m.send(c.w, "")
	return nil
}

// sync answers with what changed since a token (RFC 6578). A token that is not
// known any more is refused, and the program asks for everything.
func (f *Frame) sync(c *call, k *calendar, body *element) error {
	if level := body.child(dav("sync-level")); level != nil && level.text != "1" && level.text != "infinite" {
		return errs.New(errs.Invalid, "feed.unreadable")
	}
	token := ""
	if e := body.child(dav("sync-token")); e != nil {
		token = e.text
	}
	changed, gone, ok := k.since(token)
	if !ok {
		return precondition{http.StatusForbidden, "<d:valid-sync-token/>"}
	}
	if body.child(dav("limit")) != nil && len(changed)+len(gone) > limitOf(body) {
		return precondition{http.StatusForbidden, "<d:number-of-matches-within-limits/>"}
	}
	m, w, p := newMultistatus(), wanted(body), f.place(c)
	at := p.calendar(k.layer)
	for i := range changed {
		m.add(at+changed[i].name, w, day{p, &changed[i]})
	}
	for _, name := range gone {
		m.gone(at + name)
	}
	m.send(c.w, "<d:sync-token>"+k.token()+"</d:sync-token>")
	return nil
}

// limitOf is how many answers a program takes; 0 for what is no number.
func limitOf(body *element) int {
	n := body.child(dav("limit")).child(dav("nresults"))
	if n == nil {
		return 0
	}
	most := 0
	for _, r := range n.text {
		if r < '0' || r > '9' || most > 1_000_000 {
			return most
		}
		most = most*10 + int(r-'0')
	}
	return most
}

// unfiltered says that a filter asks for more than is understood. It is better
// to say so than to answer something else.
func unfiltered() error { return precondition{http.StatusForbidden, "<c:supported-filter/>"} }

// filter tells whether an event is asked for.
type filter func(*ics.Event) bool

func all(*ics.Event) bool  { return true }
func none(*ics.Event) bool { return false }

// filterOf reads a filter: events between two instants, and those with a text in
// a property. Whole days are those of the municipality's zone.
func filterOf(e *element, zone *time.Location) (filter, error) {
	if e == nil {
		return all, nil
	}
	whole := e.child(caldav("comp-filter"))
	if whole == nil || len(e.kids) != 1 || whole.value("name") != "VCALENDAR" {
		return nil, unfiltered()
	}
	fits := filter(all)
	for _, k := range whole.kids {
		if k.name != caldav("comp-filter") {
			return nil, unfiltered()
		}
		one, err := componentFilter(k, zone)
		if err != nil {
			return nil, err
		}
		before := fits
		fits = func(v *ics.Event) bool { return before(v) && one(v) }
	}
	return fits, nil
}

// componentFilter reads what is asked of the parts of a calendar. There are
// events and nothing else.
func componentFilter(e *element, zone *time.Location) (filter, error) {
	absent := e.child(caldav("is-not-defined")) != nil
	if e.value("name") != "VEVENT" {
		if absent {
			return all, nil
		}
		return none, nil
	}
	if absent {
		return none, nil
	}
	fits := filter(all)
	for _, k := range e.kids {
		var one filter
		var err error
		switch k.name {
		case caldav("time-range"):
			one, err = rangeFilter(k, zone)
		case caldav("prop-filter"):
			one, err = textFilter(k)
		case caldav("comp-filter"): // alarms: there are none
			one = none
			if k.child(caldav("is-not-defined")) != nil {
				one = all
			}
		default:
			err = unfiltered()
		}
		if err != nil {
			return nil, err
		}
		before := fits
		fits = func(v *ics.Event) bool { return before(v) && one(v) }
	}
	return fits, nil
}

// instant is how a filter writes one.
const instant = "20060102T150405Z"

// rangeFilter keeps what overlaps a span of time (RFC 4791, 9.9).
func rangeFilter(e *element, zone *time.Location) (filter, error) {
	var from, until time.Time
	for name, t := range map[string]*time.Time{"start": &from, "end": &until} {
		if text := e.value(name); text != "" {
			var err error
			if *t, err = time.Parse(instant, text); err != nil {
				return nil, precondition{http.StatusForbidden, "<c:valid-filter/>"}
			}
		}
	}
	if from.IsZero() && until.IsZero() || !until.IsZero() && !until.After(from) {
		return nil, precondition{http.StatusForbidden, "<c:valid-filter/>"}
	}
	return func(v *ics.Event) bool {
		begins, ends := v.Starts, v.Ends
		if begins.IsZero() {
			begins, ends = midnight(v.First, zone), midnight(v.Last.AddDate(0, 0, 1), zone)
		}
		if !ends.After(begins) { // a moment counts where it falls
			return !begins.Before(from) && (until.IsZero() || begins.Before(until))
		}
		return ends.After(from) && (until.IsZero() || begins.Before(until))
	}, nil
}

// midnight is the beginning of a day in a zone.
func midnight(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// textFilter keeps what has a text in a property.
func textFilter(e *element) (filter, error) {
	var of func(*ics.Event) string
	switch e.value("name") {
	case "UID":
		of = func(v *ics.Event) string { return v.UID }
	case "SUMMARY":
		of = func(v *ics.Event) string { return v.Summary }
	case "DESCRIPTION":
		of = func(v *ics.Event) string { return v.Description }
	case "CATEGORIES":
		of = func(v *ics.Event) string { return strings.Join(v.Categories, ",") }
	case "STATUS":
		of = func(v *ics.Event) string { return string(v.Status) }
	default:
		return nil, unfiltered()
	}
	if len(e.kids) == 0 {
		return func(v *ics.Event) bool { return of(v) != "" }, nil
	}
	if len(e.kids) > 1 {
		return nil, unfiltered()
	}
	k := e.kids[0]
	switch k.name {
	case caldav("is-not-defined"):
		return func(v *ics.Event) bool { return of(v) == "" }, nil
	case caldav("text-match"):
		return matchFilter(k, of)
	}
	return nil, unfiltered()
}

func matchFilter(k *element, of func(*ics.Event) string) (filter, error) {
	fold := strings.ToLower
	switch k.value("collation") {
	case "", "i;ascii-casemap", "i;unicode-casemap":
	case "i;octet":
		fold = func(s string) string { return s }
	default:
		return nil, precondition{http.StatusForbidden, "<c:supported-collation/>"}
	}
	want, negate := fold(k.text), k.value("negate-condition") == "yes"
	return func(v *ics.Event) bool { return strings.Contains(fold(of(v)), want) != negate }, nil
}
