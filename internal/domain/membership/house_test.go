package membership

import (
	"context"
	"io/fs"
	"net/url"
	"testing"
	"time"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
)

// deps are two posts of which one is vacant, a person and a network.
func deps() Deps {
	options := func(all ...ui.Option) func(context.Context, *web.Scene) ([]ui.Option, error) {
		return func(context.Context, *web.Scene) ([]ui.Option, error) { return all, nil }
	}
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()),
		Organisations: options(ui.Option{Value: "union", Label: "Союз городов"}),
		People:        options(ui.Option{Value: "ivanova", Label: "Иванова"}),
		Posts:         options(ui.Option{Value: "head", Label: "Начальник отдела"}, ui.Option{Value: "deputy", Label: "Заместитель"}),
		Holder: func(_ context.Context, _ *web.Scene, post, role string) (ui.Person, error) {
			if post == "head" {
				return ui.Person{Name: ui.Value{Text: "Петров"}, Role: role}, nil
			}
			return ui.Person{Vacant: "Никого", Role: role}, nil
		},
		Held: func(context.Context, time.Time) (map[string]bool, error) { return map[string]bool{"head": true}, nil },
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind, DuesKind, BallotKind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
}

func desk(t *testing.T) keeptest.Desk {
	return keeptest.Desk{T: t, Name: "membership", Files: Files}
}

// ask sends a request through the office's routes, and shown shows the page that
// answers.
func ask(t *testing.T, s *Service, ctx context.Context, method, target string, values url.Values) (web.Reply, error) {
	t.Helper()
	return desk(t).Ask(ctx, s.Module().Office, method, target, values)
}

func shown(t *testing.T, s *Service, ctx context.Context, target string) string {
	t.Helper()
	return desk(t).Show(ctx, s.Module().Office, target)
}

func add(t *testing.T, s *Service, m Membership) string {
	t.Helper()
	id, err := s.Add(keeptest.As(t, account.Head), m)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func addDues(t *testing.T, s *Service, d Dues) string {
	t.Helper()
	id, err := s.AddDues(keeptest.As(t, account.Head), d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func addBallot(t *testing.T, s *Service, b Ballot) string {
	t.Helper()
	id, err := s.AddBallot(keeptest.As(t, account.Head), b)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// union is a membership with everything noted.
func union() Membership {
	return Membership{Name: keeptest.Text("Союз городов"), Organisation: "union", Type: "full", Since: keeptest.Date("2009"), Post: "head", Deputy: "deputy", Offices: keeptest.Text("член правления"),
		Website: "https://example.org/", Report: keeptest.Date("2026-12-20"), Assembly: keeptest.Date("2026-12-01"), Nominations: keeptest.Date("2027-02"), Note: keeptest.Text("Обязывает отвечать на анкеты")}
}
