package calendar

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/module"
)

// Unanswered is the error about subjects that did not answer.
type Unanswered struct {
	Subjects []string // names of their modules
	causes   []error
}

// Error names the subjects and what happened.
func (u *Unanswered) Error() string {
	return fmt.Sprintf("agenda of %s: %v", strings.Join(u.Subjects, ", "), errors.Join(u.causes...))
}

// Unwrap are the errors of the subjects.
func (u *Unanswered) Unwrap() []error { return u.causes }

// Collect asks all modules for what may fall between two days, both included, as
// far as the viewer may see it: of some layers, or of all when none is named. The
// order is that of Compare, whatever the order of the modules. When subjects do
// not answer, the entries of the others come with an *Unanswered: a page shows
// them and says so, a file for another program must not be made of them.
func Collect(ctx context.Context, s *web.Scene, modules []module.Module, from, until edtf.Date, layers ...module.Layer) ([]module.Entry, error) {
	return CollectMost(ctx, s, modules, from, until, module.All, layers...)
}

// CollectMost is Collect, but subjects with very many entries name at most so many
// of the same days and layer, and count the others (see module.Crowd).
func CollectMost(ctx context.Context, s *web.Scene, modules []module.Module, from, until edtf.Date, most int, layers ...module.Layer) ([]module.Entry, error) {
	span, err := edtf.Interval(edtf.On(from.First()), edtf.On(until.Last()))
	if err != nil {
		return nil, err
	}
	var all []module.Entry
	var lost Unanswered
	for _, m := range modules {
		agendas := slices.Clone(m.Agenda)
		for _, crowd := range m.Crowds {
			agendas = append(agendas, func(ctx context.Context, s *web.Scene, from, until edtf.Date) ([]module.Entry, error) {
				return crowd(ctx, s, from, until, most)
			})
		}
		for _, agenda := range agendas {
			found, err := agenda(ctx, s, span.Start(), span.End())
			if err != nil {
				lost.Subjects, lost.causes = append(lost.Subjects, m.Name), append(lost.causes, err)
				continue
			}
			for _, e := range found {
				if e.When.Overlaps(span) && (len(layers) == 0 || slices.Contains(layers, e.Layer)) {
					all = append(all, e)
				}
			}
		}
	}
	all = inOrder(all)
	if len(lost.Subjects) > 0 {
		return all, &lost
	}
	return all, nil
}

// inOrder puts entries into the order of Compare. Of thousands most are told apart
// by their first day, which is worth reckoning once.
func inOrder(entries []module.Entry) []module.Entry {
	type place struct {
		first int64
		at    int
	}
	places := make([]place, len(entries))
	for i, e := range entries {
		places[i] = place{e.When.First().Unix(), i}
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return Compare(entries[a.at], entries[b.at])
	})
	sorted := make([]module.Entry, len(entries))
	for i, one := range places {
		sorted[i] = entries[one.at]
	}
	return sorted
}

// Counted is the entry in which a Crowd tells of those that it does not name, by
// their first and last day (YYYY-MM-DD).
func Counted(layer module.Layer, first, last string, n int) module.Entry {
	e := module.Entry{Layer: layer, Count: n}
	from, err := time.Parse(time.DateOnly, first)
	until, other := time.Parse(time.DateOnly, last)
	if err == nil && other == nil {
		e.When = edtf.On(from)
		if whole, err := edtf.Interval(e.When, edtf.On(until)); err == nil && until.After(from) {
			e.When = whole
		}
	}
	return e
}

// Compare orders entries by their first day, what has no hours before what has,
// then by hour, layer and words. Two entries are equal only when they are the
// same day of the same record.
func Compare(a, b module.Entry) int {
	return cmp.Or(
		a.When.First().Compare(b.When.First()),
		a.Opens.Compare(b.Opens),
		cmp.Compare(place(a.Layer), place(b.Layer)),
		cmp.Compare(a.Words(), b.Words()),
		cmp.Compare(a.Of.Kind, b.Of.Kind),
		cmp.Compare(a.Of.ID, b.Of.ID),
		cmp.Compare(a.Name, b.Name),
		a.When.Last().Compare(b.When.Last()),
	)
}

// place is where a layer stands among the others.
func place(l module.Layer) int {
	switch l {
	case module.Events:
		return 1
	case module.Visits:
		return 2
	case module.Deadlines:
		return 3
	case module.Anniversaries:
		return 4
	}
	return 5
}

// Days are a time as days of a calendar: an end or a start that is not known does
// not stretch it, one that is open does.
func Days(when edtf.Date) edtf.Date {
	switch {
	case when.IsInterval() && when.End().IsZero() && !when.OpenEnd():
		return when.Start()
	case when.IsInterval() && when.Start().IsZero() && !when.OpenStart():
		return when.End()
	}
	return when
}
