package task

import (
	"errors"
	"testing"

	"pobratim/internal/kit/errs"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

func TestBulk(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		ctx := as(t, account.Coordinator)
		a, b := add(t, s, duty("А", "2026-12-01")), add(t, s, duty("Б", ""))
		promise := add(t, s, Task{Type: Ours, Title: keeptest.Text("Обещание"), Partner: "duisburg"})
		after, err := s.Bulk(ctx, []keep.Pick{{ID: a, Version: 1}, {ID: b, Version: 1}}, func(t *Task) { t.Owner, t.Due = "other", keeptest.Date("2026-12-24") })
		if err != nil || len(after) != 2 || after[0] != (keep.Pick{ID: a, Version: 2}) {
			t.Fatalf("%+v %v", after, err)
		}
		for _, id := range []string{a, b} {
			if is := get(t, s, id); is.Owner != "other" || is.Due != keeptest.Date("2026-12-24") {
				t.Errorf("%+v", is)
			}
		}
		// One of several is refused: none is changed, and the refused one is named.
		_, err = s.Bulk(ctx, []keep.Pick{{ID: a, Version: 2}, {ID: promise, Version: 1}}, func(t *Task) { t.Owner = "u" })
		one, ok := errors.AsType[*keep.Refused](err)
		if !ok || one.Title("ru") != "Обещание" || wrong(one.Why) != "owner task.owner.promise" {
			t.Errorf("%v", err)
		}
		if _, err = s.Bulk(ctx, []keep.Pick{{ID: a, Version: 1}}, s.finish); errs.KindOf(err) != errs.Stale {
			t.Errorf("a stale one: %v", err)
		}
		if is := get(t, s, a); is.Owner != "other" || is.Closed() {
			t.Errorf("changed all the same: %+v", is)
		}
		for _, picks := range [][]keep.Pick{nil, make([]keep.Pick, bulkMax+1)} {
			if _, err := s.Bulk(ctx, picks, s.finish); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%d at once: %v", len(picks), err)
			}
		}
		if _, err := s.Bulk(as(t, account.Auditor), after, s.finish); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an auditor: %v", err)
		}
		// Taken back: all but the one that somebody else has changed since.
		if err := s.Finish(ctx, b, 2); err != nil {
			t.Fatal(err)
		}
		n, err := s.TakeBack(ctx, after)
		if is := get(t, s, a); err != nil || n != 1 || is.Owner != "" || is.Due != keeptest.Date("2026-12-01") {
			t.Errorf("%d %v %+v", n, err, is)
		}
		if is := get(t, s, b); !is.Closed() || is.Owner != "other" {
			t.Errorf("%+v", is)
		}
		stranger := account.With(audit.WithActor(t.Context(), audit.Actor{ID: "other"}), account.Viewer{UserID: "other", Roles: []account.Role{account.Coordinator}})
		if n, err := s.TakeBack(stranger, []keep.Pick{{ID: a, Version: 3}}); err != nil || n != 0 {
			t.Errorf("somebody else takes back: %d %v", n, err)
		}
	})
}
