package feed

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/ics"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// A calendar spans whole years, so that it changes with the records and not with
// every midnight: the year before, for what was just missed, and ten to come,
// which is as far as the office plans.
const (
	yearsBack  = 1
	yearsAhead = 10
)

// maxEvents bounds what one calendar costs. The days furthest ahead are left out.
const maxEvents = 10_000

// Item is one event and the name under which it stands in its calendar.
type Item struct {
	Name  string
	Layer module.Layer
	ics.Event
}

// Events are the days that the viewer of ctx sees, of some layers and perhaps of
// one partner only, in the order of time. Addresses begin with origin. They are
// all there or it is an error: a program that follows a calendar takes what is
// missing for gone.
func (s *Service) Events(ctx context.Context, scene *web.Scene, origin, partner string, layers ...module.Layer) ([]Item, error) {
	if _, err := s.Gate.Require(ctx, account.NeedProfile); err != nil {
		return nil, err
	}
	year := scene.Now.In(scene.Zone).Year()
	entries, err := calendar.Collect(ctx, scene, s.deps.Modules(), edtf.OfYear(year-yearsBack), edtf.OfYear(year+yearsAhead), layers...)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e module.Entry) bool {
		return !fits(e.When) || partner != "" && !slices.Contains(e.Partners, partner)
	})
	entries = entries[:min(len(entries), maxEvents)]
	touched, err := s.touched(ctx, entries)
	if err != nil {
		return nil, err
	}
	items, used := make([]Item, len(entries)), map[string]int{}
	for i, e := range entries {
		name := nameOf(e)
		if used[name]++; used[name] > 1 {
			name += "-" + strconv.Itoa(used[name])
		}
		items[i] = Item{name, e.Layer, s.event(scene, origin, name, e, touched[e.Of.Kind][e.Of.ID])}
	}
	return items, nil
}

// fits tells whether a date has a place among days: it is known to the month at
// least, and is not something that runs for more than a year.
func fits(d edtf.Date) bool {
	first, last := d.Start(), d.End()
	return first.Precision() >= edtf.Month && last.Precision() >= edtf.Month && !d.OpenStart() && !d.OpenEnd() && d.Last().Before(d.First().AddDate(1, 0, 1))
}

// touched are the last changes of the records that entries belong to, by kind
// and identifier.
func (s *Service) touched(ctx context.Context, entries []module.Entry) (map[string]map[string]audit.Touch, error) {
	ids := map[string][]string{}
	for _, e := range entries {
		ids[e.Of.Kind] = append(ids[e.Of.Kind], e.Of.ID)
	}
	all := map[string]map[string]audit.Touch{}
	for kind, list := range ids {
		slices.Sort(list)
		found, err := s.Log.Touched(ctx, kind, slices.Compact(list))
		if err != nil {
			return nil, err
		}
		all[kind] = found
	}
	return all, nil
}

// nameOf names an entry within its calendar for as long as its record lives.
// What comes round every year is named by its year too.
func nameOf(e module.Entry) string {
	name := plain(e.Of.Kind) + "-" + plain(e.Of.ID) + "-" + plain(e.Name)
	if e.Layer == module.Anniversaries || e.Layer == module.Holidays {
		name += "-" + strconv.Itoa(e.When.First().Year())
	}
	return name
}

// plain writes a word with what can stand in an address and in a UID.
func plain(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}

// event writes an entry as an event. Days that nobody keeps, such as holidays,
// have not been revised since computers count time.
func (s *Service) event(scene *web.Scene, origin, name string, e module.Entry, last audit.Touch) ics.Event {
	out := ics.Event{
		UID: name + "@" + s.deps.Slug + ".pobratim", Sequence: e.Version, Revised: last.At, Summary: e.Words(), Description: e.Note,
		Categories: []string{scene.T("feed.layer." + string(e.Layer))}, Free: true, First: e.When.First(), Last: e.When.Last(),
	}
	if e.Version == 0 { // of a record's day that has no version of its own
		out.Sequence = last.Times
	}
	if out.Revised.IsZero() {
		out.Revised = time.Unix(0, 0)
	}
	if e.Path != "" {
		out.URL = origin + scene.Path(e.Path)
	}
	if !e.Opens.IsZero() {
		out.Starts, out.Ends, out.Free = e.Opens, e.Closes, false
	}
	if e.When.Start().Precision() < edtf.Day { // the days of a month are all that is known
		out.Description = strings.TrimPrefix(out.Description+"\n"+scene.Date(e.When), "\n")
	}
	switch {
	case e.Standing == module.Off:
		out.Status, out.Free = ics.Cancelled, true
	case e.Standing == module.Tentative:
		out.Status = ics.Tentative
	case e.Layer == module.Events || e.Layer == module.Visits:
		out.Status = ics.Confirmed
	}
	return out
}

// Color is how a layer looks elsewhere.
func Color(l module.Layer) ics.Color {
	switch l {
	case module.Visits:
		return ics.Color{Name: "teal", Hex: "#008080"}
	case module.Deadlines:
		return ics.Color{Name: "firebrick", Hex: "#B22222"}
	case module.Anniversaries:
		return ics.Color{Name: "darkorchid", Hex: "#9932CC"}
	case module.Holidays:
		return ics.Color{Name: "darkorange", Hex: "#FF8C00"}
	}
	return ics.Color{Name: "royalblue", Hex: "#4169E1"}
}
