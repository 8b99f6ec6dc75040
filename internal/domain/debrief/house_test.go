package debrief

import (
	"context"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/edtf"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/form"
	"pobratim/internal/kit/i18n"
	"pobratim/internal/kit/typst/typsttest"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/audit"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/rule"
)

// TestMain lets the test binary be the typesetter's worker, as the program is.
func TestMain(m *testing.M) { typsttest.Main(m) }

// house is one municipality with visits that are over and promises that a test
// makes; the tasks' own desk is played by a list.
type house struct {
	*Service
	ended    []Activity
	promises []Promise
}

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func trip(id, from, until string) Activity {
	when, err := edtf.Parse(from + "/" + until)
	if err != nil {
		panic(err)
	}
	return Activity{ID: id, Name: i18n.NewText("ru", "Поездка в Дуйсбург"), When: when, Last: day(until), Out: true, Partners: []string{"duisburg"}}
}

func each(t *testing.T, now string, ended []Activity, test func(t *testing.T, h *house)) {
	t.Helper()
	words, err := i18n.Load(keep.Files, form.Words(), edtf.Words(), Files)
	if err != nil {
		t.Fatal(err)
	}
	keeptest.Each(t, keeptest.Rights(Kind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) {
		h := &house{ended: ended}
		h.Service = New(floor, Deps{
			Langs: []string{"ru", "en"}, Clock: clock.Fixed(day(now).Add(9 * time.Hour)), Words: words.Printer, Home: func(string) string { return "Пермь" }, Paper: typsttest.Pool(t).PDF,
			Activity: func(_ context.Context, id string) (Activity, error) {
				for _, a := range h.ended {
					if a.ID == id {
						return a, nil
					}
				}
				return Activity{}, errs.New(errs.NotFound, "record.missing")
			},
			Activities: func(context.Context, *web.Scene) ([]ui.Option, error) {
				return []ui.Option{{Value: "trip", Label: "Поездка в Дуйсбург"}}, nil
			},
			Ended: func(context.Context, time.Time) ([]Activity, error) { return h.ended, nil },
			Posts: func(context.Context, *web.Scene) ([]ui.Option, error) {
				return []ui.Option{{Value: "coordinator", Label: "координатор"}}, nil
			},
			Due: func(_ context.Context, day time.Time) (Due, bool, error) {
				calendar, err := rule.ShippedCalendar("RU")
				on, missing := calendar.Add(day, 3)
				return Due{On: on, Missing: missing, Rule: "Пример правила", Path: "/rules/ru-general"}, true, err
			},
			Known: func(context.Context, *i18n.Printer, string) (Known, error) {
				return Known{"who": {{Text: "Анна Шмидт", Path: "/people/anna"}}, "results": {{Text: "Обучены реставраторы", Path: "/results/r"}, {Text: "Слова без записи"}}}, nil
			},
			Promises: func(context.Context, string) ([]Promise, error) { return h.promises, nil },
			Promise: func(_ context.Context, _ *audit.Writer, p Promise) error {
				if !p.Due.IsZero() && p.Due.Before(p.Made) {
					return errs.Field("due", "debrief.stale")
				}
				p.ID = fmt.Sprint("task-", len(h.promises))
				h.promises = append(h.promises, p)
				return nil
			},
		})
		test(t, h)
	})
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "debrief", Files: Files} }

func head(t *testing.T) context.Context { return keeptest.As(t, account.Head) }
