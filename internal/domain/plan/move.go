package plan

import (
	"context"
	"net/http"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// MoveLine puts the first day of a line, in the version that was read, on
// another day: a span keeps its length, a month becomes that day.
func (s *Service) MoveLine(ctx context.Context, id string, version int64, day edtf.Date) error {
	l, err := s.lines.Get(ctx, id)
	if err != nil {
		return err
	}
	when, ok := movedTo(l.When, day)
	if !ok {
		return errs.Field("day", "calendar.move.day.none")
	}
	l.Version, l.When = version, when
	return s.lines.Change(ctx, l)
}

// movedTo is a time whose first day is another one; false when that is none.
func movedTo(when, day edtf.Date) (edtf.Date, bool) {
	first, last, ok := calendar.Shift(when.Start(), when.End(), day)
	if !ok || !when.IsInterval() {
		if !calendar.WholeDay(day) {
			return when, false
		}
		return day, true
	}
	span, err := edtf.Interval(first, last)
	return span, err == nil
}

// mover reads what is to be moved, for who may.
func (s *Service) mover(r *http.Request) (calendar.Movable, error) {
	l, err := s.Line(r.Context(), r.PathValue("id"))
	if err != nil {
		return calendar.Movable{}, err
	}
	if !s.lines.Can(r.Context(), module.Edit, &l) {
		return calendar.Movable{}, errs.New(errs.NotFound, "record.missing")
	}
	return calendar.Movable{
		Ref: l.Ref(), Title: l.Title.In(web.SceneOf(r).Lang).Value, Path: s.lines.At(&l), When: l.When, Version: l.Version,
		Save: func(ctx context.Context, version int64, day edtf.Date) error {
			return s.MoveLine(ctx, l.ID, version, day)
		},
	}, nil
}
