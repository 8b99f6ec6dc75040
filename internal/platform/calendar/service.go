package calendar

import (
	"context"
	"embed"
	"errors"
	"slices"
	"time"

	"pobratim/internal/kit/web"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/module"
)

// Files holds templates and words of the calendar.
//
//go:embed templates locale
var Files embed.FS

// Place is a city whose hours can stand beside ours.
type Place struct {
	ID   string // of the partnership
	Name string
	Zone *time.Location // nil when it is not known
}

// Deps is what the calendar is told by the rest of the program.
type Deps struct {
	Gate    *account.Gate
	Modules func() []module.Module // complete only after all of them exist
	// Working tells of a day whether people work; unknown years are said to be
	// unknown.
	Working func(ctx context.Context) (func(day time.Time) (working, known bool), error)
	// Partners are the cities of the partnerships that the viewer may see.
	Partners func(ctx context.Context, s *web.Scene) ([]Place, error)
	// New is the form for something new, with ?starts= and ?ends=, and NewNeed
	// what it asks for.
	New     string
	NewNeed module.Need
	// Elsewhere is the page where one subscribes to the calendar.
	Elsewhere string
}

// Service shows the calendar.
type Service struct{ deps Deps }

// New makes the calendar of a municipality.
func New(deps Deps) *Service { return &Service{deps: deps} }

// Need opens the calendar. What stands in it, each agenda decides.
func Need() module.Need { return module.Need{Action: module.View, Kind: "calendar"} }

// Module hands over the page.
func (c *Service) Module() module.Module {
	return module.Module{Name: "calendar", Files: Files, Office: []module.Route{
		{Pattern: "GET /calendar", Need: Need(), Handle: c.calendar, Nav: &module.Nav{Key: "calendar.title", Order: 12, Section: module.SectionPlan, Jump: "c"}},
	}}
}

// found is what a page of the calendar is made of.
type found struct {
	asked
	from, until time.Time
	today       time.Time
	entries     []module.Entry       // of the layers that are shown
	counts      map[module.Layer]int // of all layers
	lost        []string             // subjects that did not answer
	places      []Place
	place       *Place // whose hours stand beside ours
	only        *Place // whose entries alone are shown
	working     func(day time.Time) (working, known bool)
	unknown     []int // years of which days off are not known
}

// find asks everybody for the days of a page.
func (c *Service) find(ctx context.Context, s *web.Scene, a asked) (*found, error) {
	f := &found{asked: a, today: midnight(s.Local(s.Now)), counts: map[module.Layer]int{}}
	f.from, f.until = a.span()
	var err error
	if f.places, err = c.deps.Partners(ctx, s); err != nil {
		return nil, err
	}
	f.only, f.place = placeOf(f.places, a.partner), placeOf(f.places, a.zone)
	if f.place != nil && f.place.Zone == nil {
		f.place = nil
	}
	if f.working, err = c.deps.Working(ctx); err != nil {
		return nil, err
	}
	for year := f.from.Year(); year <= f.until.Year(); year++ {
		if _, known := f.working(time.Date(year, time.July, 1, 0, 0, 0, 0, time.UTC)); !known {
			f.unknown = append(f.unknown, year)
		}
	}
	all, lost, err := c.collect(ctx, s, a, f.from, f.until, a.most(s))
	if err != nil {
		return nil, err
	}
	f.lost = lost
	for _, e := range all {
		f.counts[e.Layer] += max(e.Count, 1)
		if a.shows(e.Layer) {
			f.entries = append(f.entries, e)
		}
	}
	return f, nil
}

// most is how many entries of the same days and layer a page needs by name: as
// many as a month has lanes, and none for a year. What is chosen by partner, or
// was just moved, has to be looked for among all.
func (a asked) most(s *web.Scene) int {
	switch {
	case a.partner != "" || s.URL.Query().Has("moved"):
		return module.All
	case a.view == monthView:
		return monthLanes
	case a.view == yearView:
		return 0
	}
	return module.All
}

// collect asks for the entries of some days, of one partner when one is chosen.
func (c *Service) collect(ctx context.Context, s *web.Scene, a asked, from, until time.Time, most int) (entries []module.Entry, lost []string, err error) {
	first, last := dates(from, until)
	entries, err = CollectMost(ctx, s, c.deps.Modules(), first, last, most)
	var unanswered *Unanswered
	if errors.As(err, &unanswered) {
		lost, err = unanswered.Subjects, nil
	}
	if a.partner != "" {
		entries = slices.DeleteFunc(entries, func(e module.Entry) bool { return !slices.Contains(e.Partners, a.partner) })
	}
	return entries, lost, err
}

// next is the first day after another one on which the shown layers have an
// entry with a day, within ten years; false when there is none.
func (c *Service) next(ctx context.Context, s *web.Scene, a asked, after time.Time) (time.Time, bool, error) {
	from := after.AddDate(0, 0, 1)
	for _, years := range []int{1, 10} {
		until := after.AddDate(years, 0, 0)
		entries, _, err := c.collect(ctx, s, a, from, until, a.in(yearView).most(s))
		if err != nil {
			return time.Time{}, false, err
		}
		for _, e := range split(entries).days {
			if first := e.When.First(); a.shows(e.Layer) && !first.Before(from) {
				return first, true, nil
			}
		}
	}
	return time.Time{}, false, nil
}

// placeOf finds a place by its partnership; nil for none.
func placeOf(places []Place, id string) *Place {
	if i := slices.IndexFunc(places, func(p Place) bool { return p.ID == id }); i >= 0 && id != "" {
		return &places[i]
	}
	return nil
}

// rests tells whether people rest on a day; where nothing is known, on Saturdays
// and Sundays.
func (f *found) rests(day time.Time) bool {
	if working, known := f.working(day); known {
		return !working
	}
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}
