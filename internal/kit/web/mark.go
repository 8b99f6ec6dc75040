package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web/ui"
)

// Say makes the words of an error. Instants among its arguments are shown as
// the time of day in the municipality, with the day when it is another one.
func (s *Scene) Say(e *errs.E) string {
	args := slices.Clone(e.Args)
	for i, a := range args {
		at, ok := a.(time.Time)
		if !ok {
			continue
		}
		at, now := at.In(s.zone()), s.Now.In(s.zone())
		if at.Year() == now.Year() && at.YearDay() == now.YearDay() {
			args[i] = s.Clock(at)
		} else {
			args[i] = s.Instant(at)
		}
	}
	return s.T(e.Key, args...)
}

func (s *Scene) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// Local is an instant on the clocks of the municipality.
func (s *Scene) Local(t time.Time) time.Time { return t.In(s.zone()) }

// Mark puts what an error says about a form into it: words at each field and
// the summary above, whose words stand with those of kit/form. It returns the status of the page that shows the form
// again. An error that is no matter of the form (Internal, NotFound and so on)
// is not ok and has to be returned by the handler.
func (s *Scene) Mark(f *ui.Form, err error) (status int, ok bool) {
	switch errs.KindOf(err) {
	case errs.Invalid:
		status = http.StatusUnprocessableEntity
	case errs.Conflict, errs.Stale:
		status = http.StatusConflict
	case errs.TooMany:
		status = http.StatusTooManyRequests
	case errs.Unavailable:
		status = http.StatusServiceUnavailable
	default:
		return 0, false
	}
	fields := errs.FieldsOf(err)
	if fields == nil {
		e, isOurs := errors.AsType[*errs.E](err)
		if !isOurs {
			return 0, false
		}
		fields = errs.Fields{e}
	}
	if len(fields) == 1 && fields[0].Field == "" {
		f.Errors = &ui.ErrorSummary{Title: s.Say(fields[0])}
		return status, true
	}
	f.Errors = &ui.ErrorSummary{Title: s.N("form.summary", len(fields))}
	for _, e := range fields {
		words := s.Say(e)
		item := ui.Link{Text: words}
		if id := markField(f, e.Field, words); id != "" {
			item.Href = "#" + id
		}
		f.Errors.Items = append(f.Errors.Items, item)
	}
	return status, true
}

// markField writes words at a field of a form and returns the field's id.
func markField(f *ui.Form, name, words string) string {
	lists := [][]ui.Field{f.Fields}
	for _, set := range f.Sets {
		lists = append(lists, set.Fields)
	}
	for _, list := range lists {
		for i := range list {
			field := &list[i]
			if field.Name == name {
				field.Error = words
				return field.ID()
			}
			for j := range field.Langs {
				if field.Langs[j].Name == name {
					field.Langs[j].Error = words
					return field.Langs[j].ID()
				}
			}
		}
	}
	return ""
}

// ErrorTitle is the title of a page whose form was not taken.
func (s *Scene) ErrorTitle(title string) string { return s.T("form.title.error", "title", title) }

// Once is the hidden key of a form on this page.
func (s *Scene) Once() ui.Once { return ui.Once{Key: s.Key} }
