package note

import (
	"context"
	"io/fs"
	"net/url"
	"testing"

	"pobratim/internal/kit/clock"
	"pobratim/internal/kit/errs"
	"pobratim/internal/kit/web"
	"pobratim/internal/kit/web/ui"
	"pobratim/internal/platform/account"
	"pobratim/internal/platform/keep"
	"pobratim/internal/platform/keep/keeptest"
	"pobratim/internal/platform/record"
)

// neighbours are two partner cities, an activity with one of them, and a person
// whom only some may see.
func neighbours() record.Kinds {
	names := map[string]string{"duisburg": "Дуйсбург", "oxford": "Оксфорд", "crossroutes": "Кроссроутс", "schmidt": "Anna Schmidt"}
	kind := func(name, path string) record.Kind {
		find := func(ctx context.Context, id string) error {
			if names[id] == "" || name == "person" && !account.From(ctx).Has(account.Head) {
				return errs.New(errs.NotFound, "record.missing")
			}
			return nil
		}
		return record.Kind{
			Name: name, Path: path,
			Title:   func(ctx context.Context, id, _ string) (string, error) { return names[id], find(ctx, id) },
			Allowed: func(ctx context.Context, id, _ string) (bool, error) { return false, find(ctx, id) },
		}
	}
	return record.Kinds{"partner": kind("partner", "/partners/{id}"), "activity": kind("activity", "/activities/{id}"), "person": kind("person", "/people/{id}")}
}

func deps() Deps {
	return Deps{
		Langs: []string{"ru", "en"}, Clock: clock.Fixed(keeptest.Now()), Kinds: neighbours,
		Partners: func(context.Context, *web.Scene) ([]ui.Option, error) {
			return []ui.Option{{Value: "duisburg", Label: "Дуйсбург"}, {Value: "oxford", Label: "Оксфорд"}}, nil
		},
		Countries: func(context.Context) ([]string, error) { return []string{"DE", "GB"}, nil },
		Country: func(code, _ string) string {
			return map[string]string{"DE": "Германия", "GB": "Великобритания"}[code]
		},
		Near: func(_ context.Context, about record.Ref) ([]record.Ref, error) {
			switch about.ID {
			case "duisburg":
				return []record.Ref{{Kind: CountryKind, ID: "DE"}}, nil
			case "crossroutes":
				return []record.Ref{{Kind: "partner", ID: "duisburg"}, {Kind: CountryKind, ID: "DE"}}, nil
			}
			return nil, nil
		},
	}
}

func each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	keeptest.Each(t, keeptest.Rights(Kind), []fs.FS{Files}, func(t *testing.T, floor keep.Floor) { test(t, New(floor, deps())) })
}

func desk(t *testing.T) keeptest.Desk { return keeptest.Desk{T: t, Name: "note", Files: Files} }

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

func add(t *testing.T, s *Service, n Note, cites ...keep.Cite) string {
	t.Helper()
	id, err := s.Add(keeptest.As(t, account.Head), n, cites...)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
