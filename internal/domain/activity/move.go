package activity

import (
	"context"
	"net/http"
	"time"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// Move puts the first day of an activity elsewhere and keeps its length. The
// version is the one that the viewer saw.
func (s *Service) Move(ctx context.Context, id string, version int64, day edtf.Date) error {
	a, err := s.activities.Get(ctx, id)
	if err != nil {
		return err
	}
	moved, ok := a.movedTo(day)
	if !ok {
		return errs.Field("day", "calendar.move.day.none")
	}
	moved.Version = version
	return s.activities.Change(ctx, moved)
}

// MoveTo makes an activity with hours begin at another instant and keeps its
// length. The version is the one that the viewer saw.
func (s *Service) MoveTo(ctx context.Context, id string, version int64, begins time.Time) error {
	a, err := s.activities.Get(ctx, id)
	if err != nil {
		return err
	}
	h, ok := a.hours().At(begins, s.clock().Location())
	if !ok || !a.movable() {
		return errs.Field("day", "calendar.move.day.none")
	}
	a.Starts, a.Ends, a.Opens, a.Closes, a.Version = h.Starts, h.Ends, h.Opens, h.Closes, version
	return s.activities.Change(ctx, a)
}

// movable tells whether the activity lies ahead of its outcome and has exact days.
func (a Activity) movable() bool {
	_, ok := a.movedTo(a.Starts)
	return ok
}

// movedTo is the activity with another first day; false when it cannot be moved.
func (a Activity) movedTo(day edtf.Date) (moved Activity, ok bool) {
	a.Starts, a.Ends, ok = calendar.Shift(a.Starts, a.Ends, day)
	return a, ok && (a.Status == Planned || a.Status == Confirmed)
}

// mover reads what is to be moved, for who may.
func (s *Service) mover(r *http.Request) (calendar.Movable, error) {
	a, err := s.Activity(r.Context(), r.PathValue("id"))
	if err != nil {
		return calendar.Movable{}, err
	}
	if !s.activities.Can(r.Context(), module.Edit, &a) {
		return calendar.Movable{}, errs.New(errs.NotFound, "record.missing")
	}
	m := calendar.Movable{
		Ref: a.Ref(), Title: a.Name.In(web.SceneOf(r).Lang).Value, Path: s.activities.At(&a), When: a.When(), Version: a.Version,
		Save: func(ctx context.Context, version int64, day edtf.Date) error { return s.Move(ctx, a.ID, version, day) },
	}
	if a.Opens != "" && a.movable() {
		m.Opens, _ = a.hours().Instants(s.clock().Location())
		m.SaveAt = func(ctx context.Context, version int64, begins time.Time) error {
			return s.MoveTo(ctx, a.ID, version, begins)
		}
	}
	return m, nil
}
