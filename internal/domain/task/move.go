package task

import (
	"context"
	"net/http"

	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/platform/calendar"
	"pobratim/internal/platform/module"
)

// Move sets another day by which an open entry is due. The version is the one
// that the viewer saw.
func (s *Service) Move(ctx context.Context, id string, version int64, day edtf.Date) error {
	t, err := s.tasks.Get(ctx, id)
	if err != nil {
		return err
	}
	if !t.movable() || !calendar.WholeDay(day) {
		return errs.Field("day", "calendar.move.day.none")
	}
	t.Due, t.Version = day, version
	return s.tasks.Change(ctx, t)
}

// movable tells whether the entry is open and due on a day.
func (t Task) movable() bool {
	return !t.Closed() && calendar.WholeDay(t.Due)
}

// mover reads what is to be moved, for who may.
func (s *Service) mover(r *http.Request) (calendar.Movable, error) {
	t, err := s.Task(r.Context(), r.PathValue("id"))
	if err != nil {
		return calendar.Movable{}, err
	}
	if !s.tasks.Can(r.Context(), module.Edit, &t) {
		return calendar.Movable{}, errs.New(errs.NotFound, "record.missing")
	}
	return calendar.Movable{
		Ref: t.Ref(), Title: t.Title.In(web.SceneOf(r).Lang).Value, Path: s.tasks.At(&t), When: t.Due, Version: t.Version,
		Save: func(ctx context.Context, version int64, day edtf.Date) error { return s.Move(ctx, t.ID, version, day) },
	}, nil
}
